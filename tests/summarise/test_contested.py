"""Every side of a conflict between sources is quoted in an overview, whatever its words are worth."""

from __future__ import annotations

from pathlib import Path

from draft_case import BY, add_text, index_all
from test_draft import EMBEDDER

from provenance.store.case_store import CaseStore
from summarise import service

ONE = """I am a postman and I was on my round in Quay Street. I heard two shots close together from the yard. A man in a
red jacket ran towards the harbour. I went into the shop and waited there until the police came to the street."""
OTHER = """I keep the shop in Quay Street and I was behind the till. I heard one shot from the yard and a car. A man
in a yellow jacket ran past my window towards the church. I locked the door and rang the police."""


def case_of_two(folder: Path) -> CaseStore:
    store = CaseStore.create(folder, "OP QUAY", "", BY)
    for name, said in (("one", ONE), ("other", OTHER)):
        add_text(store, f"{name}.txt", said, {"witness": f"{name.title()} WITNESS"}, exhibit=name.upper())
    index_all(store, EMBEDDER)
    return store


def test_both_sides_of_a_conflict_are_quoted(tmp_path: Path) -> None:
    with case_of_two(tmp_path / "c") as store:
        made = service.draft(store, EMBEDDER, None, seed=7)
    said = " ".join(c.text for c in made.claims)
    assert made.conflicts
    assert "two shots" in said
    assert "one shot" in said
    assert "red jacket" in said
    assert "yellow jacket" in said


def test_every_source_is_heard_before_conflicts_take_the_rest(tmp_path: Path) -> None:
    with case_of_two(tmp_path / "c") as store:
        made = service.draft(store, EMBEDDER, None, seed=7, max_claims=2)
    assert {c.source_id for claim in made.claims for c in claim.citations if c.role == "cited"} == {"S1", "S2"}
