"""The case store: ids, transactions, holding back what is privileged, vectors, and who may write."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from store_case import (
    BY,
    MODEL,
    add_text,
    add_video,
    frame_citation,
    new_case,
    new_draft,
    source,
    tamper,
    text_citation,
)

from provenance.errors import AnchorError, CaseError, ModelError, UsageError
from provenance.records import Notice, Part, Passage, Place
from provenance.runs import ModelUse
from provenance.store.case_store import DATABASE, CaseStore
from provenance.store.records import NewLayer

TEXT = "The van was white.\nI saw it at ten.\nIt drove off.\nThe plate was AB12 CDE.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case #1 %41?") as case:
        yield case


def test_a_source_comes_back_as_it_was_given(store: CaseStore) -> None:
    given = source("a\udcff.txt", "ab" * 32, 9, warnings=(Notice("w", "d"),), fields={"witness": "J. Smith"})
    layer = NewLayer("x/1", [Part(0, "block", TEXT)])
    passage = Passage("", "", 0, 0, 18, TEXT[:18], (), "line 1", "J. Smith", "body", 0.5)
    kept = store.add_source(given, layer, [passage, replace(passage, section="rear")], None, BY)
    assert kept == replace(given, id="S1", name="a\ufffd.txt", path="/evidence/a\ufffd.txt", passages=2)
    assert store.source("S1") == kept == store.by_sha256("ab" * 32)[0] == store.sources()[0]
    assert [p.id for p in store.passages()] == ["S1.1"]
    assert [p.id for p in store.passages(section=None)] == ["S1.1", "S1.2"]
    assert store.passage("S1.1") == replace(passage, id="S1.1", source_id="S1", ordinal=1)
    assert store.layer("S1").text() == TEXT


def test_parts_loaded_in_ranges_are_those_loaded_alone(store: CaseStore) -> None:
    cells = tuple(Place(n, n + 1, f"cell={n}", "", f"Calls A{n}") for n in range(3))
    parts = [Part(n, "row", f"row {n}\n", f"Calls row {n}", places=cells if n % 2 else ()) for n in range(1100)]
    kept = store.add_source(source("calls.csv", "ab" * 32, 9), NewLayer("x/1", parts), [], None, BY)
    layer = store.layer(kept.id)
    found = [(part.ordinal, one.text, one.places) for part, one in layer.held(layer.parts)]
    assert found == [(part.ordinal, part.text, part.places) for part in parts]
    assert layer.text() == "".join(part.text for part in parts)


def test_video_comes_back_with_pictures(store: CaseStore) -> None:
    data = bytes(range(64))
    video = add_video(store, data)
    stream = store.video(video.id)
    assert stream is not None and stream.times == (0, 512, 1024, 1536) and video.frames == 4
    assert [f.id for f in store.frames(video.id)] == ["S1.f1", "S1.f2", "S1.f3", "S1.f4"]
    assert store.frame_picture("S1.f2") == data[16:32]
    assert store.events(video.id) == [] and store.clock(video.id) is None
    assert store.video(add_text(store, TEXT).id) is None


def test_drafts_get_ids_and_are_searchable_when_empty(store: CaseStore) -> None:
    text, video = add_text(store, TEXT), add_video(store, bytes(64))
    made = store.write_draft(new_draft([text_citation(store, text.id, 4, 7), frame_citation(store, video.id, 1)]))
    assert [c.id for c in made.claims] == ["D1.1", "D1.2"]
    assert made.claims[0].citations[0].id == "D1.1.1" and made.claims[0].citations[0].label == "line 1"
    assert store.draft("D1") == made
    store.write_draft(new_draft([], "Was there a dog?", question=True), "someone")
    empty = store.searches()[1]
    assert (empty.draft_id, empty.brief, empty.found, empty.claims, empty.by) == (
        *("D2", "Was there a dog?", False, 0, "someone"),
    )


def test_a_quote_that_was_not_cut_is_refused(store: CaseStore) -> None:
    text = add_text(store, TEXT)
    good = text_citation(store, text.id, 4, 7)
    bad = replace(good, anchor=replace(good.anchor, exact="car"))
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([good, bad]))
    video = frame_citation(store, add_video(store, bytes(64)).id, 1)
    with pytest.raises(AnchorError, match="not_cut"):
        store.write_draft(new_draft([replace(video, anchor=replace(video.anchor, pts=3))]))
    assert store.searches() == []


def test_a_failed_write_leaves_nothing(store: CaseStore) -> None:
    beyond = Passage("", "", 0, 0, 999, "x", (), "")
    entries = store.audit_entries()
    with pytest.raises(UsageError, match="bad_span"):
        store.add_source(source("a", "", 1), NewLayer("x", [Part(0, "block", "abc")]), [beyond], None, BY)
    assert store.sources() == [] and store.audit_entries() == entries
    assert add_text(store, TEXT).id == "S1"


def test_held_sources_show_nothing_until_released(store: CaseStore) -> None:
    held = add_text(store, TEXT, "advice.txt", privilege="possible")
    assert (held.outcome, held.passages) == ("held", 0)
    assert TEXT[:10].encode() not in (store.info.folder / f"{DATABASE}-wal").read_bytes()
    for ask in (store.layer, store.frames, store.video, store.events, store.clock):
        with pytest.raises(UsageError, match="source_held"):
            ask(held.id)
    layer = NewLayer("x/1", [Part(0, "block", TEXT)])
    with pytest.raises(UsageError, match="source_held"):
        store.release_source(replace(held, outcome="read"), layer, (), None, BY)
    released = store.set_source(held.id, {"privilege": "released"}, BY)
    kept = store.release_source(
        replace(released, outcome="read"), layer, [Passage("", "", 0, 0, 18, TEXT[:18], (), "")], None, BY
    )
    assert kept.outcome == "read" and [p.id for p in store.passages()] == ["S1.1"]


def test_a_source_found_privileged_later_is_left_out_everywhere(store: CaseStore) -> None:
    text = add_text(store, TEXT)
    store.store_vectors(["S1.1"], np.ones((1, 4), np.float32), MODEL)
    assert store.search_words("white", 5) and store.passages() and store.vectors()[0] and store.pending_vectors()
    assert store.set_source(text.id, {"privilege": "privileged"}, BY).outcome == "held"
    assert not store.search_words("white", 5) and not store.passages() and not store.pending_vectors()
    assert store.vectors()[0] == [] and store.vectors(["S1.1"])[0] == []
    with pytest.raises(UsageError, match="source_held"):
        store.passage("S1.1")
    back = store.set_source(text.id, {"privilege": "released"}, BY)
    assert back.outcome == "read" and store.release_source(back, None, (), None, BY) == back and store.passages()


def test_acts_that_change_nothing_are_logged(store: CaseStore) -> None:
    store.record("verified", {"checked": 3}, BY)
    last = store.audit_entries()[-1]
    assert (last.action, last.detail, last.by) == ("verified", {"checked": 3}, BY) and store.check_audit().ok
    tamper(store, "UPDATE audit SET by = 'nobody' WHERE seq = 1")
    with pytest.raises(CaseError, match="case_damaged"):
        store.record("verified", {}, BY)
    assert len(store.audit_entries()) == 2


def test_changes_are_audited_with_old_and_new(store: CaseStore) -> None:
    add_text(store, TEXT)
    changed = store.set_source("S1", {"exhibit": "JB/1", "witness": "J. Smith"}, BY)
    assert changed.exhibit == "JB/1" and changed.fields == {"witness": "J. Smith"}
    store.set_source("S1", {"witness": ""}, BY)
    last, before = store.audit_entries()[-1], store.audit_entries()[-2]
    assert before.detail["changes"] == {"exhibit": ["", "JB/1"], "witness": ["", "J. Smith"]}
    assert last.detail["changes"] == {"witness": ["J. Smith", ""]} and last.by == BY
    for bad in ({"sha256": "x"}, {"privilege": "perhaps"}, {"Not a name": "x"}):
        with pytest.raises(UsageError, match="bad_value"):
            store.set_source("S1", bad, BY)
    entries = len(store.audit_entries())
    store.set_source("S1", {"exhibit": "JB/1"}, BY)
    assert len(store.audit_entries()) == entries


def test_vectors_keep_passage_order_and_one_model(store: CaseStore) -> None:
    add_text(store, TEXT * 3)
    add_text(store, TEXT)
    ids = [p.id for p in store.pending_vectors()]
    assert ids == ["S1.1", "S1.2", "S1.3", "S1.4", "S2.1", "S2.2"] and len(store.pending_vectors(2)) == 2
    matrix = np.random.default_rng(7).random((6, 8), np.float32)
    store.store_vectors(ids[::-1], matrix[::-1], MODEL)
    found, kept = store.vectors()
    assert found == ids and kept.dtype == np.float32 and np.array_equal(kept, matrix)
    some, rows = store.vectors(["S2.1", "S1.2"])
    assert some == ["S1.2", "S2.1"] and np.array_equal(rows, matrix[[1, 4]])
    assert store.pending_vectors() == [] and store.vector_model() == MODEL
    with pytest.raises(ModelError, match="model_mixed"):
        store.store_vectors(ids[:1], matrix[:1], replace(MODEL, sha256="bb" * 32))
    with pytest.raises(ModelError, match="model_mixed"):
        store.store_vectors(ids[:1], matrix[:1, :4], MODEL)
    with pytest.raises(UsageError, match="unknown_id"):
        store.store_vectors(["S9.1"], matrix[:1], MODEL)


@pytest.mark.parametrize("record", ["", "S", "S0", "S1.0", "S01", "D1", "S1.2.3", "s1", "S1\n", "S٣", "S1.f1"])
def test_unknown_ids_are_said(store: CaseStore, record: str) -> None:
    with pytest.raises(UsageError, match="unknown_id"):
        store.source(record)
    with pytest.raises(UsageError, match="unknown_id"):
        store.passage(record)


def test_reads_go_on_while_others_write(store: CaseStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        added = [pool.submit(add_text, store, f"{n}. {TEXT}") for n in range(12)]
        seen = [pool.submit(store.passages) for _ in range(12)]
        assert sorted(f.result().id for f in added) == sorted(f"S{n}" for n in range(1, 13))
        assert all(len({p.source_id for p in f.result()}) * 2 == len(f.result()) for f in seen)
    assert store.check_audit().ok and len(store.audit_entries()) == 13


SECOND = """
import sys
from pathlib import Path
from provenance.errors import CaseError
from provenance.store.case_store import CaseStore
folder = Path(sys.argv[1])
try:
    CaseStore.open(folder)
except CaseError as error:
    print(error.code)
with CaseStore.open(folder, write=False) as case:
    print(len(case.sources()), case.writable)
    try:
        case.set_source("S1", {"mark": "OFFICIAL"}, "other")
    except CaseError as error:
        print(error.code)
"""


def test_a_second_process_only_reads(store: CaseStore) -> None:
    add_text(store, TEXT)
    command = [sys.executable, "-c", SECOND, str(store.info.folder)]
    second = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert second.stdout.split() == ["case_locked", "1", "False", "case_read_only"]
    store.close()
    with CaseStore.open(store.info.folder) as again:
        assert again.writable


def test_the_list_of_drafts_counts_what_was_held_back_and_names_the_model(store: CaseStore) -> None:
    text = add_text(store, TEXT)
    new = new_draft([text_citation(store, text.id, 4, 7), text_citation(store, text.id, 0, 3)])
    first, second = new.claims
    run = replace(new.run, models=(ModelUse("language_model", "elm.gguf", "2" * 64),))
    store.write_draft(replace(new, run=run, claims=[replace(first, held_back=True), second]))
    (listed,) = store.searches()
    assert (listed.claims, listed.held_back, listed.writer) == (1, 1, "elm.gguf")
