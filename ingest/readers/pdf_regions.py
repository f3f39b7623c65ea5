"""Finds pictures and drawings of text in a PDF page that has text of its own, and reads them by OCR.

A scan pasted below a typed head is one, words drawn as outlines are another. Whether something shows text is judged on
a small drawing of it before OCR (`pdf_letters`); what the page's own text covers is painted over, so that nothing is
read twice.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from ingest.items import ReadSettings
from ingest.readers import ocr
from ingest.readers.pdf_covered import Log
from ingest.readers.pdf_letters import DPI, MANY, letters
from ingest.readers.pdf_over import Piece
from ingest.readers.pdf_space import shown, unturned
from provenance.errors import ModelError
from provenance.words import Words

_LEAST_WIDTH, _LEAST_HEIGHT = 20.0, 6.0  # points: less holds no word
_DRAWN: Final = ("fill-path", "stroke-path", "fill-image", "fill-imgmask")
_LETTER = 45.0  # points: higher or wider is no letter drawn for itself
_LETTERS = 8  # shapes of that size from which a page is looked at
_STEPS = 60  # lines and curves of a path that may be a whole line of letters
_MOST_PICTURES = 200  # of a page that are looked at
_REACH = 1.6  # heights of a letter over which drawn letters belong to one text
_OCR_PIXELS = 25_000_000
_AT_ONCE = 1000  # shapes that are held against all words: a plan has tens of thousands of both

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Region:
    """A place on the page, in points as displayed, whose pixels show text; `sure`: it can hardly be anything else."""

    rect: pymupdf.Rect
    sure: bool


def regions_of_text(page: pymupdf.Page, words: Words, log: Log, notes: bool) -> list[Region]:
    """Where pictures and drawings of text stand that `words`, the page's own as displayed, don't cover.

    `log` is what MuPDF lists as drawn; `notes` says whether annotations are part of what is looked at.
    """
    found = []
    for rect in pictures(page):
        shapes = letters(_drawn(page, rect, DPI / 72, words, notes, grey=True)[:, :, 0])
        if len(shapes):
            found.append(Region(rect, len(shapes) >= MANY))
    return [*found, *_drawings(page, words, log, [region.rect for region in found], notes)]


def pictures(page: pymupdf.Page) -> list[pymupdf.Rect]:
    """The page's pictures as displayed, strips and tiles that touch taken as one; without the smallest."""
    joined: list[pymupdf.Rect] = []
    turn = shown(page)
    for info in page.get_image_info():
        rect = pymupdf.Rect(info["bbox"]) * turn & page.rect
        if rect.is_empty:
            continue
        while near := [other for other in joined if (other + (-2, -2, 2, 2)).intersects(rect)]:
            joined = [other for other in joined if other not in near]
            for other in near:  # what they make together may touch others
                rect |= other
        joined.append(rect)
    large = [r for r in joined if max(r.width, r.height) >= _LEAST_WIDTH and min(r.width, r.height) >= _LEAST_HEIGHT]
    return sorted(sorted(large, key=abs, reverse=True)[:_MOST_PICTURES], key=lambda r: (r.y0, r.x0))


def _drawings(page: pymupdf.Page, words: Words, log: Log, without: Sequence[pymupdf.Rect], notes: bool) -> list[Region]:
    """Where letters are drawn as outlines, found by shapes of their size, or by long paths, outside the words."""
    turn = shown(page)
    boxes = _corners([pymupdf.Rect(box) * turn for kind, box in log if kind in _DRAWN])
    size = boxes[:, 2:] - boxes[:, :2]
    shapes = boxes[(size.min(axis=1) >= 0.8) & (size.max(axis=1) >= 3) & (size.max(axis=1) <= _LETTER)]
    shapes = _outside(shapes, words, without)
    if len(shapes) < _LETTERS:
        shapes = np.zeros((0, 4))
    if ((size > 3).all(axis=1) & (size.max(axis=1) > _LETTER)).any():
        shapes = np.concatenate([shapes, _outside(_long_paths(page), words, without)])
    if not len(shapes):
        return []
    rect = pymupdf.Rect(*shapes[:, :2].min(axis=0), *shapes[:, 2:].max(axis=0)) + (-3, -3, 3, 3) & page.rect
    if rect.is_empty:
        return []
    image = _drawn(page, rect, DPI / 72, words, notes, grey=True)[:, :, 0]
    return _blocks(letters(image), image.shape, rect)


def _long_paths(page: pymupdf.Page) -> NDArray[np.float64]:
    """Boxes as displayed of paths with so many steps that they may be lines of letters."""
    turn = shown(page)
    long = [pymupdf.Rect(d["rect"]) * turn for d in page.get_cdrawings() if len(d.get("items", ())) >= _STEPS]
    return _corners(long)


def _corners(rects: Sequence[pymupdf.Rect]) -> NDArray[np.float64]:
    return np.array([(r.x0, r.y0, r.x1, r.y1) for r in rects], np.float64).reshape(-1, 4)


