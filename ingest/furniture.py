"""Finds page furniture (line numbers, running heads and feet, signature lines) and folds a layer's text without it.

The layer itself is never changed: `clean` gives the words for search, models and claims, and the way back from each of
their code points to the layer. When in doubt a line is kept: nothing that a witness said may be masked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.linebreaks import Line, block_starts, hyphen_joins
from ingest.linenumbers import margins
from ingest.running_heads import lone_number, running_heads

Span = tuple[int, int]

_LINE = re.compile(r"[^\n\f\v\u2028\u2029]+")
_COURT_HEAD = re.compile(
    r"Case\s+\d+:\d\d-\w+-\S+\s+Document\s+\d+(?:-\d+)?\s+Filed\s+\d\d/\d\d/\d{2,4}\s+"
    r"Page\s+\d+\s+of\s+\d+(?:\s+Page\s?ID\s?#?\s?:?)?(?:\s*\d+){0,2}"
)
_PATTERNS = re.compile(
    r"""
      [-–—\s]*Page(?:\s+No\.?)?\s*:?\s*\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?[-–—\s]*
    | (?:Signature|Signed)\b.{0,80}\bwitnessed\s+by\b.{0,80}
    | Signature(?:\s+of\s+[\w ]{1,30}|\s+witnessed\s+by)?\s*:.{0,60}
    | Signed\s*:?\s*[.…_]{3,}.{0,60}
    | [Cc]ontinuation\s+of\s+(?:the\s+)?(?:[Ww]itness\s+)?[Ss]tatement\s+of\b.{0,80}
    | (?:RESTRICTED|OFFICIAL|CONFIDENTIAL|SECRET)
      (?:\s*[-–—:]?\s*SENSITIVE)?(?:\s*\((?:when|WHEN)\s+(?:complete|COMPLETE)d?\))?
    | URN\s*:?(?:\s*/?\s*[\dA-Z]{1,6}){3,5}
    | [-=_*~–—\s]{4,}
    | MG\s?\d{1,2}[A-Z]?(?:\s*\([^)]{0,20}\))?(?:\s+Version\s+[\d./]+)?
    """,
    re.VERBOSE,
)
_BLANKS = np.array([chr(c).isspace() or c == 0xAD for c in range(0x3001)])  # no white space beyond U+3000


@dataclass(frozen=True, eq=False, slots=True)
class CleanText:
    """A layer's words with furniture masked and white space folded, and the way back.

    `text` has single spaces only. `offsets` int32 (len(text),): the offset in the layer of each code point (of a
    folded space: where the gap begins). `lines` and `blocks` int32: offsets in `text` at which a printed line, and a
    new paragraph or heading, begins; `entries` those of `blocks` that are a log's entries. `furniture` are the masked
    spans of the layer.
    """

    text: str
    offsets: NDArray[np.int32]
    lines: NDArray[np.int32]
    blocks: NDArray[np.int32]
    entries: NDArray[np.int32]
    furniture: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the layer of text[start:end], which must begin and end with words."""
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1

    def at(self, offset: int) -> int:
        """The place in `text` of the first word's code point at or after an offset in the layer."""
        found = int(np.searchsorted(self.offsets, offset))
        return found + 1 if self.text[found : found + 1] == " " else found


