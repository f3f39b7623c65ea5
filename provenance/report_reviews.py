"""How a report shows what people decided: the state of each claim, both versions of an amended one, those rejected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from provenance import report_words as words
from provenance import review_words
from provenance.difference import Piece, difference
from provenance.records import Claim, Draft
from provenance.reviews import ClaimState, Review
from provenance.signing import Signature

States = Mapping[str, ClaimState]


@dataclass(frozen=True, slots=True)
class NoteView:
    """What a person noted about a claim."""

    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class StateView:
    """How a claim stands: `mark` and `text` in words, `look` the style; `by_hand` who wrote it, "" for the machine's.

    `amended` are a person's words in place of the claim's, `amended_by` and `amended_at` tell whose; `difference` is
    between the claim's words and those, piece by piece. `unchecked` are the words that stand at a claim which nobody
    came to accept, "" at one that is accepted or held back. `looked` says which places were opened, for how long,
    before each decision behind how it stands.
    """

    look: str
    mark: str
    text: str
    by_hand: str
    amended: str
    amended_by: str
    amended_at: str
    notes: tuple[NoteView, ...]
    difference: tuple[Piece, ...] = ()
    unchecked: str = ""
    looked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedView:
    """A claim that a person rejected: where it stood and why, its words left out."""

    number: str
    places: str
    fault: str
    by: str
    at: str
    note: str


def without_rejected(draft: Draft, states: States) -> tuple[Draft, list[Claim]]:
    """The draft without the claims that a person rejected, and those; what the checks held back stays as it is."""
    rejected = [c for c in draft.claims if not c.held_back and state_in(states, c).state == "rejected"]
    gone = {c.id for c in rejected}
    return replace(draft, claims=tuple(c for c in draft.claims if c.id not in gone)), rejected


def state_in(states: States, claim: Claim) -> ClaimState:
    """The state of a claim; new where nothing is known of it."""
    return states.get(claim.id) or ClaimState(claim.id)


def state_view(claim: Claim, state: ClaimState) -> StateView:
    amendment = state.amendment
    look, mark = words.STATE_LOOKS[state.state]
    return StateView(
        look=look,
        mark=mark,
        text=words.state(state),
        by_hand=f"written by hand by {claim.by}, {words.when(claim.at)}" if claim.by else "",
        amended=state.text,
        amended_by=amendment.by if amendment else "",
        amended_at=amendment.at if amendment else "",
        notes=tuple(NoteView(r.note, r.by, r.at) for r in state.notes),
        difference=difference(claim.text, state.text).pieces if state.text else (),
        unchecked="" if state.state == "accepted" or claim.held_back else words.DRAFT_WORDS,
        looked=looked_before(claim, state),
    )


def looked_before(claim: Claim, state: ClaimState) -> tuple[str, ...]:
    """A line for each decision behind how a claim stands: by whom, and which places they had before them for how long.

    Only places that the claim is shown with are named.
    """
    places = {c.id: f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.citations}
    decided = [*review_words.acceptances(state), state.decision]
    found = {r.n: (r.by, review_words.looked(r, places)) for r in decided if r}
    return tuple(f"Before deciding, {by} had opened {told}" for by, told in found.values() if told)


def rejected_view(claim: Claim, state: ClaimState) -> RejectedView:
    decision = state.decision
    return RejectedView(
        number=claim.id.rpartition(".")[2],
        places=", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.cited()),
        fault=words.FAULTS.get(decision.fault, decision.fault) if decision else "",
        by=state.by,
        at=state.at,
        note=decision.note if decision else "",
    )


def banner(claims: Iterable[Claim], states: States, signature: Signature | None = None) -> str:
    """What stands over every page: that nobody checked the draft, until every claim that is shown was accepted; then
    by whom, or who signed it off, also where every claim was rejected before."""
    shown = [state_in(states, c) for c in claims if not c.held_back]
    if any(s.state != "accepted" for s in shown) or (not shown and signature is None):
        return words.DRAFT_WORDS
    if signature is not None:
        return review_words.signed(signature)
    both = (person for s in shown for person in (s.first.by if s.first else s.by, s.by))
    people = ", ".join(dict.fromkeys(both))
    return f"{words.number(len(shown))} of {words.counted(len(shown), 'claim')} accepted by {people}; not signed off"


def review_json(state: ClaimState, places: Collection[str] | None = None) -> dict[str, object]:
    """How a claim stands, as JSON values: who decided what and when, a person's words, notes, and which of its `places`
    (citation ids; None: all) were opened, and for how many seconds, before the decision.

    "amended" tells who put the words that stand in place of the claim's, which need not be who decided last. "outdated"
    is there where an acceptance does not count any more, "first" where two people have to accept it and one or both
    did; each tells by whom it was, and when.
    """
    old, first, amendment = state.outdated, state.first, state.amendment
    return {
        "state": state.state,
        "by": state.by,
        "at": state.at,
        "text": state.text,
        "note": state.notes[-1].note if state.notes else "",
        "verdict": state.verdict,
        **({"notes": [{"by": r.by, "at": r.at, "text": r.note} for r in state.notes]} if state.notes else {}),
        **(_looked_json(state.decision, places) if state.decision else {}),
        **({"amended": {"by": amendment.by, "at": amendment.at}} if amendment else {}),
        **({"outdated": {"by": old.by, "at": old.at}} if old else {}),
        **({"first": {"by": first.by, "at": first.at, **_looked_json(first, places)}} if first else {}),
    }


def _looked_json(review: Review, places: Collection[str] | None) -> dict[str, object]:
    """What was opened before a decision; seconds are null where they were not measured."""
    opened = [c for c in review.opened if places is None or c in places]
    spent = None if review.spent is None else {c: review.spent.get(c, 0) for c in opened}
    return {"opened": opened, "spent": spent}


def signature_json(signature: Signature) -> dict[str, object]:
    """A sign-off as JSON values: `name` as it was typed, `by` the account."""
    told: dict[str, object] = {"version": signature.version, "name": signature.name, "by": signature.by}
    told |= {"at": signature.at, "record": signature.record, "stands": signature.stands}
    again = {"by": signature.reopened_by, "at": signature.reopened_at, "reason": signature.reason}
    return told if signature.stands else told | {"taken_up_again": again}


def rejected_json(claim: Claim, state: ClaimState) -> dict[str, object]:
    """A claim that a person rejected, as JSON values: its words stand here, never among the claims."""
    fault = state.decision.fault if state.decision else ""
    told = {"claim_id": claim.id, "heading": claim.heading, "text": claim.text, "by": claim.by, "fault": fault}
    return told | {"review": review_json(state, [c.id for c in claim.citations])}
