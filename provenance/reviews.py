"""What people decided about claims, as records, and how a claim stands after all that was decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    that the person had opened by then. `undoes` is the number of the review that an undo takes back, `undone_by` that
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


@dataclass(frozen=True, slots=True)
class ClaimState:
    """How a claim stands; `opened` and `to_open` are of the person who asks, all else is the same for everyone.

    `text` and `verdict` are the latest amended version, "" and None where the machine's words stand; `by` and `at` tell
    of the decision behind `state`. `to_open` are citation ids, cited and against, in order. `outdated` is an acceptance
    that does not count any more: a source that the claim cites, which its person could not open then, is open now.
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

    @property
    def checked(self) -> bool:
        """Whether a person came to an end with it: accepted or rejected."""
        return self.state in ("accepted", "rejected")

    @property
    def decision(self) -> Review | None:
        """The review behind `state`; None while the claim is new."""
        return self.amendment if self.outdated else _standing(self.history)[1]

    @property
    def amendment(self) -> Review | None:
        """The review that brought in `text`; None where the machine's words stand."""
        return _standing(self.history)[0]


def state_of(
    claim_id: str, history: Sequence[Review], opened: frozenset[str] = frozenset(), needed: Sequence[str] = ()
) -> ClaimState:
    """The claim as it stands after its `history`, in order; `needed` must be opened to accept it."""
    amendment, decision = _standing(history)
    outdated = None
    if decision and decision.action == "accept" and not set(needed).issubset(decision.opened):
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
    )


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
