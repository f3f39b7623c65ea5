"""The command by which work leaves the case: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json, PasswordFile
from provenance.audience import AUDIENCES, Audience
from provenance.errors import UsageError
from provenance.report_words import counted

if TYPE_CHECKING:
    from provenance.serving_bars import Kept

LATER = ("pdf", "docx", "md", "csv", "bundle")
FOR = {
    "working": "a working document for the case team",
    "prosecutor": "for the prosecutor",
    "defence": "for the defence or the court",
    "training": "for training",
}
_WHY = {
    "undecided": "nobody decided on",
    "unused": "unused",
    "sensitive": "sensitive",
    "not_relevant": "not relevant",
    "privileged": "held as privileged",
    "same_as_sensitive": "the same as a sensitive one",
}


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
    undecided = known != "working" and kept is not None and bool(kept.undecided)
    if json:
        told: dict[str, object] = {} if kept is None else {"left_out": kept.json()}
        told |= {"failed": len(verified.failed)} if verified else {}
        output.document({"draft_id": draft, "format": format, "audience": audience, "path": str(out), **told})
    else:
        output.tell(f"Wrote {out}: {FOR[known]}, {'signed off' if off else 'not signed off'}.")
        if verified and not verified.ok:
            output.tell(f"{len(verified.failed)} citations or records did not re-open; the report marks them.")
    if kept is not None and known != "working":
        for line in left_out(kept, case):
            (output.say if json else output.tell)(line)
    return 1 if undecided or (verified and not verified.ok) else 0


def _audience(said: str) -> Audience:
    for known in AUDIENCES:
        if known == said:
            return known
    raise UsageError("bad_value", value=said, what="an audience", why=f"choose from {', '.join(AUDIENCES)}")


def left_out(kept: Kept, case: Path) -> list[str]:
    """What an export leaves out, in sentences for the person who exports it, and what is to be done about it."""
    if not kept.not_served:
        return ["Every source of the case may be served to this audience."]
    by_why = ", ".join(f"{count:,} {_WHY[why]}" for why, count in kept.sources.items())
    told = [
        f"Not served: {counted(kept.not_served, 'source')} ({by_why}). The file tells their number, and nothing else."
    ]
    gone = (
        (kept.claims, "{} that cite them"),
        (kept.named, "{} whose words tell of them"),
        (kept.unborne, "{} that their citations do not bear, or that a person rejected"),
    )
    claims = ", ".join(how.format(counted(n, "claim")) for n, how in gone if n)
    told += [f"Left out: {claims}."] if claims else []
    told += [f"Left out: {counted(kept.notes, 'note')} of reviewers."] if kept.notes else []
    if kept.against or kept.conflicts:
        told.append(
            f"Material that is not served speaks against claims that are: {counted(kept.against, 'place')}, "
            f"{counted(kept.conflicts, 'conflict')}. Whether it must be disclosed is a disclosure officer's to decide: "
            "see its sources and the schedules."
        )
    if kept.undecided:
        named = ", ".join(kept.undecided[:10]) + (" and more" if len(kept.undecided) > 10 else "")
        told.append(
            f"Nobody decided on {named}, and what is not decided is not served. Decide (attest set {case} "
            f"{kept.undecided[0]} use=used), and export again."
        )
    return told
