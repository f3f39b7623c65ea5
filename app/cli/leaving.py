"""The command by which work leaves the case: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, PasswordFile
from provenance.errors import UsageError

LATER = ("pdf", "docx", "md", "csv", "bundle")


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="The draft's id, such as D2.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")],
    format: Annotated[str, typer.Option("--format", metavar="html|json", help="What to write.")] = "html",
    audience: Annotated[str, typer.Option("--audience", hidden=True)] = "working",
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Write a draft as an HTML report or as JSON, for the case team; a report re-opens every citation first."""
    from app.case import Case
    from app.passwords import from_file

    if format in LATER:
        raise UsageError("not_in_this_version", what=f"The format {format}")
    if format not in ("html", "json"):
        raise UsageError("bad_value", value=format, what="a format", why="choose html or json")
    if audience != "working":
        raise UsageError("not_in_this_version", what=f"A report for the audience '{audience}'")
    passwords = from_file(password_file)
    with Case.open(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        verified = opened.export(draft, format, out, bar)
        signature = opened.store.signature(draft)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document({"draft_id": draft, "format": format, "audience": audience, "path": str(out)})
    else:
        how = "signed off" if signature else "not signed off"
        output.tell(f"Wrote {out}: a working document for the case team, {how}.")
        if verified and not verified.ok:
            output.tell(f"{len(verified.failed)} citations or records did not re-open; the report marks them.")
    return 0 if verified is None or verified.ok else 1
