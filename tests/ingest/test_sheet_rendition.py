"""Renditions of sheets, transcripts and mails: the words under the boxes, read back, are the words asked for."""

from __future__ import annotations

import io
import unicodedata

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import rendition
from ingest.isolation import ChildRunner
from ingest.items import ReadSettings
from ingest.page_records import A4
from ingest.readers import read
from ingest.render import ChildRenderer
from ingest.rendition import Pages, pages_of, rendition_boxes
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Box, Part, Source

WORDS = "😀 The caller, שלום עולם, saw مرحبا بالعالم near the “gate” & left; नमस्ते 你好 A&amp;B <b>x</b> "


def layer_of(parts: list[Part]) -> Layer:
    infos, at = [], 0
    for p in parts:
        infos.append(PartInfo(p.ordinal, p.kind, at, len(p.text), 0, "", p.label, p.page, 0.0, 0.0, p.xpath))
        at += len(p.text)
    held = {p.ordinal: LoadedPart(p.text, None, p.places) for p in parts}
    return Layer("x", "x", infos, held.__getitem__)


def layer_from(data: bytes) -> Layer:
    return layer_of([i for i in read(io.BytesIO(data), "x", ReadSettings()) if isinstance(i, Part)])


def book(rows: list[list[object]], sheets: int = 1) -> bytes:
    made = openpyxl.Workbook()
    for number in range(sheets):
        sheet = made.create_sheet(f"Calls {number}")
        for row in rows:
            sheet.append(row)
    made.remove(made.worksheets[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def letters(text: str) -> str:
    kept = (c for c in text if not c.isspace())
    return "".join(sorted(c for c in kept if unicodedata.category(c) not in {"Cf", "Mn", "Me"}))


def under(layer: Layer, boxes: tuple[Box, ...]) -> str:
    """The characters whose middles lie in the boxes: Attest's own numbers and names among them, if any did."""
    pages, found = Pages(layer), ""
    for number in sorted({box.page for box in boxes}):
        with rendition.opened(pages.page(number)) as document:
            assert len(document) == 1
            raw = document[0].get_text("rawdict")
        for char in (c for b in raw["blocks"] for line in b["lines"] for s in line["spans"] for c in s["chars"]):
            x, y = (char["bbox"][0] + char["bbox"][2]) / 2, (char["bbox"][1] + char["bbox"][3]) / 2
            on = (b for b in boxes if b.page == number)
            if any(b.x <= x <= b.x + b.w and b.y + 0.2 * b.h <= y <= b.y + 0.8 * b.h for b in on):
                found += char["c"]
    return found


def check(layer: Layer, start: int, end: int) -> tuple[Box, ...]:
    (boxes,) = rendition_boxes(layer, [(start, end)])
    assert letters(under(layer, boxes)) == letters(layer.slice(start, end))
    papers = {n: Pages(layer).page(n).paper for n in {b.page for b in boxes}}
    assert all(papers[b.page].side <= b.x + 2 for b in boxes)
    assert all(b.x + b.w <= papers[b.page].width - papers[b.page].side + 2 for b in boxes)
    return boxes


def places(layer: Layer) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in layer.places(0, layer.length)]


def test_every_cell_is_marked_where_it_stands() -> None:
    rows: list[list[object]] = [["Time", "Caller", "Remarks"]]
    rows += [[f"14:{n:02}", f"07700 900{n:03}", WORDS * (1 + n % 4)] for n in range(30)]
    layer = layer_from(book(rows, sheets=2))
    for start, end in places(layer)[::5]:
        check(layer, start, end)
    first = {number for number in range(1, len(Pages(layer)) + 1) if Pages(layer).page(number).sheet}
    assert len(first) == len(Pages(layer))


def test_many_columns_are_set_as_cards_with_their_names() -> None:
    rows: list[list[object]] = [[f"Head {chr(65 + n)}" for n in range(20)]]
    rows += [[f"cell {n} of {m} שלום" for n in range(20)] for m in range(6)]
    layer = layer_from(book(rows))
    page = Pages(layer).page(1)
    assert {piece.kind for piece in page.pieces} == {"card"} and page.paper == A4
    for start, end in places(layer)[::7]:
        check(layer, start, end)
    with rendition.opened(Pages(layer).page(2)) as document:
        assert "Head C" in document[0].get_text()


def test_pages_below_the_heads_show_them_again_and_never_mark_them() -> None:
    rows: list[list[object]] = [["When", "Event"], *([f"14:{n % 60:02}", "Event"] for n in range(120))]
    layer = layer_from(book(rows))
    pages = Pages(layer)
    assert len(pages) > 2
    for number in range(1, len(pages) + 1):
        with rendition.opened(pages.page(number)) as document:
            assert "When" in document[0].get_text()
    last = [b for a, e in places(layer)[-2:] for b in check(layer, a, e)]
    assert {b.page for b in last} == {len(pages)} and min(b.y for b in last) > 80


def test_a_cell_longer_than_a_page_is_set_over_pages() -> None:
    layer = layer_from(book([["Time", "Remarks"], ["14:02", "a long story about the yard " * 900], ["14:03", "end"]]))
    pages = Pages(layer)
    assert "".join(pages.page(n).text for n in range(1, len(pages) + 1)) == layer.text()
    at = layer.text().rindex("story")
    check(layer, at, at + 24)


def test_a_table_that_is_text_shows_no_quotes_but_those_of_the_words() -> None:
    text = 'Time,Remarks\n14:02,"He said ""stop"", then\nran"\n14:03,"no, never"\n'
    layer = layer_from(text.encode())
    (boxes,) = rendition_boxes(layer, [(text.index("He"), text.index('ran"') + 3)])
    assert letters(under(layer, boxes)) == letters('He said "stop", then ran')
    (row,) = rendition_boxes(layer, [(text.index("14:03"), len(text))])
    assert letters(under(layer, row)) == letters("14:03 no, never")


def test_cues_stand_beside_their_times() -> None:
    cues = "".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n<v Ann Hill>{WORDS} {n}\n\n" for n in range(40))
    layer = layer_from(f"WEBVTT\n\n{cues}".encode())
    for start, end in places(layer)[::6]:
        assert min(b.x for b in check(layer, start, end)) > 90
    start, _ = places(layer)[2]
    check(layer, start - len("Ann Hill: "), start + 20)


def test_heads_of_a_mail_and_notes_are_set_apart() -> None:
    parts = [
        Part(0, "paragraph", "From: Ann 😀 <a@x.org>\n", "header From"),
        Part(1, "paragraph", f"Subject: {WORDS}\n", "header Subject"),
        Part(2, "paragraph", f"{WORDS}\nsecond line\n", "para 1"),
        Part(3, "note", "see the gate\n", "note on p. 1 (A. Hill)"),
    ]
    layer = layer_of(parts)
    for info in layer.parts:
        check(layer, info.start, info.end)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], max_codepoint=0x1F9FF), max_size=60)


