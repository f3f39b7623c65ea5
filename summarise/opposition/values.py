"""Values that are compared only where their own words leave no doubt that they are of one thing."""

from __future__ import annotations

from dataclasses import dataclass

from summarise.opposition.people import Person, same


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a thing or a place may be: the kinds that its words allow, on one level (rooms, streets, weapons, fists).

    `doer` is who did the deed that it belongs to: what two people did are two deeds.
    """

    level: str
    kinds: frozenset[str]
    doer: Person | None = None

    def meets(self, other: object) -> bool:
        return isinstance(other, Kinds) and self.level == other.level and same(self.doer, other.doer) is not False

    def differs(self, other: Kinds) -> bool:
        return self.meets(other) and not self.kinds & other.kinds


@dataclass(frozen=True, slots=True)
class Mark:
    """A number plate or a telephone number, in capitals and without spaces.

    Two are of one thing where they are the same, or where two neighbouring signs have changed places.
    """

    signs: str

    def meets(self, other: object) -> bool:
        return isinstance(other, Mark) and (self.signs == other.signs or self.differs(other))

    def differs(self, other: Mark) -> bool:
        one, two = self.signs, other.signs
        if len(one) != len(two):
            return False
        apart = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        if len(apart) != 2 or apart[1] != apart[0] + 1:
            return False
        i, j = apart
        return one[i] == two[j] and one[j] == two[i]


@dataclass(frozen=True, slots=True)
class Some:
    """Whether anybody did a thing at all; only "nobody did" meets "somebody did"."""

    any: bool

    def meets(self, other: object) -> bool:
        return isinstance(other, Some) and self.differs(other)

    def differs(self, other: Some) -> bool:
        return self.any != other.any
