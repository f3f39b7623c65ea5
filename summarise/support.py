"""Judges a claim against its own citations only, with several small checks that each say what they found.

A check never asks whether a claim is true: only whether the cited words bear it. Add a check by writing a class with
a `name` and `judge`, and putting it into `CHECKS`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from provenance.records import Notice, Support
from summarise.text import content_words, fold, overlap, words
from summarise.times import DAY, NOON, clocks, days

_WORST: tuple[Support, ...] = ("contradicted", "unsupported", "partly", "supported")
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
_HEDGE = re.compile(
    r"\b(?:i think|i believe|i thought|i suppose|maybe|perhaps|possibly|probably|might|may have|could have been"
    r"|not (?:sure|certain)|as far as i|looked like|appeared to|seemed|i am told|i was told|apparently"
    r"|didn['’]t|did not|never|don['’]t|do not|not)\b",
    re.IGNORECASE,
)
_FOLDED_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})


@dataclass(frozen=True, slots=True)
class Cited:
    """What a claim cites, as the checks see it: clean words of the passage (or the facts of a frame), the source's
    record (names under which people know it, date, label), and whose words they are ("" for a document)."""

    text: str
    record: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `support` is None where the check has nothing to say. `score` is 0..1."""

    check: str
    support: Support | None
    score: float
    reasons: tuple[Notice, ...] = ()


class Check(Protocol):
    """One way of testing a claim against the words it cites."""

    @property
    def name(self) -> str: ...

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings on one claim: the worst support, the least score, every reason."""

    support: Support
    score: float
    reasons: tuple[Notice, ...]


def judge(claim: str, cited: Sequence[Cited], checks: Sequence[Check] | None = None) -> Judgement:
    """The checks' findings on a claim, joined; a claim that cites nothing is unsupported."""
    if not cited:
        return Judgement("unsupported", 0.0, (Notice("no_citation", "the claim cites nothing"),))
    findings = [check.judge(claim, cited) for check in (CHECKS if checks is None else checks)]
    told = [f for f in findings if f.support is not None]
    if not told:
        return Judgement(
            "unsupported", 0.0, (Notice("nothing_to_check", "the claim says nothing that can be checked"),)
        )
    support = min((f.support for f in told if f.support), key=_WORST.index)
    reasons = tuple(r for f in findings for r in f.reasons)
    return Judgement(support, round(min(f.score for f in told), 4), reasons)


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


def own_words(claim: str) -> str:
    """What a claim says in its own words: everything outside its quotations."""
    kept = list(claim)
    for a, b in quotations(claim):
        kept[a:b] = " " * (b - a)
    return fold("".join(kept))


def plain(text: str) -> str:
    """Text for comparing quotes: white space folded, typographic quotation marks made straight."""
    return fold(text.translate(_FOLDED_MARKS))


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """Every quotation stands word for word in a cited passage."""

    name: str = "quote"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        quotes = quoted(claim)
        if not quotes:
            return Finding(self.name, None, 1.0)
        texts = [plain(c.text) for c in cited]
        absent = [q for q in quotes if not any(plain(q) in t for t in texts)]
        if not absent:
            return Finding(self.name, "supported", 1.0)
        reasons = tuple(Notice("quote_not_found", f"not in the cited passage: “{q[:80]}”") for q in absent)
        return Finding(self.name, "unsupported", 0.0, reasons)


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """Every number, time and date in the claim's own words stands in the cited passage or the source's record."""

    name: str = "figures"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        own = own_words(claim)
        given = " \n ".join(f"{c.text} \n {c.record}" for c in cited)
        absent = [*_absent_times(own, given), *_absent_figures(own, given)]
        if absent:
            reasons = tuple(Notice("figure_not_found", f"{word} is not in the cited passage") for word in absent)
            return Finding(self.name, "unsupported", 0.1, reasons)
        return Finding(self.name, "supported" if _figures(own) else None, 1.0)


@dataclass(frozen=True, slots=True)
class NameCheck:
    """Every name in the claim's own words stands in the cited passage or the source's record."""

    name: str = "names"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        own = own_words(claim)
        known = {w for c in cited for w in words(f"{c.text} {c.record} {c.witness}")}
        names = [n for n in _CAPITAL.findall(own) if len(n) > 1 and (not own.startswith(n) or ":" in own)]
        absent = [n for n in names if not set(words(n)) <= known]
        if absent:
            return Finding(
                self.name,
                "partly",
                0.4,
                tuple(Notice("name_not_found", f"{n} is not in the cited passage") for n in absent),
            )
        return Finding(self.name, "supported" if names else None, 1.0)


