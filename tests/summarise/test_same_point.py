"""Sums, means, places, times, passives, shots and plates: they differ where they are of one thing, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import Accounts, desk, make
from draft_case import HashEmbedder
from everyday_accounts import EVERYDAY

from summarise.points import points

THERE = "On 6 May 2026 I was in Stoke Row. "


def conflicts(tmp_path: Path, one: str, other: str, there: str = THERE) -> list[tuple[str, str]]:
    """The kind and the values of each conflict between two accounts."""
    texts = {"Ivy PRATT": there + one, "Saul KEMP": there + other}
    with make(tmp_path / "c", Accounts(texts, ()), HashEmbedder()) as store:
        rows = points(desk(store, HashEmbedder()))
    return [(p.conflict, " | ".join(c.value for c in p.cells)) for p in rows if p.conflict]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("number", "The lads stole £80 from the charity box.", "The lads stole £800 from the charity box."),
        ("number", "There was £2,400 in the safe.", "The safe contained £1,100."),
        ("number", "Joe HAM paid £60 for the drill.", "Joe HAM paid ninety pounds for the drill."),
        ("number", "About £500 was missing from the float.", "£150 was missing from the float."),
        ("number", "The blade was four inches long.", "The blade was about 30 cm long."),
        ("action", "Len OAK struck Kay ELM with a spade.", "Len OAK struck Kay ELM with a bottle."),
        ("action", "A man smashed the door with a sledgehammer.", "A man smashed the door with a stone."),
        ("action", "Kay ELM was stabbed with scissors.", "Somebody stabbed Kay ELM with a kitchen knife."),
        ("action", "He slapped Kay ELM with his open hand.", "He hit Kay ELM with his fist."),
        ("place", "The argument started in the bathroom.", "The argument started in the garden."),
        ("place", "The stabbing happened in Elder Street.", "The stabbing happened in Prince Road."),
        ("place", "The robbery took place on platform 2.", "The robbery took place on platform 5."),
        ("place", "Kay ELM was pushed in the corridor.", "Len OAK pushed Kay ELM in the garage."),
        ("time", "The lorry reached the depot at 6.10 am.", "The lorry reached the depot at 6.40 am."),
        ("time", "The ambulance arrived at 21:14.", "The ambulance arrived at 21:20."),
        ("time", "Kay ELM locked the shop at about 5 pm.", "Kay ELM locked the shop at 5.35 pm."),
        ("person", "Kay ELM was kicked by Len OAK.", "Pip ASH kicked Kay ELM."),
        ("person", "Kay ELM was knocked down and punched by Len OAK.", "I saw Pip ASH hit Kay ELM."),
        ("denial", "The man fired two shots at the bus.", "Nobody fired a shot."),
        ("denial", "Pip ASH shoved Kay ELM.", "Nobody pushed Kay ELM."),
        ("denial", "Pip ASH shoved Kay ELM.", "Pip ASH did not push anyone."),
        ("number", "His plate was MV17 GHT.", "The car had the plate MV71 GHT."),
        ("number", "He rang from 0161 496 0237.", "The caller's number was 0161 496 0273."),
    ],
)
def test_they_differ(tmp_path: Path, kind: str, one: str, other: str) -> None:
    assert [k for k, _ in conflicts(tmp_path, one, other)] == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Sums: rough, bounded, of another thing, of somebody's own.
        ("The lads stole about £90 from the charity box.", "The lads stole £100 from the charity box."),
        ("The lads stole over £80 from the charity box.", "The lads stole £800 from the charity box."),
        ("The lads stole £80 from the charity box.", "The lads stole £800 from the safe."),
        ("The safe contained £700 or £800.", "There was £750 in the safe."),
        ("I paid £60 for the drill.", "I paid £20 for the drill."),
        ("My coat cost £60.", "My coat cost £90."),
        ("He wanted to take £60 from the till.", "He took £90 from the till."),
        ("The blade was four inches long.", "The blade was 12 cm long."),
        ("The blade was four inches long.", "The handle was 30 cm long."),
        # Means: less exact, of two doers, on two things, wanted.
        ("Len OAK struck Kay ELM with a stick.", "Len OAK struck Kay ELM with a cricket bat."),
        ("Len OAK struck Kay ELM with a spade or a bat.", "Len OAK struck Kay ELM with a baseball bat."),
        ("Len OAK struck Kay ELM with a machete.", "Len OAK hit Kay ELM with a knife."),
        ("A man smashed the door with a stone.", "A man smashed the window with a hammer."),
        ("A man smashed the door with a stone.", "A man threatened to smash the door with a hammer."),
        ("Len OAK struck Kay ELM with a chair.", "Len OAK struck Pip ASH with a bottle."),
        ("Len OAK hit Kay ELM with his fist.", "Len OAK hit Kay ELM with a bottle."),
        ("Len OAK came with a bat.", "Len OAK came with a hammer."),
        # Places: one in the other, near, of another happening.
        ("The argument started in the pub.", "The argument started in the cellar."),
        ("The argument started in the lounge.", "The argument started in the living room."),
        ("The fight was outside the bank.", "The fight was outside the chemist."),
        ("The fight was in the yard.", "The fight was in the car park."),
        ("There was a fight in the yard last year.", "There was a fight in the kitchen."),
        ("The argument started in the bathroom.", "The fight took place in the garden."),
        # Times: as near as words allow, another way, another thing, one that lasted.
        ("The lorry reached the depot at about 6.10 am.", "The lorry reached the depot just before 6.20 am."),
        ("The lorry reached the depot before 6.40 am.", "The lorry reached the depot at 6.10 am."),
        ("The lorry reached the depot some time after 6 am.", "The lorry reached the depot at 6.10 am."),
        ("The men ran into the depot at 6.10 am.", "The men ran out of the depot at 6.20 am."),
        ("The ambulance arrived at the depot at 6.10 am.", "The police arrived at the depot at 6.30 am."),
        ("The coach left at 6.10 am.", "The coach left at 6.40 am."),
        ("Kay ELM called the depot at 6.10 am.", "Pip ASH called the depot at 6.30 am."),
        (
            "The lads were loading boxes at the depot at 6.10 am.",
            "The lads were loading boxes at the depot at 6.20 am.",
        ),
        ("Police arrived at the depot at 21:14.", "Police arrived at the depot at 21:16."),
        ("The lorry had not reached the depot at 6.10 am.", "The lorry reached the depot at 6.40 am."),
        # Passives, shots, marks.
        ("Kay ELM was kicked by Len OAK.", "Pip ASH was kicked by Len OAK."),
        ("Kay ELM was hit by a car driven by Len OAK.", "Pip ASH hit Kay ELM."),
        ("I heard two bangs.", "Nobody fired a shot."),
        ("Nobody fired a shot.", "No shots were fired."),
        ("His plate was MV17 GHT.", "His plate was BD70 KLS."),
        ("He rang from 0161 496 0237.", "He rang from 0161 496 0372."),
    ],
)
def test_they_do_not_differ(tmp_path: Path, one: str, other: str) -> None:
    assert conflicts(tmp_path, one, other) == []


@pytest.mark.parametrize("name", EVERYDAY)
def test_everyday_cases(tmp_path: Path, name: str) -> None:
    case = EVERYDAY[name]
    with make(tmp_path / "c", case, HashEmbedder()) as store:
        rows = [p for p in points(desk(store, HashEmbedder())) if p.conflict]
    told = [(p.conflict, " | ".join(c.value for c in p.cells)) for p in rows]
    met = {w: [t for t in told if t[0] == w[0] and w[1] in t[1] and w[2] in t[1]] for w in case.conflicts}
    assert [w for w, found in met.items() if not found] == []
    assert [t for t in told if not any(t in found for found in met.values())] == []


def test_what_one_did_to_the_other_is_not_what_the_other_did(tmp_path: Path) -> None:
    assert conflicts(tmp_path, "Len OAK slapped Kay ELM.", "Kay ELM hit Len OAK.") == []


def test_who_is_named_in_capitals_in_a_short_sentence_is_read(tmp_path: Path) -> None:
    assert conflicts(tmp_path, "Len OAK hit Kay ELM.", "Pip ASH hit Kay ELM.") == [("person", "Len OAK | Pip ASH")]


def test_times_meet_in_a_case_of_many_lines(tmp_path: Path) -> None:
    other = " ".join(f"On the way number {i} I saw the lorry go by the gate of a farm." for i in range(400))
    one = f"{other} The lorry reached the depot at 6.10 am."
    (row,) = conflicts(tmp_path, one, f"{other} The lorry reached the depot at 6.40 am.")
    assert row == ("time", "6.10 am (06:10) | 6.40 am (06:40)")


def test_near_times_differ_in_two_versions_of_one_paper(tmp_path: Path) -> None:
    paper = (
        "I keep the gate of the depot in Stoke Row. I was alone in the hut with a radio and a kettle. "
        "The red lorry of the brewery stopped outside at {} with two crates."
    )
    assert [k for k, _ in conflicts(tmp_path, paper.format("21:14"), paper.format("21:16"))] == ["time"]
    alone = "The red lorry of the brewery stopped outside at {} with two crates."
    assert conflicts(tmp_path / "two", alone.format("21:14"), alone.format("21:16")) == []
