"""Tells where a verb begins: its auxiliaries and adverbs, whether they make it passive, and whether it is a verb."""

from __future__ import annotations

from summarise.checks.phrases import joined, surface
from summarise.checks.reading import Reading
from summarise.checks.verbs import ADVERBS, BE, GET, GO_ON, HELP, shape


def leads(reading: Reading, i: int) -> bool:
    """Whether another verb follows an auxiliary: "was hit", "had been hit", "did not see"."""
    for n in range(i + 1, min(i + 5, len(reading.tokens))):
        word = surface(reading, n)
        if not joined(reading, n) or word in ("a", "the", "my", "his", "her"):
            return False
        if word in BE | HELP | GET or word in ADVERBS or word.endswith("ly"):
            continue
        if reading.tokens[n].detail is not None:
            return False
        bare = reading.tokens[i].key not in ("be", "have") and reading.tokens[n].heavy
        return shape(word) in ("past", "ing", "bare-past") or (bare and shape(word) == "bare")
    return False


def verb_group(reading: Reading, i: int) -> tuple[int, bool]:
    """The first token of a verb with its auxiliaries and adverbs, and whether "was" or "got" makes it passive."""
    first, passive, nearest = i, False, True
    participle = shape(surface(reading, i)) in ("past", "bare-past")
    while first > 0 and joined(reading, first):
        word = surface(reading, first - 1)
        key = reading.tokens[first - 1].key
        chained = word == "to" and first > 1 and reading.tokens[first - 2].key in GO_ON
        chained = chained or (key in GO_ON and surface(reading, first) in ("to", surface(reading, i)) and first <= i)
        if word in BE | HELP | GET or word in ADVERBS or (word.endswith("ly") and len(word) > 4) or chained:
            if nearest and word in BE | HELP | GET:
                passive, nearest = participle and (word in BE | GET) and surface(reading, i) not in BE, False
            first -= 1
            continue
        break
    return first, passive


def verb_form(reading: Reading, i: int, first: int, passive: bool) -> str:
    """How a word stands as a verb: "" where it stands as a noun or nobody can tell."""
    before = surface(reading, i - 1) if i else ""
    if before in ("a", "an", "the", "my", "his", "our", "their", "your", "this", "to") and first == i:
        return ""
    if passive or surface(reading, i) in BE | HELP:
        return "sure"
    return "sure" if shape(surface(reading, i)) == "past" or first < i else "bare"
