"""What the dialog of redaction asks for away from the window's thread: page, marks, suggestions, preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from provenance import redaction_told as told
from provenance.records import Box, Source
from provenance.redaction_marks import FramePlace, Redaction
from ui.session import Session
from ui.source.marks import rect
from ui.source.pictures import Picture, frame_picture, page_picture
from ui.source.rear import Rear, covered

if TYPE_CHECKING:
    from app.redacting import Offer
    from app.viewing import FootageView

_SCALE = 2.0  # pixels per point: sharp enough at the size of the dialog


@dataclass(frozen=True, slots=True)
class Shown:
    """The marks of a source with where each stands in words, and those on the page that is shown, (number, area)."""

    marks: tuple[Redaction, ...]
    places: tuple[str, ...]
    here: tuple[tuple[int, QRectF], ...]
    offers: tuple[Offer, ...]
    reasons: tuple[str, ...]


class Redactions:
    """Of one source; its calls wait, and may come from any thread. `at` is a page, or a frame's ordinal of footage."""

    def __init__(self, session: Session, source: Source, footage: FootageView | None, rear: Rear) -> None:
        self._rear = rear
        self._case, self._source, self._footage = session.case, source, footage
        self.first, self.count = 1, 1
        if footage is not None:
            self.first, self.count = 0, len(footage.stream.times)

    def measure(self) -> None:
        """Find out which pages there are."""
        if self._footage is None:
            outline = self._case.viewer.outline(self._source.id)
            self.first, self.count = outline.first, outline.pages

    def picture(self, at: int) -> Picture:
        """The page or frame as it is."""
        viewer = self._case.viewer
        if self._footage is not None:
            return frame_picture(viewer.frame(self._source.id, at), self._footage.displayed)
        covers = self._rear.covers(self._source.id, at)
        return page_picture(covered(viewer.page(self._source.id, at, _SCALE), covers), _SCALE)

    def places(self, offer: Offer) -> tuple[Box, ...]:
        """Where the words of a suggestion stand."""
        return self._case.viewer.places(self._source.id, offer.start, offer.end)

    def preview(self, at: int) -> Picture:
        """The page or frame as it will be served."""
        source_id = self._source.id
        lifted = self._rear.known(source_id) and self._rear.lifted(source_id)
        drawn = self._case.redacting.preview(source_id, at, rear=bool(lifted))
        image = QImage.fromData(drawn.data).convertToFormat(QImage.Format.Format_RGB32)
        return Picture(image, float(image.width()), float(image.height()), 1.0)

    def shown(self, at: int) -> Shown:
        """The marks, and what is offered beside them."""
        doing, store, source_id = self._case.redacting, self._case.store, self._source.id
        layer, stream = doing.layer(source_id), store.video(source_id)
        marks = tuple(doing.marks(source_id))
        places = tuple(told.place(mark, layer, stream) for mark in marks)
        here = tuple((n, area) for n, mark in enumerate(marks) for area in self._areas(mark, at))
        offers = tuple(doing.suggest(source_id)) if layer is not None else ()
        return Shown(marks, places, here, offers, tuple(doing.reasons()))

    def mark_area(self, at: int, last: int, area: QRectF, reason: str, face: bool) -> Sequence[Redaction]:
        """Mark what was drawn over; of footage from frame `at` to `last`."""
        doing, box = self._case.redacting, Box(0, area.x(), area.y(), area.width(), area.height())
        if self._footage is None:
            return doing.mark_area(self._source.id, at, box, reason, face=face)
        from app.viewing import region_as_coded

        coded = region_as_coded(box, self._footage.stream.rotation, self._footage.displayed)
        return [doing.mark_frames(self._source.id, coded, at, last, reason, face=face)]

    def faces(self, at: int) -> list[QRectF]:
        """Areas that may be faces, as displayed."""
        from app.viewing import region_on_display

        found = self._case.redacting.faces(self._source.id, at)
        if self._footage is None:
            return [rect(box) for box in found]
        turn, displayed = self._footage.stream.rotation, self._footage.displayed
        return [rect(region_on_display(box, turn, displayed)) for box in found]

    def _areas(self, mark: Redaction, at: int) -> list[QRectF]:
        boxes = self._case.redacting.places(mark)
        if self._footage is None:
            return [rect(box) for box in boxes if box.page == at]
        from app.viewing import region_on_display

        stream, place = self._footage.stream, mark.place
        if not isinstance(place, FramePlace) or not place.first <= stream.times[at] <= place.last:
            return []
        return [rect(region_on_display(box, stream.rotation, self._footage.displayed)) for box in boxes]
