"""Takes files into a case: each gets an outcome, in the order given, while the next ones are being read.

A file's row, layer and passages are written in one transaction before it is reported; vectors follow. Whatever stops
the process, what was reported is there, and adding the same files again goes on where it stopped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.course import Course
from app.enclosed import Allowance, Found
from app.estimate import weight
from app.files import Given
from app.indexing import Indexer
from app.inside import Inside
from app.known import Known
from app.leftovers import Leftovers
from app.listed_use import deciding
from app.outcome import STOPPED, received, refused, settle
from app.reading import Reading
from app.register import Entry, Register
from app.settings import Settings
from app.unread import Unread
from app.watch import SKIPPED, Watch
from app.work import SkipError, Work
from provenance.errors import AttestError, ReadError, TaskError
from provenance.ports import Progress, TaskRunner
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.store.privilege import stricter

Reported = Callable[[Source], None]
_LEFT_OUT = {"link_not_followed", "own_case_folder", "other_case_folder"}
_NO_FILE = {"file_missing", "file_unreadable"}  # what is said of a place inside another file
_LOCKED = "password_needed"


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
        self._by = by
        self._ahead: deque[Work] = deque()
        self._course = Course(progress, watch, settings.report_every_seconds, self._ahead)
        self._begun: dict[str, Work] = {}
        self._inside = Inside(store, settings, by)
        self._known = Known(store)
        self._unread = Unread(store, indexer, self._inside, self._known, by)
        self._leftovers = Leftovers(store)
        self._read_again: set[str] = set()  # ids of containers
        self.passwords = settings.read.passwords
        self.fitting: set[str] = set()  # those of them that opened something

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
        listed = self._course.listed(files)
        entries = register.match(g.path for g in listed if g.problem not in _LEFT_OUT) if register else {}
        reported = deciding(self._store, entries, self._by, reported) if entries else reported
        known = ((given, entries.get(given.path) or Entry(given.path.name)) for given in listed)
        named = ((given, replace(entry, exhibit=exhibit) if exhibit else entry) for given, entry in known)
        try:
            for work in self._works(named, by_reference):
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
            self._course.watching.stopped()
            self._leftovers.broken_off([(work.reading, work.future) for work in self._ahead])
            raise
        self._leftovers.clear()

    def _works(self, given: Iterable[tuple[Given, Entry]], by_reference: bool) -> Iterator[Work | None]:
        """Every file as it is begun, then those found inside; None while none of these is known yet."""
        yield from map(self._once_more, self._inside.incomplete())
        for one, entry in given:
            work = self._begin(one, entry, by_reference)
            yield from map(self._once_more, self._to_unlock(work))
            yield work
        while True:
            found = self._inside.pop()
            yield self._admit(*found) if found else None

    def _begin(self, given: Given, entry: Entry, by_reference: bool) -> Work:
        """Keep the original and start to read it, unless it cannot be opened or is known already."""
        source = received(given, entry, by_reference, self._by)
        known = self._inside.again(given.path) if given.problem in _NO_FILE else None
        if known is not None:
            return self._admit(given, replace(source, parent=known.parent, sha256=known.sha256, size=known.size))
        container = self._inside.locked(given.path) if given.problem in _NO_FILE else None
        if container is not None:
            source = replace(source, parent=container.id)
            passwords = self._settings.read.passwords
            return Work(given, source, locked_in=container) if passwords else Work(given, refused(source, _LOCKED))
        if given.problem:
            return Work(given, refused(source, given.problem))
        try:
            self._course.watching.at(given, "copying")
            put = self._store.vault.put_reference if by_reference else self._store.vault.put_file
            sha256, size = self._course.copy(given, lambda copied: put(given.path, copied))
        except PermissionError:
            return Work(given, refused(source, "file_unreadable"))
        except FileNotFoundError:
            return Work(given, refused(source, "file_missing"))
        except ReadError as error:
            return Work(given, refused(source, error.code))
        except SkipError:
            return Work(given, refused(source, SKIPPED))
        return self._admit(given, replace(source, sha256=sha256, size=size))

    def _admit(self, given: Given, source: Source) -> Work:
        """Start to read an original that is kept, unless its bytes are known already or cannot be read."""
        work = Work(given, source)
        if source.outcome == "refused":
            return work
        first = self._begun.get(source.sha256)
        if first is not None and not first.skipped:  # still being read, it may yet be held before any of it is stored
            first.source = replace(first.source, privilege=stricter(first.source.privilege, source.privilege))
        elif self._known.twin(source.sha256) is None:
            self._start(work)
        self._course.watching.at(given, "reading")
        return work

    def _once_more(self, container: Source) -> Work:
        """Read a container for the files inside that an interrupted taking-in left out."""
        work = Work(Given(Path(container.path), container.size), container, again=True)
        self._read_again.add(container.id)
        self._read(work, "released" if container.privilege == "released" else "")
        return work

    def _to_unlock(self, work: Work) -> list[Source]:
        """Containers that are in the case and have to be read once more, now that passwords are known."""
        if not self._settings.read.passwords:
            return []
        twin = self._known.twin(work.source.sha256)
        found = [work.locked_in] if work.locked_in else self._inside.with_locked(twin) if twin else []
        return [container for container in found if container.id not in self._read_again]

    def _start(self, work: Work) -> None:
        """Have a child read the original; what is said of other copies of these bytes holds for this one too."""
        first = self._begun.get(work.source.sha256)
        if first is not None:
            work.source = replace(work.source, privilege=stricter(work.source.privilege, first.source.privilege))
        self._begun[work.source.sha256] = work
        privilege = "" if work.source.privilege == "none" else work.source.privilege
        self._read(work, privilege)

    def _read(self, work: Work, privilege: str) -> None:
        allowance = self._inside.allowance(work.source)
        to = (self._readers, self._settings, work.source, self._store.vault, privilege, allowance)
        work.future = work.reading.start(*to)

    def _finish_first(self, reported: Reported) -> None:
        """Finish the file that has waited longest; until that is done it can still be cancelled."""
        work = self._ahead[0]
        if work.again:
            self._finish_again(work)
        else:
            source = self._finish(work)
            reported(source)
            self._course.watching.ended(work.given, source)
        self._ahead.popleft()

    def _finish_again(self, work: Work) -> None:
        """Queue what is missing of a container; one that cannot be read any more stays as it is."""
        assert work.future is not None
        self._course.await_inside(work)
        if work.future.cancelled():  # the case is being closed
            raise TaskError("cancelled")
        error = work.future.exception()
        self.fitting |= work.reading.fitting
        if error is None:
            self._queue(work.source, self._inside.missing(work.source, work.reading.found))
            return
        self._leftovers.add(work.reading)
        code = error.code if isinstance(error, AttestError) else "task_crashed"
        if code in STOPPED:
            raise error
        self._store.record("inside_not_read", {"source": work.source.id, "reason": code}, self._by)

    def _queue(self, container: Source, found: Sequence[Found], allowance: Allowance | None = None) -> None:
        """Have the files found inside a source taken in after those given."""
        self._course.more(self._inside.add(container, found, allowance))

    def _finish(self, work: Work) -> Source:
        """Wait for the reading, write the source, queue its passages for the index."""
        before, size = self._course.done, weight(work.given)
        self._course.done += size
        if work.locked_in is not None:
            work.source = self._unlocked(work.source, self._inside.unlocked(work.locked_in, work.given.path))
            if work.source.outcome != "refused" and self._known.twin(work.source.sha256) is None:
                self._start(work)
        elif self._orphaned(work):
            self._start(work)
        if work.future is None:
            self._course.tell(f"Reading {work.given.path.name}")
            return self._unread.write(work.source)
        try:
            self._course.await_read(work, before, size)
        except SkipError:
            self._leftovers.add(work.reading)
            work.reading = Reading()
            return self._unread.store(refused(work.source, SKIPPED))
        source = settle(work.reading, work.future, work.source, self._store.add_source, self._by, self._unread.store)
        self.fitting |= work.reading.fitting
        if source.outcome != "refused":
            self._known.add(source)
        if source.outcome in ("read", "partly"):
            self._queue(source, work.reading.found, work.reading.allowance)
        else:
            self._leftovers.add(work.reading)
        work.reading = Reading()  # the work is remembered for copies of the file, its content need not be
        if source.passages and not source.withheld:
            self._indexer.add(self._store.passages([source.id]))
        return source

    @staticmethod
    def _unlocked(source: Source, found: Source) -> Source:
        """What is recorded of a locked member that was given by its place, with the bytes that came out of it."""
        names = ("exhibit", "producer", "dated", "mark")
        recorded = {name: getattr(source, name) for name in names}
        privilege = stricter(source.privilege, found.privilege)
        return replace(found, privilege=privilege, fields={**found.fields, **source.fields}, **recorded)

    def _orphaned(self, work: Work) -> bool:
        """Whether a file waited for another with the same bytes, which was then left out."""
        first = self._begun.get(work.source.sha256) if work.source.outcome != "refused" else None
        return (
            first is not None and first.skipped and work.future is None and self._known.twin(work.source.sha256) is None
        )
