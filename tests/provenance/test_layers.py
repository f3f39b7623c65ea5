"""Layers: slices equal the text, labels are what people write, boxes stand where the words are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Box
from provenance.words import Words

Kind = Literal["page", "paragraph", "block"]


def layer_of(
    texts: Sequence[str],
    kind: str = "text",
    part: Kind = "block",
    place: Callable[[int], tuple[str, int, str]] = lambda n: ("", 0, ""),
    words: Words | None = None,
    loads: list[int] | None = None,
    many: Callable[[int, int, bool], dict[int, LoadedPart]] | None = None,
) -> Layer:
    infos, start, line = [], 0, 1
    for n, text in enumerate(texts):
        label, page, xpath = place(n)
        infos.append(PartInfo(n, part, start, len(text), line, "", label, page, 100.0, 200.0, xpath))
        start += len(text)
        line += text.count("\n")

    def load(ordinal: int) -> LoadedPart:
        if loads is not None:
            loads.append(ordinal)
        return LoadedPart(texts[ordinal], words)

    return Layer(kind, "x/1", infos, load, load_texts=many)


@given(st.lists(st.text("ab\n😀é", max_size=8), max_size=8), st.integers(-2, 40), st.integers(-2, 40))
def test_slices_and_lines_equal_those_of_the_text(texts: list[str], start: int, end: int) -> None:
    layer, whole = layer_of(texts), "".join(texts)
    assert layer.length == len(whole) and layer.text() == whole
    assert layer.slice(start, end) == whole[max(0, start) : max(0, end)]
    if 0 <= start < end <= len(whole):
        first, last = whole.count("\n", 0, start) + 1, whole.count("\n", 0, end - 1) + 1
        assert layer.label(start, end) == (f"line {first}" if first == last else f"lines {first}–{last}")


def test_only_touched_parts_are_loaded_once() -> None:
    loads: list[int] = []
    layer = layer_of(["aaaa\n"] * 50, loads=loads)
    assert layer.slice(101, 108) == "aaa\naaa"[0:4] + "aaa"
    assert layer.slice(102, 104) == "aa" and loads == [20, 21]


def test_whole_texts_are_loaded_in_ranges_and_what_is_gone_is_asked_for_alone() -> None:
    texts, loads, ranges = [f"{n}\n" for n in range(1200)], list[int](), list[tuple[int, int, bool]]()

    def many(first: int, last: int, places: bool) -> dict[int, LoadedPart]:
        ranges.append((first, last, places))
        return {n: LoadedPart(texts[n]) for n in range(first, last + 1) if n != 700}

    layer = layer_of(texts, loads=loads, many=many)
    assert layer.text() == "".join(texts)
    assert loads == [700]
    assert ranges == [(0, 499, False), (500, 999, False), (1000, 1199, False)]
    assert [part.ordinal for part, _ in layer.held(layer.parts[3:5])] == [3, 4]
    assert ranges[-1] == (3, 4, True)


def test_pages_are_called_by_number_or_printed_label() -> None:
    pages = layer_of(["one\n", "two\n", "three\n"], "pdf", "page", lambda n: ("", n + 1, ""))
    assert pages.label(0, 3) == "p. 1" and pages.label(0, 6) == "pp. 1–2" and pages.label(4, 8) == "p. 2"
    printed = layer_of(["one\n", "two\n"], "pdf", "page", lambda n: ("p. iv [scan 1]" if n == 0 else "", n + 1, ""))
    assert printed.label(0, 2) == "p. iv [scan 1]" and printed.label(0, 6) == "p. iv [scan 1] – p. 2"


def test_paragraphs_pictures_and_nothing() -> None:
    doc = layer_of(["one\n", "two\n"], "docx", "paragraph", lambda n: ("", 0, f"/w:p[{n + 1}]"))
    assert doc.label(0, 3) == "para 1" and doc.label(1, 6) == "paras 1–2"
    assert doc.xpath(0) == "/w:p[1]" and doc.xpath(5) == "/w:p[2]" and doc.xpath(99) == ""
    assert layer_of(["sign"], "picture", "page").label(0, 2) == "picture"
    assert doc.label(3, 3) == "" and layer_of([]).label(0, 1) == "" and layer_of([]).length == 0


def test_boxes_stand_on_the_pages_of_the_words() -> None:
    spans = np.array([[0, 3], [4, 7], [8, 11]], np.int32)
    boxes = np.array([[10, 10, 20, 8], [34, 10, 20, 8], [10, 30, 20, 8]], np.float32)
    layer = layer_of(["one two\ntri\n"] * 2, "pdf", "page", lambda n: ("", n + 1, ""), Words(spans, boxes))
    assert layer.boxes(0, 7) == (Box(1, 10, 10, 44, 8),)
    assert layer.boxes(5, 10) == (Box(1, 34, 10, 20, 8), Box(1, 10, 30, 20, 8))
    assert layer.boxes(9, 14) == (Box(1, 10, 30, 20, 8), Box(2, 10, 10, 20, 8))
    assert layer.boxes(11, 12) == () and layer_of(["one"]).boxes(0, 3) == ()


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        layer_of(["a"]).part(5)
