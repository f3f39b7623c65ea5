"""Words on review and sign-off: who looked at what for how long before a decision, who signed what."""

from __future__ import annotations

from collections.abc import Mapping

from provenance import report_words as words
from provenance.reviews import ClaimState, Review
from provenance.signing import Signature

# How time before a person is measured; said where it is shown.
MEASURED = (
    "Counted while the cited place stood in the source pane of the active window; without a key, a click or a movement "
    "of the pointer, at most two minutes at a stretch. It does not say that the place was read."
)
_NEVER_TIMED = "the time was not measured"


def seconds(count: int) -> str:
    """75 → "1 min 15 s"."""
    minutes, rest = divmod(count, 60)
    told = [f"{minutes} min"] if minutes else []
    return " ".join([*told, f"{rest} s"] if rest or not told else told)


def looked(review: Review, places: Mapping[str, str]) -> str:
    """Which cited places the person had opened before a decision and for how long each had been before them:
    "CM/1 p. 2 (14 s), DN/1 p. 2 (1 min)"; `places` are their names by citation id, those that may be named."""
    opened = [(places[c], (review.spent or {}).get(c, 0)) for c in review.opened if c in places]
    if review.spent is None:
        return f"{', '.join(name for name, _ in opened)}; {_NEVER_TIMED}" if opened else ""
    return ", ".join(f"{name} ({seconds(count)})" for name, count in opened)


def acceptances(state: ClaimState) -> tuple[Review, ...]:
    """The acceptances behind how a claim stands: of one person, or of the first and the second."""
    last = state.decision if state.state == "accepted" else None
    return tuple(r for r in (state.first, last) if r is not None and r.action == "accept")


def signed(signature: Signature) -> str:
    """ "Version 1 signed by J. Smith (account jsmith), 2026-05-03 09:41:07 UTC"."""
    who = f"{signature.name} (account {signature.by})"
    return f"Version {signature.version} signed by {who}, {words.when(signature.at)}"


def signed_whole(signature: Signature) -> str:
    """The same with what is a typed name and what the account, and what became of it."""
    who = f"signed as {signature.name} (typed) by account {signature.by}"
    told = f"Version {signature.version} {who}, {words.when(signature.at)}"
    if signature.stands:
        return told
    again = f"taken up again by account {signature.reopened_by}, {words.when(signature.reopened_at)}"
    return f"{told}; {again}: {signature.reason.rstrip('.')}" if signature.reason else f"{told}; {again}"
