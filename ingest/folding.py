"""Folds stretches of a layer into one clean text without masking anything, for parts that have no page furniture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ingest.furniture import CleanText


def folded(stretches: Iterable[tuple[int, str]]) -> CleanText:
    """The words of the stretches (offset in the layer, text) with single spaces, and the way back to the layer."""
    words: list[str] = []
    offsets: list[int] = []
    for start, text in stretches:
        for at, char in enumerate(text, start):
            if not char.isspace():
                words.append(char)
                offsets.append(at)
            elif words and words[-1] != " ":
                words.append(" ")
                offsets.append(at)
        if words and words[-1] != " ":
            words.append(" ")
            offsets.append(start + len(text))
    if words and words[-1] == " ":
        words, offsets = words[:-1], offsets[:-1]
    none = np.zeros(0, np.int32)
    return CleanText("".join(words), np.array(offsets, np.int32), none, none, none, ())
