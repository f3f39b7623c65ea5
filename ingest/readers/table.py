"""Reads tables that are text (CSV, TSV): the layer is the decoded file, a record is a part, a cell a place in it.

Records after RFC 4180, with any of four delimiters; places after RFC 7111, rows and columns counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from ingest.heads import looks_like_datum, looks_like_head
from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers.sheet_rows import MOST_CELLS, MOST_ROWS, letters, shared_rows
from ingest.readers.text import blocks, whole
from ingest.readers.text import extractor as text_extractor
from provenance.errors import ReadError
from provenance.records import Notice, Part, Place

RFC_7111: Final = "http://tools.ietf.org/rfc/rfc7111"
_DELIMITERS: Final = (",", ";", "\t", "|")
_LONGEST = 65536  # code points of a record; a quote that is not closed in that many was none
_SAMPLE: Final = 200  # records from which a table is told
_LEAD: Final = 8  # lines of title that may stand above a table
_USUAL: Final = 200  # code points that half of the cells have at most
_STEP = 1000
_MARKDOWN = re.compile(r"^\|?[ \t]*:?-{3,}:?[ \t]*\|", re.M)
_HINT = re.compile(r'"?sep=([^\w\s"]|\t)"?\n', re.I)  # for Excel: which delimiter follows, and no row of the table


def extractor() -> str:
    """Name and version; text is decoded as plain text is."""
    return f"attest-table/2 {text_extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "row", one for each record with its line end (blank lines included), labelled "row 4".

    A cell's place is "cell=4,2", without the quotes round it, its label "B4" as spreadsheets call it. A first line that
    names the delimiter ("sep=;") has no cells. Rows beyond the limit are parts of kind "block", so that the layer holds
    the whole file. `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_empty,
    too_large, no_text.
    """
    text, encoding, notices = whole(stream, settings)
    if only is None:
        yield Opened("csv")
        yield Fields({"encoding": encoding})
        yield from notices
        if not text.strip():
            raise ReadError("no_text")
    last = max(only, default=-1) if only is not None else None
    rows = 0
    for part in _parts(text, delimiter(text[: 1 << 18]) or ","):
        rows += part.kind == "row"
        if last is not None and part.ordinal > last:
            return
        if only is None or part.ordinal in only:
            yield part
        if only is None and part.ordinal % _STEP == 0:
            yield Advance(part.ordinal, 0, "rows")
        if only is None and part.kind == "block" and part.label.startswith("rows from"):
            yield Notice("rows_as_text", f"{part.label} are over the set limit and were read as plain text")
    if only is None:
        yield from shared_rows(rows)


def _parts(text: str, delimiter: str) -> Iterator[Part]:
    at = cells = ordinal = 0
    if hint := _HINT.match(text):
        yield Part(0, "row", hint[0], "row 1")
        at, ordinal = hint.end(), 1
    while at < len(text) and ordinal < MOST_ROWS and cells < MOST_CELLS:
        end, spans = record(text, at, delimiter)
        places = [
            Place(a - at, b - at, f"cell={ordinal + 1},{n}", RFC_7111, f"{letters(n)}{ordinal + 1}")
            for n, (a, b) in enumerate(spans, 1)
            if text[a:b].strip()
        ]
        yield Part(ordinal, "row", text[at:end], f"row {ordinal + 1}", places=tuple(places))
        cells += len(places)
        at, ordinal = end, ordinal + 1
    label = f"rows from {ordinal + 1} on"
    for n, block in enumerate(blocks(iter([text[at:]]))):
        yield Part(ordinal + n, "block", block, label if n == 0 else label.replace("from", "after", 1))


def record(text: str, at: int, delimiter: str) -> tuple[int, list[tuple[int, int]]]:
    """Where the record that begins at `at` ends, its line end included, and the spans of its cells without quotes."""
    spans: list[tuple[int, int]] = []
    start = at
    while True:
        quoted = _quoted(text, start, delimiter, at + _LONGEST) if text[start : start + 1] == '"' else None
        if quoted is not None:
            spans.append((start + 1, quoted))
            after = quoted + 1
        else:
            after = _plain(text, start, delimiter)
            spans.append((start, after))
        if text[after : after + 1] != delimiter:
            return min(after + 1, len(text)), spans
        start = after + 1


def _quoted(text: str, start: int, delimiter: str, limit: int) -> int | None:
    """Where the closing quote of the cell that opens at `start` stands; None where none closes it in time."""
    at = start + 1
    while (at := text.find('"', at, limit)) >= 0:
        following = text[at + 1 : at + 2]
        if following == '"':
            at += 2
        elif following in ("", delimiter, "\n"):
            return at
        else:  # a quote in mid-cell that nobody doubled
            at += 1
    return None


def _plain(text: str, start: int, delimiter: str) -> int:
    line = text.find("\n", start)
    line = len(text) if line < 0 else line
    cut = text.find(delimiter, start, line)
    return line if cut < 0 else cut


