"""Tests that what a claim quotes stands word for word in what it cites, and that no doubt before it was left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from summarise.checks.base import Cited, Finding, notice
from summarise.details import sentence_spans
from summarise.text import fold

_HEDGE = re.compile(
    r"\b(?:i think|i believe|i thought|i suppose|maybe|perhaps|possibly|probably|might|may have|could have been"
    r"|not (?:sure|certain)|as far as i|looked like|appeared to|seemed|i am told|i was told|apparently"
    r"|didn['’]t|did not|never|don['’]t|do not|not)\b",
    re.IGNORECASE,
)
_FOLDED_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})
_SENTENCE = re.compile(r"[.!?]\s")


def quotations(claim: str) -> list[tuple[int, int]]:
    """Where a claim quotes, marks included; quotations inside quotations stay whole, what is not closed is none.

    Quotation marks are curly as the machine writes them, or straight as people type them.
    """
    found, depth, begin = [], 0, 0
    for i, mark in enumerate(claim):
        if depth == 0 and mark in '“"':
            depth, begin = 1, i
        elif depth and claim[begin] == '"':
            depth = 0 if mark == '"' else depth
        elif depth:
            depth += (mark == "“") - (mark == "”")
        else:
            continue
        if depth == 0:
            found.append((begin, i + 1))
    return found


def quoted(claim: str) -> list[str]:
    """The words that a claim puts between quotation marks, folded."""
    return [words for a, b in quotations(claim) if (words := fold(claim[a + 1 : b - 1]))]


def unquoted(claim: str, mark: str = " ") -> str:
    """The claim with its quotations blanked out, every other letter at its place; `mark` stands where each began."""
    kept = list(claim)
    for a, b in quotations(claim):
        kept[a:b] = mark + " " * (b - a - 1)
    return "".join(kept)


def own_words(claim: str) -> str:
    """What a claim says in its own words: everything outside its quotations."""
    return fold(unquoted(claim))


def plain(text: str) -> str:
    """Text for comparing quotes: white space folded, typographic quotation marks made straight."""
    return fold(text.translate(_FOLDED_MARKS))


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Every quotation stands word for word in a cited passage."""

    name: str = "quote"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        places = [(a, b) for a, b in quotations(claim) if fold(claim[a + 1 : b - 1])]
        if not places:
            return Finding(self.name, None, 1.0)
        texts = [plain(c.text) for c in cited]
        absent = [(a, b) for a, b in places if not any(plain(claim[a + 1 : b - 1]) in t for t in texts)]
        if not absent:
            return Finding(self.name, "supported", 1.0)
        reasons = tuple(
            notice("quote_not_found", f"not in the cited passage: “{fold(claim[a + 1 : b - 1])[:80]}”", a + 1, b - 1)
            for a, b in absent
        )
        return Finding(self.name, "unsupported", 0.0, reasons)


@dataclass(frozen=True, slots=True)
class HedgeCheck:
    """A quotation that begins inside a sentence leaves no doubt or denial out before it."""

    name: str = "hedge"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        lost = []
        for a, b in quotations(claim):
            for text in (c.text for c in cited):
                hedge = _HEDGE.search(_left_out(plain(claim[a + 1 : b - 1]), text))
                if hedge:
                    told = f"the passage says “{hedge[0]}” before the quoted words"
                    lost.append(notice("hedge_left_out", told, a + 1, b - 1))
        return Finding(self.name, "partly", 0.5, tuple(lost)) if lost else Finding(self.name, None, 1.0)


def _left_out(quote: str, text: str) -> str:
    """What stands in a quotation's own sentence, entry or message before it; "" where the quote is not found."""
    pieces = [p for a, b in sentence_spans(text) if (p := plain(text[a:b]))]
    starts = [0, *accumulate(len(p) + 1 for p in pieces)]
    whole = " ".join(pieces)
    at = whole.find(quote) if quote else -1
    if at <= 0:
        return ""
    return _SENTENCE.split(whole[max(s for s in starts if s <= at) : at])[-1]
