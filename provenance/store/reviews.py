"""Rows of reviews: what people did to claims, kept for good, and how each claim stands after it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.records import Verdict
from provenance.retention import REMOVED
from provenance.reviews import FAULTS, LONGEST, Action, ClaimState, Review, state_of
from provenance.store import codec, drafts, openings, signatures
from provenance.store.database import Read, Row, reading
from provenance.store.ids import citation_key, claim_key, draft_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.records import NewClaim
from provenance.store.sources import OPEN, next_number

_COLUMNS = "n, draft, claim, action, text, note, fault, verdict, opened, at, by, undoes, spent"
# Claims that are withheld: one of the sources that they cite is.
_BARRED = (
    f"SELECT claim FROM citation JOIN source ON source.n = source WHERE draft = ? AND role = 'cited' AND NOT {OPEN}"
)
_UNDONE = "(SELECT n FROM review AS undo WHERE undo.undoes = review.n)"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person wants to do to a claim; `fault` says what is wrong with one that is rejected.

    `seen` are the words that they decide on, as `ClaimState.text` gives them; None where that is not checked.
    """

    action: Action
    text: str = ""
    note: str = ""
    fault: str = ""
    verdict: Verdict | None = None
    seen: str | None = None


@dataclass(slots=True)
class _Cited:
    """The citations of one claim: the ids that must be opened, the source of one that is withheld, or was removed."""

    needed: list[str]
    open: int = 0
    withheld: str = ""
    removed: str = ""  # the source of one that lost its words


def decide(db: Connection, claim_id: str, decision: Decision, by: str, second: bool = False) -> ClaimState:
    """Write a decision and its audit entry; gives how the claim stands then, where `second` people have to accept, too.

    A decision that stands already, word for word and by the same person, is not written twice. Raises
    UsageError(unknown_id | bad_value | source_held | draft_signed), claim_changed where other words stand than those
    seen, and not_all_opened with `left` for accepting unseen.
    """
    by, decision = person(by), _checked(decision)
    before = state(reading(db), claim_id, by, second)
    signatures.require_unsigned(reading(db), claim_key(claim_id)[0])
    if decision.seen not in (None, before.text):
        raise UsageError("claim_changed", id=claim_id)
    if decision.action == "accept" or decision.verdict:
        _may_stand_for(db, before, decision)
    if decision.action not in ("amend", "note"):
        decision = replace(decision, text=before.text)
    if not _stands(before, decision, by):
        _write(db, claim_key(claim_id), decision, by, before)
    return state(reading(db), claim_id, by, second)


def undo(db: Connection, draft_id: str, by: str, second: bool = False) -> ClaimState | None:
    """Take back the person's latest decision or note of the draft that still holds; None where there is none.

    Of claims that are withheld now nothing is taken back: nobody sees them. Raises UsageError(unknown_id |
    draft_signed).
    """
    by, number = person(by), _draft(reading(db), draft_id)
    signatures.require_unsigned(reading(db), number)
    sql = f"SELECT n, claim FROM review WHERE draft = ? AND by = ? AND action <> 'undo' AND NOT EXISTS {_UNDONE}"
    sql += f" AND claim NOT IN ({_BARRED}) ORDER BY n DESC LIMIT 1"
    found = db.execute(sql, (number, by, number)).fetchall()
    if not found:
        return None
    undoes, claim = found[0]
    claim_id = f"D{number}.{claim}"
    _write(db, (number, claim), Decision("undo"), by, state(reading(db), claim_id, by), undoes)
    return state(reading(db), claim_id, by, second)


def add_claim(db: Connection, draft_id: str, claim: NewClaim, by: str) -> str:
    """Store a claim by hand whose anchors were checked, with its audit entry; gives its id.

    Raises UsageError(unknown_id | bad_value | draft_signed).
    """
    check_words("the claim's words", claim.text, needed=True)
    signatures.require_unsigned(reading(db), draft_number(draft_id))
    number = drafts.add_claim(db, draft_id, claim, person(by))
    claim_id = f"{draft_id}.{number}"
    record = drafts.digests_by_hand(reading(db), draft_number(draft_id), number)[claim_id]
    audit.append(db, by, "claim_added", {"claim": claim_id, "record": record})
    return claim_id


def state(read: Read, claim_id: str, by: str, second: bool = False) -> ClaimState:
    """How one claim stands for a person; raises UsageError("unknown_id")."""
    draft, number = claim_key(claim_id)
    found = _states(read, draft, codec.clean(by), number, second)
    if claim_id not in found:
        raise UsageError("unknown_id", what="claim", id=claim_id)
    return found[claim_id]


