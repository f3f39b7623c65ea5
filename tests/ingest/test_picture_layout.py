"""Reading order of words on a page: columns, headings, captions, tables; no word lost, none twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.picture_layout import Line, Token, reading_order

HEIGHT = 20.0


def line(text: str, x: float, y: float, width: float = 12.0) -> Line:
    """A line of words at x, y: each letter `width` wide, half of that between words."""
    tokens = []
    for word in text.split():
        tokens.append(Token(word, x, y, x + width * len(word), y + HEIGHT, 1.0, bool(tokens), (x, y, 0, 0)))
        x += width * (len(word) + 0.5)
    return tuple(tokens)


def column(name: str, x: float, y: float, rows: int = 8) -> list[Line]:
    return [line(f"{name}{n} some words here", x, y + n * 24) for n in range(rows)]


def words(rows: list[Line]) -> list[str]:
    return [token.text for row in rows for token in row if token.text[-1].isdigit()]


def named(name: str, rows: int = 8) -> list[str]:
    return [f"{name}{n}" for n in range(rows)]


def test_columns_are_read_one_after_the_other() -> None:
    rows = reading_order([*column("b", 400, 100), *column("a", 50, 102)])
    assert words(rows) == named("a") + named("b")


def test_a_line_drawn_over_the_gutter_is_parted() -> None:
    left, right = column("a", 50, 100), column("b", 300, 100)
    joined = [left[0] + right[0], *left[1:], *right[1:]]
    assert words(reading_order(joined)) == named("a") + named("b")


def test_a_heading_over_both_columns_parts_the_page() -> None:
    heading = line("middle1 heading that runs over all of the page's width", 50, 320)
    page = [*column("a", 50, 100), *column("b", 400, 100), heading, *column("c", 50, 400), *column("d", 400, 400)]
    expected = [*named("a"), *named("b"), "middle1", *named("c"), *named("d")]
    assert words(reading_order(page)) == expected


def test_a_caption_that_columns_flow_round_is_read_after_them() -> None:
    wide, narrow = "some words here and many more", "some words"
    left = [line(f"a{n} {narrow if 4 <= n < 8 else wide}", 50, 100 + 24 * n) for n in range(12)]
    right = [
        line(f"b{n} {narrow if 4 <= n < 8 else wide}", 720 if 4 <= n < 8 else 500, 100 + 24 * n) for n in range(12)
    ]
    caption = [line(f"caption of the photograph c{n}", 320, 220 + 24 * n) for n in range(2)]
    assert words(reading_order([*left, *right, *caption])) == [*named("a", 12), *named("b", 12), "c0", "c1"]


def test_a_table_is_read_row_by_row() -> None:
    table = [line(f"{name}{row}", x, 100 + 30 * row) for row in range(9) for name, x in (("b", 300), ("a", 50))]
    assert words(reading_order(table)) == [f"{name}{row}" for row in range(9) for name in "ab"]


def test_white_between_blocks_gives_an_empty_row() -> None:
    rows = reading_order([line("one two", 50, 100), line("three four", 50, 124), line("five six", 50, 200)])
    assert [len(row) for row in rows] == [2, 2, 0, 2]


PLACES = st.tuples(st.integers(0, 900), st.integers(0, 1200), st.integers(1, 6), st.integers(8, 60))


@given(st.lists(PLACES, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_word_is_kept_once(places: list[tuple[int, int, int, int]]) -> None:
    lines = [line(" ".join(f"w{n}_{i}" for i in range(count)), x, y) for n, (x, y, count, _) in enumerate(places)]
    kept = [token.text for row in reading_order(lines) for token in row]
    assert sorted(kept) == sorted(token.text for one in lines for token in one)
