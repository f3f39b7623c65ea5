"""What the export of a still does away from the window's thread: areas turned into coded pixels, faces, the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from provenance.errors import AttestError
from provenance.records import Box, Source
from ui.session import Session
from ui.source.marks import rect

if TYPE_CHECKING:
    from app.stills import Still
    from app.viewing import FootageView


@dataclass(frozen=True, slots=True)
class Asked:
    """A still to be written: `areas` in pixels as displayed, `region` in coded pixels."""

    out: Path
    areas: tuple[QRectF, ...]
    region: Box | None
    overwrite: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A still that was written, and why the log does not tell of it, if it does not."""

    out: Path
    still: Still
    unrecorded: AttestError | None


class Stills:
    """Of one frame. Its calls wait, and may come from any thread."""

    def __init__(self, session: Session, source: Source, footage: FootageView, ordinal: int) -> None:
        self._case = session.case
        self._source_id, self._ordinal = source.id, ordinal
        self._turn, self._displayed = footage.stream.rotation, footage.displayed

    def faces(self) -> list[QRectF]:
        """Areas as displayed that a detector takes for faces; raises as `app.stills.suggest_faces`."""
        from app.stills import suggest_faces
        from app.viewing import region_on_display

        found = suggest_faces(self._case, self._source_id, self._ordinal)
        return [rect(region_on_display(box, self._turn, self._displayed)) for box in found]

    def write(self, asked: Asked) -> Written | None:
        """Write the still and log it; None for a place within the case's folder. Raises as `app.stills.export`."""
        from app.stills import export

        if asked.out.resolve().is_relative_to(self._case.store.info.folder.resolve()):
            return None
        blurred = [self._coded(area) for area in asked.areas]
        still = export(
            self._case, self._source_id, self._ordinal, asked.out, region=asked.region, blurred=blurred,
            overwrite=asked.overwrite,
        )  # fmt: skip
        return Written(asked.out, still, self._case.unrecorded)

    def _coded(self, area: QRectF) -> Box:
        from app.viewing import region_as_coded

        box = Box(0, area.x(), area.y(), area.width(), area.height())
        return region_as_coded(box, self._turn, self._displayed)
