"""Answers a long statement or question point by point: each is asked by itself, and has what was found for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.near import Near
from summarise.ask import choose_answer
from summarise.draft import Chosen, Drafting
from summarise.statement import asked_for
from summarise.units import Unit

OF_A_POINT = 3  # passages quoted for a point at most
POINT = "Point {n} of {count}: {words}"
UNDER_ALL = "no passage above the threshold for any of its points"
_SHOWN = 200  # characters of a point in its heading


def choose_points(desk: Drafting, points: Sequence[str]) -> tuple[Chosen, list[str], list[int]]:
    """The units for each point, under headings that name it, and how many there are for each."""
    units, headings, counts = list[Unit](), list[str](), list[int]()
    vectors, retrieved, near = (
        [np.zeros((0, desk.embedder.dimension), np.float32)],
        dict[str, None](),
        dict[str, Near](),
    )
    left = dict.fromkeys(desk.passages_of, UNDER_ALL)
    for number, point in enumerate(points, 1):
        desk.tick(f"Point {number} of {len(points)}", number - 1, len(points))
        found, _ = choose_answer(desk, asked_for(point), OF_A_POINT, of_a_point=True)
        units += found.units
        headings += [POINT.format(n=number, count=len(points), words=_short(point))] * len(found.units)
        counts.append(len(found.units))
        vectors.append(found.vectors)
        retrieved |= dict.fromkeys(found.retrieved)
        for one in found.near:
            if one.passage_id not in near or one.score > near[one.passage_id].score:
                near[one.passage_id] = one
    ordered = tuple(sorted(near.values(), key=lambda one: -one.score))
    offered = frozenset(desk.passages_of)
    chosen = Chosen(tuple(units), np.concatenate(vectors), tuple(retrieved), offered, near=ordered[:200], left=left)
    return chosen, headings, counts


def _short(point: str) -> str:
    return point if len(point) <= _SHOWN else f"{point[:_SHOWN].rsplit(' ', 1)[0]} …"
