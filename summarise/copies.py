"""Finds copies among the sources, so that what is quoted is quoted once, from the one that was read in full.

Only what is nearly the same from end to end is a copy, and a witness's statement never gives way to another paper.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from provenance.records import Passage, Source
from summarise.text import fold
from summarise.units import Unit, legible

_LEAST_SHARED = 3  # sentences
_ALIKE = 0.8  # of the sentences of the longer of two sources that are copies of each other
_PART = 0.9  # of the sentences of a source read in part, that make it a piece of another
_LEAST_PIECE = 0.3  # of the sentences of that other: less is a paper in a bundle
_COMMON = 12  # sources that hold a sentence, above which it is a form's


def keepers(sources: Sequence[Source], passages_of: Mapping[str, Sequence[Passage]]) -> dict[str, str]:
    """For each source that is a copy of another, that other: one read in full, then a witness's, then the earlier.

    Statements of two witnesses are two accounts, however alike their words are; and a witness's own statement never
    gives way to a paper that quotes it.
    """
    held = {source_id: _sentences(passages) for source_id, passages in passages_of.items()}
    by_id = {s.id: s for s in sources}
    rank = {s.id: (s.outcome != "read", not s.fields.get("witness"), i) for i, s in enumerate(sources)}
    found: dict[str, str] = {}
    for pair, count in _pairs(held).items():
        first, second = sorted(pair, key=lambda source_id: rank[source_id])
        piece = count >= max(_PART * len(held[second]), _LEAST_PIECE * len(held[first]))
        cut_off = by_id[second].outcome == "partly" and piece
        alike = count >= _ALIKE * max(len(held[first]), len(held[second]))
        if count >= _LEAST_SHARED and (alike or cut_off) and _one_voice(by_id[first], by_id[second]):
            found.setdefault(second, first)
    return found


def without_copies(units: Sequence[Unit], keeper: Mapping[str, str]) -> tuple[list[Unit], dict[str, str]]:
    """The units but those of a copy whose words are among those of its keeper; and the copies of which none is left,
    with their keepers."""
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for unit in units:
        texts[unit.source_id].add(unit.text.casefold())
    kept = [u for u in units if u.source_id not in keeper or u.text.casefold() not in texts[keeper[u.source_id]]]
    left = {unit.source_id for unit in kept}
    return kept, {u.source_id: keeper[u.source_id] for u in units if u.source_id not in left}


def _one_voice(first: Source, second: Source) -> bool:
    """Whether the second may be told in the words of the first."""
    of_first, of_second = (fold(s.fields.get("witness", "")).casefold() for s in (first, second))
    return not of_second or of_first == of_second


def _pairs(held: Mapping[str, frozenset[str]]) -> Counter[tuple[str, str]]:
    """How many sentences each two sources share, those that many hold left out."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for source_id, sentences in held.items():
        for sentence in sorted(sentences):
            holders[sentence].append(source_id)
    return Counter(pair for ids in holders.values() if len(ids) <= _COMMON for pair in combinations(ids, 2))


def _sentences(passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset(fold(s.text).casefold() for p in passages if legible(p) for s in p.sentences)
