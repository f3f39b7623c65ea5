"""Places of words: packing loses nothing, and lines join what stands together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from provenance.words import Words

FLOATS = st.floats(-1e6, 1e6, width=32)


@st.composite
def words(draw: st.DrawFn) -> Words:
    n = draw(st.integers(0, 30))
    spans = draw(hnp.arrays(np.int32, (n, 2), elements=st.integers(0, 2**31 - 1)))
    boxes = draw(hnp.arrays(np.float32, (n, 4), elements=FLOATS))
    confidence = draw(st.none() | hnp.arrays(np.float32, (n,), elements=st.floats(0, 1, width=32)))
    return Words(spans, boxes, confidence)


@given(words())
def test_packing_loses_nothing(given_words: Words) -> None:
    back = Words.unpack(given_words.pack())
    assert np.array_equal(back.spans, given_words.spans) and back.spans.dtype == np.int32
    assert np.array_equal(back.boxes, given_words.boxes) and back.boxes.dtype == np.float32
    if given_words.confidence is None:
        assert back.confidence is None
    else:
        assert back.confidence is not None and np.array_equal(back.confidence, given_words.confidence)
    assert back.pack() == given_words.pack() and len(back) == len(given_words)


@given(st.binary(max_size=20))
def test_other_bytes_are_refused(raw: bytes) -> None:
    if raw[:2] != b"W1":
        with pytest.raises(ValueError, match="packed"):
            Words.unpack(raw)


def test_words_of_a_line_share_a_box_and_a_gutter_parts_them() -> None:
    spans = np.array([[0, 2], [3, 5], [6, 8], [9, 11]], np.int32)
    boxes = np.array([[0, 0, 10, 10], [14, 1, 10, 10], [300, 0, 10, 10], [0, 20, 10, 10]], np.float32)
    placed = Words(spans, boxes)
    assert placed.lines(0, 5) == [(0, 0, 24, 11)]
    assert placed.lines(0, 11) == [(0, 0, 24, 11), (300, 0, 10, 10), (0, 20, 10, 10)]
    assert placed.lines(2, 3) == [] and placed.lines(1, 2) == [(0, 0, 10, 10)]
