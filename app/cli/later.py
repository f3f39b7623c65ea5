"""Commands that a later version brings: they answer so, with exit code 2, and are not listed in help."""

from __future__ import annotations

import typer

from provenance.errors import UsageError

LATER = ("exercise", "oversight", "bias")


def register(app: typer.Typer) -> None:
    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    for name in LATER:
        app.command(name, hidden=True, context_settings=anything, add_help_option=False)(_answer)


def _answer(context: typer.Context) -> None:
    raise UsageError("not_in_this_version", what=f"'attest {context.info_name}'")
