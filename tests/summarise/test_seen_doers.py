"""Of "I saw somebody hit him" the witness is never the one who hit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from draft_case import BY, add_text, index_all
from test_draft import EMBEDDER

from provenance.records import Passage
from provenance.store.case_store import CaseStore
from summarise.draft import Drafting
from summarise.opposition.lines import Line, cut
from summarise.opposition.people import Cast
from summarise.opposition.subjects import apart_from_doer, subject
from summarise.points import points


@pytest.mark.parametrize("doer", ["the postman", "Gary Hill", "somebody tall", "Dean Hall"])
def test_who_saw_it_did_not_do_it(tmp_path: Path, doer: str) -> None:
    first = f"I was in the yard of the mill at noon. I saw {doer} hit Ian Reed. Ian Reed fell down by the gate."
    other = "I was in the yard of the mill at noon. I saw Mark Poole hit Ian Reed. Ian Reed fell down by the gate."
    with CaseStore.create(tmp_path / "c", "OP MILL", "", BY) as store:
        for name, said in (("ONE", first), ("TWO", other)):
            add_text(store, f"{name}.txt", said, {"witness": f"Witness {name}"}, exhibit=name)
        index_all(store, EMBEDDER)
        desk = Drafting(store, EMBEDDER, None, None, lambda *_: True)
        told = [(p.about, cell.value) for p in points(desk) for cell in p.cells]
    assert not [value for about, value in told if about.startswith("who hit") and value.casefold() == "i"], told


@pytest.mark.parametrize(
    ("told", "doer"),
    [
        ("I saw Poole run up to Ian Reed and kick him twice.", "poole"),
        ("I watched Poole running at Ian Reed and kicking him.", "poole"),
        ("I saw Poole and kicked him.", "self"),
        ("I saw Poole run up to Ian Reed and kicked him.", ""),
    ],
)
def test_a_joined_deed_is_of_who_was_seen_or_of_nobody(told: str, doer: str) -> None:
    line = read_line(told)
    verb = next(i for i, w in enumerate(line.words) if w.startswith("kick"))
    who = subject(line, verb)
    assert (who.name or who.role if who else "") == doer


def test_him_is_never_who_did_it_to_him() -> None:
    line = read_line("It was then that Poole only shoved him aside.")
    assert [p.name for i, p in apart_from_doer(line) if line.words[i] == "him"] == [""]


def read_line(told: str) -> Line:
    words, at = cut(told)
    passage = Passage("P1", "S1", 0, 0, len(told), told, (), "line 1")
    line = Line(passage, 0, len(told), told, words, at, ("S1", ""), 0, 0)
    people = Cast("", surnames={"poole": "poole"}).people(told, words, at)
    return replace(line, people=tuple(people))
