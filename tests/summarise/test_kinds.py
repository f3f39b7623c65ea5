"""Questions that name a kind find the things of that kind, said as such; else the word is named as not held."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.asked_words import NOT_HELD, not_held
from provenance.coverage_near import nearest
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise import service
from summarise.asked import asked_words
from summarise.kinds import named_instead

EMBEDDER = HashEmbedder()
FIRST = (
    "I was behind the counter of the bakery at about ten past nine. The taller lad held a screwdriver to the till. "
    "He was swearing at my niece the whole time. They went off on a moped towards the ring road."
)
SECOND = (
    "I live above the bakery and keep a terrier. I heard shouting and went to the window. "
    "My niece came up with a graze on her elbow. It was drizzling that morning."
)


def asked(folder: Path, question: str) -> tuple[NewDraft, CaseStore]:
    store = CaseStore.create(folder, "R", "", BY)
    add_text(store, "first.txt", FIRST, {"witness": "Ines HALLORAN"})
    add_text(store, "second.txt", SECOND, {"witness": "Bert QUAYLE"})
    index_all(store, EMBEDDER)
    return service.ask(store, EMBEDDER, None, question=question), store


@pytest.mark.parametrize(
    ("question", "kind", "named"),
    [
        ("Was a weapon used?", "weapon", "screwdriver"),
        ("Did anybody see a vehicle?", "vehicle", "moped"),
        ("Was there an animal?", "animal", "terrier"),
        ("Was anyone injured?", "injured", "graze"),
        ("What was the weather?", "weather", "drizzling"),
        ("Was a relative there?", "relative", "niece"),
    ],
)
def test_a_thing_of_the_kind_is_quoted_and_said_to_be_that(
    tmp_path: Path, question: str, kind: str, named: str
) -> None:
    made, store = asked(tmp_path / "c", question)
    with store:
        told = [c for c in made.claims if c.heading == f"Perhaps meant by “{kind}”: “{named}”"]
        assert made.found and told and all(named in c.text for c in told)
        assert made.run.settings[NOT_HELD] == [kind]


@pytest.mark.parametrize("question", ["Was a firearm used?", "Was any jewellery seen?", "Were drugs mentioned?"])
def test_where_nothing_of_the_kind_is_held_the_word_is_named_and_the_nearest_given(
    tmp_path: Path, question: str
) -> None:
    made, store = asked(tmp_path / "c", question)
    with store:
        assert not made.found and len(asked_words(question)) == 1
        told = not_held(made.run.settings, made.found)
        assert told.startswith("No passage searched holds “") and told.endswith("”.")
        draft = store.write_draft(made, BY)
        near = nearest(draft, store)
        assert near and all(one.citation.anchor.exact in FIRST + SECOND for one in near)  # type: ignore[union-attr]


def test_a_word_that_is_said_needs_nothing_in_its_place() -> None:
    assert named_instead(["weapon"], "I saw no weapon, only a bottle.") is None
    assert named_instead(["weapon"], "He swung a bottle.") == ("weapon", "bottle")
    assert named_instead(["van"], "He drove a car.") is None, "a van is no kind"


def test_drunk_is_not_the_past_of_drink() -> None:
    assert named_instead(["drunk"], "He never drank the tea.") is None
    assert asked_words("Was anybody drunk?") == ["drunk"]
