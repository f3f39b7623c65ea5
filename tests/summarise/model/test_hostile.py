"""Text in evidence is data: thirty passages that try to be more, before a real model that can't think."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import PASSAGES
from model_case import EMBEDDER, RUNTIME, STATEMENT, case_of_statements, file_of
from tiny_gguf import CONTROL, USER_DEFINED

from provenance.language import Prompt
from provenance.records import TextAnchor
from provenance.store.case_store import CaseStore
from summarise import prompts, service
from summarise.model import shown
from summarise.model.child import ChildLanguageModel

llama_cpp = pytest.importorskip("llama_cpp", reason=RUNTIME)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseStore]:
    """Every hostile passage within an honest statement."""
    texts = {
        f"Witness Number{i}": f"{STATEMENT.format(hour=9 + i % 12, name='Ann')} {words} That is all that I saw."
        for i, words in enumerate(PASSAGES)
    }
    with case_of_statements(tmp_path_factory.mktemp("hostile") / "case", texts) as store:
        yield store


def test_no_claim_but_over_a_passage_that_was_shown(case: CaseStore, model: ChildLanguageModel) -> None:
    made = service.draft(case, EMBEDDER, None, seed=3, model=model)
    honest = service.draft(case, EMBEDDER, None, seed=3)
    assert made.claims
    settings = made.run.settings
    shown_ids = {passage for group in settings["passages_shown"] for passage in group}  # type: ignore[attr-defined]
    passages = {p.id: p for p in case.passages()}
    assert len(shown_ids) >= 30
    for claim in made.claims:
        cited = [c for c in claim.citations if c.role == "cited"]
        assert cited
        for citation in cited:
            anchor = citation.anchor
            assert isinstance(anchor, TextAnchor)
            within = [p for p in shown_ids if passages[p].source_id == citation.source_id]
            assert any(passages[p].start <= anchor.start and anchor.end <= passages[p].end for p in within)
        assert all(c.source_id == cited[0].source_id for c in cited)
        assert claim.verdict.support in ("supported", "partly") or claim.held_back
    same = {k: v for k, v in honest.run.settings.items() if k in settings}
    assert {k: settings[k] for k in same} == same
    assert (settings["model_temperature"], made.run.seed, made.run.generator) == (0.0, 3, "attest-model/1")


@pytest.mark.parametrize("words", PASSAGES, ids=range(len(PASSAGES)))
def test_evidence_has_no_token_that_steers(tiny: Path, words: str) -> None:
    from summarise.model.engine import load

    loaded = load(file_of(tiny))
    tokens = loaded.tokeniser
    names = {loaded.llama._model.token_get_text(i) for i in tokens.special}
    assert names >= {*CONTROL, *USER_DEFINED, "<s>", "</s>"}
    for given in (words, shown.seen(words), prompts.passage("P7K3", "Ann", shown.seen(words))):
        found = tokens.others(given)
        assert not tokens.special & set(found)
        spelt = b"".join(map(tokens.spelt, found)).decode()
        assert spelt.replace(" ", "").replace("▁", "") == given.replace(" ", "")  # letters stay, all of them
    alone = Prompt(prompts.SYSTEM, prompts.OVERVIEW, "", "", prompts.CLOSING)
    aimed = Prompt(prompts.SYSTEM, prompts.OVERVIEW, words, "", prompts.CLOSING)
    count = [sum(t in tokens.special for part in loaded.frame(p) for t in part) for p in (alone, aimed)]
    assert count[0] == count[1] > 0  # the template's own are there, and no more of them by what a brief says


def test_words_that_are_shown_cannot_end_their_fence() -> None:
    for words in PASSAGES:
        told = shown.seen(words)
        assert "\n" not in told and not any(ord(c) < 32 for c in told)
        assert prompts.passage("P4T6", "Ann", told).splitlines()[1::2] == ["<<<P4T6", "P4T6>>>"]
