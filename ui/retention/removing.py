"""The page on which a source is removed: what will go is shown, then asked about, then done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app import retaining
from app.retaining import Removed
from provenance.records import Source
from provenance.removal import Plan
from provenance.retention import Stand
from ui.retention.asking import Sure
from ui.strings import retention as words
from ui.strings.common import counted
from ui.when import local_time
from ui.widgets.basics import button, column, label, row
from ui.widgets.room import scrolled


class Removing(QWidget):
    """`look_asked` has the id of a source; `remove_asked` a plan, a reason, and whether copies go with it."""

    look_asked = Signal(str)
    remove_asked = Signal(object, str, bool)
    told = Signal(str)

    def __init__(self, writable: bool) -> None:
        super().__init__()
        self.plan: Plan | None = None
        self._writable = writable
        self.source = QComboBox()
        self.source.setAccessibleName(words.SOURCE_NAME)
        self.source.currentIndexChanged.connect(lambda _: self._drop())
        self.look = button(words.LOOK_WHAT, lambda: self.look_asked.emit(self.source.currentData() or ""))
        self.goes = label("", wrap=True)
        self.with_copies = QCheckBox(words.WITH_COPIES)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(words.REASON)
        self.reason.setPlaceholderText(words.REMOVE_REASON_HINT)
        self.remove = button(words.REMOVE_BUTTON, self._ask, "danger")
        self.sure = Sure(words.REMOVE_SURE, words.REMOVE_NOT)
        self.before = label(words.REMOVED_NONE, "small", wrap=True)
        for one in (self.look, self.remove):
            one.setAutoDefault(False)
        self._lay()
        self._drop()

    def _lay(self) -> None:
        top = row(self.source, self.look)
        top.setStretch(0, 1)
        end = row(self.reason, self.remove)
        end.setStretch(0, 1)
        page = QWidget()
        layout = column(label(words.REMOVE_INTRO, "muted", wrap=True), gap=8, margins=(16, 12, 16, 12))
        layout.addLayout(top)
        layout.addWidget(self.goes)
        layout.addWidget(self.with_copies)
        layout.addLayout(end)
        layout.addWidget(self.sure)
        layout.addSpacing(12)
        layout.addWidget(label(words.REMOVED_HEAD, "heading"))
        layout.addWidget(self.before)
        layout.addStretch(1)
        page.setLayout(layout)
        self.setLayout(column(scrolled(page)))

    def show_sources(self, sources: Mapping[str, Source]) -> None:
        """Offer the sources that are there; the chosen one stays chosen."""
        chosen = self.source.currentData()
        self.source.blockSignals(True)
        self.source.clear()
        for source in sources.values():
            if not source.removed:
                name = f"{source.title} · {source.name}" if source.exhibit else source.name
                self.source.addItem(f"{source.id}  {name}", source.id)
        found = self.source.findData(chosen)
        self.source.setCurrentIndex(found if found >= 0 else 0)
        self.source.blockSignals(False)
        if found < 0:
            self._drop()

    def show_stand(self, stand: Stand) -> None:
        """Show what was removed before."""
        lines = [
            words.REMOVED_LINE.format(
                id=s.source_id, name=s.name, at=local_time(s.at), by=s.by, reason=s.reason, sha256=s.sha256
            )
            for s in stand.stones
        ]
        self.before.setText("\n".join(lines) or words.REMOVED_NONE)

    def show_plan(self, plan: Plan) -> None:
        """Show what will go and what stays."""
        if plan.source_id != self.source.currentData():
            return
        self.plan = plan
        self.goes.setText("\n".join(retaining.told(plan)))
        self.goes.show()
        self.with_copies.setChecked(False)
        self.with_copies.setVisible(bool(plan.also))
        self.remove.setEnabled(self._writable)

    def show_removed(self, done: Removed) -> str:
        """Empty the page; gives what to say."""
        self.reason.clear()
        self._drop()
        told = words.DONE.format(count=counted(len(done.stones), "source"))
        more = words.EXPORTS.format(count=counted(done.exports, "export")) if done.exports else ""
        return f"{told} {more}".strip()

    def _drop(self) -> None:
        """What was shown is of another source."""
        self.plan = None
        self.goes.hide()
        self.with_copies.hide()
        self.sure.hide()
        self.remove.setEnabled(False)

    def _ask(self) -> None:
        plan, reason = self.plan, self.reason.text()
        if plan is None:
            return
        if not reason.strip():
            self.told.emit(words.NEEDS_REASON)
            return
        copies = self.with_copies.isChecked()
        count = counted(len(plan.ids) if copies or not plan.also else 1 + len(plan.inside), "source")
        self.sure.ask(words.REMOVE_ASK.format(count=count), lambda: self.remove_asked.emit(plan, reason, copies))
