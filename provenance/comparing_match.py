"""Finds which claim of one draft stands for which of another: by what they cite first, then by their words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provenance.records import Citation, Claim, FrameAnchor, TextAnchor

LEAST_SHARED = 0.2  # of the code points or frames that two claims cite together: less is another sentence beside it
LEAST_ALIKE = 0.6  # of the words of two claims, by the Sørensen-Dice coefficient
COMMON = 200  # claims that hold a word: it tells them apart no more
_QUOTED = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """Two claims that stand for each other."""

    a: Claim
    b: Claim


def matched(ours: Sequence[Claim], theirs: Sequence[Claim]) -> list[Match]:
    """One match at most for each claim, in the order of `theirs`; the best first: the same places and words, the same
    places, most of the places, then like words."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    _take(_by_places(ours, theirs), found, taken)
    left, open_ = [c for c in ours if c.id not in found], [c for c in theirs if c.id not in taken]
    _take(_by_words(left, open_), found, taken)
    by_id = {c.id: c for c in ours}
    back = {b: a for a, b in found.items()}
    return [Match(by_id[back[b.id]], b) for b in theirs if b.id in back]


def moved(matches: Sequence[Match]) -> frozenset[str]:
    """Ids of the second claims that stand elsewhere in the order than their matches, the fewest that can be said so.

    All but a longest increasing subsequence of the first claims' numbers (Fredman, 1975).
    """
    numbers = [int(m.a.id.rpartition(".")[2]) for m in matches]
    ends: list[int] = []  # ends[k]: the smallest number that ends an increasing run of k + 1
    at: list[int] = []
    for number in numbers:
        k = bisect_left(ends, number)
        ends[k : k + 1] = [number]
        at.append(k)
    length, kept = len(ends) - 1, set[str]()
    for match, k in zip(reversed(matches), reversed(at), strict=True):
        if k == length:
            kept.add(match.b.id)
            length -= 1
    return frozenset(m.b.id for m in matches if m.b.id not in kept)


Scored = tuple[float, str, str]  # how well, and the ids of both


def _take(scored: Iterable[Scored], found: dict[str, str], taken: set[str]) -> None:
    """The best first; of equals, those that stand first."""
    for _, a, b in sorted(scored, key=lambda s: (-s[0], _number(s[1]), _number(s[2]))):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)


def _number(claim_id: str) -> int:
    return int(claim_id.rpartition(".")[2])


def _by_places(ours: Sequence[Claim], theirs: Sequence[Claim]) -> Iterable[Scored]:
    citing: dict[str, list[Claim]] = defaultdict(list)
    for b in theirs:
        for source_id in {c.source_id for c in b.cited()}:
            citing[source_id].append(b)
    for a in ours:
        near = {b.id: b for c in a.cited() for b in citing[c.source_id]}
        for b in near.values():
            shared = _shared(a.cited(), b.cited())
            if shared >= LEAST_SHARED:
                yield shared + (a.text == b.text) + 0.5 * (a.kind == b.kind), a.id, b.id


def _shared(ours: Sequence[Citation], theirs: Sequence[Citation]) -> float:
    """How much of all that two claims cite both cite (Jaccard): of code points by source, or of frames."""
    return max(_ratio(_stretches(ours), _stretches(theirs)), _jaccard(_frames(ours), _frames(theirs)))


Stretches = list[tuple[str, int, int]]


def _stretches(citations: Sequence[Citation]) -> Stretches:
    """The spans that are cited, by source, without overlaps."""
    spans = sorted((c.source_id, c.anchor.start, c.anchor.end) for c in citations if isinstance(c.anchor, TextAnchor))
    joined: Stretches = []
    for source, start, end in spans:
        if joined and joined[-1][0] == source and start <= joined[-1][2]:
            joined[-1] = (source, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((source, start, end))
    return joined


def _ratio(ours: Stretches, theirs: Stretches) -> float:
    both = sum(max(0, min(e, f) - max(s, t)) for a, s, e in ours for b, t, f in theirs if a == b)
    all_ = sum(e - s for _, s, e in ours) + sum(e - s for _, s, e in theirs) - both
    return both / all_ if all_ else 0.0


def _frames(citations: Sequence[Citation]) -> set[tuple[str, int, int]]:
    return {(c.source_id, c.anchor.stream, c.anchor.ordinal) for c in citations if isinstance(c.anchor, FrameAnchor)}


def _jaccard(ours: set[tuple[str, int, int]], theirs: set[tuple[str, int, int]]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _by_words(ours: Sequence[Claim], theirs: Sequence[Claim]) -> Iterable[Scored]:
    said_a, said_b = {c.id: _said(c.text) for c in ours}, {c.id: _said(c.text) for c in theirs}
    holding: dict[str, list[str]] = defaultdict(list)
    for claim_id, bag in said_b.items():
        for word in bag:
            holding[word].append(claim_id)
    for a, bag in said_a.items():
        near = {b for word in bag if len(holding[word]) <= COMMON for b in holding[word]}
        for b in near:
            alike = _dice(bag, said_b[b])
            if alike >= LEAST_ALIKE:
                yield alike, a, b


def _said(text: str) -> Counter[str]:
    """What a claim says, as a bag of words: of one that quotes, the quotation, not who is quoted."""
    quoted = " ".join(_QUOTED.findall(text))
    return Counter(_WORD.findall((quoted or text).casefold()))


def _dice(ours: Counter[str], theirs: Counter[str]) -> float:
    all_ = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / all_ if all_ else 0.0
