"""The picture of a frame, with the region that a place cites outlined, else where there is movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from provenance.footage import Look
from provenance.records import Box
from ui.source.marks import rect
from ui.source.picture_view import PictureView
from ui.source.pictures import Picture
from ui.strings import source as words
from ui.theme.theme import theme

if TYPE_CHECKING:
    from app.viewing import FootageView

_LEAST_HEIGHT = 120  # in logical pixels at normal text size


class FramePicture(PictureView):
    """Shows frames of the recording that `begin` told of. It asks for as little height as it can do with."""

    footage: FootageView | None = None
    _region: tuple[int, Box] | None = None  # cited: of which frame
    _look: tuple[int, Look] | None = None  # that the cited frame is told of by: of which frame

    def __init__(self) -> None:
        super().__init__(words.FRAME_VIEW, "whole")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def begin(self, footage: FootageView, ordinal: int, region: Box | None, look: Look | None = None) -> None:
        """Turn to a recording, and to the frame of a place with the region that it cites (coded pixels), if it does.

        What moves in that frame is told by `look`, in any other by the latest.
        """
        self.footage, self._region = footage, (ordinal, region) if region else None
        self._look = (ordinal, look) if look else None

    def keep_within(self, room: int) -> None:
        """So many pixels are in sight. The picture stays large enough to be looked at, and is never higher than what
        is in sight: else it could not be seen whole. The rest is scrolled to."""
        self.setMinimumHeight(min(theme().px(_LEAST_HEIGHT), room))

    def forget(self) -> None:
        """Show nothing and keep nothing."""
        self.footage = self._region = self._look = None
        self.clear()

    def show_frame(self, ordinal: int, picture: Picture) -> None:
        """Show a frame; its cited region is outlined and brought into sight; without one, what moves is outlined."""
        from app.viewing import region_on_display

        footage, cited = self.footage, self.cited(ordinal)
        assert footage is not None
        self.show_picture(picture)
        region = cited or self.moving(ordinal)
        boxes = [rect(region_on_display(region, footage.stream.rotation, footage.displayed))] if region else []
        self.mark({"region": boxes})
        self.reveal(boxes if cited else [])

    def cited(self, ordinal: int) -> Box | None:
        """The cited region of a frame, in coded pixels."""
        return self._region[1] if self._region and self._region[0] == ordinal else None

    def moving(self, ordinal: int) -> Box | None:
        """Where the picture changes about this frame, in coded pixels; None where nothing was found to move."""
        found = self.footage.movement_at(ordinal, self.look(ordinal)) if self.footage else None
        return found[1].region if found else None

    def look(self, ordinal: int) -> Look | None:
        """The look that a frame is told of by; None for the latest."""
        return self._look[1] if self._look and self._look[0] == ordinal else None

    def await_frame(self, token: object, ordinal: int) -> None:
        """See `await_seen`: of this frame, which is up, with its cited region if it has one."""
        self.await_seen(token, self.marks("region") if self.cited(ordinal) else [])

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.minimumHeight())
