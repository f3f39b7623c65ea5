"""Pictures of pages and frames ready for painting, and the few pages kept so that turning back costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from provenance.errors import AnchorError
from provenance.records import Box
from ui.session import Session
from ui.source.rear import covered
from ui.source.turns import Turns

if TYPE_CHECKING:
    from app.viewing import FramePixels, PagePixels

MOST_BYTES = 160 << 20  # of kept pages; the last one stays even when it alone is larger
_CLOSE = 0.01  # scales nearer than this share are the same
Key = tuple[str, int]  # source, page


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and what it shows: `width` and `height` in the unit of boxes, `scale` in pixels per such unit.

    `asked` is the scale that was asked for; more than `scale` where no more could be had.
    """

    image: QImage
    width: float
    height: float
    scale: float
    asked: float = 0.0

    def serves(self, scale: float) -> bool:
        """Whether drawing it anew at `scale` would give the same."""
        asked = self.asked or self.scale
        most = self.scale < asked * (1 - _CLOSE)
        return abs(asked - scale) <= _CLOSE * scale or (most and scale >= self.scale)


def page_picture(pixels: PagePixels, asked: float) -> Picture:
    """A drawn page; converted to what paints fastest, so call it off the window's thread."""
    image = _image(pixels.data, pixels.width, pixels.height, pixels.stride)
    return Picture(image, pixels.points_width, pixels.points_height, pixels.scale, asked)


def frame_picture(pixels: FramePixels, displayed: tuple[int, int]) -> Picture:
    """A decoded frame; its units are pixels as displayed."""
    image = _image(pixels.data, pixels.width, pixels.height, pixels.stride)
    return Picture(image, *map(float, displayed), pixels.scale)


def stored_picture(data: bytes, displayed: tuple[int, int]) -> Picture:
    """A stored frame; raises AnchorError("frame_missing") when its picture cannot be read."""
    image = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull():
        raise AnchorError("frame_missing")
    return Picture(image, *map(float, displayed), image.width() / max(1, displayed[0]))


def _image(data: bytes, width: int, height: int, stride: int) -> QImage:
    return QImage(data, width, height, stride, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)


class Pages(QObject):
    """Draws pages in the background and keeps the last ones, at one scale each."""

    drawn = Signal(str, int)  # source, page: `kept` has it now
    failed = Signal(str, int, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.covers: Callable[[str, int], tuple[Box, ...]] = lambda source_id, page: ()  # asked on a worker
        self._kept: OrderedDict[Key, Picture] = OrderedDict()
        self._turns = Turns(session.viewing, self)
        self._ahead = Turns(session.viewing, self)

    def kept(self, source_id: str, page: int) -> Picture | None:
        """What is kept of a page, at whatever scale."""
        key = (source_id, page)
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def want(self, source_id: str, page: int, scale: float) -> None:
        """Draw a page at `scale` pixels per point, unless it is kept so; `drawn` or `failed` tells."""
        kept = self.kept(source_id, page)
        if kept is not None and kept.serves(scale):
            self._turns.forget()
            self.drawn.emit(source_id, page)
            return
        self._draw(self._turns, source_id, page, scale, quiet=False)

    def ahead(self, source_id: str, page: int, scale: float) -> None:
        """Draw a page that may be asked for next; what goes wrong is told when it is asked for."""
        kept = self._kept.get((source_id, page))
        if kept is None or not kept.serves(scale):
            self._draw(self._ahead, source_id, page, scale, quiet=True)

    def forget(self, source_id: str = "") -> None:
        """Keep nothing of a source any more, or of any; pages of others that are being drawn go on."""
        self._turns.forget(source_id)
        self._ahead.forget(source_id)
        for key in [k for k in self._kept if not source_id or k[0] == source_id]:
            del self._kept[key]

    @property
    def bytes(self) -> int:
        """Memory held by the kept pages."""
        return sum(p.image.sizeInBytes() for p in self._kept.values())

    def _draw(self, turns: Turns, source_id: str, page: int, scale: float, quiet: bool) -> None:
        viewer, covers = self._session.case.viewer, self.covers

        def work() -> Picture:
            return page_picture(covered(viewer.page(source_id, page, scale), covers(source_id, page)), scale)

        def then(picture: Picture) -> None:
            self._keep((source_id, page), picture)
            if not quiet:
                self.drawn.emit(source_id, page)

        def failed(error: Exception) -> None:
            if not quiet:
                self.failed.emit(source_id, page, error)

        turns.ask(work, then, failed, about=source_id)

    def _keep(self, key: Key, picture: Picture) -> None:
        self._kept[key] = picture
        self._kept.move_to_end(key)
        while self.bytes > MOST_BYTES and len(self._kept) > 1:
            self._kept.popitem(last=False)
