"""What privilege withholds: one rule, and nothing told of the content of what is held after it was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from store_case import BY, add_text, new_case, source

from provenance.records import Notice
from provenance.store.case_store import CaseStore
from provenance.store.sources import OPEN

TEXT = "The van was white.\nI saw it at ten.\nIt drove off.\nThe plate was AB12 CDE.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as case:
        yield case


def test_a_source_withheld_later_tells_nothing_of_its_content(store: CaseStore) -> None:
    read = {"fields": {"witness": "J. Smith"}, "warnings": (Notice("w", "d"),), "findings": (Notice("f", "d"),)}
    text = add_text(store, TEXT, exhibit="JB/1", **read)
    held = store.set_source(text.id, {"privilege": "privileged", "mark": "SECRET"}, BY)
    assert held.withheld and (held.fields, held.warnings, held.findings) == ({}, (), ())
    assert (held.name, held.exhibit, held.mark) == (text.name, "JB/1", "SECRET")
    store.set_source(text.id, {"witness": "A. Jones", "year": "2026"}, BY)
    assert "Smith" not in str(store.audit_entries())
    back = store.set_source(text.id, {"privilege": "released"}, BY)
    assert back.fields == {"witness": "A. Jones", "year": "2026"} and back.warnings == read["warnings"]
    assert not back.withheld and store.check_audit().ok


def test_the_rule_of_withholding_is_the_same_in_sql(store: CaseStore) -> None:
    outcomes, marks = ("read", "partly", "refused", "duplicate", "held"), ("none", "possible", "privileged", "released")
    for n, (outcome, mark) in enumerate(product(outcomes, marks)):
        store.add_source(source(f"{n}", "", 0, outcome=outcome, privilege=mark), None, (), None, BY)
    with store.snapshot() as read:
        shown = {f"S{row[0]}" for row in read(f"SELECT n FROM source WHERE {OPEN}", ())}
    assert {s.id for s in store.sources() if not s.withheld} == shown and len(shown) == 8
