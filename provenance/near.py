"""Which passages a run drew on for a draft, and how near each was to what it was to tell of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that a run drew on, the span [start, end) of what it says nearest, and the run's score for that."""

    passage_id: str
    start: int
    end: int
    score: float
