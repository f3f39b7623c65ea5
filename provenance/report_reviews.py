"""How a report shows what people decided: the state of each claim, both versions of an amended one, those rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from provenance import report_words as words
from provenance.records import Claim, Draft
from provenance.reviews import ClaimState

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

    `amended` are a person's words in place of the claim's, `amended_by` and `amended_at` tell whose. `draft` are the
    words that stand at a claim which no person accepted, "" at others and at what the checks held back.
    """

    draft: str
    look: str
    mark: str
    text: str
    by_hand: str
    amended: str
    amended_by: str
    amended_at: str
    notes: tuple[NoteView, ...]


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
        draft="" if state.state == "accepted" or claim.held_back else words.DRAFT_WORDS,
        look=look,
        mark=mark,
        text=words.state(state),
        by_hand=f"written by hand by {claim.by}, {words.when(claim.at)}" if claim.by else "",
        amended=state.text,
        amended_by=amendment.by if amendment else "",
        amended_at=amendment.at if amendment else "",
        notes=tuple(NoteView(r.note, r.by, r.at) for r in state.notes),
    )


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


def banner(claims: Iterable[Claim], states: States) -> str:
    """What stands over every page: that nobody checked the draft, until every claim that is shown was accepted."""
    shown = [state_in(states, c) for c in claims if not c.held_back]
    if not shown or any(s.state != "accepted" for s in shown):
        return words.DRAFT_WORDS
    people = ", ".join(dict.fromkeys(s.by for s in shown))
    return f"{words.number(len(shown))} of {words.counted(len(shown), 'claim')} accepted by {people}; not signed off"


def review_json(state: ClaimState) -> dict[str, object]:
    """How a claim stands, as JSON values: who decided what and when, a person's words, the latest note.

    "outdated" is there where an acceptance does not count any more, and tells by whom it was, and when.
    """
    old = state.outdated
    return {
        "state": state.state,
        "by": state.by,
        "at": state.at,
        "text": state.text,
        "note": state.notes[-1].note if state.notes else "",
        "verdict": state.verdict,
        **({"outdated": {"by": old.by, "at": old.at}} if old else {}),
    }


def rejected_json(claim: Claim, state: ClaimState) -> dict[str, object]:
    """A claim that a person rejected, as JSON values: its words stand here, never among the claims."""
    fault = state.decision.fault if state.decision else ""
    told = {"claim_id": claim.id, "heading": claim.heading, "text": claim.text, "by": claim.by, "fault": fault}
    return told | {"review": review_json(state)}
