"""Shows the claims of a language model one by one as it writes them, with a button that stops it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from app.jobs import Job
from provenance.store.records import NewClaim
from ui.session import Session
from ui.strings import common
from ui.strings import drafting as words
from ui.widgets.basics import button, column, label, row

_SHOWN = 3  # the latest claims
_LETTERS = 220  # of a claim; the draft has the rest


class Coming(QFrame):
    """Hidden while no model drafts. The claims have no place yet, and nobody may review them before they have."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.setAccessibleName(words.COMING_NAME)
        self._session = session
        self._job: Job[object] | None = None
        self.head = label("", "strong", wrap=True)
        self.left = label("", "muted")
        self.lines = [label("", "", wrap=True) for _ in range(_SHOWN)]
        self.stop = button(words.STOP, self._stop, name=words.STOP_NAME)
        top = row(self.head, self.left, self.stop)
        top.setStretch(0, 1)
        layout = column(gap=4, margins=(16, 8, 16, 8))
        layout.addLayout(top)
        for line in self.lines:
            layout.addWidget(line)
        layout.addWidget(label(words.COMING_MORE, "muted", wrap=True))
        self.setLayout(layout)
        session.claims_coming.connect(self._show)
        session.job_changed.connect(self._changed)
        session.job_ended.connect(self._ended)
        self.hide()

    def _changed(self, job: Job[object]) -> None:
        if job.id not in self._session.writing_jobs or job.over or job.state == "waiting":
            return
        self._job = job
        self.left.setText(common.time_left(job.seconds_left))
        self.stop.setEnabled(not job.cancelling)
        self._show()
        self.show()

    def _show(self) -> None:
        came = list(self._session.coming)
        held = sum(claim.held_back for claim in came)
        told = words.COMING.format(claims=common.counted(len(came), "claim"), held=held)
        self.head.setText(f"{self._job.what or words.COMING_WAIT} · {told}" if self._job is not None else told)
        for line, claim in zip(self.lines, [*reversed(came), *[None] * _SHOWN], strict=False):
            line.setText(_line(claim) if claim is not None else "")
            line.setVisible(claim is not None)

    def _ended(self, job: Job[object]) -> None:
        if job is self._job:
            self._job = None
            self.hide()
            if job.state == "cancelled":
                self._session.told.emit(words.STOPPED_TOLD)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)


def _line(claim: NewClaim) -> str:
    text = claim.text if len(claim.text) <= _LETTERS else f"{claim.text[:_LETTERS]}…"
    return f"{text}  ({words.HELD_BACK})" if claim.held_back else text
