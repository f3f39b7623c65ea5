"""Rows of signings: a draft signed off under a typed name, taken up again, and checked against what was signed."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.reviews import ClaimState
from provenance.signing import LONGEST_NAME, Ready, Signature, ready
from provenance.store import codec, drafts, reviews, signatures
from provenance.store.database import Read, Row, reading
from provenance.store.ids import draft_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import next_number

_COLUMNS = "n, draft, version, action, name, reason, signed, record, at, by"
_HIDING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NAMED = 12  # undecided claims that a refusal names


def sign(db: Connection, draft_id: str, name: str, by: str, second: bool = False) -> Signature:
    """Sign a draft off under a typed name; what was signed is fixed by its digest, and the draft is locked.

    Raises UsageError(unknown_id | bad_value | draft_signed | nothing_to_sign), and draft_unchecked with `left`, which
    claims were not decided to the end.
    """
    read, by, name = reading(db), person(by), _name(name)
    found = _ready(read, draft_id, second)
    number = draft_number(draft_id)
    signatures.require_unsigned(read, number)
    if not found.of:
        raise UsageError("nothing_to_sign", id=draft_id)
    if not found.may:
        raise UsageError("draft_unchecked", id=draft_id, left=_left(found), count=len(found.left), of=found.of)
    version, at = len(signatures.every(read, number)) + 1, now()
    signed = codec.canonical(_signed(read, draft_id, second))
    record = _record(read, number, (version, name, by, at), signed)
    _write(db, "draft_signed", (number, version, "signed", name, "", signed, record, at, by))
    return signatures.every(reading(db), number)[-1]


def take_up_again(db: Connection, draft_id: str, reason: str, by: str) -> Signature:
    """Unlock a signed draft, for a reason: what is decided from now on belongs to its next version.

    Raises UsageError(unknown_id | bad_value | draft_not_signed).
    """
    by, number = person(by), draft_number(draft_id)
    reviews.check_words("a reason", reason, needed=True)
    reviews.shown(reading(db), draft_id)  # the draft is there
    signed = signatures.standing(reading(db), number)
    if signed is None:
        raise UsageError("draft_not_signed", id=draft_id)
    upto = codec.canonical(_upto(reading(db), number))
    said = (signed.name, reviews.as_kept(reason))
    _write(db, "draft_taken_up_again", (number, signed.version, "reopened", *said, upto, "", now(), by))
    return signatures.every(reading(db), number)[-1]


def digests(read: Read, draft: int) -> dict[int, str]:
    """SHA-256 of every row of a draft in canonical JSON, by its number."""
    return {row[0]: codec.digest(list(row)) for row in _rows(read, draft)}


def records(read: Read, draft: int) -> dict[int, str]:
    """What every sign-off of a draft covers, as it is now, by its number: for the log, when a source is removed."""
    return {
        row[0]: _record(read, draft, (row[2], row[4], row[9], row[8]), row[6])
        for row in _rows(read, draft)
        if row[3] == "signed"
    }


def changed(read: Read, draft: int, intact: Container[int], left: Mapping[int, object]) -> Iterator[str]:
    """What of a draft is not any more as it was signed, in words; rows that are not `intact` are named elsewhere.

    `left` is what sign-offs cover by number, where a source was removed after them.
    """
    upto: Mapping[str, int] | None = None
    now_upto = _upto(read, draft)
    for number, _, version, action, name, _, signed, record, at, by in _rows(read, draft):
        if number not in intact:
            return
        told = json.loads(signed)
        if action == "signed":
            if _record(read, draft, (version, name, by, at), signed) != left.get(number, record):
                yield f"what {name} signed as version {version} is not as it was signed"
            upto = {key: told[key] for key in now_upto}
            continue
        if upto != told:
            yield f"something was decided on version {version} while it was signed"
        upto = None
    if upto is not None and now_upto != upto:
        yield "something was decided on it or added to it while it was signed"


def _rows(read: Read, draft: int) -> list[Row]:
    return read(f"SELECT {_COLUMNS} FROM signing WHERE draft = ? ORDER BY n", (draft,))


def _name(typed: str) -> str:
    """The name as it is kept: as typed, but for white space at its ends; raises UsageError("bad_value")."""
    name = codec.clean(typed.strip())
    what = "a name to sign with"
    if not name:
        raise UsageError("bad_value", value="nothing", what=what, why="type your name")
    if len(name) > LONGEST_NAME or _HIDING.search(name):
        why = f"it is one line of at most {LONGEST_NAME} characters, none of which hides or reorders what is read"
        raise UsageError("bad_value", value="This", what=what, why=why)
    return name


def _ready(read: Read, draft_id: str, second: bool) -> Ready:
    return ready(reviews.shown(read, draft_id), reviews.states(read, draft_id, "", second))


def _left(found: Ready) -> str:
    """Which claims were not decided to the end, and why, in words."""
    why = {
        "not checked": found.undecided,
        "put aside": found.aside,
        "amended, not accepted since": found.to_accept,
        "waiting for a second person": found.second,
    }
    return "; ".join(f"{told}: {_listed(ids)}" for told, ids in why.items() if ids)


def _listed(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more


def _upto(read: Read, draft: int) -> dict[str, int]:
    """The last claim and the last review of a draft, by number."""
    claim, review = (
        read(f"SELECT coalesce(max(n), 0) FROM {table} WHERE draft = ?", (draft,))[0][0]
        for table in ("claim", "review")
    )
    return {"claim": claim, "review": review}


def _signed(read: Read, draft_id: str, second: bool) -> dict[str, object]:
    """How every claim stands that is part of what is signed, and up to which claim and review it goes."""
    known = reviews.states(read, draft_id, "", second)
    stand = {claim_id: _standing(known[claim_id]) for claim_id in reviews.shown(read, draft_id)}
    return {"claims": stand, **_upto(read, draft_number(draft_id)), "second_reviewer": second}


def _standing(state: ClaimState) -> dict[str, object]:
    return {"state": state.state, "text": state.text, "by": state.by, "at": state.at}


def _record(read: Read, draft: int, who: tuple[int, str, str, str], signed: str) -> str:
    """SHA-256 over the machine's words and citations, claims by hand, and every review up to then."""
    told = json.loads(signed)
    by_hand = drafts.digests_by_hand(read, draft)
    decided = reviews.digests(read, draft)
    version, name, by, at = who
    return codec.digest(
        {
            "draft": f"D{draft}", "version": version, "name": name, "by": by, "at": at,
            "machine": drafts.digests(read, draft)["sha256"],
            "by_hand": {claim: d for claim, d in by_hand.items() if int(claim.rpartition(".")[2]) <= told["claim"]},
            "reviews": {number: d for number, (_, d) in decided.items() if int(number) <= told["review"]},
            "signed": signed,
        }
    )  # fmt: skip


def _write(db: Connection, action: str, values: Row) -> None:
    """The row, and the audit entry with its digest; reasons stay out of the log, as all that people write."""
    row = (next_number(db, "signing"), *values)
    db.execute(f"INSERT INTO signing ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    number, draft, version, _, name, _, _, record, _, by = row
    detail: dict[str, object] = {"signing": number, "draft": f"D{draft}", "version": version, "name": name}
    detail |= {"sha256": record} if record else {}
    audit.append(db, by, action, detail | {"record": codec.digest(list(row))})
