"""Words of a text as the drafter compares them: folded, lower-cased, without stop words and common endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_COMMON = """
    a about above after again all also am an and any are as at be been before being but by can could did do
    does doing down each few for from further had has have having he her here hers him his how i if in into is
    it its itself just let me more most my myself no nor not now of off on once only or other our out over own
    said same say says she should so some such than that the their them then there these they this those
    through to too told under until up very was we were what when where which while who whom whose why will
    with would you your yours any anybody anyone anything ever tell know get got happen happened please
    whether much many kind sort thing things mr mrs ms dr q
"""
STOP_WORDS = frozenset(_COMMON.split())
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_OPEN_SCRIPT = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDINGS = ("ings", "ing", "edly", "ies", "ied", "ed", "es", "s")


def fold(text: str) -> str:
    """The text with every run of white space turned into one space, and none at its ends."""
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Lower-case words of the text, NFKC-normalised; a hyphen, dot or apostrophe inside a word stays."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))


def count_words(text: str) -> int:
    """How many words; in scripts written without spaces two letters count as one word."""
    unspaced = len(_OPEN_SCRIPT.findall(text))
    return len(text.split()) if unspaced < 4 else max(len(text.split()), unspaced // 2)


def stem(word: str) -> str:
    """The word without a common English ending; crude on purpose: it only has to meet itself."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


def content_words(text: str) -> list[str]:
    """Stems of the words that carry content, in order, repeats kept."""
    return [stem(w) for w in words(text) if w not in STOP_WORDS and (len(w) > 1 or w.isdigit())]


def overlap(asked: Iterable[str], given: Iterable[str]) -> float:
    """The share of the distinct words `asked` that stand among `given`; 0.0 when nothing is asked."""
    need, have = set(asked), set(given)
    return len(need & have) / len(need) if need else 0.0
