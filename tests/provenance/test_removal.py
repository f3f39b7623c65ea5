"""Removing a source: nothing of its content stays in the case's folder, and what rested on it says so."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from store_case import (
    BY,
    MODEL,
    PlainReopener,
    add_text,
    add_video,
    frame_citation,
    new_case,
    tamper,
    text_citation,
    write_draft,
)

from provenance import audit
from provenance.errors import CaseError, UsageError
from provenance.redaction_marks import WordsPlace
from provenance.store import codec, erasing, removing
from provenance.store.case_store import CaseStore
from provenance.store.database import Database
from provenance.vault import Vault
from provenance.verify import verify

SECRET = "Quentin Zebedee hid the parcel beneath Larkspur bridge.\n"
WORDS = ("Quentin", "Zebedee", "Larkspur", "quentin", "zebedee", "larkspur")
OPEN_WORDS = "The van was blue.\n"
FRAMES = bytes(range(200, 232))


def traces(folder: Path) -> list[str]:
    """Where in the files of a case, their names included, words or frames of the removed source still are."""
    wanted = [word.encode(how) for word in WORDS for how in ("utf-8", "utf-16-le")]
    wanted += [FRAMES[:16], FRAMES[16:], hashlib.sha256(FRAMES[:16]).hexdigest().encode()]
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{path.name}: {one!r}" for one in wanted if one in data or one in os.fsencode(path.name)]
    return found


def remove(store: CaseStore, source_id: str, reason: str = "taken in by mistake") -> None:
    store.remove_sources(store.removal_plan(source_id).ids, reason, BY)
    store.finish_removal()


def worked_on(folder: Path) -> CaseStore:
    """S1 stays, S2 and footage S3 are to go; D1 cites all, and everything that can hold words holds some."""
    import numpy as np

    store = new_case(folder)
    add_text(store, OPEN_WORDS, "open.txt")
    add_text(store, SECRET * 40, "account.txt", fields={"witness": "Quentin Zebedee"})
    add_video(store, FRAMES)
    ids = [passage.id for passage in store.passages()]
    store.store_vectors(ids, np.eye(len(ids), 16, dtype=np.float32), MODEL, BY)
    cited = [text_citation(store, "S1", 0, 11), text_citation(store, "S2", 0, 20), frame_citation(store, "S3", 1)]
    write_draft(store, cited)
    store.set_source("S2", {"witness": "Zebedee, Quentin", "exhibit": "EX/2"}, BY)
    store.decide_material("S2", {"use": "unused", "description": "Larkspur account", "reason": "Quentin"}, BY)
    store.mark_redaction("S2", "words", WordsPlace(0, 7), "Quentin is a child", BY)
    store.open_citation("D1.2.1", BY)
    store.review("D1.2", "amend", BY, text="Zebedee hid it.", note="says Quentin")
    return store


def clean(store: CaseStore) -> None:
    report = verify(store, PlainReopener())
    assert report.failed == () and store.check_audit().ok


def test_nothing_of_a_removed_source_is_left_in_any_file(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with worked_on(folder) as store:
        clean(store)
        assert traces(folder)
        remove(store, "S2")
        remove(store, "S3")
        assert traces(folder) == []
        clean(store)
    assert traces(folder) == []
    with CaseStore.open(folder) as again:
        clean(again)
        notes = verify(again, PlainReopener()).notes
        assert [(note.code, note.source_id) for note in notes] == [("source_removed", "S2"), ("source_removed", "S3")]


def test_what_rested_on_a_removed_source_says_so_and_the_rest_stays(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        before = store.source("S2")
        remove(store, "S2", "privileged, sent by mistake")
        first, second, third = store.draft("D1").claims
        assert (first.text, first.citations[0].anchor.exact) == ("Claim 0", OPEN_WORDS[:11])  # type: ignore[union-attr]
        assert third.text == "Claim 2" and not third.citations[0].removed
        words = store.source("S2").removed
        assert words.startswith("[Source removed on 2") and words.endswith("Reason: privileged, sent by mistake]")
        assert second.text == words == second.citations[0].anchor.exact  # type: ignore[union-attr]
        assert second.citations[0].removed and store.claim_state("D1.2", BY).text == words
        stone = store.source("S2")
        assert (stone.sha256, stone.name, stone.size, stone.exhibit) == (
            before.sha256,
            before.name,
            before.size,
            "EX/2",
        )
        assert (stone.outcome, stone.reason, dict(stone.fields)) == ("refused", "source_removed", {})
        assert [hit.passage_id for hit in store.search_words("blue van Larkspur", 9)] == ["S1.1"]
        assert store.passages(["S2"]) == [] and store.vectors(["S2.1"])[0] == []
        with pytest.raises(UsageError, match="source_removed"):
            store.layer("S2")


def test_the_log_keeps_the_stone_and_forgets_what_people_read_out_of_it(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        heads = [entry.hash for entry in store.audit_entries()]
        remove(store, "S2")
        entries = store.audit_entries()
        assert [entry.hash for entry in entries][: len(heads)] == heads
        told = entries[-1]
        assert (told.action, told.by, told.detail["reason"]) == ("source_removed", BY, "taken in by mistake")
        assert told.detail["removed"] == [
            {
                "source": "S2",
                "sha256": store.source("S2").sha256,
                "size": 2240,
                "name": "account.txt",
                "exhibit": "EX/2",
            }
        ]
        erased = [entry for entry in entries if entry.erased]
        assert [entry.action for entry in erased] == ["source_changed"] and erased[0].erased == told.seq
        assert set(erased[0].detail) == {"source", "record", "words_erased_by_entry"} and erased[0].salt == ""
        lines = [audit.line(entry) for entry in entries]
        assert audit.follow(lines).ok and lines[erased[0].seq - 1].keys() == audit.WITHHELD


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE audit SET detail = \'{"source":"S1"}\' WHERE erased > 0',
        "UPDATE audit SET by = 'somebody' WHERE erased > 0",
        "UPDATE audit SET erased = 3, content = hash WHERE action = 'case_created'",
        "UPDATE removal SET reason = 'other'",
    ],
)
def test_a_changed_trace_of_a_removal_is_found(tmp_path: Path, statement: str) -> None:
    with worked_on(tmp_path / "c") as store:
        remove(store, "S2")
    tamper(store, "DROP TRIGGER removal_unchanged", statement)
    with CaseStore.open(tmp_path / "c", write=False) as again:
        assert {f.code for f in verify(again, PlainReopener()).failed} & {"audit_broken", "record_changed"}


def test_an_entry_cannot_be_made_to_look_erased(tmp_path: Path) -> None:
    """Who can write the case takes words out of an entry as a removal does: nothing vouches for it."""
    with worked_on(tmp_path / "c") as store:
        entry = next(e for e in store.audit_entries() if e.action == "source_changed")
        content = str(audit.withheld_line(entry)["content"])
    tamper(
        store,
        f"UPDATE audit SET detail = '{{}}', salt = '', erased = 99, content = '{content}' WHERE seq = {entry.seq}",
    )
    with CaseStore.open(tmp_path / "c", write=False) as again:
        assert again.check_audit().broken_at == entry.seq


@pytest.mark.parametrize(
    ("owner", "name"), [(Vault, "discard_derived"), (Vault, "discard"), (Vault, "forget_copies"), (Database, "compact")]
)
def test_a_removal_that_was_cut_off_is_finished_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    folder = tmp_path / "c"
    store = worked_on(folder)
    (folder / "before").mkdir()
    (folder / "before" / "case.db.schema7").write_bytes(SECRET.encode())
    store.vault.derived_write("frames/S3.f1.jpg", FRAMES)
    store.remove_sources(store.removal_plan("S2").ids, "mistake", BY)
    store.remove_sources(store.removal_plan("S3").ids, "mistake", BY)

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(owner, name, ended)
        store.finish_removal()
    store.close()
    with CaseStore.open(folder) as again, again.snapshot() as read:
        assert traces(folder) == [] and not removing.unfinished(read)
        clean(again)


def test_a_removal_that_was_cut_off_in_the_record_has_not_been(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with worked_on(tmp_path / "c") as store:
        count = len(store.audit_entries())

        def ended(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(erasing, "_row", ended)
            store.remove_sources(["S2"], "mistake", BY)
        assert store.layer("S2").text().startswith("Quentin") and len(store.audit_entries()) == count
        clean(store)


def test_who_reads_meanwhile_is_waited_for_at_the_next_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "c"
    with worked_on(folder) as store, CaseStore.open(folder, write=False) as other:
        with other.snapshot() as read:
            assert read("SELECT count(*) FROM source", ()) == [(3,)]
            for source_id in ("S2", "S3"):
                store.remove_sources([source_id], "mistake", BY)
            writing = store._db
            writing._run(lambda: writing._writer.execute("PRAGMA busy_timeout = 50"))  # type: ignore[union-attr]
            assert (error := store.removal_unfinished()) is not None and error.code == "case_locked"
        assert store.removal_unfinished() is None
    with CaseStore.open(folder) as again:
        clean(again)
        assert traces(folder) == []


def test_an_entry_from_before_salts_keeps_its_place_alone(tmp_path: Path) -> None:
    """Its hash is of what it told: nothing but the link can be shown, and what is left of it is vouched for."""
    with worked_on(tmp_path / "c") as store:
        entries = store.audit_entries()
    prev, statements = audit.FIRST, []
    for one in entries:
        told = {"action": one.action, "at": one.at, "by": one.by, "detail": dict(one.detail)}
        own = codec.digest({**told, "prev": prev, "seq": one.seq})
        statements.append(f"UPDATE audit SET salt = '', prev = '{prev}', hash = '{own}' WHERE seq = {one.seq}")
        prev = own
    tamper(store, *statements, f"UPDATE meta SET value = '{prev}' WHERE key = 'audit_head'")
    with CaseStore.open(tmp_path / "c") as again:
        assert again.check_audit().ok
        remove(again, "S2")
        (erased,) = [entry for entry in again.audit_entries() if entry.erased]
        assert again.check_audit().ok and audit.line(erased).keys() == audit.UNPROVEN


def test_what_was_held_back_can_be_removed(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        store.set_source("S2", {"privilege": "privileged"}, BY)
        remove(store, "S2")
        assert store.source("S2").removed and store.source("S2").withheld and traces(tmp_path / "c")
        remove(store, "S3")
        assert traces(tmp_path / "c") == []
        clean(store)


def test_a_hold_forbids_removal_until_it_is_lifted(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        hold = store.set_hold("appeal", "time to appeal runs", BY)
        store.set_hold("cpia", "sentence of five years", BY)
        store.lift_hold(hold.id, "no appeal was made", BY)
        with pytest.raises(UsageError, match="hold_stands") as refused:
            store.remove_sources(["S2"], "mistake", BY)
        assert "H2" in str(refused.value.facts["holds"]) and "H1" not in str(refused.value.facts["holds"])
        assert store.layer("S2").text().startswith("Quentin")
        store.lift_hold("H2", "set in error", BY)
        store.remove_sources(["S2"], "mistake", BY)
        clean(store)


def test_a_changed_record_is_not_taken_as_it_is_by_a_removal(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        pass
    tamper(store, "UPDATE claim SET text = 'The van was red.' WHERE n = 2")
    with CaseStore.open(tmp_path / "c") as again, pytest.raises(CaseError, match="case_damaged"):
        again.remove_sources(["S2"], "mistake", BY)


def test_a_signed_draft_holds_after_a_removal_and_still_tells_of_changes(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        for claim in ("D1.1", "D1.2", "D1.3"):
            store.review(claim, "reject", BY, fault="other")
        store.sign_draft("D1", "A Tester", BY)
        remove(store, "S2")
        clean(store)
    tamper(store, "DROP TRIGGER review_unchanged", "UPDATE review SET fault = 'irrelevant' WHERE claim = 1")
    with CaseStore.open(tmp_path / "c", write=False) as again:
        assert any("signed" in f.detail for f in verify(again, PlainReopener()).failed)


def test_copies_inside_and_translations_go_together(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as store:
        add_text(store, SECRET, "a.txt")  # S1
        add_text(store, SECRET, "b.txt", outcome="duplicate", reason="duplicate_of_S1")  # S2
        add_text(store, "in it\n", "in.txt", parent="S1")  # S3
        add_text(store, "Et il dit.\n", "fr.txt", fields={"translation_of": "S1"})  # S4
        add_text(store, "both\n", "both.txt", parent="S1")  # S5
        add_text(store, "both\n", "both.txt")  # S6
        plan = store.removal_plan("S1")
        assert {one.id: one.why for one in plan.also} == {"S2": "the same file as S1", "S4": "a translation of S1"}
        assert [one.id for one in plan.inside] == ["S3"] and [one.id for one in plan.stays] == ["S5"]
        with pytest.raises(UsageError, match="removal_inside"):
            store.removal_plan("S3")
        with pytest.raises(UsageError, match="removal_changed"):
            store.remove_sources(["S1"], "mistake", BY)
        remove(store, "S1")
        assert [s.id for s in store.sources() if s.removed] == ["S1", "S2", "S3", "S4"]
        assert store.layer("S5").text() == "both\n" and store.vault.open(store.source("S6")).read() == b"both\n"
        clean(store)


def test_the_same_file_can_be_taken_in_again_after_its_removal(tmp_path: Path) -> None:
    with worked_on(tmp_path / "c") as store:
        sha256 = store.source("S2").sha256
        remove(store, "S2")
        assert store.by_sha256(sha256) == []
        again = add_text(store, SECRET * 40, "account.txt")
        assert store.layer(again.id).text() == SECRET * 40
        clean(store)
