"""Takes files into a case: each gets an outcome, in the order given, while the next ones are being read.

A file's row, layer and passages are written in one transaction before it is reported; vectors follow. Whatever stops
the process, what was reported is there, and adding the same files again goes on where it stopped.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.enclosed import Found
from app.estimate import copying, weight
from app.files import Given
from app.indexing import Indexer
from app.inside import Inside
from app.outcome import await_reading, received, refused, settle
from app.reading import Reading
from app.register import Entry, Register
from app.settings import Settings
from app.watch import SKIPPED, Watch, Watching
from provenance.errors import ReadError, TaskError
from provenance.ports import Progress, TaskRunner
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.store.privilege import stricter

Reported = Callable[[Source], None]
_LEFT_OUT = {"link_not_followed", "own_case_folder"}
_NO_FILE = {"file_missing", "file_unreadable"}  # what is said of a place inside another file
_FEW = 200  # files found between two tellings


class _SkipError(Exception):
    """A person asked that the file at hand be left out."""


@dataclass(slots=True)
class _Work:
    """A file on its way into the case. `future` is None for one that will not be read, `skipped` is by a person.

    `again`: a container that is in the case, read once more for the files inside that are not.
    """

    given: Given
    source: Source
    reading: Reading = field(default_factory=Reading)
    future: Future[list[object]] | None = None
    skipped: bool = False
    again: bool = False


class Intake:
    """One taking-in of a list of files, `files_ahead` of them being read while one is written."""

    def __init__(
        self,
        store: CaseStore,
        readers: TaskRunner,
        indexer: Indexer,
        settings: Settings,
        progress: Progress,
        by: str,
        watch: Watch | None = None,
    ) -> None:
        self._store = store
        self._readers = readers
        self._indexer = indexer
        self._settings = settings
        self._progress = progress
        self._by = by
        self._watching = Watching(watch)
        self._ahead: deque[_Work] = deque()
        self._begun: dict[str, _Work] = {}
        self._inside = Inside(store, settings, by)
        self._looked = 0.0
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
        listed = self._listed(files)
        entries = register.match(g.path for g in listed if g.problem not in _LEFT_OUT) if register else {}

        def begun() -> Iterator[_Work | None]:
            yield from map(self._once_more, self._inside.incomplete())
            for given in listed:
                entry = entries.get(given.path) or Entry(given.path.name)
                yield self._begin(given, replace(entry, exhibit=exhibit) if exhibit else entry, by_reference)
            while True:
                found = self._inside.pop()
                yield self._admit(*found) if found else None

        try:
            for work in begun():
                if work is not None:
                    self._ahead.append(work)
                elif not self._ahead:
                    break
                if work is None or len(self._ahead) > self._settings.files_ahead:
                    self._finish_first(reported)
        except BaseException:
            for work in self._ahead:
                if work.future:
                    work.future.cancel()
            self._watching.stopped()
            raise

    def _listed(self, files: Iterable[Given]) -> list[Given]:
        """The files, found and told of."""
        listed: list[Given] = []
        for given in files:
            listed.append(given)
            if len(listed) % _FEW == 0 and not self._progress(f"Found {len(listed):,} files", 0, 0):
                raise TaskError("cancelled")
        self._total = sum(weight(g) + copying(g.size) for g in listed) or 1.0
        self._watching.listed(listed)
        return listed

    def _begin(self, given: Given, entry: Entry, by_reference: bool) -> _Work:
        """Keep the original and start to read it, unless it cannot be opened or is known already."""
        source = received(given, entry, by_reference, self._by)
        known = self._inside.again(given.path) if given.problem in _NO_FILE else None
        if known is not None:
            return self._admit(given, replace(source, parent=known.parent, sha256=known.sha256, size=known.size))
        if given.problem:
            return _Work(given, refused(source, given.problem))
        try:
            self._watching.at(given, "copying")
            sha256, size = self._keep(given, by_reference)
        except PermissionError:
            return _Work(given, refused(source, "file_unreadable"))
        except FileNotFoundError:
            return _Work(given, refused(source, "file_missing"))
        except ReadError as error:
            return _Work(given, refused(source, error.code))
        except _SkipError:
            return _Work(given, refused(source, SKIPPED))
        return self._admit(given, replace(source, sha256=sha256, size=size))

    def _admit(self, given: Given, source: Source) -> _Work:
        """Start to read an original that is kept, unless its bytes are known already or cannot be read."""
        work = _Work(given, source)
        if source.outcome == "refused":
            return work
        first = self._begun.get(source.sha256)
        if first is not None and not first.skipped:  # still being read, it may yet be held before any of it is stored
            first.source = replace(first.source, privilege=stricter(first.source.privilege, source.privilege))
        elif self._twin(source.sha256) is None:
            self._start(work)
        self._watching.at(given, "reading")
        return work

    def _once_more(self, container: Source) -> _Work:
        """Read a container for the files inside that an interrupted taking-in left out."""
        work = _Work(Given(Path(container.path), container.size), container, again=True)
        privilege = "released" if container.privilege == "released" else ""
        work.future = work.reading.start(self._readers, self._settings, container, self._store.vault, privilege)
        return work

    def _start(self, work: _Work) -> None:
        """Have a child read the original; what is said of other copies of these bytes holds for this one too."""
        first = self._begun.get(work.source.sha256)
        if first is not None:
            work.source = replace(work.source, privilege=stricter(work.source.privilege, first.source.privilege))
        self._begun[work.source.sha256] = work
        privilege = "" if work.source.privilege == "none" else work.source.privilege
        work.future = work.reading.start(self._readers, self._settings, work.source, self._store.vault, privilege)

    def _keep(self, given: Given, by_reference: bool) -> tuple[str, int]:
        """SHA-256 and size of the file, its bytes kept; tells of every chunk, so that it can be stopped."""
        before, whole, size = self._done, copying(given.size), 0
        if self._watching.skips(given):
            raise _SkipError

        def copied(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            self._done = min(before + whole, before + copying(size))
            self._look()
            if self._watching.skips(given):
                raise _SkipError
            self._watching.at(given, "copying", size / given.size if given.size else 1.0)
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

    def _finish_first(self, reported: Reported) -> None:
        """Finish the file that has waited longest; until that is done it can still be cancelled."""
        work = self._ahead[0]
        if work.again:
            self._finish_again(work)
        else:
            source = self._finish(work)
            reported(source)
            self._watching.ended(work.given, source)
        self._ahead.popleft()

    def _finish_again(self, work: _Work) -> None:
        """Queue what is missing of a container; one that cannot be read any more stays as it is."""
        assert work.future is not None
        await_reading(
            work.future, self._settings.report_every_seconds, lambda: self._tell("Looking inside", self._done)
        )
        if work.future.exception() is None:
            self._queue(work.source, self._inside.missing(work.source, work.reading.found))

    def _queue(self, container: Source, found: Sequence[Found]) -> None:
        """Have the files found inside a source taken in after those given."""
        rows = self._inside.add(container, found)
        self._total += sum(map(weight, rows))
        self._watching.listed(rows)

    def _finish(self, work: _Work) -> Source:
        """Wait for the reading, write the source, queue its passages for the index."""
        before, size = self._done, weight(work.given)
        self._done += size
        if self._orphaned(work):
            self._start(work)
        if work.future is None:
            self._tell(f"Reading {work.given.path.name}", self._done)
            return self._write_unread(work.source)
        try:
            self._await(work, before, size)
        except _SkipError:
            work.reading = Reading()
            return self._store_unread(refused(work.source, SKIPPED))
        source = settle(work.reading, work.future, work.source, self._store.add_source, self._by, self._store_unread)
        if source.outcome in ("read", "partly"):
            self._queue(source, work.reading.found)
        work.reading = Reading()  # the work is remembered for copies of the file, its content need not be
        if source.passages and not source.withheld:
            self._indexer.add(self._store.passages([source.id]))
        return source

    def _await(self, work: _Work, before: float, size: float) -> None:
        """Wait until a file is read, telling of it and of those read beside it."""
        assert work.future is not None
        what = f"Reading {work.given.path.name}"

        def tick() -> None:
            self._look(at_once=True)
            if work.skipped:
                raise _SkipError
            self._tell(what, before + work.reading.share * size)

        await_reading(work.future, self._settings.report_every_seconds, tick)

    def _look(self, at_once: bool = False) -> None:
        """Tell how far each file is that is being read, and end those that a person wants left out."""
        due = self._looked + self._settings.report_every_seconds
        if not at_once and time.monotonic() < due:
            return
        self._looked = time.monotonic()
        for work in self._ahead:
            if work.future is None or work.skipped:
                continue
            if self._watching.skips(work.given):
                work.skipped = True
                work.future.cancel()
            else:
                self._watching.at(work.given, "reading", work.reading.share, work.reading.kind)

    def _orphaned(self, work: _Work) -> bool:
        """Whether a file waited for another with the same bytes, which was then left out."""
        first = self._begun.get(work.source.sha256) if work.source.outcome != "refused" else None
        return first is not None and first.skipped and work.future is None and self._twin(work.source.sha256) is None

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
        withholds = source.privilege != "none" and not twin.withheld
        searched = [p.id for p in self._store.passages(self._inside.below(twin))] if withholds else []
        reason = f"duplicate_of_{twin.id}"
        there = (source.path, source.parent)
        same = (
            s for s in self._store.by_sha256(source.sha256) if (s.path, s.parent) == there and s.outcome != "refused"
        )
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
            if _row(known) == _row(source):
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


def _row(source: Source) -> tuple[object, ...]:
    """What makes two unread files one row."""
    return source.path, source.parent, source.outcome, source.reason
