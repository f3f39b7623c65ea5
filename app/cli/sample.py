"""The command that shows the whole way on the sample case: demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.options import Json
from app.cli.window import has_screen, show
from provenance.errors import UsageError


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make it.")] = Path("demo"),
    no_window: Annotated[bool, typer.Option("--no-window", help="Do not open the window at the end.")] = False,
    exercise: Annotated[bool, typer.Option("--exercise", hidden=True)] = False,
    json: Json = False,
) -> int:
    """Make the sample case, take it in, summarise, verify every citation, write the report."""
    from app import demo as demonstration

    if exercise:
        raise UsageError("not_in_this_version", what="An exercise on the sample case ('--exercise')")
    with output.progress() as bar:
        made = demonstration.run(folder, output.say, bar)
    if made.unrecorded:
        output.say(messages.unrecorded(made.unrecorded))
    held = sum(s.outcome == "held" for s in made.sources)
    if json:
        output.document(
            {
                "case": str(made.case),
                "report": str(made.report),
                "draft_id": made.draft.id,
                "claims": len(made.draft.claims),
                "citations": sum(len(c.citations) for c in made.draft.claims),
                "verify": made.verified.json(),
            }
            | receipt_json(made)
        )
    else:
        output.tell(
            f"\n{len(made.sources)} sources ({held} held as legally privileged), {len(made.draft.claims)} claims, "
            f"{made.verified.checked} citations re-opened, {len(made.verified.failed)} failures."
        )
        output.tell(f"Report: {made.report}")
        receipt_told(made)
        output.tell(f"Look further: attest show {made.case} {made.draft.claims[0].id}")
        if not no_window:
            _open_window(context, made.case)
    return 0 if made.verified.ok else 1


def _open_window(context: typer.Context, case: Path) -> None:
    """End with the window on the case, where there is a screen; else say how to open it elsewhere."""
    if context.obj is not None and has_screen():
        output.tell("Opening the window on the sample case. Close it to end.")
        show(context, case)
    else:
        output.tell(f"There is no display here, so the window was left out. With one: attest open {case}")
