"""Looks now and then at what another window wrote in a case that this one has open for reading only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from provenance.material import Material
from provenance.records import Source

if TYPE_CHECKING:
    from provenance.store.case_store import CaseStore
    from ui.session import Session

Listed = tuple[dict[str, Source], set[str], dict[str, Material]]  # all, ids of those withheld, what each is
_MILLISECONDS = 5000


def listed(store: CaseStore) -> Listed:
    """The sources of a case; the call waits."""
    sources = {s.id: s for s in store.sources()}
    return sources, {s.id for s in sources.values() if s.withheld or s.removed}, store.materials()


class Others(QObject):
    """Has the session read its lists again where something in them is new; where nothing is, nothing is told."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        if not session.writable:
            self._timer.start(_MILLISECONDS)

    def look(self) -> None:
        """Take what others wrote."""
        session = self._session
        sources, drafts, store, decided = session.sources, session.drafts, session.case.store, session.materials

        def read() -> tuple[bool, bool]:
            found = listed(store)
            return (found[0], found[2]) != (sources, decided), store.searches() != drafts

        def then(other: tuple[bool, bool]) -> None:
            if other[0]:
                session.refresh_sources()
            if other[1]:
                session.refresh_drafts()

        session.lists.run(session, read, then, latest="others")

    def stop(self) -> None:
        """Look no more: the case is being closed."""
        self._timer.stop()
