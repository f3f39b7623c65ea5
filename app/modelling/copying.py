"""Copies a model's file to this machine, as from a removable disk: whole or not at all, and read again afterwards."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, Timeout

from app.modelling import register
from app.modelling.files import fingerprint
from app.modelling.stated import Stated, require
from provenance.errors import ModelError, TaskError
from provenance.ports import Progress

_CHUNK = 16 << 20
_SPARE = 256 << 20  # bytes that stay free
_PART = ".part"


def folder() -> Path:
    """Where copied models lie: beside the register, in the place that the system has for programs' data."""
    return register.path().parent / "models"


def copied(path: Path, stated: tuple[Stated, ...], progress: Progress) -> Path:
    """Copy a file, checked against what is stated of it, and read the copy again; gives where it lies.

    The same bytes under the same name are not copied twice. Raises ModelError(model_missing | model_no_room |
    model_not_copied | model_sum_differs), TaskError("cancelled").
    """
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with _alone(place):
            size = _size(path)
            _require_room(path, size, place)
            part = place / f"{path.name}{_PART}"
            try:
                sha256 = _copy(path, part, size, progress)
                require(path.name, sha256, stated)
                return _put(part, path.name, sha256, progress)
            finally:
                part.unlink(missing_ok=True)
    except Timeout as error:
        raise ModelError(
            "model_not_copied", name=path.name, folder=str(place), detail="another copy is under way"
        ) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise ModelError("model_not_copied", name=path.name, folder=str(place), detail=detail) from error


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One copy at a time; what a killed one left half-written is removed."""
    with FileLock(place / ".copying.lock", timeout=0):
        for left in place.glob(f"*{_PART}"):
            left.unlink()
        yield


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise ModelError("model_missing", name=path.name) from error


def _require_room(path: Path, size: int, place: Path) -> None:
    free = shutil.disk_usage(place).free
    if size + _SPARE > free:
        facts = {"size": f"{size / 1e9:.1f}", "free": f"{free / 1e9:.1f}", "folder": str(place)}
        raise ModelError("model_no_room", name=path.name, **facts)


def _copy(path: Path, part: Path, size: int, progress: Progress) -> str:
    """Copy the bytes and have the disk keep them; gives their SHA-256."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as stream, part.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            out.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            if not progress(f"Copying {path.name}", min(done, size), size):
                raise TaskError("cancelled")
        out.flush()
        os.fsync(out.fileno())
        _forget(out)
    return digest.hexdigest()


def _forget(out: BinaryIO) -> None:
    """Have the copy read from the disk again, not from memory, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # it is advice; the copy is read either way
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _put(part: Path, name: str, sha256: str, progress: Progress) -> Path:
    """Give the copy a name that is free, or that of the same bytes, and read it again."""
    stem, ending = Path(name).stem, Path(name).suffix
    for number in count(1):
        target = part.with_name(name if number == 1 else f"{stem} ({number}){ending}")
        if not target.exists():
            break
        if target.is_file() and fingerprint(target, progress).sha256 == sha256:
            return target
    part.replace(target)
    try:
        if fingerprint(target, progress).sha256 != sha256:
            raise ModelError("model_not_copied", name=name, folder=str(part.parent), detail="the copy has other bytes")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target
