"""Reads whether a place is said to have been lit or dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarise.opposition.assertion import Assertion, Word
from summarise.opposition.lexicon import FUNCTION
from summarise.opposition.lines import Line
from summarise.opposition.scene import scene, usual
from summarise.text import stem

_ROOM = (
    r"(?:corridor|hall|hallway|landing|stairwell|stairs|porch|yard|street|road|lane|alley|path|underpass|subway"
    r"|car park|platform|kitchen|room|house|flat|shop|pub|bar|warehouse|garage)"
)
_LAMP = (
    rf"(?:(?P<lamp>{_ROOM}) ?lights?|(?:street ?)?lamps?|lighting)"
    r"(?: (?:at|in|on|by|near|outside|over|of) (?:\w+ ){1,4}?| )"
)
_IS = r"(?:was|were|is|are)(?: all| both| still)? (?:very |quite |really |fairly )?"
_SEEN = r"(?:(?P<place>\w+) (?:was|is) (?:very )?)?"
_LIT = re.compile(
    rf"\b{_LAMP}{_IS}(?:good|excellent|bright|fine|on|lit|working)\b"
    rf"|\b{_SEEN}(?:well|brightly)[- ]lit\b|\bgood (?:street ?)?light(?:ing)?\b",
    re.IGNORECASE,
)
_DARK = re.compile(
    rf"\b{_LAMP}(?:{_IS}(?:poor|bad|dim|off|out|broken|not (?:on|lit|working|good))"
    r"|(?:was|were)n[’']t (?:on|lit|working|good))\b"
    rf"|\b(?P<room>{_ROOM}) (?:was|is) (?:very |quite |completely )?dark\b"
    rf"|\b{_SEEN}(?:poorly|badly|dimly)[- ]lit\b|\bunlit\b|\bpitch[- ](?:dark|black)\b"
    r"|\bpoor (?:street ?)?light(?:ing)?\b|\bno (?:street ?)?light(?:s|ing)\b",
    re.IGNORECASE,
)
_ANYWHERE = FUNCTION | {"street", "road"}  # street lights stand in the yard, too


def lighting(line: Line) -> Iterator[Assertion]:
    """What a line says of the light at a place: lit or dark. That it was night is neither."""
    if usual(line.text) or not line.told or line.denied:
        return
    for pattern, meant in ((_DARK, "dark"), (_LIT, "lit")):
        match = pattern.search(line.text)
        if match is None:
            continue
        i = next((j for j, (start, end) in enumerate(line.at) if end > match.start()), 0)
        if meant == "lit" and line.negated(i):
            continue
        named = {stem(w) for w in match.groupdict().values() if w and w.casefold() not in _ANYWHERE}
        around = scene(line, i, i)
        where = replace(around, places=around.places | named, acts=frozenset())
        yield Assertion(
            "denial", "lighting", None, match[0], Word(meant), "whether it was lit or dark", 0.4, line.hedged,
            line, line, line, where,
        )  # fmt: skip
        return
