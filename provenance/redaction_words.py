"""Finds words that were taken out of a source in what was written from it, and puts `[redacted]` in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from provenance.anchors import CONTEXT
from provenance.records import TextAnchor
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import SHOWN

_TOKEN = re.compile(r"[^\W_]+")
_LEAST = 3  # letters and digits of words that are looked for beyond the place that is cited
_DIGITS = 5  # of a number that is found however it is grouped
_JOINED = re.compile(rf"{re.escape(SHOWN)}(?:[\W_]{{0,3}}{re.escape(SHOWN)})+")


def phrases(copy: ServedCopy) -> tuple[str, ...]:
    """What is taken out of the source, stretch by stretch, each once."""
    layer = copy.original
    if layer is None:
        return ()
    return tuple(dict.fromkeys(layer.slice(start, end) for start, end in copy.masking.spans))


def known(text: str) -> str:
    """Words as they are compared: letters and digits alone in small letters, one space between."""
    return " ".join(_TOKEN.findall(text.casefold()))


def count(words: str, within: str) -> int:
    """How often the words stand in a text; both are `known` already."""
    return len(re.findall(rf"(?<!\S){re.escape(words)}(?!\S)", within)) if words else 0


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Where a phrase stands in a text, whatever its case, white space and punctuation; none for one too short."""
    pattern = _pattern(phrase)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def without_phrases(text: str, taken: Iterable[str]) -> str:
    """The text without any of these words as a whole, whatever their case, white space and punctuation."""
    if not text:
        return text
    for phrase in taken:
        pattern = _pattern(phrase)
        text = pattern.sub(SHOWN, text) if pattern else text
    return _JOINED.sub(SHOWN, text)


def is_telling(phrase: str) -> bool:
    """Whether what was taken out is known again wherever it stands: a number, an address, a name of two words or more.

    A few plain words, as the end of a marked line can be, are found in what anybody says.
    """
    words = _TOKEN.findall(phrase)
    numbered = any(map(str.isdigit, phrase)) and len("".join(words)) >= _DIGITS
    return numbered or "@" in phrase or sum(word[:1].isupper() for word in words) > 1


def without_cited(text: str, copy: ServedCopy, anchors: Sequence[TextAnchor]) -> str:
    """The text, which was written from these places of the source, without what was taken out of them.

    A word that the place holds only where it is marked goes wherever the text has it; one that it holds elsewhere, too,
    goes where the text follows the marked place.
    """
    for anchor in anchors:
        text = _without(text, copy, anchor)
    return without_phrases(text, phrases(copy))


def _without(text: str, copy: ServedCopy, anchor: TextAnchor) -> str:
    if copy.original is None or not text:
        return text
    start, end = max(0, anchor.start - CONTEXT), anchor.end + CONTEXT  # words are taken from beside the place, too
    said = copy.original.slice(start, end)
    tokens = list(_TOKEN.finditer(said))
    out = [copy.masking.touches(start + m.start(), start + m.end()) for m in tokens]
    if not any(out):
        return text
    kept = {m.group().casefold() for m, gone in zip(tokens, out, strict=True) if not gone}
    taken = {m.group().casefold() for m, gone in zip(tokens, out, strict=True) if gone}
    told = list(_TOKEN.finditer(text))
    cut = {n for n, m in enumerate(told) if m.group().casefold() in taken - kept}
    pairs = SequenceMatcher(
        None, [m.group().casefold() for m in tokens], [m.group().casefold() for m in told], autojunk=False
    )
    for a, b, size in pairs.get_matching_blocks():
        cut |= {b + n for n in range(size) if out[a + n]}
    return _cut(text, [told[n].span() for n in sorted(cut)])


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with `[redacted]` for these stretches, neighbours as one; what stands in `[redacted]` already stays."""
    held = [m.span() for m in re.finditer(re.escape(SHOWN), text)]
    found, done = list[str](), 0
    for start, end in spans:
        if not any(a <= start < b for a, b in held):
            found += [text[done:start], SHOWN]
            done = end
    return _JOINED.sub(SHOWN, "".join([*found, text[done:]]))


@lru_cache(4096)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    """What finds a phrase in other words; None for one too short to be known again."""
    tokens = _TOKEN.findall(phrase)
    if len("".join(tokens)) < _LEAST:
        return None
    parted = [_grouped(token) for token in tokens]
    whole = "".join(tokens)
    if whole.isdecimal() and len(whole) >= _DIGITS:
        parted = [_grouped(whole)]
    return re.compile(r"(?<![^\W_])" + r"[\W_]{0,4}".join(parted) + r"(?![^\W_])", re.IGNORECASE)


def _grouped(token: str) -> str:
    """A number of some length with or without separators between its digits; any other word as it is."""
    if token.isdecimal() and len(token) >= _DIGITS:
        return r"[\s().–-]{0,3}".join(token)
    return re.escape(token)
