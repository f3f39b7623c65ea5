"""Questions: answered from passages above the threshold, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, SHARED, add_text, index_all
from test_draft import EMBEDDER, case

from ingest.embed import ChildEmbedder
from provenance.store.case_store import CaseStore
from summarise import service
from summarise.ask import ALSO, BESIDE, NEAREST

__all__ = ["case"]


def test_an_answer_comes_with_its_passages(case: CaseStore) -> None:
    made = service.ask(case, EMBEDDER, None, question="Who was standing at the counter when the loud bang was heard?")
    assert made.found
    assert made.question
    assert "standing at my counter" in made.claims[0].text
    assert {c.heading for c in made.claims} <= {NEAREST, ALSO, BESIDE}
    assert all(c.verdict.support == "supported" for c in made.claims)


def test_what_is_not_there_is_not_found(case: CaseStore) -> None:
    made = service.ask(case, EMBEDDER, None, question="Which airline flew the surgeon to Boston?")
    assert not made.found
    assert list(made.claims) == []
    assert made.searched == len(case.passages())
    assert len(made.coverage.unread_sources) == 2
    assert case.write_draft(made, BY).found is False


def test_a_held_source_answers_nothing(case: CaseStore) -> None:
    assert not service.ask(case, EMBEDDER, None, question="What is the quokkafarthing advice of counsel?").found


def test_the_other_side_of_a_rare_word_is_shown(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(store, "statement.txt", "I went home. I did not see a knife at any time.")
        add_text(
            store, "log.txt", "22:49 caller, two blokes fighting outside, one of them has got a knife in his hand."
        )
        index_all(store, EMBEDDER)
        made = service.ask(store, EMBEDDER, None, question="Did anyone see a knife at any time?")
        assert {c.text.split("“")[1].split()[0] for c in made.claims} == {"I", "22:49"}
        nothing = service.ask(store, EMBEDDER, None, question="Which airline flew the surgeon to Boston?")
    assert "Also mention “knife”" in {c.heading for c in made.claims} and made.coverage.unused_sources == ()
    assert {u.reason for u in nothing.coverage.unused_sources} == {"no passage above the threshold for this question"}


def test_a_question_may_name_the_witness_whose_statement_answers_it(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(
            store,
            "a.txt",
            "The fence had been cut with pliers beside the river path. I called my sister from the yard.",
            {"witness": "Ottoline FARQUHARSON"},
        )
        add_text(store, "b.txt", "The shop was shut when I came back from lunch.", {"witness": "Piet VANDERBEEK"})
        index_all(store, EMBEDDER)
        ask = "What did {} say had been cut with pliers?"
        plain, named, other = (
            service.ask(store, EMBEDDER, None, question=q)
            for q in (ask.format("she"), ask.format("Ottoline Farquharson"), "Which airline did Farquharson fly with?")
        )
    assert plain.found and named.found and "cut with pliers" in named.claims[0].text
    assert not other.found


@pytest.mark.skipif(not (SHARED / "data" / "testimony").is_dir(), reason="no testimony here")
def test_real_testimony_answers_what_it_holds(tmp_path: Path, real_embedder: ChildEmbedder) -> None:
    file = SHARED / "data" / "testimony" / "Excerpt9_1001_Aft_Witness_Direct.txt"
    with CaseStore.create(tmp_path / "c", "R", "", BY) as store:
        add_text(store, file.name, file.read_text(encoding="utf-8"))
        index_all(store, real_embedder)
        found = service.ask(store, real_embedder, None, question="Where was Dr. Li born?")
        assert "Beijing" in found.claims[0].text
        assert not service.ask(store, real_embedder, None, question="What colour was the getaway car?").found
