"""Marks for redaction: kept with every version, told to the log without their words; what they take out of a layer."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_case import BY, new_case, source

from provenance.anchors import CONTEXT, cut
from provenance.errors import UsageError
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Box, Part, TextAnchor
from provenance.redaction_copy import Masking, ServedCopy, masked_layer
from provenance.redaction_marks import SHOWN, AreaPlace, FramePlace, Redaction, WordsPlace, covers, joined, taken_out
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLayer
from provenance.words import Words

TEXT = "My number is 07700 900123 😀.\nCall me.\n"
WHY = "Personal details of a witness"


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    made = new_case(tmp_path / "case")
    sha256, size = made.vault.put(io.BytesIO(TEXT.encode()))
    layer = NewLayer("plain/1", [Part(0, "block", TEXT)])
    made.add_source(source("note.txt", sha256, size), layer, (), None, BY)
    return made


def layer_of(*texts: str, words: Sequence[Words | None] = ()) -> Layer:
    """A layer of these parts, as the store gives one."""
    infos, at, line = list[PartInfo](), 0, 1
    for n, text in enumerate(texts):
        digest = hashlib.sha256(text.encode()).hexdigest()
        infos.append(PartInfo(n, "page", at, len(text), line, digest, "", n + 1, 100, 100, ""))
        at, line = at + len(text), line + text.count("\n")
    return Layer("pdf", "test/1", infos, lambda n: LoadedPart(texts[n], words[n] if words else None))


def copy_of(layer: Layer, *spans: tuple[int, int]) -> ServedCopy:
    masking = Masking.of(layer, joined(spans))
    known = source("a.pdf", "00" * 32, 1, kind="pdf")
    return ServedCopy(
        known, (), "a", "", "pdf", b"", "11" * 32, masked_layer(layer, masking), masking, frozenset(), layer
    )


def test_a_mark_is_kept_with_every_version(store: CaseStore) -> None:
    mark = store.mark_redaction("S1", "words", WordsPlace(13, 25), f"  {WHY}\n", BY)
    assert (mark.id, mark.reason, mark.version, mark.by) == ("R1", WHY, 1, BY)
    store.change_redaction("R1", None, "Safety", BY)
    store.remove_redaction("R1", BY)
    assert store.redactions() == []
    again = store.restore_redaction("R1", "another")
    assert store.redactions("S1") == [again]
    assert [(m.version, m.reason, m.standing, m.by) for m in store.redaction_history("R1")] == [
        (1, WHY, True, BY),
        (2, "Safety", True, BY),
        (3, "Safety", False, BY),
        (4, "Safety", True, "another"),
    ]
    assert store.mark_redaction("S1", "face", AreaPlace(Box(0, 1, 2, 3, 4)), WHY, BY).id == "R2"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("words", WordsPlace(3, 9)),
        ("page_area", AreaPlace(Box(2, 10.5, 20, 30, 40))),
        ("frame_area", FramePlace(0, 512, 1024, Fraction(1, 12800), Box(0, 1, 2, 3, 4))),
        ("face", FramePlace(1, 0, 0, Fraction(1, 90000), Box(0, 1, 2, 3, 4))),
    ],
)
def test_places_come_back_as_they_were_marked(store: CaseStore, kind: str, place: WordsPlace) -> None:
    store.mark_redaction("S1", kind, place, WHY, BY)
    assert store.redactions("S1")[0].place == place


def test_the_log_tells_of_a_mark_and_not_its_words(store: CaseStore) -> None:
    store.mark_redaction("S1", "words", WordsPlace(13, 25), WHY, BY)
    entry = store.audit_entries()[-1]
    assert (entry.action, entry.by) == ("redaction_marked", BY)
    assert entry.detail["redaction"] == "R1" and entry.detail["source"] == "S1"
    assert WHY not in str(entry.detail) and "13" not in {str(v) for v in entry.detail.values()}


@pytest.mark.parametrize(
    ("kind", "place", "reason"),
    [
        ("words", WordsPlace(5, 5), WHY),
        ("words", AreaPlace(Box(1, 1, 1, 1, 1)), WHY),
        ("page_area", WordsPlace(1, 2), WHY),
        ("name", WordsPlace(1, 2), WHY),
        ("words", WordsPlace(1, 2), " \n"),
        ("words", WordsPlace(1, 2), "x" * 1001),
    ],
)
def test_what_is_no_mark_is_refused(store: CaseStore, kind: str, place: WordsPlace, reason: str) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        store.mark_redaction("S1", kind, place, reason, BY)
    assert store.redactions() == []


def test_marks_of_a_held_source_are_neither_made_nor_told(store: CaseStore) -> None:
    store.mark_redaction("S1", "words", WordsPlace(13, 25), WHY, BY)
    store.set_source("S1", {"privilege": "privileged"}, BY)
    assert store.redactions() == []
    with pytest.raises(UsageError, match="source_held"):
        store.mark_redaction("S1", "words", WordsPlace(1, 2), WHY, BY)


def test_a_mark_is_neither_changed_nor_deleted_behind_the_log(store: CaseStore) -> None:
    store.mark_redaction("S1", "words", WordsPlace(13, 25), WHY, BY)
    for sql in ("UPDATE redaction SET reason = ''", "DELETE FROM redaction"):
        with pytest.raises(Exception, match="marks for redaction are never"):
            store._db.write(lambda db, sql=sql: db.execute(sql))  # type: ignore[misc]
    assert [m.reason for m in store.redactions()] == [WHY]


def test_a_mark_changed_by_force_is_found(store: CaseStore) -> None:
    from provenance.store import integrity

    store.mark_redaction("S1", "words", WordsPlace(13, 25), WHY, BY)
    store.mark_redaction("S1", "words", WordsPlace(0, 2), WHY, BY)
    with store.snapshot() as read:
        log = integrity.logged(store.audit_entries())
        assert list(integrity.check_redactions(read, log.redactions)) == []

    def forced(db: object) -> None:
        db.execute("DROP TRIGGER redaction_unchanged")  # type: ignore[attr-defined]
        db.execute("DROP TRIGGER redaction_kept")  # type: ignore[attr-defined]
        db.execute("UPDATE redaction SET reason = 'other' WHERE n = 1")  # type: ignore[attr-defined]
        db.execute("DELETE FROM redaction WHERE n = 2")  # type: ignore[attr-defined]

    store._db.write(forced)
    with store.snapshot() as read:
        failures = [f.detail for f in integrity.check_redactions(read, log.redactions)]
    assert failures == [
        "mark for redaction R1, version 1 is not as it was written",
        "mark for redaction R2, version 1 is gone from the record",
    ]


# What marks take out of a layer


def boxed(text: str, *boxes: tuple[float, float, float, float]) -> Words:
    spans, at = list[tuple[int, int]](), 0
    for word in text.split():
        at = text.index(word, at)
        spans.append((at, at + len(word)))
        at += len(word)
    return Words(np.array(spans, np.int32), np.array(boxes, np.float32))


def mark(place: WordsPlace | AreaPlace) -> Redaction:
    return Redaction("R1", "S1", "words" if isinstance(place, WordsPlace) else "page_area", place, WHY, "", BY)


PAGE = "one two, three\nfour\n"
PLACED = layer_of(PAGE, words=[boxed(PAGE, (10, 10, 20, 10), (35, 10, 20, 10), (60, 10, 30, 10), (10, 30, 20, 10))])


def test_a_printed_word_goes_as_a_whole() -> None:
    assert taken_out(PLACED, [mark(WordsPlace(5, 6))]) == ((4, 8),)
    assert covers(PLACED, [mark(WordsPlace(5, 6))], 1) == (Box(1, 35, 10, 20, 10),)
    assert covers(PLACED, [mark(WordsPlace(5, 6))], 2) == ()


def test_an_area_takes_the_words_in_it_and_not_those_at_its_edge() -> None:
    assert taken_out(PLACED, [mark(AreaPlace(Box(1, 30, 5, 40, 20)))]) == ((4, 14),)
    assert taken_out(PLACED, [mark(AreaPlace(Box(1, 30, 5, 30.2, 20)))]) == ((4, 8),)
    assert taken_out(PLACED, [mark(AreaPlace(Box(2, 0, 0, 100, 100)))]) == ()


def test_words_without_places_go_as_they_are_marked() -> None:
    assert taken_out(layer_of(PAGE), [mark(WordsPlace(5, 6)), mark(WordsPlace(6, 9))]) == ((5, 9),)


def test_the_places_of_what_is_left_stay_and_what_went_has_one() -> None:
    masked = copy_of(PLACED, (4, 8)).layer
    assert masked is not None and masked.text() == f"one {SHOWN} three\nfour\n"
    assert masked.boxes(*(4, 14)) == (Box(1, 35, 10, 20, 10),)
    assert masked.boxes(masked.text().index("four"), masked.length) == (Box(1, 10, 30, 20, 10),)


# Property: a citation cut again

LETTERS = st.text(st.sampled_from("ab \n😀👍é"), min_size=1, max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)).map(sorted).map(tuple), max_size=5)


@given(st.lists(LETTERS, min_size=1, max_size=4), SPANS, st.integers(0, 119), st.integers(1, 60))
def test_a_citation_cut_again_holds_what_is_left_of_its_words(
    texts: list[str], spans: list[tuple[int, int]], at: int, length: int
) -> None:
    layer = layer_of(*texts)
    whole = "".join(texts)
    gone = {n for a, b in spans for n in range(a, min(b, len(whole)))}
    copy = copy_of(layer, *((a, min(b, len(whole))) for a, b in spans if a < len(whole)))
    start, end = min(at, len(whole) - 1), min(at + length, len(whole))
    if start >= end:
        return
    anchor = cut(layer, "00" * 32, start, end)
    again = copy.recut(anchor)
    assert copy.layer is not None and isinstance(again, TextAnchor)
    assert copy.layer.slice(again.start, again.end) == again.exact
    assert again.source_sha256 == copy.sha256
    left = "".join(whole[n] for n in range(start, end) if n not in gone or whole[n].isspace())
    assert "".join(again.exact.replace(SHOWN, "").split()) == "".join(left.split())
    assert (SHOWN in again.exact) == any(not whole[n].isspace() for n in range(start, end) if n in gone)
    assert again.prefix == copy.layer.slice(max(0, again.start - CONTEXT), again.start)
    assert copy.layer.text().count("\n") == whole.count("\n")


@given(LETTERS, st.integers(0, 39), st.integers(1, 20))
def test_without_a_mark_near_it_a_citation_reads_as_before(text: str, at: int, length: int) -> None:
    layer = layer_of(text, "the end")
    start, end = min(at, len(text) - 1), min(at + length, len(text))
    if start >= end:
        return
    anchor = cut(layer, "00" * 32, start, end)
    again = copy_of(layer, (len(text), len(text) + 3)).recut(anchor)
    assert isinstance(again, TextAnchor) and (again.start, again.end, again.exact) == (start, end, anchor.exact)
    assert again.suffix.startswith(anchor.suffix[: len(text) - end])


def test_a_place_that_the_copy_has_no_more_cannot_be_cut_again() -> None:
    layer = layer_of("page\n", "a note\n", "more\n")
    masking = Masking.of(layer, ())
    known = source("a.pdf", "00" * 32, 1, kind="pdf")
    left = masked_layer(layer, masking, without={1})
    copy = ServedCopy(known, (), "a", "", "pdf", b"", "11" * 32, left, masking, frozenset({1}), layer)
    assert copy.recut(cut(layer, "00" * 32, 6, 9)) is None
    after = copy.recut(cut(layer, "00" * 32, 12, 16))
    assert isinstance(after, TextAnchor) and after.exact == "more" and after.start == 5
