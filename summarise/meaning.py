"""Grades how well a premise bears a claim, for order, and finds claims of which little stands in the cited words.

The grade joins few signals, each of which can only speak one way: words shared, figures, names and denials that the
premise lacks, the words of the claim that come least near to any of the premise, and what the checks say.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

from provenance.ports import Aligner, Entailment, Nearness
from provenance.records import Notice, Support
from summarise.checks.attributed import attribution
from summarise.meaning_words import bearing, shared
from summarise.support import Cited, Finding, Judgement, quotations
from summarise.text import STOP_WORDS, content_words, words

SHARPNESS = 12.0  # of the soft minimum over a claim's words; 12 and 20 order alike
ENOUGH = 0.40  # mean nearness of the content words from which the meaning of a claim counts as found
NAMED = 4  # words named in a reason
_ENTAILED = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """What a step of each signal counts in the grade: never below nought.

    What `bench/support_fit.py` fits, rounded; words and names count about half as much again as there, so that no
    kind of pair falls behind plain word overlap. The order changes little near these values: docs/support-score.md.
    """

    words: float = 1.2
    figure: float = 0.7
    name: float = 0.2
    denial: float = 0.3
    weakest: float = 3.3
    verdict: float = 0.3
    contradicted: float = 0.3
    middle: float = 1.65  # of the pairs that it was fitted on


WEIGHTS = Weights()
_RANK: dict[Support, int] = {"contradicted": 0, "unsupported": 1, "partly": 2, "supported": 3}


@dataclass(frozen=True, slots=True)
class Signals:
    """All that the grade of a pair is made of, each the better the higher (`weakest` is a cosine at most)."""

    words: float
    figures: float
    names: float
    denials: float
    weakest: float
    verdict: float
    contradicted: float

    def grade(self, weights: Weights = WEIGHTS) -> float:
        """0 to 1; only the order of two grades means something."""
        raw = (
            weights.words * self.words
            + weights.figure * self.figures
            + weights.name * self.names
            + weights.denial * self.denials
            + weights.weakest * self.weakest
            + weights.verdict * self.verdict
            + weights.contradicted * self.contradicted
        )
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, raw - weights.middle)))), 6)


def signals(premise: str, claim: str, support: Support, near: Sequence[Nearness]) -> Signals:
    """The signals of a pair; `near` is its alignment over `bearing(premise, claim)`, `support` the checks' verdict."""
    found = shared(premise, claim)
    return Signals(
        found.words,
        -float(found.figures),
        -float(found.names),
        -float(found.denials),
        weakest(claim, near),
        float(_RANK[support]),
        -float(support == "contradicted"),
    )


def weakest(claim: str, near: Sequence[Nearness]) -> float:
    """A soft minimum of the nearness of a claim's words: one word that stands for nothing tells, several tell more."""
    cosines = [n.cosine for n in near if any(c.isalnum() for c in claim[n.start : n.end])]
    if not cosines:
        return 0.0
    return -math.log(sum(math.exp(-SHARPNESS * c) for c in cosines)) / SHARPNESS


@dataclass(frozen=True, slots=True)
class MeaningCheck:
    """What a claim says in its own words is near to the cited words; nothing is said of quotations.

    An entailment model that a person registered is asked too, where there is one.
    """

    aligner: Aligner
    entailment: Entailment | None = None
    name: str = "meaning"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        """Partly at most: nearness of words is no proof, neither way. Raises what the models raise."""
        if not asserts(claim) or not cited:
            return Finding(self.name, None, 1.0)
        premise = bearing("\n".join(c.text for c in cited), claim)
        who = frozenset(w for c in cited for w in words(f"{c.record} {c.witness}"))
        found = common(claim, self.aligner.align([(premise, claim)])[0], who)
        if self.entailment is None or found.support is not None:
            return found
        sure = self.entailment.entails([(premise, claim)])[0]
        if sure >= _ENTAILED:
            return Finding(self.name, "supported", sure)
        reason = Notice("not_entailed", f"asked: {self.entailment.name}")
        return Finding(self.name, "partly", sure, (reason,))


def common(claim: str, near: Sequence[Nearness], who: Container[str] = ()) -> Finding:
    """The finding on a claim in its own words, aligned with the cited ones; it has no support where enough is near.

    Who says it, where and when does not count: words of the opening that attributes it, and the source's own, `who`.
    """
    head = attribution(claim)
    asserted = [n for n in near if n.start >= (head.end if head else 0)]
    content = [n for n in asserted if _content(claim[n.start : n.end]) and claim[n.start : n.end].casefold() not in who]
    if not content:
        return Finding("meaning", None, 1.0)
    mean = round(sum(n.cosine for n in content) / len(content), 4)
    if mean >= ENOUGH:
        return Finding("meaning", None, 1.0)
    far = sorted(content, key=lambda n: n.cosine)[:NAMED]
    named = ", ".join(dict.fromkeys(claim[n.start : n.end] for n in sorted(far, key=lambda n: n.start)))
    detail = f"nothing in the cited passage is near in meaning to: {named}"
    place = f"claim={far[0].start}-{far[0].end}"
    return Finding("meaning", "partly", max(0.0, mean), (Notice("little_in_common", detail, place),))


def joined(found: Judgement, claim: str, near: Sequence[Nearness]) -> Judgement:
    """The judgement of the other checks with what the meaning check finds in an alignment that is at hand."""
    meaning = common(claim, near) if asserts(claim) else Finding("meaning", None, 1.0)
    if meaning.support is None:
        return found
    support: Support = "partly" if found.support == "supported" else found.support
    return Judgement(support, min(found.score, meaning.score), (*found.reasons, *meaning.reasons))


def asserts(claim: str) -> bool:
    """Whether a claim speaks in its own words; attributions and quotations are judged word for word by other checks."""
    return bool(claim.strip()) and not quotations(claim)


def _content(word: str) -> bool:
    return word.casefold() not in STOP_WORDS and bool(content_words(word))
