"""Reads how people left or came, on foot or on wheels, and who sat at the wheel of what was driven."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Doer, Word
from summarise.opposition.lexicon import THINGS, VEHICLES, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import Scene, usual
from summarise.opposition.subjects import subject
from summarise.opposition.verbs import act

FLEETING = ("how ", "seat")  # what its topics begin with
_OUT = word_set("off away out")
_LEAVES, _COMES = frozenset(("leave", "escap", "flee")), frozenset(("arrive", "come"))
_GOES = word_set("go run walk drive ride cycl make head set")
_WHEELS = frozenset(act(w) for w in ("drove", "driving"))
_ON_WHEELS = VEHICLES - {"boat"}
_WHEEL = (("behind", "the", "wheel"), ("at", "the", "wheel"), ("in", "the", "driver's"), ("in", "the", "driving"))
_BESIDE = (("in", "the", "passenger"), ("in", "the", "back", "seat"), ("on", "the", "back", "seat"))
_BEYOND = word_set("and but then when while because after before until . ; :")
_REACH = 10


def travel(line: Line) -> Iterator[Assertion]:
    """How people of a name left or came; only "on foot" and wheels exclude each other, who walks may get into a car."""
    if usual(line.text) or line.denied:
        return
    done = set[str]()
    for i, word in enumerate(line.told):
        verb = act(word)
        topic = _topic(line, i, verb)
        who = subject(line, i) if topic and topic not in done else None
        if who is None or not who.name or line.negated(i):
            continue
        means, last = _means(line, i, verb)
        if means:
            done.add(topic)
            about = f"how {who.told} {'left' if topic == 'how out' else 'got there'}: on foot or not"
            said = line.said(i, last)
            yield Assertion("action", topic, who, said, Word(means), about, 0.35, line.hedged, line, line, line)


def seats(line: Line) -> Iterator[Assertion]:
    """Who was at the wheel, and who is said to have sat elsewhere in it."""
    if usual(line.text) or line.denied:
        return
    for i, word in enumerate(line.told):
        last = _phrase(line, i, _WHEEL)
        driver = last >= 0 or (word == "driving" and line.words[i - 1 : i] in (("was",), ("were",)))
        last = i if driver and last < 0 else last if driver else _phrase(line, i, _BESIDE)
        at = i - (word != "driving" and line.words[i - 1 : i] in (("was",), ("were",)))
        who = subject(line, at) if last >= 0 else None
        if who is None or not who.name or who.many or line.negated(i):
            continue
        about = f"whether {who.told} was at the wheel"
        value, means = line.said(i, last), Word("driver" if driver else "passenger")
        yield Assertion("place", "seat", who, value, means, about, 0.35, line.hedged, line, line, line)
        if driver and word != "driving" and (who.role != "self" or vehicle_of(line, last)):
            yield _at_the_wheel(line, who, last)


def _at_the_wheel(line: Line, who: Person, last: int) -> Assertion:
    vehicle = vehicle_of(line, last)
    where = Scene(marks=frozenset((vehicle,))) if vehicle else None
    return Assertion(
        "person", "drive", None, who.words, Doer(who), "who was driving", 0.35, line.hedged, line, line, line, where
    )


def vehicle_of(line: Line, i: int) -> str:
    """What is driven, by its class, where it follows the verb at word `i`; "" where it is not told."""
    near = (THINGS.get(w, "") for w in line.words[i + 1 : i + 6])
    return next((thing for thing in near if thing in VEHICLES), "")


def _topic(line: Line, i: int, verb: str) -> str:
    if verb in _LEAVES or (verb in _GOES and _OUT.intersection(line.words[i + 1 : i + 3])):
        return "how out"
    return "how in" if verb in _COMES and not _OUT.intersection(line.words[i + 1 : i + 2]) else ""


def _means(line: Line, i: int, verb: str) -> tuple[str, int]:
    """On what, and the last word that tells it; "" where the words tell nothing."""
    end = next((j for j in range(i + 1, len(line.words)) if line.words[j] in _BEYOND), len(line.words))
    for j in range(i + 1, min(end, i + _REACH)):
        if line.words[j - 1 : j + 1] == ("on", "foot"):
            return "foot", j
        if THINGS.get(line.words[j]) in _ON_WHEELS and {"by", "in", "on"}.intersection(line.words[max(i, j - 4) : j]):
            return "wheels", j
    return ("wheels", i + 1) if verb in _WHEELS and i + 1 < len(line.words) else ("", -1)


def _phrase(line: Line, i: int, phrases: tuple[tuple[str, ...], ...]) -> int:
    """The last word of the phrase that begins at word `i`, -1 for none."""
    return next((i + len(p) - 1 for p in phrases if line.words[i : i + len(p)] == p), -1)
