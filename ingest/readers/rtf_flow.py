"""What is gathered of an RTF file, and one stream of its text (the body, a header, a note) as paragraphs and rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.readers.pieces import STANDING, Piece, Run, marked
from provenance.records import PartKind

_ROW_LONGEST = 4000  # code points: a longer row lays out a page, and is given paragraph by paragraph

# Properties of drawings that hold words: what the words are called, and the kind of their piece.
_ASIDE: Final[dict[str, tuple[str, PartKind]]] = {
    "gtextUNICODE": ("word art", "paragraph"),
    "wzDescription": ("alternative text", "note"),
}


@dataclass(slots=True)
class Found:
    """What an RTF file holds: its text, fields, and files (ending and bytes; "" for an object in its wrapper)."""

    pieces: list[Piece] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    cut_off: bool = False  # the file ends before its groups do


@dataclass(slots=True)
class Numbers:
    """Counts paragraphs and tables over the body of a file."""

    paragraphs: int = 0
    tables: int = 0
    rows: int = 0


@dataclass(slots=True)
class Flow:
    """Gathers runs and cuts them at the ends of paragraphs, cells and rows; `label` names every piece, if given."""

    label: str = ""
    numbers: Numbers = field(default_factory=Numbers)
    counts: Counter[str] = field(default_factory=Counter)
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)  # pieces that follow the paragraph that is being read
    _runs: list[Run] = field(default_factory=list)
    _cells: list[list[Run]] = field(default_factory=list)

    def add(self, text: str, mark: Run) -> None:
        """Add words to the paragraph."""
        if text:
            self._runs.append(replace(mark, text=text))

    @property
    def here(self) -> int:
        """A place in the paragraph, for `since`."""
        return len(self._runs)

    def stands(self, in_table: bool) -> str:
        """What the paragraph, or the row of a table, that is being read will be called."""
        table = self.numbers.tables + (not self.numbers.rows)
        place = f"table {table}, row {self.numbers.rows + 1}" if in_table else f"para {self.numbers.paragraphs + 1}"
        return self.label or place

    def since(self, place: int) -> str:
        """The words since a place."""
        return "".join(run.text for run in self._runs[place:])

    def paragraph(self, in_table: bool) -> None:
        """A paragraph ends; in a table it is one of a cell."""
        if in_table:
            self._runs.append(Run("\n"))
        else:
            self.row()
            self._end(self._runs, self._name)
            self._runs = []

    def cell(self) -> None:
        """A cell ends."""
        self._cells.append(self._runs)
        self._runs = []

    def row(self) -> None:
        """A row ends: its cells as one piece, or, where it lays out a page, each of its paragraphs."""
        cells, self._cells = self._cells, []
        if not cells:
            return
        if self._runs and all(not run.text.strip() for run in self._runs):
            self._runs = []
        if sum(len(run.text) for cell in cells for run in cell) > _ROW_LONGEST or len(cells) == 1:
            for cell in cells:
                for runs in _lines(cell):
                    self._end(runs, self._name)
            return
        if not self.numbers.rows:
            self.numbers.tables += 1
        self.numbers.rows += 1
        runs = [run for n, cell in enumerate(cells) for run in [*([Run("\t")] if n else []), *_trimmed(cell)]]
        number, row = self.numbers.tables, self.numbers.rows
        self._end(runs, lambda: self.label or f"table {number}, row {row}", row=True)

    def aside(self, shape: Mapping[str, str], in_table: bool) -> None:
        """Take the property of a drawing where it is words: those of word art, or what describes a picture."""
        named, words = _ASIDE.get(shape.get("sn", "")), shape.get("sv", "").strip()
        if named and words:
            piece = Piece(words, f"{self.stands(in_table)}, {named[0]}", named[1])
            self.notes += [piece] if piece not in self.notes else []

    def close(self) -> list[Piece]:
        """All pieces; what was gathered last ends here."""
        if self._cells or self._runs:
            self.paragraph(False)
        self.pieces += self.notes
        self.notes = []
        return self.pieces

    def _name(self) -> str:
        self.numbers.paragraphs += 1
        return self.label or f"para {self.numbers.paragraphs}"

    def _end(self, runs: list[Run], name: Callable[[], str], row: bool = False) -> None:
        if not row:
            self.numbers.rows = 0
        if not "".join(run.text for run in runs).strip() and not self.notes:
            return
        label = name()
        found = list(marked(runs, label, "", self.counts))
        if not any(run.text.strip() and run.mark in STANDING for run in runs):
            found = found[1:]
        self.pieces += found + self.notes
        self.notes = []


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """Runs of a cell, parted at the ends of its paragraphs."""
    line: list[Run] = []
    for run in runs:
        if run.text == "\n" and not run.mark:
            yield line
            line = []
        else:
            line.append(run)
    yield line


def _trimmed(runs: list[Run]) -> list[Run]:
    """Runs without the ends of paragraphs at their end."""
    kept = list(runs)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return kept
