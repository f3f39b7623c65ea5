"""Tests that a claim does not give a deed to the one who only told of it ("my wife told me that Foley had left")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarise.checks.acts import Act, acts
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.framed import framed
from summarise.checks.phrases import Party, Teller, alike, ending_at, starting_at, surface
from summarise.checks.reading import Doubt, Reading
from summarise.text import words


@dataclass(frozen=True, slots=True)
class TellerCheck:
    """What the passage tells of one by the words of another is not told of that other. Nothing is held against a claim
    where the one told of is a pronoun, which may mean the one who tells."""

    name: str = "teller"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, _ = lay(claim, cited)
        names = frozenset(w for c in cited for w in words(c.witness))
        for number, reading in enumerate(laid.given.readings):
            for told in (*reading.doubts, *framed(reading)):
                for act, who in _turned(laid, number, told, Teller(names, says_i=True)):
                    of = reading.words(reading.tokens[who.first].start, reading.tokens[who.last].end)
                    detail = f"the cited passage tells this of “{of}”, by the words of another"
                    first, last = laid.claim.tokens[act.first], laid.claim.tokens[act.at]
                    reason = notice("turned_round", detail, first.start, last.end)
                    return Finding(self.name, "unsupported", 0.0, (reason,))
        return Finding(self.name, None, 1.0)


def _turned(laid: Alignment, number: int, told: Doubt, teller: Teller) -> Iterator[tuple[Act, Party]]:
    """Each act of the claim that stands for words under `told` and is given to who says them."""
    if told.sense != "hearsay":
        return
    reading, base = laid.given.readings[number], laid.given.first(number)
    sayer, who = _sayer(reading, told), starting_at(reading, told.first)
    if sayer is None or who is None or not who.certain or who.witness:
        return
    for act in acts(laid.claim):
        link = laid.links[act.at]
        if link is None or not link.agrees or act.subject is None or act.passive:
            continue
        under = base + who.last < link.at < base + told.last
        if under and _same(act.subject, sayer, teller) and not _names(laid, who, reading):
            yield act, who


def _sayer(reading: Reading, told: Doubt) -> Party | None:
    """Who stands before the verb of saying, past what only helps it ("has also told")."""
    verb = bisect_right(reading.tokens, told.start, key=lambda t: t.end)
    at = verb - 1
    while at >= 0 and surface(reading, at) in ("has", "had", "also", "then", "later"):
        at -= 1
    same = at >= 0 and reading.tokens[at].sentence == told.sentence
    found = ending_at(reading, at) if same else None
    return found if found is not None and found.certain and not found.witness else None


def _same(said: Party, sayer: Party, teller: Teller) -> bool:
    return said.certain and not said.witness and alike(said, sayer, teller) == "same"


def _names(laid: Alignment, who: Party, reading: Reading) -> bool:
    """Whether the claim names the one told of as well: then it may say what the passage says in another order."""
    told = {t.key if t.detail is None else t.detail.value for t in reading.tokens[who.first : who.last + 1] if t.heavy}
    return bool(told & {t.key if t.detail is None else t.detail.value for t in laid.claim.tokens})
