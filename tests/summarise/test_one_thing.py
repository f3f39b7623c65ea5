"""What is of two things, places or moments makes no row of the matrix, and what is of one thing still does."""

from __future__ import annotations

from pathlib import Path

import pytest
from accounts_case import Accounts, desk, make
from draft_case import HashEmbedder

from provenance.points import NewPoint
from summarise.points import points

EMBEDDER = HashEmbedder()
THERE = "On 8 June 2026 I was in Wharf Lane by the ferry office. "
WITNESSES = ("Ada FINCH", "Ben MOSS", "Cora LUND")


def rows(folder: Path, *texts: str) -> list[NewPoint]:
    said = {name: THERE + text for name, text in zip(WITNESSES, texts, strict=False)}
    with make(folder / "c", Accounts(said, ()), EMBEDDER) as store:
        return points(desk(store, EMBEDDER))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I saw a red lorry by the crane.", "I saw a green van by the crane."),
        ("I drove a black Audi past the crane.", "He drove a yellow Audi past the crane."),
        ("A black Audi stood by the crane.", "A yellow Fiat stood by the crane. My own Audi is white."),
        ("A white Vauxhall stood by the crane.", "A red Toyota stood by the crane."),
        ("He had a yellow jumper.", "He had a blue shirt."),
        ("He had a moustache.", "He had no stubble."),
        ("The two sailors ran into the chandlery office.", "The taxi drove off towards Neath."),
        ("A man ran off towards the lock.", "The man drove away towards the bridge."),
        ("Three men were in the taxi.", "Six men were on the quay."),
        ("One man was lying on the quay.", "Two men were wrestling."),
        ("I saw two officers fall.", "Three officers ran towards him."),
        ("There were about two hundred people on the quay.", "Two children sat on the steps."),
        ("We met in the Blue Boar.", "We met in the Red Boar."),
        ("I had a drink at the white hart.", "I was at the black hart."),
        ("Silver Street was closed.", "Green Street was closed."),
        ("At first the gate was open.", "The gate was locked."),
        ("Later the gate was open.", "The gate was locked."),
        ("The gate is usually locked.", "The gate was open."),
        ("The front door was locked.", "The back door was open."),
        ("My shed was open.", "My own shed was locked."),
        ("There was one man with a red scarf, and another.", "A man in a green scarf passed."),
        ("A red pickup stood by the crane.", "A white van stood by the crane."),
    ],
)
def test_two_things_are_not_set_against_each_other(tmp_path: Path, one: str, other: str) -> None:
    assert [(p.about, [c.value for c in p.cells]) for p in rows(tmp_path, one, other) if p.conflict] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I saw a white lorry by the crane.", "I saw a white van by the crane."),
        ("My own lorry is white. I saw a red lorry by the crane.", "The lorry by the crane was white."),
        ("We met in the Green Boar.", "They were in the Green Boar."),
        ("Two men were in the taxi.", "Two men were on the quay."),
    ],
)
def test_nor_told_as_the_same(tmp_path: Path, one: str, other: str) -> None:
    assert [c.value for p in rows(tmp_path, one, other) if not p.conflict for c in p.cells] == []


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("colour", "I saw a red lorry by the crane.", "I saw a green truck by the crane."),
        ("colour", "A Silver Focus stood by the crane.", "A black Ford stood by the crane."),
        ("denial", "He had a moustache.", "He was clean shaven."),
        ("denial", "My shed was open.", "The shed was locked."),
        ("denial", "The music was on.", "The music was off."),
        ("denial", "He had a machete.", "He had no knife."),
        ("direction", "The men ran into the bank.", "The men ran into the hotel."),
        ("number", "Three men were in the taxi.", "In the taxi I saw five men."),
        ("number", "Two men were wrestling.", "I watched three men wrestling on the quay."),
        ("number", "There were about two hundred people on the quay.", "A thousand people stood on the quay."),
        ("denial", "At first the gate was open.", "The gate was locked at first."),
    ],
)
def test_one_thing_still_is(tmp_path: Path, kind: str, one: str, other: str) -> None:
    assert [p.conflict for p in rows(tmp_path, one, other) if p.conflict] == [kind]


@pytest.mark.parametrize(
    ("about", "one", "other"),
    [
        ("how many men there were", "One man was on the quay.", "Three men were on the quay."),
        ("their jacket", "They ran. They wore a blue jacket.", "They ran. They wore a red jacket."),
        ("whether the gates were open or shut", "The gates were shut.", "The gates were open."),
    ],
)
def test_rows_are_headed_in_plain_english(tmp_path: Path, about: str, one: str, other: str) -> None:
    assert [p.about for p in rows(tmp_path, one, other) if p.conflict] == [about]
