"""What a line asserts in one slot (a colour, a number, a time, a way, a doer), and when two such assertions differ."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.points import ConflictKind
from summarise.opposition.lexicon import DEEP, OPPOSITES, PALE
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, same
from summarise.opposition.scene import Scene
from summarise.opposition.values import Kinds, Mark, Some


@dataclass(frozen=True, slots=True)
class Colour:
    """Base colours (several where a word stands for either, or "blue or black"), and the shade: "dark", "light", ""."""

    bases: frozenset[str]
    shade: str = ""

    def differs(self, other: Colour) -> bool:
        """No common base, or dark against light; a shade alone is borne by whatever can have it."""
        if self.bases and other.bases:
            opposed = {self.shade, other.shade} == {"dark", "light"}
            return not self.bases & other.bases or opposed
        bare, full = (self, other) if not self.bases else (other, self)
        if not full.bases:
            return {self.shade, other.shade} == {"dark", "light"}
        if full.shade:
            return {full.shade, bare.shade} == {"dark", "light"}
        against = PALE if bare.shade == "dark" else DEEP
        return full.bases <= against


@dataclass(frozen=True, slots=True)
class Range:
    """A number, or the least and the most that words allow; times are minutes after midnight.

    With a `shift` that much more is as likely: a time that tells no half of the day.
    """

    low: float
    high: float
    shift: float = 0.0

    def differs(self, other: Range) -> bool:
        return all(
            self.high + a < other.low + b or other.high + b < self.low + a
            for a in {0.0, self.shift}
            for b in {0.0, other.shift}
        )


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody went: stems of the goals, and of what it was not (“the other way from …”)."""

    goals: frozenset[str]
    apart: frozenset[str] = frozenset()

    def differs(self, other: Way) -> bool:
        if _meet(self.apart, other.goals) or _meet(other.apart, self.goals):
            return True
        if any(len(pair & self.goals) == 1 and pair & other.goals == pair - self.goals for pair in OPPOSITES):
            return True
        return bool(self.goals and other.goals) and not _meet(self.goals, other.goals)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did something; `did` is False where it is denied."""

    person: Person
    did: bool = True

    def differs(self, other: Doer) -> bool:
        alike = same(self.person, other.person)
        return alike is False if self.did and other.did else bool(alike) and self.did != other.did


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a set whose members exclude each other: a blow, a side, a plate, a name."""

    word: str

    def differs(self, other: Word) -> bool:
        return self.word != other.word


@dataclass(frozen=True, slots=True)
class Whether:
    """Whether something was so."""

    so: bool

    def differs(self, other: Whether) -> bool:
        return self.so != other.so


Value = Colour | Range | Way | Doer | Word | Whether | Kinds | Mark | Some


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a line says in a slot. `topic` is what the value belongs to; only assertions of one slot and topic meet.

    `firm` tells how much the topic itself makes two assertions of different accounts speak of one thing, 0..1. `about`
    and `value` are for people. The words are cited from `first` to `last`, both lines of one passage. `rank` orders
    the assertions of one voice on one topic: the best is compared first. Where the
    scenes exclude each other two assertions are of two things.
    """

    slot: ConflictKind
    topic: str
    who: Person | None
    value: str
    means: Value
    about: str
    firm: float
    hedged: bool
    first: Line
    last: Line
    line: Line
    scene: Scene | None = None

    def meets(self, other: Assertion) -> bool:
        """Whether the values themselves leave room for one thing; most do. What one did to another is not what
        the other did to them."""
        mine, yours = self.means, other.means
        if isinstance(mine, Kinds | Mark | Some):
            return mine.meets(yours)
        unsure = same(self.who, other.who) is not True and _certain(self.who) != _certain(other.who)
        if isinstance(mine, Doer) and unsure:
            return False  # who hit one is no answer to who hit another
        if isinstance(mine, Doer) and isinstance(yours, Doer):
            return not _named(mine.person, other.who) and not _named(yours.person, self.who)
        return True

    def differs(self, other: Assertion) -> bool:
        """Whether the two values cannot both hold of one thing."""
        mine, yours = self.means, other.means
        return type(mine) is type(yours) and mine.differs(yours)  # type: ignore[arg-type]


def _named(one: Person, two: Person | None) -> bool:
    """Whether both are one person of a name."""
    return two is not None and bool(one.name) and one.name == two.name


def _certain(one: Person | None) -> bool:
    """Whether it is told by name who is meant; the one who tells is left to how sure the whole is."""
    return one is not None and bool(one.name) and one.role != "self"


def _meet(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two sets of stems name one place: "bridge" and "footbridge" do."""
    return any(a == b or (min(len(a), len(b)) >= 4 and (a.endswith(b) or b.endswith(a))) for a in first for b in second)
