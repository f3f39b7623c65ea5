"""What sources say on the same point, each in its own words, and where these differ; never who is right.

A point is a row of the witness matrix: "when the bang was heard", "the man's coat". Its cells are cut from the sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from provenance.records import Citation
from provenance.store.records import NewCitation

PointKind = Literal["time", "place", "person", "action", "object", "number"]
ConflictKind = Literal["time", "place", "direction", "person", "action", "colour", "number", "denial", "own"]


@dataclass(frozen=True, slots=True)
class NewCell:
    """What one source says on a point, before it has an id.

    `value` is what of it is compared, as people read it ("14:25", "blue", "two"); `hedged` tells that the words say it
    with doubt. One source can have several cells, where it says several things.
    """

    citation: NewCitation
    value: str
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class NewPoint:
    """A point before it has an id; `conflict` is how its cells differ, None where they do not.

    It is "own" where only accounts of one and the same witness differ: a statement and a second one.
    """

    kind: PointKind
    about: str
    cells: Sequence[NewCell]
    conflict: ConflictKind | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says on a point; `says` are its own words, a slice of its text layer."""

    citation: Citation
    value: str
    hedged: bool
    says: str


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the matrix; ids of a draft's conflicts are "D2.K1", their citations "D2.K1.1"."""

    id: str
    kind: PointKind
    about: str
    cells: tuple[Cell, ...]
    conflict: ConflictKind | None = None
