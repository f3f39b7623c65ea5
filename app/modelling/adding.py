"""Adds models to the register, forgets them, and has a person confirm a file that is another than before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.modelling import copying, register, stated
from app.modelling.files import Fingerprint, fingerprint, is_folder_model
from app.modelling.gguf import WRITES_NOTHING, Header, read_header
from app.modelling.records import ADDED, ENTAILMENT, LANGUAGE, Known
from app.modelling.register import ENDING, Kept
from provenance.clock import now, who
from provenance.errors import AttestError, ModelError, UsageError
from provenance.ports import Progress

_PART = re.compile(r"-\d{5}-of-\d{5}$")  # as llama-gguf-split names them
MOST_FILES = 1_000  # models of one folder
DEEPEST = 4  # folders in each other that are looked into
LONGEST_LICENCE = 256 << 10  # bytes of a licence's text
LONGEST_TRAINING = 4_000  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of a model to be added; what is None is read from its file, or stays as it was.

    `again` confirms that a file which is another than registered is meant. `sha256` is the one that the file must have,
    and `copy` has it copied to this machine first.
    """

    role: str | None = None
    name: str | None = None
    licence: str | None = None
    training: str | None = None
    again: bool = False
    sha256: str | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """The models that were added or known already, and what was not taken, each with why."""

    models: tuple[Known, ...] = ()
    refused: tuple[tuple[Path, AttestError], ...] = ()


def add(path: Path, told: Told, progress: Progress) -> Added:
    """Register a model's file, or every GGUF file in a folder, those that cannot be used told of.

    Raises ModelError(model_missing | model_not_gguf | model_in_parts | model_not_writing | model_other_file |
    model_sum_differs | model_sum_unreadable | model_no_room | model_not_copied | models_damaged | models_not_written),
    UsageError(bad_value | model_name_taken), TaskError("cancelled").
    """
    path = path.expanduser().absolute()
    if told.role is not None and told.role not in ADDED:
        why = f"choose {' or '.join(ADDED)}; Attest reads and compares with the models that came with it"
        raise UsageError("bad_value", value=told.role, what="what a model is for", why=why)
    if not path.is_dir() or is_folder_model(path):
        return Added((add_file(path, told, progress),))
    if told.name is not None:
        raise UsageError("bad_value", value=told.name, what="a name for a whole folder", why="add its files one by one")
    if told.sha256 is not None:
        raise UsageError("bad_value", value=told.sha256, what="the SHA-256 of a folder", why="add its files one by one")
    models: list[Known] = []
    refused: list[tuple[Path, AttestError]] = []
    for file in found_in(path):
        try:
            models.append(add_file(file, told, progress))
        except ModelError as error:
            if error.code.startswith("models_"):
                raise
            refused.append((file, error))
    if not models and not refused:
        raise ModelError("model_none_there", folder=str(path))
    return Added(tuple(models), tuple(refused))


def add_file(path: Path, told: Told, progress: Progress) -> Known:
    """Register one model; gives its entry. Raises as `add`."""
    header = header_of(path)
    if told.role == LANGUAGE and is_folder_model(path):
        raise ModelError("model_not_gguf", name=path.name, why="it is a folder")
    due = stated.of(path, told.sha256)
    origin = path
    if told.copy:
        if is_folder_model(path):
            raise UsageError(
                "bad_value", value=path.name, what="a model to copy", why="it is a folder; copy it yourself"
            )
        path = copying.copied(path, due, progress)
    print_ = fingerprint(path, progress)
    stated.require(path.name, print_.sha256, due)

    def taken(kept: Kept) -> tuple[Kept, Known]:
        before = kept.at(path) or _moved(kept, print_, origin)
        _require_free(kept, told.name, before)
        after = _entry(kept, path, header, print_, told, before)
        if due:
            after = replace(after, stated=stated.told(due))
        return (kept if after == before else kept.with_model(after, before)), after

    return register.change(taken)


