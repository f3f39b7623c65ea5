"""Commands on how long a case is kept and who had access to it: retain, purge, access."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import messages
from app.cli import output
from app.cli.auditing import receipt_told
from app.cli.options import CaseFolder, Json
from app.cli.unlocking import opened_case
from provenance.errors import CaseError, UsageError
from provenance.report_words import counted, when
from provenance.retention import KIND, Hold, ReviewDate, Stand

if TYPE_CHECKING:
    from app.case import Case
    from app.purging import Purged

_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept with who and when.")]
_Source = Annotated[str, typer.Option("--source", metavar="ID", help="Remove this source only, such as S3.")]
_Copies = Annotated[
    bool, typer.Option("--with-copies", help="Also its copies, translations and transcripts, which say the same.")
]
_Yes = Annotated[
    str, typer.Option("--yes-purge", metavar="REFERENCE", help="The case's reference: destroys it without asking.")
]
_Certificate = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help="Write the stone of the case to a new file, too.")
]


def register(app: typer.Typer) -> None:
    app.command()(retain)
    app.command()(purge)
    app.command()(access)


def retain(
    case: CaseFolder,
    review_date: Annotated[
        str,
        typer.Option("--review-date", metavar="DAY", help="When to decide again, as 2027-01-31; none takes it back."),
    ] = "",
    hold: Annotated[str, typer.Option("--hold", metavar="KIND", help="Forbid deletion: cpia, appeal or other.")] = "",
    lift: Annotated[str, typer.Option("--lift", metavar="ID", help="End a hold, such as H1.")] = "",
    reason: _Reason = "",
    json: Json = False,
) -> None:
    """Show or set until when a case is kept: its review date, and holds that forbid deletion."""
    changing = bool(review_date or hold or lift)
    if changing and not reason.strip():
        raise UsageError("option_missing", option="'--reason'", what="why it is kept, or not any more")
    with opened_case(case, write=changing) as opened:
        retaining = opened.retaining
        if review_date:
            retaining.set_review_date("" if review_date.strip().lower() == "none" else review_date, reason)
        if hold:
            retaining.hold(hold.strip().lower(), reason)
        if lift:
            retaining.lift(lift, reason)
        stand, reference = retaining.stand(), opened.store.info.reference
    if json:
        output.document({"reference": reference, **_stand_json(stand)})
    else:
        _stand_told(reference, stand)


def purge(
    case: CaseFolder,
    source: _Source = "",
    reason: _Reason = "",
    with_copies: _Copies = False,
    yes_purge: _Yes = "",
    certificate: _Certificate = None,
    json: Json = False,
) -> int:
    """Remove a source for good ('--source'), or destroy the whole case, its keys first. A hold forbids both."""
    try:
        with opened_case(case) as opened:
            if not reason.strip():
                raise UsageError("option_missing", option="'--reason'", what="why it is removed")
            if source:
                return _remove(opened, source.strip().upper(), reason, with_copies, json)
            return _destroy(opened, reason, yes_purge, certificate, json)
    except CaseError as error:
        if error.code == "purge_asked" and not source:
            return _go_on(case, yes_purge, json)
        if error.code != "case_purged":
            raise
        output.say(messages.of(error))  # it was cut off before, and is done now
        return 0


def access(
    case: CaseFolder,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file; its ending says in which form.")],
    record: Annotated[
        bool, typer.Option("--record", help="What is held, for whom, until when: .json .html .docx")
    ] = False,
    incident: Annotated[bool, typer.Option("--incident", help="Who opened what since when: .csv .json")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Incident: only this person.")] = "",
    source: Annotated[str, typer.Option("--source", metavar="ID", help="Incident: only this source.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="Incident: from this day or time, UTC.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="Incident: up to this day or time, UTC.")] = "",
    json: Json = False,
) -> None:
    """Write the data-protection record of a case ('--record'), or who opened what since when ('--incident')."""
    from app import access_record, log_record

    if record == incident:
        raise UsageError("option_missing", option="'--record' or '--incident'", what="which of the two to write")
    span = (log_record.time(since, "--since"), log_record.time(until, "--until"))
    with _for_records(case) as opened:
        if record:
            told: dict[str, object] = access_record.record(opened, out)
        else:
            found = access_record.incident(
                opened, out, log_record.Asked(by=by, source=source, since=span[0], until=span[1])
            )
            told = {"entries": len(found), "people": [one.json() for one in access_record.people(found)]}
    if opened.unrecorded:
        output.say(messages.unrecorded(opened.unrecorded))
    if json:
        output.document({"file": str(out), **told})
        return
    output.tell(f"Wrote {out}")
    receipt_told(opened)


def _for_records(folder: Path) -> Case:
    """The case, open for writing where nobody else has it: then openings that were noted beside its log stand in it."""
    try:
        return opened_case(folder)
    except CaseError as error:
        if error.code not in ("case_locked", "case_read_only", "case_io"):
            raise
        return opened_case(folder, write=False)


def _remove(opened: Case, source_id: str, reason: str, with_copies: bool, json: bool) -> int:
    from app.retaining import told

    plan = opened.retaining.plan(source_id)
    if not json:
        for line in told(plan):
            output.say(line)
        if _asked() and not typer.confirm("Remove it for good?", err=True):
            raise UsageError("purge_not_confirmed")
    with output.progress() as bar:
        done = opened.retaining.remove(plan, reason, bar, with_copies=with_copies)
    if json:
        output.document(done.json())
    else:
        for stone in done.stones:
            output.tell(f"Removed {stone.source_id}: {stone.name}, SHA-256 {stone.sha256}")
        if done.exports:
            output.tell(
                f"{counted(done.exports, 'export')} left this case before and may hold words of it; see the log."
            )
        receipt_told(opened)
    if done.unfinished is not None:
        output.say(messages.sentence("removal_unfinished", done.unfinished.facts))
    return 0 if done.unfinished is None else 1


def _destroy(opened: Case, reason: str, yes: str, certificate: Path | None, json: bool) -> int:
    from app import purging

    reference = opened.store.info.reference
    if yes:
        typed = (yes, yes)
    elif _asked() and not json:
        output.say(f"All of the case {reference} will be destroyed. This cannot be undone.")
        typed = (_type("Type the reference of the case"), _type("Type it once more to destroy it"))
    else:
        raise UsageError("purge_not_confirmed")
    stone, others = purging.purge(opened, reason, typed, certificate)
    _purged(stone, others, json)
    return 0


def _go_on(folder: Path, yes: str, json: bool) -> int:
    """Destroy a case that was given up elsewhere, once its reference is given."""
    from app import purging

    stone = purging.given_up(folder)
    if stone is None or not yes:
        raise UsageError("purge_not_confirmed")
    if yes.strip() != stone.reference.strip():
        raise UsageError("reference_differs", given=yes)
    _purged(stone, purging.destroy(folder, stone), json)
    return 0


def _purged(stone: Purged, others: list[str], json: bool) -> None:
    from app import purging

    if json:
        output.document({"purged": stone.json(), "stone": str(purging.path()), "left_in_folder": others})
        return
    output.tell(stone.sentence())
    output.tell(f"The stone is kept in {purging.path()}.")
    if others:
        output.tell(f"Not Attest's, and left in the folder: {', '.join(others)}")


def _asked() -> bool:
    """Whether a person sits there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _type(prompt: str) -> str:
    return str(typer.prompt(prompt, err=True))


