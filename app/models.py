"""The models that this version runs with, known by the SHA-256 of their weights."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.embed import default_model
from ingest.readers import ocr
from provenance.errors import ModelError, TaskError
from provenance.ports import Progress
from provenance.records import ModelUse

_MAGIC = b"GGUF"  # what such a file begins with (ggml's docs/gguf.md)
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$")  # as llama.cpp names them; the hash of one would vouch for all
_MOST_FILES = 2000  # looked at in a folder
_CHUNK = 16 << 20
_hashed: dict[tuple[str, int, int], str] = {}  # by path, size and time of change


@dataclass(frozen=True, slots=True)
class LanguageFile:
    """A language model's file as it was hashed: `size` in bytes, `changed` in nanoseconds."""

    path: Path
    name: str
    sha256: str
    size: int
    changed: int


def registered() -> list[ModelUse]:
    """Embedding model and OCR models as they lie on this machine, hashed now."""
    return [default_model(), *ocr.models()]


def language_files(folder: Path) -> list[tuple[Path, int]]:
    """The GGUF files of a folder by name, with their sizes in bytes; none where it cannot be read."""
    found = []
    try:
        for path in sorted(folder.iterdir(), key=lambda one: one.name.casefold())[:_MOST_FILES]:
            if path.suffix.casefold() == ".gguf" and path.is_file():
                found.append((path, path.stat().st_size))
    except OSError:  # gone, or a drive that is not there now
        return []
    return found


def language_model(name_or_path: str, progress: Progress) -> LanguageFile:
    """The file of a language model, hashed; once for as long as it stays as it is.

    Raises ModelError(model_missing | model_not_gguf | model_in_parts), or TaskError("cancelled") when `progress`
    answers False.
    """
    path = Path(name_or_path).expanduser().absolute()
    name = path.name
    try:
        if path.is_dir():
            raise ModelError("model_not_gguf", name=name, why="it is a folder")
        found = path.stat()
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise ModelError("model_not_gguf", name=name, why="empty" if not found.st_size else "another format")
    except OSError as error:
        raise ModelError("model_missing", name=name or name_or_path) from error
    if _PART.search(name):
        raise ModelError("model_in_parts", name=name)
    key = (str(path), found.st_size, found.st_mtime_ns)
    if key not in _hashed:
        _hashed[key] = _sha256(path, found.st_size, progress)
    return LanguageFile(path, name, _hashed[key], found.st_size, found.st_mtime_ns)


def _sha256(path: Path, size: int, progress: Progress) -> str:
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                done += len(chunk)
                if not progress(f"Checking the file of {path.name}", min(done, size), size):
                    raise TaskError("cancelled")
    except OSError as error:
        raise ModelError("model_missing", name=path.name) from error
    return digest.hexdigest()
