"""Two statements of one witness, members of one family, one place cited once, and what is no similar account."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all
from test_against import THERE, case, claim, desk, exact, search

from provenance.points import NewPoint
from provenance.store.case_store import CaseStore
from summarise.against import against
from summarise.draft import Drafting
from summarise.opposed import with_against
from summarise.points import points
from summarise.units import units

EMBEDDER = HashEmbedder()


def told_by(folder: Path, *accounts: tuple[str, str]) -> CaseStore:
    store = CaseStore.create(folder / "c", "OP WHARF", "", BY)
    for n, (witness, text) in enumerate(accounts, start=1):
        add_text(store, f"{n}.txt", THERE + text, {"witness": witness}, exhibit=f"W/{n}")
    index_all(store, EMBEDDER)
    return store


def conflicts(folder: Path, *accounts: tuple[str, str]) -> list[NewPoint]:
    with told_by(folder, *accounts) as store:
        return [p for p in points(Drafting(store, EMBEDDER, None, None, lambda *_: True)) if p.conflict]


BLACK, WHITE = "The thief had a black cap on.", "The thief had a white cap on."


def test_two_statements_of_one_witness_are_a_conflict_of_their_own(tmp_path: Path) -> None:
    (row,) = conflicts(tmp_path, ("Mrs Olga PRYCE", BLACK), ("Olga Pryce", WHITE))
    assert (row.conflict, row.kind) == ("own", "object") and [c.value for c in row.cells] == ["black", "white"]


@pytest.mark.parametrize("other", ["Owen PRYCE", "", "Ruth BALE"])
def test_of_two_people_they_are_none(tmp_path: Path, other: str) -> None:
    (row,) = conflicts(tmp_path, ("Olga PRYCE", BLACK), (other, WHITE))
    assert row.conflict == "colour"


def test_a_third_witness_makes_it_one_between_witnesses(tmp_path: Path) -> None:
    (row,) = conflicts(tmp_path, ("Olga PRYCE", BLACK), ("Olga PRYCE", WHITE), ("Ruth BALE", BLACK))
    assert row.conflict == "colour" and len(row.cells) == 3


def test_what_another_of_the_family_says_of_themselves_is_of_another(tmp_path: Path) -> None:
    assert conflicts(tmp_path, ("Olga PRYCE", "I was sober."), ("Owen PRYCE", "I was drunk.")) == []
    (row,) = conflicts(tmp_path / "2", ("Olga PRYCE", "Owen PRYCE was sober."), ("Owen PRYCE", "I was drunk."))
    assert row.conflict == "denial"


def test_one_known_by_a_first_name_is_the_same(tmp_path: Path) -> None:
    first = ("Olga PRYCE", "Then Owen grabbed my arm by the crane.")
    (row,) = conflicts(tmp_path, first, ("Owen PRYCE", "I did not grab her arm by the crane."))
    assert row.conflict == "denial"


def test_a_name_that_opens_a_sentence_is_one_where_it_is_known(tmp_path: Path) -> None:
    first = ("Olga PRYCE", "I was there with Lewis and Gwen. Lewis threw the bottle.")
    (row,) = conflicts(tmp_path, first, ("Ruth BALE", "It was Gwen who threw the bottle."))
    assert row.conflict == "person" and [c.value for c in row.cells] == ["Lewis", "Gwen"]


def test_evidence_by_the_same_witness_says_so(tmp_path: Path) -> None:
    with told_by(tmp_path, ("Olga PRYCE", BLACK), ("Olga PRYCE", WHITE)) as store:
        at = desk(store, EMBEDDER)
        (found,) = against(at, [claim(at, "black cap")])
    assert found.reasons[0].code == "against_colour" and "by the same witness" in found.reasons[0].detail


def test_words_are_cited_once_against_one_claim(tmp_path: Path) -> None:
    other = "I looked at the clock and it said 14:55. I heard one bang."
    with case(tmp_path, "I heard two bangs at 14:25.", other) as store:
        found = search(store, "two bangs")
    assert len(found.citations) == 1 and exact(found)[0] in other


@pytest.mark.parametrize(
    ("quoted", "other", "stays"),
    [
        ("The mate was conscious when the ferry left.", "The mate was unconscious when the ferry left.", False),
        ("The lighting on the quay was good.", "The lamp on the quay was not working.", False),
        ("There was a crane on the quay.", "There was no crane on the quay.", False),
        ("The engine room was open.", "The engine room was locked.", False),
        ("The skipper struck the mate.", "The skipper did not strike the mate.", False),
        ("The mate was conscious when the ferry left.", "The mate was awake when the ferry left.", True),
        ("There was a crane on the quay.", "I saw a crane on the quay.", True),
        ("The front door was open.", "The back door was locked.", False),
    ],
)
def test_what_says_the_opposite_is_no_similar_account(tmp_path: Path, quoted: str, other: str, stays: bool) -> None:
    with case(tmp_path, quoted, other) as store:
        at = desk(store, EMBEDDER)
        told = claim(at, quoted)
        source = next(s for s in at.material.sources if s.id != told.citations[0].source_id)
        unit = next(u for p in at.passages_of[source.id] for u in units(p) if other in u.text)
        like = at.composer.cite(source, unit, "similar")
        (found,) = with_against(at, [replace(told, citations=(*told.citations, like))])
    assert ("similar" in [c.role for c in found.citations]) is stays
