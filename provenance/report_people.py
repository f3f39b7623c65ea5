"""Who checked a draft, as its report tells it: for each person how many claims were decided, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provenance import report_words as words
from provenance.records import Claim
from provenance.report_reviews import States
from provenance.reviews import ClaimState, Review

_DID = {"accept": "accepted {}", "amend": "amended {}", "reject": "rejected {}", "aside": "put {} aside",
        "note": "noted on {}"}  # fmt: skip
_WROTE = "wrote {} by hand"


@dataclass(frozen=True, slots=True)
class ReviewerView:
    """One person: what was done to how many claims, and from when to when."""

    name: str
    did: str
    when: str


def reviewers(claims: Iterable[Claim], states: States) -> tuple[ReviewerView, ...]:
    """Everyone whose decisions on these claims hold, or who wrote one by hand, in the order of their first."""
    done: dict[str, dict[str, set[str]]] = {}
    times: dict[str, list[str]] = {}

    def note(name: str, what: str, claim_id: str, at: str) -> None:
        done.setdefault(name, {}).setdefault(what, set()).add(claim_id)
        times.setdefault(name, []).append(at)

    for claim in claims:
        if claim.by:
            note(claim.by, _WROTE, claim.id, claim.at)
        for review in _held(states[claim.id]) if claim.id in states else ():
            note(review.by, _DID[review.action], claim.id, review.at)
    order = sorted(done, key=lambda name: (min(times[name]), name))
    return tuple(ReviewerView(name, _told(done[name]), _span(times[name])) for name in order)


def _held(state: ClaimState) -> tuple[Review, ...]:
    """The decisions that hold, and what was noted."""
    notes = (r for r in state.history if r.action == "note" and r.undone_by is None)
    return (*state.holding, *notes)


def _told(done: dict[str, set[str]]) -> str:
    counted = [what.format(words.counted(len(claims), "claim")) for what, claims in done.items()]
    return ", ".join(counted)


def _span(times: list[str]) -> str:
    first, last = words.when(min(times)), words.when(max(times))
    return first if first == last else f"{first} to {last}"
