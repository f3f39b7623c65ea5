"""Tells to whom a claim gives the words it reports ("J. Smith, statement of 3 May: “…”", "J. Smith said that …")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from summarise.checks.alignment import Alignment, align
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.quotes import quotations, unquoted
from summarise.text import fold, words

_VERBS = (
    r"(?:has\s|had\s|also\s|then\s|later\s|further\s)*(?:said|says|say|stated|states|told\s\S+|tells\s\S+"
    r"|reported|reports"
    r"|recalled|recalls|described|describes|explained|explains|testified|testifies|confirmed|confirms|added|adds"
    r"|recounted|recounts|remembered|remembers|wrote|writes|noted|notes|recorded|records|mentioned|mentions"
    r"|gave evidence)(?:\sin\s(?:evidence|(?:her|his|their|a)\s(?:statement|interview)))?"
)
_SAID = re.compile(
    rf"^\s*(?P<who>(?:[A-Z][\w.’'-]*\.?\s){{0,2}}[A-Z][\w’'-]*(?:,\s[^,]{{3,60}},)?)\s{_VERBS}"
    r"(?:,?\s(?:that\b|how\b)|\s?[:,])?\s",
)
_PRONOUN_SAID = re.compile(rf"^\s*(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he\switness)\s{_VERBS},?\sthat\s")
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur)\b")
_ACCORDING = re.compile(r"^\s*According\sto\s(?P<who>[^,]{3,80}),\s")
_TELLS = re.compile(r"\w\W+\w|[“\"]")
_OF_RECORD = 0.6  # of the words between a name and the colon
_NOT_NAMES = ("he", "she", "they", "it", "i", "we", "you", "the", "a", "this", "that", "there", "who")


@dataclass(frozen=True, slots=True)
class Attribution:
    """The opening of a claim, claim[:end], that gives what follows to `who` (claim[start:start + len(who)])."""

    who: str
    start: int
    end: int
    reported: bool  # by "said that", not by "who: “words”"


def attribution(claim: str) -> Attribution | None:
    """To whom the claim gives its words; None where it does not say."""
    first = next(iter(quotations(claim)), (0, 0))
    before, colon, _ = claim[: first[0]].rpartition(":")
    if colon:
        return Attribution(before.split(",")[0], 0, len(before) + 1, reported=False)
    match = _SAID.match(unquoted(claim)) or _ACCORDING.match(claim)
    if match is not None and not _TELLS.search(claim, match.end()):
        return None  # "Keith reported it": what he did, and nobody's words
    if match is None or match["who"].split()[0].casefold() in _NOT_NAMES:
        return None
    return Attribution(match["who"].rstrip(","), match.start("who"), match.end(), reported=True)


def by_teller(claim: str, cited: Sequence[Cited]) -> int:
    """Where what a claim tells begins after "He says that", of words that are known to be one person's own account."""
    match = _PRONOUN_SAID.match(claim)
    own = all(c.witness and _FIRST_PERSON.search(c.text) for c in cited)
    return match.end() if match and own else 0


def lay(claim: str, cited: Sequence[Cited]) -> tuple[Alignment, Attribution | None]:
    """The claim's own words beside those it cites, and its attribution.

    "X said that" stands for nothing in the passage, unless the passage has it too.
    """
    head, laid = attribution(claim), align(unquoted(claim, "."), tuple(c.text for c in cited))
    if head is None or not head.reported or said_there(laid, head):
        return laid, head
    links = tuple(k if t.start >= head.end else None for t, k in zip(laid.claim.tokens, laid.links, strict=True))
    return replace(laid, links=links), head


def said_there(laid: Alignment, head: Attribution) -> bool:
    """Whether the passage has "X said" itself: a name, the verb, and what the claim goes on with, close together."""
    linked = [(t, k.at) for t, k in zip(laid.claim.tokens, laid.links, strict=True) if k]
    who = head.start + len(head.who)
    names = [at for t, at in linked if t.start < who]
    verbs = [at for t, at in linked if who <= t.start < head.end and t.heavy and not t.detail]
    rest = next((at for t, at in linked if t.start >= head.end and t.heavy), -1)
    return any(0 < verb - at <= 3 and 0 < rest - verb <= 8 for at in names for verb in verbs)


def _opening(claim: str, cited: Sequence[Cited]) -> Attribution | None:
    """The head of a claim in own words, "J. Smith, statement of 3 May 2026, p. 2: …", known by what follows the name:
    most of it is of the record of a cited source."""
    head, colon, _ = claim.partition(": ")
    who, _, told = head.partition(",")
    if not colon or not _of_record(told, cited):
        return None
    return Attribution(who, 0, len(head) + len(colon), reported=False)


def _of_record(told: str, cited: Sequence[Cited]) -> bool:
    known = {w for c in cited for w in words(f"{c.record} {c.witness}")}
    named = words(told)
    return bool(named) and sum(w in known for w in named) >= _OF_RECORD * len(named)


def opening(claim: str, cited: Sequence[Cited]) -> int:
    """Where what a claim tells begins, after "J. Smith said that" or "J. Smith, statement of 3 May 2026: "."""
    head = attribution(claim)
    if head is not None and head.reported:
        return head.end
    before, colon, _ = claim.partition(": ")
    return len(before) + len(colon) if colon and _of_record(before, cited) else 0


@dataclass(frozen=True, slots=True)
class AttributionCheck:
    """The person or document to whom the claim gives the words is the cited source's own.

    "X said that" may also stand in the cited words themselves; then it is no attribution but a part of what was said.
    """

    name: str = "attribution"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        found = attribution(claim) or _opening(claim, cited)
        if found is None:
            return Finding(self.name, None, 1.0)
        named = set(words(found.who))
        for c in cited:
            if named <= set(words(c.witness or c.record)):
                continue
            if found.reported and (named <= set(words(c.text)) or not (c.witness or c.record)):
                return Finding(self.name, None, 1.0)  # said in the passage, or nobody knows whose words it holds
            whose = c.witness or fold(c.record)[:60]
            detail = f"given to {fold(found.who)}, but the cited words are from {whose}"
            reason = notice("wrong_attribution", detail, found.start, found.start + len(found.who.rstrip()))
            return Finding(self.name, "unsupported", 0.0, (reason,))
        return Finding(self.name, "supported", 1.0)
