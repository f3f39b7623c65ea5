"""The plain records of a page to set, which go to a child process: its text, its pieces, and how its sheet looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NUMBER: Final = 34.0  # points of the column with the rows' numbers
_CHAR: Final = 511 / 84  # points that a small letter may take, the widest words reckoned in
_SPARE: Final = 18  # points left free above the lower margin


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's width and height in points, and its margins above, at either side and below."""

    width: int
    height: int
    above: int
    side: int
    below: int

    @property
    def measure(self) -> float:
        """Points from margin to margin."""
        return float(self.width - 2 * self.side)

    @property
    def room(self) -> float:
        """Points for text from above to below."""
        return float(self.height - self.above - self.below - _SPARE)

    def chars(self, beside: float = 0.0) -> float:
        """How many small letters a line is sure to hold, `beside` points of it being taken."""
        return (self.measure - beside) / _CHAR


# Prose is set on pages as wide as a line that is easily read, so that its letters are large enough in a narrow window;
# what was typed in columns needs all of A4, a wide sheet its long side.
BOOK: Final = Paper(440, 622, 30, 28, 42)
A4: Final = Paper(595, 842, 40, 42, 50)
A4_ACROSS: Final = Paper(842, 595, 40, 42, 50)
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
    def paper(self) -> Paper:
        """The smallest that all columns fit on; cards stand on A4."""
        wide = NUMBER + sum(w for _, w in self.widths) - 1
        if wide > A4.measure:
            return A4_ACROSS
        return BOOK if self.widths and wide <= BOOK.measure else A4


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
    def paper(self) -> Paper:
        if self.sheet:
            return self.sheet.paper
        return A4 if self.columns else BOOK
