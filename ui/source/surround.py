"""What stands around the source that is shown: its name, ways about it, what cites it, what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from provenance.records import Source
from ui.session import Session
from ui.source.attached_line import AttachedLine
from ui.source.find_bar import FindBar
from ui.source.foot import CitedHere, IntegrityLine, Onward
from ui.source.head import Head, notice_of, place_of
from ui.source.opening import Opened
from ui.source.rear import Rear, RearLine
from ui.source.selection_bar import SelectionBar
from ui.source.tools import Tools
from ui.widgets.basics import column, row


class Surround(QFrame):
    """A pane around a stage. It speaks of one place at a time, which others open."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._session = session
        self.head, self.tools, self.onward = Head(), Tools(), Onward()
        self.rear, self.rear_line, self.attached = Rear(session), RearLine(), AttachedLine(session)
        self.find_bar, self.selection = FindBar(session), SelectionBar(session)
        self.find_bar.hides = self.rear.hides
        self.cited, self.integrity = CitedHere(session), IntegrityLine(session)

    def lay_round(self, stage: QWidget) -> QVBoxLayout:
        """Everything in its place around the stage, which takes the room."""
        self.cited.hide()
        layout = column(self.head, self.attached, self.rear_line, stage, gap=8, margins=(12, 10, 12, 10))
        layout.addLayout(row(self.onward, None))
        for part in (self.selection, self.find_bar, self.tools, self.cited, self.integrity):
            layout.addWidget(part)
        layout.setStretch(3, 1)
        return layout

    def name_asked(self, source: Source | None, same: bool) -> None:
        """A place is being opened: of it only the source is known; `same` as that of the place before."""
        if not same:
            self.find_bar.leave()
            self.integrity.ask(None)
            self.cited.leave()
        self.rear_line.tell(None)
        self.attached.show_of("")
        self.onward.hide()
        self.head.name(source)

    def offer(self, found: Opened | None) -> None:
        """What can be done with what was opened; None: nothing."""
        self.head.offer(found)
        self.tools.offer(found)

    def name_opened(self, found: Opened) -> None:
        """A place was opened, or is told not to be for show."""
        self.offer(found)
        self.head.name(found.source)
        self.head.say(notice_of(found))
        self.attached.show_of("" if found.unshown is not None else found.source.id, found.span)

    def name_page(self, found: Opened, page: int) -> None:
        """A page is asked for: everything speaks of that page at once."""
        assert found.outline is not None
        self.head.name(found.source, place_of(found, page))
        self.tools.stepper.set(page - found.outline.first + 1, found.outline.pages)
        self.cited.show_page(found.source.id, page, found.place.citation_id)
        self.onward.show_page(page, found.pages)

    def check(self, source: Source | None) -> None:
        """Have the source's bytes compared with their record; not those of one that is held back."""
        self.integrity.ask(None if source is None or source.withheld else source)

    def forget_words(self) -> None:
        """Keep nothing that was found, cited or checked in a source."""
        self.find_bar.forget()
        self.integrity.ask(None)
        self.cited.leave()
