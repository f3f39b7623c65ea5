"""The command that measures the support checks on labelled pairs: check."""

from __future__ import annotations

import json as jsonlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output


def register(app: typer.Typer) -> None:
    app.command()(check)


def check(
    pairs: Annotated[
        Path, typer.Argument(metavar="PAIRS.jsonl", help='Lines of {"premise", "claim"}.', show_default=False)
    ],
    json: Annotated[bool, typer.Option("--json", hidden=True)] = False,  # the answer is JSON lines in any case
) -> int:
    """Run the support checks over pairs of premise and claim; writes the lines with verdict, score and reasons."""
    from app.checking import check_file

    wrong = done = 0
    with output.progress() as bar:
        for answer in check_file(pairs, bar):
            sys.stdout.write(jsonlib.dumps(answer.json(), ensure_ascii=False) + "\n")
            done += 1
            if answer.support is None:
                wrong += 1
                output.say(f"Not judged: {answer.reasons[0].detail}.")
    output.say(f"{done - wrong} pairs judged" + (f", {wrong} lines not: see their reasons." if wrong else "."))
    return 1 if wrong else 0
