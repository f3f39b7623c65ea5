"""Tests that what a claim asserts is said with the words of the cited passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarise.checks.attributed import by_teller, lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.limits import limiting
from summarise.checks.reading import Token
from summarise.text import overlap, words

_SPEAKERS = {"witness", "speaker", "according"}  # who says it, in the words of a summary
_NAMED = 6  # words that a reason names


@dataclass(frozen=True, slots=True)
class WordCheck:
    """What the claim asserts in its own words, beyond who says it, is said with the words of the cited passage."""

    name: str = "words"
    enough: float = 0.8
    some: float = 0.5

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, head = lay(claim, cited)
        own = laid.claim
        who = _SPEAKERS | {w for c in cited for w in words(f"{c.record} {c.witness}")}
        bounds = limiting(own)  # the check of limits reads them
        told = [t for i, t in enumerate(own.tokens) if t.heavy and t.detail is None and i not in bounds]
        opening = head.end if head and head.reported else by_teller(claim, cited)
        asserted = [t for t in told if t.start >= opening and _bare(own.words(t.start, t.end)) not in who]
        denying = [(d.start, d.end) for d in own.denials]  # the check of polarity reads them
        asserted = [t for t in asserted if not any(a <= t.start < b for a, b in denying)]
        if not asserted:
            said = any(t.heavy for t in own.tokens) or (own.tokens and all(laid.links))
            return Finding(self.name, "supported" if said else None, 1.0)
        given = laid.given.places.keys() | laid.given.words.keys()
        given |= {t.key for i, t in enumerate(own.tokens) if laid.by_denial(i)}
        share = round(overlap((t.key for t in asserted), given), 4)
        if share >= self.enough:
            return Finding(self.name, "supported", share)
        lost: dict[str, Token] = {t.key: t for t in reversed(asserted) if t.key not in given}
        missing = sorted(lost.values(), key=lambda t: t.start)[:_NAMED]
        told_words = ", ".join(own.words(t.start, t.end) for t in missing)
        reasons = [
            notice("words_not_found", f"not in the cited passage: {told_words}", missing[0].start, missing[0].end)
        ]
        reasons += [notice("words_not_found", reasons[0].detail, t.start, t.end) for t in missing[1:]]
        return Finding(self.name, "partly" if share >= self.some else "unsupported", share, tuple(reasons))


def _bare(word: str) -> str:
    """A word, lower case, without the ending that tells whose something is."""
    return word.casefold().replace("’", "'").removesuffix("'s")
