"""Footage of a case is looked at again in areas that a person chose; what was found and cited before stays."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Attest, command
from looked_case import LEFT, RIGHT, copied, two_sides_case
from working_case import go_on

from app.case import Case
from app.jobs import Jobs
from ingest.video.settings import VideoSettings
from provenance.errors import AnchorError, CaseError, ReadError, TaskError, UsageError
from provenance.footage import Area
from provenance.looked import SENSITIVITY
from provenance.ports import Progress
from provenance.records import FrameAnchor
from summarise.byhand import footage_of

USUAL = SENSITIVITY["usual"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_sides_case(tmp_path_factory)


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with copied(made, tmp_path / "case") as opened:
        yield opened


def middles(case: Case) -> list[float]:
    """Where across the picture each event has its middle."""
    return [event.region.x + event.region.w / 2 for event in case.store.events("S1")]


def cited(case: Case, draft_id: str) -> list[int]:
    draft = case.store.draft(draft_id)
    anchors = [c.anchor for claim in draft.claims for c in claim.cited()]
    return [anchor.ordinal for anchor in anchors if isinstance(anchor, FrameAnchor)]


def test_the_look_at_intake_records_how_sensitive_it_was(case: Case) -> None:
    (look,) = case.store.looks("S1")
    assert (look.number, look.threshold, look.watch, look.mask) == (0, USUAL, (), ())
    assert VideoSettings().threshold == USUAL
    left, right = middles(case)
    assert left < 80 < right


def test_masking_the_right_leaves_the_movement_on_the_left(case: Case) -> None:
    before = case.store.draft("D1")
    ordinals = cited(case, "D1")
    told: list[str] = []
    looked = case.look_again("S1", [], [RIGHT], USUAL, lambda what, *_: told.append(what) is None)
    (left,) = middles(case)
    assert left < 80 and len(case.store.frames("S1")) == 4  # the first, and three of the movement
    assert told[0] == "Checking that cam.mp4 is unchanged" and told[-1] == "Looking again at cam.mp4"
    assert {f.ordinal for f in case.store.frames("S1")} < {f.ordinal for f in case.store.looks("S1")[0].frames}
    assert case.store.draft("D1") == before and any(ordinal >= 120 for ordinal in ordinals)
    assert case.verify(None, go_on).ok, "the frames of the first look are in the draft still"
    assert case.store.clock("S1") is None and looked.findings == case.store.source("S1").findings


def test_watching_the_right_finds_that_alone_and_later_drafts_tell_of_it(case: Case) -> None:
    case.look_again("S1", [RIGHT], [], SENSITIVITY["high"], go_on)
    assert len(middles(case)) == 1 and middles(case)[0] > 80
    draft = case.summarise(None, ["S1"], 0, None, go_on)
    assert draft.run.settings["looks"] == {"S1": 1}
    assert cited(case, draft.id) and all(ordinal >= 120 for ordinal in cited(case, draft.id))
    assert not any(claim.held_back for claim in draft.claims) and case.verify(None, go_on).ok
    assert case.store.draft("D1").run.settings["looks"] == {"S1": 0}


def test_a_claim_of_before_is_judged_by_the_look_that_found_it(case: Case) -> None:
    """A person amends it after the new look, which knows nothing of the movement on the right."""
    claim = next(c for c in case.store.draft("D1").claims if "right of picture" in c.text)
    case.look_again("S1", [LEFT], [], USUAL, go_on)
    words = claim.text.replace("movement, ", "movement was found, ")
    state = case.reviewing.decide(claim.id, "amend", text=words)
    assert state.verdict is not None
    assert (state.verdict.location, state.verdict.support) == ("valid", claim.verdict.support)
    footage = footage_of(case.store, case.store.source("S1"))
    assert footage is not None and (footage.look, len(footage.events)) == (1, 1)
    assert [len(one.events) for one in footage.earlier] == [2]


def test_the_viewer_shows_the_new_look_at_once(case: Case) -> None:
    assert len(case.viewer.footage("S1").events) == 2
    before = case.viewer.footage("S1").frames
    case.look_again("S1", [LEFT], [], USUAL, go_on)
    view = case.viewer.footage("S1")
    assert len(view.events) == 1 and [look.number for look in view.looks] == [0, 1]
    assert {f.id for f in view.citable} == {f.id for f in (*before, *view.frames)}
    for frame in view.citable:
        assert case.viewer.frame("S1", frame.ordinal).sha256 == frame.sha256
        assert case.viewer.stored_frame(frame.id)[:2] == b"\xff\xd8"


def test_cancelled_or_closed_half_way_leaves_all_as_it_was(case: Case, made: Path) -> None:
    before, entries = case.store.looks("S1"), case.store.audit_entries()

    def stop(what: str, done: float, total: float) -> bool:
        return not what.startswith("Looking again")

    with pytest.raises(TaskError, match="cancelled"):
        case.look_again("S1", [LEFT], [], USUAL, stop)
    closed = threading.Event()

    def close(what: str, done: float, total: float) -> bool:
        if what.startswith("Looking again") and not closed.is_set():
            closed.set()
            case.readers.close()
        return True

    with pytest.raises(TaskError):
        case.look_again("S1", [LEFT], [], USUAL, close)
    assert case.store.looks("S1") == before and case.store.audit_entries() == entries
    assert sorted(p.name for p in (case.store.info.folder / "derived/frames").iterdir()) == sorted(
        p.name for p in (made / "derived/frames").iterdir()
    )


def test_footage_that_is_withheld_meanwhile_is_left_at_once(case: Case) -> None:
    told: list[str] = []

    def withhold(what: str, done: float, total: float) -> bool:
        told.append(what)
        if len(told) == 1:
            case.change("S1", {"privilege": "privileged"})
        return True

    with pytest.raises(UsageError, match="source_held"):
        case.look_again("S1", [LEFT], [], USUAL, withhold)
    assert len(told) == 1, "and nothing is told of it any more"


def test_decoding_ends_where_the_footage_is_withheld(case: Case) -> None:
    told: list[str] = []
    case.settings = replace(case.settings, report_every_seconds=0.01)  # asked often while the clip is decoded

    def withhold(what: str, done: float, total: float) -> bool:
        told.append(what)
        if what == "Looking again at cam.mp4":
            case.change("S1", {"privilege": "privileged"})
        return True

    with pytest.raises(UsageError, match="source_held"):
        case.look_again("S1", [LEFT], [], USUAL, withhold)
    assert [what for what in told if what.startswith("Looking again")] == ["Looking again at cam.mp4"]


def test_a_job_that_is_cancelled_ends_soon(case: Case) -> None:
    jobs = Jobs()
    begun, may = threading.Event(), threading.Event()

    def work(progress: Progress) -> object:
        def tell(what: str, done: float, total: float) -> bool:
            if what.startswith("Looking again"):
                begun.set()
                may.wait(20)  # so that it can't be done before it is cancelled
            return progress(what, done, total)

        return case.look_again("S1", [LEFT], [], USUAL, tell)

    job = jobs.start("Looking again", work, "intake")
    assert begun.wait(20)
    job.cancel()
    may.set()
    assert job.wait(5) and job.state == "cancelled" and len(case.store.looks("S1")) == 1
    jobs.close(5)


@pytest.mark.parametrize(
    ("watch", "mask", "threshold", "why"),
    [
        ([(200, 0, 10, 10)], [], USUAL, "the picture is 160 × 120"),
        ([], [(0, 0, 160, 120)], USUAL, "cover all"),
        ([LEFT], [LEFT], USUAL, "cover all"),
        ([], [], 0.0, "above 0"),
        ([], [], float("nan"), "above 0"),
    ],
)
def test_what_leaves_nothing_to_look_at_is_refused(
    case: Case, watch: list[Area], mask: list[Area], threshold: float, why: str
) -> None:
    with pytest.raises(UsageError, match="bad_value") as refused:
        case.look_again("S1", watch, mask, threshold, go_on)
    assert why in str(refused.value.facts["why"]) and len(case.store.looks("S1")) == 1


def test_an_area_over_the_edge_is_recorded_as_it_was_used(case: Case) -> None:
    case.look_again("S1", [(-10, 100, 60, 500)], [], USUAL, go_on)
    look = case.store.look("S1")
    assert look is not None and look.watch == ((0, 100, 50, 20),)


def test_only_open_footage_with_its_original_is_looked_at_again(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        case.look_again("S2", [], [], USUAL, go_on)
    original = case.store.info.folder / "originals" / case.store.source("S1").sha256
    kept = original.read_bytes()
    original.chmod(0o644)
    original.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    with pytest.raises(AnchorError, match="original_changed"):
        case.look_again("S1", [], [], USUAL, go_on)
    original.unlink()
    with pytest.raises(AnchorError, match="original_missing"):
        case.look_again("S1", [], [], USUAL, go_on)
    case.change("S1", {"privilege": "privileged"})
    with pytest.raises(UsageError, match="source_held"):
        case.look_again("S1", [], [], USUAL, go_on)


def test_a_case_open_for_reading_is_not_looked_at(made: Path) -> None:
    with Case.open(made, write=False) as case, pytest.raises(CaseError, match="case_read_only"):
        case.look_again("S1", [], [], USUAL, go_on)


def test_footage_that_gives_other_frames_than_at_intake_is_left(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another version of the decoder might; here the time table of the record is another one."""
    stream = case.store.video("S1")
    assert stream is not None
    other = type(stream)(*(getattr(stream, name) for name in stream.__slots__[:-2]), stream.times[:-1], stream.keys)
    monkeypatch.setattr(case.store, "video", lambda _: other)
    with pytest.raises(ReadError, match="decoded_otherwise"):
        case.look_again("S1", [], [], USUAL, go_on)
    assert len(case.store.looks("S1")) == 1


