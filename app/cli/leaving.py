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
from app.kept_words import FOR, left_out, undecided
from provenance.audience import AUDIENCES, Audience
from provenance.errors import UsageError

FORMATS = ("html", "pdf", "docx", "md", "csv", "json", "bundle")


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="The draft's id, such as D2.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")],
    format: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="What to write.")] = "html",
    audience: Annotated[
        str,
        typer.Option("--audience", metavar="|".join(AUDIENCES), help="For whom: what may be in it hangs on that."),
    ] = "working",
    sources: SourcesIn = "cited",
    key: KeyName = None,
    password_file: PasswordFile = None,
    json: Json = False,
) -> int:
    """Write a draft for the case team, the prosecutor, the defence or for training: as a report (HTML, PDF, Word,
    Markdown), a table of its claims, JSON, or a sealed bundle (a new folder) that others check without Attest.

    Who may see a source hangs on its use (attest set CASE S3 use=used|unused|sensitive|not_relevant): the prosecutor
    sees used, unused and sensitive ones, the defence and training used ones, and nobody what is privileged. For all
    but data every citation is re-opened first.
    """
    from app.case import Case
    from app.exporting import signed_off
    from app.passwords import from_file

    if format not in FORMATS:
        raise UsageError("bad_value", value=format, what="a format", why=f"choose from {', '.join(FORMATS)}")
    known, passwords = _audience(audience), from_file(password_file)
    options = keys.options(sources, key) if format == "bundle" else {}
    with Case.open(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        verified = opened.export(draft, format, out, bar, audience=known, options=options)
        off = signed_off(opened.store, draft)
    kept = opened.kept
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    open_questions = known != "working" and kept is not None and bool(kept.undecided)
    if json:
        told: dict[str, object] = {"draft_id": draft, "format": format, "audience": audience, "path": str(out)}
        told |= {} if kept is None else {"left_out": kept.json()}
        told |= {"failed": len(verified.failed)} if verified else {}
        told |= {"signed_by": keys.fingerprint(options)} if format == "bundle" else {}
        output.document(told | receipt_json(opened))
    else:
        output.tell(f"Wrote {out}: {FOR[known]}, {'signed off' if off else 'not signed off'}.")
        if format == "bundle":
            output.tell(keys.told(options, out))
        receipt_told(opened)
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
