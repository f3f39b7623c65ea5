"""The files found inside others that wait to be taken in, each with its container, nested to a limit."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from app.enclosed import CONVERTED, COUNT, MADE, Found
from app.files import Given
from app.outcome import received, refused
from app.register import Entry
from app.settings import Settings
from provenance.records import Source
from provenance.store.case_store import CaseStore


class Inside:
    """A queue of files found inside others. What is found in one file given, at whatever depth, has one bound."""

    def __init__(self, store: CaseStore, settings: Settings, by: str) -> None:
        self._store = store
        self._settings = settings
        self._by = by
        self._waiting: deque[tuple[Source, Found]] = deque()
        self._files: Counter[str] = Counter()  # by the file given, as are the bytes
        self._bytes: Counter[str] = Counter()
        self._above: dict[str, tuple[str, int]] = {}  # container → the file given, and how deep it lies

    def add(self, container: Source, found: Sequence[Found]) -> list[Given]:
        """Queue what was found in a source of the case; gives the files as rows."""
        self._waiting.extend((container, one) for one in found)
        return [_given(container, one) for one in found]

    def pop(self) -> tuple[Given, Source] | None:
        """The next file and its record: refused where it did not come out or lies too deep; None when none waits."""
        if not self._waiting:
            return None
        container, found = self._waiting.popleft()
        container = self._store.source(container.id)  # it may have been withheld meanwhile
        given = _given(container, found)
        source = replace(
            received(given, Entry(given.path.name), False, self._by),
            sha256=found.sha256,
            parent=container.id,
            privilege=container.privilege if container.withheld else "none",
            fields={MADE: found.made} if found.made else {},
        )
        problem = found.problem or self._beyond(container, found)
        return given, refused(source, problem) if problem else source

    def incomplete(self) -> list[Source]:
        """Containers of which an interrupted taking-in left files out."""
        known = self._store.sources()
        rows = Counter(source.parent for source in known if source.parent)
        return [s for s in known if int(s.fields.get(COUNT, "0")) > rows[s.id] and not s.withheld]

    def missing(self, container: Source, found: Sequence[Found]) -> list[Found]:
        """Those of the files found in a container that have no row yet."""
        there = {source.path for source in self._store.sources() if source.parent == container.id}
        return [one for one in found if str(_given(container, one).path.absolute()) not in there]

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
        known = (s for s in self._store.sources() if s.path == sought and s.sha256 and not s.by_reference)
        return next((s for s in known if s.outcome == "refused"), None)

    def _beyond(self, container: Source, found: Found) -> str:
        """Why a file is beyond the bounds, or ""."""
        top, depth = self._place(container)
        self._files[top] += 1
        self._bytes[top] += found.size
        if depth >= self._settings.max_depth:
            return "nested_too_deep"
        read = self._settings.read
        over = self._files[top] > read.max_enclosed or self._bytes[top] > read.max_enclosed_bytes
        return "too_many_inside" if over else ""

    def _place(self, container: Source) -> tuple[str, int]:
        """The file given in which a container lies, and how many containers its files lie in."""
        if container.id not in self._above:
            above = self._store.source(container.parent) if container.parent else None
            top, depth = self._place(above) if above else (container.id, 0)
            self._above[container.id] = top, depth + 1
        return self._above[container.id]


def _given(container: Source, found: Found) -> Given:
    """A file inside as a row; a converted copy is called after its original, whose name its reader did not know."""
    path = PurePosixPath(found.path)
    if found.made and path.stem == CONVERTED:
        path = path.with_name(PurePosixPath(container.name).stem + path.suffix)
    return Given(Path(container.path) / path, found.size, inside=Path(container.path))
