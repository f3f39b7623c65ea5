"""Cuts a layer into the pages of its rendition by a rule that looks at the layer alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ingest.page_parts import PADDING, Section, is_styled, lines, sections, spread
from ingest.page_parts import width as line_width
from ingest.page_records import A4, BOOK, Paper, Piece, SetPage, Sheet
from provenance.layers import Layer

_KEEP = 5  # lines that are not parted: a shorter paragraph goes whole onto the next page
_COLUMNS = re.compile(r"^(?: {8,}\S|[^\n]*\S {3,}\S|[ \t]*\d{1,2}(?: {2,}|\t))", re.MULTILINE)
TAB = 8
_LINE: Final = 12.6  # points of a line of text, of a sheet, and what a block needs beside its lines
_MAIL: Final = ("eml", "msg", "mbox")  # their bodies are typed as plain text is
BELOW: Final = 4.0  # points between the paragraphs of a document
_SHEET_LINE, _SHEET_CHAR, _EDGES = 10.4, 4.5, 6.0
_BESIDE: Final = 110.0  # points of a line that the column of times takes, and what its smaller neighbours need
_CARD_CHARS: Final = 64.0
_KNOWN: Final[WeakKeyDictionary[Layer, Pages]] = WeakKeyDictionary()
_SHEET_HEAD: Final = 52.0  # points for a sheet's name, the columns' letters and their names


def pages_of(layer: str | Layer) -> Pages:
    """The pages of a layer, worked out once for as long as the layer is kept: a sheet's thousands of rows take time."""
    if isinstance(layer, str):
        return Pages(layer)
    if (found := _KNOWN.get(layer)) is None:
        found = _KNOWN[layer] = Pages(layer)
    return found


class Pages:
    """The pages of a layer. Making one costs a scan of the layer, no setting."""

    def __init__(self, layer: str | Layer) -> None:
        self._layer = layer if isinstance(layer, str) else layer.text()
        self._cut: list[tuple[tuple[Piece, ...], Sheet | None]] = []
        self.spaced = not isinstance(layer, str) and _is_prose(layer)
        rows = not isinstance(layer, str) and any(part.kind == "row" for part in layer.parts[:1])
        self.columns = not self.spaced and not rows and _in_columns(self._layer)
        below, paper = BELOW if self.spaced else 0.0, A4 if self.columns else BOOK
        if isinstance(layer, str) or not is_styled(layer):
            self._starts = _page_starts(self._layer, paper, below / _LINE)
        else:
            self._cut = list(_styled(layer, self._layer, paper, below))
            self._starts = [pieces[0].start for pieces, _ in self._cut]

    def __len__(self) -> int:
        return len(self._starts)

    def page(self, number: int) -> SetPage:
        """Raises IndexError when there is no such page."""
        if not 1 <= number <= len(self):
            raise IndexError(number)
        start, end = (*self._starts, len(self._layer))[number - 1 : number + 1]
        text = self._layer[start:end]
        if not self._cut:
            return SetPage(number, start, text, self.columns, spaced=self.spaced)
        pieces, sheet = self._cut[number - 1]
        local = tuple(replace(p, start=p.start - start, end=p.end - start) for p in pieces)
        return SetPage(number, start, text, self.columns, local, sheet, self.spaced)

    def touched(self, start: int, end: int) -> range:
        """Numbers of the pages that [start, end) touches."""
        return range(bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1)) + 1)


def _is_prose(layer: Layer) -> bool:
    """Whether the text is that of a document in paragraphs, which its writer did not set line by line."""
    return layer.kind not in _MAIL and any(part.kind == "paragraph" for part in layer.parts)


def _styled(layer: Layer, text: str, paper: Paper, below: float) -> Iterator[tuple[tuple[Piece, ...], Sheet | None]]:
    """The pieces of each page, and the sheet that they belong to; `paper` is for what is no sheet."""
    for section in sections(layer):
        on = section.sheet.paper if section.sheet else paper
        room = on.room - (_SHEET_HEAD if section.sheet else 0)
        held: list[Piece] = []
        used = 0.0
        for piece, height in _measured(section, text, on, room):
            height += below if piece.kind == "line" else 0.0
            if held and used + height > room:
                yield tuple(held), section.sheet
                held, used = [], 0.0
            held.append(piece)
            used += height
        if held:
            yield tuple(held), section.sheet


def _measured(section: Section, text: str, paper: Paper, room: float) -> Iterator[tuple[Piece, float]]:
    """Each piece with the height that it needs; one that no page holds is set as lines, and those are cut."""
    widths = dict(section.sheet.widths) if section.sheet else {}
    per_line = paper.chars()
    for piece in section.pieces:
        height = _height(piece, text, widths, paper)
        if height <= room:
            yield piece, height
            continue
        for line in lines(text[piece.start : piece.end], piece.start):
            for part in _broken(line, text, per_line * int(room / _LINE / 2)):
                yield part, _lines(text[part.start : part.end], per_line) * _LINE


