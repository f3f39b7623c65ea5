"""Tells by the very noun, the place and the moment whether two assertions may speak of one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarise.opposition.lexicon import BODY, FUNCTION, NUMBERS, OBLIQUE, POSSESSIVE, THINGS, UNITS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.verbs import WEAK, act
from summarise.text import stem

# Nouns of one class of things that do not stand for each other: a van is no lorry, stubble no beard.
_APART = (
    "van transit|lorry lorries truck|pickup pick-up",
    "ford fiesta focus|audi|bmw|volkswagen vw golf|vauxhall astra corsa|toyota|honda|mercedes|nissan|peugeot|renault"
    "|skoda|volvo|taxi",
    "handbag purse|holdall",
    "hoody hoodie hoodies sweatshirt jumper sweater pullover fleece cardigan|t-shirt tshirt shirt polo",
    "moped scooter|quad",
    "beard goatee|stubble|moustache",
    "glasses spectacles|sunglasses",
    "hat|cap|beanie",
    "mask|balaclava|snood",
    "knife blade|machete|dagger",
    "bat club|stick|pole bar",
    "gun|pistol handgun revolver|shotgun|firearm",
)
_GROUP = {
    word: (row, n) for row, words in enumerate(_APART) for n, g in enumerate(words.split("|")) for word in g.split()
}
# What denies the whole class: "no hat" is no cap either.
_WHOLE = word_set("hat mask gun firearm knife weapon bag vehicle car")
# Words that witnesses take for each other, where both say that there was one.
_LOOSE = word_set("hat cap beanie mask balaclava snood knife blade machete dagger bat club stick pole bar")
_PLACED = word_set(
    "at in on by near outside inside behind beside under underneath opposite with into onto to towards from over round"
    " around across through along between against upstairs"
)
_SIDES = word_set("front back side rear top bottom end inside outside middle corner edge out")
_NO_PLACE = word_set(
    "evening morning afternoon night time moment end day week front back middle total fact side monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december foot view sight direction way quarter half past"
)
_BOUNDS = frozenset('.,;:!?()"“”—–[]|') | word_set(
    "and but when while as because which who if so that then where until before after"
)
_SEEN = word_set("notice watch count observe spot stand sit describe remember recall")
_LITTLE = word_set("in out up down off away back over after")
_WHEELED = word_set("drove drive driving drives driven rode riding cycled cycling sped")
_ENTERED = word_set(
    "bank shop store house flat pub bar club office building hotel school restaurant cafe kitchen room toilet toilets"
    " garage hall kiosk bathroom bedroom"
)
_AT = word_set("in on at inside outside near behind beside under upstairs")
_BODY = BODY | word_set("head face back neck chest stomach body mouth nose jaw")
_LONG = 5  # words of a place after its preposition
_FIRST = re.compile(r"\b(?:at first|first of all|initially|to begin with|to start with|originally)\b", re.I)
_LATER = re.compile(
    r"\b(?:later|afterwards|eventually|by then|by the time|by now|after that|in the end|finally|no longer"
    r"|when (?:i|we|he|she|they) (?:came|got|went) (?:back|home)|when (?:i|we|he|she|they) returned)\b",
    re.I,
)
_USUAL = re.compile(r"\b(?:usually|normally|always|generally|often|sometimes|used to|as a rule|every \w+day)\b", re.I)


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands round a value: the noun, the words that tell it from its like ("front", "kitchen"), stems of the
    places and the verbs of its clause, and whose account calls it "my". A `counted` scene has to agree, of others it
    is enough that none excludes. `part` is what the thing is of ("the drawer of the desk"); it has to be the same."""

    noun: str = ""
    marks: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    counted: bool = False
    owner: str = ""
    part: str = ""

    def excludes(self, other: Scene) -> bool:
        """Whether the two are not, or not for certain, of one thing."""
        if other_nouns(self.noun, other.noun) or _disjoint(self.marks, other.marks):
            return True
        if self.part != other.part or (self.owner and other.owner and self.owner != other.owner):
            return True
        if self.counted and other.counted:
            return not self._counts_with(other)
        return _disjoint(self.places, other.places)

    def _counts_with(self, other: Scene) -> bool:
        """Whether two groups are in one place or do one thing; of "it" any place may be meant."""
        if "it" in self.places | other.places or self.places & other.places:
            return True
        if self.places and other.places:
            return False
        if self.acts and other.acts:
            return bool(self.acts & other.acts)
        return not (self.places | self.acts | other.places | other.acts)


def other_nouns(one: str, two: str) -> bool:
    """Whether two nouns of a class name different things."""
    mine, yours = _GROUP.get(one), _GROUP.get(two)
    return bool(mine and yours and mine[0] == yours[0] and mine[1] != yours[1]) and not {one, two} <= _LOOSE


