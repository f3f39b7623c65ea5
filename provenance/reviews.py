"""What people decided about claims, as records, and how a claim stands after all that was decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal, get_args

from provenance.records import Verdict

Action = Literal["accept", "amend", "reject", "aside", "note", "undo"]
State = Literal["new", "accepted", "amended", "rejected", "aside"]
Fault = Literal[
    "not_in_source", "wrong_source", "wrong_detail", "meaning_changed", "context_missing", "irrelevant", "other"
]
FAULTS: tuple[str, ...] = get_args(Fault)
BY_HAND = "by hand"  # the generator of a draft that a person began
LONGEST = 20_000  # characters of a person's words: an amendment, a note, a claim by hand

_DECIDES: dict[Action, State] = {"accept": "accepted", "amend": "amended", "reject": "rejected", "aside": "aside"}


@dataclass(frozen=True, slots=True)
class Review:
    """One thing that a person did to a claim, as it is kept for good.

    `text` holds the new words of an amendment; of another decision, the amended words that it was made on ("" where
    the machine's own stood). `verdict` is on the words of an amendment. `opened` are the ids of the claim's citations
    that the person had opened by then, `spent` the seconds for which each had been before them by then; None for a
    review from before that was measured. `undoes` is the number of the review that an undo takes back, `undone_by` that
    of the undo which took this one back.
    """

    n: int
    claim_id: str
    action: Action
    by: str
    at: str
    text: str = ""
    note: str = ""
    fault: str = ""
    verdict: Verdict | None = None
    opened: tuple[str, ...] = ()
    undoes: int | None = None
    undone_by: int | None = None
    spent: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ClaimState:
    """How a claim stands; `opened` and `to_open` are of the person who asks, all else is the same for everyone.

    `text` and `verdict` are the latest amended version, "" and None where the machine's words stand; `by` and `at` tell
    of the decision behind `state`. `to_open` are citation ids, cited and against, in order. `outdated` is an acceptance
    that does not count any more: a source that the claim cites, which its person could not open then, is open now.
    `first` is the acceptance of the first of two people, where two are asked for: the claim is accepted once another
    person accepts the same words. `spent` are the seconds for which the person who asks had each opened citation before
    them.
    `history` is everything, oldest first, what was undone included.
    """

    claim_id: str
    state: State = "new"
    text: str = ""
    verdict: Verdict | None = None
    by: str = ""
    at: str = ""
    notes: tuple[Review, ...] = ()
    opened: frozenset[str] = frozenset()
    to_open: tuple[str, ...] = ()
    outdated: Review | None = None
    history: tuple[Review, ...] = ()
    first: Review | None = None
    spent: Mapping[str, int] = field(default_factory=dict)

    @property
    def awaits_second(self) -> bool:
        """Whether one person accepted it, and a second one has to."""
        return self.first is not None and self.state != "accepted"

    @property
    def checked(self) -> bool:
        """Whether a person came to an end with it: accepted or rejected."""
        return self.state in ("accepted", "rejected")

    @property
    def decision(self) -> Review | None:
        """The review behind `state`; None while the claim is new."""
        return self.amendment if self.outdated or self.awaits_second else _standing(self.history)[1]

    @property
    def holding(self) -> tuple[Review, ...]:
        """The reviews behind how it stands: the amendment of its words, and everyone's decision that is the same as the
        last one and was made since any other. What was superseded is not among them, nor an acceptance that does not
        count any more."""
        amendment, decision = _standing(self.history)
        behind = [amendment] if amendment else []
        if decision is None or decision is amendment or self.outdated:
            return tuple(behind)
        on_these = [r for r in self.history if r.action in _DECIDES and r.undone_by is None and r.text == decision.text]
        alike = takewhile(lambda r: r.action == decision.action, reversed(on_these))
        return (*behind, *reversed(list(alike)))

    @property
    def amendment(self) -> Review | None:
        """The review that brought in `text`; None where the machine's words stand."""
        return _standing(self.history)[0]


def state_of(
    claim_id: str,
    history: Sequence[Review],
    opened: frozenset[str] = frozenset(),
    needed: Sequence[str] = (),
    second: bool = False,
    spent: Mapping[str, int] | None = None,
) -> ClaimState:
    """The claim as it stands after its `history`, in order; `needed` must be opened to accept it.

    With `second` it counts as accepted only when two people accepted the same words, each after opening all themselves.
    """
    amendment, decision = _standing(history)
    outdated = first = None
    if decision and decision.action == "accept":
        counted = _acceptances(history, needed) if second else []
        if counted:
            first, decision = counted[0], (counted[1] if len(counted) > 1 else amendment)
        elif not set(needed).issubset(decision.opened):
            decision, outdated = amendment, decision
    return ClaimState(
        claim_id,
        state=_DECIDES[decision.action] if decision else "new",
        text=amendment.text if amendment else "",
        verdict=amendment.verdict if amendment else None,
        by=decision.by if decision else "",
        at=decision.at if decision else "",
        notes=tuple(r for r in history if r.note and r.undone_by is None),
        opened=opened,
        to_open=tuple(c for c in needed if c not in opened),
        outdated=outdated,
        history=tuple(history),
        first=first,
        spent=spent or {},
    )


def _acceptances(history: Sequence[Review], needed: Sequence[str]) -> list[Review]:
    """The acceptances that count since the last other decision on the words that stand, the first of each person."""
    amendment = _standing(history)[0]
    text = amendment.text if amendment else ""
    found: dict[str, Review] = {}
    for review in reversed([r for r in history if r.action in _DECIDES and r.undone_by is None and r.text == text]):
        if review.action != "accept" or (amendment and review.n < amendment.n):
            break
        if set(needed).issubset(review.opened):
            found[review.by] = review
    return sorted(found.values(), key=lambda r: r.n)


def _standing(history: Sequence[Review]) -> tuple[Review | None, Review | None]:
    """The latest amendment and the latest decision that hold.

    A decision holds for the words that it was made on: where an amendment is taken back, so is what others decided on
    its words, and what was decided on the words before holds again.
    """
    done = [r for r in history if r.action in _DECIDES and r.undone_by is None]
    amendment = next((r for r in reversed(done) if r.action == "amend"), None)
    text = amendment.text if amendment else ""
    after = [r for r in done if r.text == text and (amendment is None or r.n >= amendment.n)]
    return amendment, after[-1] if after else None
