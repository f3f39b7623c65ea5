"""The command for lines of enquiry: list, add, change, close, reopen, move, and ask them all again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.options import CaseFolder, Json, Seed
from app.cli.unlocking import opened_case
from provenance import draft_words
from provenance.asked_words import points_summary
from provenance.enquiries import KIND, KINDS, Enquiry, day
from provenance.errors import UsageError
from provenance.records import Citation
from provenance.report_words import counted
from summarise.settings import SEED

if TYPE_CHECKING:
    from app.case import Case
    from app.enquiries import Answer

ACTIONS = ("list", "add", "change", "close", "reopen", "move", "ask")
_Kind = Annotated[
    str, typer.Option("--kind", metavar="K", help=f"What it is, for 'add' and 'change': {', '.join(KINDS)}.")
]
_Dated = Annotated[
    str | None,
    typer.Option("--dated", metavar="DAY", help="Day of its paper, such as 2026-05-12, for 'add' and 'change'."),
]


def register(app: typer.Typer) -> None:
    app.command()(enquiries)


def enquiries(
    case: CaseFolder,
    action: Annotated[str, typer.Argument(metavar="list|add|change|close|reopen|move|ask")] = "list",
    what: Annotated[str, typer.Argument(metavar="[WORDS|ID]", help="Words to add, or an id such as E3.")] = "",
    kind: _Kind = "",
    words: Annotated[str | None, typer.Option("--words", metavar="T", help="New words, for 'change'.")] = None,
    dated: _Dated = None,
    reason: Annotated[str, typer.Option("--reason", metavar="T", help="Why it is closed.")] = "",
    up: Annotated[bool, typer.Option("--up", help="Move one place up; without it, down.")] = False,
    seed: Seed = SEED,
    json: Json = False,
) -> None:
    """Points to prove, points of the defence statement and open questions of a case, and what answers them.

    'ask' puts every open one, or the one named, to the case and says what is new since the last time. 'change' takes an
    id and new --words, another --kind, another --dated (--dated "" takes the day away), or several of these:
    attest enquiries CASE change E3 --words "Who carried the bag?"
    """
    from app.enquiries import answers, require_action

    require_action(action, ACTIONS)
    with opened_case(case, write=action != "list") as opened:
        if action == "ask":
            with output.progress() as bar:
                found = opened.enquiring.ask(bar, [what] if what else None, seed)
            _answered(found, json)
            return
        if action != "list":
            _do(opened, action, what, kind, words, dated, reason, up)
        listed, latest = opened.enquiring.every(), {a.enquiry.id: a for a in answers(opened.store)}
    if json:
        output.document({"enquiries": [enquiry_json(e, latest.get(e.id)) for e in listed]})
    elif not listed:
        output.tell(f"No line of enquiry yet. Add one with: attest enquiries {case} add WORDS --kind {'|'.join(KINDS)}")
    else:
        heads = ("id", "what", "words", "state", "when", "who", "last answer")
        output.table(heads, [_cells(e, latest.get(e.id)) for e in listed])


def _do(
    opened: Case, action: str, what: str, kind: str, words: str | None, dated: str | None, reason: str, up: bool
) -> None:
    """Carry one action out; raises UsageError."""
    if action != "add" and not what:
        raise UsageError(
            "bad_value", value="''", what="a line of enquiry", why=f"say which one to {action}, such as E3"
        )
    doing = opened.enquiring
    if action == "add":
        if not kind:
            raise UsageError("option_missing", option="--kind", what=f"what the line of enquiry is: {', '.join(KINDS)}")
        doing.add(kind, what, dated or "")
    elif action == "change":
        if not kind and words is None and dated is None:
            raise UsageError("option_missing", option="--words, --kind or --dated", what="what is to be changed")
        doing.change(what, kind or None, words, dated)
    elif action == "close":
        doing.close(what, reason)
    elif action == "reopen":
        doing.reopen(what)
    else:
        doing.move(what, "up" if up else "down")


def enquiry_json(enquiry: Enquiry, answer: Answer | None) -> dict[str, object]:
    """An enquiry as it stands, its history, and its latest answer, as JSON values."""
    now, first = enquiry.now, enquiry.versions[0]
    told = {"id": enquiry.id, "kind": now.kind, "words": now.words, "dated": now.dated, "open": enquiry.open}
    told |= {"reason": now.reason, "added": first.at, "added_by": first.by, "changed": now.at, "changed_by": now.by}
    history = [
        {name: getattr(v, name) for name in ("action", "kind", "words", "dated", "reason", "at", "by")}
        for v in enquiry.versions
    ]
    asked = [{"draft_id": a.draft_id, "words": a.words} for a in enquiry.askings]
    return {**told, "history": history, "asked": asked, "answer": _answer_json(answer) if answer else None}


def _answer_json(answer: Answer) -> dict[str, object]:
    named = ("new", "gone", "still", "kept", "unseen")
    told = {name: [_place_json(c) for c in getattr(answer, name)] for name in named}
    before = answer.before.id if answer.before else None
    counts = {"searched": answer.draft.searched, "searched_before": answer.before.searched if answer.before else None}
    drafts = {"draft_id": answer.draft.id, "before": before, "found": answer.found}
    return {
        **drafts,
        "all_held_back": answer.all_held_back,
        **counts,
        "withheld": answer.withheld,
        "rejected": answer.rejected,
        **told,
    }


def _place_json(citation: Citation) -> dict[str, object]:
    exact = getattr(citation.anchor, "exact", None)
    told = {"citation_id": citation.id, "source_id": citation.source_id, "exhibit": citation.exhibit}
    return {**told, "label": citation.label, "exact": exact}


def _answered(found: list[Answer], json: bool) -> None:
    if json:
        output.document(
            {"answers": [{"enquiry": a.enquiry.id, "words": a.enquiry.words, **_answer_json(a)} for a in found]}
        )
        return
    if not found:
        output.tell("No line of enquiry is open: nothing was asked.")
    for answer in found:
        output.tell(output.plain(f"{answer.enquiry.id}  {answer.enquiry.words}"))
        output.tell(f"    {state_of(answer)}  ({answer.draft.id})")
        earlier = [c for c in answer.unseen if c not in answer.new]
        listed = (
            ("new ", answer.new),
            ("new, not looked at yet ", earlier),
            ("gone ", answer.gone),
            ("no longer quoted ", answer.still),
        )
        for mark, these in listed:
            for c in these:
                quoted = " ".join(str(getattr(c.anchor, "exact", "")).split())
                output.entry(
                    f"    {mark}", f"{c.exhibit or c.source_name} {c.label}".strip() + f": “{quoted}”" * bool(quoted)
                )


def state_of(answer: Answer) -> str:
    """ "4 claims; 1 place new, 2 gone, 3 kept since D3", "nothing found in 1,204 passages searched"."""
    settings = answer.draft.run.settings
    told = counted(answer.shown, "claim")
    if not answer.found:
        left = draft_words.not_shown(answer.held_back, answer.rejected, answer.withheld)
        none = f"nothing found in {counted(answer.draft.searched, 'passage')} searched"
        told = left or draft_words.wrote_none(settings) or none
        told = told[0].lower() + told[1:]
    if points := points_summary(settings):
        told = f"{told}; {points}"
    if answer.before is None:
        return f"{told}; asked for the first time"
    waiting = f"; {len(answer.unseen):,} that came new not looked at by a person yet" if answer.unseen else ""
    if answer.same:
        return f"{told}; the same as in {answer.before.id}{waiting}"
    moved = f"{counted(len(answer.new), 'place')} new, {len(answer.gone):,} gone"
    if answer.still:
        moved += f", {len(answer.still):,} found but no longer quoted"
    return f"{told}; {moved}, {len(answer.kept):,} kept since {answer.before.id}{waiting}"


def _cells(enquiry: Enquiry, answer: Answer | None) -> tuple[str, ...]:
    now = enquiry.now
    dated = f" of {day(now.dated)}" if now.dated else ""
    state = "open" if enquiry.open else f"closed: {now.reason}"
    told = state_of(answer) if answer else "not asked yet"
    return (enquiry.id, KIND[now.kind] + dated, now.words, state, now.at, now.by, told)
