"""Finds sources that repeat another word for word, so that words are quoted from the one that was read in full."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from provenance.records import Passage, Source
from summarise.text import count_words, fold
from summarise.units import Unit, legible

_LEAST_WORDS = 5  # of a sentence that is compared: shorter ones stand in many papers
_LEAST_SHARED = 3  # sentences
_HALF = 0.5  # of the sentences of the shorter, that make one a copy or a version of the other
_WHOLE = 0.9  # and those that leave nothing else to quote
_COMMON = 6  # sources that hold a sentence, above which it is a form's and not a person's


@dataclass(frozen=True, slots=True)
class Copies:
    """`repeated` are the sentences of a source that are quoted from another; `wholly` says from which, where that is
    nearly all that it holds."""

    repeated: Mapping[str, frozenset[str]]
    wholly: Mapping[str, str]

    def repeats(self, unit: Unit) -> bool:
        """Whether all that a unit quotes is quoted from another source."""
        known = self.repeated.get(unit.source_id)
        if not known:
            return False
        quoted = [s for s in unit.passage.sentences if s.start < unit.end and unit.start < s.end]
        return bool(quoted) and all(_key(s.text) in known for s in quoted)


def find(sources: Sequence[Source], passages_of: Mapping[str, Sequence[Passage]]) -> Copies:
    """Of two sources, half of whose sentences are the same, the one that was read in part gives way, or the later.

    Statements of two witnesses are two accounts, however alike their words are.
    """
    held = {source_id: _sentences(passages) for source_id, passages in passages_of.items()}
    rank = {s.id: (s.outcome != "read", i) for i, s in enumerate(sources)}
    witness = {s.id: fold(s.fields.get("witness", "")).casefold() for s in sources}
    repeated: dict[str, frozenset[str]] = {}
    wholly: dict[str, str] = {}
    for pair, count in _pairs(held).items():
        first, second = sorted(pair, key=lambda source_id: rank[source_id])
        if witness[first] and witness[second] and witness[first] != witness[second]:
            continue
        if count < max(_LEAST_SHARED, _HALF * min(len(held[first]), len(held[second]))):
            continue
        repeated[second] = repeated.get(second, frozenset()) | (held[first] & held[second])
        if count >= _WHOLE * len(held[second]):
            wholly.setdefault(second, first)
    return Copies(repeated, wholly)


def _pairs(held: Mapping[str, frozenset[str]]) -> Counter[tuple[str, str]]:
    """How many sentences each two sources share, those that many hold left out."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for source_id, sentences in held.items():
        for sentence in sorted(sentences):
            holders[sentence].append(source_id)
    return Counter(pair for ids in holders.values() if len(ids) <= _COMMON for pair in combinations(ids, 2))


def _sentences(passages: Sequence[Passage]) -> frozenset[str]:
    read = (s.text for p in passages if legible(p) for s in p.sentences)
    return frozenset(_key(text) for text in read if count_words(text) >= _LEAST_WORDS)


def _key(text: str) -> str:
    return fold(text).casefold()
