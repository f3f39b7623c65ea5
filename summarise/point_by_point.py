"""Answers a long statement or question point by point: each is asked by itself, and has what was found for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from provenance.asked_words import NOT_PUT, POINTS
from provenance.near import Near
from provenance.store.records import NewDraft
from summarise.ask import BEYOND_MOST, FURTHER, choose_answer
from summarise.draft import Chosen, Drafting
from summarise.leaving import NOT_AMONG
from summarise.statement import Points, asked_for
from summarise.units import Unit

OF_A_POINT = 3  # passages quoted for a point at most
POINT = "Point {n} of {count}: {words}"
UNDER_ALL = "no passage above the threshold for any of its points"
# Of the reasons why nothing is quoted of a source for one point, and how they are told of all: the first that holds.
_REASONS = {
    BEYOND_MOST: "above the threshold for one of its points, but not among the number of passages quoted for a point",
    FURTHER: "above the threshold for one of its points, but much further from it than what is quoted",
    "": UNDER_ALL,
    NOT_AMONG.format(what="the question"): NOT_AMONG.format(what="any of its points"),
}
_SHOWN = 200  # characters of a point in its heading


def choose_points(desk: Drafting, points: Sequence[str]) -> tuple[Chosen, list[str]]:
    """The units for each point, under headings that name it."""
    units, headings = list[Unit](), list[str]()
    vectors, retrieved, near = (
        [np.zeros((0, desk.embedder.dimension), np.float32)],
        dict[str, None](),
        dict[str, Near](),
    )
    why = {source_id: set[str]() for source_id in desk.passages_of}
    for number, point in enumerate(points, 1):
        desk.tick(f"Point {number} of {len(points)}", number - 1, len(points))
        found, _ = choose_answer(desk, asked_for(point), OF_A_POINT, of_a_point=True)
        units += found.units
        headings += [_heading(number, points)] * len(found.units)
        for source_id, reasons in why.items():
            reasons.add(found.left.get(source_id, ""))
        vectors.append(found.vectors)
        retrieved |= dict.fromkeys(found.retrieved)
        for one in found.near:
            if one.passage_id not in near or one.score > near[one.passage_id].score:
                near[one.passage_id] = one
    ordered = tuple(sorted(near.values(), key=lambda one: -one.score))
    offered = frozenset(desk.passages_of)
    left = {source_id: _first(reasons) for source_id, reasons in why.items()}
    chosen = Chosen(tuple(units), np.concatenate(vectors), tuple(retrieved), offered, near=ordered[:200], left=left)
    return chosen, headings


def with_points(made: NewDraft, points: Points) -> NewDraft:
    """The same with what stands under each point; nothing of that in a run that stopped, which found out nothing."""
    if "stopped" in made.run.settings:
        return made
    under = Counter(claim.heading for claim in made.claims if not claim.held_back)
    asked = points.asserted
    put = [{"words": words, "found": under[_heading(n, asked)]} for n, words in enumerate(asked, 1)]
    settings = {**made.run.settings, POINTS: put, NOT_PUT: points.left}
    return replace(made, run=replace(made.run, settings=settings))


def _first(reasons: set[str]) -> str:
    return next((told for reason, told in _REASONS.items() if reason in reasons), UNDER_ALL)


def _heading(number: int, points: Sequence[str]) -> str:
    return POINT.format(n=number, count=len(points), words=_short(points[number - 1]))


def _short(point: str) -> str:
    return point if len(point) <= _SHOWN else f"{point[:_SHOWN].rsplit(' ', 1)[0]} …"
