"""The log: every change of an entry, its removal, and a deleted tail are found and named by number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from store_case import BY, add_text, new_case, tamper

from provenance import audit
from provenance.store.case_store import CaseStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as case:
        for n in range(4):
            add_text(case, f"Statement {n}.\n")
        yield case


def test_a_whole_log_holds(store: CaseStore) -> None:
    report, entries = store.check_audit(), store.audit_entries()
    assert report.ok and report.entries == 5 and report.head == entries[-1].hash and report.broken_at is None
    assert report.json() == {"entries": 5, "head": report.head, "ok": True, "broken_at": None}
    assert [e.seq for e in entries] == [1, 2, 3, 4, 5] and entries[0].prev == audit.FIRST
    assert [e.action for e in entries[:2]] == ["case_created", "source_added"] and entries[1].by == BY
    assert all(entry.at.endswith("Z") for entry in entries)
    assert all(after.prev == before.hash for before, after in pairwise(entries))


@pytest.mark.parametrize(
    "change",
    [
        *("at = '2001-01-01T00:00:00Z'", "by = 'nobody'", "action = 'source_changed'", "prev = hash", "hash = prev"),
        *("detail = replace(detail, 'statement', 'Statement')", "detail = ' ' || detail", "detail = '{\"a\":NaN}'"),
        *("detail = 'not json'", 'detail = \'{"a":"\\ud800"}\'', "detail = '[]'", "seq = 99"),
        *("salt = ''", "salt = hash", "salt = upper(salt)", "salt = substr(salt, 1, 31) || 'g'"),
    ],
)
def test_a_changed_entry_is_named(store: CaseStore, change: str) -> None:
    tamper(store, f"UPDATE audit SET {change} WHERE seq = 3")
    report = store.check_audit()
    assert not report.ok and report.broken_at == 3
    assert len(store.audit_entries()) == 5


def test_removed_entries_are_named(store: CaseStore) -> None:
    tamper(store, "DELETE FROM audit WHERE seq = 2")
    assert store.check_audit().broken_at == 2


def test_a_deleted_tail_is_found(store: CaseStore) -> None:
    tamper(store, "DELETE FROM audit WHERE seq >= 4")
    report = store.check_audit()
    assert not report.ok and report.entries == 3 and report.broken_at == 4
    add_text(store, "More.\n")
    assert store.check_audit().broken_at == 4


def test_a_forged_tail_or_head_is_found(store: CaseStore) -> None:
    columns = "at, by, action, detail, hash, hash, salt, content, erased"
    tamper(store, f"INSERT INTO audit SELECT 6, {columns} FROM audit WHERE seq = 5")
    assert store.check_audit().broken_at == 6
    tamper(store, "DELETE FROM audit WHERE seq = 6", f"UPDATE meta SET value = '{'0' * 64}' WHERE key = 'audit_head'")
    assert store.check_audit().broken_at == 5


def test_an_emptied_log_is_found(store: CaseStore) -> None:
    tamper(store, "DELETE FROM audit")
    assert store.check_audit().broken_at == 1
