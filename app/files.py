"""Finds the files that were named: expands folders, and says what cannot be opened instead of passing over it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Given:
    """One file to take in; `problem` is the code of why it cannot be opened, or None."""

    path: Path
    size: int = 0
    problem: str | None = None


def given(paths: Iterable[Path]) -> Iterator[Given]:
    """Every file named or lying in a folder named, folders in name order; each real file once."""
    seen: set[Path] = set()
    for path in paths:
        for one in _walk(path):
            real = one.path.resolve()
            if real not in seen:
                seen.add(real)
                yield one


def _walk(path: Path) -> Iterator[Given]:
    if not path.is_dir():
        yield _look(path)
        return
    problems: list[Given] = []
    for folder, folders, names in os.walk(path, onerror=lambda e: problems.append(_folder(e))):
        folders.sort()
        yield from problems
        problems.clear()
        for name in sorted(names):
            yield _look(Path(folder) / name)
    yield from problems


def _folder(error: OSError) -> Given:
    return Given(Path(os.fsdecode(error.filename)), problem="folder_unreadable")


def _look(path: Path) -> Given:
    """Stat before opening: opening a pipe or device could wait for ever."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return Given(path, problem="file_missing")
    except OSError:
        return Given(path, problem="file_unreadable")
    if not stat.S_ISREG(found.st_mode):
        return Given(path, problem="not_a_file")
    if not os.access(path, os.R_OK):
        return Given(path, found.st_size, "file_unreadable")
    return Given(path, found.st_size)
