"""What a person asks for at a claim's card: bound to that claim, and to the words that stood there."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.reviews import Action


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision or a note; `seen` are the amended words that were on the card, "" where the machine's stood."""

    claim_id: str
    seen: str
    action: Action
    text: str = ""
    note: str = ""
    fault: str = ""
