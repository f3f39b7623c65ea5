"""Reads which way somebody or something went, and on which side, left or right, something was."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Way, Word
from summarise.opposition.lexicon import (
    BODY,
    COMPASS,
    FUNCTION,
    GOING,
    LEAVING,
    OFF,
    POSSESSIVE,
    SIDES,
    TOWARDS,
    VEHICLES,
    word_set,
)
from summarise.opposition.lexicon import THINGS as _THINGS
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, whose
from summarise.opposition.scene import going
from summarise.opposition.subjects import possessor, subject
from summarise.opposition.verbs import act
from summarise.text import stem

_REACH = 14  # words after the verb in which its goal stands
_BREAK = word_set("and but because when while who which that where as before after until then so if")
_MARKS = frozenset('.;:!?()"“”—–[]|')
_NO_GOAL = word_set(
    """
    way direction end side time view sight person people car train bus foot bike bicycle speed run pace hurry place
    moment front hand me us him her them it left right hours
    """
)
_BEFORE_GOAL = frozenset(["other", "opposite"])
_ADVERBS = word_set("very the really so all as straight on back it foot")
_AFTER_VERB = frozenset(("other", "opposite", "wrong", "past", "from", "out", "round", "around", "in"))
_DOORS = frozenset(("front", "back", "rear", "side"))
_OPENINGS = frozenset(("door", "gate", "window", "entrance", "exit"))
_THROUGH = word_set("by through out via from in")
_PLANNED = word_set("to would could might should can will if")
_LOOKS = word_set("look looking looked see saw smashed broke shouted")
_PASSING = frozenset(("go", "leave", "come", "run", "enter", "walk", "climb", "escap", "get"))
_STRONG = frozenset(("towards", "toward", "to", "into", "down", "up"))


def ways(line: Line) -> Iterator[Assertion]:
    """Which way people and vehicles went away; of one's own going nothing."""
    done = -1
    for i, word in enumerate(line.told):
        if word not in GOING or i <= done:
            continue
        end = _end(line.words, i)
        if not _onward(line.words, i):
            continue
        leaves = _leaves(line.words, i, end)
        if not leaves or line.negated(i, 3):
            continue
        who, vehicle = _mover(line, i)
        goals, apart, last = _goals(line.words, i, end)
        if not (goals or apart) or (who is None and not vehicle) or (who and who.role == "self"):
            continue
        done = end
        told = who.told if who else f"the {vehicle}"
        yield Assertion(
            "direction", "flight", who or Person(vehicle), line.said(i, last), Way(goals, apart),
            f"which way {told} went", 0.5 if line.words[i] in LEAVING else 0.42, line.hedged, line, line, line,
            going(line, i, last, vehicle),
        )  # fmt: skip


def doors(line: Line) -> Iterator[Assertion]:
    """By which door, gate or window somebody came or went: front, back, side."""
    for i, word in enumerate(line.told[:-1]):
        if word not in _DOORS or line.words[i + 1] not in _OPENINGS:
            continue
        first, _ = line.clause(i)
        verb = _passing(line, first, i)
        if not _THROUGH.intersection(line.words[max(verb + 1, i - 3) : i]):
            continue  # "went to the side gate", "ran past the back door"
        who = subject(line, verb) if verb >= 0 else None
        if who is None or line.negated(verb, 3):
            continue
        inwards = _inwards(line.words[verb:i])
        topic = f"{line.words[i + 1]} {'in' if inwards else 'out'}"
        about = f"which {line.words[i + 1]} {who.told} {'came in' if inwards else 'left'} by"
        value, means = line.said(i, i + 1), Word("back" if word == "rear" else word)
        yield Assertion("place", topic, who, value, means, about, 0.35, line.hedged, line, line, line)


def windows(line: Line) -> Iterator[Assertion]:
    """Who came or went through a window, and so by no door."""
    for i, word in enumerate(line.told):
        if word != "window":
            continue
        first, _ = line.clause(i)
        verb = _passing(line, first, i)
        who = subject(line, verb) if verb >= 0 and _THROUGH.intersection(line.words[max(verb + 1, i - 4) : i]) else None
        if who is None or who.role == "self" or line.negated(verb, 3) or _LOOKS.intersection(line.words[verb + 1 : i]):
            continue
        inwards = _inwards(line.words[verb:i])
        about = f"which door {who.told} {'came in' if inwards else 'left'} by"
        value, topic = line.said(max(verb + 1, i - 2), i), f"door {'in' if inwards else 'out'}"
        yield Assertion("place", topic, who, value, Word("window"), about, 0.35, line.hedged, line, line, line)


def _passing(line: Line, first: int, i: int) -> int:
    """The verb of coming or going before word `i`, -1 for none."""
    near = range(i - 1, max(first, i - 9) - 1, -1)
    found = next((j for j in near if act(line.words[j]) in _PASSING or line.words[j] in _PASSING), -1)
    return -1 if _PLANNED.intersection(line.words[max(first, found - 2) : max(found, 0)]) else found


def _inwards(words: tuple[str, ...]) -> bool:
    """Whether the way by a door was in: "came in by", "climbed through", not "came out of"."""
    if "out" in words or "from" in words:
        return False
    return bool({"in", "into", "came", "entered", "climbed", "climb"}.intersection(words))