def _outside(boxes: NDArray[np.float64], words: Words, rects: Sequence[pymupdf.Rect]) -> NDArray[np.float64]:
    """Those boxes whose middle lies in no word of the page and in none of the places."""
    covers = np.concatenate([
        np.hstack([words.boxes[:, :2], words.boxes[:, :2] + words.boxes[:, 2:]]).reshape(-1, 4),
        _corners(rects),
    ])  # fmt: skip
    kept = []
    for some in np.array_split(boxes, len(boxes) // _AT_ONCE + 1):
        x, y = (some[:, :1] + some[:, 2:3]) / 2, (some[:, 1:2] + some[:, 3:]) / 2
        inside = (x > covers[:, 0]) & (x < covers[:, 2]) & (y > covers[:, 1]) & (y < covers[:, 3])
        kept.append(some[~inside.any(axis=1)])
    return np.concatenate(kept)


def _blocks(shapes: NDArray[np.float32], size: tuple[int, ...], rect: pymupdf.Rect) -> list[Region]:
    """The places of texts whose letters are `shapes`, in pixels of a drawing of `rect`: what stands close is one."""
    if not len(shapes):
        return []
    near = np.zeros(size[:2], np.uint8)
    for x, y, w, h in shapes.tolist():
        reach = _REACH * max(w, h)
        top, left = max(0, int(y - reach)), max(0, int(x - reach))
        near[top : int(y + h + reach) + 1, left : int(x + w + reach) + 1] = 1
    _, marks, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    counts = np.bincount(marks[(shapes[:, 1]).astype(int), (shapes[:, 0]).astype(int)], minlength=len(stats))
    found = []
    for (x, y, w, h, _), count in zip(stats[1:].tolist(), counts[1:].tolist(), strict=True):
        place = pymupdf.Rect(x, y, x + w, y + h) * (72 / DPI) + (rect.x0, rect.y0, rect.x0, rect.y0)
        found.append(Region(place & rect, count >= MANY))
    return sorted(found, key=lambda region: (region.rect.y0, region.rect.x0))


def read_regions(
    page: pymupdf.Page, regions: Sequence[Region], words: Words, settings: ReadSettings, notes: bool
) -> tuple[list[Piece], bool]:
    """What OCR reads there, as pieces of the page, and whether all that surely is text was read.

    Nothing is read where OCR is switched off or not installed.
    """
    pieces: list[Piece] = []
    all_read = True
    for region in regions if settings.ocr else ():
        rect = region.rect
        scale = min(settings.ocr_dpi / 72, math.sqrt(min(settings.max_pixels, _OCR_PIXELS) / abs(rect)))
        try:
            found = _read(_drawn(page, rect, scale, words, notes, grey=False))
        except ModelError:
            return pieces, False
        if re.search(r"\w\w", found.text) and (piece := _piece(page, found, rect, scale)):
            pieces.append(piece)
        else:
            all_read = all_read and not region.sure
    return pieces, all_read and settings.ocr


_KEPT: dict[bytes, ocr.PageText] = {}  # by their pixels: a letterhead stands on every page
_MOST_KEPT = 32


def _read(image: NDArray[np.uint8]) -> ocr.PageText:
    key = hashlib.sha256(repr(image.shape).encode() + image.tobytes()).digest()
    if key not in _KEPT:
        while len(_KEPT) >= _MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
        _KEPT[key] = ocr.read_page(image)
    return _KEPT[key]


def _piece(page: pymupdf.Page, found: ocr.PageText, rect: pymupdf.Rect, scale: float) -> Piece | None:
    """The lines read in a picture, every character with the box of its word on the page before it is turned."""
    if not len(found.words):
        return None
    rows = np.zeros((len(found.text), 4), np.float32)
    sure = np.ones(len(found.text), np.float32)
    back = unturned(page)
    assert found.words.confidence is not None
    for (start, end), (x, y, w, h), c in zip(
        found.words.spans.tolist(), found.words.boxes.tolist(), found.words.confidence.tolist(), strict=True
    ):
        box = pymupdf.Rect(x, y, x + w, y + h) / scale + (rect.x0, rect.y0, rect.x0, rect.y0)
        rows[start:end] = tuple(box * back)
        sure[start:end] = c
    lines: list[str] = []
    keep: list[int] = []
    at = 0
    for line in found.text.split("\n"):
        if line:
            lines.append(line)
            keep += range(at, at + len(line))
        at += len(line) + 1
    boxes = rows[keep]
    # A space has no place: it takes that of the word before it, so that lines extend as far as their words.
    blank = ~boxes.any(axis=1)
    last = np.maximum.accumulate(np.where(blank, 0, np.arange(len(boxes))))
    return Piece(tuple(lines), boxes[last], "block", sure[keep])


def _drawn(
    page: pymupdf.Page, rect: pymupdf.Rect, scale: float, words: Words, notes: bool, *, grey: bool
) -> NDArray[np.uint8]:
    """A part of the page as pixels (h, w, 3), its own words painted over in the colour around them."""
    space, matrix = pymupdf.csGRAY if grey else pymupdf.csRGB, pymupdf.Matrix(scale, scale)
    pixels = page.get_pixmap(matrix=matrix, clip=rect, colorspace=space, alpha=False, annots=notes)
    rows = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)
    image = rows[:, : pixels.n * pixels.width].reshape(pixels.height, pixels.width, pixels.n).copy()
    for x, y, w, h in words.boxes.tolist():
        x0, y0 = max(0, int((x - 1) * scale - pixels.x)), max(0, int((y - 1) * scale - pixels.y))
        x1, y1 = int((x + w + 1) * scale - pixels.x) + 1, int((y + h + 1) * scale - pixels.y) + 1
        patch = image[y0 : max(y0, y1), x0 : max(x0, x1)]
        if patch.size:
            patch[:] = np.median(np.concatenate([patch[0], patch[-1]]), axis=0)
    return image
