"""Rows of sheets and entries of logs as claims: only what stands in the file is quoted, and records are drafted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from draft_case import BY, HashEmbedder, index_all, source

from ingest.items import ReadSettings
from ingest.readers import read
from ingest.split import split
from provenance.records import Part
from provenance.report_claims import claim_words
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer
from summarise import service
from summarise.support import quoted
from summarise.worth import worth

CALLS = (
    "No,Date/Time,From,Body\n"
    '4,2026-03-13 21:35:00,Owner,"Meet me by the ""old"" gate at nine, and bring the money"\n'
    "5,2026-03-13 21:37:10,Kell,I will be there but I am not going to bring any money at all\n"
)
LEDGER = (
    "Bank statement of A Kell\n13 March 2026 ATM Harbour Road 21:20 £20.00\n14 March 2026 CASH DEPOSIT £240.00\n"
    "15 March 2026 CARD PAYMENT QUICKSTOP £3.10\n"
)


def taken_in(store: CaseStore, name: str, data: bytes, kind: str, parts: list[Part] | None = None) -> None:
    found = parts or [i for i in read(io.BytesIO(data), "x", ReadSettings()) if isinstance(i, Part)]
    sha256, size = store.vault.put(io.BytesIO(data))
    store.add_source(source(name, sha256, size, kind), NewLayer("x/1", found), split(found, kind), None, BY)


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore.create(tmp_path / "case", "E", "", BY)


def drafted(store: CaseStore) -> list[tuple[str, str]]:
    """(text, quote's verdict) of each claim of an overview."""
    embedder = HashEmbedder()
    index_all(store, embedder)
    made = store.write_draft(service.draft(store, embedder, None), BY)
    return [(c.text, c.verdict.quote) for c in made.claims]


def test_a_row_is_quoted_cell_by_cell_and_its_heads_are_not(store: CaseStore) -> None:
    taken_in(store, "calls.csv", CALLS.encode(), "csv")
    told = drafted(store)
    assert len(told) == 2 and {quote for _, quote in told} == {"exact"}
    text = next(t for t, _ in told if "gate" in t)
    assert quoted(text) == [
        *("4", "2026-03-13 21:35:00", "Owner", 'Meet me by the "old" gate at nine, and bring the money')
    ]
    assert "Date/Time “2026-03-13 21:35:00” · From “Owner” · Body “Meet" in text


def test_the_report_tells_who_from_the_cells(store: CaseStore) -> None:
    taken_in(store, "calls.csv", CALLS.encode(), "csv")
    told = drafted(store)
    claims = store.draft("D1").claims
    assert len(told) == len(claims)
    for claim in claims:
        who, words = claim_words(claim)
        assert who.startswith("calls") and words.startswith("No “") and f"{who}: {words}" == claim.text


def test_lines_of_an_account_are_not_run_into_one(store: CaseStore) -> None:
    taken_in(store, "bank.pdf", LEDGER.encode(), "pdf", [Part(0, "page", LEDGER, page=1)])
    said = [s.text for p in store.passages() for s in p.sentences]
    assert {"14 March 2026 CASH DEPOSIT £240.00", "15 March 2026 CARD PAYMENT QUICKSTOP £3.10"} <= set(said)


def test_entries_of_a_log_are_drafted(store: CaseStore) -> None:
    taken_in(store, "doorbell.txt", b"Doorbell log\n21:43 motion\n21:46 motion\n", "text")
    assert any("motion" in text for text, _ in drafted(store))


def test_the_heads_of_columns_are_not_what_a_row_tells() -> None:
    told = "the caller says that a man with a knife ran to the footbridge"
    assert worth(f"From: 999 · Date: 2026-03-13 · Entry: {told}") > 0.8 * worth(told)
    assert worth("From: 4 · Date: 2026-03-13 · Entry: 12") < 0.05


def test_the_head_of_a_quoted_message_tells_nothing() -> None:
    assert worth("> On 5/30/09 10:00 AM, Jianmin Woo <j@example.org> wrote: >") < 0.15
    assert worth("On Friday at 10:00 he wrote: meet me at the gate with the money") > 0.3


def test_facts_recorded_with_a_picture_are_found_and_not_drafted(store: CaseStore) -> None:
    fact = "Comment: Licensed to the Foundation under one or more agreements that you may read at length\n"
    parts = [Part(0, "fact", fact, label="recorded: Comment")]
    taken_in(store, "plan.png", b"png", "picture", parts)
    taken_in(store, "note.txt", b"I saw the man at 21:40 run to the gate with a bag in his hand.\n", "text")
    told = drafted(store)
    assert told and not any("Licensed" in text for text, _ in told)
    unused = {u.source_name: u.reason for u in store.draft("D1").coverage.unused_sources}
    assert "only facts recorded with the file" in unused["plan.png"]
    asked = service.ask(store, HashEmbedder(), None, question="Licensed to the Foundation under agreements")
    assert any("Licensed" in c.text for c in asked.claims)
