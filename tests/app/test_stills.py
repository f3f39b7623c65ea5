"""Stills: the exact frame, what is written with it, areas blurred in the copy alone, faces suggested and not named."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import video_clips as clips
from PIL import Image
from working_case import take_in, working_case

from app import stills
from app.case import Case
from ingest.video.planes import clockwise, display, plane_hash
from ingest.video.still import blur
from provenance import camera_clock
from provenance.anchors import cut_seen
from provenance.errors import AnchorError, UsageError
from provenance.footage import ClockReading
from provenance.records import Box

RAW = clips.walking(60, options={"g": "12", "bf": "2"})
FILES = {"plain.mp4": RAW, "turned.mp4": clips.turned(RAW), "note.txt": b"A note of the case, not footage.\n"}
REGION = Box(0, 40, 50, 30, 20)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("stills")
    for name, raw in FILES.items():
        (folder / name).write_bytes(raw)
    with working_case(folder / "case") as case:
        take_in(case, *(folder / name for name in FILES))
        check = {"clock_checked_against": "speaking clock", "clock_checked_at": "2012-01-20 10:00"}
        case.change("S1", {"clock_offset": "+00:07:00", "clock_checked_by": "PC Bell", **check})
        yield case


def _pixels(png: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"), np.uint8)


def _decoded(name: str, ordinal: int) -> av.VideoFrame:
    with av.open(io.BytesIO(FILES[name])) as container:
        return next(f for n, f in enumerate(container.decode(video=0)) if n == ordinal)


@pytest.mark.parametrize(("source", "name"), [("S1", "plain.mp4"), ("S2", "turned.mp4")])
def test_the_picture_is_the_exact_frame(case: Case, source: str, name: str) -> None:
    still = stills.make(case, source, 37)
    frame = _decoded(name, 37)
    shown = display(frame, clockwise(frame))
    assert np.array_equal(_pixels(still.png)[: shown.shape[0], : shown.shape[1]], shown)
    assert still.facts["frame_sha256"] == plane_hash(frame)
    assert still.facts["pts"] == frame.pts
    assert still.height > shown.shape[0]


def test_what_is_written_with_it(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "still.png"
    still = stills.export(case, "S1", 20, out, region=REGION, blurred=[Box(0, 0, 0, 30, 30)])
    beside = json.loads((tmp_path / "still.json").read_text(encoding="utf-8"))
    inside = json.loads(Image.open(out).info["Attest"])
    assert beside == inside == still.facts
    assert beside["marking"].startswith("INVESTIGATIVE USE")
    assert beside["source_sha256"] == case.store.source("S1").sha256
    assert beside["stream_seconds"] == "0.800"
    assert beside["region"] == {"x": 40, "y": 50, "w": 30, "h": 20}
    assert beside["blurred"] == [{"x": 0, "y": 0, "w": 30, "h": 30}]
    assert beside["camera_clock_check"]["offset"] == "+00:07:00"
    said = "\n".join(still.caption)
    for words in ("plain.mp4", "frame 21 of 60", "camera clock not read", str(beside["frame_sha256"]), "blurred"):
        assert words in said
    last = case.store.audit_entries()[-1]
    assert (last.action, last.detail["frame_sha256"]) == ("still_exported", beside["frame_sha256"])
    with pytest.raises(UsageError, match="file_exists"):
        stills.export(case, "S1", 20, out)


def test_a_check_far_from_the_recording_is_minded_in_the_caption(case: Case) -> None:
    stream = case.store.video("S1")
    assert stream is not None
    source = case.store.source("S1")
    checked = replace(source, fields={**source.fields, "clock_checked_at": "2026-03-14T10:00:00"})
    anchor = cut_seen(stream, source.sha256, 20, "aa" * 32, None)
    times = camera_clock.times(checked, ClockReading("2012-01-14T22:06:13", 1.0, 9), 0)
    said = stills.caption(checked, stream, anchor, (), times)
    assert any(
        line == "camera clock 14/01/2012 22:06:13 · corrected 14/01/2012 21:59:13 GMT (clock checked 14 years after)"
        for line in said
    )
    assert any(line.startswith("MIND: clock checked 14 years after this recording") for line in said)


def test_only_the_marked_area_is_blurred_and_only_in_the_copy(case: Case) -> None:
    plain, blurred = (_pixels(stills.make(case, "S1", 40, blurred=b).png) for b in ((), [Box(0, 40, 40, 60, 50)]))
    assert np.array_equal(plain[:40], blurred[:40])
    assert np.array_equal(plain[:120, :40], blurred[:120, :40])
    assert not np.array_equal(plain[40:90, 40:100], blurred[40:90, 40:100])
    assert np.array_equal(_pixels(stills.make(case, "S1", 40).png), plain)


def test_an_area_of_a_turned_video_is_in_coded_pixels(case: Case) -> None:
    plain, blurred = (_pixels(stills.make(case, "S2", 40, blurred=b).png) for b in ((), [Box(0, 0, 80, 160, 40)]))
    differs = (plain[:160, :120] != blurred[:160, :120]).any(axis=(0, 2))
    assert differs[:40].any()  # the lower rows stand on the left when it is turned clockwise
    assert not differs[40:].any()


def test_a_blurred_plate_cannot_be_told_from_another() -> None:
    """Two pictures that differ in fine detail alone look the same behind the blur."""
    noise = np.random.default_rng(3)
    fine = [np.repeat(noise.permuted(np.tile([0, 255], 3200)).reshape(80, 80, 1).astype(np.uint8), 3, 2) for _ in "ab"]
    one, other = (blur(p, [Box(0, 0, 0, 80, 80)]).astype(int) for p in fine)
    assert np.abs(one - other).mean() < 12
    assert np.abs(fine[0].astype(int) - fine[1]).mean() > 100


def test_the_region_is_outlined_outside_itself(case: Case) -> None:
    plain, marked = (_pixels(stills.make(case, "S1", 40, region=r).png) for r in (None, REGION))
    assert np.array_equal(plain[50:70, 40:70], marked[50:70, 40:70])
    assert not np.array_equal(plain[46:50, 40:70], marked[46:50, 40:70])


def test_the_same_still_is_made_again(case: Case) -> None:
    one, other = (stills.make(case, "S1", 11) for _ in range(2))
    assert np.array_equal(_pixels(one.png), _pixels(other.png))


def test_faces_are_suggestions_and_a_wall_has_none(case: Case) -> None:
    assert stills.suggest_faces(case, "S1", 5) == []
    assert "missed" in stills.SUGGESTED


def test_refusals(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        stills.make(case, "S3", 0)
    with pytest.raises(AnchorError, match="frame_missing"):
        stills.make(case, "S1", 600)
    with pytest.raises(UsageError, match="bad_value"):
        stills.make(case, "S1", 0, blurred=[Box(0, 500, 0, 10, 10)])
    with pytest.raises(UsageError, match="bad_value"):
        stills.export(case, "S1", 0, tmp_path / "still.jpg")
    with pytest.raises(UsageError, match="no_such_folder"):
        stills.export(case, "S1", 0, tmp_path / "none" / "still.png")
    assert list(tmp_path.iterdir()) == []


def test_a_held_source_gives_no_still(case: Case) -> None:
    case.change("S2", {"privilege": "privileged"})
    with pytest.raises(UsageError, match="source_held"):
        stills.make(case, "S2", 0)
