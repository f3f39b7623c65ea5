"""The half of a case store for review: what people open, decide, sign off and take up again."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.policy import BUILT_IN, Policy
from provenance.records import Claim, Verdict
from provenance.reviews import Action, ClaimState
from provenance.signing import Ready, Signature, locking, ready
from provenance.store import attention, citing, reviews, signatures, signing
from provenance.store.database import stored
from provenance.store.ids import draft_number
from provenance.store.left_out import LeftOut
from provenance.store.openings import add_opening, was_opened
from provenance.store.records import NewClaim


class Reviewed(LeftOut):
    """Reads and writes over the case's database; each write is one transaction with its audit entry.

    `policy` is that of the force: it decides whether two people have to accept a claim, for all that is asked here.
    """

    policy: Policy = BUILT_IN

    def open_citation(self, citation_id: str, by: str) -> ClaimState:
        """Record that `by` opened it; the first time counts. Raises UsageError(unknown_id | source_held)."""
        if not was_opened(self._db.read, citation_id, by):
            self._db.write(lambda db: add_opening(db, citation_id, by))
        return self.claim_state(citation_id.rpartition(".")[0], by)

    def add_attention(self, spent: Mapping[str, int], by: str) -> None:
        """Record for how many whole seconds `by` had citations before them, by id; see `Review.spent`.

        Raises UsageError(unknown_id | bad_value).
        """
        if any(seconds > 0 for seconds in spent.values()):
            self._db.write(lambda db: attention.add(db, spent, by))

    def review(
        self,
        claim_id: str,
        action: Action,
        by: str,
        text: str = "",
        note: str = "",
        fault: str = "",
        verdict: Verdict | None = None,
        seen: str | None = None,
    ) -> ClaimState:
        """Write a decision or a note; gives how the claim stands then. `seen` is as for `reviews.Decision`.

        Raises UsageError(unknown_id | bad_value | source_held | claim_changed | draft_signed), and not_all_opened, with
        `left`, for accepting before `by` has opened every citation and what speaks against the claim.
        """
        decision = reviews.Decision(action, text, note, fault, verdict, seen)
        second = self.policy.second_reviewer
        return self._db.write(lambda db: reviews.decide(db, claim_id, decision, by, second))

    def undo_review(self, draft_id: str, by: str) -> ClaimState | None:
        """Take back the latest decision or note of `by` in the draft; None where there is none to take back.

        Raises UsageError(unknown_id | draft_signed).
        """
        second = self.policy.second_reviewer
        return self._db.write(lambda db: reviews.undo(db, draft_id, by, second))

    def claim_states(self, draft_id: str, by: str = "") -> dict[str, ClaimState]:
        """How every claim stands, by id, in order; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {draft_id}"):
            return reviews.states(self._db.read, draft_id, by, self._second(draft_id))

    def claim_state(self, claim_id: str, by: str = "") -> ClaimState:
        """How one claim stands; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {claim_id}"):
            return reviews.state(self._db.read, claim_id, by, self._second(claim_id.partition(".")[0]))

    def review_progress(self, draft_id: str) -> tuple[int, int]:
        """(checked, all) of the claims that are neither held back nor withheld; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {draft_id}"):
            return reviews.progress(self._db.read, draft_id, self._second(draft_id))

    def add_claim(self, draft_id: str, new: NewClaim, by: str) -> Claim:
        """Store a claim that a person wrote, beside the machine's.

        Raises as `write_draft`, and UsageError(bad_value | draft_signed).
        """
        citing.check(self, [new])
        return self.claim(self._db.write(lambda db: reviews.add_claim(db, draft_id, new, by)))

    # Sign-off

    def ready(self, draft_id: str) -> Ready:
        """How far a draft is from its sign-off; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {draft_id}"):
            second = self._second(draft_id)
            return ready(
                reviews.shown(self._db.read, draft_id), reviews.states(self._db.read, draft_id, "", second)
            )  # fmt: skip

    def sign_draft(self, draft_id: str, name: str, by: str) -> Signature:
        """Sign a draft off under a typed name and lock it; see `signing.sign` for what is raised."""
        second = self.policy.second_reviewer
        return self._db.write(lambda db: signing.sign(db, draft_id, name, by, second))

    def take_up_again(self, draft_id: str, reason: str, by: str) -> Signature:
        """Unlock a signed draft; gives the signature that stood. Raises UsageError(bad_value | draft_not_signed)."""
        return self._db.write(lambda db: signing.take_up_again(db, draft_id, reason, by))

    def signatures(self, draft_id: str) -> list[Signature]:
        """All signed versions of a draft, the first one first; each says whether it was taken up again."""
        with stored(f"the sign-off of {draft_id}"):
            return signatures.every(self._db.read, draft_number(draft_id))

    def signature(self, draft_id: str) -> Signature | None:
        """The signature that stands and locks the draft; None where it can be worked on."""
        return locking(self.signatures(draft_id))

    def _second(self, draft_id: str) -> bool:
        """Whether two people have to accept a claim: of a draft that is signed, as it was when that was done."""
        signed = signatures.standing(self._db.read, draft_number(draft_id))
        return self.policy.second_reviewer if signed is None else signed.second
