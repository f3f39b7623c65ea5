"""Takes files into a case: each gets an outcome, in the order given, while the next ones are being read.

A file's row, layer and passages are written in one transaction before it is reported; vectors follow. Whatever stops
the process, what was reported is there, and adding the same files again goes on where it stopped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace

from app.estimate import weight
from app.files import Given
from app.indexing import Indexer
from app.reading import Reading
from app.register import Entry, Register
from app.settings import Settings
from provenance.clock import now
from provenance.errors import AttestError, CaseError, TaskError
from provenance.ports import Progress, TaskRunner
from provenance.records import Notice, Source
from provenance.store.case_store import CaseStore

Reported = Callable[[Source], None]


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
        self._reading_now: set[str] = set()
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
        self._total = sum(weight(g) for g in listed) or 1.0
        ahead: deque[_Work] = deque()
        try:
            for given in listed:
                entry = (register.entry(given.path) if register else None) or Entry(given.path.name)
                entry = replace(entry, exhibit=exhibit) if exhibit else entry
                ahead.append(self._begin(given, entry, by_reference))
                if len(ahead) > self._settings.files_ahead:
                    reported(self._finish(ahead.popleft()))
            while ahead:
                reported(self._finish(ahead.popleft()))
        except BaseException:
            for work in ahead:
                if work.future:
                    work.future.cancel()
            raise

    def _begin(self, given: Given, entry: Entry, by_reference: bool) -> _Work:
        """Keep the original and start to read it, unless it cannot be opened or is known already."""
        source = _received(given, entry, by_reference, self._by)
        if given.problem:
            return _Work(given, _refused(source, given.problem))
        vault = self._store.vault
        try:
            sha256, size = vault.put_reference(given.path) if by_reference else vault.put_file(given.path)
        except PermissionError:
            return _Work(given, _refused(source, "file_unreadable"))
        except FileNotFoundError:
            return _Work(given, _refused(source, "file_missing"))
        work = _Work(given, replace(source, sha256=sha256, size=size))
        if sha256 not in self._reading_now and self._twin(sha256) is None:
            self._reading_now.add(sha256)
            original = vault.opener(work.source)
            privilege = "" if entry.privilege == "none" else entry.privilege
            work.future = work.reading.start(self._readers, self._settings, source.name, original, privilege)
        return work

    def _twin(self, sha256: str) -> Source | None:
        """The source that has these bytes already; one that was refused may be tried again."""
        same = self._store.by_sha256(sha256)
        return next((s for s in same if s.outcome not in ("duplicate", "refused")), None)

    def _finish(self, work: _Work) -> Source:
        """Wait for the reading, write the source, queue its passages for the index."""
        self._wait(work)
        self._done += weight(work.given)
        if work.future is None:
            return self._write_unread(work.source)
        try:
            work.future.result()
        except CaseError:
            raise
        except AttestError as error:
            if error.code == "cancelled":
                raise
            return self._write_refused(work, error)
        reading = work.reading
        source = self._store.add_source(
            reading.describe(work.source), reading.layer(), reading.passages, reading.video(), self._by
        )
        self._indexer.add(self._store.passages([source.id]))
        return source

    def _write_refused(self, work: _Work, error: AttestError) -> Source:
        facts = tuple(Notice(k, str(v)) for k, v in error.facts.items())
        kind = str(error.facts.get("kind", work.reading.kind or "unknown"))
        return self._store_unread(replace(_refused(work.source, error.code), kind=kind, warnings=facts))

    def _write_unread(self, source: Source) -> Source:
        """A file that cannot be opened, or whose bytes are in the case already."""
        twin = self._twin(source.sha256) if source.sha256 else None
        if twin is None and source.outcome != "refused":  # the twin of this batch was refused: so is this one
            twin = next(iter(self._store.by_sha256(source.sha256)))
            return self._store_unread(replace(_refused(source, twin.reason or "file_unreadable"), kind=twin.kind))
        if twin is None:
            return self._store_unread(source)
        fields = {**source.fields, "duplicate_of": twin.id}
        same = replace(source, outcome="duplicate", reason=f"duplicate_of_{twin.id}", kind=twin.kind, fields=fields)
        if twin.path == source.path:  # the same file once more: nothing new to record
            return replace(same, id=twin.id, exhibit=twin.exhibit, added=twin.added, added_by=twin.added_by)
        return self._store_unread(same)

    def _store_unread(self, source: Source) -> Source:
        """Write a source without text, unless the same file ended the same way before."""
        for known in self._store.by_sha256(source.sha256) if source.sha256 else []:
            if (known.path, known.outcome, known.reason) == (source.path, source.outcome, source.reason):
                return known
        return self._store.add_source(source, None, (), None, self._by)

    def _wait(self, work: _Work) -> None:
        """Show progress until the file is read; raises TaskError("cancelled") when told to stop."""
        while True:
            done = self._done + work.reading.share * weight(work.given)
            if not self._progress(f"Reading {work.given.path.name}", done, self._total):
                raise TaskError("cancelled")
            if work.future is None or wait([work.future], self._settings.report_every_seconds).done:
                return


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


def _refused(source: Source, reason: str) -> Source:
    return replace(source, outcome="refused", reason=reason)
