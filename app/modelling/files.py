"""Fingerprints of models' files: the SHA-256 of all of their bytes, and a stamp that tells whether they may be others.

A model of sentence-transformers is a folder: its weights have the SHA-256, and what stands beside them (configuration,
vocabulary) has one of its own, because other labels or another tokeniser make it another model.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.embedding_model import WEIGHTS
from provenance.errors import ModelError, TaskError
from provenance.ports import Progress
from summarise.model import loading

CONFIGURATION = "config.json"
_CHUNK = 16 << 20
_BESIDE = (".json", ".txt", ".model")
_MOST_BESIDE = 64 << 20  # bytes of a file beside the weights
_hashed: dict[str, Fingerprint] = {}  # of this process, by path and stamp


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`sha256` is of the file, of a folder of its weights; `beside` is over names and hashes of a folder's other files,
    "" for a file. `size` counts the bytes of the file or of the weights."""

    sha256: str
    size: int
    stamp: str
    beside: str = ""


def is_folder_model(path: Path) -> bool:
    """Whether a folder holds a model of sentence-transformers."""
    return (path / WEIGHTS).is_file() and (path / CONFIGURATION).is_file()


def stamp_of(path: Path) -> str:
    """Size, times and number of a model's files: while they stay, its bytes do, as far as the system tells.

    Raises ModelError("model_missing").
    """
    return " ".join(_stat(path, loading.stamp_of))


def fingerprint(path: Path, progress: Progress) -> Fingerprint:
    """The model's bytes hashed; once in a process for as long as the stamp stays.

    Raises ModelError("model_missing"), and TaskError("cancelled") when `progress` answers False.
    """
    stamp = stamp_of(path)
    key = f"{path}\0{stamp}"
    if key not in _hashed:
        main, *others = _files(path)
        size = main.stat().st_size
        sha256 = _sha256(main, size, path.name, progress)
        _hashed[key] = Fingerprint(sha256, size, stamp, _of_others(others, path.name, progress))
    return _hashed[key]


def _files(path: Path) -> list[Path]:
    """The file itself; of a folder its weights, then what stands beside them."""
    if not is_folder_model(path):
        return [path]
    beside = (p for p in sorted(path.iterdir()) if p.suffix in _BESIDE and p.is_file())
    return [path / WEIGHTS, *(p for p in beside if p.stat().st_size <= _MOST_BESIDE)]


def _stat(path: Path, told: Callable[[os.stat_result], str]) -> list[str]:
    try:
        return [told(file.stat()) for file in _files(path)]
    except OSError as error:
        raise ModelError("model_missing", name=path.name or str(path)) from error


def _of_others(files: Iterable[Path], name: str, progress: Progress) -> str:
    listed = [f"{file.name}\0{_sha256(file, file.stat().st_size, name, progress)}" for file in files]
    return hashlib.sha256("\n".join(listed).encode("utf-8")).hexdigest() if listed else ""


def _sha256(file: Path, size: int, name: str, progress: Progress) -> str:
    digest, done = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                if not progress(f"Checking the file of {name}", min(done, size), size):
                    raise TaskError("cancelled")
    except OSError as error:
        raise ModelError("model_missing", name=name) from error
    return digest.hexdigest()