def denies(noun: str, other: str) -> bool:
    """Whether to have no `noun` is to have no `other`: of one kind, or of the class that the first names."""
    return noun in _WHOLE or noun not in _GROUP or _GROUP[noun] == _GROUP.get(other)


def scene(line: Line, first: int, last: int, noun: str = "", counted: bool = False) -> Scene:
    """The scene of what stands from word `first` to word `last` of a line."""
    words = line.words
    start = next((j + 1 for j in range(first - 1, -1, -1) if words[j] in _BOUNDS), 0)
    end = next((j for j in range(last + 1, len(words)) if words[j] in _BOUNDS), len(words))
    places: set[str] = set()
    taken: set[int] = set(range(first, last + 1))
    for j in range(start, end):
        if j not in taken and (words[j] in _PLACED or (words[j] == "of" and words[j - 1] in _SIDES)):
            for k in _place(line, j, end):
                places.add(_named(words[k]))
                taken.add(k)
    acts = {a for j in range(start, end) if j not in taken and (a := _deed(words, j))}
    return Scene(noun, frozenset(), frozenset(places), frozenset(acts), counted)


def of_thing(line: Line, noun: str) -> Scene:
    """The scene of a thing by its own words: which it is ("kitchen drawer"), of what, and whether the witness's own."""
    words = line.words
    i = next((j for j, w in enumerate(words) if w == noun), -1)
    if i < 0:
        return Scene()
    before = words[i - 1] if i else ""
    described = before.isalpha() and before not in FUNCTION and not before.endswith(("ed", "ing")) and not act(before)
    part = ""
    if words[i + 1 : i + 2] == ("of",):
        part = next((stem(w) for w in words[i + 2 : i + 5] if w not in FUNCTION and w.isalpha()), "")
    mine = {"my", "our"}.intersection(words[max(0, i - 3) : i])
    marks = frozenset((stem(before),)) if described and i else frozenset[str]()
    return Scene(marks=marks, owner="/".join(line.voice) if mine else "", part=part)


def spot_of(line: Line, first: int, last: int) -> frozenset[str]:
    """Stems of where the deed at words [first, last] was, as far as its clause tells: of no body, no person."""
    kept = {j for j, w in enumerate(line.words) if w in _AT}
    start = next((j + 1 for j in range(first - 1, -1, -1) if line.words[j] in _BOUNDS), 0)
    end = next((j for j in range(last + 1, len(line.words)) if line.words[j] in _BOUNDS), len(line.words))
    people = {i for i, _ in line.people}
    found: set[str] = set()
    for j in sorted(kept & {*range(start, first), *range(last + 1, end)}):
        at = _place(line, j, end)
        if at and not people.intersection(at) and not _BODY.intersection(line.words[k].removesuffix("s") for k in at):
            found |= {_named(line.words[k]) for k in at}
    return frozenset(found)


def going(line: Line, verb: int, last: int, vehicle: str) -> Scene:
    """The scene of going somewhere: on foot or on wheels, or into a building, which is not yet going away."""
    stretch = line.words[verb : last + 1]
    inside = "into" in stretch and any(w in _ENTERED for w in stretch[stretch.index("into") :])
    wheels = bool(vehicle) or line.words[verb] in _WHEELED
    return Scene(marks=frozenset(("in" if inside else "wheels" if wheels else "foot",)))


@lru_cache(maxsize=1 << 14)
def moment(text: str) -> str:
    """Which moment of its account a sentence tells of: "first", "later", "" where no word says so."""
    return "first" if _FIRST.search(text) else "later" if _LATER.search(text) else ""


def usual(text: str) -> bool:
    """Whether a sentence tells what is so as a rule, not what was so then."""
    return bool(_USUAL.search(text))


def _place(line: Line, j: int, end: int) -> list[int]:
    """The words of the place that the preposition at `j` opens."""
    found: list[int] = []
    for k in range(j + 1, min(end, j + 1 + _LONG)):
        word = line.words[k]
        if word in ("it", *OBLIQUE) and word not in POSSESSIVE:
            return [k]
        if word in POSSESSIVE or word in ("the", "a", "an", "that", "this"):
            continue
        if word in FUNCTION or word in _PLACED or not word[0].isalnum():
            break
        if not (word[0].isdigit() and not found) and word not in NUMBERS and word not in UNITS | _NO_PLACE:
            found.append(k)
    return found


def _named(word: str) -> str:
    return "it" if word == "it" else "person" if word in OBLIQUE else THINGS.get(word) or stem(word)


def _deed(words: tuple[str, ...], j: int) -> str:
    """The verb at word `j`, with its little word where it says nothing without; "" for none."""
    found = act(words[j])
    if found in WEAK:
        little = words[j + 1] if j + 1 < len(words) else ""
        return f"{found} {little}" if little in _LITTLE else ""
    return "" if found in _SEEN else found


def _disjoint(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two) and "it" not in one | two and not one & two
