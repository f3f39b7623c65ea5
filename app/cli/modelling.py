"""The commands of the register of models: models list, add, remove."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import Json
from provenance.errors import UsageError

if TYPE_CHECKING:
    from app.models import Known, Listed

_STATES = {"ok": "as registered", "changed": "CHANGED", "missing": "MISSING"}


def register(app: typer.Typer) -> None:
    models = typer.Typer(help="The models that Attest runs with.", no_args_is_help=True)
    for name, command in (("list", list_models), ("add", add), ("remove", remove)):
        models.command(name)(command)
    app.add_typer(models, name="models")


def list_models(json: Json = False) -> int:
    """Every model with its file, SHA-256, licence and training data, and whether the file is still the same."""
    from app.models import listed

    with output.progress() as bar:
        found = listed(bar)
    if json:
        output.document({"models": [one.json() for one in found]})
    else:
        for one in found:
            _tell(one)
    return 0 if all(one.state == "ok" for one in found) else 1


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="A model's file, or a folder of GGUF files.")],
    role: Annotated[str | None, typer.Option("--role", metavar="language_model|nli", help="What it is for.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What to call it.")] = None,
    licence: Annotated[Path | None, typer.Option("--licence", metavar="FILE", help="Its licence's text.")] = None,
    training: Annotated[
        str | None, typer.Option("--training", metavar="TEXT", help="What is known of its training data.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="A file that is another than registered is meant: take it.")
    ] = False,
    sha256: Annotated[
        str | None, typer.Option("--sha256", metavar="HEX", help="The SHA-256 that the file must have.")
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy the file to this machine first, as from a removable disk.")
    ] = False,
    json: Json = False,
) -> int:
    """Register models, hashed now; a FILE.sha256 beside one is read. Their files stay where they are."""
    from app import models

    _require_fitting(paths, name, sha256, training)
    text = None if licence is None else licence_text(licence)
    told = models.Told(role, name, text, training, again, sha256, copy)
    with output.progress() as bar:
        done = [models.add(path, told, bar) for path in paths]
    taken = [model for one in done for model in one.models]
    refused = [pair for one in done for pair in one.refused]
    if json:
        listed = [models.Listed(model).json() for model in taken]
        left = [{"file": str(p), "code": e.code, "message": messages.of(e)} for p, e in refused]
        output.document({"models": listed, "refused": left})
    else:
        for model in taken:
            _tell(models.Listed(model))
        for path, error in refused:
            output.tell(f"Not taken: {output.plain(str(path))} – {output.plain(messages.of(error))}")
    return 1 if refused else 0


def _require_fitting(paths: list[Path], name: str | None, sha256: str | None, training: str | None) -> None:
    """Raises UsageError("bad_value") for what one model alone can have, and for a text that is too long."""
    from app.modelling.adding import LONGEST_TRAINING

    if training is not None and len(training) > LONGEST_TRAINING:
        why = f"it has more than {LONGEST_TRAINING:,} characters"
        raise UsageError("bad_value", value="The text", what="what is known of training data", why=why)
    for value, what in ((name, "a name for several models"), (sha256, "the SHA-256 of several models")):
        if value is not None and len(paths) > 1:
            raise UsageError("bad_value", value=value, what=what, why="add them one by one")


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The model's name.", show_default=False)],
    json: Json = False,
) -> None:
    """Forget a model; its file stays where it is."""
    from app import models

    gone = models.remove(name)
    if json:
        output.document({"removed": {"name": gone.name, "file": gone.file, "sha256": gone.sha256}})
    else:
        output.tell(f"{gone.name} is no longer registered; its file {gone.file} was left as it is.")


def licence_text(path: Path) -> str:
    """The text of a licence's file; raises UsageError(no_such_file | bad_value)."""
    from app.modelling.adding import LONGEST_LICENCE

    try:
        if path.stat().st_size > LONGEST_LICENCE:
            why = f"it has more than {LONGEST_LICENCE >> 10} KiB"
            raise UsageError("bad_value", value=str(path), what="a licence's text", why=why)
        return path.read_text(encoding="utf-8-sig", errors="replace").strip()
    except OSError as error:
        raise UsageError("no_such_file", path=str(path)) from error


def _tell(one: Listed) -> None:
    """A model for people, a few lines each."""
    model = one.model
    output.tell(f"{model.name} · {model.role.replace('_', ' ')} · {_STATES[one.state]}")
    for name, text in _lines(model, one.found):
        output.entry(f"  {name:<14}", text)


def _lines(model: Known, found: str) -> Iterable[tuple[str, str]]:
    from app.modelling.records import NOT_KNOWN

    yield "file", f"{model.file} ({model.size:,} bytes)"
    yield "SHA-256", model.sha256
    if model.stated:
        yield "checked", f"its SHA-256 is the one stated {model.stated}"
    if found:
        yield "now", f"{found}: not used until a person confirms it (attest models add FILE --again)"
    if model.kind or model.title:
        yield "says it is", ", ".join(part for part in (model.title, model.kind) if part)
    yield "licence", model.licence_line or NOT_KNOWN
    yield "training data", model.training or NOT_KNOWN
    yield "first used", model.first_used or "not yet, as far as is recorded"
    if model.confirmed:
        yield "confirmed", f"{model.confirmed}, instead of {', '.join(model.earlier)}"
