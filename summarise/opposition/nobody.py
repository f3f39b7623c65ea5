"""Reads that nobody did a deed, or that somebody did it to nobody, to set it against those who tell of the deed."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.acted import Deed, acted
from summarise.opposition.assertion import Assertion
from summarise.opposition.lexicon import NUMBERS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import Scene, spot_of
from summarise.opposition.subjects import subject, target
from summarise.opposition.values import Some
from summarise.opposition.verbs import act

_NOBODY = frozenset(("nobody", "no-one", "noone", "none"))
_ANYBODY = word_set("anyone anybody any-one")
_DEEDS = {act(w): w for w in ("hit", "stabbed", "pushed", "threatened", "attacked", "assaulted", "robbed", "touched")}
_ACTS = frozenset(_DEEDS)
_SHOOT = frozenset((act("fired"),))
_SHOTS = word_set("shot shots gunshot gunshots gun guns")
_FIRED = (("at",), ("into",), ("once",), ("twice",), ("towards",))
_AT = word_set("at into a one the once twice") | frozenset(NUMBERS)


def nobody(line: Line) -> Iterator[Assertion]:
    """ "Nobody fired", "nobody hit Reed", "Poole did not hit anyone", and the deeds that these deny."""
    if not line.told or line.denied:
        return
    for i, word in enumerate(line.told):
        kind = act(word)
        if kind not in _ACTS and kind not in _SHOOT:
            continue
        none = _none_did(line, i)
        if none >= 0 and kind in _SHOOT:
            yield _made(line, "shots", None, line.said(none, i), False, i)
        elif none >= 0 and (whom := target(line, i)) and whom.name:
            yield _made(line, f"to {kind}", whom, line.said(none, i), False, i)
        elif line.negated(i) and _ANYBODY.intersection(line.words[i + 1 : i + 3]):
            who = subject(line, i)
            if who and who.name:
                yield _made(line, f"by {kind}", who, line.said(max(0, i - 2), i + 1), False, i)
    for deed in acted(line, _ACTS):
        if deed.whom and deed.whom.name:
            yield _made(line, f"to {deed.act}", deed.whom, line.said(deed.at, deed.at), True, deed.at)
        if deed.doer and deed.doer.name and deed.whom:
            yield _made(line, f"by {deed.act}", deed.doer, line.said(deed.at, deed.at), True, deed.at)
    for deed in acted(line, _SHOOT):
        if _of_gun(line, deed):
            yield _made(line, "shots", None, line.said(deed.at, min(deed.at + 2, deed.end - 1)), True, deed.at)


def _none_did(line: Line, i: int) -> int:
    """Where the "nobody" of a verb at word `i`, or the "no" of "no shots were fired", begins; -1 for none."""
    words = line.words
    for j in range(i - 1, max(-1, i - 5), -1):
        if words[j] in _NOBODY or (words[j] == "no" and words[j + 1 : j + 2] == ("one",)):
            between = words[j + 1 : i]
            return (
                j
                if all(w in ("one", "there", "else", "ever", "had", "in") or w.endswith("ly") for w in between)
                else -1
            )
        if words[j] == "no" and _SHOTS.intersection(words[j + 1 : j + 2]):
            return j
    return -1


def _of_gun(line: Line, deed: Deed) -> bool:
    """Whether "fired" is of a gun: with its shots or what it was fired at."""
    near = line.words[max(0, deed.at - 3) : deed.end]
    if line.words[deed.at] == "fired" and line.words[deed.at + 1 : deed.at + 2] in _FIRED:
        return True
    return bool(_SHOTS.intersection(near)) and bool(_AT.intersection(near) or {"was", "were"}.intersection(near))


def _made(line: Line, deed: str, who: Person | None, value: str, did: bool, at: int) -> Assertion:
    kind = deed.partition(" ")[2]
    if deed == "shots":
        about, firm = "whether a shot was fired", 0.45
    elif deed.startswith("to"):
        about, firm = f"whether anybody {_DEEDS[kind]} {who.told if who else 'them'}", 0.32
    else:
        about, firm = f"whether {who.told if who else 'they'} {_DEEDS[kind]} anybody", 0.32
    where = Scene(places=spot_of(line, at, at))
    return Assertion("denial", f"any {deed}", who, value, Some(did), about, firm, line.hedged, line, line, line, where)
