"""Sets sources without pages (text, DOCX) page by page from their layer, and tells where each word stands on it.

The layer is cut into pages by a rule that looks at the layer alone, and each page is set by itself, so that a page
number never depends on what is asked for and one citation in a long text costs one page. A page is escaped HTML
opened directly by PyMuPDF; its drawn characters are aligned with the layer's, and where they differ the whole
paragraph is given, never a wrong place.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from provenance.records import Box

if TYPE_CHECKING:
    import pymupdf

WIDTH, HEIGHT = 595, 842  # A4 in points
FOOT_X, FOOT_Y = 42, 812  # where a footer may be drawn below the text
_SIZES: Final = (10.0, 9.0, 8.0, 6.5, 5.0, 3.5, 2.0)  # a page whose characters are too wide is set smaller
_ROWS = 58  # of text on a page
_KEEP = 5  # rows that are not parted: a shorter line goes whole onto the next page
_ROW = 84.0  # character widths on a row; Latin small letters count 1
_STYLE: Final = (
    "@page{margin:40pt 42pt 50pt}body{margin:0}"
    "p{margin:0;line-height:1.2;white-space:pre-wrap;overflow-wrap:break-word;font-family:%s}"
)
_ENTITY = re.compile(r"&(?=[#A-Za-z0-9])")  # MuPDF reads entities twice: "&amp;lt;" would become "<"
_COLUMNS = re.compile(r"^(?: {8,}\S|[^\n]*\S {3,}\S|[ \t]*\d{1,2}(?: {2,}|\t))", re.MULTILINE)
_TAB = 8
_RTL: Final = frozenset({"R", "AL"})
# What XML and MuPDF will not have is drawn as U+FFFD, white space of other kinds as a space: one for one.
_DRAWN: Final = {
    **dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF], "\ufffd"),
    **dict.fromkeys([9, 10, 11, 12, 13, *range(28, 32), 0x85, 0x2028, 0x2029], " "),
}
# Marks and format characters may be merged into their neighbours when drawn: letters alone are aligned.
_UNALIGNED: Final = frozenset({"Cf", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class SetPage:
    """One page to set: its number (1-based), its stretch [start, end) of the layer, and its text."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Pages:
    """The pages of a layer. Making one costs a scan of the layer, no setting."""

    def __init__(self, layer: str) -> None:
        self._layer = layer
        self._starts = _page_starts(layer)
        self.columns = _in_columns(layer)

    def __len__(self) -> int:
        return len(self._starts)

    def page(self, number: int) -> SetPage:
        """Raises IndexError when there is no such page."""
        if not 1 <= number <= len(self):
            raise IndexError(number)
        start, end = (*self._starts, len(self._layer))[number - 1 : number + 1]
        return SetPage(number, start, self._layer[start:end])

    def touched(self, start: int, end: int) -> range:
        """Numbers of the pages that [start, end) touches."""
        return range(bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1)) + 1)


