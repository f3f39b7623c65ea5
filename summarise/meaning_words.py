"""What a claim shares with its premise word for word, and the sentences of a premise that bear on a claim."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from summarise.text import content_words, fold, words

READ_WORDS = 125  # of a premise that the model reads at once; measured: longer windows align rare words by chance
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“(]*[A-Z0-9])|\n+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NAME = re.compile(r"(?<![.!?:] )(?<!^)(?<![.!?:] [\"“])\b[A-Z][\w’'-]*\w")
_DENIALS = frozenset(
    ("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without")
    + ("hardly", "barely", "rarely", "refused", "denied")
)
_JOINING = frozenset(  # words that stand in every text; fewer than the drafter's stop words: "said" and "after" tell
    ("a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "as", "and", "or", "but", "not")
    + ("is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "that", "this", "which", "who")
    + ("it", "its", "he", "she", "they", "his", "her", "their")
)
_NEIGHBOUR = 0.3  # what a sentence gains by standing beside one that is taken already


@dataclass(frozen=True, slots=True)
class Shared:
    """What a claim's words find in its premise: `words` is a share of 0..1, the rest count what is not there."""

    words: float
    figures: int
    names: int
    denials: int


def shared(premise: str, claim: str) -> Shared:
    """The words of a claim that stand in its premise, and how many figures, names and denials do not."""
    given, said = words(premise), words(claim)
    have = set(given)
    asked = [w for w in said if w not in _JOINING] or said
    figures = set(_FIGURE.findall(claim.replace(",", ""))) - set(_FIGURE.findall(premise.replace(",", "")))
    folded = premise.casefold()
    names = [n for n in _NAME.findall(claim) if n.casefold() not in folded]
    share = sum(w in have for w in asked) / len(asked) if asked else 0.0
    return Shared(share, len(figures), len(names), max(0, _denials(said) - _denials(given)))


def bearing(premise: str, claim: str, room: int = READ_WORDS) -> str:
    """The sentences of a premise that say most of a claim's words, in their order, of about `room` words at most.

    A premise that is not longer comes back whole. Each sentence is taken for the words that it adds to those before,
    longer ones for more of them; sentences beside each other go together.
    """
    sentences = [s for s in (fold(part) for part in _SENTENCE.split(premise)) if s]
    lengths = [len(s.split()) for s in sentences]
    if sum(lengths) <= room:
        return " ".join(sentences)
    asked = set(content_words(claim))
    held = [set(content_words(s)) for s in sentences]
    left, taken = set(asked), set[int]()
    while True:
        fitting = [i for i in range(len(sentences)) if i not in taken and lengths[i] <= room and held[i] & asked]
        if not fitting:
            break
        best = max(fitting, key=lambda i: (_gain(held[i], left, asked, (i - 1 in taken) + (i + 1 in taken)), -i))
        taken.add(best)
        room -= lengths[best]
        left -= held[best]
    return " ".join(sentences[i] for i in sorted(taken)) or " ".join(fold(premise).split()[:room])


def _gain(held: set[str], left: set[str], asked: set[str], beside: int) -> float:
    new, again = len(held & left), len(held & asked)
    return (new + 0.3 * again + _NEIGHBOUR * beside) / (3 + math.sqrt(len(held)))


def _denials(said: list[str]) -> int:
    return sum(w in _DENIALS or w.endswith("n't") for w in said)
