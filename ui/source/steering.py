"""Ways about a source by buttons and keys: turning pages, stepping frames, zooming, jumping to movement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.source.footage_panel import FootagePanel
from ui.source.leaf import Leaf
from ui.source.page_view import PageView
from ui.source.picture_view import PictureView
from ui.source.tools import Tools
from ui.widgets.basics import keys_within


class Steering(QObject):
    """Joins the tools, and keys that hold within `pane`, to the pages and to the frames; `footage` says which."""

    def __init__(self, pane: QWidget, tools: Tools, leaf: Leaf, pages: PageView, footage: FootagePanel) -> None:
        super().__init__(pane)
        self.footage = False
        frames = footage.frames
        self._tools, self._leaf, self._pages, self._frames, self._panel = tools, leaf, pages, frames, footage
        tools.stepper.stepped.connect(self.turn)
        tools.stepper.typed.connect(self._go_to)
        tools.zoom.by.connect(self.zoom_by)
        tools.zoom.fit.connect(self.zoom_fit)
        tools.movement.connect(self._to_movement)
        frames.moved.connect(self._frame_moved)
        frames.renewed.connect(self._renewed)
        footage.turned.connect(lambda face: tools.zoom.setEnabled(face == "frame"))
        for view in (pages, frames.view):
            view.zoomed.connect(tools.zoom.set)
        keys: dict[str, Callable[[], object]] = {
            "PgDown": lambda: self.turn(1),
            "PgUp": lambda: self.turn(-1),
            "Ctrl++": lambda: self.zoom_by(1),
            "Ctrl+=": lambda: self.zoom_by(1),
            "Ctrl+-": lambda: self.zoom_by(-1),
            "Ctrl+0": self.zoom_fit,
        }
        keys_within(pane, keys)

    @property
    def _zoomed(self) -> PictureView:
        return self._frames.view if self.footage else self._pages

    def turn(self, by: int) -> None:
        """So many pages, or frames, on or back."""
        if self.footage:
            self._panel.turn("frame", focus=self._panel.face == "sheet")
            self._frames.step(by)
        else:
            self._leaf.turn(self._leaf.page + by)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller, by steps."""
        self._zoomed.zoom_by(steps)

    def zoom_fit(self) -> None:
        """As large as fits the pane."""
        self._zoomed.zoom_to(1.0)

    def _go_to(self, number: int) -> None:
        """To a page or frame by its number from 1."""
        if self.footage:
            self._panel.go(number - 1)
        else:
            self._leaf.turn(number - 1 + self._leaf.first)

    def _frame_moved(self) -> None:
        frames, tools = self._frames, self._tools
        if self.footage and frames.count:
            tools.stepper.set(frames.named + 1, frames.count)
            tools.back.setEnabled(self._movement(-1) is not None)
            tools.on.setEnabled(self._movement(1) is not None)

    def _renewed(self) -> None:
        found = self._frames.footage
        self._tools.offer_movement(found is not None and bool(found.events))
        self._frame_moved()

    def _movement(self, by: int) -> int | None:
        footage = self._frames.footage
        return footage.movement_from(self._frames.asked, by) if footage else None

    def _to_movement(self, by: int) -> None:
        ordinal = self._movement(by)
        if ordinal is not None:
            self._panel.go(ordinal)
