"""Reads whether somebody had something on or with them, and what is said not to have been."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Whether
from summarise.opposition.lexicon import CARRIED, NEGATIONS, POSSESSIVE, THINGS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import Scene
from summarise.opposition.subjects import possessor

_HAS = word_set(
    """
    had has have wearing wore with in carrying carried holding held without having produced pulled
    """
)
_PLACES = word_set("back head face hands hand neck")
_FACE = frozenset(("beard", "glasses", "mask"))


def having(line: Line) -> Iterator[Assertion]:
    """Things that people have, and those that they are said not to have."""
    for i, word in enumerate(line.told):
        thing = THINGS.get(word)
        if thing in CARRIED:
            found = _had(line, i, thing)
            if found:
                yield found
    yield from _places(line)
    yield from _shaven(line)


def _had(line: Line, i: int, thing: str) -> Assertion | None:
    """Whether a person of the line has the thing named at word `i`."""
    words = line.words
    first, _ = line.clause(i)
    verb = next((j for j in range(i - 1, max(first - 1, i - 9), -1) if words[j] in _HAS), -1)
    if verb < 0 and thing == "blood":
        verb = next((j for j in range(i - 1, first - 1, -1) if words[j] == "there"), -1)
    if verb < 0:
        return None
    who = _holder(line, verb)
    if who is None and "one" in words[first:verb]:
        who = Person("person")
    if who is None or who.role in ("they", "police", "staff", "medic") or (who.role == "self" and not who.name):
        return None
    stretch = words[max(first, verb - 3) : i]
    so = not any(w in NEGATIONS or w.endswith("n't") for w in stretch)
    if line.denied:
        so = False
    if not so and {"see", "saw", "notice", "noticed", "know", "remember"}.intersection(stretch) and thing not in _FACE:
        return None
    told = f"whether {who.told} had {_article(words[i])}"
    value = line.said(max(verb, i - 3), i) if so else f"no {words[i]}"
    noun = Scene(words[i])
    return Assertion("denial", f"has {thing}", who, value, Whether(so), told, 0.45, line.hedged, line, line, line, noun)


def _shaven(line: Line) -> Iterator[Assertion]:
    """ "Clean shaven" is no beard, "bare-headed" no hat."""
    for i, word in enumerate(line.told):
        pair = line.words[i : i + 2] == ("clean", "shaven")
        thing = "beard" if pair or word == "clean-shaven" else "hat" if word in ("bareheaded", "bare-headed") else ""
        who = _holder(line, i)
        if thing and who and who.role not in ("self", "they"):
            value, about = line.said(i, i + pair), f"whether {who.told} had {_article(thing)}"
            so = Whether(line.negated(i))
            yield Assertion("denial", f"has {thing}", who, value, so, about, 0.45, line.hedged, line, line, line)


def _places(line: Line) -> Iterator[Assertion]:
    """ "Nothing on his back" against whatever another saw there."""
    words = line.words
    for i in range(1, len(words) - 1):
        if (
            words[i] not in POSSESSIVE
            or words[i + 1] not in _PLACES
            or words[i - 1] not in ("on", "over", "round", "around")
        ):
            continue
        first, _ = line.clause(i)
        before = words[max(first, i - 8) : i]
        role = POSSESSIVE[words[i]]
        if role == "self":
            continue
        who = possessor(line, i)
        none = "nothing" in before or (
            "anything" in before and any(w in NEGATIONS or w.endswith("n't") for w in before)
        )
        thing = next((j for j in range(i - 2, first - 1, -1) if words[j] in THINGS), -1)
        if not none and thing < 0:
            continue
        where = f"{words[i - 1]} {words[i]} {words[i + 1]}"
        value = f"nothing {where}" if none else line.said(thing, i + 1)
        yield Assertion(
            "denial", f"on {words[i + 1]}", who, value, Whether(not none), f"whether {who.told} had something {where}",
            0.45, line.hedged, line, line, line,
        )  # fmt: skip


def _holder(line: Line, verb: int) -> Person | None:
    near = [p for k, p in line.people if k < verb]
    return near[-1] if near else None


def _article(word: str) -> str:
    if word.endswith("s") or word in ("hair", "stubble", "blood"):
        return word
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
