"""Reads with what a deed was done: struck with a hammer, a window broken with a brick, a lock cut with a saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from summarise.opposition.acted import Deed, acted
from summarise.opposition.assertion import Assertion
from summarise.opposition.lexicon import FUNCTION, POSSESSIVE, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import of_thing, spot_of
from summarise.opposition.values import Kinds
from summarise.opposition.verbs import act
from summarise.text import stem


def _allowing(**rows: str) -> Mapping[str, frozenset[str]]:
    """Word → the kinds that it may stand for; a row's words are divided by commas, its kinds are its key and what
    stands after "=" (a "stick" may be a bat, a bat is no hammer)."""
    found: dict[str, frozenset[str]] = {}
    for kind, row in rows.items():
        words, _, others = row.partition("=")
        for word in words.split(","):
            found[word.strip()] = frozenset((kind, *others.split()))
    return found


_LONG = "bat cue cane iron crowbar pipe branch plank umbrella torch baton hammer spanner"
_WEAPONS = _allowing(
    bat="bat, baseball bat, cricket bat, rounders bat", cue="cue, pool cue, snooker cue", iron="golf club, putter",
    cane="walking stick, crutch, cane", branch="branch, tree branch", plank="plank, fence post", umbrella="umbrella",
    torch="torch, flashlight", baton="baton, truncheon, cosh", pipe="pipe, scaffolding pole, scaffold pole, tube",
    crowbar="crowbar, jemmy, wrecking bar, tyre iron, tyre lever, wheel brace =pipe",
    hammer="hammer, mallet, claw hammer, sledgehammer, lump hammer", axe="axe, hatchet",
    spanner="spanner, wrench", shovel="spade, shovel", saw="saw, hacksaw",
    grinder="grinder, angle grinder, disc cutter", cutters="cutters, bolt cutters, bolt croppers, snips",
    drill="drill", screwdriver="screwdriver, chisel", key="key, keys", scissors="scissors",
    knife="knife, kitchen knife, blade, machete, dagger, penknife, lock knife, stanley knife, sword, bread knife",
    bottle="bottle, beer bottle, wine bottle =glass", glass="glass, pint glass, tumbler =bottle", jug="jug, mug, cup",
    brick="brick, breeze block, rock, stone, boulder, slab, paving slab", chair="chair, stool, bar stool",
    ashtray="ashtray", pan="pan, frying pan, saucepan", belt="belt, strap, whip, chain, rope, lead, cable",
    shoe="shoe, boot, slipper, trainer", bag="bag, handbag, rucksack", phone="phone, mobile phone", plate="plate",
    gun="gun, pistol, handgun, shotgun, rifle, firearm, revolver, air rifle, butt", broom="broom, mop, rake",
    helmet="helmet, crash helmet", bar=f"bar, iron bar, metal bar, pole, metal pole, rod, metal rod ={_LONG} broom",
    stick=f"stick, club, piece of wood, bit of wood, length of wood, wooden stick ={_LONG} broom axe shovel",
    tool="tool =hammer crowbar spanner axe shovel saw grinder cutters drill screwdriver",
)  # fmt: skip
_FISTS = _allowing(fist="fist, fists, clenched fist", palm="palm, open hand, open palm", hand="hand, hands =fist palm")
_NOUNS = {**{w: ("weapon", k) for w, k in _WEAPONS.items()}, **{w: ("hand", k) for w, k in _FISTS.items()}}
# What is done to people and to things, by the class of the verb, with how a row says it.
_TO_PEOPLE = {act(w): w for w in ("hit", "stabbed", "threatened", "attacked", "assaulted")}
_TO_THINGS = {act(w): w for w in ("smashed", "cut", "forced", "opened", "prised")} | {act("hit"): "smashed"}
_ACTS = frozenset((*_TO_PEOPLE, *_TO_THINGS))
_DETERMINERS = word_set("a an the his her their my some one both") | frozenset(POSSESSIVE)
_LONGEST = 5  # words of a noun with what describes it


def means(line: Line) -> Iterator[Assertion]:
    """With which thing somebody was struck, stabbed or threatened, and something broken, cut or forced."""
    if "with" not in line.words:
        return
    for deed in acted(line, _ACTS):
        found = _with(line, deed)
        if found is None:
            continue
        first, last, level, kinds = found
        value, told = line.said(first, last), Kinds(level, kinds, deed.doer)
        if deed.whom is not None and deed.act in _TO_PEOPLE:
            if deed.whom.role == "they" or (deed.whom.role == "self" and not deed.whom.name):
                continue
            done, topic = _TO_PEOPLE[deed.act], f"means {deed.act}"
            about, firm = f"with what {_whom(deed.whom)} was {done}", 0.3 if deed.whom.name else 0.15
        elif deed.whom is None and deed.thing and deed.act in _TO_THINGS:
            done = _TO_THINGS[deed.act]
            topic, about, firm = f"means {done} {stem(deed.thing)}", f"with what the {deed.thing} was {done}", 0.35
        else:
            continue
        where = replace(of_thing(line, deed.thing), places=spot_of(line, deed.at, last))
        yield Assertion("action", topic, deed.whom, value, told, about, firm, line.hedged, line, line, line, where)


def _with(line: Line, deed: Deed) -> tuple[int, int, str, frozenset[str]] | None:
    """First and last word of what a deed was done with, its level and kinds; None where no known thing is named.

    "A bat or a stick" may be either.
    """
    words = line.words
    at = next((j for j in range(deed.at + 1, deed.end) if words[j] == "with"), -1)
    found = _thing_at(words, at + 1, deed.end) if at >= 0 else None
    if found is None:
        return None
    last, level, kinds = found
    if words[last + 1 : last + 2] == ("or",):
        other = _thing_at(words, last + 2, deed.end)
        if other is None or other[1] != level:
            return None
        last, kinds = other[0], kinds | other[2]
    return at + 1, last, level, kinds


def _thing_at(words: tuple[str, ...], first: int, end: int) -> tuple[int, str, frozenset[str]] | None:
    """The known thing that begins, with its article, at word `first`: its last word, level and kinds."""
    start = first + 1 if first < end and words[first] in _DETERMINERS else first
    last = start
    while last < min(end, start + _LONGEST) and (words[last] not in FUNCTION or _of_stuff(words, last)):
        last += 1
    for begin in range(start, last):
        if (named := " ".join(words[begin:last])) in _NOUNS:
            return last - 1, *_NOUNS[named]
    return None


def _of_stuff(words: tuple[str, ...], i: int) -> bool:
    """Whether the "of" at word `i` tells what a thing is made of: "a piece of wood"."""
    return words[i] == "of" and words[i - 1] in ("piece", "bit", "length", "lump")


def _whom(whom: Person) -> str:
    return whom.name.title() or ("the witness" if whom.role == "self" else whom.told)
