"""Passages in groups that fit, every one once, those of one matter and time together; and which words a claim cites."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.records import Passage, Sentence
from summarise.model.citing import cited_units
from summarise.model.groups import Item, grouped
from summarise.model.shown import Shown, seen
from summarise.units import units

items = st.lists(
    st.builds(
        Item, st.integers(1, 300), st.none() | st.floats(0, 1440), st.tuples(st.integers(0, 9), st.integers(0, 999))
    ),
    max_size=40,
)


def directions(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True) if count else rows


@given(items, st.integers(300, 2000), st.integers(1, 12))
@settings(deadline=None)
def test_every_passage_is_read_once_and_every_group_fits(found: list[Item], room: int, most: int) -> None:
    groups = grouped(found, directions(len(found)), room, most)
    assert sorted(i for group in groups for i in group) == list(range(len(found)))
    assert all(sum(found[i].tokens for i in group) <= room and 0 < len(group) <= most for group in groups)
    assert groups == grouped(found, directions(len(found)), room, most)


def test_one_matter_stands_together() -> None:
    lorry, dog = np.eye(8, dtype=np.float32)[:2]
    vectors = np.stack([lorry, dog, lorry, dog])
    found = [Item(100, None, (i, 0)) for i in range(4)]
    assert grouped(found, vectors, 200, 12) == [[0, 2], [1, 3]]


def test_one_time_stands_together_where_words_do_not_part_them() -> None:
    same = np.stack([np.eye(8, dtype=np.float32)[0]] * 4)
    found = [Item(100, minute, (i, 0)) for i, minute in enumerate((1200.0, 600.0, 1205.0, 610.0))]
    assert grouped(found, same, 200, 12) == [[1, 3], [0, 2]]


def passage(*sentences: str) -> Passage:
    at, rows = 0, []
    for sentence in sentences:
        rows.append(Sentence(at, at + len(sentence), sentence))
        at += len(sentence) + 1
    return Passage("S1.1", "S1", 1, 0, at - 1, " ".join(sentences), tuple(rows), "p. 1")


LORRY = passage(
    "The lorry struck the gate of the depot at 14.25.",
    "Nobody was hurt.",
    "A tall man in a black coat ran to the river.",
    "Rain fell on the market hall all morning long.",
)


def test_a_claim_cites_the_sentence_that_says_it() -> None:
    (unit,) = cited_units("the lorry struck the gate", LORRY, units(LORRY))
    assert LORRY.text[unit.start : unit.end] == "The lorry struck the gate of the depot at 14.25."


def test_a_claim_of_two_sentences_cites_both() -> None:
    found = cited_units("the lorry struck the gate and a tall man in a coat ran to the river", LORRY, units(LORRY))
    assert [LORRY.text[u.start : u.end][:9] for u in found] == ["The lorry", "A tall ma"]


def test_neighbours_are_cited_as_one_stretch() -> None:
    found = cited_units("a tall man in a coat ran to the river, rain fell on the market hall", LORRY, units(LORRY))
    assert [LORRY.text[u.start : u.end] for u in found] == [LORRY.text[LORRY.text.index("A tall") :]]


def test_a_claim_that_shares_no_word_stands_by_the_whole_passage() -> None:
    (unit,) = cited_units("elephants", LORRY, units(LORRY))
    assert (unit.start, unit.end) == (LORRY.start, LORRY.end)


def test_of_a_passage_that_was_cut_only_what_was_shown_is_cited() -> None:
    first, *_ = units(LORRY)
    cut = Shown(LORRY, "Ann", "The lorry struck the …", ("S1", ""), (first,), None, cut=True)
    assert cut.citable(units(LORRY)) == [first]
    (unit,) = cited_units("elephants", LORRY, cut.citable(units(LORRY)), cut=True)
    assert (unit.start, unit.end) == (first.start, first.end)


def test_letters_that_nobody_sees_are_not_shown() -> None:
    hidden = "\u034f\u115f\u1160\u17b4\u180b\u180e\u2800\u3164\uffa0\U0001d173\u200b\u202e"
    assert seen("P7" + hidden + "K3 " + hidden + "né 👩‍👧 क्‍ष") == "P7 K3 né 👩‍👧 क्‍ष"
