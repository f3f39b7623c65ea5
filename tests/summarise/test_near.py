"""How near passages were is kept with a draft: the best sentence of each, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.coverage_near import near_unused
from provenance.records import Passage
from provenance.store.case_store import CaseStore
from summarise.near import MOST, nearest_first
from summarise.service import ask, draft
from summarise.units import Unit

FIRST = "I saw the red lorry strike the gate at the depot. The driver ran off towards the canal."
SECOND = "The lorry was red and it hit the gate with a loud bang. Nobody else was in the yard."
OTHER = "I had my lunch at the usual place. The soup was cold and the bread was old."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with CaseStore.create(tmp_path / "case", "TEST", "", BY) as made:
        for n, text in enumerate((FIRST, SECOND, OTHER)):
            add_text(made, f"{n}.txt", text + "\n")
        index_all(made, HashEmbedder())
        yield made


def test_a_brief_keeps_the_passages_by_their_nearest_sentence(store: CaseStore) -> None:
    made = draft(store, HashEmbedder(), None, brief="red lorry gate")
    near = made.coverage.near
    assert {one.passage_id for one in near} == set(made.run.retrieved)
    assert [one.score for one in near] == sorted((one.score for one in near), reverse=True)
    assert near[-1].passage_id.startswith("S3."), "of the lunch nothing is near"
    text = store.layer("S1").text()
    best = next(one for one in near if one.passage_id.startswith("S1."))
    assert "lorry" in text[best.start : best.end]


def test_what_no_claim_cites_is_near_and_unused(store: CaseStore) -> None:
    written = store.write_draft(draft(store, HashEmbedder(), None, brief="red lorry gate", max_claims=1), BY)
    (cited,) = {c.source_id for claim in written.claims for c in claim.cited()}
    found = near_unused(written, store)
    assert found and cited not in {one.passage.source_id for one in found}
    assert [one.score for one in found] == sorted((one.score or 0 for one in found), reverse=True)


def test_overviews_and_questions_keep_scores_too(store: CaseStore) -> None:
    assert draft(store, HashEmbedder(), None).coverage.near
    assert ask(store, HashEmbedder(), None, question="Which lorry struck the gate?").coverage.near


def test_ties_keep_the_order_of_the_case_and_there_is_a_most() -> None:
    passages = [Passage(f"S1.{n}", "S1", n, n, n + 1, "x", (), "") for n in range(1, MOST + 20)]
    units = [Unit(p, p.start, p.end, "x", 1.0) for p in passages for _ in range(2)]
    scores = np.full(len(units), 0.5)
    scores[-1] = 0.9
    found = nearest_first(units, scores)
    assert len(found) == MOST and found[0].passage_id == passages[-1].id
    assert [one.passage_id for one in found[1:4]] == ["S1.1", "S1.2", "S1.3"]
