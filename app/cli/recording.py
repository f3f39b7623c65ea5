"""The command that writes the records about the AI, for the public, auditors and the case file: records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case


def register(app: typer.Typer) -> None:
    app.command()(records)


def records(
    case: CaseFolder,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write them; made if not there.")],
    json: Json = False,
) -> None:
    """Write three records about the AI to finish by hand: transparency record, system card, page for the case file."""
    from app import ai_records

    with opened_case(case, write=False) as opened, output.progress() as bar:
        written = ai_records.write(opened, out, bar)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document({"files": [str(path) for path in written]} | receipt_json(opened))
        return
    for path in written:
        output.tell(f"Wrote {path}")
    output.tell(
        "What only a person can know is marked “to be completed by the force”; complete it before they are used."
    )
    receipt_told(opened)
