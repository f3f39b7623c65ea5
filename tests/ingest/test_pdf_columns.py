"""Columns are read one after the other, however the file draws them; tables keep the engine's order."""

from __future__ import annotations

import io
import textwrap

import pymupdf
import pytest

from ingest.items import ReadSettings
from ingest.readers import read
from provenance.records import Part

LEFT = textwrap.wrap(
    "The officer walked along the northern side of the street and saw two people near the shop. " * 8, 38
)
RIGHT = textwrap.wrap(
    "Exhibit notes were written up later at the station, and they record what had been found. " * 8, 38
)
TOP, BELOW = (
    "A heading that stands across the whole width of both of the columns",
    "A note across the foot of both columns of text",
)


def only_page(data: bytes) -> Part:
    (page,) = [i for i in read(io.BytesIO(data), "x", ReadSettings(ocr=False)) if isinstance(i, Part)]
    return page


def columns(order: str, turn: int = 0) -> bytes:
    lines = [(72.0, 100.0 + 14 * n, words) for n, words in enumerate(LEFT)]
    lines += [(320.0, 100.0 + 14 * n, words) for n, words in enumerate(RIGHT)]
    if order == "rows":
        lines.sort(key=lambda line: (line[1], line[0]))
    elif order == "right first":
        lines.sort(key=lambda line: -line[0])
    document = pymupdf.open()
    page = document.new_page()
    for x, y, words in [(72.0, 70.0, TOP), *lines, (72.0, 460.0, BELOW)]:
        page.insert_text((x, y), words, fontsize=9 if y > 80 else 14)
    page.set_rotation(turn)
    return bytes(document.tobytes())


@pytest.mark.parametrize("order", ["columns", "rows", "right first"])
@pytest.mark.parametrize("turn", [0, 90])
def test_two_columns_are_read_one_after_the_other(order: str, turn: int) -> None:
    page = only_page(columns(order, turn))
    assert page.text.splitlines() == [TOP, *LEFT, *RIGHT, BELOW]
    assert page.words is not None
    assert [page.text[a:b] for a, b in page.words.spans] == page.text.split()


def test_a_word_beside_columns_stays_beside_its_box() -> None:
    """Reordering moves boxes with their words: all of the right column stands to the right."""
    page = only_page(columns("rows"))
    assert page.words is not None
    begin, end = page.text.index(RIGHT[0]), page.text.index(BELOW)
    right = (page.words.spans[:, 0] >= begin) & (page.words.spans[:, 1] < end)
    assert bool((page.words.boxes[right, 0] >= 319).all())


@pytest.mark.parametrize("widths", [(60, 300, 100), (240, 240), (160, 160, 160)])
def test_tables_keep_the_engines_order(widths: tuple[int, ...]) -> None:
    words = " ".join(LEFT).split()
    drawing, expected, y = [], [], 80.0
    for row in range(10):
        cells = [
            textwrap.wrap(" ".join(words[7 * row + n : 7 * row + n + 18]), int(w / 5)) for n, w in enumerate(widths)
        ]
        for n, cell in enumerate(cells):
            drawing += [(60.0 + sum(widths[:n]), y + 11 * k, line) for k, line in enumerate(cell[: 1 + row % 4])]
            expected += cell[: 1 + row % 4]
        y += 52
    document = pymupdf.open()
    sheet = document.new_page()
    for x, y, line in drawing:
        sheet.insert_text((x, y), line, fontsize=9)
    assert only_page(document.tobytes()).text.splitlines() == expected


TABLE = [
    ("Date", "Time", "Caller", "What was said"),
    *(
        (f"{n} May 2024", f"14:0{n}", f"07700 90012{n}", f"The caller said that van {n} stood there")
        for n in range(1, 7)
    ),
]


@pytest.mark.parametrize("by", ["columns", "rows"])
def test_tables_are_read_by_rows_however_they_are_drawn(by: str) -> None:
    cells = [
        (72.0 + 100 * column, 150.0 + 16 * row, words)
        for row, line in enumerate(TABLE)
        for column, words in enumerate(line)
    ]
    if by == "columns":
        cells.sort()
    document = pymupdf.open()
    page = document.new_page()
    for x, y, words in [(72, 90, TOP), *cells, (72, 400, BELOW)]:
        page.insert_text((x, y), words, fontsize=9)
    assert only_page(document.tobytes()).text.splitlines() == [TOP, *[w for row in TABLE for w in row], BELOW]


def test_blocks_side_by_side_are_no_table() -> None:
    left, right = (
        ("To", "Ann Smith", "12 High Street", "Leeds", "By hand"),
        ("From", "Bo Jones", "The Mill", "York", "Tel"),
    )
    document = pymupdf.open()
    page = document.new_page()
    for x, words in ((72, left), (320, right)):
        for n, line in enumerate(words):
            page.insert_text((x, 100 + 14 * n), line, fontsize=9)
    assert only_page(document.tobytes()).text.splitlines() == [*left, *right]


def test_a_line_that_stands_a_little_higher_than_the_one_before_it_is_read_once() -> None:
    document = pymupdf.open()
    page = document.new_page()
    for n in range(5):
        page.insert_text((50, 110 + 20 * n), f"0{n + 1}/05/2024", fontsize=10)
    for n in range(4):
        page.insert_text((150, 110 + 20 * n), f"1{n}:30 call {n}", fontsize=10)
    page.insert_text((150, 207), "£950", fontsize=20)
    page.insert_text((215, 191), "paid 9 May", fontsize=9)
    text = only_page(document.tobytes()).text
    assert (text.count("£950"), text.count("paid 9 May")) == (1, 1)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_table_over_the_width_is_read_by_rows_above_and_below_columns(above: bool, turn: int) -> None:
    cells = [[f"{10 + row}:3{row}", f"Gate {row}", f"car {row}", "seen"] for row in range(5)]
    document = pymupdf.open()
    page = document.new_page()
    top, first = (100.0, 200.0) if above else (100.0 + 14 * max(len(LEFT), len(RIGHT)) + 20, 100.0)
    for row, words in enumerate(cells):
        for column, word in enumerate(words):
            page.insert_text((72 + 120 * column, top + 16 * row), word, fontsize=10)
    for x, lines in ((72, LEFT), (320, RIGHT)):
        for n, line in enumerate(lines):
            page.insert_text((x, first + 14 * n), line, fontsize=10)
    page.set_rotation(turn)
    table = [word for row in cells for word in row]
    wanted = [*table, *LEFT, *RIGHT] if above else [*LEFT, *RIGHT, *table]
    assert only_page(document.tobytes()).text.split("\n")[:-1] == wanted


def test_numbered_columns_are_no_table() -> None:
    document = pymupdf.open()
    page = document.new_page()
    for x, lines in ((72, LEFT), (320, RIGHT)):
        for n, line in enumerate(lines):
            page.insert_text((x, 100 + 14 * n), f"{n + 1}.", fontsize=10)
            page.insert_text((x + 24, 100 + 14 * n), line, fontsize=10)
    text = only_page(document.tobytes()).text
    assert text.index(LEFT[-1]) < text.index(RIGHT[0])
