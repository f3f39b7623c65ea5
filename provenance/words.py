"""The place of every word of a page, packed small: offsets and boxes as arrays, to and from bytes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"W1"


@dataclass(frozen=True, eq=False, slots=True)
class Words:
    """Words of one part, in layer order.

    `spans` int32 (n, 2): start and end in code points from the start of the part. `boxes` float32 (n, 4):
    x, y, width, height as displayed, origin top left. `confidence` float32 (n,) from 0 to 1 where a machine read
    the words (OCR), else None. A word set over a line end may stand twice, once for each box.
    """

    spans: NDArray[np.int32]
    boxes: NDArray[np.float32]
    confidence: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.spans)

    def pack(self) -> bytes:
        """Bytes that `unpack` turns back into equal arrays."""
        flag = b"\x01" if self.confidence is not None else b"\x00"
        body = self.spans.astype("<i4").tobytes() + self.boxes.astype("<f4").tobytes()
        if self.confidence is not None:
            body += self.confidence.astype("<f4").tobytes()
        return _MAGIC + flag + len(self.spans).to_bytes(4, "little") + zlib.compress(body, 1)

    @classmethod
    def unpack(cls, raw: bytes) -> Words:
        """The inverse of `pack`; raises ValueError on bytes that are not packed words."""
        if raw[:2] != _MAGIC:
            raise ValueError("not packed words")
        n = int.from_bytes(raw[3:7], "little")
        body = zlib.decompress(raw[7:])
        spans = np.frombuffer(body, "<i4", 2 * n).reshape(n, 2).astype(np.int32)
        boxes = np.frombuffer(body, "<f4", 4 * n, 8 * n).reshape(n, 4).astype(np.float32)
        confidence = np.frombuffer(body, "<f4", n, 24 * n).astype(np.float32) if raw[2:3] == b"\x01" else None
        return cls(spans, boxes, confidence)

    def lines(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        """Boxes (x, y, w, h) that cover the words overlapping [start, end), joined where words share a line."""
        hit = self.boxes[(self.spans[:, 0] < end) & (self.spans[:, 1] > start)]
        joined: list[list[float]] = []
        for x, y, w, h in hit.tolist():
            if joined and _same_line(joined[-1], x, y, h):
                last = joined[-1]
                last[1], last[3] = min(last[1], y), max(last[3], y + h)
                last[0], last[2] = min(last[0], x), max(last[2], x + w)
            else:
                joined.append([x, y, x + w, y + h])
        return [(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in joined]


def _same_line(last: list[float], x: float, y: float, h: float) -> bool:
    """Whether a word follows on the line: overlapping by half its height, and no gutter (3 heights) between."""
    overlap = min(last[3], y + h) - max(last[1], y)
    return overlap > 0.5 * min(h, last[3] - last[1]) and -h <= x - last[2] <= 3 * h
