"""How the review of a claim is shown where it is looked up: as JSON values, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterable

from provenance import report_words as words
from provenance.difference import difference
from provenance.records import Claim
from provenance.report_reviews import looked_before, review_json, signature_json
from provenance.review_words import signed_whole
from provenance.reviews import ClaimState, Review
from provenance.signing import Signature
from provenance.store.codec import plain


def reviewed(state: ClaimState, signatures: Iterable[Signature]) -> dict[str, object]:
    """What people decided about a claim; lines for people leave out what is empty."""
    told: dict[str, object] = {
        "state": state.state,
        "decided_by": state.by,
        "decided_at": state.at,
        "amended_text": state.text,
    }
    notes = [{"by": r.by, "at": r.at, "text": r.note} for r in state.notes]
    told |= {"note": "\n".join(r.note for r in state.notes), "notes": notes, "to_open": list(state.to_open)}
    told |= {"review": plain(review_json(state)), "history": [_told(r) for r in state.history]}
    return told | {"signatures": [signature_json(one) for one in signatures]}


def _told(review: Review) -> dict[str, object]:
    """One thing that a person did, as JSON values."""
    told: dict[str, object] = {"n": review.n, "action": review.action, "by": review.by, "at": review.at}
    told |= {name: value for name in ("text", "note", "fault") if (value := getattr(review, name))}
    spent = None if review.spent is None else dict(review.spent)
    return told | {"opened": list(review.opened), "spent": spent, "undone": review.undone_by is not None}


def review_read(claim: Claim, state: ClaimState, signatures: Iterable[Signature]) -> dict[str, str]:
    """The review of a claim as lines for people."""
    notes = (f"{r.by}, {words.when(r.at)}: {r.note}" for r in state.notes)
    told = {
        "state": words.state(state),
        "note": "\n".join(notes),
        "opened_before": "\n".join(looked_before(claim, state)),
        "changed": difference(claim.text, state.text).told() if state.text else "",
        "signed": "\n".join(map(signed_whole, signatures)),
    }
    return told | {"decided_by": "", "decided_at": ""}  # the state tells both