def rendition_boxes(layer: str, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
    """Where the spans of the layer stand: boxes in points on 1-based pages of 595 × 842, one per line.

    A span of white space alone has none. This sets pages in the calling process; see `render.ChildRenderer`.
    """
    pages = Pages(layer)
    asked = by_page(pages, spans)
    return gathered(place(None, asked, pages.columns), len(spans))


def by_page(pages: Pages, spans: Sequence[tuple[int, int]]) -> list[tuple[int, str, list[tuple[int, int, int]]]]:
    """For each page touched: its number, its text, and the spans on it (index, start, end from the page's start)."""
    asked: dict[int, list[tuple[int, int, int]]] = {}
    for index, (start, end) in enumerate(spans):
        for number in pages.touched(start, end) if start < end else ():
            page = pages.page(number)
            local = (index, max(start, page.start) - page.start, min(end, page.end) - page.start)
            asked.setdefault(number, []).append(local)
    return [(number, pages.page(number).text, local) for number, local in sorted(asked.items())]


def gathered(found: Iterator[tuple[int, tuple[Box, ...]]], count: int) -> list[tuple[Box, ...]]:
    """What `place` yields, by span."""
    boxes: list[tuple[Box, ...]] = [()] * count
    for index, more in found:
        boxes[index] += more
    return boxes


def place(
    _stream: BinaryIO | None, asked: Sequence[tuple[int, str, Sequence[tuple[int, int, int]]]], columns: bool
) -> Iterator[tuple[int, tuple[Box, ...]]]:
    """A task: sets the pages of `by_page` and yields (index of the span, its boxes on a page), pages in order."""
    for number, text, spans in asked:
        with opened(text, columns) as document:
            places = _Places(text, document[0])
        for index, start, end in spans:
            yield index, places.boxes(number, start, end)


def opened(text: str, columns: bool) -> pymupdf.Document:
    """A document whose first page holds all of `text`, set as large as that allows."""
    body = "".join(f"<p{_direction(line)}>{_escaped(line)}</p>" for line in text.split("\n"))
    document = html_document(_STYLE % ("monospace" if columns else "serif"), body)
    for size in _SIZES:
        document.layout(width=WIDTH, height=HEIGHT, fontsize=size)
        if len(document) == 1:
            break
    return document


def html_document(style: str, body: str) -> pymupdf.Document:
    """An HTML document opened by PyMuPDF directly: its way from a Story to PDF corrupts many scripts."""
    import pymupdf

    page = f'<html><head><meta charset="utf-8"/><style>{style}</style></head><body>{body}</body></html>'
    return pymupdf.open(stream=page.encode(), filetype="html")


class _Places:
    """The characters of a set page, and which of them each stretch of its text became."""

    def __init__(self, text: str, page: pymupdf.Page) -> None:
        glyphs = [
            (char["c"], char["bbox"], row)
            for row, line in enumerate(line for block in page.get_text("rawdict")["blocks"] for line in block["lines"])
            for span in line["spans"]
            for char in span["chars"]
        ]
        glyphs = [glyph for glyph in glyphs if _aligned(glyph[0])]
        self._boxes = np.array([box for _, box, _ in glyphs], np.float64).reshape(-1, 4)
        self._rows = np.array([row for _, _, row in glyphs], np.int64)
        drawn = text.translate(_DRAWN)
        self._keys = np.array([_aligned(char) for char in drawn], np.bool_)
        self._glyph = _align(text, drawn, self._keys, "".join(char for char, _, _ in glyphs))

    def boxes(self, page: int, start: int, end: int) -> tuple[Box, ...]:
        """One box for each run of neighbouring characters on a line."""
        picked = np.zeros(len(self._boxes), np.bool_)
        for first, last in self._glyph[start:end][self._keys[start:end]]:
            picked[first:last] = True
        found = []
        for row in dict.fromkeys(self._rows[picked].tolist()):
            on_row = np.flatnonzero(self._rows == row)
            on_row = on_row[np.argsort(self._boxes[on_row, 0], kind="stable")]  # as seen: scripts run both ways
            edges = np.flatnonzero(np.diff(np.concatenate([[0], picked[on_row], [0]])))
            for run in (on_row[a:b] for a, b in edges.reshape(-1, 2)):
                x0, y0 = self._boxes[run, :2].min(axis=0).tolist()
                x1, y1 = self._boxes[run, 2:].max(axis=0).tolist()
                found.append(Box(page, x0, y0, x1 - x0, y1 - y0))
        return tuple(found)


def _align(text: str, drawn: str, keys: NDArray[np.bool_], glyphs: str) -> NDArray[np.int64]:
    """For each code point of `text` the glyphs [first, last) that show it or, failing that, its paragraph (n, 2)."""
    found = np.zeros((len(text), 2), np.int64)
    at, begin = 0, 0
    pending: list[NDArray[np.intp]] = []
    for line in [*text.split("\n"), None]:
        letters = begin + np.flatnonzero(keys[begin : begin + len(line)]) if line is not None else np.array([], int)
        begin += len(line) + 1 if line is not None else 0
        if line is not None and not len(letters):
            continue
        key = "".join(drawn[i] for i in letters)
        to = len(glyphs) if line is None else _next(glyphs, key, at, sum(map(len, pending)))
        if to < 0:
            pending.append(letters)
            continue
        for lost in pending:
            found[lost] = (at, to)
        pending = []
        found[letters, 0] = np.arange(to, to + len(letters))
        found[letters, 1] = found[letters, 0] + 1
        at = to + len(letters)
    return found


def _next(glyphs: str, key: str, at: int, lost: int) -> int:
    """Where the paragraph `key` begins: at `at`, or after `lost` characters that were not found as written; -1."""
    if not lost:
        return at if glyphs.startswith(key, at) else -1
    return glyphs.find(key, at, at + 2 * lost + len(key) + 16) if len(key) >= 8 else -1


def _aligned(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in _UNALIGNED


def _escaped(line: str) -> str:
    """A line as HTML that is drawn as typed: tabs to the next stop, no entity made of the text's own characters."""
    drawn = _ENTITY.sub("&\0", line.expandtabs(_TAB).translate(_DRAWN))
    return html.escape(drawn, quote=False).replace("\0", "<b></b>") or "&#160;"


def _direction(line: str) -> str:
    """Right to left where the first letter with a direction says so (Unicode annex 9, rule P2)."""
    if line.isascii():
        return ""
    first = next((d for d in map(unicodedata.bidirectional, line) if d in {"L", "R", "AL"}), "L")
    return ' dir="rtl"' if first in _RTL else ""


def _in_columns(layer: str) -> bool:
    """Whether the text is typed in columns (a court transcript), so that it must be set in letters of one width."""
    sample = layer[:200_000]
    lines = sum(not line.isspace() for line in sample.splitlines())
    return len(_COLUMNS.findall(sample)) > 0.2 * max(lines, 1)


def _page_starts(layer: str) -> list[int]:
    """Where pages begin: after so many rows, at a line's start, a row's last space, or within a word if need be."""
    codes = np.frombuffer(layer.encode("utf-32-le", "surrogatepass"), "<u4")
    reach = np.concatenate([[0.0], np.cumsum(_widths(codes))])
    starts, rows, line = [0], 0, 0
    for end in [*(np.flatnonzero(codes == 10) + 1).tolist(), len(layer)]:
        while (needed := max(1, -int(-(reach[end] - reach[line]) // _ROW))) > _ROWS - rows:
            whole = rows and (needed <= _KEEP or rows > _ROWS - _KEEP)  # else it begins here and goes on overleaf
            cut = line if whole else _break(layer, reach, line, _ROW * (_ROWS - rows))
            starts.append(cut)
            line, rows = cut, 0
        rows += needed
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
    widths[codes == 9] = _TAB / 2
    return widths
