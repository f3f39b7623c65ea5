"""Reads whether a door, a gate, a building or the like is said to have been open or shut, lights on or off."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Word
from summarise.opposition.lexicon import FUNCTION, PRONOUNS, word_set
from summarise.opposition.lines import Line
from summarise.text import stem

_SHUT = {"locked": "shut", "closed": "shut", "shut": "shut", "bolted": "shut", "padlocked": "shut"}
_STATES = {**_SHUT, "open": "open", "unlocked": "open", "ajar": "open", "unsecured": "open"}
_TURNED = {"shut": "open", "open": "shut", "on": "off", "off": "on"}
_OPPOSED = (
    "wet dry",
    "full empty",
    "awake asleep",
    "conscious unconscious",
    "drunk sober",
    "loaded unloaded",
    "lit unlit",
)
_CONDITIONS = {a: b for pair in _OPPOSED for a, b in (pair.split(), pair.split()[::-1])}
_OPENABLE = word_set(
    """
    door doors gate gates window windows shed barn garage shop office safe till boot container cupboard drawer store
    house flat room cabinet locker car van bonnet box warehouse stable pub club barrier shutter shutters
    """
)
_LIT = word_set("light lights lamp lamps headlights engine television tv radio heating")
_IS = word_set("was were is are been standing found be")
_REACH = 7


def states(line: Line) -> Iterator[Assertion]:
    """The states of things in a line."""
    for i, word in enumerate(line.told):
        state = _STATES.get(word)
        things = _OPENABLE
        if word in ("on", "off") and line.words[i - 1 : i] != ("and",):
            state, things = word, _LIT
        if not state:
            continue
        thing = _thing(line, i, things)
        if thing:
            meant = _TURNED[state] if line.negated(i) or line.denied else state
            name = line.words[thing]
            about, value = f"whether the {name} was {state}", line.said(min(thing, i), max(thing, i))
            value = f"not {word}" if meant != state else value
            topic = f"state {stem(name)}"
            yield Assertion("denial", topic, None, value, Word(meant), about, 0.4, line.hedged, line, line, line)


def conditions(line: Line) -> Iterator[Assertion]:
    """What is said to have been wet or dry, full or empty; who, awake or asleep, drunk or sober."""
    for i, word in enumerate(line.told):
        if word not in _CONDITIONS or i < 2:
            continue
        verb = next((j for j in range(i - 1, max(0, i - 4), -1) if line.words[j] in ("was", "were", "is", "are")), 0)
        if not verb or line.words[verb - 1] in FUNCTION - set(PRONOUNS) or not line.words[verb - 1][0].isalpha():
            continue
        who = next((p for k, p in line.people if k == verb - 1), None)
        if who and (who.role == "they" or (who.role == "self" and not who.name)):
            continue
        meant = _CONDITIONS[word] if line.negated(i) else word
        pair = " or ".join(sorted((word, _CONDITIONS[word])))
        topic = pair if who else f"{pair} {stem(line.words[verb - 1])}"
        about = f"whether {who.told if who else f'the {line.words[verb - 1]}'} was {pair}"
        value = line.said(verb - 1, i)
        yield Assertion("denial", topic, who, value, Word(meant), about, 0.4, line.hedged, line, line, line)


def _thing(line: Line, i: int, things: frozenset[str]) -> int:
    """The thing of which the state at word `i` is said: before it ("was locked") or after it ("locked the gate")."""
    first, after = line.clause(i)
    if line.words[i] in ("locked", "shut", "closed", "bolted", "padlocked", "on", "off", "open"):
        taken = [j for j in range(i + 1, min(after, i + 4)) if line.words[j] in things]
        if taken and line.words[i + 1] in ("the", "my", "our", "his", "her", "their", "that"):
            return taken[0]
    if not {"was", "were", "is", "are", "been", "standing", "found", "be"}.intersection(
        line.words[max(first, i - 4) : i]
    ):
        return 0
    near = [j for j in range(max(first, i - _REACH), i) if line.words[j] in things]
    return near[-1] if near else 0
