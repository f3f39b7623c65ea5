"""Finds and reads a clock burnt into the picture: a few frames are kept, and read by OCR when decoding is over.

The edges of three frames are searched for a time of day; where one stands, its line is cut from up to sixteen frames,
set out on one sheet and read at once, so that the cost does not grow with the length of the video. Where only pieces of
one were found, the rows in which they stand are read as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.render import turned
from ingest.video.clock_fit import Reading, fit
from ingest.video.clock_rows import common, has_figures, stamps_in
from ingest.video.clock_text import Stamp, is_counter, read_date, read_half, read_stamp
from ingest.video.settings import Region
from provenance.footage import ClockReading
from provenance.records import Box

Grey = NDArray[np.uint8]
Quad = tuple[float, float, float, float]  # x0, y0, x1, y1 on a sheet
Band = tuple[int, int, int, int]  # the same on the edges of one frame
T = TypeVar("T")
_Reads = Callable[[Sequence[Grey], Band], list[Stamp | None]]
_EDGE = 0.22  # of the height, at the top and at the bottom, where clocks are burnt in
_FIRST_GAP = 0.2  # seconds between the frames kept at first; doubled whenever they become too many
_MOST_KEPT = 32
_SEARCHED = 3
_LEAST_WIDTH = 160  # pixels, below which no date could be read
_READ = 16
_LEAST_SEEN = 3  # frames in which a time of day was read, so that there seems to be a clock
_PIECES = 2
_SHEET = 1280  # pixels: width of the sheet that is searched
_LINE = 44  # pixels: height of a line of text on the sheet that is read


@dataclass(frozen=True, slots=True)
class _Line:
    """Words that stand side by side, and where on the sheet."""

    text: str
    box: Quad


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a time stands, and where figures do, the commonest first; a date and half of the day seen anywhere."""

    bands: list[Band]
    pieces: list[Band]
    day: date | None
    half: str | None


class ClockReader:
    """Keeps the edges of frames spread over the whole stream, then reads the clock in them."""

    def __init__(self, base: Fraction, turn: int = 0) -> None:
        self._base = base
        self._turn = turn
        self._gap = _FIRST_GAP
        self._kept: list[tuple[float, Grey]] = []
        self.seen = False  # a time of day was read in several frames, whether a clock could be made of it or not
        self.place: Region | None = None  # coded pixels: where its figures run, once it was read
        self._size = (0, 0)  # of the coded picture

    def wants(self, pts: int) -> bool:
        """Whether a frame at this time would be kept; most are let go by at once."""
        return not self._kept or self._at(pts) - self._kept[-1][0] >= self._gap

    def _at(self, pts: int) -> float:
        return pts * self._base.numerator / self._base.denominator

    def see(self, pts: int, luma: Grey) -> None:
        """Take note of a frame (luma as coded)."""
        if not self.wants(pts):
            return
        at = self._at(pts)
        edges = _edges(luma, self._turn)
        if self._kept and edges.shape != self._kept[0][1].shape:
            return
        self._size = (luma.shape[1], luma.shape[0])
        self._kept.append((at, edges))
        if len(self._kept) > _MOST_KEPT:
            self._kept = self._kept[::2]
            self._gap *= 2

    def reading(self) -> ClockReading | None:
        """The clock's line over stream time; None when no clock is found or its readings do not agree."""
        if len(self._kept) < _SEARCHED or self._kept[0][1].shape[1] < _LEAST_WIDTH:
            return None
        seen = self._search()
        for band in seen.bands:
            if found := self._fit(_read_bands, band, seen):
                self.place = self._placed(band)
                return found
        for piece in seen.pieces[:_PIECES]:
            if found := self._fit(stamps_in, piece, seen):
                wide = piece[2] - piece[0]
                self.place = self._placed((piece[0] - wide, piece[1], piece[2] + wide, piece[3]))
                return found
        return None

    def _placed(self, band: Band) -> Region:
        """A band of the edges, as displayed, in the coded picture."""
        width, height = self._size if self._turn % 180 == 0 else self._size[::-1]
        rows = self._kept[0][1].shape[0] // 2
        down = height - 2 * rows if band[1] >= rows else 0
        left, right = max(0, band[0]), min(width, band[2])
        box = turned(Box(0, left, band[1] + down, right - left, band[3] - band[1]), -self._turn % 360, self._size)
        return int(box.x), int(box.y), int(box.w), int(box.h)

    def _fit(self, read: _Reads, place: Band, seen: _Seen) -> ClockReading | None:
        """The clock in some of the frames; in all that are kept where it jumps, to know better when, and whether."""
        found = self._fit_in(read, place, seen, _READ)
        if found and found.jumps and len(self._kept) > _READ:
            return self._fit_in(read, place, seen, _MOST_KEPT)
        return found

    def _fit_in(self, read: _Reads, place: Band, seen: _Seen, most: int) -> ClockReading | None:
        """The line through what the frames show, with date and half of the day where they stand apart."""
        shots = [self._kept[i] for i in _spread(len(self._kept), most)]
        stamps = read([edges for _, edges in shots], place)
        self.seen = self.seen or sum(stamp is not None for stamp in stamps) >= _LEAST_SEEN
        times = [at for at, _ in shots]
        halved = [(at, stamp.in_half(seen.half or "")) for at, stamp in zip(times, stamps, strict=True) if stamp]
        return fit([Reading(at, Stamp(s.seconds, s.day or seen.day)) for at, s in halved], self._kept[0][0])

    def _search(self) -> _Seen:
        """Where a time stands on the edges of a few frames, and what stands beside it."""
        shots = [self._kept[i][1] for i in _spread(len(self._kept), _SEARCHED)]
        height, width = shots[0].shape
        scale = _SHEET / width
        tall = max(1, round(height * scale))
        sheet = np.vstack([cv2.resize(s, (_SHEET, tall), interpolation=cv2.INTER_CUBIC) for s in shots])
        bands: Counter[Band] = Counter()
        pieces: list[Band] = []
        days: Counter[date] = Counter()
        halves: Counter[str] = Counter()
        for line in _lines(sheet.astype(np.uint8, copy=False)):
            if day := read_date(line.text):
                days[day] += 1
            if half := read_half(line.text):
                halves[half] += 1
            if read_stamp(line.text):
                bands[_band(line.box, tall, scale, (height, width))] += 1
            elif has_figures(line.text) and not is_counter(line.text):
                pieces.append(_band(line.box, tall, scale, (height, width), room=0.1))
        return _Seen(_merged(bands), common(pieces), _agreed(days), _agreed(halves))


