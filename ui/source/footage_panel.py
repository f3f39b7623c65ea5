"""Footage in the source pane: one frame with its tools, or the contact sheet; below either, what was found wrong."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from provenance.looked import limits
from ui.session import Session
from ui.source.contact_sheet import ContactSheet
from ui.source.findings_line import FindingsLine
from ui.source.frame_view import FrameView
from ui.strings import footage as words
from ui.strings import source as source_words
from ui.theme.theme import theme
from ui.widgets.basics import column, label
from ui.widgets.room import scrolled

Face = Literal["frame", "sheet"]


class FootagePanel(QWidget):
    """Joins the contact sheet to the frames. What is not in sight does not count as seen: `frames` tells."""

    turned = Signal(str)  # the face that is shown now

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.frames, self.sheet = FrameView(session), ContactSheet(session)
        self.findings = FindingsLine()
        self.limits = label("", "amber", wrap=True)  # what of the picture was not watched; of frames and sheet
        self.limits.hide()
        self._faces = QStackedWidget()
        self._scroll = scrolled(self.frames)
        self.frames.setAutoFillBackground(False)  # once it is in what scrolls it, which sets it
        self._scroll.viewport().installEventFilter(self)
        for face in (self._scroll, self.sheet):
            self._faces.addWidget(face)
        layout = column(self._faces, self.limits, self.findings, gap=8)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.frames.other.connect(self._begin)
        self.frames.opening.connect(self._opening)
        self.frames.facts.clock_asked.connect(self.check_clock)
        self.frames.facts.still_asked.connect(self.export_still)
        self.frames.facts.areas_asked.connect(self.choose_areas)
        self.frames.facts.claim_asked.connect(self.add_claim)
        self.frames.renewed.connect(self._begin)
        self.sheet.chosen.connect(self.go)
        self.findings.asked.connect(self._go_to_time)
        session.sources_changed.connect(self._retell)
        session.footage_changed.connect(self._renew)
        theme().changed.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The room for a frame is another one now."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.frames.view.keep_within(self._scroll.viewport().height())

    def _opening(self) -> None:
        self.turn("frame", focus=False)
        self._scroll.verticalScrollBar().setValue(0)  # the picture is what was asked for

    @property
    def face(self) -> Face:
        """Whether one frame is shown, or the contact sheet."""
        return "frame" if self._faces.currentIndex() == 0 else "sheet"

    def turn(self, face: str, focus: bool = True) -> None:
        """Show one frame, or the contact sheet with that frame marked."""
        if face == "sheet":
            if self.frames.player.playing:
                self.frames.pause()
            self.sheet.choose(self.frames.named)
        self._faces.setCurrentIndex(0 if face == "frame" else 1)
        if focus:
            (self.frames.view if face == "frame" else self.sheet).setFocus()
        self.turned.emit(self.face)

    def go(self, ordinal: int) -> None:
        """Show a frame, with what is around it to be played."""
        self.turn("frame")
        self.frames.centre_on(ordinal)

    def _go_to_time(self, seconds: float) -> None:
        if self.frames.footage is not None:
            self.go(self.frames.footage.at(seconds))

    def check_clock(self) -> None:
        """Ask how the camera's clock was checked against true time."""
        from ui.source.clock_dialog import ClockDialog

        footage, source = self.frames.footage, self.frames.source
        if footage is not None and source is not None:
            ClockDialog(self._session, source, footage.clock, float(footage.seconds(0)), self.window()).open()

    def export_still(self) -> None:
        """Ask what of the frame that is up is to be exported."""
        from ui.source.still_dialog import StillDialog

        frames = self.frames
        if frames.player.playing:
            frames.pause()
        if frames.footage is not None and frames.source is not None:
            region = frames.view.cited(frames.named) or frames.view.moving(frames.named)
            StillDialog(self._session, frames.source, frames.footage, frames.named, region, self.window()).open()

    def add_claim(self) -> None:
        """Ask what the frame that is up shows, for a claim; where it cannot be cited, show the nearest that can."""
        from ui.source.frame_claim import FrameClaimDialog

        frames = self.frames
        if frames.player.playing:
            frames.pause()
        if frames.footage is None or frames.source is None:
            return
        if not self._session.writable:
            self._session.told.emit(source_words.READ_ONLY)
        elif (stored := frames.stored(frames.named)) is not None:
            FrameClaimDialog(self._session, frames.source, stored, self.window()).open()
        elif kept := [frame.ordinal for frame in frames.footage.citable]:
            near = min(kept, key=lambda ordinal: abs(ordinal - frames.named))
            self._session.told.emit(words.FRAME_NOT_KEPT.format(number=frames.named + 1, near=near + 1))
            self.go(near)
        else:
            self._session.told.emit(words.FRAME_NONE_KEPT)

    def choose_areas(self) -> None:
        """Ask where and how sensitively movement is to be sought, on the frame that is up."""
        from ui.source.look_dialog import LookDialog

        frames = self.frames
        if frames.player.playing:
            frames.pause()
        if frames.footage is not None and frames.source is not None:
            LookDialog(self._session, frames.source, frames.footage, frames.named, self.window()).open()

    def _renew(self, source_id: str) -> None:
        """Movement was sought again in what is shown."""
        if self.frames.footage is not None and self.frames.footage.source.id == source_id:
            viewer = self._session.case.viewer
            self._session.viewing.run(self, lambda: viewer.footage(source_id), self.frames.renew)

    def _begin(self) -> None:
        self.sheet.begin(self.frames.footage, self.frames.source)
        self.findings.show_of(self.frames.source)
        looks = self.frames.footage.looks if self.frames.footage else ()
        limited = limits(looks[-1]) if looks else ""
        self.limits.setText(words.LOOK_LIMITS.format(limits=limited))
        self.limits.setVisible(bool(limited))

    def _retell(self) -> None:
        source = self.frames.source
        if source is not None:
            self.sheet.frames.retell(source)
            self.findings.show_of(source)
