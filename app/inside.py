"""The files found inside others that wait to be taken in, each with its container, nested to a limit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from app.enclosed import CONVERTED, MADE, Allowance, Found
from app.files import Given
from app.outcome import received, refused
from app.register import Entry
from app.settings import Settings
from provenance.containers import lacking
from provenance.records import Source
from provenance.store.case_store import CaseStore


class Inside:
    """A queue of files found inside others. What is found in one file given, at whatever depth, has one bound."""

    def __init__(self, store: CaseStore, settings: Settings, by: str) -> None:
        self._store = store
        self._settings = settings
        self._by = by
        self._waiting: deque[tuple[Source, Found]] = deque()
        self._allowances: dict[str, Allowance] = {}  # by the file given
        self._asked: set[str] = set()  # paths of locked members that were given by themselves
        self._come_out: dict[str, dict[str, Found]] = {}  # container read once more → path → file
        self._above: dict[str, tuple[str, int]] = {}  # container → the file given, and how deep it lies

    def add(self, container: Source, found: Sequence[Found], allowance: Allowance | None = None) -> list[Given]:
        """Queue what was found in a source of the case; gives the files as rows. `allowance` is what the reading of a
        file given left for those inside its files."""
        if allowance is not None and container.parent is None:
            self._allowances[container.id] = allowance
        self._waiting.extend((container, one) for one in found)
        return [_given(container, one) for one in found]

    def pop(self) -> tuple[Given, Source] | None:
        """The next file and its record: refused where it did not come out or lies too deep; None when none waits."""
        return self.row(*self._waiting.popleft()) if self._waiting else None

    def row(self, container: Source, found: Found) -> tuple[Given, Source]:
        """A file found in a container, and its record."""
        container = self._store.source(container.id)  # it may have been withheld meanwhile
        given = _given(container, found)
        source = replace(
            received(given, Entry(given.path.name), False, self._by),
            sha256=found.sha256,
            parent=container.id,
            privilege=container.privilege if container.withheld or _whole_copy(found) else "none",
            fields={MADE: found.made} if found.made else {},
        )
        deep = self._place(container)[1] >= self._settings.max_depth
        problem = found.problem or ("nested_too_deep" if deep else "")
        return given, refused(source, problem) if problem else source

    def allowance(self, source: Source) -> Allowance:
        """What may come out of a source that is to be read: what is left of all that may come out of the file given in
        which it lies. Of a container that is read once more, what came out before comes out, and is counted, again."""
        if not source.id and source.parent is None:
            return Allowance.of(self._settings.read)
        top = self._place(self._store.source(source.parent))[0] if source.parent else source.id
        allowance = self._allowances.get(top)
        if allowance is None:
            allowance = self._allowances[top] = Allowance.of(self._settings.read)
            allowance.give_back(*_less(_spent(self._rows_below(top))))
        if source.id:
            allowance.give_back(*_spent(self._store.inside(source.id)))
        return allowance

    def incomplete(self) -> list[Source]:
        """Containers of which an interrupted taking-in left files out."""
        known = self._store.sources()
        lack = lacking(known)
        return [source for source in known if source.id in lack and not source.withheld]

    def missing(self, container: Source, found: Sequence[Found]) -> list[Found]:
        """Those of the files found in a container that have no row yet, and those that were locked and are no more."""
        rows = self._store.inside(container.id)
        there = {source.path for source in rows}
        done = {source.path for source in rows if not _locked(source)} | self._asked
        if not self._settings.read.passwords:
            done |= there
        by_path = {str(_given(container, one).path.absolute()): one for one in found}
        self._come_out[container.id] = by_path
        return [
            one
            for path, one in by_path.items()
            if path not in done and not (path in there and one.problem == "password_needed")
        ]

    def locked(self, path: Path) -> Source | None:
        """The container of a locked member that stands under this path, without bytes of its own in the case."""
        rows = self._store.at_path(str(path.absolute()))
        inside = [source for source in rows if source.parent is not None]
        if not inside or not all(_locked(source) and not source.sha256 for source in inside):
            return None
        container = self._store.source(inside[0].parent or "")
        if container.withheld:
            return None
        self._asked.add(inside[0].path)
        return container

    def unlocked(self, container: Source, path: Path) -> Source:
        """The record of a member that was locked, after its container was read once more."""
        found = self._come_out.get(container.id, {}).get(str(path.absolute()))
        place = path.absolute().relative_to(container.path).as_posix()
        return self.row(container, found or Found(place, problem="password_needed"))[1]

    def with_locked(self, source: Source) -> list[Source]:
        """A source and the containers inside it, as far as they have locked members without bytes in the case."""
        found = []
        for container in map(self._store.source, self.below(source)):
            rows = self._store.inside(container.id)
            read = {row.path for row in rows if not _locked(row) or row.sha256}
            if not container.withheld and any(row.path not in read for row in rows):
                found.append(container)
        return found

    def below(self, source: Source) -> list[str]:
        """Ids of a source and of all files inside it, at whatever depth."""
        children: dict[str, list[str]] = {}
        for known in self._store.sources():
            children.setdefault(known.parent or "", []).append(known.id)
        found = [source.id]
        for one in found:
            found += children.get(one, [])
        return found

    def again(self, path: Path) -> Source | None:
        """The file that stands under this path and was refused, where its bytes are in the case; inside another or not:
        what was added from a drive that is gone can be read again, too."""
        sought = str(path.absolute())
        known = (s for s in self._store.at_path(sought) if s.sha256 and not s.by_reference)
        return next((s for s in known if s.outcome == "refused"), None)

    def _rows_below(self, top: str) -> list[Source]:
        """All that lies in a file given."""
        inside = set(self.below(self._store.source(top)))
        return [source for source in self._store.sources() if source.id in inside and source.id != top]

    def _place(self, container: Source) -> tuple[str, int]:
        """The file given in which a container lies, and how many containers its files lie in."""
        if container.id not in self._above:
            above = self._store.source(container.parent) if container.parent else None
            top, depth = self._place(above) if above else (container.id, 0)
            self._above[container.id] = top, depth + 1
        return self._above[container.id]


def _whole_copy(found: Found) -> bool:
    """Whether a file was converted from the whole of its container: what a person released is released in it, too."""
    return bool(found.made) and PurePosixPath(found.path).stem == CONVERTED


def _given(container: Source, found: Found) -> Given:
    """A file inside as a row; a converted copy is called after its original, whose name its reader did not know."""
    path = PurePosixPath(found.path)
    if _whole_copy(found):
        path = path.with_name(PurePosixPath(container.name).stem + path.suffix)
    return Given(Path(container.path) / path, found.size, inside=Path(container.path))


def _locked(source: Source) -> bool:
    return source.outcome == "refused" and source.reason == "password_needed"


def _spent(rows: Iterable[Source]) -> tuple[int, int]:
    """Files and bytes of these rows; a file tried again is one file."""
    sizes: dict[tuple[str | None, str], int] = {}
    for source in rows:
        key = source.parent, source.path
        sizes[key] = max(sizes.get(key, 0), source.size if source.sha256 else 0)
    return len(sizes), sum(sizes.values())


def _less(spent: tuple[int, int]) -> tuple[int, int]:
    return -spent[0], -spent[1]
