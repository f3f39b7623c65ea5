"""The characters of a PDF page as MuPDF gives them: in lines, each with its box, its paint and whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.readers.normal import same_length
from ingest.readers.pdf_over import Blocks, Piece

_PAINTED: Final = 16 | 32 | 64  # filled, stroked, used as a clip: MuPDF's char_flags of text that leaves a mark
_PALE: Final = 0xE6  # a colour whose every component is at least this may be lost on white paper

Boxes = NDArray[np.float32]


@dataclass(slots=True)
class Glyphs:
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

    def keep(self, mask: NDArray[np.bool_]) -> Glyphs:
        """Only the characters under the mask, without lines that become empty."""
        joined = np.array(list("".join(self.lines)))[mask]
        line_of = self.line_of[mask]
        starts = np.flatnonzero(np.diff(line_of, prepend=-1))
        lines = ["".join(piece) for piece in np.split(joined, starts[1:])] if len(starts) else []
        renumbered = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(line_of)))
        unpainted, pale, piece = self.unpainted[mask], self.pale[mask], self.piece[mask]
        return Glyphs(lines, self.boxes[mask], unpainted, pale, renumbered, piece, self.sure[mask], self.course)

    def extended(self, pieces: Sequence[Piece]) -> Glyphs:
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
        return Glyphs(
            self.lines + lines,
            np.concatenate([self.boxes, *(piece.boxes for piece in pieces)]),
            np.concatenate([self.unpainted, shown]),
            np.concatenate([self.pale, shown]),
            np.concatenate([self.line_of, len(self.lines) + np.repeat(np.arange(len(lines)), [*map(len, lines)])]),
            np.concatenate([self.piece, np.repeat(np.arange(len(pieces)), sizes)]),
            np.concatenate([self.sure, *sure]).astype(np.float32),
            self.course,
        )


def glyphs_of(blocks: Blocks) -> Glyphs:
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
    return Glyphs(
        lines,
        np.array(boxes, dtype=np.float32).reshape(-1, 4),
        np.repeat(np.array([u for _, u, _ in spans], dtype=np.bool_), sizes),
        np.repeat(np.array([p for _, _, p in spans], dtype=np.bool_), sizes),
        np.repeat(np.arange(len(counts)), counts),
        np.full(len(boxes), -1, np.intp),
        np.ones(len(boxes), np.float32),
        max(courses, key=courses.__getitem__, default=(1, 0)),
    )