def remove(name: str) -> Known:
    """Forget a model; its file stays. Gives what was known; raises UsageError("unknown_model")."""

    def gone(kept: Kept) -> tuple[Kept, Known]:
        model = kept.named(name)
        if model is None:
            raise UsageError("unknown_model", name=name)
        return kept.without(model), model

    return register.change(gone)


def found_in(folder: Path) -> Iterator[Path]:
    """The GGUF files in a folder and the folders in it, links left out, in order; at most `MOST_FILES`."""
    found = (p for p in sorted(folder.rglob("*")) if p.suffix.casefold() == ENDING)
    near = (p for p in found if len(p.relative_to(folder).parts) <= DEEPEST and p.is_file() and not p.is_symlink())
    yield from (p for _, p in zip(range(MOST_FILES), near, strict=False))


def header_of(path: Path) -> Header:
    """What a model's file says of itself; raises ModelError for one that Attest cannot draft with."""
    if is_folder_model(path):
        return Header()
    header = read_header(path)
    if header.parts > 1 or _PART.search(path.stem):
        raise ModelError("model_in_parts", name=path.name)
    if header.architecture in WRITES_NOTHING:
        raise ModelError("model_not_writing", name=path.name, kind=header.architecture)
    return header


def other_file(model: Known, found: str) -> ModelError:
    """That a model's file is another than the registered one."""
    return ModelError("model_other_file", name=model.name, file=model.file, before=model.sha256, now=found)


def is_same(model: Known, found: Fingerprint) -> bool:
    """Whether these are the bytes that were registered."""
    return (found.sha256, found.beside) == (model.sha256, model.beside)


def _moved(kept: Kept, found: Fingerprint, origin: Path) -> Known | None:
    """A model that is registered with these bytes, and whose file is not there any more or was copied from there."""
    same = [m for m in kept.models if is_same(m, found)]
    return next((m for m in same if not m.path.exists() or kept.at(origin) == m), None)


def _require_free(kept: Kept, name: str | None, own: Known | None) -> None:
    if name is None:
        return
    if not name.strip():
        raise UsageError("bad_value", value="''", what="a model's name", why="it is empty")
    other = kept.named(name)
    if other is not None and other != own:
        raise UsageError("model_name_taken", name=name, file=other.file)


def _entry(kept: Kept, path: Path, header: Header, found: Fingerprint, told: Told, before: Known | None) -> Known:
    """What is registered now; raises ModelError("model_other_file") where a person must confirm first."""
    if before is None:
        role = told.role or (ENTAILMENT if is_folder_model(path) else LANGUAGE)
        name = told.name or kept.free_name(path.name)
        own = Known(role, name, str(path), found.sha256, found.size, added=now(), added_by=who())
        return _as_told(_of_file(own, header, found), told)
    if is_same(before, found):
        return _as_told(replace(before, file=str(path), stamp=found.stamp), told)
    if not told.again:
        raise other_file(before, found.sha256)
    earlier = tuple(dict.fromkeys((*before.earlier, before.sha256)))
    confirmed = replace(before, confirmed=f"{now()} by {who()}", earlier=earlier, first_used="")
    return _as_told(_of_file(confirmed, header, found), told)


def _of_file(model: Known, header: Header, found: Fingerprint) -> Known:
    """The entry with what its file is, and says of itself."""
    told = replace(model, licence=header.licence, training=header.training, kind=header.kind, title=header.name)
    return replace(told, sha256=found.sha256, size=found.size, stamp=found.stamp, beside=found.beside, stated="")


def _as_told(model: Known, told: Told) -> Known:
    """The entry with what a person said of it, where anything was said."""
    return replace(
        model,
        role=model.role if told.role is None else told.role,
        name=model.name if told.name is None else told.name,
        licence=model.licence if told.licence is None else told.licence,
        training=model.training if told.training is None else told.training,
    )
