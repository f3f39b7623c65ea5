"""Questions meet the words of witnesses: irregular verbs, verbs of one class, clothing, words for who did it."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.asked_words import NOT_HELD
from provenance.store.case_store import CaseStore
from summarise import service
from summarise.alike import alike
from summarise.asked import asked_words, put_words, stand_ins, unheld
from summarise.kinds import PERSON

EMBEDDER = HashEmbedder()


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who carried the parcel?", "A girl was holding a small parcel.", "holding"),
        ("Who carried the parcel?", "She left with a heavy brown parcel.", "with a heavy brown parcel"),
        ("Who carried the parcel?", "The parcel lay there. He was holding it up.", "holding"),
        ("Who carried the parcel?", "She was holding her knee.", None),
        ("Who carried the parcel?", "He had put something in the parcel.", None),
        ("What was the porter wearing?", "The porter came in a green jacket.", "in a green jacket"),
        ("Who kicked Dean?", "Lee punched Dean twice.", "punched"),
        ("Who fled?", "They ran to the gate.", "ran"),
        ("Who chased Dean?", "Lee ran after Dean.", "ran after"),
    ],
)
def test_a_verb_of_the_class_stands_for_the_one_that_is_asked(question: str, text: str, told: str | None) -> None:
    assert next(iter(alike(tuple(asked_words(question)), text).values()), None) == told


def case(folder: Path, *texts: str) -> CaseStore:
    store = CaseStore.create(folder, "R", "", BY)
    for n, text in enumerate(texts):
        add_text(store, f"{n}.txt", text)
    index_all(store, EMBEDDER)
    return store


def test_irregular_verbs_are_held(tmp_path: Path) -> None:
    with case(
        tmp_path / "c", "The clerk left at noon. I found the ledger. She brought a torch. He drank tea."
    ) as store:
        passages = store.passages()
        for question in ("When did the clerk leave?", "Who was to find the ledger?", "Who was bringing a torch?"):
            assert unheld(passages, question) == []
        assert unheld(passages, "Was the clerk drunk?") == ["drunk"]


def test_a_word_for_who_did_it_stands_for_a_man_where_no_passage_says_it(tmp_path: Path) -> None:
    question = "What was the burglar wearing?"
    with case(tmp_path / "c", "The fair was busy. He was wearing a red fleece.", "We had tea at the mill.") as store:
        made = service.ask(store, EMBEDDER, None, question=question)
        assert made.run.settings[NOT_HELD] == ["burglar"]
        told = [c for c in made.claims if "red fleece" in c.text]
        assert told and told[0].heading == "Perhaps meant by “burglar”: “he”"
        stood = stand_ins(store.passages(), asked_words(question))
        assert put_words(question, stood) == [PERSON, "wear"]
    with case(tmp_path / "d", "The burglar climbed out. He was wearing a red fleece.") as store:
        assert not stand_ins(store.passages(), asked_words(question))


def test_what_somebody_did_is_no_part_of_what_he_wore() -> None:
    assert put_words("What was the lad who jumped the fence wearing?", ()) == ["lad", "wear"]


def test_each_sentence_that_says_all_that_is_asked_is_quoted(tmp_path: Path) -> None:
    said = (
        "Lee kicked Dean in the yard. I never kicked Dean. Ann says Tom kicked Dean hard. Then Dean was kicked again."
    )
    with case(tmp_path / "c", said) as store:
        quoted = " ".join(c.text for c in service.ask(store, EMBEDDER, None, question="Who kicked Dean?").claims)
    assert all(words in quoted for words in ("Lee kicked", "never kicked", "Tom kicked"))
