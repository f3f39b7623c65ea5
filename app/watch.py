"""What a taking-in tells of each file, besides how far it is in all: a row for a file, told again when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from app.files import Given
from provenance.records import Outcome, Source

Stage = Literal["waiting", "copying", "reading", "done", "skipped"]
SKIPPED = "skipped_by_person"
LIST = "exhibit_list"
_BATCH = 1000  # rows told at once in the beginning
_STEP = 0.01  # of a file: less is not worth telling


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far one file is: `share` is of its stage, from 0 to 1; `outcome`, `reason` and `source` come at its end.

    `kind` is "unknown" until the content was looked at. `source_id` is "" for what is told and not recorded. `inside`
    is the path of the file in which this one was found, if it was.
    """

    path: Path
    name: str
    kind: str
    size: int
    stage: Stage = "waiting"
    share: float = 0.0
    outcome: Outcome | None = None
    reason: str | None = None
    source_id: str = ""
    source: Source | None = None
    inside: Path | None = None

    @property
    def again(self) -> bool:
        """Whether it was taken in before, from the same place, and stays as it was."""
        return self.source is not None and taken_before(self.source)

    @property
    def told(self) -> str:
        """What became of it, for people: its outcome, "before" where it was taken in before, "list" where it is the
        exhibit list that was used; "" while it has none."""
        if self.outcome == "refused" and self.reason == LIST:
            return "list"
        return "before" if self.again else self.outcome or ""


def taken_before(source: Source) -> bool:
    """Whether what a taking-in reports is a source of its own that the case had before: the same bytes at the same
    place."""
    return source.outcome == "duplicate" and source.reason == f"duplicate_of_{source.id}"


class Watch(Protocol):
    """Looks on while files are taken in; called on the thread that takes them in, so it should be quick."""

    def tell(self, rows: Sequence[FileProgress]) -> None:
        """All files in the beginning, in batches, in their order; then those that changed."""
        ...

    def skips(self, path: Path) -> bool:
        """Whether a person asked that this file be left out, as far as it is not done."""
        ...


class Watching:
    """Tells a watch what changed and nothing else; without a watch it tells nobody."""

    def __init__(self, watch: Watch | None) -> None:
        self._watch = watch
        self._under_way: dict[Path, FileProgress] = {}

    def listed(self, files: Sequence[Given]) -> None:
        """All files, waiting."""
        if self._watch is not None:
            for at in range(0, len(files), _BATCH):
                self._watch.tell([_row(given) for given in files[at : at + _BATCH]])

    def at(self, given: Given, stage: Stage, share: float = 0.0, kind: str = "") -> None:
        """How far a file is."""
        if self._watch is None:
            return
        before = self._under_way.get(given.path) or _row(given)
        row = replace(before, stage=stage, share=min(1.0, share), kind=kind or before.kind)
        if (row.stage, row.kind) != (before.stage, before.kind) or abs(row.share - before.share) >= _STEP:
            self._under_way[given.path] = row
            self._watch.tell([row])

    def ended(self, given: Given, source: Source) -> None:
        """What became of a file."""
        if self._watch is None:
            return
        self._under_way.pop(given.path, None)
        stage: Stage = "skipped" if source.reason == SKIPPED else "done"
        end = (stage, 1.0, source.outcome, source.reason, source.id, source)
        row = (given.path, _name(given), source.kind, source.size or given.size, *end, given.inside)
        self._watch.tell([FileProgress(*row)])

    def stopped(self) -> None:
        """What was under way waits again: adding the same files goes on from there."""
        if self._watch is not None and self._under_way:
            self._watch.tell([replace(row, stage="waiting", share=0.0) for row in self._under_way.values()])
            self._under_way.clear()

    def skips(self, given: Given) -> bool:
        return self._watch is not None and self._watch.skips(given.path)


def _row(given: Given) -> FileProgress:
    return FileProgress(given.path, _name(given), "unknown", given.size, inside=given.inside)


def _name(given: Given) -> str:
    return given.path.name or str(given.path)
