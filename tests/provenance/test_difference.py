"""The difference between the machine's words and a person's, word by word."""

from __future__ import annotations

import itertools

import pytest

from provenance.difference import difference


def joined(before: str, after: str) -> tuple[str, str]:
    """The pieces put together again: the first version, and the second."""
    pieces = difference(before, after).pieces
    first, second = (" ".join(p.text for p in pieces if p.kind != gone) for gone in ("added", "removed"))
    return first, second


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("I heard two bangs.", "I heard three loud bangs.", "removed “two”; added “three loud”"),
        ("Two bangs.", "Two bangs.", ""),
        ("Two  bangs.", "Two\nbangs.", ""),
        ("", "Two bangs.", "added “Two bangs.”"),
        ("Two bangs.", "", "removed “Two bangs.”"),
        ("a b c", "c b a", "added “c b”; removed “b c”"),
        ("14:35 it was", "14:36 it was", "removed “14:35”; added “14:36”"),
        ("“two bangs”", "“two\nloud bangs”", "added “loud”"),
        ("🚉 was dark", "🚉 was light", "removed “dark”; added “light”"),
    ],
)
def test_what_is_told(before: str, after: str, told: str) -> None:
    assert difference(before, after).told() == told


def test_the_pieces_make_up_both_versions() -> None:
    some = [" ".join(words) for size in range(4) for words in itertools.product("ab", repeat=size)]
    for before, after in itertools.product(some, some):
        assert joined(before, after) == (before, after)
        kinds = [p.kind for p in difference(before, after).pieces]
        assert all(one != other for one, other in itertools.pairwise(kinds)), "neighbours of a kind are one piece"


def test_the_marks_stand_at_the_words() -> None:
    before, after = "He ran  east, then\nnorth.", "He 🚉 ran west, then slowly north."
    found = difference(before, after)
    assert [before[a:b] for a, b in found.removed] == ["east,"]
    assert [after[a:b] for a, b in found.added] == ["🚉", "west,", "slowly"]


def test_long_words_of_one_kind_are_compared_without_end() -> None:
    """The longest texts that a review keeps, of one word again and again, and of words that all differ."""
    bang, numbers = "bang " * 3999, [str(n) for n in range(3000)]
    assert difference(f"a {bang}", f"b {bang}").told() == "removed “a”; added “b”"
    other = [word if n % 100 else f"other{word}" for n, word in enumerate(numbers)]
    assert len(difference(" ".join(numbers), " ".join(other)).removed) == 30
