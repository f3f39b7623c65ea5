"""Finds the entries of a log: lines that begin with a clock time, or blocks that end in one alone, as messages do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}\.?(?:[ -]\d{{2,4}})?|{_MONTH}\.?\s{{1,2}}\d{{1,2}}(?:,?\s\d{{4}})?)"
)
_CLOCK = (
    r"(?:\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\.\d\d\s?[ap]\.?m\b\.?|\d{4}(?=\s?h(?:ou)?rs\b))"
    r"(?:\s?h(?:ou)?rs\b\.?|Z\b|\s?(?:UTC|GMT|BST)\b|[+-]\d\d:?\d\d\b)?"
)
_UNSEEN = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # marks of direction, which telephones put before entries
_TIME = (
    rf"[ \t{_UNSEEN}]*[\[(\"']?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s)?"
    rf"(?:{_DATE}[\"']?(?:\s{{0,3}}[,;|T]\s{{0,3}}|\s{{1,3}})(?:at\s)?[\"']?)?{_CLOCK}"
)
_STAMP = re.compile(rf"{_TIME}(?![\w:]|\so['’]clock)[^\w\n]*", re.I)
# A time alone, with the ticks of a message that arrived, as they are or as OCR reads them ("21:03W").
_ALONE = re.compile(rf"{_TIME}[^\w\n]{{0,8}}[vw/√]{{0,4}}[^\w\n]{{0,8}}", re.I)
# A line of an account: "13 March 2026 ATM Harbour Road £20.00", a date at its head and an amount at its end.
_LEDGER = re.compile(rf"[ \t]*{_DATE}(?=\s.*\d\.\d\d\s?(?:CR|DR|OD)?\s*$)[^\w\n]*", re.I)
_DIGIT = re.compile(r".{0,12}?\d.?[\d:./ a-z-]", re.I)  # quick to find, and in every stamp
_LETTER = re.compile(r"[^\W\d_]")
_LEAST = 2  # entries that make a log
# A line that ends so goes on: a time that begins the next one belongs to its sentence.
_GOES_ON = re.compile(
    r"(?:\b(?:at|about|around|approximately|approx\.?|before|after|until|till|to|from|since|by|and|or|between|of|for"
    r"|than|was|is|the|on|circa|nearly|almost|roughly)|[,–—-])\s*\Z",
    re.I,
)
_ENDS = re.compile(r"[.?!:;]['\"”’»)\]]*\s*\Z")
_FULL = 0.85  # of the width around: a line that ends before this had room for the next word


class Printed(Protocol):
    """A printed line of a layer."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


def entries(text: str, lines: Sequence[Printed], widths: Sequence[int]) -> set[int]:
    """Indices of the lines that begin an entry of a log in the layer `text`; none where it holds no log.

    `widths` are the lengths of the longest lines around. A time at which a wrapped sentence happens to break its line
    is none, nor is a time with no words after it, as cells of a timetable are.
    """
    stamped = {i: m.end() for i, line in enumerate(lines) if (m := _stamp(line.text))}
    found: set[int] = set()
    for i, end in stamped.items():
        small = lines[i].text[end : end + 1].islower()
        entry = i - 1 in found and _shape(lines[i - 1].text[: stamped[i - 1]]) == _shape(lines[i].text[:end])
        if i == 0 or not _within(text, lines[i - 1], lines[i], widths[i], small, entry):
            found.add(i)
    return found if len(found) >= _LEAST else set()


def times_below(lines: Sequence[Printed], blank: Sequence[bool]) -> set[int]:
    """Indices of the lines that begin a message whose time stands alone below it, as phones show chats.

    `blank` says of each line but the last whether a blank one follows. That tells: more of the times end a block than
    begin one. Within a block too, each ends a message.
    """
    apart = [True, *blank, True]  # before each line, and behind the last
    alone = [i for i, line in enumerate(lines) if _ALONE.fullmatch(line.text)]
    below = [i for i in alone if not apart[i] and apart[i + 1]]
    above = [i for i in alone if apart[i] and not apart[i + 1]]
    if len(below) < _LEAST or len(below) <= len(above):
        return set()
    begins = sorted({i for i, is_apart in enumerate(apart[:-1]) if is_apart} | {i + 1 for i in alone})
    return {begins[bisect_right(begins, i) - 1] for i in alone}


def wrapped(text: str, lines: Sequence[Printed], begun: set[int]) -> set[int]:
    """Indices of the lines that go on with the entry above them: all down to the next entry or a blank line."""
    found: set[int] = set()
    if not begun:
        return found
    for i, (a, b) in enumerate(pairwise(lines), 1):
        above = i - 1 in begun or i - 1 in found
        if above and i not in begun and text[a.end : b.start].count("\n") <= 1:
            found.add(i)
    return found


def _stamp(line: str) -> re.Match[str] | None:
    """The time at a line's beginning when a word follows on the line."""
    found = _STAMP.match(line) or _LEDGER.match(line) if _DIGIT.match(line) else None
    if not found or _ALONE.fullmatch(line):
        return None
    return found if _LETTER.search(line, found.end(), found.end() + 200) else None


def _shape(stamp: str) -> str:
    return re.sub(r"\d+", "#", re.sub(f"[{_UNSEEN}]", "", stamp)).strip()


def _within(text: str, above: Printed, line: Printed, width: int, small: bool, entry: bool) -> bool:
    """Whether a time at a line's beginning stands within the sentence of the line above.

    `small`: a lower-case letter follows the time; `entry`: the line above begins an entry with a like time.
    """
    if _ENDS.search(above.text[-8:]):
        return False
    full = len(above.text.rstrip()) + 1 + len(line.text.split(None, 1)[0]) > _FULL * width
    if _GOES_ON.search(above.text[-20:]):
        return not entry
    return small and full and not entry and text[above.end : line.start].count("\n") <= 1
