"""Turns one PDF page into text in reading order with the box of every word, as displayed.

The text is that of MuPDF's characters (`rawdict`), one line feed after each line, ligatures taken apart. Boxes are in
points with the page's rotation applied. Characters that nobody sees on the page are left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray

from ingest.readers.columns import reading_order
from ingest.readers.normal import same_length
from ingest.readers.pdf_covered import any_covered
from ingest.readers.pdf_over import Blocks, Piece, own_blocks
from ingest.readers.pdf_placing import placed
from provenance.words import Words

FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE
_BY_CODE: Final = FLAGS | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # no character given, or one of private use
_PAINTED = 16 | 32 | 64  # filled, stroked, used as a clip: MuPDF's char_flags of text that leaves a mark
_PALE = 0xE6  # a colour whose every component is at least this may be lost on white paper
# Scripts without spaces are placed character by character, everything else word by word.
WORD = re.compile(r"[⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯]|[^\s⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

Boxes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PageText:
    """Text and words of a page; how many characters lay off the page, or could not be seen on it.

    `unknown` characters are those for which the file has no meaning; the text holds their codes instead.
    `under_picture`: the words are an invisible layer over a picture, as scanning software writes it. `covered`: words
    lie under a filled area (a black box drawn over them), where nobody sees them.
    """

    text: str
    words: Words
    off_page: int = 0
    hidden: int = 0
    under_picture: bool = False
    covered: bool = False
    unknown: int = 0


@dataclass(slots=True)
class _Glyphs:
    """Characters of a page in the engine's order: lines of text, and per character box, paint and colour.

    `course` is the direction (x, y) in which most of them run on the page before it is turned for display. `piece` is
    the index of the piece that a character belongs to, -1 for the page's own; `sure` how sure a machine was of it.
    """

    lines: list[str]
    boxes: Boxes
    unpainted: NDArray[np.bool_]
    pale: NDArray[np.bool_]
    line_of: NDArray[np.intp]
    piece: NDArray[np.intp]
    sure: NDArray[np.float32]
    course: tuple[int, int] = (1, 0)

    def keep(self, mask: NDArray[np.bool_]) -> _Glyphs:
        """Only the characters under the mask, without lines that become empty."""
        joined = np.array(list("".join(self.lines)))[mask]
        line_of = self.line_of[mask]
        starts = np.flatnonzero(np.diff(line_of, prepend=-1))
        lines = ["".join(piece) for piece in np.split(joined, starts[1:])] if len(starts) else []
        renumbered = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(line_of)))
        unpainted, pale, piece = self.unpainted[mask], self.pale[mask], self.piece[mask]
        return _Glyphs(lines, self.boxes[mask], unpainted, pale, renumbered, piece, self.sure[mask], self.course)

    def extended(self, pieces: Sequence[Piece]) -> _Glyphs:
        """With the lines of the pieces behind the page's own."""
        if not pieces:
            return self
        lines = [same_length(line) for piece in pieces for line in piece.lines]
        sizes = [sum(map(len, piece.lines)) for piece in pieces]
        more = sum(sizes)
        shown = np.zeros(more, np.bool_)
        sure = [
            np.ones(n, np.float32) if p.confidence is None else p.confidence for n, p in zip(sizes, pieces, strict=True)
        ]
        return _Glyphs(
            self.lines + lines,
            np.concatenate([self.boxes, *(piece.boxes for piece in pieces)]),
            np.concatenate([self.unpainted, shown]),
            np.concatenate([self.pale, shown]),
            np.concatenate([self.line_of, len(self.lines) + np.repeat(np.arange(len(lines)), [*map(len, lines)])]),
            np.concatenate([self.piece, np.repeat(np.arange(len(pieces)), sizes)]),
            np.concatenate([self.sure, *sure]).astype(np.float32),
            self.course,
        )


