"""What a draft covers, cell by cell: pages, stretches of text and minutes; what is unreadable; what people saw."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_case import (
    BASE,
    BY,
    PlainReopener,
    add_text,
    frame_citation,
    new_case,
    new_draft,
    raw_frames,
    source,
    spans_of,
    tamper,
    text_citation,
)

from provenance.coverage import Seen, totals
from provenance.coverage_cells import MOST, Grid, minute_label, minute_spans, pages, stretches
from provenance.coverage_map import by_source
from provenance.coverage_near import near_unused
from provenance.errors import CaseError, UsageError
from provenance.export import draft_json
from provenance.footage import VideoStream
from provenance.near import Near
from provenance.records import Draft, Notice, Part
from provenance.report_left_out import totals_told
from provenance.store.case_store import CaseStore
from provenance.store.covering import PartRow, PassageRow
from provenance.store.records import NewDraft, NewLayer, NewVideo
from provenance.verify import verify

PAPER = ("It was dark.\n", "", "A man ran.\n", "He wore a coat.\n")
ANNA, BEN = "anna", "ben"


def add_paper(store: CaseStore, texts: tuple[str, ...] = PAPER, **known: object) -> str:
    """A source with a page for each text."""
    data = "".join(texts).encode() + bytes(str(known), "utf-8")
    sha256, size = store.vault.put(io.BytesIO(data))
    parts = [Part(n, "page", text, page=n + 1) for n, text in enumerate(texts)]
    plain = {"kind": "pdf", "exhibit": "AB/1", "pages": len(texts)}
    made = source("paper.pdf", sha256, size, **{**plain, **known})
    return store.add_source(made, NewLayer("pages/1", parts), spans_of(parts), None, BY).id


def add_film(store: CaseStore, seconds: list[int], **known: object) -> str:
    """Footage with a kept frame at each of these seconds."""
    data = bytes(range(16)) * len(seconds)
    sha256, size = store.vault.put(io.BytesIO(data))
    times = tuple(s * BASE.denominator for s in seconds)
    frames = [replace(f, pts=t) for f, t in zip(raw_frames(data), times, strict=True)]
    stream = VideoStream(0, "raw", 4, 4, "gray", BASE, "raw/1", 0, times, (0,))
    made = source("cam.raw", sha256, size, kind="video", **known)
    return store.add_source(made, None, (), NewVideo(stream, (), frames), BY).id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as made:
        yield made


def cells(store: CaseStore, draft: Draft, source_id: str = "S1") -> list[tuple[object, ...]]:
    (found,) = [s for s in by_source(draft, store) if s.source_id == source_id]
    return [(c.label, c.indexed, c.retrieved, c.cited, c.opened, c.why) for c in found.cells]


def drafted(store: CaseStore, *spans: tuple[str, int, int], retrieved: tuple[str, ...] = ()) -> Draft:
    new = new_draft([text_citation(store, *span) for span in spans])
    return store.write_draft(replace(new, run=replace(new.run, retrieved=retrieved)), BY)


def test_pages_are_told_apart(store: CaseStore) -> None:
    add_paper(store)
    draft = drafted(store, ("S1", 0, 12), retrieved=("S1.1", "S1.2"))
    assert cells(store, draft) == [
        ("p. 1", 1, 1, 1, 0, ""),
        ("p. 2", 0, 0, 0, 0, "no_text"),
        ("p. 3", 1, 1, 0, 0, ""),
        ("p. 4", 1, 0, 0, 0, ""),
    ]
    (total,) = totals(by_source(draft, store))
    assert (total.unit, total.cells, total.indexed, total.retrieved, total.cited) == ("page", 4, 3, 2, 1)
    assert total.unreadable == 1


def test_what_the_reader_said_of_pages_names_them(store: CaseStore) -> None:
    warnings = (
        Notice("page_garbled", "pp. 3–4: the letters of the text layer are not those on the page", "page=3"),
        Notice("page_without_text", "p. 2: a picture or drawing in which no words were read", "page=2"),
        Notice("pages_not_read", "pp. 5–6", "page=5"),
        Notice("page_by_ocr", "p. 1", "page=1"),
    )
    add_paper(store, warnings=warnings, outcome="partly", pages=6)
    found = cells(store, drafted(store, ("S1", 0, 12)))
    whys = ["", "page_without_text", "page_garbled", "page_garbled", "pages_not_read", "pages_not_read"]
    assert [c[-1] for c in found] == whys and found[-1][0] == "p. 6"


def test_a_picture_is_one_cell_whatever_is_said_of_it_and_words_below_confidence_count(store: CaseStore) -> None:
    sha256, size = store.vault.put(io.BytesIO(b"picture"))
    parts = [Part(0, "page", "FIRST AID\n"), Part(1, "fact", "Software: x\n")]
    low = [replace(span, confidence=0.5) for span in spans_of(parts)[:1]]
    notice = Notice("lines_unread", "1 line not legible")
    for n, warnings in enumerate(((notice,), ())):
        made = source(f"{n}.jpg", sha256, size, kind="picture", pages=1, warnings=warnings)
        store.add_source(made, NewLayer("ocr/1", parts), low, None, BY)
    draft = drafted(store, ("S1", 0, 9))
    assert cells(store, draft) == [("picture", 1, 0, 1, 0, "lines_unread")]
    assert cells(store, draft, "S2") == [("picture", 1, 0, 0, 0, "low_confidence")]
    assert by_source(draft, store)[0].missed == (("not_indexed", 1),)


def test_text_without_pages_is_divided_where_parts_and_passages_begin(store: CaseStore) -> None:
    add_text(store, "".join(f"Line {n} of the statement, and no more.\n" for n in range(300)))
    found = by_source(drafted(store, ("S1", 0, 5)), store)[0]
    assert found.unit == "part" and len(found.cells) > 5
    assert [c.first for c in found.cells] == [0, *[c.last for c in found.cells[:-1]]], "without gaps"
    assert found.cells[-1].last == store.layer("S1").length
    assert found.cells[0].label.startswith("lines 1–") and found.cells[0].cited == 1
    assert sum(c.cited for c in found.cells[1:]) == 0


def test_minutes_of_footage_with_gaps(store: CaseStore) -> None:
    gap = Notice("recording_gap", "no frame for 70 s from 20 s", "t=20.000,90.000")
    add_film(store, [0, 10, 95, 130], findings=(gap,))
    draft = store.write_draft(new_draft([frame_citation(store, "S1", 3)]), BY)
    assert cells(store, draft) == [
        ("00:00–01:00", 2, 0, 0, 0, "recording_gap"),
        ("01:00–02:00", 1, 0, 0, 0, "recording_gap"),
        ("02:00–03:00", 1, 0, 1, 0, ""),
    ]
    store.open_citation("D1.1.1", ANNA)
    store.add_viewed([Seen("S1", "minute", 0, 0)], BEN)
    assert [c[4] for c in cells(store, store.draft("D1"))] == [1, 0, 1]


def test_what_people_had_before_them_counts_once_a_person(store: CaseStore) -> None:
    add_paper(store)
    add_text(store, "One.\nTwo.\n")
    drafted(store, ("S1", 0, 12))
    store.open_citation("D1.1.1", ANNA)
    for by in (ANNA, BEN, BEN):
        store.add_viewed([Seen("S1", "page", 1, 1), Seen("S2", "text", 0, 3)], by)
    assert [c[4] for c in cells(store, store.draft("D1"))] == [2, 0, 0, 0]
    assert [c[4] for c in cells(store, store.draft("D1"), "S2")] == [2]


def test_the_log_tells_of_a_source_and_not_of_each_page(store: CaseStore) -> None:
    add_paper(store)
    before = len(store.audit_entries())
    assert store.add_viewed([Seen("S1", "page", 1, 1), Seen("S1", "page", 2, 2)], ANNA) == ["S1"]
    assert store.add_viewed([Seen("S1", "page", 1, 1)], ANNA) == [], "nothing new"
    (entry,) = store.audit_entries()[before:]
    assert (entry.action, entry.by, entry.detail["source"], entry.detail["places"]) == ("source_viewed", ANNA, "S1", 2)
    assert store.check_audit().ok


FORGED = "INSERT INTO viewed VALUES (1, '{by}', 'page', 4, 4, '2026-05-04T09:40:00Z')"


@pytest.mark.parametrize(
    "tampered",
    [
        (FORGED.format(by=ANNA),),
        (FORGED.format(by="DC 4417 Singh"),),
        ("DROP TRIGGER viewed_kept", "DELETE FROM viewed"),
        ("DROP TRIGGER viewed_kept", "DELETE FROM viewed WHERE first = 2"),
        ("DROP TRIGGER viewed_unchanged", "UPDATE viewed SET at = '2020-01-01T00:00:00Z' WHERE first = 1"),
    ],
    ids=["one more", "another person's", "wiped", "one less", "another time"],
)
def test_what_people_had_before_them_is_as_the_log_tells(store: CaseStore, tampered: tuple[str, ...]) -> None:
    add_paper(store)
    add_text(store, "One.\nTwo.\n")
    store.add_viewed([Seen("S1", "page", 1, 1), Seen("S2", "text", 0, 4)], ANNA)
    store.add_viewed([Seen("S1", "page", 2, 2)], ANNA)
    assert verify(store, PlainReopener()).failed == ()
    tamper(store, *tampered)
    failed = verify(store, PlainReopener()).failed
    assert {f.code for f in failed} == {"record_changed"} and "S1" in {f.source_id for f in failed}


def test_what_an_earlier_version_wrote_of_it_without_a_digest_is_no_failure(store: CaseStore) -> None:
    add_paper(store)
    tamper(store, FORGED.format(by=ANNA))
    store.record("source_viewed", {"source": "S1"}, ANNA)
    assert verify(store, PlainReopener()).failed == ()
    store.add_viewed([Seen("S1", "page", 1, 1)], ANNA)
    assert verify(store, PlainReopener()).failed == ()


def test_what_is_no_place_is_refused_and_reading_writes_nothing(store: CaseStore) -> None:
    add_paper(store)
    for bad in (Seen("S1", "page", 2, 1), Seen("S9", "page", 1, 1), Seen("S1", "leaf", 1, 1)):  # type: ignore[arg-type]
        with pytest.raises(UsageError):
            store.add_viewed([bad], ANNA)
    with CaseStore.open(store.info.folder, write=False) as reading, pytest.raises(CaseError, match="case_read_only"):
        reading.add_viewed([Seen("S1", "page", 1, 1)], ANNA)


def test_withheld_sources_appear_nowhere(store: CaseStore) -> None:
    add_paper(store)
    add_text(store, "A privileged word.\n", "advice.txt")
    draft = drafted(store, ("S1", 0, 12), retrieved=("S1.1", "S2.1"))
    store.add_viewed([Seen("S2", "text", 0, 5)], ANNA)
    assert [n.passage.id for n in near_unused(draft, store)] == ["S2.1"]
    store.set_source("S2", {"privilege": "privileged"}, BY)
    assert [s.source_id for s in by_source(draft, store)] == ["S1"] and near_unused(draft, store) == []
    assert store.add_viewed([Seen("S2", "text", 6, 9)], ANNA) == []
    found = str(draft_json(draft, store)["coverage"])
    assert "S2" not in found and "privileged word" not in found


def test_refused_files_are_one_unreadable_cell_and_duplicates_none(store: CaseStore) -> None:
    add_paper(store)
    store.add_source(
        source("locked.pdf", "ab" * 32, 1, outcome="refused", reason="password_needed"), None, (), None, BY
    )
    store.add_source(
        source("copy.pdf", "cd" * 32, 1, outcome="duplicate", reason="duplicate_of_S1"), None, (), None, BY
    )
    draft = drafted(store, ("S1", 0, 12))
    assert cells(store, draft, "S2") == [("the whole file", 0, 0, 0, 0, "password_needed")]
    assert [s.source_id for s in by_source(draft, store)] == ["S1", "S2"]


def test_why_passages_were_not_looked_at(store: CaseStore) -> None:
    add_paper(store)
    add_text(store, "Not chosen.\n")
    new = new_draft([text_citation(store, "S1", 0, 12)], brief="")
    settings = {"sources": ["S1"]}
    run = replace(new.run, retrieved=("S1.1",), settings=settings, started="2099-01-01T00:00:00Z")
    draft = store.write_draft(replace(new, run=run), BY)
    why = {s.source_id: s.missed for s in by_source(draft, store)}
    assert why == {"S1": (("not_indexed", 2),), "S2": (("not_chosen", 1),)}
    added_since = replace(draft, run=replace(draft.run, started="2000-01-01T00:00:00Z"))
    assert by_source(added_since, store)[1].missed == (("added_since", 1),)


def test_json_has_the_contracts_shape(store: CaseStore) -> None:
    add_paper(store)
    draft = drafted(store, ("S1", 0, 12), retrieved=("S1.1", "S1.2"))
    coverage = draft_json(draft, store)["coverage"]
    assert isinstance(coverage, dict) and "near" not in coverage
    (entry,) = coverage["by_source"]
    assert (entry["source_id"], entry["exhibit"], entry["unit"]) == ("S1", "AB/1", "page")
    assert entry["cells"][1] == {
        "label": "p. 2", "indexed": 0, "retrieved": 0, "cited": 0, "opened": 0, "unreadable": True, "why": "no_text"
    }  # fmt: skip
    (near,) = coverage["near_unused"]
    assert (near["passage_id"], near["score"], near["citation"]["exact"]) == ("S1.2", None, "A man ran.")
    assert near["citation"]["label"] == "p. 3" and near["citation"]["target"]["selector"]


def test_the_nearest_unused_come_first_and_leave_once_they_are_cited(store: CaseStore) -> None:
    add_paper(store)
    new = new_draft([text_citation(store, "S1", 0, 12)])
    near = (Near("S1.3", 24, 39, 0.9), Near("S1.1", 0, 12, 0.8), Near("S1.2", 13, 23, 0.5), Near("S7.1", 0, 4, 0.4))
    draft = store.write_draft(replace(new, coverage=replace(new.coverage, near=near)), BY)
    assert store.draft(draft.id).coverage.near == near, "kept with the draft"
    found = near_unused(draft, store)
    assert [(n.passage.id, n.score, n.citation.label) for n in found] == [("S1.3", 0.9, "p. 4"), ("S1.2", 0.5, "p. 3")]
    store.add_claim(draft.id, replace(new.claims[0], citations=[text_citation(store, "S1", 24, 39)]), ANNA)
    assert [n.passage.id for n in near_unused(store.draft(draft.id), store)] == ["S1.2"]
    assert len(near_unused(draft, store, most=1)) == 1


def test_a_draft_of_before_is_read_without_scores(store: CaseStore) -> None:
    add_paper(store)
    draft = drafted(store, ("S1", 0, 12), retrieved=("S1.3", "S1.1"))
    assert draft.coverage.near == ()
    assert [n.passage.id for n in near_unused(draft, store)] == ["S1.3"]


def test_held_back_claims_cite_nothing(store: CaseStore) -> None:
    add_paper(store)
    new = new_draft([text_citation(store, "S1", 0, 12)])
    held = NewDraft("", False, False, 1, new.run, [replace(new.claims[0], held_back=True)], new.coverage)
    draft = store.write_draft(held, BY)
    assert [c[3] for c in cells(store, draft)] == [0, 0, 0, 0]


@pytest.mark.parametrize(("minute", "said"), [(0, "00:00–01:00"), (59, "59:00–1:00:00"), (60, "1:00:00–1:01:00")])
def test_minutes_are_called_by_their_times(minute: int, said: str) -> None:
    assert minute_label(minute, minute + 1) == said


def test_a_frame_far_ahead_makes_no_cell_for_each_minute_before_it(store: CaseStore) -> None:
    gap = Notice("recording_gap", "no frame for 59999935 s from 65 s", "t=65.000,60000000.000")
    add_film(store, [0, 65, 60_000_000], findings=(gap,))
    draft = store.write_draft(new_draft([frame_citation(store, "S1", 2)]), BY)
    store.add_viewed([Seen("S1", "minute", 500, 500), Seen("S1", "minute", 2_000_000, 2_000_000)], BEN)
    assert cells(store, draft) == [
        ("00:00–01:00", 1, 0, 0, 0, ""),
        ("01:00–02:00", 1, 0, 0, 0, "recording_gap"),
        ("02:00–16666:40:00", 0, 0, 0, 1, "recording_gap"),
        ("16666:40:00–16666:41:00", 1, 0, 1, 0, "recording_gap"),
    ]
    (total,) = totals(by_source(draft, store))
    assert totals_told(total).startswith("4 stretches of footage: 3 with kept frames")


def test_footage_of_many_hours_has_longer_cells(store: CaseStore) -> None:
    add_film(store, [n * 60 for n in range(2_500)])
    found = by_source(store.write_draft(new_draft([frame_citation(store, "S1", 5)]), BY), store)[0]
    assert len(found.cells) == 625 and found.cells[0].label == "00:00–04:00" and found.cells[-1].last == 2_500 * 60
    assert all(c.indexed == 4 for c in found.cells) and [n for n, c in enumerate(found.cells) if c.cited] == [1]


@given(st.sets(st.integers(0, 5_000) | st.integers(0, 10**12), min_size=1, max_size=1_500))
def test_cells_of_footage_are_few_and_leave_nothing_out(held: set[int]) -> None:
    spans = minute_spans(sorted(held))
    assert len(spans) <= MOST and spans[0][0] == 0 and spans[-1][1] == max(held) + 1
    assert all(a < b for a, b in spans) and all(b == a for (_, b), (a, _) in pairwise(spans))
    shown = sum(any(a <= minute < b for minute in held) for a, b in spans) if len(held) < 30 else 0
    assert len(held) >= 30 or shown == len(held), "a minute each where there is room"


spans = st.lists(st.integers(0, 3_000), min_size=1, max_size=40)


@given(spans, st.integers(0, 40_000), st.integers(1, 9_000))
def test_every_character_stands_in_one_stretch(lengths: list[int], start: int, length: int) -> None:
    reader, at, parts = PlainReopener(), 0, list[PartRow]()
    for n in lengths:
        parts.append(PartRow("row", at, at + n, 0, f"row {len(parts)}", False))
        at += n
    passages = [PassageRow(n, p.start, max(p.start + 1, p.end), "body", None, True) for n, p in enumerate(parts)]
    grid = stretches(None, parts, passages)  # type: ignore[arg-type]  # rows are called by their own names
    assert reader.version and [c.first for c in grid.cells[1:]] == [c.last for c in grid.cells[:-1]]
    touched, end = grid.touched(start, start + length), start + length
    assert touched == {n for n, c in enumerate(grid.cells) if c.first < end and start < c.last}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 50)), min_size=1, max_size=12), st.integers(0, 300))
def test_a_span_touches_the_pages_of_the_parts_that_hold_it(rows: list[tuple[int, int]], start: int) -> None:
    at, parts = 0, list[PartRow]()
    for page, length in rows:
        parts.append(PartRow("page", at, at + length, page, "", length == 0))
        at += length
    grid: Grid = pages(source("p.pdf", "", 0, kind="pdf"), parts, ())
    held = {p.page for p in parts if p.start < min(p.end, start + 20) and start < p.end}
    assert {grid.cells[n].first for n in grid.touched(start, start + 20)} == held
