"""Finds where a picture differs from its background, frame by frame, at reduced size on the luma plane.

The method is that of DVR-Scan (BSD-2-Clause, its documentation): OpenCV's MOG2 background model (Zivkovic 2004), a
morphological opening whose kernel follows the resolution, and the mean of the 0–255 mask as score. Added here: what
changed only in brightness, and kept its texture, is told apart from what moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.video.settings import Region
from provenance.errors import ReadError

Mask = NDArray[np.uint8]
_HISTORY = 500
_VARIANCE = 16.0
_MIXTURES = 3  # looks of one pixel that are told apart; the usual five cost a sixth more and gave the same events
_REFRESHED = 8  # pictures for which the background that texture is compared with stays what it was
_WINDOW = (5, 5)  # pixels, at half the reduced size, over which texture is compared
_ALIKE = 0.6  # correlation above which texture counts as unchanged
_PLAIN = 4.0  # variance below which there is no texture
_PLAIN_STEP = 40.0  # grey levels by which light alone may change a plain surface
_ALL = 230.0  # mean of the mask above which the whole picture changes, as in a fade: then plain surfaces tell nothing
_SHARE = 0.1  # of all change that must be in texture, where most of the picture changes at once
_MOST_PARTS = 500  # of what moved that are told apart; snow and rain are more
_ENOUGH = 1.0  # mean of the mask that is movement however much of the picture changes in brightness


@dataclass(frozen=True, slots=True)
class Change:
    """How one frame differs from the background: `raw` as measured, `score` without what changed in light only.

    Both are means of the 0–255 mask over the region watched. `mask` is at reduced size; `checked` says whether light
    was told apart in this frame.
    """

    raw: float
    score: float
    mask: Mask
    checked: bool = False

    def moved(self, threshold: float) -> bool:
        """Whether the change is movement and not only light."""
        return self.score >= threshold and self.score >= min(_SHARE * self.raw, _ENOUGH)


class MovementDetector:
    """Compares each luma picture of one size with the background that it learns.

    `size` is (width, height) of the coded picture; `watch` restricts what is watched, all of it where there is none,
    and `mask` takes areas out of that. Raises ReadError("region_outside") where nothing is left to watch.
    """

    def __init__(
        self, size: tuple[int, int], watch: Sequence[Region], mask: Sequence[Region], width: int, threshold: float
    ) -> None:
        self.size = size
        self.area = around([clip(region, size) for region in watch] or [clip(None, size)])
        self._factor = max(1, -(-self.area[2] // width))
        self._threshold = threshold
        self._kernel = np.ones((_kernel_side(size[0] // self._factor),) * 2, np.uint8)
        self._model = cv2.createBackgroundSubtractorMOG2(_HISTORY, _VARIANCE, detectShadows=False)
        self._model.setNMixtures(_MIXTURES)
        self._started = False
        self._background: NDArray[np.float32] | None = None
        self._age = 0  # pictures since the background was last made
        self._open = self._opened(watch, mask)
        self._whole = 1.0 if self._open is None else self._open.size / cv2.countNonZero(self._open)

    def see(self, luma: NDArray[np.uint8], trusted: bool = False) -> Change:
        """The change in the next picture; the first has nothing to be compared with.

        `trusted` leaves out the look at texture: a moment ago what changes here was found to be movement.
        """
        small = self._reduce(luma)
        self._age += 1
        mask = _bytes(cv2.morphologyEx(self._model.apply(small), cv2.MORPH_OPEN, self._kernel))
        if not self._started:
            self._started = True
            return Change(0.0, 0.0, np.zeros_like(mask))
        if self._open is not None:
            mask = _bytes(cv2.bitwise_and(mask, self._open))
        raw = float(cv2.mean(mask)[0]) * self._whole
        if raw < self._threshold or trusted:
            return Change(raw, raw, mask)
        textured = self._without_light(small, mask, _PLAIN_STEP if raw < _ALL else 256.0)
        return Change(raw, float(cv2.mean(textured)[0]) * self._whole, textured, checked=True)

    def _opened(self, watch: Sequence[Region], mask: Sequence[Region]) -> Mask | None:
        """255 where the reduced picture is watched; None where that is everywhere."""
        if len(watch) < 2 and not mask:
            return None
        left, top, width, height = self.area
        part = np.zeros((max(1, height // self._factor), max(1, width // self._factor)), np.uint8)
        for areas, value in ((watch or [self.area], 255), (mask, 0)):
            for x, y, w, h in areas:
                rows = slice(max(0, (y - top) // self._factor), max(0, -(-(y + h - top) // self._factor)))
                part[rows, max(0, (x - left) // self._factor) : max(0, -(-(x + w - left) // self._factor))] = value
        if not part.any():
            raise ReadError("region_outside", width=self.size[0], height=self.size[1])
        return part

    def places(self, mask: NDArray[np.bool_]) -> tuple[Region, ...]:
        """The rectangles around the parts of a reduced mask that hang together, in coded pixels; around all of it alone
        where they are very many."""
        seen = mask.astype(np.uint8)
        count, _, found, _ = cv2.connectedComponentsWithStats(seen)
        if count - 1 > _MOST_PARTS:
            return (self._coded(cv2.boundingRect(seen)),)
        return tuple(self._coded(found[n, : cv2.CC_STAT_AREA].tolist()) for n in range(1, count))

    def _coded(self, part: Sequence[int]) -> Region:
        left, top, width, height = self.area
        x, y, w, h = (int(v) * self._factor for v in part)
        return left + x, top + y, min(w, width - x), min(h, height - y)

    def _reduce(self, luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The watched part, smaller and smoothed; halving first is what OpenCV does fastest."""
        x, y, w, h = self.area
        part = luma[y : y + h, x : x + w]
        if self._factor > 1:
            size = (max(1, w // self._factor), max(1, h // self._factor))
            while part.shape[1] >= 2 * size[0] and part.shape[0] >= 2 * size[1]:
                half = (part.shape[1] // 2, part.shape[0] // 2)
                part = _bytes(cv2.resize(part, half, interpolation=cv2.INTER_AREA))
            part = _bytes(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR))
        return _bytes(cv2.GaussianBlur(part, (3, 3), 0))

    def _without_light(self, small: NDArray[np.uint8], mask: Mask, step: float) -> Mask:
        """The mask less the pixels whose texture is that of the background: lit otherwise, but not moved."""
        if self._background is None or self._age >= _REFRESHED:  # it changes slowly, and making it is costly
            self._background, self._age = _halved(self._model.getBackgroundImage()), 0
        now, then = _halved(small), self._background
        lit = same_texture(now, then, step).astype(np.uint8)
        kept = mask.copy()
        kept[cv2.resize(lit, mask.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 0
        return _bytes(cv2.morphologyEx(kept, cv2.MORPH_OPEN, self._kernel))


def same_texture(now: NDArray[np.float32], then: NDArray[np.float32], step: float = _PLAIN_STEP) -> NDArray[np.bool_]:
    """Where two pictures agree but for brightness: high local correlation, or both plain and less than `step` apart."""
    mean_now, mean_then = (cv2.boxFilter(p, -1, _WINDOW) for p in (now, then))
    var_now = cv2.boxFilter(now * now, -1, _WINDOW) - mean_now * mean_now
    var_then = cv2.boxFilter(then * then, -1, _WINDOW) - mean_then * mean_then
    together = cv2.boxFilter(now * then, -1, _WINDOW) - mean_now * mean_then
    alike = together > _ALIKE * np.sqrt(np.maximum(var_now, _PLAIN) * np.maximum(var_then, _PLAIN))
    plain = (var_now < _PLAIN) & (var_then < _PLAIN) & (np.abs(mean_now - mean_then) < step)
    return np.asarray(alike | plain)


def _halved(picture: NDArray[np.generic]) -> NDArray[np.float32]:
    size = (max(1, picture.shape[1] // 2), max(1, picture.shape[0] // 2))
    return cv2.resize(_bytes(picture), size, interpolation=cv2.INTER_AREA).astype(np.float32)


def clip(region: Region | None, size: tuple[int, int]) -> Region:
    """The region inside a picture of `size`, the whole picture for None; raises ReadError("region_outside")."""
    width, height = size
    if region is None:
        return 0, 0, width, height
    x, y = (min(max(0, v), most) for v, most in zip(region[:2], size, strict=True))
    right, bottom = min(width, max(x, region[0] + region[2])), min(height, max(y, region[1] + region[3]))
    if right <= x or bottom <= y:
        raise ReadError("region_outside", width=width, height=height)
    return x, y, right - x, bottom - y


def lies_in(part: Region, whole: Region, least: float = 0.8) -> bool:
    """Whether that much of a part's area is in another."""
    across, down = (min(part[n] + part[n + 2], whole[n] + whole[n + 2]) - max(part[n], whole[n]) for n in (0, 1))
    return min(across, down) > 0 and across * down >= least * part[2] * part[3]


def around(regions: Sequence[Region]) -> Region:
    """The rectangle around all of these."""
    x, y = min(r[0] for r in regions), min(r[1] for r in regions)
    return x, y, max(r[0] + r[2] for r in regions) - x, max(r[1] + r[3] for r in regions) - y


def _kernel_side(width: int) -> int:
    """DVR-Scan's kernel for a picture of this width."""
    return 7 if width >= 1920 else 5 if width >= 1280 else 3


def _bytes(picture: NDArray[np.generic]) -> Mask:
    """OpenCV's types leave the element type open; these pictures are bytes already, so nothing is copied."""
    return picture.astype(np.uint8, copy=False)
