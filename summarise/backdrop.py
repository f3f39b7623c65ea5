"""What the whole case says of words and voices: how many sources share a word, which talk surrounds testimony."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from provenance.records import Passage, Source
from summarise.cues import EXCHANGE
from summarise.english import not_read
from summarise.text import STOP_WORDS, content_words, stem
from summarise.units import Unit, units

_QUICK_WORD = re.compile(r"[^\W_]+")
_TALK = 0.15  # what court and counsel say around testimony, against testimony


class Backdrop:
    """Read once from all passages in scope.

    In a source that holds questions and answers, what court and counsel say beside them is not evidence: it stays
    citable, and is chosen only where testimony leaves room. Nothing here says how much any witness is worth. What is
    not in English, as the text or its source (`sources`, by id) says, is not citable.
    """

    def __init__(self, passages: Sequence[Passage], sources: Mapping[str, Source]) -> None:
        self._by_id = sources
        used: dict[str, set[str]] = {}
        for passage in passages:
            used.setdefault(passage.source_id, set()).update(_QUICK_WORD.findall(passage.text.casefold()))
        self._sources = len(used)
        self._count = Counter(s for words in used.values() for s in {stem(w) for w in words if w not in STOP_WORDS})
        self._witnesses = {(p.source_id, p.speaker) for p in passages if "Q" in p.text and EXCHANGE.search(p.text)}
        self._testimony = {source_id for source_id, _ in self._witnesses}

    def shared(self, text: str) -> float:
        """The mean over the content words: 0 for a word of one source alone, 1 for a word of every source."""
        found = sorted(set(content_words(text)))
        if not found or self._sources < 2:
            return 0.5
        used = [math.log(max(1, min(self._count[w], self._sources))) for w in found]
        return round(sum(used) / len(used) / math.log(self._sources), 4)

    def weight(self, passage: Passage) -> float:
        """1 for testimony and for sources without questions and answers, less for talk around testimony."""
        voice = (passage.source_id, passage.speaker)
        return _TALK if passage.source_id in self._testimony and voice not in self._witnesses else 1.0

    def weights(self, passages: Sequence[Passage]) -> NDArray[np.float64]:
        return np.array([self.weight(p) for p in passages])

    def units(self, passage: Passage) -> list[Unit]:
        """The passage's units, their worth weighed by its voice; none that is not in English."""
        source = self._by_id[passage.source_id]
        if not_read(passage.text, source):
            return []
        weight = self.weight(passage)
        return [replace(u, worth=round(u.worth * weight, 4)) for u in units(passage) if not not_read(u.text, source)]
