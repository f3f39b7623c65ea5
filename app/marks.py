"""Finds the words that a person typed in the text of a layer, written as they may be there, for bold print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from provenance.store.search import code_places, codes, indexed

Span = tuple[int, int]
_Form = Literal["NFKC", "NFKD"]
_QUOTED = re.compile('["“”„]([^"“”„]+)["“”„]')
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n\s*(?=[^\W\d_])|\u00ad")  # a word that goes on in the next line
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: `phrases` stood in double quotes and must stand so, `words` are what is left of it."""

    words: str
    phrases: tuple[str, ...]

    @property
    def all(self) -> str:
        return " ".join((self.words, *self.phrases))


def parse(typed: str) -> Typed:
    """Phrases in double quotes, straight or curly, and the rest; a quote that is not closed is no phrase."""
    phrases = [" ".join(phrase.split()) for phrase in _QUOTED.findall(typed)]
    return Typed(" ".join(_QUOTED.sub(" ", typed).split()), tuple(p for p in phrases if _TOKEN.search(p)))


def stands(phrase: str, text: str) -> bool:
    """Whether the phrase stands in the text as such, white space and case aside, from word to word."""
    return _as_such(_plain(phrase)).search(_plain(text)) is not None


def marks(text: str, typed: Typed) -> list[Span]:
    """Spans of `text` with what was typed: phrases, words, and codes however they are set apart; none overlap."""
    found = [span for phrase in typed.phrases for span in places(text, phrase)]
    words = [_words(_TOKEN.findall(_fold(word)[0])) for word in indexed(typed.words).split() if _TOKEN.search(word)]
    for joined in (False, True) if _BROKEN.search(text) else (False,):
        folded, at = _fold(text, joined)
        found += [_back(text, at, match.span()) for word in words for match in word.finditer(folded)]
    wanted = set(codes(typed.all.upper()))
    if wanted:
        plain, at = _map(text, "NFKC")
        found += [_back(text, at, (start, end)) for code, start, end in code_places(plain) if code in wanted]
    return _merged(found)


def places(text: str, phrase: str) -> list[Span]:
    """Where a phrase stands in the text; where lines of furniture stand between its words, where these stand."""
    tokens = _TOKEN.findall(_fold(phrase)[0])
    for pattern in (_as_such(_fold(phrase)[0]), re.compile("|".join(_words([token]).pattern for token in tokens))):
        for joined in (False, True):
            folded, at = _fold(text, joined)
            found = [_back(text, at, match.span()) for match in pattern.finditer(folded)]
            if found:
                return found
    return []


def _as_such(phrase: str) -> re.Pattern[str]:
    """The words of a phrase with any white space between them, beginning and ending at the edge of a word."""
    begins = r"(?<![^\W_])" if _TOKEN.match(phrase) else ""
    ends = r"(?![^\W_])" if _TOKEN.match(phrase[-1:]) else ""
    return re.compile(begins + r"\s+".join(map(re.escape, phrase.split())) + ends)


def _words(tokens: Sequence[str]) -> re.Pattern[str]:
    """Whole words in their order, whatever signs stand between them: as the full-text index takes a term."""
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, tokens)) + r"(?![^\W_])")


def _plain(text: str) -> str:
    return " ".join(indexed(text).casefold().split())


def _fold(text: str, joined: bool = False) -> tuple[str, list[int]]:
    """The text in lower case without accents and, where `joined`, without the hyphens of broken words; see `_map`."""
    left_out = {i for match in _BROKEN.finditer(text) for i in range(*match.span())} if joined else set[int]()
    return _map(text, "NFKD", left_out, fold=True)


def _map(
    text: str, form: Literal["NFKC", "NFKD"], left_out: Collection[int] = (), fold: bool = False
) -> tuple[str, list[int]]:
    """The text in a normal form, and for each of its characters the offset of that which it comes from."""
    out, at = list[str](), list[int]()
    for i, char in enumerate(text):
        if i in left_out:
            continue
        piece = char if char.isascii() else unicodedata.normalize(form, char)
        if fold:
            piece = "".join(c for c in piece.casefold() if not unicodedata.combining(c))
        out.append(piece)
        at += [i] * len(piece)
    return "".join(out), at


def _back(text: str, at: Sequence[int], span: Span) -> Span:
    """A span of a folded text as one of the text itself, with the accents that belong to its last letter."""
    start, end = at[span[0]], at[span[1] - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
