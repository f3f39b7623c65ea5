"""Makes passages of the rows of sheets: a row is a passage, its text says under which head each cell stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.folding import folded
from ingest.grid import Cell, GridRow, grid_row, headed
from ingest.heads import looks_like_datum
from ingest.items import PassageSpan
from ingest.units import MOST_WORDS, Cutter
from provenance.records import Part, Sentence

_SHARED_WORDS = 120
_LONG_CELL = 40  # words: a longer cell is cited sentence by sentence
_UNIT_WORDS = 90
_CONTEXT_WORDS = 40  # of a long row's first cells, that are repeated before its later passages
_BETWEEN = " · "
_SEVERAL: Final = re.compile(r"(?:^|.* )rows \d+–\d+", re.S)


@dataclass(slots=True)
class _Unit:
    """A piece of a row that can be cited: its stretch of the layer, and what it says."""

    start: int
    end: int
    said: list[str] = field(default_factory=list)
    words: int = 0
    goes_on: bool = False  # in the cell of the unit before it

    @property
    def text(self) -> str:
        return _BETWEEN.join(self.said)


def row_passages(parts: Sequence[Part], at: int, own: int) -> Iterator[PassageSpan]:
    """Passages of consecutive parts of kind "row" that begin at `at` in the layer; the first `own` rows have their own.

    Rows of heads have none: their words stand in the passages of the rows below. A row of free text beyond 160 words
    has several passages, the later of which begin with its short cells.
    """
    starts, place = {}, at
    for part in parts:
        starts[id(part)] = place
        place += len(part.text)
    rows = [(grid_row(p.label, p.text, p.places), p) for p in parts]
    shared: list[tuple[Part, list[_Unit]]] = []
    for (_, part), (row, names, is_head) in zip(rows, headed(row for row, _ in rows), strict=True):
        if is_head or not row.cells:
            continue
        units = _units(row, names, starts[id(part)], part.text)
        own -= 1
        if own >= 0:
            yield from _own(part, units)
            continue
        if shared and (_sheet(shared[0][0]) != row.sheet or sum(_count(u) for _, u in shared) >= _SHARED_WORDS):
            yield _together(shared)
            shared = []
        shared.append((part, units))
    if shared:
        yield _together(shared)


def meaning(label: str, text: str) -> str:
    """What of a passage's text is embedded: all of it, but of several rows the first, and what later ones say anew.

    Their figures are left out: they have no meaning that a model of language knows, are found by their exact words, and
    are most of the tokens, hence of the time (24 rows of calls: 966 tokens, 40 of them in the first row).
    """
    if not _SEVERAL.fullmatch(label):
        return text
    first, *later = text.split("\n")
    said = dict.fromkeys(first.split(_BETWEEN))
    names = {cell.partition(": ")[0] for cell in said}
    for cell in (cell for line in later for cell in line.split(_BETWEEN)):
        name, colon, value = cell.partition(": ")
        if not looks_like_datum(value if colon else cell):
            said.setdefault(cell)
        elif colon and name not in names:
            said.setdefault(name)
    return _BETWEEN.join(said)


def _units(row: GridRow, names: Mapping[int, str], at: int, text: str) -> list[_Unit]:
    """A row's pieces; together they cover it from its first to its last letter."""
    first, last = at + len(text) - len(text.lstrip()), at + len(text.rstrip())
    units: list[_Unit] = []
    for cell in row.cells:
        name = names.get(cell.column, "")
        for start, end, said in _pieces(cell, at, text[cell.start : cell.end]):
            words = len(said.split())
            opens = start <= at + cell.start + len(cell.text) - len(cell.text.lstrip())
            if units and opens and units[-1].words + words <= _UNIT_WORDS:
                units[-1].end = end
            else:
                units.append(_Unit(start, end, goes_on=not opens))
            units[-1].said.append(f"{name}: {said}" if name and opens else said)
            units[-1].words += words
    units[0].start, units[-1].end = first, last
    return units


def _pieces(cell: Cell, at: int, raw: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of a cell: whole, or its sentences where it is long."""
    whole = " ".join(cell.text.split())
    if len(whole.split()) <= _LONG_CELL and len(whole) < 20 * _LONG_CELL:
        yield at + cell.start, at + cell.end, whole
        return
    clean = folded([(at + cell.start, raw)])
    for a, b in Cutter(clean).sentences(0, len(clean.text)):
        said = clean.text[a:b]
        yield (*clean.span(a, b), said if cell.text == raw else said.replace('""', '"'))


def _own(part: Part, units: Sequence[_Unit]) -> Iterator[PassageSpan]:
    """The passages of one row."""
    group: list[_Unit] = []
    groups: list[list[_Unit]] = []
    for unit in units:
        if group and sum(u.words for u in group) + unit.words > MOST_WORDS:
            groups.append(group)
            group = []
        group.append(unit)
    groups.append(group)
    context = " ".join(units[0].text.split()[:_CONTEXT_WORDS])
    for number, found in enumerate(groups):
        yield _passage(found, _said(found) if number == 0 else f"{context} … {_said(found)}", part.label)


def _said(units: Sequence[_Unit]) -> str:
    """What the units say, a cell's sentences read on."""
    words = units[0].text
    for unit in units[1:]:
        words += (" " if unit.goes_on else _BETWEEN) + unit.text
    return words


def _together(rows: Sequence[tuple[Part, Sequence[_Unit]]]) -> PassageSpan:
    """One passage of several rows, each of them a sentence."""
    units = [_Unit(u[0].start, u[-1].end, [_said(u)]) for _, u in rows]
    first, last = rows[0][0].label, rows[-1][0].label
    label = first if first == last else f"{first.replace('row', 'rows')}–{last.rpartition(' ')[2]}"
    return _passage(units, "\n".join(u.text for u in units), label)


def _passage(units: Sequence[_Unit], words: str, label: str) -> PassageSpan:
    sentences = tuple(Sentence(u.start, u.end, u.text) for u in units)
    return PassageSpan(units[0].start, units[-1].end, words, sentences, label)


def _count(units: Sequence[_Unit]) -> int:
    return sum(u.words for u in units)


def _sheet(part: Part) -> str:
    return part.label.rpartition("row")[0].strip()
