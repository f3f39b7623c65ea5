"""What differs between two versions of a claim, word by word, as pieces that can be marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

PieceKind = Literal["same", "removed", "added"]
Spans = tuple[tuple[int, int], ...]
_WORD = re.compile(r"\S+")
_MANY = 400  # words of both versions, from which on frequent words are no landmarks: they would take minutes


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of whole words that both versions have, or only the first ("removed") or the second ("added")."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """The pieces in order, to be set with a space between; and where words stand, [start, end) in code points, that
    only the first version has (`removed`, in it) and that only the second has (`added`, in that)."""

    pieces: tuple[Piece, ...]
    removed: Spans
    added: Spans

    def told(self) -> str:
        """In words, for who does not see marks: "removed “two”; added “three”"; "" where no word differs."""
        return "; ".join(f"{p.kind} “{' '.join(p.text.split())}”" for p in self.pieces if p.kind != "same")


@lru_cache(maxsize=512)
def difference(before: str, after: str) -> Difference:
    """What differs; white space alone is no difference."""
    pieces, removed, added = list[Piece](), list[tuple[int, int]](), list[tuple[int, int]]()
    for same, old, new in _stretches(before, after):
        if same:
            pieces.append(Piece("same", after[slice(*new)]))
            continue
        if old[0] < old[1]:
            removed.append(old)
            pieces.append(Piece("removed", before[slice(*old)]))
        if new[0] < new[1]:
            added.append(new)
            pieces.append(Piece("added", after[slice(*new)]))
    return Difference(tuple(pieces), tuple(removed), tuple(added))


def _stretches(before: str, after: str) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """(whether both have it, where in the first, where in the second), in order."""
    a, b = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    words_a, words_b = [m[0] for m in a], [m[0] for m in b]
    head = _alike(words_a, words_b)
    tail = _alike(words_a[head:][::-1], words_b[head:][::-1])
    middle_a, middle_b = words_a[head : len(a) - tail], words_b[head : len(b) - tail]
    matcher = SequenceMatcher(None, middle_a, middle_b, autojunk=len(middle_a) + len(middle_b) > _MANY)
    found = [(True, 0, head, 0, head)]
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        found.append((tag == "equal", a1 + head, a2 + head, b1 + head, b2 + head))
    found.append((True, len(a) - tail, len(a), len(b) - tail, len(b)))
    joined: list[tuple[bool, int, int, int, int]] = []
    for one in found:
        if one[1] == one[2] and one[3] == one[4]:
            continue
        if joined and joined[-1][0] == one[0]:
            joined[-1] = (one[0], joined[-1][1], one[2], joined[-1][3], one[4])
        else:
            joined.append(one)
    for same, a1, a2, b1, b2 in joined:
        yield same, _span(a, a1, a2), _span(b, b1, b2)


def _span(words: Sequence[re.Match[str]], first: int, end: int) -> tuple[int, int]:
    return (words[first].start(), words[end - 1].end()) if first < end else (0, 0)


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words at the beginning are the same."""
    return next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