@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_whatever_stands_in_cells_pages_hold_the_layer_and_every_letter(table: list[list[str]]) -> None:
    from ingest.readers.sheet_rows import Row
    from ingest.readers.workbook import _row

    rows = [(n, tuple((c, t) for c, t in enumerate(row, 1) if t.strip())) for n, row in enumerate(table, 1)]
    parts = [_row(i, Row("Any", n, cells), "Any") for i, (n, cells) in enumerate((n, c) for n, c in rows if c)]
    if not parts:
        return
    layer = layer_of(parts)
    pages = Pages(layer)
    assert "".join(pages.page(n).text for n in range(1, len(pages) + 1)) == layer.text()
    for start, end in places(layer):
        (boxes,) = rendition_boxes(layer, [(start, end)])
        assert bool(boxes) == bool(letters(layer.slice(start, end)))


@pytest.fixture(scope="module")
def renderer() -> ChildRenderer:
    return ChildRenderer(ChildRunner(1))


def test_a_child_draws_a_sheet(renderer: ChildRenderer) -> None:
    layer = layer_from(book([["Time", "Caller"], ["14:02", "07700 900123"], ["14:03", "07700 900124"]]))
    at = layer.text().index("07700 900124")
    (boxes,) = renderer.rendition_boxes(layer, [(at, at + 12)])
    source = Source("S1", "0" * 64, "calls.xlsx", "calls.xlsx", 1, "xlsx", "read", "2026-05-03T09:00:00Z", "x")
    assert renderer.page(source, None, layer, 1, boxes).data[:4] == b"\x89PNG"


def test_pages_of_a_layer_are_worked_out_once() -> None:
    layer = layer_from(book([["Time", "Number"], ["10:00", "07700 900001"]]))
    assert pages_of(layer) is pages_of(layer)
    assert len(pages_of("some text")) == 1
