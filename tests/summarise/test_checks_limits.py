"""Written pairs of limits, parts of a set, two recipients, "neither … nor", "not until" and several steps in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise.checks.limits import limits
from summarise.checks.parts import shares
from summarise.checks.reading import read
from summarise.support import Cited, judge

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "limits_and_parts.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{p['premise']} / {p['claim']}" for p in PAIRS])
def test_a_written_pair_is_judged_as_it_is_labelled(pair: dict[str, str]) -> None:
    found = judge(pair["claim"], [Cited(pair["premise"])])
    if pair["support"] == "below":
        assert found.support != "supported", found
    else:
        assert found.support == pair["support"], found


def test_a_reason_names_both_limits_and_underlines_the_words_of_the_claim() -> None:
    claim = "He paid less than £500."
    found = judge(claim, [Cited("He paid more than £500.")])
    reason = next(r for r in found.reasons if r.code == "limit_changed")
    assert "“more than £500”" in reason.detail
    assert "“less than £500”" in reason.detail
    start, end = (int(n) for n in reason.place.removeprefix("claim=").split("-"))
    assert claim[start:end] == "less than £500"


def test_a_reason_says_that_the_passage_tells_of_a_part() -> None:
    found = judge("The windows were broken.", [Cited("Two of the five windows were broken.")])
    assert [(r.code, "Two of the five windows" in r.detail) for r in found.reasons] == [("part_for_whole", True)]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("at least three men", ["from"]),
        ("three or more men and no more than £20", ["from", "up to"]),
        ("not more than five", ["up to"]),
        ("nearly ten minutes, nearly 40 people", ["nearly", "below"]),
        ("more or less 40", []),
        ("three men at 9pm", []),
        ("about 40 yards", ["about"]),
    ],
)
def test_limits_are_read_before_and_behind_a_number(text: str, bounds: list[str]) -> None:
    assert [found.bound for found in limits(read(text)).values()] == bounds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Two of the five windows broke.", ["count"]),
        ("Half the shop and most of the stock burnt.", ["half", "most"]),
        ("All but one of the men left.", ["all but"]),
        ("The rest of the money and the front of the car.", []),
        ("One of few.", []),
    ],
)
def test_parts_of_a_set_are_read(text: str, kinds: list[str]) -> None:
    assert [share.kind for share in shares(read(text))] == kinds


def test_a_verb_at_the_end_of_a_text_has_no_second_complement() -> None:
    found = judge("Bea touched the ladder.", [Cited("No one touched the ladder apart from Ivo and Bea.")])
    assert found.support == "supported"
