"""The command by which work leaves the case: export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import keys, output
from app.cli.auditing import receipt_json, receipt_told
from app.cli.keys import KeyName, SourcesIn
from app.cli.options import CaseFolder, Json, PasswordFile
from app.cli.unlocking import opened_case
from app.kept_words import BEFORE_SECOND, FOR, left_out, undecided
from provenance.audience import AUDIENCES, Audience
from provenance.errors import UsageError

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.records import VerifyReport

FORMATS = ("html", "pdf", "docx", "md", "csv", "json", "bundle")
_Audience = Annotated[
    str, typer.Option("--audience", metavar="|".join(AUDIENCES), help="For whom: what may be in it hangs on that.")
]


def register(app: typer.Typer) -> None:
    app.command()(export)


def export(
    case: CaseFolder,
    draft: Annotated[str, typer.Option("--draft", metavar="ID", help="The draft's id, such as D2.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="The file to write; must not be there yet.")],
    format: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="What to write.")] = "html",
    audience: _Audience = "working",
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
    from app.exporting import signed_before_second, signed_off
    from app.passwords import from_file

    if format not in FORMATS:
        raise UsageError("bad_value", value=format, what="a format", why=f"choose from {', '.join(FORMATS)}")
    known, passwords = _audience(audience), from_file(password_file)
    options = _options(format, sources, key)
    _require_place(out, format)
    with opened_case(case, write=False) as opened, output.progress() as bar:
        opened.unlock(passwords)
        verified = opened.export(draft, format, out, bar, audience=known, options=options)
        done = _Done(opened, draft, format, known, out, options, verified, signed_off(opened.store, draft))
        before_second = signed_before_second(opened.store, draft)
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    done.document() if json else done.tell()
    if before_second:
        (output.say if json else output.tell)(BEFORE_SECOND)
    for line in done.left_out(case):
        (output.say if json else output.tell)(line)
    return 1 if done.open_questions or not done.all_opened else 0


@dataclass(frozen=True, slots=True)
class _Done:
    """An export that was written, to be told of; `signed` says whether the draft is signed off."""

    case: Case
    draft: str
    format: str
    audience: Audience
    out: Path
    options: Mapping[str, object]
    verified: VerifyReport | None
    signed: bool

    @property
    def open_questions(self) -> bool:
        """Whether something was left out because nobody decided on it."""
        return self.audience != "working" and self.case.kept is not None and bool(self.case.kept.undecided)

    @property
    def all_opened(self) -> bool:
        """Whether every citation that was re-opened is as it was."""
        return self.verified is None or self.verified.ok

    def document(self) -> None:
        """As one JSON document."""
        told: dict[str, object] = {"draft_id": self.draft, "format": self.format, "audience": self.audience}
        told |= {"path": str(self.out)}
        told |= {} if self.case.kept is None else {"left_out": self.case.kept.json()}
        told |= {"failed": len(self.verified.failed)} if self.verified else {}
        told |= {"signed_by": keys.fingerprint(self.options)} if self.format == "bundle" else {}
        told |= {"sources": self.case.travelling.json()} if self.case.travelling else {}
        output.document(told | receipt_json(self.case))

    def tell(self) -> None:
        """In sentences."""
        output.tell(f"Wrote {self.out}: {FOR[self.audience]}, {'signed off' if self.signed else 'not signed off'}.")
        if self.format == "bundle":
            output.tell(keys.told(self.options, self.out))
        for line in self.case.travelling.words() if self.case.travelling else ():
            output.tell(line)
        receipt_told(self.case)
        if self.verified and not self.all_opened:
            failed = len(self.verified.failed)
            output.tell(f"{failed} citations or records did not re-open; the report marks them.")

    def left_out(self, folder: Path) -> list[str]:
        """What the export leaves out for its audience, for the person who exports alone."""
        kept = self.case.kept
        if kept is None or self.audience == "working":
            return []
        said = left_out(kept)
        if kept.undecided:
            ask = f"Decide (attest set {folder} {kept.undecided[0]} use=used), and export again."
            said.append(f"{undecided(kept)} {ask}")
        return said


def _require_place(out: Path, format: str) -> None:
    """Raises UsageError where no place is named, or where the file's ending says another format: whoever opens it would
    be misled. Path("") is "."."""
    if out.name == "":
        raise UsageError("bad_value", value='""', what="the file to write", why="name one with --out")
    said = out.suffix.lower().removeprefix(".")
    if said != format and said in FORMATS:
        why = f"it ends with .{said}, and {format} is to be written; let it end with .{format}, or say --format {said}"
        raise UsageError("bad_value", value=out.name, what="the file to write", why=why)


def _options(format: str, sources: str, key: str | None) -> dict[str, object]:
    """Of a bundle; what another form cannot do is refused, and not left out without a word."""
    if format == "bundle":
        return keys.options(sources, key)
    if sources != "cited" or key not in (None, "none"):
        given = "--sources" if sources != "cited" else "--key"
        why = "only a bundle is signed and holds sources; write it with --format bundle"
        raise UsageError("bad_value", value=given, what=f"an option of {format}", why=why)
    return {}


def _audience(said: str) -> Audience:
    for known in AUDIENCES:
        if known == said:
            return known
    raise UsageError("bad_value", value=said, what="an audience", why=f"choose from {', '.join(AUDIENCES)}")
