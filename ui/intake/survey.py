"""Counts what would be taken in, before anything is."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.files import given
from provenance.errors import UsageError

_LONGEST_LIST, _MOST_TABLES = 4_000_000, 50  # bytes of a table, and tables, that are looked into
_LEFT_OUT = {"link_not_followed", "own_case_folder", "other_case_folder"}


@dataclass(slots=True)
class Survey:
    """Files found so far, by the end of their names; `problems` by their codes. Read while `run` counts elsewhere.

    `exhibits` is a table among them that looks like the exhibit list of the others.
    """

    files: int = 0
    size: int = 0
    free: int | None = None  # bytes on the case's disk
    done: bool = False
    stopped: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    exhibits: Path | None = None

    def run(self, paths: Iterable[Path], case: Path) -> None:
        """Count; to be called on a thread of its own, ends early once `stopped`."""
        self.free = _free(case)
        seen, tables = list[Path](), list[Path]()
        for one in given(paths, case):
            if self.stopped:
                return
            if one.problem:
                self.problems[one.problem] += 1
            if one.problem not in _LEFT_OUT:
                self.files += 1
                self.size += one.size
                kind = one.path.suffix.lower().lstrip(".")[:8]
                self.kinds[kind] += 1
                seen.append(one.path)
                if kind == "csv" and one.size <= _LONGEST_LIST and len(tables) < _MOST_TABLES:
                    tables.append(one.path)
        self.exhibits = next((table for table in tables if not self.stopped and _lists(table, seen)), None)
        self.done = True


def _lists(table: Path, files: Iterable[Path]) -> bool:
    """Whether a table gives files among these their exhibit references."""
    from app.register import load

    try:
        found = load(table).match(path for path in files if path != table)
    except UsageError:
        return False
    return any(entry.exhibit for entry in found.values())


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:  # it will show when something is written; nothing is said of it before
        return None
