"""A brief that names several things hears whoever speaks of one, and says truly why another source is not quoted."""

from __future__ import annotations

from pathlib import Path

from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise import service
from summarise.brief import named_things

EMBEDDER = HashEmbedder()
BRIEF = "The stolen tractor, the padlock on the barn, the diesel tank and the quad bike"
ACCOUNTS = {
    "farmer.txt": "I farm at Low Moor. The tractor was stolen from the barn at night. The padlock on the barn was cut.",
    "neighbour.txt": "I keep hens by the beck. I heard the quad bike go down the lane towards the ford at two.",
    "driver.txt": "I deliver feed on Mondays. I saw that the diesel tank had been drained and its cap was lying there.",
    "clerk.txt": "I process invoices for a dentist. My train was late that day and I ate my lunch at the desk.",
}


def drafted(folder: Path, brief: str, **texts: str) -> NewDraft:
    with CaseStore.create(folder, "R", "", BY) as store:
        for name, text in (ACCOUNTS | texts).items():
            add_text(store, name, text, {"witness": name.removesuffix(".txt").title()})
        index_all(store, EMBEDDER)
        return service.draft(store, EMBEDDER, None, brief=brief)


def test_what_a_brief_names_is_told_apart() -> None:
    assert named_things(BRIEF) == ["The stolen tractor", "the padlock on the barn", "the diesel tank", "the quad bike"]
    assert named_things("What did the neighbour hear?") == []
    assert named_things("") == []


def test_everybody_who_speaks_of_a_thing_that_is_named_has_a_say(tmp_path: Path) -> None:
    made = drafted(tmp_path / "c", BRIEF)
    told = " ".join(c.text for c in made.claims)
    for words in ("tractor was stolen", "quad bike go down", "diesel tank had been drained"):
        assert words in told
    (left,) = made.coverage.unused_sources
    assert left.source_name == "clerk.txt"
    assert left.reason == "its passage nearest to the brief, line 1, is not near enough to be quoted"


def test_a_source_beyond_the_limit_is_said_to_be_near(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        for name, text in ACCOUNTS.items():
            add_text(store, name, text)
        index_all(store, EMBEDDER)
        made = service.draft(store, EMBEDDER, None, brief=BRIEF, max_claims=1)
    why = [u.reason for u in made.coverage.unused_sources]
    assert len(made.claims) == 1
    assert sum(one.endswith("is near enough, but not among the number of claims allowed") for one in why) == 2


def test_titles_initials_and_inns_are_of_one_name() -> None:
    put = "Where was B. Malik, Mrs. Croft and Sgt. Doyle seen?"
    assert [n.removesuffix(" seen") for n in named_things(put)] == ["B. Malik", "Mrs. Croft", "Sgt. Doyle"]
    assert named_things("the row at the Fox and Hounds, the taxi") == ["the row at the Fox and Hounds", "the taxi"]
