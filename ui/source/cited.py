"""Where a draft cites its sources, by source and page: thousands of citations are walked once, not at every step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from provenance.records import Citation, Claim, FrameAnchor

Pair = tuple[Claim, Citation]


class Cited:
    """The citations of some claims, in the order of the claims."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._pairs = [(claim, citation) for claim in claims for citation in claim.cited()]
        self._here: dict[tuple[str, int | None], list[int]] = defaultdict(list)  # None: wherever one is in the source
        self._sources: dict[str, list[Pair]] = defaultdict(list)
        for number, pair in enumerate(self._pairs):
            for page in _pages(pair[1]) or (None,):
                self._here[pair[1].source_id, page].append(number)
            self._sources[pair[1].source_id].append(pair)
        for pairs in self._sources.values():
            pairs.sort(key=lambda pair: _order(pair[1]))

    def here(self, source_id: str, page: int) -> list[Pair]:
        """Those on a page of a source; all of a recording's for page 0."""
        numbers = {*self._here.get((source_id, page), ()), *self._here.get((source_id, None), ())}
        return [self._pairs[number] for number in sorted(numbers)]

    def within(self, source_id: str) -> list[Pair]:
        """Those in a source, in the order of the source."""
        return self._sources.get(source_id, [])


def page_of(citation: Citation) -> int:
    """The page where it begins; 0 for a frame, and where the page is not known."""
    return next(iter(_pages(citation)), 0)


def _pages(citation: Citation) -> list[int]:
    """Its pages, each once, that where it begins first."""
    anchor = citation.anchor
    return [] if isinstance(anchor, FrameAnchor) else list(dict.fromkeys(box.page for box in anchor.boxes))


def _order(citation: Citation) -> tuple[int, int]:
    anchor = citation.anchor
    return (0, anchor.ordinal) if isinstance(anchor, FrameAnchor) else (page_of(citation), anchor.start)
