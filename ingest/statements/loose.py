"""Compares printed words with what OCR makes of them: spaces, small marks and look-alike letters do not count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_ALIKE = str.maketrans("01l|!5$8", "oiiiissb")


def squash(text: str) -> tuple[str, list[int]]:
    """The letters of a text as they look (l, 1 and | like i, 0 like o, rn like m), and where each stood."""
    kept: list[str] = []
    places: list[int] = []
    lowered = text.lower() if len(text.lower()) == len(text) else text
    same = lowered.translate(_ALIKE)
    at = 0
    while at < len(same):
        pair = same.startswith("rn", at)
        if pair or (same[at].isalpha() and (lowered[at].isalpha() or _beside(lowered, at))):
            kept.append("m" if pair else same[at])
            places.append(at)
        at += 2 if pair else 1
    return "".join(kept), places


def _beside(text: str, at: int) -> bool:
    """Whether a letter is next to a sign that only looks like one: "s1gned", not "page 1"."""
    return text[at - 1 : at].isalpha() or text[at + 1 : at + 2].isalpha()


@lru_cache(512)
def looks(phrase: str) -> str:
    """A printed phrase as `squash` gives it."""
    return squash(phrase)[0]


@lru_cache(4096)
def _threes(squashed: str) -> frozenset[str]:
    padded = f"^{squashed}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def alike(squashed: str, phrase: str, least: float = 0.6) -> bool:
    """Whether a squashed line is the phrase, a few letters misread: enough runs of three letters are shared.

    The measure is Dice's: twice the shared runs over all of both, here at least `least`.
    """
    wanted = looks(phrase)
    if squashed == wanted:
        return True
    if len(wanted) < 8 or abs(len(squashed) - len(wanted)) > max(2, len(wanted) // 6):
        return False
    one, other = _threes(squashed), _threes(wanted)
    return 2 * len(one & other) >= least * (len(one) + len(other))


def begins(squashed: str, phrase: str) -> bool:
    """Whether a squashed line begins with the phrase, a few letters misread."""
    size = len(looks(phrase))
    return any(alike(squashed[:end], phrase) for end in (size, size - 1, size + 1) if end <= len(squashed))


def pieces(squashed: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where pieces of a longer printed text stand in a squashed text, each as it looks, in order."""
    found = []
    for phrase in phrases:
        wanted = looks(phrase)
        at = squashed.find(wanted)
        while at >= 0:
            found.append((at, at + len(wanted)))
            at = squashed.find(wanted, at + 1)
    return sorted(found)
