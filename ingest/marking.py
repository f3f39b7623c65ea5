"""Marks what was cited on a drawn page, picture or frame, and covers what may not be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from provenance.records import Box

if TYPE_CHECKING:
    from PIL import Image

MARKER: Final = (255, 236, 110)  # multiplied with the page, so that words stay as black as they are
_OUTLINE: Final = (255, 205, 0)
COVER: Final = (0xD4, 0xD4, 0xD4)


def highlighted(image: Image.Image, marks: Sequence[Box], scale: float) -> Image.Image:
    """Marks laid over the page like a text marker: multiplied, never covering."""
    from PIL import Image

    plain: NDArray[np.uint8] = np.asarray(image)
    canvas = plain.copy()
    for cut in mark_cuts(marks, scale, image.size):  # from the plain page: where two marks lie, it is marked once
        canvas[cut] = (plain[cut].astype(np.uint16) * np.array(MARKER, np.uint16) // 255).astype(np.uint8)
    return Image.fromarray(canvas)


def outlined(image: Image.Image, marks: Sequence[Box], scale: float) -> Image.Image:
    """A yellow line with a black edge round the marks, to be seen on any ground; lines of one quote share it."""
    import cv2
    from PIL import Image

    if not marks:
        return image
    canvas: NDArray[np.uint8] = np.array(image)
    thick = max(2, round(max(image.size) / 600))
    gap = min(40, max(3, round(min(min(box.w, box.h) for box in marks) * scale / 2)))
    mask = np.pad(_mask(marks, scale, image.size), gap)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8)), np.uint8)
    mask = mask[gap:-gap, gap:-gap].copy()
    for side in (mask, mask.T, mask[::-1], mask.T[::-1]):
        side[: thick + 1] = 0  # a mark at the picture's edge is drawn round inside it
    inner, yellow, black = (
        cv2.dilate(mask, np.ones((2 * n + 1, 2 * n + 1), np.uint8)) > 0 for n in (0, thick, thick + 1)
    )
    canvas[black & ~yellow] = 0
    canvas[yellow & ~inner] = _OUTLINE
    return Image.fromarray(canvas)


def covered(image: Image.Image, covers: Sequence[Box], scale: float) -> Image.Image:
    """Grey in the place of the boxes, and of every pixel that they touch."""
    from PIL import Image

    if not covers:
        return image
    canvas: NDArray[np.uint8] = np.array(image)
    for cut in cover_cuts(covers, scale):
        canvas[cut] = COVER
    return Image.fromarray(canvas)


def cover_cuts(covers: Sequence[Box], scale: float) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of every pixel that a box touches."""
    for box in covers:
        rows = slice(max(0, floor(box.y * scale)), max(0, ceil((box.y + box.h) * scale)))
        yield rows, slice(max(0, floor(box.x * scale)), max(0, ceil((box.x + box.w) * scale)))


def mark_cuts(marks: Sequence[Box], scale: float, size: tuple[int, int]) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of each mark on a picture of this size (width, height)."""
    for x0, y0, x1, y1 in _rectangles(marks, scale, size):
        yield slice(y0, y1), slice(x0, x1)


def _mask(marks: Sequence[Box], scale: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    """1 where a mark lies (height, width)."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    for cut in mark_cuts(marks, scale, size):
        mask[cut] = 1
    return mask


def _rectangles(marks: Sequence[Box], scale: float, size: tuple[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Marks in whole pixels, cut to the picture, at least one pixel large; those wholly outside are left out."""
    for mark in marks:
        if mark.x + mark.w < 0 or mark.y + mark.h < 0:
            continue
        x0, y0 = max(0, int(mark.x * scale)), max(0, int(mark.y * scale))
        x1 = min(size[0], max(x0 + 1, round((mark.x + mark.w) * scale)))
        y1 = min(size[1], max(y0 + 1, round((mark.y + mark.h) * scale)))
        if x0 < x1 and y0 < y1:
            yield x0, y0, x1, y1