def _stand_told(reference: str, stand: Stand) -> None:
    output.tell(f"Case {reference}")
    output.tell(f"Review date: {stand.date.day} ({stand.date.reason})" if stand.date else "Review date: none is set.")
    if due := stand.due():
        output.tell(due)
    for hold in stand.holds:
        ended = "" if hold.stands else f"; lifted {when(hold.lifted_at)} by {hold.lifted_by}: {hold.lifted_why}"
        output.tell(f"Hold {hold.id}, {KIND[hold.kind]}: {hold.reason} ({when(hold.at)}, {hold.by}{ended})")
    for stone in stand.stones:
        output.tell(f"Removed {stone.source_id}, {stone.name}: {stone.reason} ({when(stone.at)}, {stone.by})")


def _stand_json(stand: Stand) -> dict[str, object]:
    return {
        "review_date": _date_json(stand.date) if stand.date else None,
        "review_due": bool(stand.due()),
        "review_dates": [_date_json(one) for one in stand.dates],
        "holds": [_hold_json(one) for one in stand.holds],
        "removed": [stone.json() for stone in stand.stones],
    }


def _date_json(one: ReviewDate) -> dict[str, object]:
    return {"day": one.day, "reason": one.reason, "at": one.at, "by": one.by}


def _hold_json(one: Hold) -> dict[str, object]:
    told = {"id": one.id, "kind": one.kind, "reason": one.reason, "at": one.at, "by": one.by, "stands": one.stands}
    return told | {"lifted_at": one.lifted_at, "lifted_by": one.lifted_by, "lifted_why": one.lifted_why}
