"""Finds pictures of text in a PDF page that has text of its own, and reads them: a scan pasted below a typed head.

Whether a picture shows text is judged on a small drawing of it before OCR, by shapes of the size of letters that stand
in rows; what the page's own text covers is painted over, so that nothing is read twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from ingest.items import ReadSettings
from ingest.readers import ocr
from ingest.readers.pdf_over import Piece
from provenance.errors import ModelError
from provenance.words import Words

_LEAST_SHARE = 0.04  # of the page: smaller pictures are logos, signatures, icons
_LEAST_SIDE = 30.0  # points
_DPI = 100  # of the drawing on which a picture is judged
_LETTERS = 24  # shapes in rows from which a picture shows text
_SHARE_IN_ROWS = 0.45  # of all shapes of that size: leaves and gravel stand in no rows
_MOST_SHAPES = 2000
_OCR_PIXELS = 25_000_000

Grey = NDArray[np.uint8]


def pictures_of_text(page: pymupdf.Page, words: Words) -> list[pymupdf.Rect]:
    """Where pictures of text stand (points as displayed) that `words`, the page's own as displayed, don't cover."""
    found = []
    for rect in large_pictures(page):
        drawn = _drawn(page, rect, _DPI / 72, words, grey=True)
        if min(drawn.shape[:2]) > 2 and _letters(drawn[:, :, 0]):
            found.append(rect)
    return found


def large_pictures(page: pymupdf.Page) -> list[pymupdf.Rect]:
    """The page's larger pictures as displayed, strips and tiles that touch taken as one."""
    area = abs(page.rect)
    joined: list[pymupdf.Rect] = []
    for info in page.get_image_info():
        rect = pymupdf.Rect(info["bbox"]) * page.rotation_matrix & page.rect
        if rect.is_empty:
            continue
        near = [other for other in joined if (other + (-2, -2, 2, 2)).intersects(rect)]
        joined = [other for other in joined if other not in near]
        for other in near:
            rect |= other
        joined.append(rect)
    large = [r for r in joined if abs(r) >= _LEAST_SHARE * area and min(r.width, r.height) >= _LEAST_SIDE]
    return sorted(large, key=lambda r: (r.y0, r.x0))


def read_pictures(
    page: pymupdf.Page, rects: Sequence[pymupdf.Rect], words: Words, settings: ReadSettings
) -> list[Piece] | None:
    """What OCR reads in the pictures, as pieces of the page; None where OCR is switched off or not installed."""
    if not settings.ocr:
        return None
    pieces = []
    for rect in rects:
        scale = min(settings.ocr_dpi / 72, math.sqrt(min(settings.max_pixels, _OCR_PIXELS) / abs(rect)))
        try:
            found = ocr.read_page(_drawn(page, rect, scale, words, grey=False))
        except ModelError:
            return None
        if piece := _piece(page, found, rect, scale):
            pieces.append(piece)
    return pieces


def _piece(page: pymupdf.Page, found: ocr.PageText, rect: pymupdf.Rect, scale: float) -> Piece | None:
    """The lines read in a picture, every character with the box of its word on the page before it is turned."""
    if not len(found.words):
        return None
    rows = np.zeros((len(found.text), 4), np.float32)
    sure = np.ones(len(found.text), np.float32)
    back = page.derotation_matrix
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


def _drawn(page: pymupdf.Page, rect: pymupdf.Rect, scale: float, words: Words, *, grey: bool) -> NDArray[np.uint8]:
    """A part of the page as pixels (h, w, 3), its own words painted over in the colour around them."""
    space = pymupdf.csGRAY if grey else pymupdf.csRGB
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=rect, colorspace=space, alpha=False)
    rows = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)
    image = rows[:, : pixels.n * pixels.width].reshape(pixels.height, pixels.width, pixels.n).copy()
    for x, y, w, h in words.boxes.tolist():
        x0, y0 = max(0, int((x - 1) * scale - pixels.x)), max(0, int((y - 1) * scale - pixels.y))
        x1, y1 = int((x + w + 1) * scale - pixels.x) + 1, int((y + h + 1) * scale - pixels.y) + 1
        patch = image[y0 : max(y0, y1), x0 : max(x0, x1)]
        if patch.size:
            patch[:] = np.median(np.concatenate([patch[0], patch[-1]]), axis=0)
    return image


def _letters(grey: Grey) -> bool:
    """Whether a small drawing shows shapes as large as letters that stand in rows, dark on light or light on dark."""
    return any(_in_rows(np.ascontiguousarray(side)) for side in (grey, 255 - grey))


def _in_rows(grey: Grey) -> bool:
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h, area = stats[1:].T
    fill = area / np.maximum(1, w * h)
    sized = (h >= 4) & (h <= 42) & (w >= 2) & (w <= 8 * h) & (fill > 0.12) & (fill < 0.97)
    x, y, w, h = (v[sized][:_MOST_SHAPES].astype(np.float32) for v in (x, y, w, h))
    if len(x) < _LETTERS:
        return False
    foot, middle = y + h, x + w / 2
    level = np.abs(foot[:, None] - foot) <= 0.2 * np.minimum(h[:, None], h) + 1
    alike = np.maximum(h[:, None], h) <= 1.8 * np.minimum(h[:, None], h)
    near = np.abs(middle[:, None] - middle) <= 3 * np.maximum(h[:, None], h) + (w[:, None] + w) / 2
    letters = np.count_nonzero((level & alike & near).sum(axis=1) > 3)
    return bool(letters >= _LETTERS and letters >= _SHARE_IN_ROWS * len(x))
