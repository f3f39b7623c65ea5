"""Why a source that could have been cited is not: each reason is true of that source in that draft."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from provenance.ports import Vectors
from summarise.candidates import Floats
from summarise.draft import Chosen, Drafting
from summarise.select import SECOND_WORTH
from summarise.units import Unit

NOT_AMONG = "none of its passages is among those nearest to {what}, which were looked at"
NO_SENTENCE = "its passages nearest to {what} hold no sentence that could be quoted"
TOO_FAR = "its passage nearest to {what}, {place}, is not near enough to be quoted"
BEYOND = "its passage nearest to {what}, {place}, is near enough, but not among the number of claims allowed"
AGAIN = "its passage nearest to {what}, {place}, says again what is quoted of another source"
TOO_LITTLE = "its passage nearest to {what}, {place}, tells too little to be quoted by itself"
FACTS_ONLY = "it holds only facts recorded with the file, which an overview does not quote"


@dataclass(frozen=True, eq=False, slots=True)
class Nearest:
    """The units looked at with their vectors (n, d) and relevance (n,), the indices of those `picked`, the least
    relevance that can be quoted, how many could, and the sources (ids) of which a passage was looked at."""

    units: Sequence[Unit]
    vectors: Vectors
    relevance: Floats
    picked: Sequence[int]
    floor: float
    count: int
    looked: Container[str]


def why_not(desk: Drafting, near: Nearest, what: str) -> dict[str, str]:
    """For every source with passages of which nothing was picked, why."""
    quoted = {near.units[i].source_id for i in near.picked}
    best: dict[str, int] = {}
    for i, unit in enumerate(near.units):
        if unit.source_id not in best or near.relevance[i] > near.relevance[best[unit.source_id]]:
            best[unit.source_id] = i
    found = {}
    for source_id in desk.passages_of:
        if source_id not in quoted:
            at = best.get(source_id)
            without = NO_SENTENCE if source_id in near.looked else NOT_AMONG
            found[source_id] = without.format(what=what) if at is None else _why(desk, near, at, what)
    return found


def _why(desk: Drafting, near: Nearest, at: int, what: str) -> str:
    unit = near.units[at]
    place = unit.passage.label or unit.passage.id
    if near.relevance[at] < near.floor:
        return TOO_FAR.format(what=what, place=place)
    if len(near.picked) >= near.count:
        return BEYOND.format(what=what, place=place)
    if any(float(near.vectors[at] @ near.vectors[i]) >= desk.settings.repeat_cosine for i in near.picked):
        return AGAIN.format(what=what, place=place)
    form = TOO_LITTLE if unit.worth < SECOND_WORTH else TOO_FAR
    return form.format(what=what, place=place)


def left_out(desk: Drafting, chosen: Chosen, wanted: str, question: bool) -> dict[str, str]:
    """Why each source that could have been cited may not be."""
    by_id = desk.material.by_id
    same = "what could be quoted of it stands word for word in {title}"
    told = {one: same.format(title=by_id[other].title) for one, other in chosen.copied.items()}
    still = {source_id: f.stillness() for source_id, f in desk.footage.items() if not f.events}
    moving = [source_id for source_id, f in desk.footage.items() if f.events]
    if not wanted:
        bare = [s for s, passages in desk.passages_of.items() if all(p.id in desk.facts for p in passages)]
        left = dict.fromkeys(bare, FACTS_ONLY)
        left |= dict.fromkeys([*chosen.offered, *moving], "not among the number of claims allowed")
        return still | left | told
    what = "question" if question else "brief"
    near = "above the threshold for this question" if question else "near the brief"
    left = dict.fromkeys(chosen.offered, f"no passage {near}") | dict(chosen.left)
    return still | left | told | dict.fromkeys(moving, f"its movement is not searched for this {what}")
