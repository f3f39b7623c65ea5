"""What a draft makes of every source: its passages, those cited, and the cited places that a person has opened."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.records import Claim, FrameAnchor, Source
from provenance.reviews import ClaimState

if TYPE_CHECKING:
    from app.case import Case

Spans = tuple[list[int], list[int]]  # starts and ends of passages, in order


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source in numbers. `cited` counts passages, of footage frames; `places` are the citations into it."""

    source: Source
    passages: int
    cited: int
    opened: int
    places: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What has to be read of the case: searchable passages by source, and where those of cited sources stand."""

    passages: Mapping[str, int]
    spans: Mapping[str, Spans]


def count(case: Case, cited: set[str]) -> Counted:
    """Read the numbers; raises CaseError. Withheld sources have none that are told."""
    passages = case.store.passages_by_source()
    spans: dict[str, Spans] = {}
    for passage in case.store.passages(sorted(cited & passages.keys())):
        starts, ends = spans.setdefault(passage.source_id, ([], []))
        starts.append(passage.start)
        ends.append(passage.end)
    return Counted(passages, spans)


def uses(
    claims: Iterable[Claim], sources: Iterable[Source], states: Mapping[str, ClaimState], counted: Counted
) -> list[SourceUse]:
    """Every source with what the claims that stand cite of it, and what of that people have opened.

    Claims that the checks hold back count nowhere as cited: neither here nor in the sums of the draft.
    """
    cited, places, opened = defaultdict[str, set[int]](set), defaultdict[str, int](int), defaultdict[str, int](int)
    for claim in claims:
        if claim.held_back:
            continue
        seen = _opened(states.get(claim.id))
        for c in claim.cited():
            places[c.source_id] += 1
            opened[c.source_id] += c.id in seen
            if isinstance(c.anchor, FrameAnchor):
                cited[c.source_id].add(c.anchor.ordinal)
            else:
                cited[c.source_id] |= _passages(counted.spans.get(c.source_id), c.anchor.start, c.anchor.end)
    return [SourceUse(s, counted.passages.get(s.id, 0), len(cited[s.id]), opened[s.id], places[s.id]) for s in sources]


def _opened(state: ClaimState | None) -> set[str]:
    """The citations of a claim that somebody had opened: the person here, and whoever decided on it."""
    if state is None:
        return set()
    return set(state.opened).union(*(review.opened for review in state.history))


def _passages(spans: Spans | None, start: int, end: int) -> set[int]:
    """Numbers of the passages that a span touches; passages stand in order."""
    if spans is None:
        return set()
    starts, ends = spans
    return set(range(bisect_right(ends, start), bisect_left(starts, end)))
