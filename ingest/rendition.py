"""Sets sources without pages (text, mail, sheets, transcripts) page by page from their layer, and places each word.

A page is escaped HTML opened directly by PyMuPDF, set by itself, so that one citation in a long text costs one page;
its drawn characters are aligned with the layer's, and where they differ the whole line is given, never a wrong place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from ingest.page_html import ADDED, DRAWN, drawn_stretches, styled
from ingest.page_records import SetPage
from ingest.pages import Pages, pages_of
from provenance.layers import Layer
from provenance.records import Box

if TYPE_CHECKING:
    import pymupdf

__all__ = ["Pages", "SetPage", "pages_of"]
FOOT_UP: Final = 30  # points from the lower edge to where a footer may be drawn
_SIZES: Final = (10.0, 9.0, 8.0, 6.5, 5.0, 3.5, 2.0)  # a page whose characters are too wide is set smaller
# Marks and format characters may be merged into their neighbours when drawn: letters alone are aligned.
_UNALIGNED: Final = frozenset({"Cf", "Mn", "Me"})
Asked = list[tuple[SetPage, list[tuple[int, int, int]]]]


def rendition_boxes(layer: str | Layer, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
    """Where the spans of the layer stand: boxes in points on 1-based pages (`SetPage.paper`), one per line.

    A span of white space alone has none. This sets pages in the calling process; see `render.ChildRenderer`.
    """
    return gathered(place(None, by_page(pages_of(layer), spans)), len(spans))


def by_page(pages: Pages, spans: Sequence[tuple[int, int]]) -> Asked:
    """For each page touched: the page, and the spans on it (index, start, end from the page's start)."""
    asked: dict[int, list[tuple[int, int, int]]] = {}
    for index, (start, end) in enumerate(spans):
        for number in pages.touched(start, end) if start < end else ():
            page = pages.page(number)
            local = (index, max(start, page.start) - page.start, min(end, page.end) - page.start)
            asked.setdefault(number, []).append(local)
    return [(pages.page(number), local) for number, local in sorted(asked.items())]


def gathered(found: Iterator[tuple[int, tuple[Box, ...]]], count: int) -> list[tuple[Box, ...]]:
    """What `place` yields, by span."""
    boxes: list[tuple[Box, ...]] = [()] * count
    for index, more in found:
        boxes[index] += more
    return boxes


def place(
    _stream: BinaryIO | None, asked: Sequence[tuple[SetPage, Sequence[tuple[int, int, int]]]]
) -> Iterator[tuple[int, tuple[Box, ...]]]:
    """A task: sets the pages of `by_page` and yields (index of the span, its boxes on a page), pages in order."""
    for page, spans in asked:
        with opened(page) as document:
            places = _Places(page, document[0])
        for index, start, end in spans:
            yield index, places.boxes(page.number, start, end)


def opened(page: SetPage) -> pymupdf.Document:
    """A document whose first page is the page, set as large as its size allows."""
    document = html_document(*styled(page))
    for size in _SIZES:
        document.layout(width=page.paper.width, height=page.paper.height, fontsize=size)
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

    def __init__(self, page: SetPage, drawn_page: pymupdf.Page) -> None:
        glyphs = [
            (char["c"], char["bbox"], row)
            for row, line in enumerate(line for b in drawn_page.get_text("rawdict")["blocks"] for line in b["lines"])
            for span in line["spans"]
            if span["color"] != ADDED
            for char in span["chars"]
        ]
        glyphs = [glyph for glyph in glyphs if _aligned(glyph[0])]
        self._boxes = np.array([box for _, box, _ in glyphs], np.float64).reshape(-1, 4)
        self._rows = np.array([row for _, _, row in glyphs], np.int64)
        drawn = page.text.translate(DRAWN)
        self._keys = np.array([_aligned(char) for char in drawn], np.bool_) & _drawn(page)
        self._glyph = _align(page.text, drawn, self._keys, "".join(char for char, _, _ in glyphs))

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


def _drawn(page: SetPage) -> NDArray[np.bool_]:
    """Which code points of the page are drawn (len(text),)."""
    if not page.pieces:
        return np.ones(len(page.text), np.bool_)
    found = np.zeros(len(page.text), np.bool_)
    for start, end in drawn_stretches(page):
        found[start:end] = True
    return found
