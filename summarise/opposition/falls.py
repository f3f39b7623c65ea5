"""Reads whether somebody is said to have slipped, or to have been pushed or hit so that they went down."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.acted import acted
from summarise.opposition.assertion import Assertion, Word
from summarise.opposition.lexicon import word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.settings import earlier
from summarise.opposition.subjects import subject
from summarise.opposition.verbs import act

FLEETING = ("fall",)  # what its topics begin with
_SLIPPED = word_set("slipped tripped stumbled")
_OF_IT = word_set("on over and backwards backward forwards as . , ;")  # not "slipped away", "tripped him"
_HOLD = word_set("footing balance")
_PUSHES, _HITS = frozenset((act("pushed"),)), frozenset((act("hit"), act("knocked")))
_DOWN = word_set("fell fall down over backwards floor ground")
_UNREAL = word_set("to would could might may can if nearly almost")


def falls(line: Line) -> Iterator[Assertion]:
    """What made a person of a name go down: their own slip, or what another did to them."""
    if line.denied or earlier(line):
        return
    for i, word in enumerate(line.told):
        after = line.words[i + 1 : i + 2]
        slip = word in _SLIPPED and (not after or after[0] in _OF_IT)
        slip = slip or (word == "lost" and bool(_HOLD.intersection(line.words[i + 1 : i + 4])))
        if not slip or line.negated(i) or _UNREAL.intersection(line.words[max(0, i - 2) : i]):
            continue
        who = subject(line, i)
        if who:
            yield from _made(line, who, i, "slip")
    for deed in acted(line, _PUSHES | _HITS):
        down = deed.act in _PUSHES or bool(_DOWN.intersection(line.words[deed.at :]))
        if deed.whom and down:
            yield from _made(line, deed.whom, deed.at, "blow")


def _made(line: Line, who: Person, at: int, meant: str) -> Iterator[Assertion]:
    if who.name and not who.many:
        about = f"whether {who.told} slipped or was pushed or hit"
        yield Assertion(
            "action", "fall", who, line.said(at, at), Word(meant), about, 0.3, line.hedged, line, line, line
        )
