"""The plain records of a page to set, which go to a child process: its text, its pieces, and how its sheet looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

WIDTH, HEIGHT = 595, 842  # A4 in points
NUMBER: Final = 34.0  # points of the column with the rows' numbers
SIDES: Final = 84.0  # points left and right of the text
PieceKind = Literal["line", "row", "card", "cue", "head", "note"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something set as one block: its stretch [start, end) of the layer, and what is written beside it.

    `label` is the row's number, the cue's time or the note's name: Attest writes it, the layer does not hold it.
    `inner` are the stretches of cells, or of the words of a cue, from the start of the piece, with their column.
    """

    kind: PieceKind
    start: int
    end: int
    label: str = ""
    inner: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a sheet is set: its name, the width in points of each column shown, and the columns' names.

    `heads_end` is where the row with the names ends in the layer; pages that begin after it show them again. Without
    `widths` its rows are set as cards, one cell below the other.
    """

    name: str
    widths: tuple[tuple[int, float], ...] = ()
    names: tuple[tuple[int, str], ...] = ()
    heads_end: int = -1

    @property
    def across(self) -> bool:
        """Whether its pages lie on their long side."""
        return NUMBER + sum(w for _, w in self.widths) > WIDTH - SIDES + 1


@dataclass(frozen=True, slots=True)
class SetPage:
    """One page to set: its number (1-based), its stretch [start, end) of the layer, its text, and how it is set.

    `columns`: in letters of one width; `spaced`: with space between paragraphs.
    `pieces` (offsets from the start of the page) and `sheet` tell how; without
    pieces the text is set line by line.
    """

    number: int
    start: int
    text: str
    columns: bool = False
    pieces: tuple[Piece, ...] = ()
    sheet: Sheet | None = None
    spaced: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in points."""
        return (HEIGHT, WIDTH) if self.sheet and self.sheet.across else (WIDTH, HEIGHT)
