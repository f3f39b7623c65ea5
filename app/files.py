"""Finds the files that were named: expands folders, and says what cannot be opened instead of passing over it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from provenance.store.folder import is_case

# A name too long, a link to itself, a folder that may not be searched, a NUL in a name.
_UNREADABLE = (OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Given:
    """One file to take in; `problem` is the code of why it cannot be opened, or None.

    A file found `inside` another has its container's path, and a path of its own below that, where no file lies.
    """

    path: Path
    size: int = 0
    problem: str | None = None
    inside: Path | None = None


def given(paths: Iterable[Path], case: Path | None = None) -> Iterator[Given]:
    """Every file named or lying in a folder named, folders in name order; each real file once.

    A path that was named may be a link. A link found inside a folder is not followed: it could lead out of the
    evidence. Nothing in the folder of the `case` itself is evidence, and nothing in that of another one: what is taken
    into a `case` comes from where it came from, not from copies.
    """
    seen: set[str] = set()
    own = _stat(case) if case else None
    for path in paths:
        for one in _named(path, own):
            real = _real(one)
            if real not in seen:
                seen.add(real)
                yield one


def _named(path: Path, own: os.stat_result | None) -> Iterator[Given]:
    """What a path of the call stands for."""
    found = _stat(path)
    if found is not None and own is not None and _within(path, own):
        yield Given(path, problem="own_case_folder")
    elif found is not None and own is not None and _in_a_case(path):
        yield Given(path, problem="other_case_folder")
    elif found is not None and stat.S_ISDIR(found.st_mode):
        yield from _walk(path, own)
    else:
        yield _look(path)


def _walk(path: Path, own: os.stat_result | None) -> Iterator[Given]:
    problems: list[Given] = []
    for folder, folders, names in os.walk(path, onerror=lambda e: problems.append(_folder(e))):
        yield from problems
        problems.clear()
        inside = []
        for name in sorted(folders):
            found = Path(folder) / name
            problem = _closed(found, own)
            if problem:
                yield Given(found, problem=problem)
            else:
                inside.append(name)
        folders[:] = inside
        for name in sorted(names):
            found = Path(folder) / name
            yield Given(found, problem="link_not_followed") if _is_link(found) else _look(found)
    yield from problems


def _closed(folder: Path, own: os.stat_result | None) -> str | None:
    """Why a folder that was come upon is not walked into, or None."""
    if _is_link(folder):
        return "link_not_followed"
    if own is None:
        return None
    found = _stat(folder)
    if found and os.path.samestat(found, own):
        return "own_case_folder"
    return "other_case_folder" if is_case(folder) else None


def _within(path: Path, own: os.stat_result) -> bool:
    """Whether a path is the case's folder or lies in it; by identity, as names may differ in case and links."""
    real = Path(os.path.realpath(path))
    above = (_stat(folder) for folder in (real, *real.parents))
    return any(found is not None and os.path.samestat(found, own) for found in above)


def _in_a_case(path: Path) -> bool:
    """Whether a path is the folder of some case or lies in one."""
    real = Path(os.path.realpath(path))
    return any(map(is_case, (real, *real.parents)))


def _folder(error: OSError) -> Given:
    return Given(Path(os.fsdecode(error.filename)), problem="folder_unreadable")


def _look(path: Path) -> Given:
    """Stat before opening: opening a pipe or device could wait for ever."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return Given(path, problem="file_missing")
    except _UNREADABLE:
        return Given(path, problem="file_unreadable")
    if not stat.S_ISREG(found.st_mode):
        return Given(path, problem="not_a_file")
    if not os.access(path, os.R_OK):
        return Given(path, found.st_size, "file_unreadable")
    return Given(path, found.st_size)


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except _UNREADABLE:  # a folder that may be listed, not searched
        return False


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except _UNREADABLE:
        return None


def _real(one: Given) -> str:
    """The file's own name, without links; of a link that is not followed, the place of the link itself."""
    try:
        if one.problem == "link_not_followed":
            return str(Path(os.path.realpath(one.path.parent)) / one.path.name)
        return os.path.realpath(one.path)
    except _UNREADABLE:
        return str(one.path)
