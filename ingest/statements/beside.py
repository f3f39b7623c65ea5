"""Places the sections of a statement in the whole of its layer, among notes, fields and facts that are no part of it.

What stands beside the rear is rear as well: a note on its page or its paragraph, a field that is one of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from ingest.items import Shown
from ingest.statements.entries import entered, merged
from ingest.statements.rear import is_answer
from ingest.statements.statement import Stretch
from ingest.statements.told import QUOTED, open_words, quotes_open
from provenance.rear import covers
from provenance.records import Box, Part

_KINDS: Final = ("field", "note", "fact")
REAR: Final = "rear"
# "Mobile: the suspect dropped an iPhone" is no number of the witness's: a sentence that tells is evidence.
_TELLS = re.compile(r"\b(?:I|he|she|they|we|was|were|had|has|told|said|saw|seen|went|came|dropped|took|gave)\b")
_NAMES = re.compile(r"table \d+, row \d+|[^,–]+")
Span = tuple[int, int]


def printed(parts: Iterable[Part]) -> list[Part]:
    """The parts that are the text of the paper itself."""
    return [part for part in parts if part.kind not in _KINDS]


def placed(parts: Sequence[Part], sections: Sequence[Stretch], shown: Sequence[Shown] = ()) -> list[Stretch]:
    """The sections of the `printed` parts as stretches of the layer of all parts, in order, none within another.

    To the rear come the notes and fields that stand on it, and what fields of the rear, among those `shown` in the
    text of their pages, have as entries.
    """
    layer = _Layer.of(parts)
    found = [(a, b, section) for start, end, section in sections for a, b in layer.moved(start, end)]
    lines = [(layer.starts[n] + a, layer.starts[n] + b) for n in layer.printed for a, b in entered(parts[n], shown)]
    back = merged([*((a, b) for a, b, section in found if section == "rear"), *lines])
    others = [(a, b, section) for start, end, section in found if section != "rear" for a, b in _less(start, end, back)]
    beside = [layer.span(n) for n in _on_rear(layer, back)]
    return sorted([*others, *((a, b, REAR) for a, b in (*back, *beside))])


def _less(start: int, end: int, without: Sequence[Span]) -> Iterator[Span]:
    """What is left of [start, end)."""
    for a, b in without:
        if a < end and b > start:
            if start < a:
                yield start, a
            start = b
    if start < end:
        yield start, end


@dataclass(frozen=True, slots=True)
class _Layer:
    """All parts in order, where they begin, and where those begin that are printed, in the text of these alone."""

    parts: Sequence[Part]
    starts: Sequence[int]
    printed: Sequence[int]  # which of the parts
    apart: Sequence[int]  # where each of the printed begins among them

    @classmethod
    def of(cls, parts: Sequence[Part]) -> _Layer:
        chosen = [n for n, part in enumerate(parts) if part.kind not in _KINDS]
        starts = list(accumulate((len(part.text) for part in parts), initial=0))
        return cls(parts, starts, chosen, list(accumulate((len(parts[n].text) for n in chosen), initial=0)))

    def span(self, n: int) -> Span:
        return self.starts[n], self.starts[n + 1]

    def moved(self, start: int, end: int) -> Iterator[Span]:
        """A stretch of the printed text in the layer; notes in the midst of it part it."""
        joined: Span | None = None
        for at in range(max(0, bisect_right(self.apart, start) - 1), len(self.printed)):
            if self.apart[at] >= end:
                break
            by = self.starts[self.printed[at]] - self.apart[at]
            low, high = max(start, self.apart[at]) + by, min(end, self.apart[at + 1]) + by
            if joined is not None and joined[1] != low:
                yield joined
                joined = None
            joined = (joined[0] if joined else low, high)
        if joined is not None and joined[0] < joined[1]:
            yield joined

    def share(self, n: int, back: Sequence[Span]) -> float:
        """How much of a part is rear."""
        start, end = self.span(n)
        return sum(max(0, min(b, end) - max(a, start)) for a, b in back) / max(1, end - start)


def _on_rear(layer: _Layer, back: Sequence[Span]) -> Iterator[int]:
    """Which of the parts that are not printed belong to the rear; what a file records of itself never does."""
    if not layer.printed:
        return
    sheets = {layer.parts[n].page: n for n in layer.printed if layer.parts[n].kind == "page"}
    shares = {n: layer.share(n, back) for n in layer.printed}
    places = _Places(layer, shares)
    opened = open_words(layer.parts, [(*span, REAR) for span in back])
    before = 0.0  # how much of the printed part that came last is rear
    for n, part in enumerate(layer.parts):
        if n in shares:
            before = shares[n]
        elif part.kind == "fact":
            continue
        elif _answers(part):
            yield n
        elif part.page in sheets:
            sheet = sheets[part.page]
            if shares[sheet] > 0.5 or (shares[sheet] > 0 and _lies_on(layer, sheet, part, back)):
                yield n
        elif not part.page and places.on_rear(part, before, opened):
            yield n


def _answers(part: Part) -> bool:
    """Whether a field, or words that were struck out or hidden, answer the rear: "Home address: 4 Mill Lane"."""
    if part.kind == "field":
        return is_answer(part.text)
    return any(is_answer(line) and not _TELLS.search(line) for line in part.text.split("\n") if ":" in line)


class _Places:
    """The printed parts by what they are called, and how much of each is rear."""

    def __init__(self, layer: _Layer, shares: Mapping[int, float]) -> None:
        self._shares = [shares[n] for n in layer.printed]
        self._called: dict[str, list[int]] = {}
        for at, n in enumerate(layer.printed):
            for name in _names(layer.parts[n])[:1]:
                self._called.setdefault(name, []).append(at)

    def on_rear(self, note: Part, before: float, opened: str) -> bool:
        """Whether a note hangs on words of the rear, as far as what it is called tells; in doubt it does.

        One that hangs on several paragraphs does where any of them has rear. Without a place, it is where the part
        before it is, of which so much is rear; `opened` are all words that are not.
        """
        hung = [self._called[name] for name in dict.fromkeys(_names(note)) if name in self._called]
        if not hung:
            return before > 0.5
        if len(hung) > 1:
            every = [at for some in hung for at in some]
            return any(share > 0 for share in self._shares[min(every) : max(every) + 1])
        most = max(self._shares[at] for at in hung[0])
        return most > 0.5 or (most > 0 and not quotes_open(note.label, opened))


def _names(part: Part) -> list[str]:
    """What a part is called, or a note says that it stands at; words that a label quotes are no names."""
    found = _NAMES.findall(QUOTED.sub("", part.label))
    return [name.strip().removeprefix("after ") for name in found]


def _lies_on(layer: _Layer, sheet: int, part: Part, back: Sequence[Span]) -> bool:
    """Whether a note lies on that part of a page which is covered with its rear; one without a place may."""
    page, (at, end) = layer.parts[sheet], layer.span(sheet)
    on = [(max(a, at) - at, min(b, end) - at) for a, b in back if a < end and b > at]

    def boxes(start: int, stop: int) -> list[Box]:
        return [] if page.words is None else [Box(page.page, *row) for row in page.words.lines(start, stop)]

    covered = covers(page.page, page.text, on, boxes, scan=True)
    middles = [y + h / 2 for _, y, _, h in ([] if part.words is None else part.words.boxes.tolist()) if h > 0]
    return not middles or any(box.y <= y <= box.y + box.h for y in middles for box in covered)
