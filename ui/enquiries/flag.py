"""A line over a draft that was made before lines of enquiry were recorded or changed."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from provenance.enquiries import told
from ui.session import Session
from ui.strings import enquiries as words
from ui.widgets.basics import button, frame, label, row, symbol

_SOON = 200  # milliseconds in which changes are gathered


class BeforeLine:
    """`widget` is shown while there is something to say of the shown draft."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.said = label("", "amber", wrap=True)
        look = button(words.LOOK, lambda: session.tab_asked.emit("enquiries"), "link")
        layout = row(symbol("look", "amber"), self.said, look, margins=(12, 4, 12, 4))
        layout.setStretch(1, 1)
        self.widget = frame("notice", layout)
        self.widget.hide()
        self._again = QTimer(self.widget, singleShot=True, interval=_SOON)
        self._again.timeout.connect(self._look)
        for changed in (session.draft_changed, session.enquiries_changed):
            changed.connect(self._again.start)
        session.state_changed.connect(lambda _: self._again.start())

    def _look(self) -> None:
        session, draft = self._session, self._session.draft
        if draft is None:
            self.widget.hide()
            return
        states = list(session.states.values())

        def work() -> str:
            return told(session.case.store.made_before(draft.id, draft.run.started, states))

        session.background.run(self.widget, work, self._show, latest="made before")

    def _show(self, text: str) -> None:
        self.said.setText(text)
        self.widget.setVisible(bool(text))
