"""Exact words: nothing that people type breaks the search, and codes are found however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_case import BY, add_text, new_case, source

from provenance.records import Part, Passage
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer
from provenance.store.search import codes

LINES = [
    "Mr O'Brien said the van's plate was AB12 CDE.\n",
    "My number is 07700 900 123, the office is (01632) 960-001.\n",
    "Exhibit JB/12 is a knife; custody record 01/AB/3456/26.\n",
    "The café was shut. ﬁne weather. Пётр видел الرجل 王さん 😀.\n",
    "A man AND a woman, NEAR the shop* not far.\n",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseStore]:
    with new_case(tmp_path_factory.mktemp("search") / "case") as case:
        for line in LINES:
            add_text(case, line)
        rear = Passage("", "", 0, 0, 5, "Contact 07700 900 999 rear", (), "", section="rear")
        case.add_source(source("mg11", "", 5), NewLayer("x", [Part(0, "block", "Rear\n")]), [rear], None, BY)
        yield case


@given(st.one_of(st.text(), st.text("\"'*^:()-+{}.,ANDORNEAT\0 \t\n\\", max_size=40)))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_words_break_the_search(store: CaseStore, text: str) -> None:
    hits = store.search_words(text, 10)
    assert hits == sorted(hits, key=lambda hit: -hit.score)


@pytest.mark.parametrize(
    ("query", "source_id"),
    [
        *[(q, "S1") for q in ("o'brien", "O'BRIEN", "ab12cde", "AB12 CDE", "ab12-cde", 'the plate "AB12CDE"')],
        *[(q, "S2") for q in ("07700900123", "+44 7700 900123", "0044 (0)7700 900 123", "01632960001")],
        *[(q, "S3") for q in ("jb12", "JB/12", "JB 12", "01/AB/3456/26")],
        *[(q, "S4") for q in ("cafe", "CAFÉ", "fine", "пётр", "الرجل", "王さん")],
        *[(q, "S5") for q in ("shop*", "AND", "near", "\0woman\0")],
    ],
)
def test_words_are_found_as_people_write_them(store: CaseStore, query: str, source_id: str) -> None:
    assert store.search_words(query, 1)[0].passage_id == f"{source_id}.1"


def test_only_the_body_is_searched(store: CaseStore) -> None:
    assert [hit.passage_id for hit in store.search_words("07700 900 999", 5)] == ["S2.1"]
    assert store.search_words("rear", 5) == []


@pytest.mark.parametrize("query", ["", "  ", "\0", '"', "***", "( ) -", "😀"])
def test_nothing_to_look_for_finds_nothing(store: CaseStore, query: str) -> None:
    assert store.search_words(query, 5) == []


def test_sources_limit_the_search(store: CaseStore) -> None:
    assert {hit.passage_id for hit in store.search_words("the is a", 9, ["S1", "S3"])} == {"S1.1", "S3.1"}
    assert store.search_words("the", 9, []) == [] and store.search_words("the", 0) == []


def test_ties_stand_in_passage_order(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as case:
        for n in range(12):
            add_text(case, f"The same words. {n}\n" if n % 3 == 1 else "Other things were said here.\n")
        hits = case.search_words("same words", 9)
        assert [hit.passage_id for hit in hits] == [f"S{n}.1" for n in (2, 5, 8, 11)]
        assert len({hit.score for hit in hits}) == 1 and hits[0].score == round(hits[0].score, 4) > 0


def test_a_pasted_page_can_be_searched(store: CaseStore) -> None:
    page = " ".join(f"word{n} 07700 {n:06d}" for n in range(3000))
    assert store.search_words(f"knife {page}", 5) is not None


def test_codes_are_joined_and_said_once() -> None:
    assert codes("AB12 CDE, ab12cde") == ["ab12cde"]
    assert codes("Ring +44 (0)7700 900-123 or 07700900123.") == ["07700900123"]
    assert "jb12" in codes("Exhibit JB/12.") and "01ab345626" in codes("record 01/AB/3456/26")
    assert codes("He was 12 and I am not. At 10 he left.") == []