def _edges(luma: Grey, turn: int) -> Grey:
    """Top and bottom of the picture as displayed, one above the other."""
    if turn:
        turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
        luma = cast(Grey, cv2.rotate(luma, turns[turn]))
    rows = max(1, round(luma.shape[0] * _EDGE))
    return np.vstack([luma[:rows], luma[-rows:]])


def _spread(count: int, most: int) -> list[int]:
    """Up to `most` indexes evenly over `count`, the first and the last among them."""
    return sorted({round(i * (count - 1) / max(1, most - 1)) for i in range(most)}) if count > most else [*range(count)]


def _agreed(found: Counter[T]) -> T | None:
    """What was read more than once, and nothing else with it."""
    return next(iter(found)) if len(found) == 1 and found.total() > 1 else None


def _band(box: Quad, tall: int, scale: float, size: tuple[int, int], room: float = 0.4) -> Band:
    """The box on one frame's edges (`tall` pixels each on the sheet), with room around, within top or bottom edge."""
    height, width = size
    top = box[1] % tall
    low = top + box[3] - box[1]
    room *= low - top
    half = height // 2
    least, most = (half, height) if (top + low) / 2 / scale >= half else (0, half)
    y0, y1 = max(least, int((top - room) / scale)), min(most, round((low + room) / scale))
    x0, x1 = max(0, int((box[0] - 2 * room) / scale)), min(width, round((box[2] + 2 * room) / scale))
    return x0, y0, x1, max(y1, y0 + 1)


def _merged(bands: Counter[Band]) -> list[Band]:
    """Bands that overlap in height made one, the commonest first."""
    merged: list[list[int]] = []
    for (x0, y0, x1, y1), count in bands.most_common():
        for band in merged:
            if min(y1, band[3]) - max(y0, band[1]) > 0.5 * min(y1 - y0, band[3] - band[1]):
                band[0], band[1] = min(band[0], x0), min(band[1], y0)
                band[2], band[3], band[4] = max(band[2], x1), max(band[3], y1), band[4] + count
                break
        else:
            merged.append([x0, y0, x1, y1, count])
    merged.sort(key=lambda band: -band[4])
    return [(b[0], b[1], b[2], b[3]) for b in merged[:2]]


def _read_bands(shots: Sequence[Grey], band: Band) -> list[Stamp | None]:
    """What the clock shows in each frame; None where it can't be read."""
    x0, y0, x1, y1 = band
    scale = _LINE * 1.8 / (y1 - y0)
    size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
    crops = [cv2.resize(s[y0:y1, x0:x1], size, interpolation=cv2.INTER_CUBIC) for s in shots]
    step = size[1] + _LINE // 2
    sheet = np.full((max(step * len(crops), _SHEET // 2), max(size[0], _SHEET // 2)), np.median(crops[0]), np.uint8)
    for row, crop in enumerate(crops):
        sheet[row * step : row * step + size[1], : size[0]] = crop
    texts: dict[int, list[str]] = {}
    for line in _lines(sheet):
        texts.setdefault(int((line.box[1] + line.box[3]) / 2 // step), []).append(line.text)
    return [read_stamp(" ".join(texts.get(row, []))) for row in range(len(crops))]


def _lines(sheet: Grey) -> Iterator[_Line]:
    """The words on a sheet, joined into lines from left to right."""
    from ingest.readers.ocr import read_page  # here, because its engine is costly and most videos end without it

    page = read_page(np.repeat(sheet[:, :, None], 3, axis=2))
    places = zip(page.words.boxes.tolist(), page.words.spans.tolist(), strict=True)
    words = sorted(
        (_Line(page.text[a:b], (x, y, x + w, y + h)) for (x, y, w, h), (a, b) in places), key=lambda w: w.box
    )
    lines: list[list[_Line]] = []
    for word in words:
        line = next((line for line in lines if _beside(line[-1].box, word.box)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    for line in lines:
        x0, y0, x1, y1 = zip(*(w.box for w in line), strict=True)
        yield _Line(" ".join(w.text for w in line), (min(x0), min(y0), max(x1), max(y1)))


def _beside(one: Quad, other: Quad) -> bool:
    """Whether two boxes stand on one line: the middle of one inside the other, and their heights alike."""
    high, other_high = one[3] - one[1], other[3] - other[1]
    return one[1] < (other[1] + other[3]) / 2 < one[3] and 0.5 < other_high / max(high, 1e-6) < 2
