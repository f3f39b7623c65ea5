"""The command that tests whether Attest keeps to this machine: selftest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import Json
from app.cli.unlocking import opened_case

_Case = Annotated[
    Path | None, typer.Argument(metavar="[CASE]", help="Keep the result in this case's log.", show_default=False)
]


def register(app: typer.Typer) -> None:
    app.command()(selftest)


def selftest(case: _Case = None, json: Json = False) -> int:
    """Test being offline: do the main job on a small case, with files that ask for connections, and count the calls."""
    from app import selftesting

    if case is None:
        with output.progress() as bar:
            found = selftesting.tested(bar)
        unrecorded = None
    else:
        with opened_case(case) as opened, output.progress() as bar:
            found = selftesting.of_case(opened, bar)
            unrecorded = opened.unrecorded
    if unrecorded:
        output.say(messages.unrecorded(unrecorded))
    if json:
        output.document(found.json())
    else:
        for line in found.lines():
            output.tell(line)
    return 0 if found.ok else 1
