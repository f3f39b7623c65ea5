"""Suspects a page whose letters are given wrong meanings (a lying ToUnicode map), and checks it against what OCR reads.

In every language written in Latin letters a few pairs of letters make up most of a text; a text whose letters are
exchanged or shifted has hardly any of them. Whether it is so is told by OCR alone: suspicion costs time, no words.
"""

from __future__ import annotations

import re
from typing import Final

_LEAST_WORDS = 40
_USUAL = 0.34  # of all pairs: with fewer, letters may not be what they seem (English 0.64, Welsh 0.37, shifted 0.1)
_SAME = 0.3  # of the words are read by OCR too, where the letters are right
# The commonest pairs of English, French, German, Spanish, Italian, Polish, Welsh and Finnish.
_LETTERS: Final = (
    "thheineranreonatenndtiesorteofedisitalarsttontngsehaasouiolevecomedehiriroicneearacelichllbemasiomur"
    "eiiegeundalaelosadquuetaaininakasattaaiisskiwizaszczrzpoowprdzzigowaddynaeefrdolusemnodoci"
)
_PAIRS: Final = frozenset(_LETTERS[i : i + 2] for i in range(0, len(_LETTERS), 2))
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def suspect(text: str) -> bool:
    """Whether a page of Latin letters has so few of the usual pairs of letters that they may not be its own."""
    words = [word.casefold() for word in _WORD.findall(text) if word.isascii()]
    if len(words) < _LEAST_WORDS or sum(map(len, words)) < 0.5 * len("".join(text.split())):
        return False
    pairs = [word[i : i + 2] for word in words for i in range(len(word) - 1)]
    return sum(pair in _PAIRS for pair in pairs) < _USUAL * len(pairs)


def agrees(text: str, read: str) -> bool:
    """Whether OCR, which read `read`, saw the words of `text`; true too where it read next to nothing."""
    seen = {word.casefold() for word in _WORD.findall(read)}
    own = {word.casefold() for word in _WORD.findall(text)}
    return len(seen) < 0.3 * len(own) or len(own & seen) >= _SAME * len(own)
