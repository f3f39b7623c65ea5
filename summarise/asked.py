"""The words of a question: which of them tell, how rare each is, and how many of them a text says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from provenance.records import Passage
from summarise.alike import alike, verbs
from summarise.kinds import DOERS, OF_ITS_KIND, PERSON, base, forms, members
from summarise.sought import CLOTHING, KINDS, sought
from summarise.text import STOP_WORDS, words

_ASKERS = "anyone someone everyone nobody something see saw seen hear heard people person there"
_ASKERS += " use used using describe described mention mentioned involved"
ASKING = frozenset(_ASKERS.split())
_WHO_DID = re.compile(r"\s(?:who|that|which)\b.*?(?=\b(?:wear|wore|worn|dressed|have on|had on))", re.IGNORECASE)


def asked_words(question: str) -> list[str]:
    """The base forms of a question's telling words: without those of asking ("seen", "anybody"), and without those that
    name the kind of answer ("colour", "time"), which an answer does not say."""
    kind = KINDS if sought(question) else ()
    return [
        base(w)
        for w in words(question)
        if w not in STOP_WORDS and w not in ASKING and w not in kind and (len(w) > 1 or w.isdigit())
    ]


@lru_cache(maxsize=1 << 15)
def said_words(text: str) -> frozenset[str]:
    """The base forms of a text's words."""
    return frozenset(form for w in words(text) for form in forms(w))


def rarity(passages: Sequence[Passage], asked: Iterable[str]) -> dict[str, float]:
    """How rare each word (a base form) is among the passages: 1 for one in all, more the fewer hold it, most for none.

    The inverse document frequency log(N + 1) − log(n + 1), as Sparck Jones (1972) with both counts smoothed, plus 1.
    """
    wanted = set(asked)
    count = Counter(w for p in passages for w in wanted & said_words(p.text))
    found = {w: 1 + math.log((len(passages) + 1) / (count[w] + 1)) for w in sorted(wanted)}
    return found | ({PERSON: 1.0} if PERSON in wanted else {})


def stand_ins(passages: Sequence[Passage], asked: Iterable[str]) -> frozenset[str]:
    """Words for who did it ("robber") that no passage says, nor another such word: for these a man or "he" stands."""
    doers = {w for w in asked if w in DOERS}
    if not doers:
        return frozenset()
    held = frozenset[str]().union(*(said_words(p.text) for p in passages))
    return frozenset(w for w in doers if not ({w} | members(w)) & held)


def put_words(question: str, stood_for: Collection[str]) -> list[str]:
    """The telling words of a question as they are looked for: those in `stood_for` as any person.
    What somebody did, of whose clothing is asked ("the man who ran off"), stands in other sentences: it is left out."""
    plain = _WHO_DID.sub(" ", question) if sought(question) is CLOTHING else question
    return [PERSON if w in stood_for else w for w in asked_words(plain)]


def unheld(passages: Sequence[Passage], question: str) -> list[str]:
    """The words of a question, as they were typed, that no passage holds in any form; those of asking left out."""
    telling = set(asked_words(question))
    asked = {base(w): w for w in reversed(words(question)) if base(w) in telling and len(w) > 2}
    held = frozenset[str]().union(*(said_words(p.text) for p in passages))
    return [word for form, word in reversed(asked.items()) if form not in held]


def of_a_kind(passages: Sequence[Passage], asked: Iterable[str], most: int) -> list[str]:
    """Ids of at most `most` passages that name a thing of a kind that is asked for, or tell what is asked by a like
    verb; sources take turns."""
    asked = tuple(asked)
    wanted = frozenset[str]().union(*(members(word) for word in asked))
    like = verbs(asked)
    turns: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for passage in passages if wanted or like else ():
        if wanted & said_words(passage.text) or (like and alike(asked, passage.text)):
            found.append((turns[passage.source_id], passage.id))
            turns[passage.source_id] += 1
    return [passage_id for _, passage_id in sorted(found, key=lambda one: one[0])[:most]]


def share(asked: Mapping[str, float], text: str, states: re.Pattern[str] | None = None) -> float:
    """The part of the weights of the words `asked` that a text says, with what is asked for as one word more; 0.0 when
    nothing is asked. A thing of the kind that a word names, or a like verb, counts a little less than the word."""
    have = said_words(text)
    like = alike(tuple(asked), text) if verbs(tuple(asked)) else {}
    whole = sum(asked.values()) + (states is not None)
    told = sum(weight * _held(word, have, like) for word, weight in asked.items())
    told += bool(states and states.search(text))
    return told / whole if asked else 0.0


def _held(word: str, have: Collection[str], like: Collection[str]) -> float:
    if word in have:
        return 1.0
    return OF_ITS_KIND if word in like or any(one in have for one in members(word)) else 0.0
