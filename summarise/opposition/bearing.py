"""Reads how people were at one moment: standing or sitting, up or down the stairs, alone or with somebody.

All of it changes from one moment to the next. It is kept by what happened then, or where they were: only two who tell
it of one moment can differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarise.opposition.assertion import Assertion, Whether, Word
from summarise.opposition.lexicon import FUNCTION, PEOPLE, PLURALS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, same
from summarise.opposition.scene import Scene, scene, usual
from summarise.opposition.subjects import subject
from summarise.opposition.verbs import WEAK, act, acts, moves
from summarise.text import stem

COMPANY = "company "
FLEETING = ("posture ", "storey ", COMPANY)  # what its topics begin with
_POSTURES = {
    "standing": "stand", "stood": "stand", "sitting": "sit", "sat": "sit", "seated": "sit", "lying": "lie",
    "kneeling": "kneel",
}  # fmt: skip
_STOREYS = {"upstairs": "up", "downstairs": "down"}
_WHILE = word_set("when as while")
_IS = word_set("was were")
_STAYS = word_set("walk run drive sit stand ride wait enter")
_ALONE = (("alone",), ("on", "his", "own"), ("on", "her", "own"), ("by", "himself"), ("by", "herself"))
_MORE = word_set("a an another two three four some other his her second third")
_QUARREL = word_set("fight argue speak hit push")
_CLOSE = 4
_BACK = 3  # sentences back to the one that says what it was at


def bearing(line: Line) -> Iterator[Assertion]:
    """The posture of people of a name, and whether they were upstairs, each by what happened just then."""
    if usual(line.text) or line.denied or not _WHILE.intersection(line.words):
        return
    for i, word in enumerate(line.told):
        kind, meant = ("posture", _POSTURES[word]) if word in _POSTURES else ("storey", _STOREYS.get(word, ""))
        if not meant or not _IS.intersection(line.words[max(0, i - 2) : i]) or line.negated(i):
            continue
        verb = next(j for j in (i - 1, i - 2) if line.words[j] in _IS)
        who = subject(line, verb)
        if who is None or not who.name or who.many:
            continue
        about = f"{who.told}: {'standing, sitting or lying' if kind == 'posture' else 'upstairs or downstairs'}"
        while_ = meanwhile(line, i)
        told = {act(w) for w in set(while_) & set(_plain(line))}
        for deed in sorted(told - {"", "be", "have"} - {act(w) for w in _POSTURES}):
            verb_ = max(j for j, w in enumerate(while_) if act(w) == deed)
            round_ = (w for j, w in enumerate(while_) if j != verb_ and w not in FUNCTION)
            around = Scene(marks=frozenset(map(stem, round_)))
            yield Assertion(
                "place", f"{kind} {deed}", who, line.said(verb, i), Word(meant), about, 0.3, line.hedged, line, line,
                line, around,
            )  # fmt: skip


def meanwhile(line: Line, i: int) -> tuple[str, ...]:
    """The words of what happened while somebody was as word `i` tells: behind "when", or before it."""
    at = next((j for j, w in enumerate(line.words) if w in _WHILE), -1)
    stretch = range(at + 1, len(line.words)) if at > i else range(at + 1, i)
    end = next((j for j in stretch if line.words[j] in ("and", "but", ".", ",", ";")), stretch.stop)
    return tuple(w for j, w in enumerate(line.words) if at < j < end and w[0].isalnum())


def _plain(line: Line) -> tuple[str, ...]:
    """The words of a line in order, with "" for those that are in capitals as names are."""
    return tuple(
        "" if line.text[s].isupper() and j else w for j, (w, (s, _)) in enumerate(zip(line.words, line.at, strict=True))
    )


def company(lines: Sequence[Line], i: int) -> Iterator[Assertion]:
    """Whether somebody of line `i` was alone; what it was at stands there, or in the line before."""
    line = lines[i]
    if usual(line.text) or line.denied or not line.told:
        return
    found = next(_alone(line), None) or next(_with(line), None)
    if found is None:
        return
    who, first, last, alone = found
    keys = _keys(line, first, last)
    if not keys:
        start, _ = line.clause(first)
        near = [replace(line, people=tuple(p for p in line.people if p[0] < start))]
        near += [n for n in reversed(lines[max(0, i - _BACK) : i]) if n.voice == line.voice]
        keys = next((_keys(n, -1, -1) for n in near if any(same(p, who) is True for _, p in n.people)), keys)
    about = f"whether {who.told} was alone"
    for key in sorted(keys):
        yield Assertion(
            "denial", f"{COMPANY}{key}", replace(who, many=False), line.said(first, last), Whether(alone), about, 0.35,
            line.hedged, line, line, line,
        )  # fmt: skip


def _alone(line: Line) -> Iterator[tuple[Person, int, int, bool]]:
    """Who is told to be alone, and with which words."""
    for i in range(1, len(line.told)):
        phrase = next((p for p in _ALONE if line.words[i : i + len(p)] == p), ())
        verb = next((j for j in range(i - 1, max(-1, i - 6), -1) if _goes(line.words[j])), -1)
        if phrase and verb >= 0 and not line.negated(i) and (who := _somebody(subject(line, verb))):
            yield who, i, i + len(phrase) - 1, True


def _with(line: Line) -> Iterator[tuple[Person, int, int, bool]]:
    """Who is told to be with another: "left with two men"; "arguing with" tells of no company."""
    people = {j for j, _ in line.people}
    for i, word in enumerate(line.told):
        if word != "with" or line.words[i + 1 : i + 2] == () or line.words[i + 1] not in _MORE:
            continue
        near = range(i + 2, min(len(line.words), i + 2 + _CLOSE))
        noun = next((j for j in near if j in people and (line.words[j] in PEOPLE or line.words[j] in PLURALS)), -1)
        if noun < 0 or any(w in FUNCTION or w in (",", ".") for w in line.words[i + 2 : noun] if w not in _MORE):
            continue
        first, _ = line.clause(i)
        verb = next((j for j in range(i - 1, max(first - 1, i - 10), -1) if _goes(line.words[j])), -1)
        if verb < 0 or any(act(w) in _QUARREL for w in line.words[verb + 1 : i]) or line.negated(i, 8):
            continue
        if who := _somebody(subject(line, verb)):
            yield who, i, noun, False


def _goes(word: str) -> bool:
    return word in _IS or bool(moves((word,))) or act(word) in _STAYS


def _somebody(who: Person | None) -> Person | None:
    return who if who and not who.many and (who.name or who.role not in ("self", "they", "person")) else None


def _keys(line: Line, first: int, last: int) -> frozenset[str]:
    """What the line tells of the moment: its deeds, comings and goings, and the places."""
    begin, after = line.clause(first) if first >= 0 else (0, len(line.words))
    kept = tuple(w for j, w in enumerate(_plain(line)) if w and begin <= j < after and not first <= j <= last)
    deeds = {a for a in acts(kept) | moves(kept) if a not in WEAK or a == "leave"}
    deeds |= {"come in"} if "in" in kept and "come" in moves(kept) else set()
    start, end = (first, last) if first >= 0 else (0, 0)
    spots = {f"at {p}" for p in scene(line, start, end).places - {"person", "it"}}
    return frozenset(deeds | spots)
