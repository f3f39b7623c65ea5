"""Of a source and its copy the one that was read in full is quoted; what stands in the copy alone is quoted from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, add_text, index_all

from provenance.records import Notice
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise import service

WORDS = (
    "At about 14:25 I was standing on platform two by the stairs when I heard a loud bang. "
    "I saw a man in a dark coat push the lady and pull the bag from her shoulder. "
    "He ran towards the footbridge with the brown bag under his arm. I pressed the help point at once."
)
MORE = "Later he told me that he had thrown the brown bag into the canal by the old lock."


def drafted(tmp_path: Path, *texts: tuple[str, str, str, str]) -> NewDraft:
    """An overview of sources, each a name, words, outcome and witness."""
    embedder = HashEmbedder()
    with CaseStore.create(tmp_path / "c", "OP TEST", "Test", BY) as store:
        for name, words, outcome, witness in texts:
            fields = {"witness": witness} if witness else {}
            add_text(store, name, words, fields, outcome=outcome, warnings=_cut(outcome))
        index_all(store, embedder)
        return service.draft(store, embedder, None)


def _cut(outcome: str) -> list[Notice]:
    return [Notice("incomplete", "the file ends early")] if outcome == "partly" else []


def cited(draft: NewDraft) -> set[str]:
    return {c.source_id for claim in draft.claims for c in claim.citations if c.role == "cited"}


def test_the_whole_statement_is_quoted_and_not_its_damaged_copy(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("damaged.pdf", WORDS, "partly", ""), ("whole.pdf", WORDS, "read", ""))
    assert cited(draft) == {"S2"}
    (left,) = draft.coverage.unused_sources
    assert (left.source_id, left.reason) == ("S1", "what could be quoted of it stands word for word in whole.pdf")


def test_what_only_a_later_version_says_is_quoted_from_it(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("first.txt", WORDS, "read", "Ann Ames"), ("second.txt", f"{WORDS} {MORE}", "read", ""))
    told = {c.source_id: claim.text for claim in draft.claims for c in claim.citations if c.role == "cited"}
    assert set(told) == {"S1", "S2"} and "canal" in told["S2"]


@pytest.mark.parametrize("second", ["Ben Bell", "Ann Ames"])
def test_two_witnesses_are_two_accounts_however_alike(tmp_path: Path, second: str) -> None:
    draft = drafted(tmp_path, ("1.txt", WORDS, "read", "Ann Ames"), ("2.txt", WORDS, "read", second))
    assert cited(draft) == ({"S1", "S2"} if second == "Ben Bell" else {"S1"})


def test_a_statement_in_a_bundle_keeps_its_words(tmp_path: Path) -> None:
    filler = " ".join(f"The officer noted item {n} of the long list of the store room." for n in range(400))
    bundle = ("bundle.txt", f"{filler} {WORDS} {filler}", "read", "")
    assert "S2" in cited(drafted(tmp_path / "1", bundle, ("ames.txt", WORDS, "read", "Ann Ames")))
    assert "S2" in cited(drafted(tmp_path / "2", bundle, ("ames.txt", WORDS, "read", "")))


def test_a_witness_never_gives_way_to_a_report_of_the_same_words(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("report.txt", WORDS, "read", ""), ("ames.txt", WORDS, "read", "Ann Ames"))
    assert cited(draft) == {"S2"}


def test_every_claim_is_still_told_where_many_copies_are_in_the_case(tmp_path: Path) -> None:
    one, *others = [drafted(tmp_path / str(n), *[(f"{i}.txt", WORDS, "read", "") for i in range(n)]) for n in (1, 2, 7)]
    words = {claim.text.partition("“")[2] for claim in one.claims}
    for draft in others:
        told = [claim.text.partition("“")[2] for claim in draft.claims]
        assert set(told) >= words and len(told) == len(set(told)) and cited(draft) == {"S1"}


def test_a_question_is_answered_from_the_statement_though_a_report_repeats_it(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with CaseStore.create(tmp_path / "c", "OP TEST", "Test", BY) as store:
        add_text(store, "report.txt", WORDS)
        add_text(store, "ames.txt", WORDS, {"witness": "Ann Ames"})
        index_all(store, embedder)
        found = service.ask(store, embedder, None, question="What did Ann Ames say about the man in the dark coat?")
    assert "S2" in cited(found)