def _broken(line: Piece, text: str, most: float) -> Iterator[Piece]:
    """A line in stretches of at most so many characters' width."""
    at = line.start
    while line.end - at > most / 2:
        cut = max(text.rfind(" ", at + int(most / 4), at + int(most / 2)) + 1, 0) or at + int(most / 2)
        yield Piece("line", at, cut)
        at = cut
    if at < line.end:
        yield Piece("line", at, line.end)


def _height(piece: Piece, text: str, widths: dict[int, float], paper: Paper) -> float:
    stretch = text[piece.start : piece.end]
    if piece.kind == "row":
        texts = {c: stretch[a:b] for c, a, b in piece.inner}
        if all(_fits(text, widths[c]) for c, text in texts.items()):
            return _SHEET_LINE + _EDGES
        cells = ((texts.get(c, ""), sum(widths[x] for x in over) - PADDING) for c, over in spread(texts, widths))
        return max((_lines(cell, room / _SHEET_CHAR) for cell, room in cells), default=1) * _SHEET_LINE + _EDGES
    if piece.kind == "card":
        needed = (_lines(stretch[a:b], _CARD_CHARS) for _, a, b in piece.inner)
        return sum(n * _SHEET_LINE + _EDGES for n in needed) + 2 * _SHEET_LINE
    if piece.kind == "cue":
        return _lines(stretch.rstrip("\n"), paper.chars(_BESIDE)) * _LINE + _EDGES
    if piece.kind == "note":
        return (_lines(stretch.rstrip("\n"), paper.chars(_BESIDE)) + 1) * _LINE + 2 * _EDGES
    return _lines(stretch.removesuffix("\n"), paper.chars()) * _LINE


def _fits(text: str, points: float) -> bool:
    """Whether a cell's text is sure to stand on one line of its own column, by a quick reckoning."""
    return text.isascii() and text.isprintable() and 1.04 * 1.3 * len(text) <= (points - PADDING) / _SHEET_CHAR


def _lines(text: str, chars: float) -> int:
    """How many lines a text needs where so many small letters stand on one; words that do not fit are reckoned in."""
    return sum(max(1, -int(-1.04 * line_width(line.expandtabs(TAB)) // max(chars, 1.0))) for line in text.split("\n"))


def _in_columns(layer: str) -> bool:
    """Whether the text is typed in columns (a court transcript), so that it must be set in letters of one width."""
    sample = layer[:200_000]
    lines = sum(not line.isspace() for line in sample.splitlines())
    return len(_COLUMNS.findall(sample)) > 0.2 * max(lines, 1)


def _page_starts(layer: str, paper: Paper, below: float) -> list[int]:
    """Where pages begin: after so many rows, at a line's start, a row's last space, or within a word if need be.

    `below`: rows of space below each line of the text.
    """
    most, per_row = int(paper.room / _LINE), paper.chars()
    codes = np.frombuffer(layer.encode("utf-32-le", "surrogatepass"), "<u4")
    reach = np.concatenate([[0.0], np.cumsum(_widths(codes))])
    starts, rows, line = [0], 0.0, 0
    for end in [*(np.flatnonzero(codes == 10) + 1).tolist(), len(layer)]:
        while (needed := max(1, -int(-(reach[end] - reach[line]) // per_row))) > most - rows:
            whole = rows and (needed <= _KEEP or rows > most - _KEEP)  # else it begins here and goes on overleaf
            cut = line if whole else _break(layer, reach, line, per_row * (most - rows))
            starts.append(cut)
            line, rows = cut, 0.0
        rows += needed + below
        line = end
    return starts


def _break(layer: str, reach: NDArray[np.float64], line: int, room: float) -> int:
    """Where to break a line that is longer than the room left: behind the last space, if there is one near."""
    most = max(line + 1, int(np.searchsorted(reach, reach[line] + room, "right")) - 1)
    space = max(layer.rfind(" ", max(line, most - 200), most), layer.rfind("\t", max(line, most - 200), most))
    return space + 1 if space >= line else most


def _widths(codes: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How wide characters are set, in small letters: capitals 1.4, all beyond European scripts 2, marks not less."""
    widths = np.ones(len(codes))
    widths[(codes >= 65) & (codes <= 90)] = 1.4
    widths[codes >= 0x0900] = 2.0
    widths[(codes >= 0x2010) & (codes <= 0x2027)] = 1.0
    widths[codes == 9] = TAB / 2
    return widths