def page_text(page: pymupdf.Page, pieces: Sequence[Piece] = ()) -> PageText:
    """What the page says to somebody who looks at it, with `pieces` (form fields, pictures of text) in their places.

    Without the text of annotations. Raises what MuPDF raises on a page that it can't run.
    """
    glyphs = _glyphs(own_blocks(page, FLAGS))
    if unknown := len(_UNKNOWN.findall("".join(glyphs.lines))):
        glyphs = _glyphs(own_blocks(page, _BY_CODE))
    glyphs = glyphs.extended(pieces)
    if not glyphs.lines:
        return PageText("", _no_words())
    width, height = page.cropbox.width, page.cropbox.height
    b = glyphs.boxes
    inside = (b[:, 2] > 0) & (b[:, 3] > 0) & (b[:, 0] < width) & (b[:, 1] < height)
    off_page = _ink(glyphs, ~inside)
    under_picture = bool(glyphs.unpainted.any()) and picture_share(page) >= 0.5
    shown = inside if under_picture else inside & ~glyphs.unpainted
    if glyphs.pale.any():
        shown &= ~_lost_on_paper(page, glyphs)
    hidden = _ink(glyphs, inside & ~shown)
    if not shown.all():
        glyphs = glyphs.keep(shown)
    order, joined = _order(glyphs, pieces)
    _turn(glyphs, page)
    text, words = _compose(glyphs, order, joined)
    covered = not under_picture and any_covered(page, words)
    return PageText(text, words, off_page, hidden, under_picture, covered, unknown)


def picture_share(page: pymupdf.Page) -> float:
    """The part of the page (0 to 1) that its largest picture covers."""
    area = abs(page.rect)
    shares = (abs(pymupdf.Rect(i["bbox"]) & (page.rect * page.derotation_matrix)) for i in page.get_image_info())
    return max((share / area for share in shares), default=0.0) if area else 0.0


def _glyphs(blocks: Blocks) -> _Glyphs:
    lines: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    counts: list[int] = []
    spans: list[tuple[int, bool, bool]] = []
    courses: Counter[tuple[int, int]] = Counter()
    for block in blocks:
        for line in block.get("lines", ()):
            before = len(boxes)
            text = ""
            for span in line["spans"]:
                chars = span["chars"]
                text += "".join([c["c"] for c in chars])
                boxes += [c["bbox"] for c in chars]
                colour = span["color"]
                pale = min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) >= _PALE
                spans.append((len(chars), not span["char_flags"] & _PAINTED or span["alpha"] == 0, pale))
            if text:
                lines.append(same_length(text))
                counts.append(len(boxes) - before)
                course = round(line["dir"][0], 2), round(line["dir"][1], 2)
                if 0 in course:
                    courses[int(course[0]), int(course[1])] += len(text)
    sizes = [n for n, _, _ in spans]
    return _Glyphs(
        lines,
        np.array(boxes, dtype=np.float32).reshape(-1, 4),
        np.repeat(np.array([u for _, u, _ in spans], dtype=np.bool_), sizes),
        np.repeat(np.array([p for _, _, p in spans], dtype=np.bool_), sizes),
        np.repeat(np.arange(len(counts)), counts),
        np.full(len(boxes), -1, np.intp),
        np.ones(len(boxes), np.float32),
        max(courses, key=courses.__getitem__, default=(1, 0)),
    )


def _ink(glyphs: _Glyphs, mask: NDArray[np.bool_]) -> int:
    """How many characters under the mask are not white space."""
    if not mask.any():
        return 0
    text = "".join(glyphs.lines)
    return sum(not text[i].isspace() for i in np.flatnonzero(mask))


def _lost_on_paper(page: pymupdf.Page, glyphs: _Glyphs) -> NDArray[np.bool_]:
    """Which pale characters leave nothing to see on the drawn page: their box is of one shade."""
    pixels = page.get_pixmap(colorspace=pymupdf.csRGB, alpha=False)
    drawn = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    drawn = drawn.reshape(pixels.height, pixels.width, 3)
    lost = np.zeros(len(glyphs.boxes), dtype=np.bool_)
    for line in np.unique(glyphs.line_of[glyphs.pale]):
        of_line = glyphs.pale & (glyphs.line_of == line)
        boxes = glyphs.boxes[of_line]
        around = pymupdf.Rect(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)) * page.rotation_matrix
        x0, y0, x1, y1 = (max(0, int(v)) for v in (around.x0, around.y0, around.x1 + 1, around.y1 + 1))
        patch = drawn[y0:y1, x0:x1]
        if not patch.size or int(np.ptp(patch, axis=(0, 1)).max()) < 16:
            lost |= of_line
    return lost


