"""Text in pieces, as the readers of marked-up documents find it, and the parts of a layer that are made of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from ingest.items import Advance
from ingest.readers.normal import clean
from provenance.records import Notice, Part, PartKind

_STEP = 200  # pieces between two signs of life
_LONGEST = 120  # code points of other people's words in a label
_SAID: Final = {
    "tracked_changes": "inserted, deleted or moved passages, marked as such: {n}",
    "hidden_text": "passages of hidden text, marked as such: {n}",
    "struck_text": "passages struck through, marked as such: {n}",
}
HIDDEN: Final = "hidden"
STRUCK: Final = "struck through"
_COUNTED: Final = {HIDDEN: "hidden_text", STRUCK: "struck_text"}
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part to be: its text without the last line feed, what people call it, its kind and its path in the file."""

    text: str
    label: str
    kind: PartKind = "paragraph"
    xpath: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: `mark` is "" or how they differ from the running text, by whom and when."""

    text: str
    mark: str = ""
    who: str = ""
    when: str = ""


STANDING: Final = frozenset(("", "inserted", "moved here"))  # words with these marks are part of the running text


def marked(runs: Sequence[Run], label: str, xpath: str, counts: Counter[str]) -> Iterator[Piece]:
    """A paragraph as it stands, then as notes what was deleted, moved away, hidden or struck through in it.

    `counts` gains "tracked_changes", "hidden_text" and "struck_text", one for each passage.
    """
    standing = [run for run in runs if run.mark in STANDING]
    added = [run for run in standing if run.mark and run.text.strip()]
    called = label
    if added:
        counts["tracked_changes"] += 1
        whole = all(run.mark or not run.text.strip() for run in standing)
        called = f"{label}, {said(added[0].mark if whole else f'with words {added[0].mark}', *_by(added))}"
    yield Piece("".join(run.text for run in standing), called, "paragraph", xpath)
    for (mark, who, when), group in groupby(runs, key=lambda r: (r.mark, r.who, r.when)):
        words = "".join(run.text for run in group)
        if mark in STANDING or not words.strip():
            continue
        counts.update(code for look, code in _COUNTED.items() if mark.endswith(look))
        counts["tracked_changes"] += mark not in _COUNTED
        yield Piece(words, f"{label}, {said(mark, who, when)}", "note", xpath)


def set_apart(run: Run, look: str) -> Run:
    """The run where its looks, HIDDEN, STRUCK or "", set it apart: "inserted and struck through", still with who and
    when; words that a change has taken out of the text stay what they are."""
    if not look or run.mark not in STANDING:
        return run
    return replace(run, mark=f"{run.mark} and {look}" if run.mark else look)


def _by(runs: Sequence[Run]) -> tuple[str, str]:
    """Who made these changes and when: the first's, where all are one person's."""
    names = list(dict.fromkeys(run.who for run in runs))
    return (names[0], runs[0].when) if len(names) == 1 else (f"{names[0]} and others", "")


def remarks(counts: Mapping[str, int]) -> Iterator[Notice]:
    """What is to be said of the passages that `marked` counted."""
    for code, words in _SAID.items():
        if n := counts.get(code, 0):
            yield Notice(code, words.format(n=n))


class Parts:
    """Makes parts of pieces. `usable`: any of them has text; `only` asks for the parts of these ordinals alone."""

    def __init__(self, only: Collection[int] | None) -> None:
        self.usable = False
        self._only = only
        self._last = max(only, default=-1) if only is not None else None

    def of(self, pieces: Iterable[Piece]) -> Iterator[object]:
        """The parts in order, each with its line feed, and Advances where everything is asked for."""
        for ordinal, piece in enumerate(pieces):
            if self._last is not None and ordinal > self._last:
                return
            if self._only is None or ordinal in self._only:
                text = clean(piece.text)
                self.usable = self.usable or bool(text.strip())
                yield Part(ordinal, piece.kind, text + "\n", piece.label, xpath=piece.xpath)
            if self._only is None and ordinal % _STEP == 0:
                yield Advance(ordinal, 0, "paragraphs")


def said(what: str, who: str = "", when: str = "") -> str:
    """`what` with who did it and when, as far as known: "deleted (A. Smith, 3 May 2024 14:05)"."""
    known = ", ".join(x for x in (short(who), day(when)) if x)
    return f"{what} ({known})" if known else what


def stretch(first: str, last: str) -> str:
    """Where words stand that begin in one paragraph and end in another: "para 10 – para 12"."""
    return first if first == last else f"{first} – {last}"


def day(stated: str) -> str:
    """An ISO 8601 date and time, as software states it, in words: "3 May 2024 14:05"; another text stays as it is."""
    found = _DATE.match(stated)
    if not found or not 1 <= int(found[2]) <= 12:
        return short(stated)
    words = f"{int(found[3])} {_MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{words} {found[4]}:{found[5]}" if found[4] and (found[4], found[5]) != ("00", "00") else words


def short(text: str, most: int = _LONGEST) -> str:
    """Words from a file on one line, cut where they are long."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def address(target: str, words: str) -> str:
    """Where a link leads, where its words don't say so already; "" for a place in the same document."""
    bare = target.strip()
    if not bare or bare.startswith("#") or bare.lower().startswith(("javascript:", "data:")):
        return ""
    core = re.sub(r"^(?:mailto:|tel:|https?://(?:www\.)?)", "", bare, flags=re.I).rstrip("/")
    return "" if core and core.lower() in " ".join(words.split()).lower() else bare
