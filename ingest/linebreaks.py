"""Decides what a line's end means: the same sentence going on, a new paragraph or heading, or a broken word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.logs import entries, times_below, wrapped

_ENDS = re.compile(r"[.?!:;…।。！？؟]['\"”’»)\]]*\s*$")
_ITEM = re.compile(r"\s*(?:[-–•*▪◦●]|\(?\d{1,3}[.)]|\([a-z]{1,3}\)|[a-z][.)])\s")
_TAIL = re.compile(r"[^\W\d_]+-$")
_HEAD = re.compile(r"[^\W\d_]+")
_SHORT = 0.85  # of the width around: a line that ends before this had room for the next word
_NARROWEST = 40  # code points; narrower columns than this are taken as lists
_WINDOW = 9  # lines that make up "the width around"
_COMPOUNDS = frozenset(
    {"self", "well", "non", "ex", "co", "semi", "mid", "cross", "anti", "pre", "post", "half", "ill"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without its margin: its span in the layer, and its text."""

    start: int
    end: int
    text: str


def block_starts(text: str, lines: Sequence[Line], paragraphs: Sequence[int] = ()) -> tuple[list[int], list[int]]:
    """Offsets of the lines that begin a new block, the first line's among them; and of those that begin a log's entry.

    A blank line ends a block, unless the text is set with a blank line after every line (as transcripts are). A line
    that ends though the next word had room ends a block too, unless its sentence plainly goes on or a log's entry does.
    """
    if not lines:
        return [], []
    blank = [_blank_between(text, a, b) for a, b in pairwise(lines)]
    width = _widths(lines)
    sure = set(np.searchsorted([line.start for line in lines], np.asarray(paragraphs, np.int64)).tolist())
    begun = entries(text, lines, width)
    messages = set() if begun else times_below(lines, blank)
    begun |= messages
    sure |= begun
    spaced = not messages and _double_spaced(lines, blank)
    going_on = wrapped(text, lines, begun)
    starts = [lines[0].start]
    for i in range(1, len(lines)):
        ends = i not in going_on and _ends_block(lines[i - 1], lines[i], width[i - 1])
        if i in sure or (blank[i - 1] and not spaced) or ends:
            starts.append(lines[i].start)
    return starts, [lines[i].start for i in sorted(begun)]


def _blank_between(text: str, a: Line, b: Line) -> bool:
    """An empty line between two neighbours; a gap with words in it is furniture, across which a sentence may go on."""
    gap = text[a.end : b.start]
    return gap.isspace() and gap.count("\n") > 1


def _double_spaced(lines: Sequence[Line], blank: Sequence[bool]) -> bool:
    """Blank lines after most lines, many of which stop in mid-sentence."""
    gaps = [i for i, empty in enumerate(blank) if empty]
    if len(gaps) < 3 or len(gaps) < 0.5 * len(blank):
        return False
    going_on = sum(_goes_on(lines[i], lines[i + 1]) for i in gaps)
    return going_on >= 0.1 * len(gaps)


def _widths(lines: Sequence[Line]) -> list[int]:
    """For each line the longest line around it, so that columns and pages of other widths don't disturb each other."""
    lengths = np.array([len(line.text.rstrip()) for line in lines])
    padded = np.pad(lengths, _WINDOW // 2, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW).max(axis=1)
    return [int(w) for w in np.maximum(around, _NARROWEST)]


def _goes_on(a: Line, b: Line) -> bool:
    return b.text.lstrip()[:1].islower() and not _ENDS.search(a.text[-8:])


def _ends_block(a: Line, b: Line, width: int) -> bool:
    if _goes_on(a, b):
        return False
    if _ITEM.match(b.text):
        return True
    following = b.text.split(None, 1)[0]
    return len(a.text.rstrip()) + 1 + len(following) <= _SHORT * width


def hyphen_joins(text: str, lines: Sequence[Line], blocks: Sequence[int], vocabulary: bool) -> list[tuple[int, int]]:
    """Spans of the layer that vanish where a word was broken at a line's end: the gap, with or without the hyphen.

    The hyphen goes only between lower-case letters and when the text doesn't write the word with a hyphen elsewhere.
    Without `vocabulary` it always stays (transcripts break no words, so a hyphen there belongs to the word).
    """
    first = set(blocks)
    joins, words = [], None
    for a, b in pairwise(lines):
        tail, head = _TAIL.search(a.text.rstrip()[-40:]), _HEAD.match(b.text.lstrip()[:40])
        if not tail or not head or b.start in first or not head[0][0].islower():
            continue
        if words is None:
            words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))
        left, right = tail[0][:-1], head[0]
        compound = f"{left}-{right}".casefold() in words or left.casefold() in _COMPOUNDS
        joined = (left + right).casefold() in words
        keep_hyphen = not vocabulary or not left.islower() or (compound and not joined)
        end = a.start + len(a.text.rstrip())
        joins.append((end if keep_hyphen else end - 1, b.start + len(b.text) - len(b.text.lstrip())))
    return joins
