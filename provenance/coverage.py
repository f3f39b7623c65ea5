"""What a draft covers of every source, place by place: pages, stretches of text or minutes, and why the rest is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from provenance.records import Citation, Passage

Unit = Literal["page", "part", "minute"]
Counted = Literal["page", "part", "minute", "longer"]  # "longer": not all stretches of footage are of one minute
SeenUnit = Literal["page", "text", "minute"]

_MINUTE = 60  # seconds
LEGIBLE = 0.85  # mean confidence of a passage's words; clean print reads at 0.95 and more

FOREIGN = "other_language"  # of a run's settings, and of WHY_NOT: ids of the passages that were left to people

# Why passages were not looked at for a draft, the code first.
WHY_NOT = {
    "beyond_nearest": "not among the nearest to what was asked",
    "not_telling": "less central and less distinctive than others of their source",
    "other_language": "not in English: the checks cannot read it, a person must",
    "low_confidence": "read too uncertainly to quote",
    "not_chosen": "of a source that was not chosen for this draft",
    "added_since": "of a source taken in since",
    "not_indexed": "not indexed yet",
    "form": "the form of a statement, which is not searched",
    "rear": "the rear of a statement, which is kept out of every search",
    "by_hand": "nothing was searched: the draft was written by hand",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One page, stretch of text or minute of a source (or several, where nothing is shown or there are too many), in
    numbers.

    `first` and `last` are page numbers (0: a single picture), code points [first, last) of the layer, or seconds of the
    stream. `indexed` and `retrieved` count passages that touch it, of footage kept frames and movements that the draft
    went through; `cited` counts citations of claims that stand, `opened` people who had it before them. `why` is the
    code of what could not be read there, or not wholly; "" where nothing is known to be missing.
    """

    label: str
    first: int
    last: int
    indexed: int = 0
    retrieved: int = 0
    cited: int = 0
    opened: int = 0
    why: str = ""

    @property
    def unreadable(self) -> bool:
        return bool(self.why)

    def json(self) -> dict[str, object]:
        """The contract's shape."""
        counts = {"indexed": self.indexed, "retrieved": self.retrieved, "cited": self.cited, "opened": self.opened}
        return {"label": self.label, **counts, "unreadable": self.unreadable, "why": self.why or None}


@dataclass(frozen=True, slots=True)
class SourceCells:
    """A source in cells, in order; none where it holds nothing of its own.

    `missed` says for how many of its passages why (a code of `WHY_NOT`) they were not looked at.
    """

    source_id: str
    exhibit: str
    unit: Unit
    cells: tuple[Cell, ...]
    missed: tuple[tuple[str, int], ...] = ()

    @property
    def counted(self) -> Counted:
        """What its cells are counted as."""
        return _counted(self.unit, self.cells)

    def json(self) -> dict[str, object]:
        """The contract's shape."""
        missed = [{"why": why, "passages": count} for why, count in self.missed]
        told = {"source_id": self.source_id, "exhibit": self.exhibit, "unit": self.unit}
        return {**told, "cells": [cell.json() for cell in self.cells], "not_looked_at": missed}


@dataclass(frozen=True, slots=True)
class Seen:
    """A place that a person had before them: a page by its number (`first` = `last`), the stretch [first, last) of a
    layer without pages, or a minute of footage, counted from 0."""

    source_id: str
    unit: SeenUnit
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NearUnused:
    """A passage near what the draft was to tell of, which no claim cites; `citation` is cut around the words in it that
    are nearest. `score` is the draft's own, higher is nearer; None where its run did not record it."""

    passage: Passage
    citation: Citation
    score: float | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Cells of a kind over all sources, by what became of them; a cell counts wherever it belongs."""

    unit: Unit
    counted: Counted
    cells: int
    indexed: int
    retrieved: int
    cited: int
    opened: int
    unreadable: int


def totals(sources: tuple[SourceCells, ...]) -> tuple[Totals, ...]:
    """The numbers for each unit that there is, pages first."""
    found = []
    for unit in get_args(Unit):
        cells = [cell for source in sources if source.unit == unit for cell in source.cells]
        if cells:
            indexed, retrieved = sum(c.indexed > 0 for c in cells), sum(c.retrieved > 0 for c in cells)
            cited, opened = sum(c.cited > 0 for c in cells), sum(c.opened > 0 for c in cells)
            unreadable = sum(c.unreadable for c in cells)
            found.append(Totals(unit, _counted(unit, cells), len(cells), indexed, retrieved, cited, opened, unreadable))
    return tuple(found)


def _counted(unit: Unit, cells: Iterable[Cell]) -> Counted:
    longer = unit == "minute" and any(cell.last - cell.first > _MINUTE for cell in cells)
    return "longer" if longer else unit