def test_frames_of_another_hash_than_those_kept_before_are_left(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    (look,) = case.store.looks("S1")
    other = replace(look, frames=tuple(replace(frame, sha256="0" * 64) for frame in look.frames))
    monkeypatch.setattr(case.store, "looks", lambda _: [other])
    with pytest.raises(ReadError, match="decoded_otherwise"):
        case.look_again("S1", [], [], USUAL, go_on)


def test_the_command_line_looks_again_and_tells_of_it(made: Path, tmp_path: Path, attest: Attest) -> None:
    case = tmp_path / "case"
    shutil.copytree(made, case)
    found = attest("look", case, "S1", "--region", "80,0,80,120", "--mask", "0,0,10,10", "--threshold", 0.05, "--json")
    assert found.code == 0 and found.json["look"] == 1 and found.json["watch"] == [[80, 0, 80, 120]]
    (event,) = found.json["events"]
    assert event["region"]["x"] >= 80 and event["start"]["ordinal"] >= 120
    shown = attest("show", case, "S1", "--json").json
    assert [look["look"] for look in shown["looks"]] == [0, 1] and shown["looks"][1]["mask"] == [[0, 0, 10, 10]]
    assert "1 area, 1 left out, sensitivity high; looked at again by" in shown["movement"].split("\n")[0]
    assert attest("verify", case, "--json").json["failed"] == []
    refused = attest("look", case, "S1", "--region", "900,0,80,120", "--json")
    assert refused.code == 2 and "160 × 120" in refused.err
    report = tmp_path / "report.html"
    assert attest("export", case, "--draft", "D1", "--format", "html", "--out", report).code == 0
    told = "Movement sought in the whole picture, sensitivity usual; as it was taken in; looked at again since"
    assert told in report.read_text(encoding="utf-8"), "the report tells of the look that its draft knew"


def test_the_command_line_says_what_of_an_area_was_watched(made: Path, tmp_path: Path, attest: Attest) -> None:
    case = tmp_path / "case"
    shutil.copytree(made, case)
    told = attest("look", case, "S1", "--region", "0,0,9999,9999")
    assert "Watched: 0,0,160,120: what of 0,0,9999,9999 lies in the picture" in told.out
    found = attest("look", case, "S1", "--region", "0,100,60,500", "--json").json
    assert (found["watch"], found["watch_asked"]) == ([[0, 100, 60, 20]], [[0, 100, 60, 500]])
    assert "An earlier look found" not in told.out
    blind = attest("look", case, "S1", "--threshold", 250).out
    assert blind.startswith("0 movement events.") or "\n0 movement events." in blind
    assert "An earlier look found 2: drafts from now on tell of this look alone." in blind


def test_length_and_clock_of_footage_are_shown(made: Path, tmp_path: Path, attest: Attest) -> None:
    case = tmp_path / "case"
    shutil.copytree(made, case)
    shown = attest("show", case, "S1").out
    assert "length: 27.38 s, 220 frames" in shown and "clock in picture: not read" in shown
    refused = attest("set", case, "S1", "clock_offset=+00:07:00")
    assert refused.code == 2 and "clock_checked_by (who checked it)" in refused.err
    who = ("clock_checked_by=PC Bell", "clock_checked_against=speaking clock", "clock_checked_at=2026-05-03 14:25")
    told = attest("set", case, "S1", "clock_offset=+00:07:00", *who)
    assert "S1: camera clock 7 min fast, uncertainty not stated, checked by PC Bell" in told.out
    assert "no check of the camera's clock is recorded now" in attest("set", case, "S1", "clock_offset=").out


@pytest.mark.parametrize("seconds", [1.6, *(pytest.param(one, marks=pytest.mark.soak) for one in (1.0, 2.4))])
def test_a_kill_leaves_the_old_look_or_the_new_one_whole(made: Path, tmp_path: Path, seconds: float) -> None:
    case = tmp_path / "case"
    shutil.copytree(made, case)
    process = subprocess.Popen(
        command("look", case, "S1", "--mask", "80,0,80,120"), stderr=subprocess.DEVNULL, start_new_session=True
    )
    timer = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    process.wait()
    timer.cancel()
    with Case.open(case) as opened:
        looks = opened.store.looks("S1")
        assert [len(look.events) for look in looks] in ([2], [2, 1]) and opened.store.check_audit().ok
        opened.look_again("S1", [LEFT], [], USUAL, go_on)
        assert len(opened.store.frames("S1")) == 4
        assert opened.verify(None, go_on).ok
        assert opened.store.frame_picture(opened.store.frames("S1")[1].id)[:2] == b"\xff\xd8"