def sides(line: Line) -> Iterator[Assertion]:
    """Left or right: of a part of the body, with what is held or hurt there."""
    for i, word in enumerate(line.told[:-1]):
        side = SIDES.get(word)
        part = line.words[i + 1].removesuffix("s")
        if not side or part not in BODY:
            continue
        owner = _whose(line, i)
        if (
            {"left", "right"} <= set(line.words)
            or {"both", "too", "also"}.intersection(line.words)
            or "as well" in line.text
        ):
            continue  # on either side
        if owner is None or (owner.role == "self" and not owner.name):
            continue
        topic = "hand" if part in ("hand", "arm", "wrist", "forearm") else part
        yield Assertion(
            "direction", f"side {topic}", owner, line.said(i, i + 1), Word(side), f"{whose(owner)} {part}: which side",
            0.2, line.hedged, line, line, line,
        )  # fmt: skip


def _end(words: tuple[str, ...], i: int) -> int:
    """The last word of what belongs to the verb at `i`."""
    for j in range(i + 1, min(len(words), i + _REACH)):
        if words[j] in _MARKS or words[j] in _BREAK or (words[j] in GOING and words[j] not in OFF):
            return j - 1
    return min(len(words), i + _REACH) - 1


def _leaves(words: tuple[str, ...], i: int, end: int) -> bool:
    """Whether the verb tells of going away: "ran", "went off", "walking quickly", "drove"."""
    if words[i] in LEAVING or words[i] in ("drove", "driving", "headed", "heading", "disappeared", "turned", "turning"):
        return not (i + 1 < len(words) and words[i + 1] in ("after", "out", "back", "round", "around"))
    near = words[i + 1 : min(end + 1, i + 4)]
    return (
        bool(COMPASS.intersection(near))
        or bool(OFF.intersection(near))
        or bool(OFF.intersection(words[max(0, i - 1) : i]))
    )


def _onward(words: tuple[str, ...], i: int) -> bool:
    """Whether the verb is followed by a way ("ran very fast down"), not by what it takes ("ran a shop")."""
    for word in words[i + 1 : i + 3]:
        if word in TOWARDS or word in OFF or word in SIDES or word in COMPASS or word in _AFTER_VERB:
            return True
        if not word.endswith("ly") and word not in _ADVERBS:
            return False
    return False


def _goals(words: tuple[str, ...], i: int, end: int) -> tuple[frozenset[str], frozenset[str], int]:
    """Stems of where to, of where not to, and the last word of it."""
    goals: set[str] = set()
    apart: set[str] = set()
    strong: set[str] = set()
    last = i
    j = i + 1
    while j <= end:
        if words[j] in SIDES and words[j - 1] in ("turned", "turning", "went", "going", "to", "the", "turn"):
            goals.add(SIDES[words[j]])
            last = j
        elif (words[j] == "out" and words[j + 1 : j + 2] == ("of",)) or (
            words[j] == "direction" and words[j + 1 : j + 2] == ("of",)
        ):
            nouns, last = _nouns(words, j + 2, end)
            goals |= nouns
        elif words[j] in COMPASS:
            goals.add(words[j])
            last = j
        elif words[j] == "from" and _BEFORE_GOAL.intersection(words[max(i, j - 4) : j]):
            nouns, last = _nouns(words, j + 1, end)
            apart |= nouns
        elif words[j] == "away" and words[j + 1 : j + 2] == ("from",):
            nouns, last = _nouns(words, j + 2, end)
            apart |= nouns
        elif words[j] in TOWARDS and not (
            words[j] == "to" and words[j + 1 : j + 2] and words[j + 1] in ("get", "see", "help", "be")
        ):
            nouns, reached = _nouns(words, j + 1, end)
            if nouns:
                (strong if words[j] in _STRONG else goals).update(nouns)
                last = reached
        j += 1
    return frozenset(strong or goals) | frozenset(goals & {"left", "right", *COMPASS}), frozenset(apart), max(last, i)


def _nouns(words: tuple[str, ...], first: int, end: int) -> tuple[frozenset[str], int]:
    """The nouns of a place that begins at `first`, and its last word."""
    found: set[str] = set()
    last = first
    for j in range(first, min(end + 1, first + 6)):
        word = words[j]
        if word in (",", "with", "and") or (
            found and (word in TOWARDS or word in ("from", "with", "at", "by", "past"))
        ):
            break
        if word in FUNCTION or word in _BEFORE_GOAL:
            continue
        if word not in _NO_GOAL:
            found.add(stem(word))
        last = j
    return frozenset(found), min(last, end)


def _mover(line: Line, i: int) -> tuple[Person | None, str]:
    """Who or which vehicle goes."""
    who = subject(line, i)
    if who and who.role in VEHICLES:
        return None, who.role
    for j in range(i - 1, max(-1, i - 10), -1):
        thing = _THINGS.get(line.words[j])
        if thing in VEHICLES and line.words[j - 1 : j] != ("in",):
            return None, thing
    return who, ""


def _whose(line: Line, i: int) -> Person | None:
    """Whose side it is: the one before "his" or "her", else the nearest person before it in the line."""
    before = [(k, p) for k, p in line.people if k < i]
    if i and line.words[i - 1] in POSSESSIVE:
        return possessor(line, i - 1)
    first, _ = line.clause(i)
    near = [p for k, p in before if k >= first]
    return near[-1] if near else None
