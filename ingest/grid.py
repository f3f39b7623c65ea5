"""Rows of sheets as people see them: the cells of a part of kind "row", and the heads that hold for them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.heads import Heads
from ingest.readers.sheet_rows import column as column_of
from provenance.records import Place

_LABEL = re.compile(r"(?:(.*) )?row (\d+)", re.S)
_CELL = re.compile(r"cell=(?:\d+,(\d+)|([A-Z]{1,3})\d+)$")
_BELOW = 6  # rows that are looked ahead, to tell heads from data


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's column (from 1), its stretch [start, end) of the part, and its text, a table's doubled quotes undone."""

    column: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a sheet ("" for a table without sheets) by its number there."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]


def grid_row(label: str, text: str, places: Sequence[Place]) -> GridRow:
    """The row that a part of kind "row" holds, given its label, text and places."""
    found = _LABEL.fullmatch(label)
    cells = []
    for place in places:
        named = _CELL.search(place.value)
        if named:
            raw = text[place.start : place.end]
            quoted = text[place.start - 1 : place.start] == '"' and place.value.startswith("cell=")
            column = int(named[1]) if named[1] else column_of(named[2])
            cells.append(Cell(column, place.start, place.end, raw.replace('""', '"') if quoted else raw))
    return GridRow((found[1] or "") if found else "", int(found[2]) if found else 0, tuple(cells))


def headed(rows: Iterable[GridRow]) -> Iterator[tuple[GridRow, Mapping[int, str], bool]]:
    """Each row with the names of its columns, as far as known, and whether it holds these names itself."""
    heads, sheet = Heads(), None
    waiting: deque[GridRow] = deque()
    source = iter(rows)
    while True:
        while len(waiting) <= _BELOW and (row := next(source, None)) is not None:
            waiting.append(row)
        if not waiting:
            return
        row = waiting.popleft()
        if row.sheet != sheet:
            heads, sheet = Heads(), row.sheet
        below = [texts(other) for other in waiting if other.sheet == sheet]
        if not row.cells:
            yield row, heads.names, False
            continue
        is_head = heads.is_head(row.number, texts(row), [b for b in below if b])
        yield row, heads.names, is_head


def texts(row: GridRow) -> dict[int, str]:
    """The row's texts by column."""
    return {cell.column: cell.text for cell in row.cells}
