"""A new folder that is made beside its place and renamed when it is whole: killed half-way, nothing looks whole."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from provenance.errors import CaseError, UsageError
from provenance.export import may_write
from provenance.vault import disk_errors, sync_folder

_GB, _MB = 10**9, 10**6


@contextmanager
def made_beside(out: Path) -> Iterator[Path]:
    """A hidden folder beside `out` to work in; gone afterwards, unless `come_there` gave it its name."""
    folder = out.with_name(f".{out.name[:40]}.{uuid.uuid4().hex[:8]}.part")
    try:
        with disk_errors():
            folder.mkdir()
        yield folder
    finally:
        _removed(folder)


def _removed(folder: Path) -> None:
    """Remove the folder, originals included, which nobody may write: Windows removes no such file as it is."""

    def again(remove: Callable[[str], object], path: str, _: object) -> None:
        with suppress(OSError):
            Path(path).chmod(0o600)
            remove(path)

    shutil.rmtree(folder, onerror=again)


def come_there(folder: Path, out: Path) -> None:
    """Make all of the folder last, and give it its name; raises UsageError("file_exists"), CaseError."""
    with disk_errors():
        for place, _, _ in os.walk(folder):
            sync_folder(Path(place))
        if out.exists() or out.is_symlink():
            raise UsageError("file_exists", path=str(out))
        folder.rename(out)
        sync_folder(out.parent)


def require_new(out: Path) -> None:
    """Raises UsageError(file_exists | export_in_case | no_such_folder) where no new folder may be made at `out`."""
    with disk_errors():
        if out.exists() or out.is_symlink():
            raise UsageError("file_exists", path=str(out))
    may_write(out, overwrite=False)


def require_room(out: Path, needed: int) -> None:
    """Raises CaseError("no_room") where fewer bytes are free beside `out`."""
    with disk_errors():
        free = shutil.disk_usage(out.parent).free
    if free < needed:
        raise CaseError("no_room", path=str(out.parent), free=in_words(free), needed=in_words(needed))


def in_words(size: int) -> str:
    """A number of bytes as people read it."""
    return f"{size / _GB:.1f} GB" if size >= _GB else f"{size / _MB:.1f} MB"
