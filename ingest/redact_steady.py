"""Takes letters out of a page and keeps the others where they stood.

MuPDF 1.28 reckons the first letter that it takes out of a line as having no width, so that what follows moves left.
What it wrote is set right by what can be measured, and measured again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pymupdf

_TOKEN = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|[\[\]]|[-+]?[0-9]*\.?[0-9]+|[^\s\[\]()<>]+", re.S
)
_NUMBER = re.compile(rb"[-+]?[0-9]*\.?[0-9]+")
_LEAST: Final = 0.02  # points that nobody sees
_MOST: Final = 40_000  # tokens of a page: beyond that it is left as MuPDF made it
_REMOVE = _LEAVE = 0  # text, images and drawings, as PyMuPDF numbers what is to be done with them


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter as drawn: how far along its line's direction it stands, and how far across that."""

    code: int
    along: float
    across: float
    size: float
    box: tuple[float, float, float, float]

    def touches(self, rect: pymupdf.Rect) -> bool:
        x0, y0, x1, y1 = self.box
        return bool(x0 < rect.x1 and x1 > rect.x0 and y0 < rect.y1 and y1 > rect.y0)


def take_out(page: pymupdf.Page, rects: Sequence[pymupdf.Rect]) -> bool:
    """Take the letters that touch the areas out of a page; gives whether all others stand where they stood."""
    page.clean_contents()
    tokens = _TOKEN.findall(page.read_contents())
    letters = _letters(page)
    gone = [any(letter.touches(rect) for rect in rects) for letter in letters]
    spaces = _spaces(letters, gone)
    for rect in (*rects, *(_middle(letters[n]) for n in spaces)):
        page.add_redact_annot(rect, fill=False, cross_out=False)  # type: ignore[arg-type]
    page.apply_redactions(images=_LEAVE, graphics=_LEAVE, text=_REMOVE)
    kept = [letter for n, letter in enumerate(letters) if not gone[n] and n not in spaces]
    return _steady(page, tokens, kept)


def _letters(page: pymupdf.Page) -> list[_Letter]:
    found = []
    for span in page.get_texttrace():
        ux, uy = span["dir"]
        for code, _, (x, y), box in span["chars"]:
            found.append(_Letter(code, x * ux + y * uy, y * ux - x * uy, float(span["size"]), tuple(box)))
    return found


def _spaces(letters: Sequence[_Letter], gone: Sequence[bool]) -> set[int]:
    """Spaces beside letters that go alone: what has no width leaves no trace that could be set right."""
    found = set[int]()
    for n, letter in enumerate(letters):
        beside = [
            m for m in (n - 1, n + 1) if 0 <= m < len(letters) and abs(letters[m].across - letter.across) < _LEAST
        ]
        if gone[n] and not any(gone[m] for m in beside):
            found.update([m for m in beside if chr(letters[m].code).isspace()][:1])
    return found


def _middle(letter: _Letter) -> pymupdf.Rect:
    import pymupdf

    x0, y0, x1, y1 = letter.box
    return pymupdf.Rect(x0 + 0.4 * (x1 - x0), y0 + 0.4 * (y1 - y0), x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0))


def _steady(page: pymupdf.Page, old: list[bytes], kept: Sequence[_Letter]) -> bool:
    """Put letters back where they stood, one move after the other; gives whether all stand there."""
    moves = _moves(page, kept)
    if not moves:
        return moves == []
    content, xref = page.read_contents(), page.get_contents()[0]
    placed = list(_TOKEN.finditer(content))
    if max(len(placed), len(old)) > _MOST:
        return False
    ends = [0, *(m.end() for m in placed)]
    pieces = [content[a:b] for a, b in pairwise(ends)]
    tail = content[placed[-1].end() :]
    for at in _inserted(old, [m.group() for m in placed]):
        before, (move, size) = pieces[at], moves[0]
        value = float(placed[at].group()) - 1000 * move / size
        pieces[at] = before[: len(before) - len(placed[at].group())] + f"{value:.4f}".encode()
        page.parent.update_stream(xref, b"".join([*pieces, tail]))
        left = _moves(page, kept)
        if left is None or len(left) >= len(moves):  # nothing was lost here
            pieces[at] = before
            page.parent.update_stream(xref, b"".join([*pieces, tail]))
            continue
        if not left:
            return True
        moves = left
    return False


def _moves(page: pymupdf.Page, kept: Sequence[_Letter]) -> list[tuple[float, float]] | None:
    """How far letters moved left, in points with the size of their type, each time that this changed along a line; None
    where the letters on the page are not those that were to be kept."""
    now = _letters(page)
    if [letter.code for letter in now] != [letter.code for letter in kept]:
        return None
    found, shift = list[tuple[float, float]](), 0.0
    line, last = math.inf, 0.0
    for before, after in zip(kept, now, strict=True):
        if abs(line - after.across) > _LEAST or after.along < last:
            shift = 0.0
        moved = before.along - after.along
        if abs(moved - shift) > _LEAST:
            found.append((moved - shift, after.size))
            shift = moved
        line, last = after.across, after.along
    return found


def _inserted(old: list[bytes], new: list[bytes]) -> list[int]:
    """Which tokens are numbers that stand, new, between two pieces of what was one string."""
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag in ("replace", "insert"):
            kept = old[a:b]
            found += [
                n for n in range(c, d)
                if _NUMBER.fullmatch(new[n]) and new[n] not in kept
                and new[n - 1][:1] in b"(<" and new[n + 1][:1] in b"(<"
            ]  # fmt: skip
    return found
