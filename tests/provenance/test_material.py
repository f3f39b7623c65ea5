"""Decisions on what a source is in the case: written, read, kept for good, and checked against the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_case import ANNA, BEN, case_to_review
from sqlcipher3 import dbapi2
from store_case import PlainReopener, tamper

from provenance.audience import USES, Use
from provenance.errors import UsageError
from provenance.material import LONGEST, USE, Material, use_of, yes
from provenance.store.case_store import CaseStore
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


def test_nobody_decided_on_a_new_source(store: CaseStore) -> None:
    assert store.material("S1") == Material("S1")
    assert list(store.materials()) == [s.id for s in store.sources()]
    assert {m.use for m in store.materials().values()} == {"undecided"}


def test_a_decision_changes_what_it_names_and_keeps_the_rest(store: CaseStore) -> None:
    first = store.decide_material("S1", {"use": "sensitive", "reason": " Names a\n source. "}, ANNA)
    assert (first.use, first.reason, first.by, first.version) == ("sensitive", "Names a source.", ANNA, 1)
    second = store.decide_material("S1", {"use": "unused", "rebuttable": "yes", "location": "Store 4"}, BEN)
    assert (second.use, second.reason, second.rebuttable, second.location) == (
        "unused",
        "Names a source.",
        True,
        "Store 4",
    )
    assert store.material("S1") == second == store.materials()["S1"]
    assert store.material_versions("S1") == [first, second], "what was decided before is kept"
    assert store.material("S2").version == 0, "of this source alone"


def test_nothing_is_written_where_nothing_changes(store: CaseStore) -> None:
    before = len(store.audit_entries())
    assert store.decide_material("S1", {"use": "undecided", "description": ""}, ANNA).version == 0
    store.decide_material("S1", {"use": "used"}, ANNA)
    assert store.decide_material("S1", {"use": "Used"}, BEN).by == ANNA
    assert len(store.audit_entries()) == before + 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"use": "secret"}, "choose from"),
        ({"rebuttable": "perhaps"}, "yes or no"),
        ({"reason": "x" * (LONGEST + 1)}, "at most"),
        ({"mark": "OFFICIAL"}, "choose from"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    store: CaseStore, changes: dict[str, str], why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        store.decide_material("S1", {"location": "Store 4", **changes}, ANNA)
    assert store.material("S1").version == 0


@pytest.mark.parametrize("source_id", ["S99", "D1", ""])
def test_there_must_be_such_a_source(store: CaseStore, source_id: str) -> None:
    with pytest.raises(UsageError, match="source"):
        store.decide_material(source_id, {"use": "used"}, ANNA)
    with pytest.raises(UsageError, match="source"):
        store.material(source_id)


def test_a_decision_is_a_person_s(store: CaseStore) -> None:
    with pytest.raises(UsageError, match="a name"):
        store.decide_material("S1", {"use": "used"}, "  ")


def test_the_log_tells_of_the_decision_and_not_its_words(store: CaseStore) -> None:
    store.decide_material("S1", {"use": "sensitive", "reason": "an informant spoke", "description": "notebook"}, ANNA)
    entry = store.audit_entries()[-1]
    assert (entry.action, entry.detail["source"], entry.detail["use"]) == ("material_decided", "S1", "sensitive")
    assert "informant" not in str(entry.detail) and "notebook" not in str(entry.detail)


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE material SET use = 'used'", "decision 1 on the use of the source is not as it was written"),
        ("UPDATE material SET reason = 'x'", "decision 1 on the use of the source is not as it was written"),
        ("DELETE FROM material", "decision 1 on the use of the source is gone from the record"),
        (
            "INSERT INTO material SELECT source, 2, 'used', '', '', '', '', 0, at, by FROM material",
            "decision 2 on the use of the source is not as it was written",
        ),
    ],
)
def test_a_changed_decision_is_found_and_named(store: CaseStore, sql: str, what: str) -> None:
    store.decide_material("S2", {"use": "sensitive"}, ANNA)
    reopener = PlainReopener()
    assert not [f for f in verify(store, reopener).failed if f.source_id == "S2"]
    tamper(store, "DROP TRIGGER material_unchanged", "DROP TRIGGER material_kept", sql)
    named = [(f.source_id, f.detail) for f in verify(store, reopener).failed]
    assert ("S2", what) in named


def test_decisions_are_kept_by_the_database_itself(store: CaseStore) -> None:
    store.decide_material("S1", {"use": "used"}, ANNA)
    for sql in ("UPDATE material SET use = 'unused'", "DELETE FROM material"):
        with pytest.raises(dbapi2.DatabaseError, match="never"):
            tamper(store, sql)


@pytest.mark.parametrize("use", USES)
def test_every_use_is_read_as_it_is_written(use: Use) -> None:
    assert use_of(use) == use == use_of(USE[use]) == use_of(f" {USE[use].upper()}. ")


@pytest.mark.parametrize(
    ("said", "use"),
    [
        ("Used as evidence", "used"),
        ("Unused (non-sensitive)", "unused"),
        ("NON-SENSITIVE UNUSED", "unused"),
        ("Unused - Sensitive", "sensitive"),
        ("Sensitive unused", "sensitive"),
        ("MG6D", "sensitive"),
        ("Irrelevant", "not_relevant"),
        ("Used/Unused", None),
        ("not sensitive", None),
        ("", None),
        ("see DC Oyelaran", None),
        ("not used", None),
    ],
)
def test_the_words_of_forces_are_understood_and_no_others_guessed(said: str, use: Use | None) -> None:
    assert use_of(said) == use


def test_yes_and_no_are_told_from_other_words() -> None:
    assert [yes(said) for said in ("Yes", "y", "No", "", "maybe")] == [True, True, False, False, None]
