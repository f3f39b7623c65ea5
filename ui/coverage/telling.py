"""What the squares of the map of coverage say, in words."""

from __future__ import annotations

from provenance import report_words
from provenance.coverage import Cell, SourceCells
from ui.strings import coverage as words
from ui.strings.common import counted


def amount(source: SourceCells) -> str:
    """ "24 pages", or that there is nothing to show."""
    return counted(len(source.cells), *words.UNITS[source.counted]) if source.cells else words.NOTHING_OF_ITS_OWN


def cell_told(title: str, source: SourceCells, cell: Cell) -> str:
    """ "AO/1, p. 2: 4 passages searched, 4 drawn on, 2 citations; opened by 1 person; words that are hard to read"."""
    found = _footage(cell) if source.unit == "minute" else _text(cell)
    cited = counted(cell.cited, *words.CITED) if cell.cited else words.NOT_CITED
    people = words.OPENED_BY.format(people=counted(cell.opened, *words.PERSON)) if cell.opened else words.NOT_OPENED
    told = [", ".join([*found, cited]), people]
    if cell.why:
        told.append(report_words.reason(cell.why))
    return f"{', '.join(p for p in (title, cell.label) if p)}: {'; '.join(told)}"


def _text(cell: Cell) -> list[str]:
    if not cell.indexed:
        return [words.NOT_SEARCHED]
    return [counted(cell.indexed, *words.SEARCHED), words.DRAWN_ON.format(n=f"{cell.retrieved:,}")]


def _footage(cell: Cell) -> list[str]:
    return [counted(cell.indexed, *words.KEPT), counted(cell.retrieved, *words.GONE_THROUGH)]