def states(read: Read, draft_id: str, by: str, second: bool = False) -> dict[str, ClaimState]:
    """How every claim of a draft stands for a person, in order; raises UsageError("unknown_id")."""
    return _states(read, _draft(read, draft_id), codec.clean(by), None, second)


def shown(read: Read, draft_id: str) -> list[str]:
    """Ids of the claims that are shown: neither held back by the checks nor citing what is withheld.

    Raises UsageError("unknown_id").
    """
    number = _draft(read, draft_id)
    sql = f"SELECT n FROM claim WHERE draft = ? AND NOT held_back AND n NOT IN ({_BARRED}) ORDER BY n"
    return [f"D{number}.{n}" for (n,) in read(sql, (number, number))]


def progress(read: Read, draft_id: str, second: bool = False) -> tuple[int, int]:
    """(checked, all) of the claims that are shown; raises UsageError("unknown_id")."""
    found, known = shown(read, draft_id), states(read, draft_id, "", second)
    return sum(known[claim_id].checked for claim_id in found), len(found)


def digests(read: Read, number: int) -> dict[str, tuple[str, str]]:
    """(claim id, SHA-256 over the row in canonical JSON) of every review of a draft, by its number."""
    rows = read(f"SELECT {_COLUMNS} FROM review WHERE draft = ? ORDER BY n", (number,))
    return {str(row[0]): (f"D{row[1]}.{row[2]}", _digest(row)) for row in rows}


def accepted_on(read: Read, number: int, intact: Container[str]) -> list[tuple[str, str, str]]:
    """(number, person, id of a citation that they had opened) of the acceptances of a draft, of those `intact`."""
    rows = read("SELECT n, by, opened FROM review WHERE draft = ? AND action = 'accept' ORDER BY n", (number,))
    return [(str(n), by, citation) for n, by, opened in rows if str(n) in intact for citation in json.loads(opened)]


def check_words(what: str, text: str, *, needed: bool = False) -> None:
    """Refuses words that a review cannot keep: UsageError("bad_value") for none where some are needed, or too many."""
    if needed and not text.strip():
        raise UsageError("bad_value", value="nothing", what=what, why="write at least a word")
    if len(text) > LONGEST:
        why = f"at most {LONGEST:,} can be kept; nothing was changed"
        raise UsageError("bad_value", value=f"A text of {len(text):,} characters", what=what, why=why)


def as_kept(text: str) -> str:
    """A person's words as a review keeps them: without white space at the ends, in characters that can be stored."""
    return codec.clean(text.strip())


def _checked(decision: Decision) -> Decision:
    """The decision as it is kept; raises UsageError("bad_value")."""
    action, fault = decision.action, decision.fault
    choices = [a for a in get_args(Action) if a != "undo"]
    if action not in choices:
        raise UsageError("bad_value", value=action, what="a decision", why=f"choose from {', '.join(choices)}")
    if action == "reject" and fault not in FAULTS:
        why = f"say what is wrong: {', '.join(FAULTS)}"
        raise UsageError("bad_value", value=fault or "nothing", what="a fault", why=why)
    if fault and action != "reject":
        raise UsageError("bad_value", value=fault, what="a fault", why="only a claim that is rejected has one")
    if decision.text and action != "amend":
        raise UsageError("bad_value", value="a text", what=action, why="only an amendment has words of its own")
    check_words("new words", decision.text, needed=action == "amend")
    check_words("a note", decision.note, needed=action == "note")
    text, note = as_kept(decision.text), as_kept(decision.note)
    return replace(decision, text=text, note=note, verdict=decision.verdict if action == "amend" else None)


def _may_stand_for(db: Connection, before: ClaimState, decision: Decision) -> None:
    """Nobody accepts unseen: every citation, and what speaks against the claim, was opened by the same person.

    And no verdict is kept on what came to be withheld after it was made.
    """
    accepts = decision.action == "accept"
    if accepts and before.to_open:
        raise UsageError("not_all_opened", id=before.claim_id, left=len(before.to_open))
    draft, number = claim_key(before.claim_id)
    cited = _cited(reading(db), draft, number)[number]
    if cited.removed:
        why = f"Nothing was decided: {cited.removed}, which the claim cites, was removed, and its words with it"
        raise UsageError(REMOVED, id=cited.removed, source_removed=f"{why}. Reject the claim, or put it aside.")
    if cited.withheld and not (accepts and cited.open):
        raise UsageError("source_held", id=cited.withheld)


