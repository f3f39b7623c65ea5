"""The models that Attest runs with: those that came with it, those that people registered, and how each stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.modelling import built_in, register
from app.modelling.adding import MOST_FILES, Added, Told, add, add_file, header_of, is_same, other_file, remove
from app.modelling.files import fingerprint, stamp_of
from app.modelling.records import ENTAILMENT, LANGUAGE, Known, Listed
from app.modelling.register import Kept
from ingest.embed import default_model
from ingest.readers import ocr
from provenance.clock import now
from provenance.errors import ModelError, UsageError
from provenance.ports import Progress
from provenance.runs import ModelUse

__all__ = ["Added", "Known", "LanguageFile", "Listed", "Told", "add", "remove"]


@dataclass(frozen=True, slots=True)
class LanguageFile:
    """A registered model's file: its `size` in bytes and its `stamp` before it was hashed.

    `new` tells that no model with its hash was registered before, and it is now.
    """

    path: Path
    name: str
    sha256: str
    size: int
    stamp: str
    new: bool = False


def registered() -> list[ModelUse]:
    """Embedding model and OCR models as they lie on this machine, hashed now."""
    return [default_model(), *ocr.models()]


def language_files(folder: Path | None) -> list[tuple[Path, int]]:
    """Files that may draft, with their sizes in bytes: of the registered language models, then the other GGUF files of
    a folder by name, those that can be read now."""
    inside: list[Path] = []
    with suppress(OSError):  # gone, or a drive that is not there now
        inside = sorted(folder.iterdir(), key=lambda one: one.name.casefold())[:MOST_FILES] if folder else []
    named = [path for path in inside if path.suffix.casefold() == register.ENDING]
    found: dict[Path, int] = {}
    for path in (*_registered_files(), *named):
        with suppress(OSError):
            if path.is_file():
                found.setdefault(path, path.stat().st_size)
    return list(found.items())


def _registered_files() -> list[Path]:
    try:
        return [model.path for model in register.load().models if model.role == LANGUAGE]
    except ModelError:  # the settings tell of it
        return []


def listed(progress: Progress) -> list[Listed]:
    """Every model with how it stands now: the built-in ones first, then those registered, in the order of adding.

    A registered file is hashed where its stamp is another than when it was registered. Raises
    ModelError(model_missing | models_damaged), TaskError("cancelled").
    """
    kept = register.load()
    used = dict(kept.first_used)
    own = [
        replace(one, model=replace(one.model, first_used=used.get(one.model.sha256, "")))
        for one in built_in.models(progress)
    ]
    checked = [(model, *_checked(model, progress)) for model in kept.models]
    register.refresh((model, stamp) for model, one, stamp in checked if one.state == "ok")
    return [*own, *(one for _, one, _ in checked)]


def _checked(model: Known, progress: Progress) -> tuple[Listed, str]:
    """How a registered model stands, and the stamp of its file."""
    try:
        stamp = stamp_of(model.path)
        if stamp == model.stamp:
            return Listed(model), stamp
        found = fingerprint(model.path, progress)
    except ModelError:
        return Listed(model, "missing"), ""
    return Listed(model) if is_same(model, found) else Listed(model, "changed", found.sha256), stamp


def language_model(name_or_path: str, progress: Progress) -> LanguageFile:
    """The language model of a name in the register, or at a path; one that is not registered yet is from now on.

    Its file is hashed before the first run of a process, and again when its stamp changes. Raises ModelError for one
    that is not there, cannot draft, or is another file than the registered one (model_other_file), UsageError for a
    name that is neither registered nor a file's (model_missing) and for a model registered for something
    else, TaskError("cancelled").
    """
    kept = register.load()
    path = Path(name_or_path).expanduser().absolute()
    known = kept.named(name_or_path) or kept.at(path)
    if known is not None and known.role != LANGUAGE:
        raise UsageError(
            "bad_value", value=known.name, what="a language model", why=f"it is registered as {known.role}"
        )
    if known is None:
        if not path.exists():
            raise UsageError("model_missing", name=name_or_path)
        known = add_file(path, Told(role=LANGUAGE), progress)
        new = known.sha256 not in {model.sha256 for model in kept.models}
    else:
        new = False
        header_of(known.path)
    return replace(_in_use(known, progress), new=new)


def drafted_by(uses: Iterable[ModelUse], draft_id: str) -> str | None:
    """The name of the registered model that drafted in a run, by its SHA-256; None for a run without one.

    Raises ModelError("model_of_run_missing" | "models_damaged").
    """
    used = next((use for use in uses if use.role == LANGUAGE), None)
    if used is None:
        return None
    known = next((m for m in register.load().models if (m.role, m.sha256) == (LANGUAGE, used.sha256)), None)
    if known is None:
        raise ModelError("model_of_run_missing", id=draft_id, name=used.name, sha256=used.sha256)
    return known.name


def language_models() -> list[str]:
    """Names of the registered language models; none where the register cannot be read, which the settings tell."""
    try:
        return [model.name for model in register.load().models if model.role == LANGUAGE]
    except ModelError:
        return []


def is_registered(name_or_path: str) -> bool:
    """Whether a name or path is in the register; hashes nothing."""
    kept = register.load()
    return (kept.named(name_or_path) or kept.at(Path(name_or_path).expanduser().absolute())) is not None


def entailment_model(progress: Progress) -> LanguageFile | None:
    """The first registered model that judges whether one text follows from another (a sentence-transformers folder),
    or None; raises as `language_model`."""
    known = next((m for m in register.load().models if m.role == ENTAILMENT), None)
    return None if known is None else _in_use(known, progress)


def _in_use(model: Known, progress: Progress) -> LanguageFile:
    """The model's file, hashed and found to be what is registered, marked as used."""
    found = fingerprint(model.path, progress)
    if not is_same(model, found):
        raise other_file(model, found.sha256)
    used = replace(model, stamp=found.stamp, first_used=model.first_used or now())
    if used != model:
        register.change(lambda kept: (kept.with_model(used, model), None))
    return LanguageFile(model.path, model.name, found.sha256, found.size, found.stamp)


def recorded(uses: Sequence[ModelUse]) -> tuple[ModelUse, ...]:
    """The models of a run as it records them: with what is known of their licence and training data.

    Of built-in ones it is remembered when they were first used. A register that cannot be read or written is no reason
    to lose a draft: then only names and hashes are recorded.
    """
    try:
        _note_use(uses)
        return with_terms(uses)
    except ModelError:
        return tuple(uses)


def _note_use(uses: Iterable[ModelUse]) -> None:
    wanted = [use.sha256 for use in uses if built_in.terms(use.role, use.sha256)]

    def noted(kept: Kept) -> tuple[Kept, None]:
        first = {sha256: now() for sha256 in wanted} | dict(kept.first_used)
        return replace(kept, first_used=tuple(first.items())), None

    if wanted and not set(wanted) <= set(dict(register.load().first_used)):
        register.change(noted)


def with_terms(uses: Sequence[ModelUse]) -> tuple[ModelUse, ...]:
    """Models of a run with what is known of their licence and training data."""
    registered_as = {model.sha256: model for model in register.load().models}
    return tuple(_with_terms(use, registered_as.get(use.sha256)) for use in uses)


def _with_terms(use: ModelUse, model: Known | None) -> ModelUse:
    if model is not None:
        return replace(use, licence=model.licence_line, training=model.training)
    known = built_in.terms(use.role, use.sha256)
    return replace(use, licence=known.licence, training=known.training) if known else use
