"""The line below the log: its head, whether the chain holds, where it breaks, and what the receipts say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import messages, receipts
from provenance.errors import AttestError
from provenance.receipts import Compared
from provenance.store.case_store import CaseStore
from provenance.store.records import AuditReport
from ui.strings import log as words
from ui.strings import search as search_words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, look, row, tool
from ui.widgets.room import scrolled

_HIGHEST = 72  # pixels of what is said, at normal text size


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to: the chain, and in words what the receipts and the sum beside the database say; `holds`
    where none of them found anything."""

    report: AuditReport
    holds: bool
    receipts: str


class ChainLine(QWidget):
    """`break_asked` asks for an entry to be shown; `copied` tells that the head was copied."""

    break_asked = Signal(int)
    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.head = ""
        self._broken = 0
        self.said = label("", "muted", wrap=True)
        self.jump = button("", lambda: self.break_asked.emit(self._broken))
        self.copy = tool(search_words.COPY_HASH, self._copy, "copy")
        self._room = scrolled(self.said)
        for one in (self._room, self.jump, self.copy):
            one.hide()
        first = row(self._room, self.copy)
        first.setStretch(0, 1)
        layout = column(gap=4)
        layout.addLayout(first)
        layout.addLayout(row(self.jump, None))
        self.setLayout(layout)

    def show_head(self, head: str) -> None:
        """The head as it is now; what a check said of another one is over."""
        if head == self.head:
            return
        self.head = head
        self.jump.hide()
        self.copy.show()
        self.say(search_words.HEAD_HASH.format(hash=in_groups(head)), "muted")

    def show_checked(self, checked: Checked) -> None:
        report = checked.report
        self.head, self._broken = report.head, report.broken_at or 0
        self.copy.show()
        self.jump.setVisible(not report.ok)
        self.jump.setText(words.SHOW_BREAK.format(entry=f"{self._broken:,}"))
        if report.ok:
            told = search_words.CHAIN_HOLDS.format(entries=counted(report.entries, "entry", "entries"))
        else:
            told = search_words.CHAIN_BROKEN.format(broken=f"{self._broken:,}")
        lines = (f"{told}. {search_words.HEAD_HASH.format(hash=in_groups(report.head))}", checked.receipts)
        self.say("\n".join(filter(None, lines)), "green" if checked.holds else "red")

    def say(self, text: str, how: str) -> None:
        self.said.setText(text)
        look(self.said, how)
        self._room.show()
        self._fit()

    def silence(self) -> None:
        """Say nothing: what was asked for failed, and is told elsewhere."""
        self._room.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the words are, up to some lines; what is longer scrolls, and leaves the log its room."""
        wide = max(1, self._room.viewport().width())
        self._room.setFixedHeight(max(0, min(self.said.heightForWidth(wide), theme().px(_HIGHEST))))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.head)
        self.copied.emit()


def check(store: CaseStore) -> Checked:
    """Follow the chain, compare it with the receipts that are kept here, and the database with what was left of it;
    raises CaseError."""
    found = _with_receipts(store)
    if (changed := store.changed_outside()) is None:
        return found
    return replace(found, holds=False, receipts=f"{words.CHANGED.format(told=changed.told())} {found.receipts}")


def _with_receipts(store: CaseStore) -> Checked:
    report = store.check_audit()
    try:
        found = receipts.compare(store)
    except AttestError as error:
        if error.code != "receipts_unreadable":
            raise
        return Checked(report, report.ok, f"{words.NOT_COMPARED}. {messages.of(error)}")
    return Checked(report, report.ok and found.ok, receipts_told(store, found))


def receipts_told(store: CaseStore, found: Compared) -> str:
    """What comparing with the receipts came to, in sentences."""
    many = counted(found.checked, "receipt")
    if found.ok:
        told = [f"{words.RECEIPTS_HOLD.format(receipts=many) if found.checked else words.RECEIPTS_NONE}."]
    else:
        told = [f"{words.RECEIPTS_FAIL.format(failed=f'{len(found.failed):,}', receipts=many)}."]
        told += [receipts.sentence(found.failed[0]), receipts.may_mean(store, found)]
    return " ".join([*told, *receipts.notes(found)])


def in_groups(digest: str) -> str:
    """A digest that can be read aloud, and that a narrow window can wrap."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
