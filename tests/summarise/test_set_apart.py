"""What two accounts tell of other days, places, things and people is no conflict between them."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import Accounts, desk, make
from draft_case import HashEmbedder

from summarise.points import points

THERE = "On 6 May 2026 I was in Stoke Row. "


def conflicts(tmp_path: Path, one: str, other: str, names: tuple[str, str] = ("Ivy PRATT", "Saul KEMP")) -> list[str]:
    texts = {names[0]: THERE + one, names[1]: THERE + other}
    with make(tmp_path / "c", Accounts(texts, ()), HashEmbedder()) as store:
        return [p.conflict for p in points(desk(store, HashEmbedder())) if p.conflict]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kay ELM was arrested in the attic.", "Kay ELM was arrested in the garage in 2014."),
        ("Nobody pushed Kay ELM in the lobby.", "Len OAK pushed Kay ELM in the garden."),
        ("Len OAK did not push anyone while we were there.", "Len OAK pushed Kay ELM."),
        ("Nobody fired a shot.", "He had fired two shots at a fox."),
        ("The plate was MV17 GHT.", "The plate of the other van was MV71 GHT."),
        ("They stole £80 from the box on Tuesday.", "They stole £800 from the box on Thursday."),
        ("The club was full at 11 pm.", "The club was deserted at 3 am."),
        ("There was nobody in the barn.", "There was a lad in the barn next door."),
        ("There was £700 in the cupboard.", "There was £90 in the cupboard of the office."),
        ("My sister was hit with a spade.", "My sister was hit with a bottle."),
        ("The door was smashed with a brick.", "The door of my van was smashed with an axe."),
        ("He had a scar on his left hand.", "He had a scar on his right hand as well."),
        ("My van, a white Transit, was there.", "My van, a black Transit, was there."),
        ("My van, a white Transit, was by the kerb.", "My van, a black Transit, was by the kerb."),
        ("Len OAK did not hit anyone.", "Len OAK kicked over my bucket."),
    ],
)
def test_not_of_one_thing(tmp_path: Path, one: str, other: str) -> None:
    assert conflicts(tmp_path, one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Len OAK pushed Kay ELM.", "Len OAK did not push Kay ELM."),
        ("Len OAK shoved Kay ELM.", "Len OAK did not push anyone."),
        ("Kay ELM was arrested in the attic.", "Kay ELM was arrested in the garage."),
        ("They stole £80 from the box on Tuesday.", "They stole £800 from the box on Tuesday."),
    ],
)
def test_still_of_one_thing(tmp_path: Path, one: str, other: str) -> None:
    assert len(conflicts(tmp_path, one, other)) == 1


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("Mr VANE", "Mrs VANE"), "colour"),
        (("PC VANE", "Dr VANE"), "colour"),
        (("Jo VANE", "PC Jo VANE"), "own"),
    ],
)
def test_one_surname_is_not_one_witness(tmp_path: Path, names: tuple[str, str], kind: str) -> None:
    assert conflicts(tmp_path, "The thief had a black cap.", "The thief had a white cap.", names) == [kind]
    other = "I was drunk." if kind == "colour" else "I was sober."
    assert conflicts(tmp_path / "two", "I was sober.", other, names) == []