@dataclass(frozen=True, slots=True)
class _Found:
    """A sample read with one delimiter: how many columns its table has, and how well its rows agree.

    `spaced`: the share of rows with a space behind each delimiter; `quoted`: whether any cell stands in quotes.
    """

    delimiter: str
    columns: int
    rows: tuple[tuple[str, ...], ...]
    share: float
    spaced: float
    quoted: bool


def looks_like_table(text: str) -> bool:
    """Whether a text that begins so is a table; prose with commas, logs, code and markup are none."""
    return delimiter(text) is not None


def delimiter(text: str) -> str | None:
    """The delimiter of the table that begins so, or None where it is none.

    At least two rows below a row of heads, or five that agree in what they hold (three, of four columns);
    nine rows of ten with as many cells, or fewer below three heads where one column holds a figure in every row.
    """
    if hint := _HINT.match(text):
        return hint[1]
    if text.lstrip()[:1] in ("{", "[", "<") or "\n" not in text or _MARKDOWN.search(text):
        return None
    found = [f for d in _DELIMITERS if (f := _sampled(text, d)) and _tabular(f)]
    return max(found, key=lambda f: (f.share, f.columns)).delimiter if found else None


def _sampled(text: str, delimiter: str) -> _Found | None:
    rows: list[tuple[str, ...]] = []
    at = spaced = 0
    quoted = False
    while at < len(text) and len(rows) < _SAMPLE:
        end, spans = record(text, at, delimiter)
        if end >= len(text) and len(rows) > 3 and not text.endswith("\n"):
            break  # the sample may end in mid-record
        cells = tuple(text[a:b].strip() for a, b in spans)
        if any(cells):
            rows.append(cells)
            spaced += len(spans) > 1 and all(text[a : a + 1] == " " for a, _ in spans[1:])
            quoted = quoted or any(text[a - 1 : a] == '"' for a, _ in spans)
        at = end
    counts = [len(row) for row in rows]
    columns = max(sorted(set(counts)), key=lambda n: (n > 1) * counts.count(n), default=0)
    lead = _lead(rows, columns)
    if columns < 2 or lead > _LEAD:
        return None
    body = rows[lead:]
    share = sum(len(r) == columns for r in body) / len(body)
    return _Found(delimiter, columns, tuple(body), share, spaced / len(rows), quoted)


def _lead(rows: Sequence[tuple[str, ...]], columns: int) -> int:
    """The first row of the table: that of its heads below rows of title that a program filled up with empty cells."""
    for number, row in enumerate(rows[: _LEAD + 1]):
        if len(row) == columns and looks_like_head(row):
            return number
        if 2 * sum(map(bool, row)) > columns:
            break
    return next((number for number, row in enumerate(rows) if len(row) == columns), 0)


def _tabular(found: _Found) -> bool:
    if _ragged(found):
        return True
    rows = [row for row in found.rows if len(row) == found.columns]
    if found.share < 0.9 or len(rows) < 2:
        return False
    head = rows[0]
    named = looks_like_head(head)
    body = [row for row in rows[1:] if not (named and row == head)]  # logs repeat their heads
    lengths = sorted(len(cell) for row in body for cell in row if cell)
    if not lengths or lengths[len(lengths) // 2] > _USUAL:
        return False
    if _prose(found, [head, *body]):
        return False
    if named:
        return len(body) >= 2 or found.columns > 2 or found.quoted or any(map(looks_like_datum, body[0]))
    enough = len(rows) >= 5 or (len(rows) >= 3 and found.columns >= 4 and found.share == 1)
    return enough and found.columns >= 3 and _agree(rows)


def _ragged(found: _Found) -> bool:
    """Whether rows of any length, which all hold a number, time or date in one column, stand below a table's heads."""
    head, *body = found.rows
    if len(head) < 3 or not looks_like_head(head) or len(body) < 2:
        return False
    shared = min(map(len, body))
    return shared > 1 and any(all(looks_like_datum(row[at]) for row in body) for at in range(shared))


def _prose(found: _Found, rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the cells read on from each other, as the clauses of sentences do."""
    if found.delimiter in ("\t", "|") or found.quoted:
        return False
    if sum(looks_like_datum(row[0]) for row in rows[1:]) >= 0.9 * (len(rows) - 1):
        return False  # each row begins with its time or number
    if found.spaced > 0.5 and found.columns <= 3:
        return True
    later = [cell for row in rows[1:] for cell in row[1:] if cell]
    small = sum(cell[0].islower() and " " in cell for cell in later)
    ends = sum(row[-1].endswith((".", "?", "!")) for row in rows)
    return small > 0.4 * max(1, len(later)) or (ends > 0.5 * len(rows) and found.columns <= 3)


def _agree(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether at least half the columns hold figures (times, numbers, dates) in nearly every row."""
    columns = list(zip(*rows, strict=True))
    figures = 0
    for column in columns:
        filled = [cell for cell in column if cell]
        figures += bool(filled) and sum(map(looks_like_datum, filled)) >= 0.9 * len(filled)
    return 2 * figures >= len(columns)
