"""Privilege of files inside others: nothing in a withheld file is open, and a converted copy is one with its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_case import BY, add_text, new_case, source, tamper

from provenance.containers import whereabouts
from provenance.errors import UsageError
from provenance.records import Source
from provenance.store.case_store import CaseStore

TEXT = "The quokkafarthing was hidden under the bridge.\n"
MADE = {"made": "converted by LibreOffice 24.2 from the original"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as made:
        yield made


def container(store: CaseStore, name: str = "phone.zip", sha256: str = "ab" * 32, **known: object) -> Source:
    return store.add_source(source(name, sha256, 9, **{"kind": "zip", **known}), None, (), None, BY)


def statuses(store: CaseStore) -> list[str]:
    return [s.privilege for s in store.sources()]


def test_what_was_begun_before_its_container_was_withheld_is_stored_withheld(store: CaseStore) -> None:
    """A child takes its status when its reading begins; a person may decide on the container before it ends."""
    outer = container(store)
    inner = container(store, "inner.zip", "cd" * 32, parent=outer.id)
    store.set_source(outer.id, {"privilege": "privileged"}, BY)
    late = add_text(store, TEXT, parent=outer.id, privilege="none")
    deeper = add_text(store, TEXT + "More.", parent=inner.id, privilege="none")
    assert (late.privilege, late.outcome, deeper.privilege) == ("privileged", "held", "privileged")
    assert not store.passages() and not store.search_words("quokkafarthing", 5)


def test_what_an_earlier_version_left_open_is_withheld(tmp_path: Path) -> None:
    with new_case(tmp_path / "case") as store:
        outer = container(store)
        inner = container(store, "inner.zip", "cd" * 32, parent=outer.id)
        add_text(store, TEXT, parent=inner.id)
        old = container(store, "letter.doc", "ef" * 32, kind="doc", fields={"title": "Advice"})
        add_text(store, TEXT + "Advice.", "letter.docx", parent=old.id, fields=MADE)
        alone = add_text(store, TEXT + "Alone.")
        tamper(store, "UPDATE source SET privilege = 'possible' WHERE n IN (1, 5)")
        assert {p.source_id for p in store.passages()} == {"S3", alone.id}
        store.hold_strays(BY)
        assert statuses(store) == [*["possible"] * 5, "none"]
        entries = len(store.audit_entries())
        store.hold_strays(BY)
        assert len(store.audit_entries()) == entries, "nothing is left to do, and nothing is said"


def test_a_file_inside_is_opened_after_its_container(store: CaseStore) -> None:
    outer = container(store)
    inside = add_text(store, TEXT, parent=outer.id)
    store.set_source(outer.id, {"privilege": "possible"}, BY)
    entries = len(store.audit_entries())
    with pytest.raises(UsageError, match="container_held") as refused:
        store.set_source(inside.id, {"privilege": "released"}, BY)
    assert refused.value.facts == {"id": inside.id, "container": outer.id}
    assert statuses(store) == ["possible"] * 2 and len(store.audit_entries()) == entries
    store.set_source(outer.id, {"privilege": "released"}, BY)
    assert statuses(store) == ["released", "possible"]
    store.set_source(inside.id, {"privilege": "released"}, BY)
    assert statuses(store) == ["released"] * 2 and store.passages()


def test_the_release_of_a_copy_opens_nothing_inside_what_is_withheld(store: CaseStore) -> None:
    outer = container(store)
    inside = add_text(store, TEXT, parent=outer.id)
    copy = store.add_source(source("copy.txt", inside.sha256, inside.size, outcome="duplicate"), None, (), None, BY)
    store.set_source(outer.id, {"privilege": "privileged"}, BY)
    assert statuses(store) == ["privileged"] * 3
    with pytest.raises(UsageError, match="container_held"):
        store.set_source(copy.id, {"privilege": "released"}, BY)
    assert statuses(store) == ["privileged"] * 3


def test_a_converted_copy_and_its_original_are_withheld_and_released_as_one(store: CaseStore) -> None:
    old = container(store, "letter.doc", kind="doc", fields={"title": "Advice: the quokkafarthing"})
    copy = store.add_source(
        source("letter.docx", "cd" * 32, 9, parent=old.id, outcome="held", privilege="possible", fields=MADE),
        *(None, (), None, BY),
    )
    assert statuses(store) == ["possible"] * 2
    assert store.source(old.id).fields == {} and store.source(copy.id).fields == MADE
    for one, status in ((old, "released"), (copy, "privileged"), (copy, "released"), (old, "privileged")):
        store.set_source(one.id, {"privilege": status}, BY)
        assert statuses(store) == [status] * 2
    assert store.check_audit().ok


def test_a_decision_on_many_copies_reaches_each_and_what_is_inside(store: CaseStore) -> None:
    first = container(store)
    for n in range(40):
        container(store, f"copy {n}.zip", outcome="duplicate")
    inside = add_text(store, TEXT, parent=first.id)
    store.set_source("S30", {"privilege": "privileged"}, BY)
    assert set(statuses(store)) == {"privileged"}
    store.set_source("S20", {"privilege": "released"}, BY)
    assert set(statuses(store)[:-1]) == {"released"} and store.source(inside.id).withheld


def test_where_a_source_was_found_is_told_outwards(store: CaseStore) -> None:
    outer = container(store, exhibit="QZ/1")
    inner = container(store, "inner.zip", "cd" * 32, parent=outer.id)
    text = add_text(store, TEXT, parent=inner.id)
    known = {s.id: s for s in store.sources()}
    assert whereabouts(text, known.get) == f"inside inner.zip ({inner.id}), inside QZ/1 ({outer.id})"
    assert whereabouts(known[outer.id], known.get) == ""
    assert whereabouts(text, {}.get) == f"inside {inner.id}"
