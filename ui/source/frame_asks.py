"""Has frames of a recording decoded, and stored ones read, one at a time and away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from provenance.footage import Frame
from ui.background import Failed
from ui.session import Session
from ui.source.pictures import Picture, frame_picture, stored_picture
from ui.source.turns import Turns

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels


class FrameAsks:
    """Two lanes, of exact and of stored frames; in each the newest request counts."""

    def __init__(self, session: Session, parent: QObject) -> None:
        self._session = session
        self._exact, self._stored = Turns(session.viewing, parent), Turns(session.viewing, parent)

    def exact(
        self, footage: FootageView, ordinal: int, then: Callable[[FramePixels, Picture], None], failed: Failed
    ) -> None:
        """The exact frame with this ordinal, with its picture."""
        viewer = self._session.case.viewer

        def work() -> tuple[FramePixels, Picture]:
            pixels = viewer.frame(footage.source.id, ordinal)
            return pixels, frame_picture(pixels, footage.displayed)

        self._exact.ask(work, lambda found: then(*found), failed)

    def stored(self, footage: FootageView, frame: Frame, then: Callable[[Picture], None], failed: Failed) -> None:
        """The stored picture of a citable frame."""
        read = self._session.case.viewer.stored_frame
        self._stored.ask(lambda: stored_picture(read(frame.id), footage.displayed), then, failed)

    def forget_exact(self) -> None:
        """The exact frame that was asked for is not wanted any more."""
        self._exact.forget()

    def forget(self) -> None:
        """Nothing that was asked for is wanted any more."""
        self._exact.forget()
        self._stored.forget()
