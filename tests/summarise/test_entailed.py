"""A registered entailment model takes part in a draft: it is recorded, and judges what is said in own words."""

from __future__ import annotations

from collections.abc import Sequence

from test_draft import EMBEDDER, case

from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation
from summarise import service
from summarise.draft import Drafting

__all__ = ["case"]


class Doubting:
    """An Entailment that finds nothing said, and keeps what it was asked."""

    name, sha256 = "doubting", "ab" * 32

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += pairs
        return [0.0] * len(pairs)


def test_it_stands_in_the_record_of_the_run(case: CaseStore) -> None:
    made = service.draft(case, EMBEDDER, None, seed=7, entailment=Doubting())
    assert ("nli", "doubting", "ab" * 32) in [(m.role, m.name, m.sha256) for m in made.run.models]
    assert "nli" not in [m.role for m in service.draft(case, EMBEDDER, None, seed=7).run.models]


def test_it_is_asked_about_own_words_and_never_about_quotations(case: CaseStore) -> None:
    judging = Doubting()
    desk = Drafting(case, EMBEDDER, None, None, lambda *_: True, entailment=judging)
    unit = next(u for p in desk.material.passages for u in desk.backdrop.units(p) if len(u.text.split()) > 8)
    written = desk.composer.write(unit)
    desk.judge.verdict(written.text, written.citations)
    assert judging.asked == []
    cited: list[NewCitation] = list(written.citations)
    found = desk.judge.verdict(unit.text, cited)
    assert judging.asked
    assert found.support == "partly"
    assert "not_entailed" in [r.code for r in found.reasons]
