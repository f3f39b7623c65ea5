"""Opens a GGUF file with llama.cpp, and says in codes why one cannot be used; for the model's child alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ModelError

if TYPE_CHECKING:
    from llama_cpp import Llama

BATCH = 512  # tokens evaluated at once
LEAST_CONTEXT = 1024  # tokens: less holds no instructions beside a passage and an answer


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model's file as it stood before it was hashed (`size`, and `stamp` as `stamp_of` gives it), and how it is to be
    run: with a memory of `context` tokens, or as many as it was trained on, if fewer; on `threads` threads."""

    path: str
    size: int
    stamp: str
    context: int
    threads: int

    @property
    def name(self) -> str:
        return Path(self.path).name

    @classmethod
    def of(cls, told: Mapping[str, object]) -> ModelFile:
        """The inverse of `asdict`, for tasks, which are handed plain values."""
        path, stamp = str(told["path"]), str(told["stamp"])
        size, context, threads = (int(str(told[name])) for name in ("size", "context", "threads"))
        return cls(path, size, stamp, context, threads)


def stamp_of(found: os.stat_result) -> str:
    """Size, times (nanoseconds) and number of a file: a change that hides behind two of these shows in another."""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def open_model(file: ModelFile) -> tuple[Llama, Mapping[str, str], int]:
    """The model, ready; what its file says of it; how many tokens it holds.

    Raises ModelError(model_missing | model_changed | model_no_runtime | model_broken |
    model_not_writing | context_too_small | model_out_of_memory).
    """
    told = header(file)
    context = _context(file, told)
    try:
        llama = _runtime()(
            file.path,
            n_ctx=context,
            n_batch=BATCH,
            n_threads=file.threads,
            n_threads_batch=file.threads,
            swa_full=True,  # else a sliding window forgets what prompts share
            verbose=bool(os.environ.get("ATTEST_DEBUG")),
        )
    except (ValueError, RuntimeError) as error:
        code = "model_out_of_memory" if "context" in str(error) else "model_broken"
        raise ModelError(code, name=file.name, error="the runtime cannot load it") from error
    require_same(file)  # as it was when its hash was taken: its weights are read from the file as they are needed
    return llama, told, context


def header(file: ModelFile) -> Mapping[str, str]:
    """What the file says of itself, read without its weights; raises as `open_model`."""
    require_same(file)
    return _told(_runtime(), file)


def _runtime() -> type[Llama]:
    """llama.cpp, which would compile every template of a file, without bounds, for chats that Attest never has."""
    try:
        import llama_cpp
        from llama_cpp import llama_chat_format
    except (ImportError, OSError, RuntimeError) as error:  # absent, or its library does not run on this machine
        raise ModelError("model_no_runtime", error=str(error)[:200]) from error
    llama_chat_format.Jinja2ChatFormatter = _NoChat
    found: type[Llama] = llama_cpp.Llama
    return found


class _NoChat:
    """Stands where the runtime has its own setter of chats."""

    def __init__(self, **known: object) -> None:
        pass

    def to_chat_handler(self) -> None:
        """None: there is none."""


def require_same(file: ModelFile) -> None:
    """Raises ModelError(model_missing | model_changed) for a file that is not the one that was hashed."""
    try:
        found = Path(file.path).stat()
    except OSError as error:
        raise ModelError("model_missing", name=file.name) from error
    if stamp_of(found) != file.stamp:
        raise ModelError("model_changed", name=file.name)


def _told(llama: type[Llama], file: ModelFile) -> Mapping[str, str]:
    """What the file says of itself, its weights left alone; raises for what is no single model that writes."""
    try:
        seen = llama(file.path, vocab_only=True, n_ctx=8, n_batch=8, verbose=False)
    except (ValueError, RuntimeError, AssertionError) as error:
        raise ModelError("model_broken", name=file.name, error="the runtime cannot read it") from error
    told: Mapping[str, str] = dict(seen.metadata)
    seen.close()
    kind = told.get("general.architecture", "")
    vectors = told.get(f"{kind}.attention.causal") == "false" or told.get(f"{kind}.pooling_type", "0") != "0"
    if vectors or "bert" in kind or kind in ("t5encoder", "clip"):
        raise ModelError("model_not_writing", name=file.name, kind=kind or "unknown")
    return told


def _context(file: ModelFile, told: Mapping[str, str]) -> int:
    trained = told.get(f"{told.get('general.architecture', '')}.context_length", "")
    found = min(file.context, int(trained)) if trained.isdigit() and int(trained) else file.context
    if found < LEAST_CONTEXT:
        raise ModelError("context_too_small", name=file.name, context=found, least=LEAST_CONTEXT)
    return found
