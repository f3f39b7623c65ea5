"""Sets text on PDF pages for the sample: wrapping, ruled lines, ink signatures, and saving to equal bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pymupdf

A4 = pymupdf.Rect(0, 0, 595, 842)
INK = (0.09, 0.13, 0.42)
GREY = (0.45, 0.45, 0.45)
BLACK = (0.0, 0.0, 0.0)
SERIF, SERIF_BOLD, SANS, SANS_BOLD = "tiro", "tibo", "helv", "hebo"


@cache
def font(name: str) -> pymupdf.Font:
    """One of the fonts that ride in PyMuPDF."""
    return pymupdf.Font(name)


@cache
def width(text: str, name: str, size: float) -> float:
    """Length of a line in points."""
    return float(font(name).text_length(text, fontsize=size))


def wrap(text: str, name: str, size: float, room: float) -> list[str]:
    """Break a paragraph into lines no longer than `room` points."""
    lines: list[str] = []
    space, used = width(" ", name, size), room
    for word in text.split():
        long = width(word, name, size)
        if used + space + long > room:
            lines.append(word)
            used = long
        else:
            lines[-1] += f" {word}"
            used += space + long
    return lines


class Sheet:
    """One page being set; text is written when the sheet is finished, in the order in which it was given."""

    def __init__(self, document: pymupdf.Document, size: pymupdf.Rect = A4) -> None:
        self.page = document.new_page(width=size.width, height=size.height)
        self._writer = pymupdf.TextWriter(self.page.rect)
        self._inked: list[tuple[pymupdf.TextWriter, tuple[float, float, float]]] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        name: str = SANS,
        size: float = 9,
        colour: tuple[float, float, float] = BLACK,
        align: str = "left",
    ) -> float:
        """Write a line with its baseline at (x, y), or ending or centred there; returns where it ends (x)."""
        if not text:
            return x
        long = width(text, name, size)
        x -= long if align == "right" else long / 2 if align == "centre" else 0
        writer = self._writer
        if colour != BLACK:
            writer = pymupdf.TextWriter(self.page.rect)
            self._inked.append((writer, colour))
        writer.append((x, y), text, font=font(name), fontsize=size)
        return x + long

    def lines(self, x: float, y: float, lines: Sequence[str], name: str, size: float, leading: float) -> float:
        """Write wrapped lines down from baseline y, flush left; returns the baseline after the last one."""
        for line in lines:
            self.text(x, y, line, name, size)
            y += leading
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5) -> None:
        self.page.draw_line((x0, y0), (x1, y1), width=weight)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: tuple[float, float, float] | None = None) -> None:
        self.page.draw_rect(pymupdf.Rect(x0, y0, x1, y1), color=BLACK, fill=fill, width=0.5)

    def dotted(self, x0: float, x1: float, y: float) -> None:
        """A dotted line to write on."""
        self.page.draw_line((x0, y), (x1, y), width=0.7, dashes="[0.7 2] 0", color=GREY)

    def signature(self, x: float, y: float, name: str, seed: int) -> None:
        """Ink strokes that look like a signature of this name, resting on baseline y."""
        hand, dice = _Hand.of(name, seed), random.Random(f"{seed} {name} {x:.0f} {y:.0f} {self.page.number}")
        shape, at = self.page.new_shape(), (x, y)
        first, *rest = name.split()
        for letters in (max(1, len(first) - 4), *(len(word) for word in rest)):
            at = _stroke(shape, at, letters, hand, dice)
            at = (at[0] + 2, at[1])
        shape.finish(color=INK, width=0.75 + hand.round * 0.6, closePath=False, lineCap=1, lineJoin=1)
        shape.commit()

    def finish(self) -> None:
        self._writer.write_text(self.page)
        for writer, colour in self._inked:
            writer.write_text(self.page, color=colour)


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one person writes: size, slope of the line, lean of the letters, roundness, and how fully."""

    scale: float
    slope: float
    lean: float
    round: float
    haste: float

    @classmethod
    def of(cls, name: str, seed: int) -> _Hand:
        dice = random.Random(f"{seed} {name}")
        ranges = ((0.75, 1.2), (-0.12, 0.02), (-2, 5), (0.15, 0.7), (0.35, 1.0))
        return cls(*(dice.uniform(low, high) for low, high in ranges))


def _stroke(
    shape: pymupdf.Shape, start: tuple[float, float], letters: int, hand: _Hand, dice: random.Random
) -> tuple[float, float]:
    """A tall opening letter and then hurried ones; returns where the pen is lifted."""
    at, tall = pymupdf.Point(start), dice.uniform(13, 18) * hand.scale
    top = at + (4 + hand.lean, -tall)
    shape.draw_bezier(at, at + (-6 * hand.round, -tall * 0.6), top + (-6, -3), top)
    foot = at + (dice.uniform(5, 9), 1)
    shape.draw_bezier(top, top + (9 * hand.round, 5), foot + (-8 * hand.round, -6), foot)
    at = foot
    for _ in range(max(2, round(letters * hand.haste))):
        step = dice.uniform(3.4, 6.8)
        end = at + (step, hand.slope * step + dice.uniform(-0.9, 0.9))
        high = dice.choice((2.5, 3.5, 4.5, 10.0, -6.0)) * hand.scale
        shape.draw_bezier(at, at + (step * hand.round + hand.lean * 0.4, -high), end + (-step * 0.6, -high), end)
        at = end
    tail = at + (dice.uniform(4, 22), dice.uniform(-7, 2))
    shape.draw_bezier(at, at + (4, 4), tail + (-6, 2), tail)
    return (float(tail.x), start[1] + hand.slope * (float(tail.x) - start[0]))


def save(document: pymupdf.Document, path: Path, title: str) -> None:
    """Write the PDF without anything that differs from run to run: no new id, fixed dates."""
    stamp = "D:20260506180000+01'00'"
    document.set_metadata({"title": title, "producer": "", "creator": "", "creationDate": stamp, "modDate": stamp})
    document.subset_fonts()
    document.save(path, garbage=4, deflate=True, no_new_id=True)
    document.close()
