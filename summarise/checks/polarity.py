"""Tests that a claim denies what the cited words deny, and keeps the doubt and the hearsay that they put into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.records import Notice, Support
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import Attribution, lay, opening, said_there
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.exceptions import EXCEPTING, Excepting, excepted
from summarise.checks.framed import framed, keeps, told_free
from summarise.checks.governed import left_open
from summarise.checks.lemmas import lemma
from summarise.checks.reading import Denial, Doubt, Reading, goes_with, same_token
from summarise.text import words

# What keeps the doubt, whoever it is given to; and what keeps that it was heard from others.
_DOUBTS = re.compile(
    r"\b(?:think|thinks|thinking|thought|belie(?:f|ve[sd]?)|suppose[sd]?|assume[sd]?|suspect(?:s|ed)?|guess(?:es|ed)?"
    r"|might|perhaps|maybe|possibl[ey]|probabl[ey]|apparent(?:ly)?|presum(?:e[sd]?|ably)|likely|seem(?:s|ed|ingly)?"
    r"|appear(?:s|ed)?|unsure|uncertain|not (?:\w+ )?(?:sure|certain|clear)|underst(?:and|ands|ood)|gather(?:s|ed)?"
    r"|impression|opinion|could have|must have|as (?:if|though|far as)|look(?:s|ed) like|estimate[sd]?|imagine[sd]?"
    r"|alleged(?:ly)?|supposed(?:ly)?|knowledge|reckon(?:s|ed)?|whether|if|nearly|almost|tried|trying|attempt(?:s|ed|ing)?"
    r"|going to|intend(?:s|ed)?|about to|would)\b"
    # the verb, not the month, nor a person of that name
    r"|(?<!\d\s)(?<!\d(?:st|nd|rd|th)\s)(?<!\b(?:in|of)\s)(?<!\bmrs\s)(?<!\b(?:mr|ms)\s)\b(?-i:may)\b(?!\s\d)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:told|inform(?:s|ed)|advised|said|says|say|heard|according|report(?:s|ed|edly))\b", re.IGNORECASE
)
# What keeps that it was left open.
_OPEN = re.compile(r"\b(?:whether|if|unsure|uncertain|unclear|unaware|unknown)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|by|prior to|earlier than)\b", re.IGNORECASE)
_SHORT_OF = frozenset(lemma(w) for w in ("nearly", "almost"))
_MOST = 0.75  # of what a clause of the claim takes over
_SCORE: dict[Support, float] = {"contradicted": 0.05, "partly": 0.5}


@dataclass(frozen=True, slots=True)
class PolarityCheck:
    """A claim that adds or drops a denial is contradicted, one that drops "I think" or "I was told" partly supported;
    so is one that tells for so, or denies, what the passage only denies to have been seen, heard, thought, said.

    Doubt and hearsay are English phrases; a claim that has any of its own has kept them.
    """

    name: str = "polarity"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, head = lay(claim, cited)
        if not any(link is not None for link in laid.links):
            return Finding(self.name, None, 1.0)
        kept = head is not None and head.reported and said_there(laid, head)  # "Ann said that": the passage has it too
        rest = laid.claim.text[0 if kept else opening(claim, cited) :]
        found = [*_denials(laid, rest), *_doubts(laid, rest, head)]
        if not found:
            return Finding(self.name, None, 1.0)
        worst = min((s for s, _ in found), key=lambda s: _SCORE[s])
        return Finding(self.name, worst, _SCORE[worst], tuple(r for _, r in found))


def _denials(laid: Alignment, rest: str) -> Iterator[tuple[Support, Notice]]:
    """Denials that stand on one side only. Those of the same word are paired first, then those of the same clause."""
    said = {d: _linked(laid, d) for d in laid.claim.denials}
    given = [(reading, d) for reading, r in enumerate(laid.given.readings) for d in r.denials]
    paired: dict[tuple[int, Denial], Denial] = {}
    open_: list[Denial] = []
    for denial, at in said.items():
        twin = next((g for g in given if g not in paired and at >= 0 and _head(laid, g) == at), None)
        if twin is None:
            open_.append(denial)
        else:
            paired[twin] = denial
    back = laid.back()
    for denial in open_:
        beside = [g for g in given if g not in paired and _same_clause(laid, said[denial], g)]
        # Of "neither Tom nor Will" the one that it tells of; "denied" is none that "neither confirmed nor denied" has.
        own = {i for i, t in enumerate(laid.claim.tokens) if denial.start <= t.start < denial.end}
        beside.sort(key=lambda g: back.get(_head(laid, g)) in own | {None})
        if beside:
            paired[beside[0]] = denial
        elif said[denial] >= 0 and not any(_both(laid, other, denial) for other in paired.values()):
            words = laid.claim.words(denial.start, denial.end)
            told = f"the claim denies (“{words}”) what the cited passage does not"
            yield "contradicted", notice("denial_added", told, denial.start, denial.end)
    for reading, denial in given:
        pair = paired.get((reading, denial)) or _with_neither(laid, (reading, denial), paired)
        excepting = excepted(laid.given.readings[reading], denial)
        if excepting is not None and (pair is not None or _tells_of(laid, reading, excepting)):
            yield from _but_for(laid, (reading, denial), excepting, pair)
            continue
        i = back.get(_head(laid, (reading, denial)))
        if pair is None and i is not None and denial.head >= 0:
            words = laid.given.readings[reading].words(denial.start, denial.end)
            token = laid.claim.tokens[i]
            told = f"the cited passage denies (“{words}”) what the claim says"
            yield "contradicted", notice("denial_dropped", told, token.start, token.end)
        else:
            yield from _left_open(laid, (reading, denial), pair, rest)


def _both(laid: Alignment, one: Denial, other: Denial) -> bool:
    """Whether the passage has both of what the claim's "neither … nor" denies, so that one denial may deny both."""
    links = [laid.links[d.head] if d.head >= 0 else None for d in (one, other)]
    return goes_with(laid.claim, one, other) and all(k is not None and k.agrees for k in links)


