"""The log as it is served: withheld entries stand as their commitments, and the chain still checks without the case."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from store_case import BY, add_text, new_case, tamper

from provenance import audit
from provenance.store.case_store import CaseStore
from provenance.store.records import AuditEntry

Line = dict[str, Any]
OLD = Path(__file__).parent / "data" / "case_version_4.zip"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as case:
        for n in range(4):
            add_text(case, f"Statement {n}.\n")
        yield case


@pytest.fixture
def old(tmp_path: Path) -> Iterator[CaseStore]:
    """A case of before there were salts, opened by this version and worked on."""
    with zipfile.ZipFile(OLD) as packed:
        packed.extractall(tmp_path)
    (folder,) = (path.parent for path in tmp_path.rglob("case.db"))
    with CaseStore.open(folder) as case:
        case.record("verified", {"checked": 0}, BY)
        yield case


def served(entries: list[AuditEntry], withheld: set[int]) -> list[Line]:
    """As others get it: through JSON."""
    lines = [audit.withheld_line(e) if e.seq in withheld else audit.line(e) for e in entries]
    found: list[Line] = json.loads(json.dumps(lines))
    return found


def by_hand(value: object) -> str:
    """The hash as anyone would make it who has the formula alone."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def test_the_hashes_are_those_of_the_formula(store: CaseStore) -> None:
    salts = set()
    for e in store.audit_entries():
        told = {"action": e.action, "at": e.at, "by": e.by, "detail": e.detail, "salt": e.salt}
        assert e.hash == by_hand({"content": by_hand(told), "prev": e.prev, "seq": e.seq})
        assert audit.withheld_line(e)["content"] == by_hand(told)
        salts.add(e.salt)
    assert len(salts) == 5 and all(len(salt) == 32 for salt in salts)


@pytest.mark.parametrize("withheld", [set(), {2}, {1, 2, 3, 4, 5}, {5}])
def test_a_served_log_checks_with_lines_withheld(store: CaseStore, withheld: set[int]) -> None:
    entries, head = store.audit_entries(), store.check_audit().head
    lines = served(entries, withheld)
    report = audit.follow(lines)
    assert (report.entries, report.head, report.ok, report.broken_at) == (5, head, True, None)
    hidden = [line for line in lines if line["seq"] in withheld]
    assert all(line.keys() == {"seq", "content", "prev", "hash"} for line in hidden)
    assert audit.unproven(lines) == 0


def test_a_withheld_line_tells_nothing_of_the_entry_even_to_who_guesses_it(store: CaseStore) -> None:
    entry = store.audit_entries()[2]
    told = json.dumps(audit.withheld_line(entry))
    guess = {"action": entry.action, "at": entry.at, "by": entry.by, "detail": entry.detail}
    for word in (entry.at, entry.by, entry.action, entry.salt, by_hand(guess), by_hand(guess | {"salt": ""})):
        assert word not in told
    assert not any(str(value) in told for value in entry.detail.values() if len(str(value)) > 3)


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"by": "nobody"},
            {"at": "2001-01-01T00:00:00Z"},
            {"action": "x"},
            {"detail": {}},
            {"detail": [float("nan")]},
        ),
        *({"salt": "0" * 32}, {"salt": ""}, {"salt": None}, {"seq": 4}, {"seq": "3"}, {"seq": True}, {"extra": 1}),
        *({"hash": "0" * 64}, {"hash": 7}, {"prev": "0" * 64}, {"prev": None}, {"content": "0" * 64}),
    ],
)
def test_a_changed_line_is_named(store: CaseStore, change: Line) -> None:
    for withheld in (set[int](), {3}):
        lines = served(store.audit_entries(), withheld)
        lines[2] |= change
        report = audit.follow(lines)
        assert not report.ok and report.broken_at == 3 and report.entries == 5


@pytest.mark.parametrize("change", [{"content": "0" * 64}, {"content": 1}, {"content": None}])
def test_a_changed_commitment_is_named(store: CaseStore, change: Line) -> None:
    lines = served(store.audit_entries(), {3})
    lines[2] |= change
    assert audit.follow(lines).broken_at == 3


def test_lines_left_out_swapped_or_no_lines_at_all_are_named(store: CaseStore) -> None:
    lines = served(store.audit_entries(), {2})
    assert audit.follow(lines[1:]).broken_at == 1
    assert audit.follow([*lines[:2], *lines[3:]]).broken_at == 3
    assert audit.follow([lines[0], lines[2], lines[1], *lines[3:]]).broken_at == 2
    for nothing in (None, 3, "line", [], {}):
        assert audit.follow([*lines[:2], nothing, *lines[3:]]).broken_at == 3  # type: ignore[list-item]
    assert audit.follow([]).head == audit.FIRST


def test_a_line_cannot_be_made_one_that_proves_nothing(store: CaseStore) -> None:
    """Else all before it could be made up: its own hash is believed."""
    entries = store.audit_entries()
    lines = served(entries, {1, 2, 3})
    for line in lines[:3]:
        del line["content"]
    assert audit.follow(lines).ok and audit.unproven(lines) == 3  # as of a case from before
    lines = served(entries, {3})
    del lines[2]["content"]
    assert audit.follow(lines).broken_at == 3


def test_a_log_from_before_goes_on_with_salts(old: CaseStore) -> None:
    entries = old.audit_entries()
    first = next(e.seq for e in entries if e.salt)
    assert first > 1 and all(e.salt for e in entries[first - 1 :]) and old.check_audit().ok
    assert entries[first - 1].action == "case_identified" and entries[first - 1].detail == {"case_id": old.info.id}
    for e in entries[: first - 1]:
        told = {"action": e.action, "at": e.at, "by": e.by, "detail": e.detail, "prev": e.prev, "seq": e.seq}
        assert e.hash == by_hand(told)
    every = {e.seq for e in entries}
    for withheld in (set[int](), {1}, {first}, every):
        lines = served(entries, withheld)
        report = audit.follow(lines)
        assert report.ok and report.head == entries[-1].hash
        assert audit.unproven(lines) == len([n for n in withheld if n < first])
    assert audit.withheld_line(entries[0]).keys() == {"seq", "prev", "hash"}


def test_no_entry_of_the_old_form_is_believed_after_a_salted_one(old: CaseStore) -> None:
    """The old form needs no salt: an entry of it could be put in where one of the new form stood."""
    last = old.audit_entries()[-1]
    told = {"action": "x", "at": last.at, "by": last.by, "detail": {}, "prev": last.prev, "seq": last.seq}
    forged = by_hand(told)
    tamper(
        old,
        f"UPDATE audit SET salt = '', action = 'x', detail = '{{}}', hash = '{forged}' WHERE seq = {last.seq}",
        f"UPDATE meta SET value = '{forged}' WHERE key = 'audit_head'",
    )
    assert old.check_audit().broken_at == last.seq
    assert audit.follow([audit.line(e) for e in old.audit_entries()]).broken_at == last.seq


def test_every_case_has_an_identifier_that_the_log_vouches_for(tmp_path: Path, store: CaseStore) -> None:
    with new_case(tmp_path / "other") as other:
        assert len(store.info.id) == 32 and store.info.id != other.info.id
    assert store.audit_entries()[0].detail["case_id"] == store.info.id
    store.close()
    with CaseStore.open(store.info.folder, write=False) as again:
        assert again.info.id == store.info.id and again.log_head() == (5, again.audit_entries()[-1].hash)
