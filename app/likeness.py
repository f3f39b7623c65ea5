"""Finds texts that are nearly the same, over all sources of a case, by sketches of their runs of words.

A sketch is the `_KEPT` smallest hashes of a text's runs of four words (bottom-k sampling, Broder 1997, "On the
resemblance and containment of documents"): the share of the smallest that two have in common is about that of all.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RUN = 4  # words
_KEPT = 128
_KEYS = 24  # of the smallest hashes, by which texts that may be alike find each other
LEAST_WORDS = 40  # shorter texts are alike by chance: "Thanks, see you there"
LEAST_TOLD = 16  # but not accounts of witnesses; nothing shorter is sketched at all
_CROWD = 40  # texts that share a key, from which each is compared to the first of them only
SAME = 0.9  # share of the words from which texts are nearly the same
_SAME_RUNS = 0.4  # share of the runs (resemblance) that they must have, as a text's order counts


@dataclass(frozen=True, eq=False, slots=True)
class Sketch:
    """What is kept of a text: its smallest hashes in order, how many runs it has, and how many words."""

    smallest: NDArray[np.uint64]
    runs: int
    words: int


def sketch(words: Sequence[str], known: dict[str, int]) -> Sketch | None:
    """The sketch of a text of whole words, None of one that is too short; `known` keeps the words' hashes."""
    if len(words) < LEAST_TOLD:
        return None
    numbers = np.fromiter((known.get(w) or _number(w, known) for w in words), np.uint64, len(words))
    mixed = numbers[: len(numbers) - _RUN + 1].copy()
    with np.errstate(over="ignore"):
        for step in range(1, _RUN):
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[step : len(numbers) - _RUN + 1 + step]
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    distinct = np.unique(mixed)
    return Sketch(distinct[:_KEPT], len(distinct), len(words))


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of all runs of either text that stand in both, 0 to 1, as far as sketches tell."""
    ends = [int(each.smallest[-1]) for each in (one, other) if each.runs > _KEPT]
    first, second = one.smallest, other.smallest
    if ends:  # beyond the nearer end one of them keeps nothing
        first, second = (each[: np.searchsorted(each, np.uint64(min(ends)), "right")] for each in (first, second))
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common / max(1, len(first) + len(second) - common)


def containment(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's runs that stand in the other, 0 to 1."""
    alike = resemblance(one, other)
    common = alike * (one.runs + other.runs) / (1 + alike)
    return min(1.0, common / min(one.runs, other.runs))


def nearly_same(sketches: Mapping[str, Sketch]) -> Iterator[tuple[str, str]]:
    """Pairs of names whose texts may be nearly the same, each once, in the order of the names given."""
    by_key: dict[int, list[str]] = {}
    for name, found in sketches.items():
        for key in found.smallest[:_KEYS].tolist():
            by_key.setdefault(key, []).append(name)
    done: set[tuple[str, str]] = set()
    for names in by_key.values():
        for pair in _pairs(names):
            if pair not in done:
                done.add(pair)
                one, other = sketches[pair[0]], sketches[pair[1]]
                near = min(one.words, other.words) >= (2 * SAME - 1) * max(one.words, other.words)
                if near and resemblance(one, other) >= _SAME_RUNS:
                    yield pair


def groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Names that pairs join, as groups in order of appearance."""
    member: dict[str, list[str]] = {}
    for one, other in pairs:
        first, second = member.setdefault(one, [one]), member.setdefault(other, [other])
        if first is not second:
            first += second
            member.update((name, first) for name in second)
    return list({id(group): group for group in member.values()}.values())


def differing(one: Sequence[str], other: Sequence[str]) -> tuple[int, float]:
    """How many words one text has that the other has not, the larger of the two counts, and the share in common."""
    first, second = Counter(one), Counter(other)
    common = sum((first & second).values())
    return max(len(one), len(other)) - common, 2 * common / (len(one) + len(other))


def _pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(names) > _CROWD:
        yield from ((names[0], other) for other in names[1:])
        return
    for n, one in enumerate(names):
        yield from ((one, other) for other in names[n + 1 :])


def _number(word: str, known: dict[str, int]) -> int:
    raw = word.encode("utf-8", "surrogatepass")
    known[word] = found = zlib.crc32(raw) << 32 | zlib.adler32(raw[::-1]) | 1
    return found
