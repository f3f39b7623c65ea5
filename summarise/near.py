"""Keeps which passages a draft drew on and how near each was, so that people can see what it did not use."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.near import Near
from summarise.candidates import Floats
from summarise.units import Unit

MOST = 200  # passages kept with a draft


def nearest_first(found: Sequence[Unit], scores: Floats) -> tuple[Near, ...]:
    """The passages of the units by the score (n,) of their best unit, at most `MOST`; ties in the order of the case."""
    best: dict[str, tuple[float, Unit]] = {}
    for unit, score in zip(found, scores.tolist(), strict=True):
        known = best.get(unit.passage.id)
        if known is None or score > known[0]:
            best[unit.passage.id] = (score, unit)
    ordered = sorted(best.values(), key=lambda one: -one[0])
    return tuple(Near(unit.passage.id, unit.start, unit.end, round(score, 4)) for score, unit in ordered[:MOST])
