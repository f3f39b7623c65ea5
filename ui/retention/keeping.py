"""The page on how long a case is kept: its review date and the holds that forbid deletion."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.case import Case
from provenance.retention import KIND, Hold, ReviewDate, Stand
from ui.strings import retention as words
from ui.when import local_time
from ui.widgets.basics import button, column, label, look, row

Do = Callable[[Callable[[], object]], None]


class Keeping(QWidget):
    """`asked` is work that changes what is set; `told` a sentence on what is missing."""

    asked = Signal(object)
    told = Signal(str)

    def __init__(self, case: Case, writable: bool) -> None:
        super().__init__()
        self._case = case
        self.date = label(words.LOADING, wrap=True)
        self.before = label("", "small", wrap=True)
        self.day = _line(words.DAY, words.DAY_HINT)
        self.date_reason = _line(words.REASON, words.REASON_HINT)
        self.set_date = button(words.SET_DATE, self._set_date)
        self.kind = QComboBox()
        self.kind.setAccessibleName(words.KIND_NAME)
        for kind, text in KIND.items():
            self.kind.addItem(text, kind)
        self.hold_reason = _line(words.REASON, words.REASON_HINT)
        self.set_hold = button(words.SET_HOLD, self._set_hold)
        self._holds = column(gap=6)
        for one in (self.day, self.date_reason, self.set_date, self.kind, self.hold_reason, self.set_hold):
            one.setEnabled(writable)
        for made in (self.set_date, self.set_hold):
            made.setAutoDefault(False)
        self._writable = writable
        self._lay()

    def _lay(self) -> None:
        date = row(self.day, self.date_reason, self.set_date)
        date.setStretch(1, 1)
        hold = row(self.kind, self.hold_reason, self.set_hold)
        hold.setStretch(1, 1)
        layout = column(label(words.DATE_HEAD, "heading"), self.date, self.before, gap=8, margins=(16, 12, 16, 12))
        layout.addLayout(date)
        layout.addSpacing(12)
        layout.addWidget(label(words.HOLDS_HEAD, "heading"))
        layout.addLayout(self._holds)
        layout.addLayout(hold)
        layout.addStretch(1)
        self.setLayout(layout)

    def show_stand(self, stand: Stand) -> None:
        """Show what is set now."""
        now = stand.date
        self.date.setText(stand.due() or (_date(now) if now else words.DATE_NONE))
        look(self.date, "amber" if stand.due() else "" if now else "muted")
        earlier = [_date(one) for one in reversed(stand.dates) if one is not now and one.day]
        self.before.setText(words.DATE_BEFORE.format(told="; ".join(earlier)) if earlier else "")
        self.before.setVisible(bool(earlier))
        while (old := self._holds.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for hold in sorted(stand.holds, key=lambda h: not h.stands):
            self._holds.addWidget(self._hold(hold))
        if not stand.standing:
            self._holds.addWidget(label(words.HOLDS_NONE, "muted", wrap=True))

    def _hold(self, hold: Hold) -> QWidget:
        facts = {"id": hold.id, "kind": KIND[hold.kind], "reason": hold.reason}
        if not hold.stands:
            ended = {"at": local_time(hold.lifted_at), "by": hold.lifted_by, "why": hold.lifted_why}
            return label(words.HOLD_LIFTED.format(**facts, **ended), "small", wrap=True)
        told = label(words.HOLD_STANDS.format(**facts, at=local_time(hold.at), by=hold.by), wrap=True)
        lift = button(words.LIFT.format(id=hold.id), lambda: self._lift(hold), "compact")
        lift.setAutoDefault(False)
        lift.setEnabled(self._writable)
        line, one = QWidget(), row(told, lift)
        one.setStretch(0, 1)
        line.setLayout(one)
        return line

    def _set_date(self) -> None:
        day, reason = self.day.text(), self.date_reason.text()
        self._ask(reason, lambda: self._case.retaining.set_review_date(day, reason))

    def _set_hold(self) -> None:
        kind, reason = self.kind.currentData(), self.hold_reason.text()
        self._ask(reason, lambda: self._case.retaining.hold(kind, reason))

    def _lift(self, hold: Hold) -> None:
        """The reason for lifting one is written where that for setting one is."""
        reason = self.hold_reason.text()
        self._ask(reason, lambda: self._case.retaining.lift(hold.id, reason))

    def _ask(self, reason: str, work: Callable[[], object]) -> None:
        if reason.strip():
            self.asked.emit(work)
        else:
            self.told.emit(words.NEEDS_REASON)


def _date(one: ReviewDate) -> str:
    return words.DATE_SET.format(day=one.day, at=local_time(one.at), by=one.by, reason=one.reason)


def _line(name: str, hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made
