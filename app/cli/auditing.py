"""The command that shows the log of a case, checks its chain, and compares it with receipts: audit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from app import messages
from app.cli import output
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance.errors import AttestError

if TYPE_CHECKING:
    from app.case import Case
    from app.log_record import Asked
    from provenance.receipts import Compared, Kept, Receipt
    from provenance.store.records import AuditEntry, AuditReport

_TOLD = 6  # receipts that the log does not bear out, told in full
_Receipt = Annotated[
    Path | None, typer.Option("--receipt", metavar="FILE", help="Compare with the receipt that somebody else holds.")
]
_Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write it to a .csv or .json file that is not there yet.")
]


def register(app: typer.Typer) -> None:
    app.command()(audit)


def audit(
    case: CaseFolder,
    check: Annotated[bool, typer.Option("--check", help="Only check the chain and compare the receipts.")] = False,
    receipt: _Receipt = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Only entries of this person.")] = "",
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Only what concerns a source, as S3.")] = "",
    claim: Annotated[str, typer.Option("--claim", metavar="ID", help="Only what concerns a claim or draft.")] = "",
    action: Annotated[str, typer.Option("--action", metavar="WHAT", help="Only this action, such as verified.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="From this day or time on, in UTC.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="Up to this day or time, in UTC.")] = "",
    out: _Out = None,
    json: Json = False,
) -> int:
    """The hash-chained log, whether its chain holds, and whether it is as the receipts outside the case tell."""
    from app import log_record
    from provenance.receipts import given

    span = (log_record.time(since, "--since"), log_record.time(until, "--until"))
    asked = log_record.Asked(by, action.strip().replace(" ", "_"), source, claim, *span)
    handed = given(receipt) if receipt else None
    with opened_case(case, write=False) as opened:
        report, compared = opened.store.check_audit(), _compared(opened, handed)
        changed = opened.store.changed_outside()
        entries = [] if check and out is None else _entries(opened, asked)
        if out is not None:
            log_record.save(opened, out, entries)
            entries = [] if check else entries
        if json:
            told = report.json() | {"receipts": compared.json() if compared else None}
            told |= {"database_changed": changed.told() if changed else None}
            output.document(told if check else told | {"log": _listed(entries)})
        else:
            _tell(opened, report, compared, None if check or out else entries, out)
            if changed:
                output.tell(f"NOT AS IT WAS LEFT: {changed.told()}.")
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    return 0 if report.ok and not changed and _bears_out(opened, compared, strict=check or handed is not None) else 1


class Receipted(Protocol):
    """What was done, and how the log stood after it; see `Case.receipt`."""

    @property
    def receipt(self) -> Receipt | None: ...
    @property
    def unreceipted(self) -> AttestError | None: ...


def receipt_told(done: Receipted) -> None:
    """Where the log stood after what was just done, and that a receipt of it is kept, or why not."""
    from app import receipts

    if done.receipt is not None:
        output.tell(receipts.stands(done.receipt))
    if done.unreceipted is not None:
        output.say(messages.of(done.unreceipted))
    elif done.receipt is not None:
        output.say(receipts.kept_where())


def receipt_json(done: Receipted) -> dict[str, object]:
    """The same for the JSON document of a command: {"receipt": …}, null where none is kept."""
    return {"receipt": done.receipt.json() if done.receipt and not done.unreceipted else None}


def mismatches_told(opened: Case, compared: Compared) -> None:
    """The receipts that the log does not bear out, what that may mean, and what could not be compared."""
    from app import receipts

    for one in compared.failed[:_TOLD]:
        output.tell(output.plain(f"  NOT AS THE RECEIPT TELLS: {receipts.sentence(one)}"))
    if len(compared.failed) > _TOLD:
        output.tell(f"  and {len(compared.failed) - _TOLD:,} more receipts: attest audit CASE --check --json")
    if compared.failed:
        output.tell(f"  {receipts.may_mean(opened.store, compared)}")
    for line in receipts.notes(compared):
        output.tell(f"  note: {output.plain(line)}")


def _compared(opened: Case, handed: list[Kept] | None) -> Compared | None:
    """The log against receipts; None where those kept here cannot be read, which is told."""
    from app import receipts

    try:
        return receipts.compare(opened.store, handed)
    except AttestError as error:
        if error.code != "receipts_unreadable":
            raise
        output.say(messages.of(error))
        return None


def _bears_out(opened: Case, compared: Compared | None, *, strict: bool) -> bool:
    """Whether the receipts bear the log out; those of the case in another folder, of which this may be a copy, count
    only where one asks for just that."""
    from app import receipts

    if compared is None:
        return not strict
    return compared.ok if strict else not any(receipts.of_here(opened.store, m) for m in compared.failed)


def _entries(opened: Case, asked: Asked) -> list[AuditEntry]:
    """Raises UsageError("unknown_id") for a source, claim or draft that is not there."""
    from app import log_record
    from app.showing import is_draft

    if asked.source:
        opened.store.source(asked.source)
    if asked.claim:
        (opened.store.draft if is_draft(asked.claim) else opened.store.claim)(asked.claim)
    every = opened.store.audit_entries()
    return log_record.chosen(every, asked, log_record.Concerns.of(opened.store)) if asked else every


def _listed(entries: list[AuditEntry]) -> list[dict[str, object]]:
    return [
        {"seq": e.seq, "at": e.at, "by": e.by, "action": e.action, "detail": dict(e.detail), "hash": e.hash}
        for e in entries
    ]


def _tell(
    opened: Case, report: AuditReport, compared: Compared | None, entries: list[AuditEntry] | None, out: Path | None
) -> None:
    if entries is not None:
        rows = [(str(e.seq), e.at, e.by, e.action.replace("_", " "), messages.entry(e.detail)) for e in entries]
        output.table(("no.", "when", "who", "what", "details"), rows)
        if len(entries) < report.entries:
            output.tell(f"{len(entries):,} of {report.entries:,} entries.")
    if out is not None:
        output.tell(f"Wrote {out}.")
    broken = f"BROKEN at entry {report.broken_at}" if not report.ok else "the chain holds"
    output.tell(f"{report.entries} entries, head {report.head}: {broken}.")
    if compared is None:
        return
    held = compared.checked - len(compared.failed)
    told = "none is kept here" if not compared.checked else f"{held:,} of {compared.checked:,} bear the log out"
    output.tell(f"Receipts outside the case: {told}.")
    mismatches_told(opened, compared)
