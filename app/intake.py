"""Takes files into a case: each gets an outcome, in the order given, while the next ones are being read.

A file's row, layer and passages are written in one transaction before it is reported; vectors follow. Whatever stops
the process, what was reported is there, and adding the same files again goes on where it stopped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from app.estimate import copying, weight
from app.files import Given
from app.indexing import Indexer
from app.outcome import await_reading, refused, settle
from app.reading import Reading
from app.register import Entry, Register
from app.settings import Settings
from provenance.clock import now
from provenance.errors import ReadError, TaskError
from provenance.ports import Progress, TaskRunner
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.store.privilege import stricter

Reported = Callable[[Source], None]
_LEFT_OUT = {"link_not_followed", "own_case_folder"}


@dataclass(slots=True)
class _Work:
    """A file on its way into the case. `future` is None for one that will not be read."""

    given: Given
    source: Source
    reading: Reading = field(default_factory=Reading)
    future: Future[list[object]] | None = None


class Intake:
    """One taking-in of a list of files, `files_ahead` of them being read while one is written."""

    def __init__(
        self, store: CaseStore, readers: TaskRunner, indexer: Indexer, settings: Settings, progress: Progress, by: str
    ) -> None:
        self._store = store
        self._readers = readers
        self._indexer = indexer
        self._settings = settings
        self._progress = progress
        self._by = by
        self._begun: dict[str, _Work] = {}
        self._done = 0.0
        self._total = 1.0

    def add(
        self,
        files: Iterable[Given],
        reported: Reported,
        register: Register | None = None,
        exhibit: str = "",
        by_reference: bool = False,
    ) -> None:
        """Take in the files; `reported` is called with each source once it is safe on disk.

        Raises TaskError("cancelled") when the progress says stop, CaseError(disk_full | case_io) when the case
        cannot be written; what was reported before is kept.
        """
        listed = list(files)
        self._total = sum(weight(g) + copying(g.size) for g in listed) or 1.0
        entries = register.match(g.path for g in listed if g.problem not in _LEFT_OUT) if register else {}
        ahead: deque[_Work] = deque()
        try:
            for given in listed:
                entry = entries.get(given.path) or Entry(given.path.name)
                entry = replace(entry, exhibit=exhibit) if exhibit else entry
                ahead.append(self._begin(given, entry, by_reference))
                if len(ahead) > self._settings.files_ahead:
                    self._finish_first(ahead, reported)
            while ahead:
                self._finish_first(ahead, reported)
        except BaseException:
            for work in ahead:
                if work.future:
                    work.future.cancel()
            raise

    def _begin(self, given: Given, entry: Entry, by_reference: bool) -> _Work:
        """Keep the original and start to read it, unless it cannot be opened or is known already."""
        source = _received(given, entry, by_reference, self._by)
        if given.problem:
            return _Work(given, refused(source, given.problem))
        try:
            sha256, size = self._keep(given, by_reference)
        except PermissionError:
            return _Work(given, refused(source, "file_unreadable"))
        except FileNotFoundError:
            return _Work(given, refused(source, "file_missing"))
        except ReadError as error:
            return _Work(given, refused(source, error.code))
        work = _Work(given, replace(source, sha256=sha256, size=size))
        first = self._begun.get(sha256)
        if first is not None:  # still being read, it may yet be held before any of it is stored
            first.source = replace(first.source, privilege=stricter(first.source.privilege, entry.privilege))
        elif self._twin(sha256) is None:
            self._begun[sha256] = work
            original = self._store.vault.opener(work.source)
            privilege = "" if entry.privilege == "none" else entry.privilege
            work.future = work.reading.start(self._readers, self._settings, work.source, original, privilege)
        return work

    def _keep(self, given: Given, by_reference: bool) -> tuple[str, int]:
        """SHA-256 and size of the file, its bytes kept; tells of every chunk, so that it can be stopped."""
        before, whole = self._done, copying(given.size)

        def copied(chunk: bytes) -> None:
            self._done = min(before + whole, self._done + copying(len(chunk)))
            self._tell(f"Copying {given.path.name}", self._done)

        put = self._store.vault.put_reference if by_reference else self._store.vault.put_file
        try:
            return put(given.path, copied)
        finally:
            self._done = before + whole

    def _twin(self, sha256: str) -> Source | None:
        """The source that has these bytes already; one that was refused may be tried again."""
        same = self._store.by_sha256(sha256)
        return next((s for s in same if s.outcome not in ("duplicate", "refused")), None)

    def _finish_first(self, ahead: deque[_Work], reported: Reported) -> None:
        """Finish the file that has waited longest; until that is done it can still be cancelled."""
        reported(self._finish(ahead[0]))
        ahead.popleft()

    def _finish(self, work: _Work) -> Source:
        """Wait for the reading, write the source, queue its passages for the index."""
        size = weight(work.given)
        if work.future is None:
            self._done += size
            self._tell(f"Reading {work.given.path.name}", self._done)
            return self._write_unread(work.source)
        what, reading = f"Reading {work.given.path.name}", work.reading
        every = self._settings.report_every_seconds
        await_reading(work.future, every, lambda: self._tell(what, self._done + reading.share * size))
        self._done += size
        source = settle(reading, work.future, work.source, self._store.add_source, self._by, self._store_unread)
        work.reading = Reading()  # the work is remembered for copies of the file, its content need not be
        if source.passages and not source.withheld:
            self._indexer.add(self._store.passages([source.id]))
        return source

    def _write_unread(self, source: Source) -> Source:
        """A file that cannot be opened, or whose bytes are in the case already."""
        twin = self._twin(source.sha256) if source.sha256 else None
        if twin is not None:
            return self._write_duplicate(source, twin)
        if source.outcome == "refused":
            return self._store_unread(source)
        first = next(iter(self._store.by_sha256(source.sha256)))  # read in this batch and refused: so is this one
        return self._store_unread(replace(refused(source, first.reason or "file_unreadable"), kind=first.kind))

    def _write_duplicate(self, source: Source, twin: Source) -> Source:
        """A file whose bytes are known. What a list says of it is recorded, its privilege on all sources of them."""
        searched = [] if twin.withheld else [p.id for p in self._store.passages([twin.id])]
        reason = f"duplicate_of_{twin.id}"
        same = (s for s in self._store.by_sha256(source.sha256) if s.path == source.path and s.outcome != "refused")
        known = next(same, None)
        if known is None:
            fields = {**source.fields, "duplicate_of": twin.id}
            new = replace(source, outcome="duplicate", reason=reason, kind=twin.kind, fields=fields)
            stored = self._store.add_source(new, None, (), None, self._by)
        else:  # the same file once more
            stored = replace(self._record(known, source), outcome="duplicate", reason=reason)
        if searched and self._store.source(twin.id).withheld:
            self._indexer.forget(searched)
        return stored

    def _store_unread(self, source: Source) -> Source:
        """Write a source without text, unless the same file ended the same way before.

        A path at which there is nothing is told and not recorded: most are slips of the hand.
        """
        if source.reason == "file_missing":
            return source
        for known in self._store.by_sha256(source.sha256):
            if (known.path, known.outcome, known.reason) == (source.path, source.outcome, source.reason):
                return self._record(known, source)
        return self._store.add_source(source, None, (), None, self._by)

    def _record(self, known: Source, given: Source) -> Source:
        """Bring in what a list says now of a file that is recorded already; what it leaves empty stays."""
        names = ("exhibit", "producer", "dated", "mark")
        said = {name: getattr(given, name) for name in names} | {"title": given.fields.get("title", "")}
        changes = {name: value for name, value in said.items() if value}
        if known.privilege != "released":  # that was decided by a named person, and stands over a list
            changes["privilege"] = stricter(known.privilege, given.privilege)
        return self._store.set_source(known.id, changes, self._by)

    def _tell(self, what: str, done: float) -> None:
        """Raises TaskError("cancelled") when told to stop."""
        if not self._progress(what, done, self._total):
            raise TaskError("cancelled")


def _received(given: Given, entry: Entry, by_reference: bool, by: str) -> Source:
    """What is known of a file before it is opened."""
    return Source(
        id="",
        sha256="",
        name=given.path.name or str(given.path),
        path=str(given.path.absolute()),
        size=given.size,
        kind="unknown",
        outcome="read",
        added=now(),
        added_by=by,
        exhibit=entry.exhibit,
        producer=entry.producer,
        dated=entry.dated,
        mark=entry.mark,
        privilege=entry.privilege,
        by_reference=by_reference,
        fields={"title": entry.title} if entry.title else {},
    )
