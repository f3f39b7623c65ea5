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
from ingest.readers.pdf_covered import Log, any_covered
from ingest.readers.pdf_damage import forget
from ingest.readers.pdf_glyphs import Boxes, Glyphs, glyphs_of
from ingest.readers.pdf_once import closed_up, once
from ingest.readers.pdf_over import Piece, own_blocks, own_text
from ingest.readers.pdf_placing import placed
from ingest.readers.pdf_space import shown as as_shown
from ingest.readers.pdf_space import sides, unturned
from provenance.words import Words

FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE
_BY_CODE: Final = FLAGS | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # no character given, or one of private use
# Scripts without spaces are placed character by character, everything else word by word.
WORD = re.compile(r"[⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯]|[^\s⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯]+")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class PageText:
    """Text and words of a page; how many characters lay off the page, or could not be seen on it.

    `unknown` characters are those for which the file has no meaning; the text holds their codes instead.
    `under_picture`: the words are an invisible layer over a picture, as scanning software writes it. `covered`: words
    lie under a filled area (a black box drawn over them), where nobody sees them. `log`: what MuPDF lists as drawn.
    """

    text: str
    words: Words
    off_page: int = 0
    hidden: int = 0
    under_picture: bool = False
    covered: bool = False
    unknown: int = 0
    log: Log = ()


def page_text(page: pymupdf.Page, pieces: Sequence[Piece] = (), log: Log | None = None) -> PageText:
    """What the page says to somebody who looks at it, with `pieces` (form fields, pictures of text) in their places.

    Without the text of annotations. `log` is that of an earlier reading, which need not be made again. Raises what
    MuPDF raises on a page that it can't run.
    """
    flags = FLAGS
    glyphs = glyphs_of(own_blocks(page, flags))
    if unknown := len(_UNKNOWN.findall("".join(glyphs.lines))):
        flags = _BY_CODE
        glyphs = glyphs_of(own_blocks(page, flags))
    own = len(glyphs.boxes)
    glyphs = glyphs.extended(pieces)
    if log is None:
        forget()
        log = page.get_bboxlog()
    if not glyphs.lines:
        return PageText("", _no_words(), log=log)
    width, height = sides(page)
    b = glyphs.boxes
    inside = (b[:, 2] > 0) & (b[:, 3] > 0) & (b[:, 0] < width) & (b[:, 1] < height)
    off_page = _ink(glyphs, ~inside)
    under_picture = bool(glyphs.unpainted.any()) and picture_share(page) >= 0.5
    shown = inside if under_picture else inside & ~glyphs.unpainted & ~_clipped(page, glyphs, own, flags)
    if glyphs.pale.any():
        shown &= ~_lost_on_paper(page, glyphs)
    hidden = _ink(glyphs, inside & ~shown)
    if not shown.all():
        glyphs = glyphs.keep(shown)
    glyphs = closed_up(once(glyphs))
    order, joined = _order(glyphs, pieces)
    _turn(glyphs, page)
    text, words = _compose(glyphs, order, joined)
    covered = not under_picture and any_covered(page, words, log)
    return PageText(text, words, off_page, hidden, under_picture, covered, unknown, log)


def picture_share(page: pymupdf.Page) -> float:
    """The part of the page (0 to 1) that its largest picture covers."""
    area = abs(page.rect)
    shares = (abs(pymupdf.Rect(i["bbox"]) & (page.rect * unturned(page))) for i in page.get_image_info())
    return max((share / area for share in shares), default=0.0) if area else 0.0


def _ink(glyphs: Glyphs, mask: NDArray[np.bool_]) -> int:
    """How many characters under the mask are not white space."""
    if not mask.any():
        return 0
    text = "".join(glyphs.lines)
    return sum(not text[i].isspace() for i in np.flatnonzero(mask))


def _clipped(page: pymupdf.Page, glyphs: Glyphs, own: int, flags: int) -> NDArray[np.bool_]:
    """Which of the first `own` characters, the page's, a clipping path cuts away whole, so that nobody sees them."""
    cut = np.zeros(len(glyphs.boxes), np.bool_)
    text = "".join(glyphs.lines)
    flags |= pymupdf.TEXT_CLIP
    if len("".join(pymupdf.TextPage(own_text(page, flags)).extractText().split())) >= len("".join(text[:own].split())):
        return cut
    seen = glyphs_of(own_blocks(page, flags))
    left = Counter(zip("".join(seen.lines), map(tuple, seen.boxes.round(1).tolist()), strict=True))
    for i, box in enumerate(glyphs.boxes[:own].round(1).tolist()):
        key = text[i], tuple(box)
        if left[key] > 0:
            left[key] -= 1
        else:
            cut[i] = True
    return cut


def _lost_on_paper(page: pymupdf.Page, glyphs: Glyphs) -> NDArray[np.bool_]:
    """Which pale characters leave nothing to see on the drawn page: their box is of one shade."""
    pixels = page.get_pixmap(colorspace=pymupdf.csRGB, alpha=False)
    drawn = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    drawn = drawn.reshape(pixels.height, pixels.width, 3)
    lost = np.zeros(len(glyphs.boxes), dtype=np.bool_)
    for line in np.unique(glyphs.line_of[glyphs.pale]):
        of_line = glyphs.pale & (glyphs.line_of == line)
        boxes = glyphs.boxes[of_line]
        around = pymupdf.Rect(*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)) * as_shown(page)
        x0, y0, x1, y1 = (max(0, int(v)) for v in (around.x0, around.y0, around.x1 + 1, around.y1 + 1))
        patch = drawn[y0:y1, x0:x1]
        if not patch.size or int(np.ptp(patch, axis=(0, 1)).max()) < 16:
            lost |= of_line
    return lost


def _turn(glyphs: Glyphs, page: pymupdf.Page) -> None:
    """Boxes as displayed; those without area, as of the later letters of a ligature, take the box before them."""
    b = glyphs.boxes
    if page.rotation and len(b):
        m = as_shown(page)
        x = b[:, [0, 2]] * m.a + b[:, [1, 3]] * m.c + m.e
        y = b[:, [0, 2]] * m.b + b[:, [1, 3]] * m.d + m.f
        b = np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1)
    at = np.arange(len(b))
    solid = (b[:, 2] > b[:, 0]) & (b[:, 3] > b[:, 1])
    if not solid.all():
        source = np.maximum.accumulate(np.where(solid, at, 0))
        b = b[np.where(glyphs.line_of[source] == glyphs.line_of, source, at)]
    glyphs.boxes = b.astype(np.float32)


def _order(glyphs: Glyphs, pieces: Sequence[Piece]) -> tuple[list[int], set[int]]:
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


def _compose(glyphs: Glyphs, order: list[int], joined: set[int]) -> tuple[str, Words]:
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
