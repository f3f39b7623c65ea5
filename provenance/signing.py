"""Sign-off of a draft: who signed which version under which typed name, and what keeps a draft from being signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from provenance.reviews import ClaimState

LONGEST_NAME = 200  # characters of a name that is typed


@dataclass(frozen=True, slots=True)
class Signature:
    """One version of a draft, signed: `name` as it was typed, `by` the account under which it was.

    `record` is the SHA-256 over all that was signed; `second` tells whether two people had to accept each claim then.
    `reopened_*` and `reason` tell of a version whose draft was taken
    up again; all are "" while it stands.
    """

    draft_id: str
    version: int
    name: str
    by: str
    at: str
    record: str
    second: bool = False
    reopened_by: str = ""
    reopened_at: str = ""
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether the draft is locked by it."""
        return not self.reopened_at


def locking(signatures: Sequence[Signature]) -> Signature | None:
    """Of all signatures of a draft, the one that locks it; None where it can be worked on."""
    return signatures[-1] if signatures and signatures[-1].stands else None


@dataclass(frozen=True, slots=True)
class Ready:
    """How far a draft is from its sign-off: numbers of the claims that stand, by how they were decided."""

    accepted: int = 0
    amended: int = 0  # of those accepted: in a person's words
    rejected: int = 0
    undecided: tuple[str, ...] = ()  # ids
    aside: tuple[str, ...] = ()
    to_accept: tuple[str, ...] = ()  # amended and not accepted since
    second: tuple[str, ...] = ()  # accepted by one person, where two are asked for

    @property
    def of(self) -> int:
        return self.accepted + self.rejected + len(self.left)

    @property
    def left(self) -> tuple[str, ...]:
        """Ids of the claims that were not decided to the end, in order."""
        return tuple(sorted((*self.undecided, *self.aside, *self.to_accept, *self.second), key=_number))

    @property
    def may(self) -> bool:
        """Whether the draft can be signed: there is something to sign, and all of it was decided."""
        return bool(self.of) and not self.left


def ready(claim_ids: Iterable[str], states: Mapping[str, ClaimState]) -> Ready:
    """How far the claims that stand (neither held back nor withheld) are."""
    accepted = amended = rejected = 0
    left: dict[str, list[str]] = {"undecided": [], "aside": [], "to_accept": [], "second": []}
    for claim_id in claim_ids:
        state = states.get(claim_id) or ClaimState(claim_id)
        if state.state == "accepted":
            accepted, amended = accepted + 1, amended + bool(state.text)
        elif state.state == "rejected":
            rejected += 1
        else:
            why = "aside" if state.state == "aside" else "to_accept" if state.state == "amended" else "undecided"
            left["second" if state.awaits_second else why].append(claim_id)
    return Ready(accepted, amended, rejected, **{name: tuple(ids) for name, ids in left.items()})


def _number(claim_id: str) -> tuple[int, str]:
    return len(claim_id), claim_id