def _with_neither(
    laid: Alignment, given: tuple[int, Denial], paired: dict[tuple[int, Denial], Denial]
) -> Denial | None:
    """The claim's denial that denies both of "neither Tom nor Will": "Tom and Will were not there"."""
    reading, back = laid.given.readings[given[0]], laid.back()
    i = back.get(_head(laid, given), -1)
    for (n, other), twin in paired.items():
        if n == given[0] and goes_with(reading, other, given[1]) and i >= 0 and _head(laid, (n, other)) in back:
            token = laid.claim.tokens[i]
            between = laid.claim.words(min(token.start, twin.start), max(token.end, twin.end))
            return None if re.search(r"\bbut\b|[,;.]", between) else twin
    return None


def _tells_of(laid: Alignment, reading: int, excepting: Excepting) -> bool:
    """Whether the claim tells of what is excepted; "before noon" does not tell of "not until noon"."""
    if excepting.in_time and _BEFORE.search(laid.claim.text):
        return False
    return _has(laid, reading, excepting)


def _has(laid: Alignment, reading: int, excepting: Excepting) -> bool:
    given = [laid.given.readings[reading].tokens[n] for n in excepting.tokens]
    return any(same_token(t, g) for t in laid.claim.tokens for g in given if g.heavy)


def _but_for(
    laid: Alignment, given: tuple[int, Denial], excepting: Excepting, twin: Denial | None
) -> Iterator[tuple[Support, Notice]]:
    """Of a claim beside a denial with an exception: it may tell of what is excepted, or deny but for the same."""
    if twin is None or EXCEPTING.search(laid.claim.text):
        return
    if excepting.in_time and _BEFORE.search(laid.claim.text) and _has(laid, given[0], excepting):
        return  # "not before nine" is "not until nine"
    reading = laid.given.readings[given[0]]
    first, last = reading.tokens[excepting.tokens[0]], reading.tokens[excepting.tokens[-1]]
    words = reading.words(first.start, last.end)
    if _tells_of(laid, given[0], excepting) and not excepting.in_time:
        told = f"the claim denies what the cited passage makes an exception of (“{words}”)"
        yield "contradicted", notice("denial_added", told, twin.start, twin.end)
    else:
        told = f"the cited passage makes an exception of “{words}”, the claim does not"
        yield "partly", notice("exception_left_out", told, twin.start, twin.end)


def _left_open(
    laid: Alignment, given: tuple[int, Denial], twin: Denial | None, rest: str
) -> Iterator[tuple[Support, Notice]]:
    """What the claim tells for so, or denies, and the passage only denies to have been seen, heard, thought, said."""
    reading, denial = laid.given.readings[given[0]], given[1]
    found, base = left_open(reading, denial), laid.given.first(given[0])
    if found is None or base + found[0] in laid.back() or _OPEN.search(rest):
        return
    if twin is not None and (left_open(laid.claim, twin) or _DOUBTS.search(rest)):
        return
    taken = _told(laid, base, found[1])
    if taken:
        verb, token = reading.tokens[found[0]], laid.claim.tokens[taken[0]]
        words = reading.words(min(denial.start, verb.start), max(denial.end, verb.end))
        told = f"the cited passage says “{words}” of this, which leaves it open"
        code = "denial_dropped" if twin is None else "denial_added"
        yield "partly", notice(code, told, token.start, token.end)


