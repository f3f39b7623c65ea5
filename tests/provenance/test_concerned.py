"""Reasons that name words of a claim: where those stand in what people see, and how the report marks them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.concerned import Concern, concerns, pieces
from provenance.records import Notice

WHOLE = "B. Lindqvist: “one bang”, at 14:35."


def test_places_move_with_what_is_shown() -> None:
    reason = Notice("figure_not_found", "“14:35” does not stand in the cited passage", "claim=29-34")
    (whole,) = concerns([reason], WHOLE, WHOLE)
    assert WHOLE[whole.start : whole.end] == "14:35"
    shown = WHOLE.removeprefix("B. Lindqvist: ")
    (part,) = concerns([reason, Notice("no_citation")], WHOLE, shown)
    assert shown[part.start : part.end] == "14:35" and "14:35" in part.reason


def test_words_that_are_not_shown_are_not_marked() -> None:
    who = Notice("wrong_attribution", "given to B. Lindqvist, not hers", "claim=0-12")
    assert not concerns([who], WHOLE, WHOLE.removeprefix("B. Lindqvist: "))
    assert not concerns([Notice("x", "no place of a claim", "page=3")], WHOLE, WHOLE)


def test_pieces_carry_the_reasons_of_all_that_covers_them() -> None:
    cut = pieces("a green coat", (Concern(2, 12, "one"), Concern(2, 7, "two")))
    assert cut == (("a ", ""), ("green", "one; two"), (" coat", "one"))


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_pieces_are_the_whole(text: str, places: list[tuple[int, int]]) -> None:
    found = concerns([Notice("x", "a reason to look", f"claim={a}-{b}") for a, b in places], text, text)
    assert "".join(piece for piece, _ in pieces(text, found)) == text
