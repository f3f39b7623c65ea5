"""What the sources of the case show when they are laid side by side, worked out behind the window's back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from provenance.records import Notice
from ui.session import Session

if TYPE_CHECKING:
    from app.findings import CaseFinding

WAIT_MILLISECONDS = 800  # after the last change of the list


class CaseFindings(QObject):
    """`found` as of the last `changed`. While files are taken in it waits: each of them would change it."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.found: list[CaseFinding] = []
        self.ready = False
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MILLISECONDS)
        self._wait.timeout.connect(self.look)
        session.sources_changed.connect(self._wait.start)
        session.sources_withheld.connect(self._strip)
        if session.sources:
            self._wait.start()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of them speak of each source."""
        return Counter(source_id for one in self.found for source_id in one.source_ids)

    def of(self, source_id: str) -> list[Notice]:
        """Those that speak of a source."""
        return [one.of(source_id) for one in self.found if source_id in one.source_ids]

    def count(self) -> int:
        """All findings there are: those of the case, and those of single sources."""
        return len(self.found) + sum(len(s.findings) for s in self._session.sources.values() if not s.withheld)

    def look(self) -> None:
        """Work them out anew."""
        if self._session.jobs.active("intake"):
            self._wait.start()
            return
        store = self._session.case.store

        def work() -> list[CaseFinding]:
            from app import findings  # it is loaded here, where nobody waits for it

            return findings.of_case(store)

        self._session.background.run(self, work, self._take, latest="findings")

    def _take(self, found: list[CaseFinding]) -> None:
        barred = {s.id for s in self._session.sources.values() if s.withheld}
        found = [one for one in found if barred.isdisjoint(one.source_ids)]
        fresh, self.ready = not self.ready, True
        if fresh or found != self.found:
            self.found = found
            self.changed.emit()

    def _strip(self, ids: frozenset[str]) -> None:
        """What was read out of sources that are withheld now goes at once."""
        self.found = [one for one in self.found if ids.isdisjoint(one.source_ids)]
        self.changed.emit()
