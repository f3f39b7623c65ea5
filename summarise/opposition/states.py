"""Reads whether a door, a gate, a building or the like is said to have been open or shut, lights on or off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from summarise.opposition.assertion import Assertion, Word
from summarise.opposition.bearing import meanwhile
from summarise.opposition.lexicon import FUNCTION, PRONOUNS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.scene import Scene, scene, usual
from summarise.text import stem

_SHUT = {"locked": "shut", "closed": "shut", "shut": "shut", "bolted": "shut", "padlocked": "shut"}
_STATES = {**_SHUT, "open": "open", "unlocked": "open", "ajar": "open", "unsecured": "open"}
_TURNED = {"shut": "open", "open": "shut", "on": "off", "off": "on"}
_OPPOSED = (
    "wet|dry",
    "full crowded packed|empty deserted",
    "awake|asleep",
    "conscious|unconscious",
    "drunk intoxicated|sober",
    "loaded|unloaded",
    "lit|unlit",
    "alone|accompanied",
    "alive|dead",
    "armed|unarmed",
    "masked|unmasked",
    "injured hurt|uninjured unhurt",
    "quiet|noisy loud",
)
# A condition → the word that stands for it, and that for its opposite.
_CONDITIONS = {
    word: (mine.split()[0], other.split()[0])
    for pair in _OPPOSED
    for mine, other in (pair.split("|"), pair.split("|")[::-1])
    for word in mine.split()
}
_OPENABLE = word_set(
    """
    door doors gate gates window windows shed barn garage shop office safe till boot container cupboard drawer store
    house flat room cabinet locker car van bonnet box warehouse stable pub club barrier shutter shutters
    """
)
_LIT = word_set(
    "light lights lamp lamps headlight headlights headlamp headlamps engine television tv radio heating music"
)
_LAMPS = word_set("light lights lamp lamps headlight headlights headlamp headlamps")
_IS = word_set("was were is are been standing found be")
_LEFT = word_set("left leave leaving kept had has have with switched turned put")
_SLEEP, _THEN = frozenset(("asleep", "awake")), frozenset(("then",))
_ENDED = word_set("until till")  # so long, and then no more
_REACH = 10


def states(line: Line) -> Iterator[Assertion]:
    """The states of things in a line."""
    if usual(line.text):
        return
    for i, word in enumerate(line.told):
        state = _STATES.get(word)
        things = _OPENABLE
        if word in ("on", "off") and line.words[i - 1 : i] != ("and",):
            state, things = word, _LIT
        thing = _thing(line, i, things) if state else 0
        if state and thing:
            yield _state(line, i, thing, _TURNED[state] if line.negated(i) or line.denied else state)
        elif word in _LAMPS and line.words[i + 1 : i + 2] not in (("on",), ("off",)):
            none = next((j for j in (i - 1, i - 2) if j >= 0 and line.words[j] in ("no", "without")), -1)
            if none >= 0:
                yield _state(line, none, i, "off")


def _state(line: Line, i: int, thing: int, meant: str) -> Assertion:
    """The thing named at one word has the state `meant`, of which word `i` tells."""
    name, word = line.words[thing], line.words[i]
    about = f"whether the {name} {'were' if name.endswith('s') else 'was'} {_ASKED.get(meant, meant)}"
    value = line.said(min(thing, i), max(thing, i))
    value = f"not {word}" if word in _TURNED | _STATES and _STATES.get(word, word) != meant else value
    topic = "light" if name in _LAMPS else stem(name)
    where = replace(_around(line, i, thing), noun="")
    return Assertion(
        "denial", f"state {topic}", None, value, Word(meant), about, 0.4, line.hedged, line, line, line, where
    )


_ASKED = {"open": "open or shut", "shut": "open or shut", "on": "on or off", "off": "on or off"}


def _around(line: Line, i: int, thing: int) -> Scene:
    """The scene of a state: which door ("front", "kitchen"), whose lights, where, and whether the witness's own."""
    first, _ = line.clause(i)
    marks = {stem(w) for j in range(max(first, min(i, thing) - 4), max(i, thing) + 1) for w in _marks(line, j)}
    mine = {"my", "our"}.intersection(line.words[max(first, thing - 3) : thing])
    return replace(scene(line, thing, thing), marks=frozenset(marks), owner="/".join(line.voice) if mine else "")


def _marks(line: Line, j: int) -> list[str]:
    """The words right before a thing that tell it from its like; before "had lights", whose they were."""
    words = line.words
    if words[j] in _LEFT and j and words[j - 1] in _VEHICLES:
        return [words[j - 1]]
    if words[j] not in _OPENABLE | _LIT:
        return []
    found = []
    for k in range(j - 1, max(-1, j - 3), -1):
        word = words[k]
        if (
            word in FUNCTION
            or word == "own"
            or not word[0].isalpha()
            or word in _STATES
            or word.endswith(("ed", "ing"))
        ):
            break
        if word in _IS or word in _LEFT:
            break
        found.append(word.removesuffix("'s"))
    return found


_VEHICLES = word_set(
    "bicycle bike car van lorry truck motorbike motorcycle moped scooter boat tractor bus taxi cyclist"
)


def conditions(line: Line) -> Iterator[Assertion]:
    """What is said to have been wet or dry, full or empty; who, awake or asleep, drunk or sober."""
    if usual(line.text):
        return
    for i, word in enumerate(line.told):
        if word not in _CONDITIONS or i < 2 or _ENDED.intersection(line.words[i + 1 : line.clause(i)[1]]):
            continue
        verb = next((j for j in range(i - 1, max(0, i - 4), -1) if line.words[j] in ("was", "were", "is", "are")), 0)
        if not verb or line.words[verb - 1] in FUNCTION - set(PRONOUNS) or not line.words[verb - 1][0].isalpha():
            continue
        who = next((p for k, p in line.people if k == verb - 1), None)
        if who and (who.role == "they" or (who.role == "self" and not who.name)):
            continue
        said, opposite = _CONDITIONS[word]
        meant = opposite if line.negated(i) else said
        pair = " or ".join(sorted((said, opposite)))
        name = line.words[verb - 1]
        topic = pair if who else f"{pair} {stem(name)}"
        were = "were" if line.words[verb] == "were" else "was"
        about = f"whether {who.told if who else f'the {name}'} {were} {pair}"
        value = line.said(verb - 1, i)
        where = None if who else scene(line, verb - 1, verb - 1)
        if said in _SLEEP:  # of another moment than that told says nothing
            where = Scene(marks=frozenset(stem(w) for w in meanwhile(line, i) if w not in FUNCTION) or _THEN)
        yield Assertion("denial", topic, who, value, Word(meant), about, 0.4, line.hedged, line, line, line, where)


def _thing(line: Line, i: int, things: frozenset[str]) -> int:
    """The thing of which the state at word `i` is said: before it ("was locked") or after it ("locked the gate")."""
    first, after = line.clause(i)
    if line.words[i] in ("locked", "shut", "closed", "bolted", "padlocked", "on", "off", "open"):
        taken = [j for j in range(i + 1, min(after, i + 4)) if line.words[j] in things]
        if taken and line.words[i + 1] in ("the", "my", "our", "his", "her", "their", "that"):
            return taken[0]
    near = [j for j in range(max(first, i - _REACH), i) if line.words[j] in things]
    if near and near[-1] == i - 1 and _LEFT.intersection(line.words[max(first, i - 6) : i]):
        return near[-1]
    if not _IS.intersection(line.words[max(first, i - 4) : i]):
        return 0
    return near[-1] if near else 0
