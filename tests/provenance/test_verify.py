"""Verification: every cut re-opens, and every change of an original or of the record is found and named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from store_case import (
    BY,
    PlainReopener,
    add_text,
    add_video,
    frame_citation,
    new_case,
    source,
    spans_of,
    tamper,
    text_citation,
    write_draft,
)

from provenance.anchors import selectors
from provenance.errors import TaskError, UsageError
from provenance.records import Part, Place
from provenance.store import resting
from provenance.store.case_store import DATABASE, CaseStore
from provenance.store.records import NewLayer, VerifyReport
from provenance.verify import verify

TEXT = "".join(f"Line {n} says something else.\n" for n in range(12))
FRAMES = bytes(range(160))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    """Two texts and a video, each cited; D1 cites all, D2 the second text alone."""
    with new_case(tmp_path / "case") as case:
        first, second = add_text(case, TEXT, "a.txt"), add_text(case, TEXT.upper(), "b.txt")
        video = add_video(case, FRAMES)
        texts = [text_citation(case, first.id, 5, 40), text_citation(case, second.id, 80, 130, "against")]
        write_draft(case, [*texts, frame_citation(case, video.id, 3)])
        write_draft(case, [text_citation(case, second.id, 0, 4)])
        yield case


def _named(report: VerifyReport) -> set[tuple[str, str]]:
    """(code, the most exact id) of each failure."""
    return {(f.code, f.citation_id or f.passage_id or f.draft_id or f.source_id) for f in report.failed}


def _flip(path: Path) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _original(store: CaseStore, source_id: str) -> Path:
    return store.info.folder / "originals" / store.source(source_id).sha256


def test_a_whole_case_holds(store: CaseStore) -> None:
    seen: list[tuple[float, float]] = []

    def progress(what: str, done: float, total: float) -> bool:
        seen.append((done, total))
        return what.startswith("Verifying ")

    report = verify(store, PlainReopener(), None, progress)
    assert report.ok and report.checked == 4 and not report.notes and seen == [(0, 3), (1, 3), (2, 3)]
    assert report.json() == {
        "checked": 4,
        "failed": [],
        "notes": [],
        "sources": [{"id": f"S{n}", "sha256_ok": True} for n in (1, 2, 3)],
    }
    one = verify(store, PlainReopener(), "D2")
    assert one.checked == 1 and [s for s, _ in one.sources] == ["S2"]
    with pytest.raises(UsageError, match="unknown_id"):
        verify(store, PlainReopener(), "D9")


HARD = "ab \t\n\r\0é\u0301ßﬁ\ufeff\u2028\x85\x0c😀👩\u200d👧\U0010ffffاللغة‏עברית न\u094dम王"


@given(st.data(), st.text(st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8")), min_size=1, max_size=80))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_cut_of_any_text_re_opens(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, text: str) -> None:
    reader = PlainReopener()
    assume(reader.read(text.encode()))
    with new_case(tmp_path_factory.mktemp("cut") / "case") as case:
        kept = add_text(case, text)
        length = case.layer(kept.id).length
        place = st.integers(0, length - 1).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, length)))
        cuts = data.draw(st.lists(place, min_size=1, max_size=12))
        write_draft(case, [text_citation(case, kept.id, start, end) for start, end in cuts])
        report = verify(case, reader)
        assert report.failed == () == report.notes and report.checked == len(cuts)


def test_a_flipped_byte_in_an_original_fails_all_its_citations(store: CaseStore) -> None:
    _flip(_original(store, "S2"))
    report = verify(store, PlainReopener())
    assert _named(report) == {("original_changed", "D1.2.1"), ("original_changed", "D2.1.1")}
    assert report.sources == (("S1", True), ("S2", False), ("S3", True))
    failed = report.json()["failed"]
    assert isinstance(failed, list) and set(failed[0]) == {"citation_id", "code", "detail", "source_id"}


def test_an_uncited_original_is_checked_too(store: CaseStore) -> None:
    extra = add_text(store, "Never cited.\n", "c.txt")
    _flip(_original(store, extra.id))
    assert _named(verify(store, PlainReopener())) == {("original_changed", "S4")}
    assert verify(store, PlainReopener(), "D1").ok


def test_a_missing_original_is_said(store: CaseStore) -> None:
    _original(store, "S3").unlink()
    assert _named(verify(store, PlainReopener())) == {("original_missing", "D1.3.1")}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE passage SET text = replace(text, 'Line 1', 'Line 7') WHERE source = 1 AND ordinal = 1", "S1.1"),
        ("UPDATE passage SET start = start + 1 WHERE source = 2 AND ordinal = 3", "S2.3"),
        ("UPDATE passage SET sentences = replace(sentences, 'SAYS', 'SAID') WHERE source = 2 AND ordinal = 2", "S2.2"),
        ("DELETE FROM passage WHERE source = 1 AND ordinal = 4", "S1"),
        ("UPDATE part SET text = replace(text, 'Line 8', 'Line 9') WHERE source = 1 AND ordinal = 2", "S1"),
        ("UPDATE part SET text = CAST(x'ff41' AS TEXT) WHERE source = 2 AND ordinal = 3", "S2"),
        ("UPDATE part SET page = 7 WHERE source = 1 AND ordinal = 0", "S1"),
        ("UPDATE source SET exhibit = 'JB/9' WHERE n = 2", "S2"),
        ("UPDATE frame SET pts = pts + 1 WHERE source = 3 AND n = 2", "S3"),
        ("UPDATE video SET time_base = '1/25' WHERE source = 3", "S3"),
        ("UPDATE claim SET text = 'Claim 9' WHERE draft = 1 AND n = 2", "D1"),
        ("UPDATE citation SET label = 'line 9' WHERE draft = 1 AND claim = 3", "D1"),
        ("UPDATE draft SET brief = 'Another?' WHERE n = 2", "D2"),
        ("DELETE FROM citation WHERE draft = 2", "D2"),
        ("UPDATE claim SET verdict = 'broken' WHERE draft = 2", "D2"),
        ("UPDATE draft SET run = '{}' WHERE n = 2", "D2"),
    ],
)
def test_a_change_in_the_record_is_named(store: CaseStore, change: str, named: str) -> None:
    tamper(store, change)
    report = verify(store, PlainReopener())
    assert ("record_changed", named) in _named(report)
    assert {f.source_id or f.draft_id for f in report.failed} <= {named.split(".")[0]}


def test_every_flipped_byte_of_a_text_in_the_file_is_named(store: CaseStore) -> None:
    """The layer, the passage, its sentences and the quote hold these words; no copy may change unnoticed, also where
    nothing beside the database tells of its bytes."""
    store.close()
    path, words = store.info.folder / DATABASE, b"Line 1 says"
    whole = path.read_bytes()
    places = [at for at in range(len(whole)) if whole.startswith(words, at)]
    assert len(places) >= 4
    for at in places:
        path.write_bytes(whole[: at + 5] + b"7" + whole[at + 6 :])
        resting.lift(path)
        with CaseStore.open(store.info.folder) as case:
            assert not verify(case, PlainReopener()).ok
    path.write_bytes(whole)
    resting.lift(path)
    with CaseStore.open(store.info.folder) as case:
        assert verify(case, PlainReopener()).ok


def test_a_renamed_case_is_named(store: CaseStore) -> None:
    tamper(store, "UPDATE meta SET value = 'OP/2' WHERE key = 'reference'")
    (failure,) = verify(store, PlainReopener()).failed
    assert failure.code == "record_changed" and "reference" in failure.detail


def test_a_changed_claim_is_named_in_words(store: CaseStore) -> None:
    tamper(store, "UPDATE claim SET text = 'Claim 9' WHERE draft = 1 AND n = 2")
    (failure,) = verify(store, PlainReopener()).failed
    assert "D1.2" in failure.detail and failure.draft_id == "D1"


def test_what_was_put_in_or_taken_out_behind_the_log_is_named(store: CaseStore) -> None:
    columns = "sha256, name, path, size, kind, outcome, added, added_by, reason, warnings, findings, parent, exhibit, "
    columns += "producer, dated, mark, privilege, by_reference, fields, pages, passages, frames"
    tamper(store, f"INSERT INTO source SELECT 8, {columns} FROM source WHERE n = 3")
    for table in ("citation WHERE draft = 2", "claim WHERE draft = 2", "draft WHERE n = 2"):
        tamper(store, f"DELETE FROM {table}")
    assert _named(verify(store, PlainReopener())) == {("record_changed", "S8"), ("record_changed", "D2")}


def test_a_changed_quote_in_the_record_is_found(store: CaseStore) -> None:
    tamper(store, "UPDATE citation SET anchor = replace(anchor, 'something', 'anything') WHERE claim = 1 AND draft = 1")
    assert _named(verify(store, PlainReopener())) == {("quote_missing", "D1.1.1"), ("record_changed", "D1")}
    tamper(store, "UPDATE citation SET anchor = replace(anchor, '\"end\":40', '\"end\":4000') WHERE draft = 1")
    assert ("location_invalid", "D1.1.1") in _named(verify(store, PlainReopener()))


def test_a_place_changed_in_the_record_is_found(store: CaseStore) -> None:
    """The words stand, but the person would be led elsewhere."""
    for sql in ('\'"xpath":""\', \'"xpath":"/w:p[1]"\') WHERE claim = 1', "'12800', '25') WHERE claim = 3"):
        tamper(store, f"UPDATE citation SET anchor = replace(anchor, {sql} AND draft = 1")
    named = {("location_invalid", "D1.1.1"), ("location_invalid", "D1.3.1"), ("record_changed", "D1")}
    assert _named(verify(store, PlainReopener())) == named


def test_a_broken_log_is_named(store: CaseStore) -> None:
    tamper(store, "UPDATE audit SET by = 'nobody' WHERE seq = 4")
    (failure,) = verify(store, PlainReopener()).failed
    assert failure.code == "audit_broken" and "4" in failure.detail


def test_another_extractor_is_noted_and_its_moved_quotes_too(store: CaseStore) -> None:
    same_words = verify(store, PlainReopener("plain/2"))
    assert same_words.ok and {(n.code, n.source_id) for n in same_words.notes} == {
        *(("extractor_changed", "S1"), ("extractor_changed", "S2")),
    }
    other_parts = verify(store, PlainReopener("plain/2", lines=2))
    assert other_parts.ok and {n.citation_id for n in other_parts.notes if n.code == "quote_moved"} == {"D1.2.1"}
    lost = verify(store, PlainReopener("plain/2", drop="SOMETHING"))
    assert _named(lost) == {("quote_missing", "D1.2.1")}


def test_the_same_extractor_reading_otherwise_fails(store: CaseStore) -> None:
    report = verify(store, PlainReopener(drop="Line 0"))
    assert _named(report) == {("quote_missing", "D1.1.1")}
    assert {n.code for n in report.notes} == {"text_differs"}
    assert _named(verify(store, PlainReopener(lines=2))) == {("quote_moved", "D1.2.1")}


def test_cells_and_cues_are_compared_with_the_original(tmp_path: Path) -> None:
    """The layer has each line at a cell; what reads it again finds the cells elsewhere, or none."""

    class Sheet(PlainReopener):
        def __init__(self, version: str = "plain/1", first: int = 1) -> None:
            super().__init__(version)
            self.first = first

        def read(self, data: bytes) -> list[Part]:
            parts = super().read(data)
            return [replace(p, places=(self.cell(p),) if self.first else ()) for p in parts]

        def cell(self, part: Part) -> Place:
            name = f"B{self.first + part.ordinal}"
            return Place(0, len(part.text), f"sheet=Calls&cell={name}", "", f"Calls {name}")

    with new_case(tmp_path / "case") as store:
        sha256, size = store.vault.put(io.BytesIO(TEXT.encode()))
        parts = Sheet().read(TEXT.encode())
        layer = NewLayer("plain/1 text", parts)
        store.add_source(source("calls", sha256, size), layer, spans_of(parts), None, BY)
        draft = write_draft(store, [text_citation(store, "S1", 5, 40)])
        assert dict(selectors(draft.claims[0].citations[0].anchor)[2])["value"] == "sheet=Calls&cell=B1"
        assert verify(store, Sheet()).ok
        moved, gone = verify(store, Sheet(first=2)), verify(store, Sheet(first=0))
        assert _named(moved) == _named(gone) == {("place_changed", "D1.1.1")}
        assert moved.failed[0].detail == "the words stand at Calls B2 in the original, not at Calls B1"
        other = verify(store, Sheet("plain/2", 2))
        assert other.ok and {n.code for n in other.notes} == {"extractor_changed", "place_changed"}


def test_frames_are_decoded_again(store: CaseStore) -> None:
    class Short(PlainReopener):
        def frames(self, source, original, anchors):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return super().frames(source, lambda: __import__("io").BytesIO(FRAMES[:32]), anchors)

    class Other(PlainReopener):
        def frames(self, source, original, anchors):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            return super().frames(source, lambda: __import__("io").BytesIO(FRAMES[::-1]), anchors)

    assert _named(verify(store, Short())) == {("frame_missing", "D1.3.1")}
    assert _named(verify(store, Other())) == {("frame_changed", "D1.3.1")}


def test_a_source_that_cannot_be_read_again_fails_alone(store: CaseStore) -> None:
    report = verify(store, PlainReopener(failing="a.txt"))
    assert _named(report) == {("task_timed_out", "D1.1.1")} and report.checked == 4


def test_verification_can_be_stopped(store: CaseStore) -> None:
    with pytest.raises(TaskError, match="cancelled"):
        verify(store, PlainReopener(), None, lambda what, done, total: done < 1)


def test_what_was_cited_before_it_was_held_still_re_opens(store: CaseStore) -> None:
    store.set_source("S1", {"privilege": "possible"}, BY)
    store.set_source("S3", {"exhibit": "CAM/1"}, BY)
    assert verify(store, PlainReopener()).ok


def test_references_and_refused_files(store: CaseStore, tmp_path: Path) -> None:
    path = tmp_path / "long.raw"
    path.write_bytes(FRAMES)
    sha256, size = store.vault.put_reference(path)
    store.add_source(source("long.raw", sha256, size, path=str(path), by_reference=True), None, (), None, BY)
    store.add_source(source("gone", "", 0, outcome="refused", reason="file_missing"), None, (), None, BY)
    assert verify(store, PlainReopener()).ok
    _flip(path)
    assert _named(verify(store, PlainReopener())) == {("original_changed", "S4")}
