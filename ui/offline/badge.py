"""The badge in the header: what was seen of the network and what the last self-test found; a click tells all of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app import badge, selftesting
from app.badge import LastTest
from app.jobs import Job
from app.selftest.result import SelfTest
from ui.offline import words as told
from ui.offline.dialog import OfflineDialog
from ui.session import Session
from ui.strings import offline as words
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.basics import button, look, row, tip

_LOOK_MILLISECONDS = 2_000


class OfflineBadge(QWidget):
    """Looks every two seconds; `test` runs the self-test beside all other work, told of in the status bar."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.since = datetime.now().astimezone()
        self.tested: LastTest | None = None
        self._job: Job | None = None
        self.button = button("", self.explain, "badge", name=words.BADGE)
        self.setLayout(row(self.button))
        session.job_ended.connect(self._ended)
        theme().changed.connect(self.watch)
        timer = QTimer(self)
        timer.timeout.connect(self.watch)
        timer.start(_LOOK_MILLISECONDS)
        self._refresh()
        self.watch()

    @property
    def running(self) -> bool:
        """Whether the self-test runs now."""
        return self._job is not None and not self._job.over

    def watch(self) -> None:
        """What was seen of the network: never more than that."""
        seen = badge.seen(self._session.case)
        bad = bool(seen.refused) or (self.tested is not None and not self.tested.passed)
        text = told.badge(self.since, seen, self.tested, self.running)
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.button.setIcon(icon("offline", "amber" if bad else "muted"))
        look(self.button, "badge-amber" if bad else "badge")
        self.button.setToolTip(tip("\n".join((told.saw(self.since, seen), told.means(seen), told.test(self.tested)))))

    def explain(self) -> None:
        """Show what was seen, by which means, and what does not hold on this system."""
        OfflineDialog(self, self.window()).open()

    def parts(self) -> list[tuple[str, list[str]]]:
        """What the dialog says: headings and what stands under them."""
        seen = badge.seen(self._session.case)
        return [
            (words.SEEN_HEAD, [told.saw(self.since, seen), told.means(seen), told.files(seen)]),
            (words.NOT_HELD_HEAD, told.not_held(seen) or [words.ALL_HELD]),
            (words.TEST_HEAD, [told.test(self.tested), words.MORE]),
        ]

    def test(self) -> None:
        """Run the self-test in the background; what it found is written into the case's log."""
        if self.running:
            return
        case = self._session.case
        self._job = self._session.start(words.TESTING, lambda progress: selftesting.of_case(case, progress), "quick")
        self.watch()

    def _ended(self, job: Job) -> None:
        if job is not self._job:
            return
        if isinstance(job.result, SelfTest):
            self._session.told.emit(words.DONE_PASSED if job.result.ok else words.DONE_FAILED)
            if self._session.case.unrecorded is not None:
                self._session.failed.emit(self._session.case.unrecorded)
        self._refresh()
        self.watch()

    def _refresh(self) -> None:
        store = self._session.case.store
        self._session.background.run(self, lambda: badge.last_test(store), self._take, latest="tested")

    def _take(self, tested: LastTest | None) -> None:
        self.tested = tested
        self.watch()