def _told(laid: Alignment, base: int, governed: range) -> list[int]:
    """Tokens of the claim that tell what is governed: most that a clause of it takes over, or the claim's one word."""
    heavy = {base + n for n in governed if laid.given.tokens[base + n].heavy}
    linked = [
        (i, t.clause, link.at in heavy)
        for i, (t, link) in enumerate(zip(laid.claim.tokens, laid.links, strict=True))
        if t.heavy and link is not None and link.agrees
    ]
    whole = Counter(clause for _, clause, _ in linked)
    taken = Counter(clause for _, clause, inside in linked if inside)
    found = {c for c, n in taken.items() if n >= _MOST * whole[c] and (n > 1 or len(linked) == 1)}
    return [i for i, clause, inside in linked if inside and clause in found]


def _linked(laid: Alignment, denial: Denial) -> int:
    """The token of the passages that a denied word of the claim stands for; else the nearest one of its clause."""
    tokens = laid.claim.tokens
    order = [denial.head]
    order += [i for i, t in enumerate(tokens) if t.clause == denial.clause and t.start >= denial.end]
    order += [i for i, t in reversed(list(enumerate(tokens))) if t.clause == denial.clause and t.end <= denial.start]
    after = max((i for i in order if i >= 0), default=-1) + 1
    if 0 < after < len(tokens) and tokens[after].key == "that":  # "It is not true that …"
        order += [i for i in range(after, len(tokens)) if tokens[i].clause == tokens[after].clause and tokens[i].heavy]
    for i in order:
        link = laid.links[i] if i >= 0 else None
        if link is not None:
            return link.at
    return -1


def _head(laid: Alignment, given: tuple[int, Denial]) -> int:
    reading, denial = given
    return laid.given.first(reading) + denial.head if denial.head >= 0 else -1


def _same_clause(laid: Alignment, at: int, given: tuple[int, Denial]) -> bool:
    reading, denial = given
    return at >= 0 and laid.given.owner[at] == reading and laid.given.tokens[at].clause == denial.clause


def _doubts(laid: Alignment, rest: str, head: Attribution | None) -> Iterator[tuple[Support, Notice]]:
    """Doubts and hearsay over words that the claim takes over without any."""
    kept = {"doubt": bool(_DOUBTS.search(rest)), "hearsay": bool(_DOUBTS.search(rest) or _TOLD.search(rest))}
    kept |= {sense: True for sense in ("doubt", "hearsay") if not kept[sense] and keeps(laid.claim, rest, sense)}
    back, told_of = laid.back(), set()
    for reading, r in enumerate(laid.given.readings):
        base = laid.given.first(reading)
        for doubt in (*r.doubts, *framed(r)):
            taken = _taken(laid, doubt, base, back)
            if not taken or kept[doubt.sense] or taken[0] in told_of or _takes_over(laid, r, doubt, base, back):
                continue
            if doubt.sense == "hearsay" and head is not None and head.reported and _said_by(r, doubt, head):
                continue
            if doubt not in r.doubts and told_free(laid, taken):
                continue
            told_of.add(taken[0])
            first = laid.claim.tokens[taken[0]]
            told = f"the cited passage says “{r.words(doubt.start, doubt.end)}” of this, the claim does not"
            yield "partly", notice("hedge_left_out", told, first.start, first.end)


def _takes_over(laid: Alignment, r: Reading, doubt: Doubt, base: int, back: dict[int, int]) -> bool:
    """Whether the claim has the words that put it in doubt: "threatened to", "Ann claimed"."""
    own = [n for n, t in enumerate(r.tokens) if doubt.start <= t.start < doubt.end]
    if own and r.tokens[own[0]].key in _SHORT_OF:
        return base + own[0] in back  # the verb behind it is what was not done
    return any(base + n in back and (laid.given.tokens[base + n].heavy or len(own) == 1) for n in own)


def _said_by(r: Reading, doubt: Doubt, head: Attribution) -> bool:
    """Whether the passage gives what it has from hearsay to the same person as the claim: "Ann rang and said"."""
    before = [t for t in r.tokens if t.sentence == doubt.sentence and t.start < doubt.end]
    end = max(doubt.end, r.tokens[doubt.first].start if doubt.first < len(r.tokens) else 0)  # "heard from Ann that"
    return set(words(head.who)) <= set(words(r.words(before[0].start, end))) if before else False


def _taken(laid: Alignment, doubt: Doubt, base: int, back: dict[int, int]) -> list[int]:
    """Tokens of the claim that stand for weighty words under a doubt: two or all, one of the nearest among them; where
    there are none, for all its words."""
    heavy = [n for n in range(doubt.first, doubt.last) if laid.given.tokens[base + n].heavy]
    if not heavy:
        light = [n for n in range(doubt.first, doubt.last) if laid.given.tokens[base + n].key not in ("have", "be")]
        return sorted(back[base + n] for n in light) if len(light) > 1 and all(base + n in back for n in light) else []
    taken = sorted(back[base + n] for n in heavy if base + n in back)
    return taken if len(taken) >= min(2, len(heavy)) and any(base + n in back for n in heavy[:2]) else []