@dataclass(frozen=True, slots=True)
class AttributionCheck:
    """The person or document to whom the claim gives the words is the cited source's own."""

    name: str = "attribution"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        first = next(iter(quotations(claim)), (0, 0))
        before, colon, _ = claim[: first[0]].rpartition(":")
        if not colon:
            return Finding(self.name, None, 1.0)
        named = set(words(before.split(",")[0]))
        for c in cited:
            if not named <= set(words(c.witness or c.record)):
                whose = c.witness or fold(c.record)[:60]
                detail = f"given to {fold(before.split(',')[0])}, but the cited words are from {whose}"
                return Finding(self.name, "unsupported", 0.0, (Notice("wrong_attribution", detail),))
        return Finding(self.name, "supported", 1.0)


@dataclass(frozen=True, slots=True)
class HedgeCheck:
    """A quotation that begins inside a sentence leaves no doubt or denial out before it."""

    name: str = "hedge"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        lost = []
        for quote in quoted(claim):
            for text in (plain(c.text) for c in cited):
                at = text.find(plain(quote))
                left_out = re.split(r"[.!?]\s", text[:at])[-1] if at > 0 else ""
                hedge = _HEDGE.search(left_out)
                if hedge:
                    lost.append(Notice("hedge_left_out", f"the passage says “{hedge[0]}” before the quoted words"))
        return Finding(self.name, "partly", 0.5, tuple(lost)) if lost else Finding(self.name, None, 1.0)


@dataclass(frozen=True, slots=True)
class WordCheck:
    """What the claim asserts in its own words, beyond who says it, is said with the words of the cited passage."""

    name: str = "words"
    enough: float = 0.8
    some: float = 0.5

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        own = _without_times(own_words(claim))
        who = {w for c in cited for w in content_words(f"{c.record} {c.witness}")}  # else an attribution bears the rest
        asserted = [w for w in content_words(own) if w not in who]
        if not asserted:
            return Finding(self.name, "supported" if content_words(own) else None, 1.0)
        given = {w for c in cited for w in content_words(c.text)}
        share = round(overlap(asserted, given), 4)
        if share >= self.enough:
            return Finding(self.name, "supported", share)
        lost = set(asserted) - given
        missing = ", ".join(list(dict.fromkeys(w for w in words(own) if lost.intersection(content_words(w))))[:6])
        reason = Notice("words_not_found", f"not in the cited passage: {missing}")
        return Finding(self.name, "partly" if share >= self.some else "unsupported", share, (reason,))


CHECKS: tuple[Check, ...] = (QuoteCheck(), FigureCheck(), NameCheck(), AttributionCheck(), HedgeCheck(), WordCheck())


def _absent_times(own: str, given: str) -> list[str]:
    """Times and dates of `own`, as written, that `given` does not state in any way of writing them."""
    minutes = {m for c in clocks(given) for m in ((c.minute, c.minute + NOON) if c.reading == "open" else (c.minute,))}
    absent = [
        own[c.start : c.end]
        for c in clocks(own)
        if not {c.minute % DAY, (c.minute + NOON) % DAY if c.reading == "open" else c.minute}
        & {m % DAY for m in minutes}
    ]
    known = [(d.of_month, d.month, d.day.year if d.day else None) for d in days(given)]
    for d in days(own):
        year = d.day.year if d.day else None
        if not any((d.of_month, d.month) == k[:2] and (year is None or k[2] is None or k[2] == year) for k in known):
            absent.append(own[d.start : d.end])
    return absent


def _absent_figures(own: str, given: str) -> list[str]:
    """Numbers of `own`, as written, that `given` lacks; those inside times and dates are judged as times."""
    masked, have = _without_times(own), _figures(_without_times(given))
    counted = [w for w in words(masked) if w in _NUMBER_WORDS[2:]]
    absent = [f for f in dict.fromkeys(_FIGURE.findall(masked)) if not _same(f, have)]
    return absent + [w for w in dict.fromkeys(counted) if str(_NUMBER_WORDS.index(w)) not in have]


def _without_times(text: str) -> str:
    """The text with its times and dates blanked out."""
    masked = list(text)
    for start, end in [(c.start, c.end) for c in clocks(text)] + [(d.start, d.end) for d in days(text)]:
        masked[start:end] = " " * (end - start)
    return "".join(masked)


def _figures(text: str) -> set[str]:
    """The numbers of a text, number words up to twelve as figures."""
    found = {f.replace(",", "") for f in _FIGURE.findall(text)}
    return found | {str(_NUMBER_WORDS.index(w)) for w in words(text) if w in _NUMBER_WORDS}


def _same(figure: str, have: set[str]) -> bool:
    figure = figure.replace(",", "")
    return figure in have or (figure.isdigit() and str(int(figure)) in {str(int(h)) for h in have if h.isdigit()})