def _stands(before: ClaimState, wanted: Decision, by: str) -> bool:
    """Whether the claim stands so already, by this person's word."""
    last = before.first if before.awaits_second else before.decision
    if wanted.action == "note" or last is None or last.by != by:
        return False
    same = (last.action, last.text, last.fault) == (wanted.action, wanted.text, wanted.fault)
    return same and wanted.note in ("", last.note)


def _write(
    db: Connection, key: tuple[int, int], decision: Decision, by: str, before: ClaimState, undoes: int | None = None
) -> None:
    """The row, and the audit entry with its digest; the words themselves stay out of the log."""
    number = next_number(db, "review")
    verdict = None if decision.verdict is None else codec.dump(decision.verdict)
    opened = codec.canonical(sorted(before.opened, key=citation_key))
    said = (decision.action, decision.text, decision.note, decision.fault, verdict, opened)
    row = (number, *key, *said, now(), by, undoes, codec.canonical(dict(before.spent)))
    db.execute(f"INSERT INTO review ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    detail: dict[str, object] = {"review": number, "claim": f"D{key[0]}.{key[1]}", "action": decision.action}
    detail |= {"fault": decision.fault} if decision.fault else {}
    detail |= {"undoes": undoes} if undoes else {}
    audit.append(db, by, "claim_reviewed", detail | {"record": _digest(row)})


def _digest(row: Row) -> str:
    """SHA-256 over a row; what reviews from before did not hold is no part of it."""
    *first, spent = row
    return codec.digest([*first, spent] if spent else first)


def _states(read: Read, draft: int, by: str, only: int | None, second: bool) -> dict[str, ClaimState]:
    """States by claim id, of one claim or all of a draft, in as many queries for five thousand as for one."""
    where, parameters = ("", (draft,)) if only is None else (" AND n = ?", (draft, only))
    claims = [n for (n,) in read(f"SELECT n FROM claim WHERE draft = ?{where} ORDER BY n", parameters)]
    cited, history = _cited(read, draft, only), _history(read, draft, only)
    opened = openings.by_claim(read, draft, by, only)
    found = {}
    for n in claims:
        claim_id, seen = f"D{draft}.{n}", opened.get(n, {})
        found[claim_id] = state_of(claim_id, history.get(n, ()), frozenset(seen), cited[n].needed, second, seen)
    return found


def _cited(read: Read, draft: int, only: int | None) -> Mapping[int, _Cited]:
    """What must be opened of each claim; citations into sources that are withheld now do not count."""
    where, parameters = _of_claim(draft, only)
    sql = f"SELECT claim, citation.n, source, role, {OPEN}, source.reason IS '{REMOVED}' FROM citation"
    sql += " JOIN source ON source.n = source"
    sql += f" WHERE {where} AND role IN ('cited', 'against') ORDER BY claim, citation.n"
    found = defaultdict[int, _Cited](lambda: _Cited([]))
    for claim, n, source, role, is_open, removed in read(sql, parameters):
        one = found[claim]
        if removed:
            one.removed = one.removed or (f"S{source}" if role == "cited" else "")
        elif is_open:
            one.needed.append(f"D{draft}.{claim}.{n}")
            one.open += role == "cited"
        elif role == "cited":
            one.withheld = f"S{source}"
    return found


def _history(read: Read, draft: int, only: int | None) -> Mapping[int, list[Review]]:
    where, parameters = _of_claim(draft, only)
    found: dict[int, list[Review]] = {}
    for row in read(f"SELECT {_COLUMNS}, {_UNDONE} FROM review WHERE {where} ORDER BY n", parameters):
        found.setdefault(row[2], []).append(_review(row))
    return found


def _review(row: Row) -> Review:
    n, draft, claim, action, text, note, fault, verdict, opened, at, by, undoes, spent, undone_by = row
    checks = None if verdict is None else codec.verdict(json.loads(verdict))
    said = (text, note, fault, checks, tuple(json.loads(opened)))
    seconds = json.loads(spent) if spent else None
    return Review(n, f"D{draft}.{claim}", action, by, at, *said, undoes, undone_by, seconds)


def _of_claim(draft: int, only: int | None) -> tuple[str, tuple[int, ...]]:
    return ("draft = ?", (draft,)) if only is None else ("draft = ? AND claim = ?", (draft, only))


def _draft(read: Read, draft_id: str) -> int:
    number = draft_number(draft_id)
    if not read("SELECT 1 FROM draft WHERE n = ?", (number,)):
        raise UsageError("unknown_id", what="draft", id=draft_id)
    return number
