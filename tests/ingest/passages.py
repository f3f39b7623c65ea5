"""What the tests of splitting need: parts of a text, and that passages hold each word once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.items import PassageSpan
from provenance.records import Part


def parts_of(text: str, size: int = 65536) -> list[Part]:
    return [Part(i, "block", text[a : a + size]) for i, a in enumerate(range(0, len(text), size))]


def check_cover(text: str, passages: Sequence[PassageSpan], furniture: Sequence[tuple[int, int]]) -> None:
    """Spans lie inside, in order, apart, and hold each word once; units lie inside their passage, in order."""
    held = np.zeros(len(text), int)
    end = 0
    for passage in passages:
        assert end <= passage.start < passage.end <= len(text)
        end = passage.end
        held[passage.start : passage.end] += 1
        inside = passage.start
        assert passage.sentences
        for one in passage.sentences:
            assert inside <= one.start < one.end <= passage.end
            assert one.text and not text[one.start].isspace() and not text[one.end - 1].isspace()
            inside = one.end
    masked = np.zeros(len(text), bool)
    for a, b in furniture:
        masked[a:b] = True
    words = np.array([not c.isspace() and c != "\xad" for c in text], bool) & ~masked
    assert (held[words] == 1).all()
