"""What was so and what was not: lights, doors, who was conscious, what was there, what nobody did."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import Accounts, desk, make
from draft_case import HashEmbedder

from provenance.points import NewPoint
from summarise.points import points

EMBEDDER = HashEmbedder()
THERE = "On 8 June 2026 I was in Wharf Lane by the ferry office. "


def rows(folder: Path, *texts: str) -> list[NewPoint]:
    said = {name: THERE + text for name, text in zip(("Ada FINCH", "Ben MOSS", "Cora LUND"), texts, strict=False)}
    with make(folder / "c", Accounts(said, ()), EMBEDDER) as store:
        return [p for p in points(desk(store, EMBEDDER)) if p.conflict]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The lamps along the quay were on.", "The lamps along the quay were off."),
        ("I left the porch light on.", "The porch light was off."),
        ("The cyclist had no lights.", "The cyclist’s lights were on."),
        ("The lighting on the quay was excellent.", "The street lights were not working."),
        ("The quay is well lit.", "The quay was badly lit."),
        ("The stairwell lights were on.", "The stairwell was dark."),
        ("The moped had no headlight on.", "Its headlight was on."),
        ("There was a lifeboat on the slipway.", "There was no lifeboat on the slipway."),
        ("I saw a yellow crane beside the shed.", "There wasn't a crane beside the shed."),
        ("There were two men in the ferry.", "There was nobody in the ferry."),
        ("The siren did not sound.", "The siren sounded as the ferry left."),
        ("Nobody kicked the door.", "He kicked the door."),
        ("The mate was alone.", "The mate was not alone."),
        ("The skipper was injured.", "The skipper was unhurt."),
        ("The ferry was packed.", "The ferry was empty."),
        ("Tom HALE did not hit anybody.", "Tom HALE struck the mate."),
        ("I left the hatch door unlocked.", "The hatch door was locked."),
    ],
)
def test_opposites_are_a_conflict(tmp_path: Path, one: str, other: str) -> None:
    assert [p.conflict for p in rows(tmp_path, one, other)] == ["denial"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The cabin lights were on.", "The porch light was off."),
        ("It was dark by then.", "The lighting was good."),
        ("The lighting in the ferry was good.", "The lighting in the shed was poor."),
        ("There was no lifeboat on the slipway.", "There was a lifeboat in the museum."),
        ("There was nobody in the shed.", "There were two men on the quay."),
        ("There was no van that I could see.", "There was a van."),
        ("There were no women.", "There were two men."),
        ("There was no sign of him.", "I saw a sign by the gate."),
        ("The siren did not sound.", "I heard the horn of the ferry sound."),
        ("The ferry was empty at first.", "Later the ferry was full."),
        ("The shed is always locked.", "The shed was open."),
        ("The cabin floor was dry.", "The road was wet."),
        ("The lane was well lit.", "The underpass was dark."),
        ("The log was wrong and nobody had noticed.", "I noticed the man at once."),
        ("Nobody came.", "The skipper came with two men."),
    ],
)
def test_what_leaves_room_for_both_is_none(tmp_path: Path, one: str, other: str) -> None:
    assert [(p.about, [c.value for c in p.cells]) for p in rows(tmp_path, one, other)] == []


def test_two_who_name_one_thing_make_no_row_of_it(tmp_path: Path) -> None:
    texts = [f"{THERE}There was a crane on the quay. {more}" for more in ("It rained.", "It was cold.")]
    with make(
        tmp_path / "c", Accounts(dict(zip(("Ada FINCH", "Ben MOSS"), texts, strict=True)), ()), EMBEDDER
    ) as store:
        assert [p.about for p in points(desk(store, EMBEDDER)) if p.about.startswith("whether there")] == []


def test_all_who_say_what_is_denied_stand_in_one_row(tmp_path: Path) -> None:
    threw = "He threw a stone at the ferry. It broke a pane."
    (row,) = rows(tmp_path, threw, "Nobody threw a stone at the ferry.", threw.replace("It", "That"))
    assert len(row.cells) == 3


def test_a_value_ends_with_its_sentence(tmp_path: Path) -> None:
    said = "Tom HALE struck Joe PYM on the quay. Joe fell."
    (row,) = rows(tmp_path, said, "Tom HALE did not strike Joe PYM.")
    assert all("." not in c.value for c in row.cells)
