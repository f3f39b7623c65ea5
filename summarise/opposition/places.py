"""Reads where a happening or a deed was: the room or the spot, the street, the numbered flat or platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from summarise.opposition.acted import acted
from summarise.opposition.assertion import Assertion
from summarise.opposition.lexicon import FUNCTION, NUMBERS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.values import Kinds
from summarise.opposition.verbs import act

# Spots that exclude each other, a row each; what may be called either way, or lie in it, stands in both rows. Whole
# buildings are none of them: who was in the kitchen was in the hotel, too.
_ROWS = """
    kitchen, kitchenette|bedroom|bathroom, toilet, toilets, loo, washroom|cellar, basement|attic, loft
    |lounge, living room, sitting room, front room, bar, lounge bar, bar area, public bar|dining room
    |hall, hallway, corridor, landing, stairs, stairwell, staircase, passage, lobby, foyer, reception, entrance
    |garden, back garden, front garden, yard, back yard, patio, beer garden, drive, driveway, marquee
    |garage, workshop, shed|car park, carpark, parking lot, yard, garage
    |street, road, pavement, high street, lane, drive|alley, alleyway, lane, passage
    |park, field, playing field, recreation ground, playground|playground|stockroom, storeroom, store room, warehouse
    |office|marquee, tent|canteen, dining room|classroom|changing room
    |taxi, cab|lift|churchyard, graveyard, cemetery
"""
_STREETS = word_set("street road lane avenue close way terrace row crescent gardens square hill drive grove parade")
_NUMBERED = word_set("flat room platform cell ward bay carriage apartment unit classroom court")
_ORDINALS = word_set("ground first second third fourth fifth sixth seventh eighth ninth tenth top")
_STOREYS = word_set("floor carriage landing")
_PREPOSITIONS = word_set("in inside on at")
_DETERMINERS = word_set("the a an his her my their our")
_STOPS = frozenset('.,;:!?—–()[]|“”"') | word_set("and but because when while who which before after until then so")
_EVENTS = {
    "fight": "fight", "brawl": "fight", "scuffle": "fight", "argument": "argument", "row": "argument",
    "stabbing": "stabbing", "shooting": "shooting", "robbery": "robbery", "attack": "attack", "assault": "attack",
    "mugging": "robbery", "collision": "crash", "crash": "crash", "accident": "crash", "rape": "rape",
    "fire": "fire", "blaze": "fire",
}  # fmt: skip
_TOOK_PLACE = (
    ("took", "place"), ("happened",), ("occurred",), ("started",), ("began",), ("broke", "out"), ("kicked", "off"),
    ("was",),
)  # fmt: skip
_DEEDS = {
    act(w): w
    for w in ("hit", "stabbed", "shot", "pushed", "attacked", "assaulted", "killed", "robbed", "arrested", "bitten")
}
_ACTS = frozenset(_DEEDS)
_REACH = 7  # words from a happening to its verb, and from the verb to the place
_NOUN = 5  # words of a place with what describes it


def _spots() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for i, row in enumerate(_ROWS.split("|")):
        for word in row.split(","):
            found[" ".join(word.split())].add(str(i))
    return {word: frozenset(rows) for word, rows in found.items()}


_SPOTS = _spots()


def places(line: Line) -> Iterator[Assertion]:
    """Where the happening that a line is about took place, and where somebody named was struck, stabbed, arrested."""
    if not line.told or line.denied or not _PREPOSITIONS.intersection(line.words):
        return
    for i, word in enumerate(line.told):
        event = _EVENTS.get(word)
        verb = _verb(line, i) if event else -1
        if verb < 0:
            continue
        place = _place(line, verb, min(len(line.words), verb + _REACH + _NOUN))
        if place:
            yield _made(line, f"where {event}", None, place, f"where the {word} was", 0.42)
    for deed in acted(line, _ACTS):
        if deed.whom is None or not deed.whom.name:
            continue
        place = _place(line, deed.at + 1, deed.end)
        if place:
            first, last, kinds = place
            about = f"where {deed.whom.name.title()} was {_DEEDS[deed.act]}"
            of_doer = first, last, replace(kinds, doer=deed.doer)
            yield _made(line, f"where {deed.act}", deed.whom, of_doer, about, 0.3)


def _made(
    line: Line, topic: str, whom: Person | None, place: tuple[int, int, Kinds], about: str, firm: float
) -> Assertion:
    first, last, kinds = place
    value = line.said(first, last)
    return Assertion("place", topic, whom, value, kinds, about, firm, line.hedged, line, line, line)


def _verb(line: Line, i: int) -> int:
    """The word after the verb that tells of "the fight" at word `i` that it took place, -1 for none."""
    words = line.words
    if not {"the", "this", "that", "our"}.intersection(words[max(0, i - 2) : i]):
        return -1
    for j in range(i + 1, min(len(words), i + _REACH)):
        if words[j] in _STOPS - {"and"} or words[j] in _PREPOSITIONS or line.negated(j):
            return -1
        for verb in _TOOK_PLACE:
            if words[j : j + len(verb)] == verb:
                after = j + len(verb)
                here = words[after : after + 1] and (words[after] in _PREPOSITIONS or verb != ("was",))
                return after if here else -1
    return -1


def _place(line: Line, first: int, end: int) -> tuple[int, int, Kinds] | None:
    """The first place that the words [first, end) name by "in", "inside", "on" or "at": its words and its kinds."""
    words = line.words
    for j in range(first, min(end, first + _REACH, len(words))):
        if words[j] in _STOPS:
            return None
        if words[j] not in _PREPOSITIONS:
            continue
        found = _numbered(words, j + 1) or _street(line, j + 1) or _spot(words, j + 1)
        if found:
            last, level, kinds = found
            return None if words[last + 1 : last + 2] == ("or",) else (j + 1, last, Kinds(level, kinds))
    return None


def _numbered(words: tuple[str, ...], j: int) -> tuple[int, str, frozenset[str]] | None:
    """ "Flat 4", "platform two", "the second floor"."""
    two = words[j : j + 2]
    if len(two) == 2 and two[0] in _NUMBERED and (two[1].isdigit() or two[1] in NUMBERS):
        return j + 1, two[0], frozenset((str(NUMBERS.get(two[1], two[1])),))
    three = words[j : j + 3]
    if len(three) == 3 and three[0] == "the" and three[1] in _ORDINALS and three[2] in _STOREYS:
        return j + 2, three[2], frozenset((three[1],))
    return None


def _street(line: Line, j: int) -> tuple[int, str, frozenset[str]] | None:
    """A street by its name: capitals up to "Street", "Road", "Lane"."""
    for k in range(j, min(len(line.words), j + 4)):
        start, end = line.at[k]
        if not line.text[start:end][:1].isupper():
            return None
        if k > j and line.words[k] in _STREETS:
            return k, "street", frozenset((" ".join(line.words[j : k + 1]),))
    return None


def _spot(words: tuple[str, ...], j: int) -> tuple[int, str, frozenset[str]] | None:
    """ "The kitchen", "the hotel bar", "her bedroom"."""
    if words[j : j + 1] and words[j] in _DETERMINERS:
        j += 1
    after = next((k for k in range(j, min(len(words), j + _NOUN)) if _ends(words[k])), min(len(words), j + _NOUN))
    for length in (2, 1):
        kinds = _SPOTS.get(" ".join(words[max(j, after - length) : after]))
        if kinds:
            return after - 1, "spot", kinds
    return None


def _ends(word: str) -> bool:
    return word in FUNCTION or not word[0].isalnum()
