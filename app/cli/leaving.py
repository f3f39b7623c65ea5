"""The command by which work leaves the case: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import keys, output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.keys import KeyName, SourcesIn
from app.cli.options import CaseFolder, Json, PasswordFile
from provenance.errors import UsageError

LATER = ("pdf", "docx", "md", "csv")

FORMATS = ("html", "pdf", "docx", "md", "csv", "json", "bundle")


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="The draft's id, such as D2.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")],
    format: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="What to write.")] = "html",
    audience: Annotated[str, typer.Option("--audience", hidden=True)] = "working",
    sources: SourcesIn = "cited",
    key: KeyName = None,
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Write a draft: as a report (HTML, PDF, Word, Markdown), a table of its claims, JSON, or as a sealed bundle (a new
    folder) that others check without Attest. Every citation is re-opened first."""
    from app.case import Case
    from app.passwords import from_file

    if format not in FORMATS:
        raise UsageError("bad_value", value=format, what="a format", why=f"choose from {', '.join(FORMATS)}")
    if audience != "working":
        raise UsageError("not_in_this_version", what=f"A report for the audience '{audience}'")
    passwords = from_file(password_file)
    options = keys.options(sources, key) if format == "bundle" else {}
    with Case.open(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        verified = opened.export(draft, format, out, bar, options=options)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        told = {"draft_id": draft, "format": format, "audience": audience, "path": str(out)} | receipt_json(opened)
        output.document(told | ({"signed_by": keys.fingerprint(options)} if format == "bundle" else {}))
    else:
        output.tell(f"Wrote {out}: a working document for the case team, not signed off.")
        if format == "bundle":
            output.tell(keys.told(options, out))
        receipt_told(opened)
        if verified and not verified.ok:
            output.tell(f"{len(verified.failed)} citations or records did not re-open; the report marks them.")
    return 0 if verified is None or verified.ok else 1
