"""What Attest sets on the pages of a rendition: lines of text, rows of sheets, cues, heads of mails, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.grid import Cell, GridRow, grid_row, headed
from ingest.page_records import A4, A4_ACROSS, BOOK, NUMBER, Piece, Sheet
from provenance.layers import Layer, LoadedPart, PartInfo

STYLED: Final = frozenset({"row", "cue", "note", "field", "fact"})  # kinds of parts that are not set as plain lines
_ROW_SAMPLE: Final = 400  # rows from which the columns of a sheet are measured
_QUOTED: Final = re.compile(r"“.*”", re.S)
_CHAR: Final = 4.6  # points: a small letter in a sheet
PADDING: Final = 9.0  # points of a cell that are not text, both sides
_LEAST, _MOST = 4, 46  # characters that a column is made for
_MOST_COLUMNS: Final = 14
_UPPER, _WORD = 8, 18  # rows, and characters of a word, that make a column wide enough for its head


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces that share a look; a section of a sheet begins a page. `sheet` is None for everything else."""

    sheet: Sheet | None
    pieces: tuple[Piece, ...] = field(repr=False)


def sections(layer: Layer) -> Iterator[Section]:
    """The layer's pieces in order: a sheet with the notes behind its rows, and other parts, by turns."""
    for sheet, parts in _grouped(layer.parts):
        if sheet is None:
            told = ((_called(layer, part), held) for part, held in layer.held(parts))
            yield Section(None, tuple(piece for part, held in told for piece in _pieces(part, held)))
        else:
            yield _sheet(layer, sheet, parts)


def is_styled(layer: Layer) -> bool:
    """Whether anything of the layer is set otherwise than as plain lines."""
    return any(part.kind in STYLED or _is_head(part) for part in layer.parts)


def _grouped(parts: Sequence[PartInfo]) -> Iterator[tuple[str | None, list[PartInfo]]]:
    """Runs of parts by sheet; a note belongs to the sheet whose row came before it."""
    name: str | None = None
    held: list[PartInfo] = []
    for part in parts:
        own = part.label.rpartition("row")[0].strip() if part.kind == "row" else None
        here = name if part.kind == "note" and held else own
        if held and here != name:
            yield name, held
            held = []
        name = here
        held.append(part)
    if held:
        yield name, held


def _called(layer: Layer, part: PartInfo) -> PartInfo:
    """The part under a label that repeats no words of what is kept out of sight; its text itself is covered."""
    if part.kind == "note" and layer.is_closed(part.start, part.end):
        return replace(part, label=_QUOTED.sub("“…”", part.label))
    return part


def _pieces(part: PartInfo, held: LoadedPart) -> Iterator[Piece]:
    if part.kind == "cue":
        yield Piece("cue", part.start, part.end, part.label, tuple((0, p.start, p.end) for p in held.places))
    elif part.kind in ("note", "fact"):
        yield Piece("note", part.start, part.end, part.label)
    elif part.kind == "field" or _is_head(part):
        yield Piece("head", part.start, part.end)
    else:
        yield from lines(held.text, part.start)


def lines(text: str, at: int) -> Iterator[Piece]:
    """The lines of a text that begins at `at`, each with its line end."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield Piece("line", at + start, at + end)
        start = end


def _is_head(part: PartInfo) -> bool:
    """Whether a paragraph is a header of a mail."""
    return part.kind == "paragraph" and part.label.startswith(("header ", "other headers"))


def _sheet(layer: Layer, name: str, parts: Sequence[PartInfo]) -> Section:
    pieces: list[Piece] = []
    rows: list[GridRow] = []
    for part, held in layer.held(parts):
        if part.kind != "row":
            pieces.append(Piece("note", part.start, part.end, part.label))
            continue
        row = grid_row(part.label, held.text, held.places)
        inner = tuple((c.column, c.start, c.end) for c in row.cells)
        pieces.append(Piece("row", part.start, part.end, str(row.number), inner))
        if len(rows) < _ROW_SAMPLE:
            rows.append(row)
    names: Mapping[int, str] = {}
    ends = -1
    for row, found, is_head in headed(rows):
        if is_head:
            names = dict(found)
            ends = next(p.end for p in pieces if p.kind == "row" and p.label == str(row.number))
            break
    widths = _widths([row.cells for row in rows], {c for p in pieces for c, _, _ in p.inner})
    sheet = Sheet(name, widths, tuple(names.items()), ends)
    if not widths:
        pieces = [replace(p, kind="card") if p.kind == "row" else p for p in pieces]
    return Section(sheet, tuple(pieces))


def _widths(rows: Sequence[Sequence[Cell]], used: set[int]) -> tuple[tuple[int, float], ...]:
    """Points for each column; nothing where so many columns, or so long cells, cannot stand side by side."""
    if not used or len(used) > _MOST_COLUMNS:
        return ()
    lengths: dict[int, list[int]] = {column: [] for column in used}
    words = dict.fromkeys(used, 0)  # the longest word of a column's upper cells, its head in bold among them
    for cell in (cell for row in rows[:_UPPER] for cell in row):
        longest = max((width(word) for word in cell.text.split()), default=0)
        words[cell.column] = max(words[cell.column], min(_WORD, 1 + int(1.1 * longest)))
    for row in rows:
        for cell in row:
            lengths[cell.column].append(max(map(width, cell.text.split("\n"))))
    wanted = {}
    for column, found in sorted(lengths.items()):
        usual = sorted(found)[int(0.95 * (len(found) - 1))] if found else _LEAST
        wanted[column] = PADDING + _CHAR * min(max(_LEAST, usual, words[column]), _MOST)
    room = A4_ACROSS.measure - NUMBER
    if sum(wanted.values()) > room:
        wanted = _narrowed(wanted, room)
    total = sum(wanted.values())
    full = next((p.measure - NUMBER for p in (BOOK, A4) if total <= p.measure - NUMBER), room)
    if wanted and total > 0.55 * full:
        wanted = {c: w * full / total for c, w in wanted.items()}
    return tuple(wanted.items())


def _narrowed(wanted: Mapping[int, float], room: float) -> dict[int, float]:
    """The widest columns made narrower until all fit; nothing where they would become too narrow to read."""
    low, high = 0.0, max(wanted.values())
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(min(w, middle) for w in wanted.values()) <= room else (low, middle)
    return {c: min(w, low) for c, w in wanted.items()} if low >= PADDING + 12 * _CHAR else {}


def spread(texts: Mapping[int, str], widths: Mapping[int, float]) -> Iterator[tuple[int, list[int]]]:
    """Each cell of a row with the columns that it takes: one, or those empty to its right as far as it needs them."""
    columns = list(widths)
    at = 0
    while at < len(columns):
        text, over = texts.get(columns[at], ""), [columns[at]]
        needed = PADDING + _CHAR * max(map(width, text.split("\n")))
        while sum(widths[c] for c in over) < needed and at + len(over) < len(columns):
            if texts.get(columns[at + len(over)]):
                break
            over.append(columns[at + len(over)])
        yield columns[at], over
        at += len(over)


def width(text: str) -> int:
    """How wide a line is set, in small letters."""
    wide = sum(1 for c in text if ord(c) >= 0x0900) if not text.isascii() else 0
    return len(text) + wide + int(0.3 * sum(map(str.isupper, text)))