def _turn(glyphs: _Glyphs, page: pymupdf.Page) -> None:
    """Boxes as displayed; those without area, as of the later letters of a ligature, take the box before them."""
    b = glyphs.boxes
    if page.rotation and len(b):
        m = page.rotation_matrix
        x = b[:, [0, 2]] * m.a + b[:, [1, 3]] * m.c + m.e
        y = b[:, [0, 2]] * m.b + b[:, [1, 3]] * m.d + m.f
        b = np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1)
    at = np.arange(len(b))
    solid = (b[:, 2] > b[:, 0]) & (b[:, 3] > b[:, 1])
    if not solid.all():
        source = np.maximum.accumulate(np.where(solid, at, 0))
        b = b[np.where(glyphs.line_of[source] == glyphs.line_of, source, at)]
    glyphs.boxes = b.astype(np.float32)


def _order(glyphs: _Glyphs, pieces: Sequence[Piece]) -> tuple[list[int], set[int]]:
    """Line numbers in reading order, judged with the page turned so that most lines run level.

    Also those that share a printed line with the one before them.
    """
    if not glyphs.lines:
        return [], set()
    starts = np.flatnonzero(np.diff(glyphs.line_of, prepend=-1))
    dx, dy = glyphs.course
    x, y = glyphs.boxes[:, [0, 2]].astype(np.float64), glyphs.boxes[:, [1, 3]].astype(np.float64)
    along, down = (x * dx + y * dy, y * dx - x * dy) if (dx, dy) != (1, 0) else (x, y)
    low = np.minimum.reduceat(np.stack([along.min(1), down.min(1)], axis=1), starts)
    high = np.maximum.reduceat(np.stack([along.max(1), down.max(1)], axis=1), starts)
    boxes, piece = np.hstack([low, high]), glyphs.piece[starts]
    own = int(np.count_nonzero(piece < 0))
    lengths = np.array([len(line.strip()) for line in glyphs.lines[:own]], dtype=np.intp)
    text = "".join(glyphs.lines)
    rtl = len(_RTL.findall(text)) > 0.5 * len(text)
    figures = np.array([any(c.isdigit() for c in line) for line in glyphs.lines[:own]], dtype=np.bool_)
    order = reading_order(boxes[:own], lengths, rtl, figures) if own else []
    kinds = [pieces[n].kind for n in piece[own:].tolist()]
    return placed(order, boxes, piece, kinds) if own < len(boxes) else (order, set())


def _compose(glyphs: _Glyphs, order: list[int], joined: set[int]) -> tuple[str, Words]:
    """Text of the lines in this order, and its words; a space stands before those `joined` to the line before."""
    if not glyphs.lines:
        return "", _no_words()
    starts = np.flatnonzero(np.diff(glyphs.line_of, prepend=-1))
    ends = [" " if after in joined else "\n" for after in [*order[1:], -1]]
    text = "".join([glyphs.lines[n] + end for n, end in zip(order, ends, strict=True)])
    # One row of boxes for every code point of the text; line ends have none, and words never hold one.
    rows = np.zeros((len(text), 4), dtype=np.float32)
    counts = np.diff(starts, append=len(glyphs.boxes))
    first = np.zeros(len(order), dtype=np.intp)
    first[order] = np.concatenate(([0], np.cumsum(counts[order] + 1)[:-1]))
    at = np.arange(len(glyphs.boxes)) - np.repeat(starts - first, counts)
    rows[at] = glyphs.boxes
    if (glyphs.sure == 1).all():
        return text, _words(text, rows)
    sure = np.ones(len(text), np.float32)
    sure[at] = glyphs.sure
    return text, _words(text, rows, sure)


def _words(text: str, rows: Boxes, sure: NDArray[np.float32] | None = None) -> Words:
    """The words of a text, of which `rows` (n, 4) are the boxes of each character, `sure` (n,) its confidence."""
    spans = np.array([m.span() for m in WORD.finditer(text)], dtype=np.int32).reshape(-1, 2)
    if not len(spans):
        return _no_words()
    edges = spans.ravel() if spans[-1, 1] < len(rows) else spans.ravel()[:-1]
    low = np.minimum.reduceat(rows[:, :2], edges)[::2]
    high = np.maximum.reduceat(rows[:, 2:], edges)[::2]
    confidence = None if sure is None else sure[spans[:, 0]]
    return Words(spans, np.hstack([low, high - low]).astype(np.float32), confidence)


def _no_words() -> Words:
    return Words(np.zeros((0, 2), np.int32), np.zeros((0, 4), np.float32))
