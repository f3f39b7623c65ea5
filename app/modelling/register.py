"""The register itself: a file of this user on this machine, written whole, that a person can read.

It lies where the system keeps programs' data ("models.json"); nothing of any case stands in it, and models'
files stay where they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import platformdirs
from filelock import FileLock, Timeout

from app.modelling.records import Known
from provenance.errors import AttestError, ModelError
from provenance.export import write_beside

VERSION = 1
ENDING = ".gguf"
_MOST_BYTES = 64 << 20
_WAIT = 10.0  # seconds for another process that writes it
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the register's file holds; `first_used` is that of built-in models, by their SHA-256."""

    models: tuple[Known, ...] = ()
    first_used: tuple[tuple[str, str], ...] = ()

    def named(self, name: str) -> Known | None:
        """The model with this name, or with this and the ending of its file; letters of either case are the same."""
        wanted = name.casefold()
        exact = (m for m in self.models if m.name.casefold() == wanted)
        ended = (m for m in self.models if m.name.casefold() == f"{wanted}{ENDING}")
        return next(exact, None) or next(ended, None)

    def at(self, path: Path) -> Known | None:
        """The model whose file this is, however the path is written: through links, folders and back, in small letters
        where the system takes these for the same."""
        exact = (m for m in self.models if m.file == str(path))
        return next(exact, None) or next((m for m in self.models if _same_file(m.path, path)), None)

    def with_model(self, model: Known, instead: Known | None = None) -> Kept:
        """The same with this model, in the place of another or at the end."""
        if instead is None:
            return replace(self, models=(*self.models, model))
        return replace(self, models=tuple(model if m == instead else m for m in self.models))

    def without(self, model: Known) -> Kept:
        return replace(self, models=tuple(m for m in self.models if m != model))

    def free_name(self, wanted: str) -> str:
        """`wanted`, or with a number where a model has that name already."""
        tried = (wanted if n == 1 else f"{wanted} ({n})" for n in range(1, len(self.models) + 2))
        return next(name for name in tried if self.named(name) is None)


def _same_file(one: Path, other: Path) -> bool:
    with suppress(OSError, RuntimeError):  # one of them is not there, or a circle of links
        return one.resolve() == other.resolve() or one.samefile(other)
    return False


def path() -> Path:
    """Where the register is kept."""
    return platformdirs.user_data_path("attest", appauthor=False) / "models.json"


def load() -> Kept:
    """What is registered; nothing before the first.

    Raises ModelError("models_damaged") for a file that is not the register's: taking it for an empty one would have a
    changed model pass for a new one.
    """
    file = path()
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too long")
        held = json.loads(file.read_text(encoding="utf-8"))
        if held["version"] != VERSION:
            raise ValueError("of another version")
        used = {str(k): str(v) for k, v in held.get("built_in_first_used", {}).items()}
        return Kept(tuple(Known.of(one) for one in held["models"]), tuple(used.items()))
    except FileNotFoundError:
        return Kept()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError) as error:
        raise ModelError("models_damaged", path=str(file)) from error


def change(how: Callable[[Kept], tuple[Kept, T]]) -> T:
    """Read the register, have it changed, and write it, with no other process between; gives what `how` gives beside.

    Nothing is written where nothing changed. Raises ModelError(models_damaged | models_not_written).
    """
    with _locked():
        before = load()
        after, given = how(before)
        if after != before:
            _write(after)
        return given


def refresh(checked: Iterable[tuple[Known, str]]) -> None:
    """Remember the stamps with which models were found to be what is registered; a register that cannot be written now
    is left as it is: they are only hashed again next time."""
    newer = {model: stamp for model, stamp in checked if model.stamp != stamp}

    def stamped(kept: Kept) -> tuple[Kept, None]:
        models = (replace(m, stamp=newer[m]) if m in newer else m for m in kept.models)
        return replace(kept, models=tuple(models)), None

    if newer:
        with suppress(ModelError):
            change(stamped)


@contextmanager
def _locked() -> Iterator[None]:
    file = path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file.with_name(f"{file.name}.lock"), timeout=_WAIT)
        lock.acquire()
    except Timeout as error:
        raise ModelError("models_not_written", path=str(file), detail="another process is writing it") from error
    except OSError as error:
        raise ModelError("models_not_written", path=str(file), detail=error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()


def _write(kept: Kept) -> None:
    held = {
        "version": VERSION,
        "models": [one.json() for one in kept.models],
        "built_in_first_used": dict(kept.first_used),
    }
    data = json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8")
    try:
        write_beside(path(), data)
    except AttestError as error:
        detail = error.facts.get("detail", "")
        raise ModelError("models_not_written", path=str(path()), detail=detail) from error