def clean(
    text: str, pages: Sequence[Span] = (), paragraphs: Sequence[int] = (), known: Sequence[Span] = ()
) -> CleanText:
    """Mask the furniture of a layer and fold its white space.

    `pages` are the spans of the layer's pages, where it has pages (a form feed ends one too); `paragraphs` are offsets,
    in order, at which a new block surely begins; lines that begin in `known` are furniture whatever they say.
    """
    lines = [Line(m.start(), m.end(), m.group()) for m in _LINE.finditer(text) if not m.group().isspace()]
    starts = [line.start for line in lines]
    sure = {i for a, b in known for i in range(*np.searchsorted(starts, [a, b]).tolist())}
    masked = _furniture(lines, pages or _fed_pages(text), sure)
    kept = []
    for i, line in enumerate(lines):
        cut = masked.get(i, 0)
        if line.start + cut < line.end and (rest := line.text[cut:]).strip():
            kept.append(Line(line.start + cut, line.end, rest) if cut else line)
    spans = tuple((lines[i].start, lines[i].start + cut) for i, cut in sorted(masked.items()))
    breaks, begun = block_starts(text, kept, paragraphs)
    numbered = any(cut < len(lines[i].text) for i, cut in masked.items())
    joins = hyphen_joins(text, kept, breaks, vocabulary=not numbered)
    whole = [(x, y) for x, y in joins if bisect_left(paragraphs, x) == bisect_right(paragraphs, y)]
    return _fold(text, kept, spans, breaks, begun, whole)


def _furniture(lines: Sequence[Line], pages: Sequence[Span], sure: set[int]) -> dict[int, int]:
    """Index of line → code points masked at its start (its whole length for heads and feet)."""
    whole = sure | {i for i, line in enumerate(lines) if len(line.text) < 400 and _is_furniture(line.text.strip())}
    for i, line in enumerate(lines):
        if i in whole and line.text.lstrip().startswith("Case"):
            whole.update(_numbers_after(lines, i))
    whole |= running_heads(lines, pages, whole)
    left = [i for i in range(len(lines)) if i not in whole]
    numbers = margins([lines[i].text for i in left])
    masked = {left[i]: cut for i, cut in numbers.items()}
    masked |= {i: len(lines[i].text) for i in whole}
    return masked


def _is_furniture(line: str) -> bool:
    return _PATTERNS.fullmatch(line) is not None or _COURT_HEAD.fullmatch(line) is not None


def _numbers_after(lines: Sequence[Line], head: int) -> list[int]:
    """The court's and the reporter's page numbers, alone on the lines below a court's running head."""
    found = []
    for i in range(head + 1, min(head + 3, len(lines))):
        if lone_number(lines[i].text) is None:
            break
        found.append(i)
    return found


def _fed_pages(text: str) -> list[Span]:
    if "\f" not in text:
        return []
    ends = [m.start() for m in re.finditer("\f", text)] + [len(text)]
    return list(zip([0] + [e + 1 for e in ends[:-1]], ends, strict=True))


def _fold(
    text: str,
    kept: Sequence[Line],
    furniture: tuple[Span, ...],
    breaks: Sequence[int],
    begun: Sequence[int],
    joins: Sequence[Span],
) -> CleanText:
    """Keep the code points that are words, one space between; `joins` are line ends (hyphen and gap) that vanish."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    keep = ~_blank(codes)
    for a, b in furniture:
        keep[a:b] = False
    joined = np.zeros(len(codes) + 1, bool)
    for a, b in joins:
        keep[a:b] = False
        joined[b] = True
    at = np.flatnonzero(keep)
    if not len(at):
        nothing = np.zeros(0, np.int32)
        return CleanText("", nothing, nothing, nothing, nothing, furniture)
    gaps = np.flatnonzero((np.diff(at) > 1) & ~joined[at[1:]]) + 1
    offsets = np.insert(at, gaps, at[gaps - 1] + 1).astype(np.int32)
    out = np.insert(codes[at], gaps, np.uint32(0x20))
    places = np.arange(len(at)) + np.searchsorted(gaps, np.arange(len(at)), side="right")

    def place(where: Sequence[int]) -> NDArray[np.int32]:
        index = np.searchsorted(at, np.asarray(where, np.int64))
        return np.unique(places[index[index < len(at)]]).astype(np.int32)

    words = out.tobytes().decode("utf-32-le", "surrogatepass")
    printed = place([line.start for line in kept])
    return CleanText(words, offsets, printed, place(breaks), place(begun), furniture)


def _blank(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points are white space (as `str.isspace` has it) or a soft hyphen, which is no word's letter."""
    return np.where(codes < len(_BLANKS), _BLANKS[np.minimum(codes, len(_BLANKS) - 1)], False)
