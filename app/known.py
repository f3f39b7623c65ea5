"""What a case holds of the bytes that are taken in: asked of the store once for each SHA-256, then kept up to date.

Thousands of copies of one file would else be read from the record anew for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from provenance.records import Source
from provenance.store.case_store import CaseStore

Fits = Callable[[str, str | None], bool]
_KEPT = 4096  # SHA-256 sums that are remembered


@dataclass(slots=True)
class _Bytes:
    """The sources with the same bytes: the one that was taken in, the first, and the rows of each place."""

    twin: str = ""
    first: str = ""
    rows: dict[tuple[str, str | None], list[tuple[str, str, str | None]]] = field(default_factory=dict)

    def add(self, source: Source) -> None:
        self.first = self.first or source.id
        if source.outcome not in ("duplicate", "refused"):
            self.twin = self.twin or source.id
        self.rows.setdefault((source.path, source.parent), []).append((source.id, source.outcome, source.reason))


class Known:
    """For the one taking-in at a time that writes sources; tell it of each that it wrote."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store
        self._bytes: dict[str, _Bytes] = {}

    def twin(self, sha256: str) -> Source | None:
        """The source that has these bytes already; one that was refused may be tried again."""
        found = self._of(sha256).twin if sha256 else ""
        return self._store.source(found) if found else None

    def first(self, sha256: str) -> Source:
        """The source with these bytes that was taken in first; there is one."""
        return self._store.source(self._of(sha256).first)

    def row(self, source: Source) -> Source | None:
        """The row of an unread file that ended in the same way before, if there is one."""
        return self._row(source, lambda outcome, reason: (outcome, reason) == (source.outcome, source.reason))

    def place(self, source: Source) -> Source | None:
        """The row of these bytes at this place, unless they were refused."""
        return self._row(source, lambda outcome, _: outcome != "refused")

    def add(self, source: Source) -> None:
        """Remember a source that was written."""
        if source.id and (known := self._bytes.get(source.sha256)) is not None:
            known.add(source)

    def _row(self, source: Source, fits: Fits) -> Source | None:
        rows = self._of(source.sha256).rows.get((source.path, source.parent), ())
        found = next((known for known, outcome, reason in rows if fits(outcome, reason)), None)
        return self._store.source(found) if found else None

    def _of(self, sha256: str) -> _Bytes:
        known = self._bytes.pop(sha256, None)
        if known is None:
            known = _Bytes()
            for source in self._store.by_sha256(sha256):
                known.add(source)
        self._bytes[sha256] = known  # the one asked for last is forgotten last
        if len(self._bytes) > _KEPT:
            del self._bytes[next(iter(self._bytes))]
        return known
