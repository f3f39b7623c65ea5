"""The command by which work leaves the case: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, PasswordFile
from app.kept_words import FOR, left_out, undecided
from provenance.audience import AUDIENCES, Audience
from provenance.errors import UsageError

LATER = ("pdf", "docx", "md", "csv", "bundle")


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="The draft's id, such as D2.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")],
    format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="What to write: html, json, ….")] = "html",
    audience: Annotated[
        str,
        typer.Option("--audience", metavar="|".join(AUDIENCES), help="For whom: what may be in it hangs on that."),
    ] = "working",
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Write a draft for the case team, the prosecutor, the defence or for training; a report re-opens every citation.

    Who may see a source hangs on its use (attest set CASE S3 use=used|unused|sensitive|not_relevant): the prosecutor
    sees used, unused and sensitive ones, the defence and training used ones, and nobody what is privileged.
    """
    from app.case import Case
    from app.exporting import WRITERS, signed
    from app.passwords import from_file

    if format in LATER and format not in WRITERS:
        raise UsageError("not_in_this_version", what=f"The format {format}")
    known, passwords = _audience(audience), from_file(password_file)
    with Case.open(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        verified = opened.export(draft, format, out, bar, audience=known)
        off = signed(opened.store, draft)
    kept = opened.kept
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    open_questions = known != "working" and kept is not None and bool(kept.undecided)
    if json:
        told: dict[str, object] = {} if kept is None else {"left_out": kept.json()}
        told |= {"failed": len(verified.failed)} if verified else {}
        output.document({"draft_id": draft, "format": format, "audience": audience, "path": str(out), **told})
    else:
        output.tell(f"Wrote {out}: {FOR[known]}, {'signed off' if off else 'not signed off'}.")
        if verified and not verified.ok:
            output.tell(f"{len(verified.failed)} citations or records did not re-open; the report marks them.")
    if kept is not None and known != "working":
        said = left_out(kept)
        if kept.undecided:
            said.append(f"{undecided(kept)} Decide (attest set {case} {kept.undecided[0]} use=used), and export again.")
        for line in said:
            (output.say if json else output.tell)(line)
    return 1 if open_questions or (verified and not verified.ok) else 0


def _audience(said: str) -> Audience:
    for known in AUDIENCES:
        if known == said:
            return known
    raise UsageError("bad_value", value=said, what="an audience", why=f"choose from {', '.join(AUDIENCES)}")
