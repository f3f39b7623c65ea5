"""Watches what happens to the camera itself: covered, frozen, turned to another view, or giving an even picture.

Every finding says what was measured and leaves the cause open. The measures work on a few small pictures each second:
how even the picture is, how much detail it has against what it had, and whether its outlines stand where they stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from provenance.records import Notice

Grey = NDArray[np.uint8]
_SIZE = (96, 54)  # pixels of the small picture
_STEP = 0.4  # seconds between two small pictures
_SETTLE = 5  # small pictures before anything is said
_LEARN = 0.1  # share of a new picture in the usual one
_EVEN = 1.5  # standard deviation, in grey levels, of an even picture
_LOST = 0.25  # of the usual detail, below which it counts as lost
_ELSEWHERE = 0.3  # correlation of outlines below which the view is another
_STILL_THERE = 0.5  # above which the usual view can still be made out
_STEADY = 0.7  # from one small picture to the next, for a view that has come to rest
_HOLD = {"picture_blank": 1.0, "camera_covered": 2.0, "camera_moved": 3.0, "camera_frozen": 5.0}  # seconds at least
_MOST = 20  # findings of one kind
_MOVING = 5  # changes of view, at the least, of a camera that is not fixed
_JOIN = 0.6  # seconds: a key frame that is coded anew may differ by a hair within a frozen picture
_HAIR = 0.75  # grey levels by which the small picture may then differ
_WORDS = {
    "picture_blank": "the picture is one even tone, {how}",
    "camera_covered": "the picture loses its detail, and what was in view can't be made out: the camera may be "
    "covered, sprayed, out of focus or in the dark",
    "camera_frozen": "no pixel of the picture changes: it may be frozen (or nothing moves, and the recorder dropped "
    "the camera's noise)",
    "camera_moved": "the view changes and stays changed: the camera may have been moved or blocked, or the recording "
    "goes on with another picture",
}


@dataclass(slots=True)
class _Run:
    """A condition that holds since `start`; times in stream seconds."""

    start: float
    last: float
    how: str = ""


class CameraWatch:
    """Looks at luma pictures in the order of the stream; memory does not grow with its length."""

    def __init__(self, base: Fraction) -> None:
        self._base = base
        self._luma: Grey | None = None  # the picture before, as decoded
        self._small: Grey | None = None
        self._outlines: NDArray[np.float32] | None = None  # of the small picture before
        self._usual: NDArray[np.float32] | None = None
        self._seen = 0
        self._at = self._sampled = float("-inf")
        self._runs: dict[str, _Run] = {}
        self._found: dict[str, list[_Run]] = {code: [] for code in _WORDS}
        self._counts = dict.fromkeys(_WORDS, 0)
        self._same: _Run | None = None
        self._same_small: Grey | None = None

    def see(self, pts: int, luma: Grey) -> None:
        """Take the next picture, uint8 (height, width)."""
        at = pts * self._base.numerator / self._base.denominator
        if at < self._at or (self._luma is not None and luma.shape != self._luma.shape):
            self._begin_again()
        self._frozen(at, luma)
        self._at, self._luma = at, luma
        if at - self._sampled >= _STEP:
            self._sampled = at
            self._sample(at, luma)

    def findings(self) -> Iterator[Notice]:
        """What was found, in order of time for each kind; where there is too much of a kind, its first and how many."""
        self._begin_again()
        blank = [_Run(run.start - _STEP, run.last + _STEP) for run in self._found["picture_blank"]]
        for code, runs in self._found.items():
            count = self._counts[code]
            if code == "camera_moved" and count >= _MOVING:
                detail = f"the view changes {count} times: the camera is not fixed, or the recording is cut together"
                yield Notice(code, detail, f"t={runs[0].start:.3f}")
                continue
            for run in runs:
                if code == "camera_frozen" and any(b.start <= run.start and run.last <= b.last for b in blank):
                    continue  # that an even picture stands still tells nothing more
                moment = code == "camera_moved"
                place = f"t={run.start:.3f}" if moment else f"t={run.start:.3f},{run.last:.3f}"
                when = f"at {run.start:.1f} s" if moment else f"from {run.start:.1f} to {run.last:.1f} s"
                near = "" if code == "camera_frozen" else f", within {_STEP} s"  # that alone is followed frame by frame
                yield Notice(code, f"{when}{near}: {_WORDS[code].format(how=run.how)}", place)
            if count > len(runs):
                yield Notice(code, f"{count - len(runs)} more times like that after {runs[-1].last:.1f} s")

    def _frozen(self, at: float, luma: Grey) -> None:
        """Follow pictures that are the same to the last pixel; rows spread over the picture are compared first."""
        before = self._luma
        same = before is not None and np.array_equal(before[::32], luma[::32]) and np.array_equal(before, luma)
        if same and self._same is None:
            self._same = _Run(self._at, at)
            self._same_small = _small(luma)
        elif same and self._same is not None:
            self._same.last = at
        elif self._same is not None and not self._by_a_hair(at, luma):
            self._end_same()

    def _by_a_hair(self, at: float, luma: Grey) -> bool:
        run = self._same
        if run is None or self._same_small is None or at - run.last > _JOIN:
            return False
        apart = cv2.absdiff(_small(luma), self._same_small)
        return float(apart.max()) <= 4 and float(cv2.mean(apart)[0]) <= _HAIR

    def _end_same(self) -> None:
        if self._same is not None:
            self._keep("camera_frozen", self._same)
        self._same = None

    def _sample(self, at: float, luma: Grey) -> None:
        small = _small(luma)
        outlines = _outlines(small)
        before, self._small, self._outlines = self._outlines, small, outlines
        even = float(small.std()) < _EVEN
        tone = float(small.mean())
        self._follow("picture_blank", even, at, "dark" if tone < 40 else "bright" if tone > 215 else "grey")
        if self._usual is None or before is None:
            self._usual = outlines if self._usual is None and not even else self._usual
            return
        self._seen += 1
        detail, usual = float(outlines.mean()), float(self._usual.mean())
        alike = correlation(outlines, self._usual)
        settled = self._seen > _SETTLE and usual > 1.0
        lost = settled and not even and detail < _LOST * usual and alike < _STILL_THERE
        elsewhere = settled and not even and not lost and alike < _ELSEWHERE
        steady = correlation(outlines, before) > _STEADY
        self._follow("camera_covered", lost, at)
        self._follow("camera_moved", elsewhere and (steady or "camera_moved" not in self._runs), at)
        moved = self._runs.get("camera_moved")
        if moved and at - moved.start >= _HOLD["camera_moved"]:
            self._follow("camera_moved", False, at)
            self._usual = outlines
        elif not (even or lost or elsewhere):
            self._usual = cv2.addWeighted(self._usual, 1 - _LEARN, outlines, _LEARN, 0).astype(np.float32)
        elif elsewhere and not steady:  # nothing is at rest: the usual view follows
            self._usual = cv2.addWeighted(self._usual, 1 - 2 * _LEARN, outlines, 2 * _LEARN, 0).astype(np.float32)

    def _follow(self, code: str, holds: bool, at: float, how: str = "") -> None:
        run = self._runs.get(code)
        if holds:
            if run is None:
                self._runs[code] = _Run(at, at, how)
            else:
                run.last = at
        elif run is not None:
            del self._runs[code]
            self._keep(code, run)

    def _keep(self, code: str, run: _Run) -> None:
        if run.last - run.start < _HOLD[code] - _STEP:
            return
        self._counts[code] += 1
        if len(self._found[code]) < _MOST:
            self._found[code].append(run)

    def _begin_again(self) -> None:
        """Close what is open: the stream ends, or its time or size jumps and nothing can be continued."""
        self._end_same()
        for code in list(self._runs):
            run = self._runs.pop(code)
            if code != "camera_moved":
                self._keep(code, run)
        self._luma = self._outlines = self._usual = None
        self._seen = 0
        self._at = self._sampled = float("-inf")


def correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Pearson's correlation of two pictures of one size, 0 where one of them is even."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else 0.0


def _small(luma: Grey) -> Grey:
    """The picture at `_SIZE`; large ones are thinned out first, which costs less than averaging them."""
    step = max(1, min(luma.shape[1] // (4 * _SIZE[0]), luma.shape[0] // (4 * _SIZE[1])))
    return cv2.resize(luma[::step, ::step], _SIZE, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _outlines(small: Grey) -> NDArray[np.float32]:
    """How strongly brightness changes at each pixel, smoothed so that a hair's shift does not matter."""
    across, down = (cv2.Sobel(small, cv2.CV_32F, dx, 1 - dx) for dx in (1, 0))
    return cv2.GaussianBlur(cv2.magnitude(across, down), (5, 5), 0).astype(np.float32, copy=False)
