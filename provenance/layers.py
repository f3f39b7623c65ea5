"""A stored text layer, read part by part: slices, boxes, and the words people use for a place in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from provenance.records import Box, PartKind, Place
from provenance.words import Words

_KEPT_PARTS = 16
_RANGE = 500  # parts that are loaded in one go


@dataclass(frozen=True, slots=True)
class LoadedPart:
    """What a part holds: its text, the place of every word (None where not known), and places of its own."""

    text: str
    words: Words | None = None
    places: tuple[Place, ...] = ()


LoadPart = Callable[[int], LoadedPart]
LoadTexts = Callable[[int, int, bool], Mapping[int, LoadedPart]]


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A stored part without its text: `start` and `length` in code points of the layer, `sha256` of its UTF-8 text.

    `line` is the number of its first physical line in the layer, from 1.
    """

    ordinal: int
    kind: PartKind
    start: int
    length: int
    line: int
    sha256: str
    label: str
    page: int
    width: float
    height: float
    xpath: str

    @property
    def end(self) -> int:
        return self.start + self.length


class Layer:
    """The text of one source as a named extractor read it. Loads the parts that are touched, keeps the latest few.

    May be used from any thread. `load` gives what a part holds, by ordinal, `load_texts` text and, where asked, places
    (never words) of the parts between two ordinals, both included. `closed` are stretches [start, end) that are never
    quoted beside other words: the rear of a statement's form.
    """

    def __init__(
        self,
        kind: str,
        extractor: str,
        parts: Sequence[PartInfo],
        load: LoadPart,
        closed: Sequence[tuple[int, int]] = (),
        load_texts: LoadTexts | None = None,
    ) -> None:
        self.kind = kind
        self.extractor = extractor
        self.parts = tuple(parts)
        self._starts = [part.start for part in self.parts]
        self._by_ordinal = {part.ordinal: part for part in self.parts}
        self._load = lru_cache(_KEPT_PARTS)(load)
        self._load_texts = load_texts
        self._closed = tuple(closed)

    @property
    def closed(self) -> tuple[tuple[int, int], ...]:
        """The stretches that are never quoted beside other words."""
        return self._closed

    @property
    def length(self) -> int:
        """Code points of the whole layer."""
        return self.parts[-1].end if self.parts else 0

    def part(self, ordinal: int) -> PartInfo:
        """Raises KeyError for an ordinal that the layer does not have."""
        return self._by_ordinal[ordinal]

    def part_text(self, ordinal: int) -> str:
        return self._load(ordinal).text

    def part_words(self, ordinal: int) -> Words | None:
        """The place of every word of a part, offsets from its start; None where places are not known."""
        return self._load(ordinal).words

    def text(self) -> str:
        """The whole layer; for sources that are known to be small."""
        return "".join(held.text for _, held in self.held(self.parts, places=False))

    def held(self, parts: Sequence[PartInfo], places: bool = True) -> Iterator[tuple[PartInfo, LoadedPart]]:
        """These neighbouring parts with texts and `places`, many loaded in one go; words, unasked places may miss."""
        for at in range(0, len(parts), _RANGE):
            some = parts[at : at + _RANGE]
            texts: Mapping[int, LoadedPart] = {}
            if self._load_texts is not None and len(some) > 1:
                texts = self._load_texts(some[0].ordinal, some[-1].ordinal, places)
            yield from ((part, texts.get(part.ordinal) or self._load(part.ordinal)) for part in some)

    def slice(self, start: int, end: int) -> str:
        """layer[start:end], clamped to the layer."""
        start = max(0, start)
        pieces = (self.part_text(p.ordinal)[max(0, start - p.start) : end - p.start] for p in self.touched(start, end))
        return "".join(pieces)

    def open_around(self, start: int, end: int) -> tuple[int, int]:
        """The stretch around [start, end) that holds nothing of what is closed, but for the words asked for."""
        low = max((b for _, b in self._closed if b <= start), default=0)
        high = min((a for a, _ in self._closed if a >= end), default=self.length)
        inside = [(a, b) for a, b in self._closed if a < end and b > start]
        return (start, end) if inside else (low, high)

    def is_closed(self, start: int, end: int) -> bool:
        """Whether some of [start, end) is closed."""
        return any(a < end and b > start for a, b in self._closed)

    def touched(self, start: int, end: int) -> tuple[PartInfo, ...]:
        """The parts that hold a character of [start, end)."""
        if start >= end or not self.parts:
            return ()
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end - 1)
        return tuple(p for p in self.parts[first:last] if p.length and p.start < end and p.end > start)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where the words that overlap [start, end) stand, one box for each line of each page; empty if unknown."""
        found = []
        for part in self.touched(start, end):
            words = self._load(part.ordinal).words
            if words is not None:
                rows = words.lines(start - part.start, end - part.start)
                found += [Box(part.page, x, y, w, h) for x, y, w, h in rows]
        return tuple(found)

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """The cells, cues or facts that [start, end) touches, with their offsets in the layer."""
        found = []
        for part in self.touched(start, end):
            for place in self._load(part.ordinal).places:
                first, last = part.start + place.start, part.start + place.end
                if first < end and last > start:
                    found.append(replace(place, start=first, end=last))
        return tuple(found)

    def xpath(self, start: int) -> str:
        """The XPath of the paragraph at this place, or an empty string."""
        found = self.touched(start, start + 1)
        return found[0].xpath if found else ""

    def label(self, start: int, end: int) -> str:
        """What people call the place: "p. 3", "pp. 3–4", "para 12", "lines 40–46", "picture"; empty for no place."""
        found = self.touched(start, end)
        if not found:
            return ""
        first, last = found[0], found[-1]
        called = [place.label for place in self.places(start, end) if place.label]
        if len(called) > 1 and first.kind == last.kind == "row":  # "Calls row 4" says more than "Calls A4 – Calls F4"
            return first.label if first is last else f"{first.label} – {last.label}"
        if called:
            return called[0] if called[0] == called[-1] else f"{called[0]} – {called[-1]}"
        if first.page:
            return _range("p. ", "pp. ", first.label or f"p. {first.page}", last.label or f"p. {last.page}")
        if self.kind == "picture":
            return "picture"
        if first.kind == "paragraph":
            numbers = (f"para {part.ordinal + 1}" for part in (first, last))
            return _range("para ", "paras ", *(part.label or n for part, n in zip((first, last), numbers, strict=True)))
        if self.kind != "text":
            return first.label
        return _range("line ", "lines ", f"line {self._line(first, start)}", f"line {self._line(last, end - 1)}")

    def _line(self, part: PartInfo, at: int) -> int:
        """The physical line that holds the character at `at`, a line's end belonging to the line."""
        at = max(at, part.start)
        return part.line + self.part_text(part.ordinal).count("\n", 0, at - part.start)


def _range(one: str, many: str, first: str, last: str) -> str:
    """ "p. 3" and "p. 4" as "pp. 3–4"; labels of other shapes ("p. iv [scan 4]") side by side."""
    if first == last:
        return first
    if all(label.startswith(one) and " " not in label.removeprefix(one) for label in (first, last)):
        return f"{many}{first.removeprefix(one)}–{last.removeprefix(one)}"
    return f"{first} – {last}"
