"""Reads who did what a line tells, and with which blow."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.acted import by_whom, object_of
from summarise.opposition.assertion import Assertion, Doer, Word
from summarise.opposition.lexicon import CONTACT, DEEDS, OBLIQUE, STARTING
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import Scene
from summarise.opposition.subjects import subject, target
from summarise.opposition.travel import vehicle_of
from summarise.text import stem

_TO_PEOPLE = frozenset(("chase", "strike", "push", "stab"))
_ABOUT = {
    "chase": "who ran after {whom}",
    "strike": "who hit {whom}",
    "push": "who pushed {whom}",
    "stab": "who stabbed {whom}",
    "shoot": "who shot",
    "drive": "who was driving",
    "first": "who began it",
    "throw": "who threw the {thing}",
    "break": "who broke the {thing}",
    "grab": "who took the {thing}",
    "open": "who opened the {thing}",
    "lock": "who locked the {thing}",
}
_THINGED = frozenset(("throw", "break", "grab", "open", "lock"))
_FIRM = {
    "chase": 0.55,
    "first": 0.55,
    "drive": 0.35,
    "throw": 0.4,
    "break": 0.4,
    "open": 0.35,
    "lock": 0.35,
    "grab": 0.35,
}
_VERBS: dict[str, list[tuple[str, str]]] = {}
for _deed, _pairs in DEEDS.items():
    for _verb, _little in _pairs:
        _VERBS.setdefault(_verb, []).append((_deed, _little))
_PUNCH = frozenset(("punch", "blow", "hit", "swing"))
_TROUBLE = frozenset(("it", "fight", "trouble", "argument"))


def deeds(line: Line) -> Iterator[Assertion]:
    """Who did it, for each deed of a line whose doer is told."""
    for i, word in enumerate(line.told):
        for deed, little in _VERBS.get(word, ()):
            if little and line.words[i + 1 : i + 2] != (little,):
                continue
            found = _doer(line, i, deed)
            if found:
                yield found
    first = _first_blow(line)
    if first:
        yield first


def blows(line: Line) -> Iterator[Assertion]:
    """With which blow somebody was struck: pushed, punched, kicked."""
    for i, word in enumerate(line.told):
        blow = CONTACT.get(word)
        if not blow or not i or line.negated(i) or not word.endswith(("ed", "ing", "t")):
            continue
        passive = line.words[i - 1] in ("was", "were", "been", "being", "got")
        people = dict(line.people)
        whom = (
            next((people[j] for j in range(i - 1, max(-1, i - 6), -1) if j in people), None)
            if passive
            else target(line, i)
        )
        if whom is None or whom.role == "they":
            continue
        yield Assertion(
            "action", "blow", whom, line.said(i, i), Word(blow), f"what was done to {_told(whom)}", 0.4, line.hedged,
            line, line, line,
        )  # fmt: skip


def _doer(line: Line, i: int, deed: str) -> Assertion | None:
    passive = by_whom(line, i) if deed in _TO_PEOPLE else None
    who, whom = passive or (subject(line, i), target(line, i))
    if who is None or who.role == "they" or (who.role == "self" and not who.name):
        return None
    if deed in _TO_PEOPLE and whom is None:
        return None
    if whom and whom.words in ("him", "her") and whom.role == who.role:
        whom = Person(OBLIQUE[whom.words], "", whom.words)  # not who does it
    thing = object_of(line, i) if deed in _THINGED else ""
    if deed in _THINGED and not thing:
        return None
    denied = line.negated(i) or line.denied
    if who.role == "self" and not denied and deed not in ("strike", "push", "stab", "throw", "drive"):
        return None
    vehicle = vehicle_of(line, i) if deed == "drive" else ""
    if deed == "drive" and (line.words[i] != "driving" or (who.role == "self" and not vehicle)):
        return None
    topic = f"{deed} {stem(thing)}" if thing else deed
    about = _ABOUT[deed].format(whom=_told(whom), thing=thing)
    means = Doer(who, not denied)
    value = f"not {who.words}" if denied else who.words
    where = Scene(marks=frozenset((vehicle,))) if vehicle else None
    return Assertion(
        "person", topic, whom, value, means, about, _FIRM.get(deed, 0.3), line.hedged, line, line, line, where
    )


def _first_blow(line: Line) -> Assertion | None:
    """ "Cole threw the first punch", "he hit me first", "it was Reid who started it"."""
    if not STARTING.intersection(line.words):
        return None
    for i, word in enumerate(line.told):
        threw = word in ("threw", "throwing", "landed", "swung") and "first" in line.words[i + 1 : i + 5]
        threw = threw and bool(_PUNCH.intersection(line.words[i : i + 6]))
        hit = word in CONTACT or word in ("hit", "swung", "struck")
        hit = hit and "first" in line.words[i + 1 : i + 5] and line.words[i - 1 : i] not in (("first",), ("the",))
        began = word in ("started", "began") and bool(_TROUBLE.intersection(line.words[i + 1 : i + 4]))
        if threw or hit or began:
            who = subject(line, i)
            if who and who.role != "they":
                did = not (line.negated(i) or line.denied)
                value = who.words if did else f"not {who.words}"
                return Assertion(
                    "person", "first", None, value, Doer(who, did), _ABOUT["first"], _FIRM["first"], line.hedged,
                    line, line, line,
                )  # fmt: skip
    return None


def _told(whom: Person | None) -> str:
    if whom is None:
        return "somebody"
    return whom.name.title() or {"man": "him", "woman": "her", "self": "the witness"}.get(whom.role, whom.told)
