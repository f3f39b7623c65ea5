"""Counts what would be taken in, before anything is."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.files import given

_LEFT_OUT = {"link_not_followed", "own_case_folder", "other_case_folder"}


@dataclass(slots=True)
class Survey:
    """Files found so far, by the end of their names; `problems` by their codes. Read while `run` counts elsewhere."""

    files: int = 0
    size: int = 0
    free: int | None = None  # bytes on the case's disk
    done: bool = False
    stopped: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)

    def run(self, paths: Iterable[Path], case: Path) -> None:
        """Count; to be called on a thread of its own, ends early once `stopped`."""
        self.free = _free(case)
        for one in given(paths, case):
            if self.stopped:
                return
            if one.problem:
                self.problems[one.problem] += 1
            if one.problem not in _LEFT_OUT:
                self.files += 1
                self.size += one.size
                self.kinds[one.path.suffix.lower().lstrip(".")[:8]] += 1
        self.done = True


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:  # it will show when something is written; nothing is said of it before
        return None
