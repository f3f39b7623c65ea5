"""Later looks at footage stand beside the first: none is changed, each is in the log, a case from before has none."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from store_case import BY, PlainReopener, add_text, add_video, frame_citation, new_case, new_draft, tamper

from provenance.errors import UsageError
from provenance.footage import Moment, MovementEvent
from provenance.looked import look_json, told
from provenance.records import Box, Notice, Source
from provenance.store.case_store import CaseStore
from provenance.store.records import NewLook
from provenance.verify import verify

PLANES = bytes(range(16 * 6))
LEFT_OUT = Notice("events_left_out", "300 movement events were found; the 200 strongest are kept")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with new_case(tmp_path / "case") as made:
        yield made


def new_look(store: CaseStore, source: Source, *ordinals: int, notices: tuple[Notice, ...] = ()) -> NewLook:
    """One event over these frames, of which the first is its start."""
    frames = [replace(store.looks(source.id)[0].frames[n], role="start", id="", picture=b"jpeg") for n in ordinals]
    moments = [Moment(frame.pts, frame.time_base, frame.ordinal) for frame in frames]
    event = MovementEvent(moments[0], moments[0], moments[-1], Box(0, 0, 0, 2, 2))
    return NewLook([(0, 0, 2, 4)], [(2, 0, 1, 1), (3, 3, 1, 1)], 0.05, [event], frames, notices)


def test_a_later_look_is_what_is_shown_and_the_first_stays(store: CaseStore) -> None:
    source = add_video(store, PLANES)
    before = store.look(source.id)
    assert before is not None and (before.number, before.threshold, before.watch) == (0, None, ())
    draft = store.write_draft(new_draft([frame_citation(store, source.id, 4)]))
    looked = store.add_look(source.id, new_look(store, source, 1, 3), BY)
    look = store.look(source.id)
    assert look is not None and (look.number, look.threshold, look.by) == (1, 0.05, BY)
    assert (look.watch, look.mask) == (((0, 0, 2, 4),), ((2, 0, 1, 1), (3, 3, 1, 1)))
    assert [f.id for f in look.frames] == ["S1.f7", "S1.f8"] and [f.ordinal for f in look.frames] == [1, 3]
    assert store.frames(source.id) == list(look.frames) and store.events(source.id) == list(look.events)
    assert looked.frames == source.frames == 6 and store.frame_picture("S1.f7") == b"jpeg"
    assert store.looks(source.id) == [before, look], "nothing is overwritten"
    assert store.frame("S1.f5").ordinal == 4, "a frame of the first look opens still"
    assert store.write_draft(new_draft([frame_citation(store, source.id, 0)])).claims, "and the new ones may be cited"
    assert store.draft(draft.id) == draft
    report = verify(store, PlainReopener())
    assert report.ok and report.checked == 2


def test_frames_of_an_earlier_look_may_be_cited_still(store: CaseStore) -> None:
    """A draft may have been begun before the look was done."""
    source = add_video(store, PLANES)
    early = frame_citation(store, source.id, 5)
    store.add_look(source.id, new_look(store, source, 1), BY)
    assert store.write_draft(new_draft([early])).claims and verify(store, PlainReopener()).ok


def test_what_a_look_says_of_itself_takes_the_place_of_what_the_one_before_said(store: CaseStore) -> None:
    source = add_video(store, PLANES)
    first = store.add_look(source.id, new_look(store, source, 1, notices=(LEFT_OUT,)), BY)
    assert first.warnings == (*source.warnings, LEFT_OUT)
    assert store.add_look(source.id, new_look(store, source, 2), BY).warnings == source.warnings
    entry = store.audit_entries()[-1]
    assert entry.action == "source_looked_again" and entry.detail["changes"] == {"warnings": [LEFT_OUT.detail, ""]}
    assert (entry.detail["watch"], entry.detail["mask"]) == ("0,0,2,4", "2,0,1,1;3,3,1,1")
    assert verify(store, PlainReopener()).ok


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (("UPDATE look SET threshold = 0.5",), "look 1 for movement is not as it was written"),
        (("UPDATE frame SET pts = pts + 1 WHERE look = 1",), "look 1 for movement is not as it was written"),
        (("DELETE FROM look",), "look 1 for movement is not as it was written"),
        (("DELETE FROM look", "DELETE FROM frame WHERE look = 1"), "look 1 for movement is gone from the record"),
        (("UPDATE frame SET look = 2 WHERE look = 1",), "look 2 for movement is not as it was written"),
        (("UPDATE video SET threshold = 0.5",), "the table of frames was changed"),
    ],
)
def test_a_look_that_was_changed_is_named(store: CaseStore, statements: tuple[str, ...], said: str) -> None:
    source = add_video(store, PLANES)
    store.add_look(source.id, new_look(store, source, 1, 3), BY)
    tamper(store, "DROP TRIGGER look_unchanged", "DROP TRIGGER look_kept", *statements)
    failed = verify(store, PlainReopener()).failed
    assert (said, source.id) in [(one.detail, one.source_id) for one in failed]


def test_a_frame_of_no_look_is_named(store: CaseStore) -> None:
    """One that is put beside those of all looks, where no digest of a look would cover it."""
    add_video(store, PLANES)
    columns = "stream, ordinal, pts, time_base, sha256, pixel_format, decoder, width, height, role, event, region"
    copied = f"INSERT INTO frame (source, n, look, {columns}) SELECT source, 99, -1, {columns} FROM frame WHERE n = 1"
    with pytest.raises(dbapi2.IntegrityError, match="CHECK"):
        tamper(store, copied)
    tamper(store, "PRAGMA ignore_check_constraints = ON", copied)
    failed = verify(store, PlainReopener()).failed
    assert [one.detail for one in failed] == ["look -1 for movement is not as it was written"]


def test_a_look_is_never_changed_or_deleted(store: CaseStore) -> None:
    source = add_video(store, PLANES)
    store.add_look(source.id, new_look(store, source, 1), BY)
    for statement in ("UPDATE look SET by = 'x'", "DELETE FROM look"):
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            store._db.write(lambda db, sql=statement: db.execute(sql))


def test_only_open_footage_is_looked_at_again(store: CaseStore) -> None:
    video, text = add_video(store, PLANES), add_text(store, "It was dark.\n")
    look = new_look(store, video, 1)
    with pytest.raises(UsageError, match="bad_value"):
        store.add_look(text.id, look, BY)
    store.set_source(video.id, {"privilege": "possible"}, BY)
    with pytest.raises(UsageError, match="source_held"):
        store.add_look(video.id, look, BY)
    assert [e.action for e in store.audit_entries()].count("source_looked_again") == 0


def test_how_it_was_sought_is_told(store: CaseStore) -> None:
    source = add_video(store, PLANES)
    store.add_look(source.id, new_look(store, source, 1), BY)
    first, later = store.looks(source.id)
    assert told(first) == "Movement sought in the whole picture; as it was taken in"
    assert told(later, lambda _: "3 May") == (
        "Movement sought in 1 area, 2 left out, sensitivity high; looked at again by tester on 3 May"
    )
    assert look_json(later)["watch"] == [[0, 0, 2, 4]] and look_json(first)["by"] is None


def test_a_case_of_the_fourth_schema_keeps_what_it_cites(tmp_path: Path) -> None:
    """The case was written by Attest before footage could be looked at again; its draft cites frames."""
    with zipfile.ZipFile(Path(__file__).parent / "data" / "case_version_4.zip") as packed:
        packed.extractall(tmp_path)
    with CaseStore.open(tmp_path) as case:
        (look,) = case.looks("S1")
        assert (look.number, look.threshold, len(look.events), len(look.frames)) == (0, None, 2, 7)
        assert case.check_audit().ok and len(case.draft("D1").claims) == 7
        again = NewLook([], [], 0.15, look.events[:1], look.frames[:3])
        case.add_look("S1", again, BY)
        assert len(case.frames("S1")) == 3 and len(case.looks("S1")[0].frames) == 7
        record = [one for one in verify(case, PlainReopener(), "D1").failed if one.code == "record_changed"]
        assert record == []
