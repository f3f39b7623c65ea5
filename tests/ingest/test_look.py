"""What the viewer's child keeps, how large it draws, and exact frames found without decoding from the start."""

from __future__ import annotations

import io
import math
from dataclasses import asdict, replace

import av
import numpy as np
import pymupdf
import pytest
import video_clips as clips

from ingest import look, look_frames
from ingest.look import MOST_PIXELS, Kept, bounded
from ingest.look_frames import Plan
from ingest.video.planes import plane_hash
from provenance.errors import AnchorError, ReadError


def test_what_was_used_longest_ago_is_let_go_first() -> None:
    ended: list[str] = []
    kept: Kept[str] = Kept(10, ended.append)
    for name in ("one", "two", "six"):
        kept.put(name, name, 4)
        assert kept.get("one") == "one"
    assert ended == ["two"] and kept.get("two") is None
    kept.put("large", "large", 99)
    assert kept.get("large") == "large" and set(ended) == {"one", "two", "six"}
    kept.put("large", "larger", 5)
    assert kept.get("large") == "larger" and ended[-1] == "large"


@pytest.mark.parametrize("size", [(595, 842), (2384, 3370), (7680, 4320), (14400, 1), (100_000, 100_000)])
def test_no_page_is_drawn_over_the_bound(size: tuple[float, float]) -> None:
    scale = bounded(50.0, *size)
    assert math.ceil(size[0] * scale) * math.ceil(size[1] * scale) <= MOST_PIXELS
    assert bounded(0.02, *size) <= 0.02


def test_a_document_is_read_once() -> None:
    with pymupdf.open() as document:
        for n in range(3):
            document.new_page().insert_text((72, 100), f"page {n}")
        raw = document.tobytes()
    (first,) = look.pdf_page(io.BytesIO(raw), "read once", 2, 1.0)
    (again,) = look.pdf_page(io.BytesIO(b""), "read once", 2, 1.0)
    assert again == first and first[:2] == (595, 842)
    with pytest.raises(ReadError, match="file_damaged"):
        next(look.pdf_page(io.BytesIO(b""), "another", 2, 1.0))


def table(raw: bytes) -> tuple[list[int], list[int], list[str]]:
    """Stamps, ordinals of key frames, and plane hashes of a full decode."""
    with av.open(io.BytesIO(raw)) as container:
        frames = list(container.decode(video=0))
        return (
            [f.pts or 0 for f in frames],
            [n for n, f in enumerate(frames) if f.key_frame],
            [*map(plane_hash, frames)],
        )


def plan(raw: bytes, first: int, last: int, **changes: object) -> Plan:
    stamps, keys, _ = table(raw)
    starts = tuple(k for k in keys if k <= first)[-2:]
    begin = starts[0]
    made = Plan("key", 0, first, last, begin, np.array(stamps[begin:], np.int64), starts)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", [
    {}, {"container": "matroska"}, {"container": "mpegts"}, {"container": "avi", "codec": "mpeg4"},
], ids=str)  # fmt: skip
def test_a_frame_is_found_from_the_key_frame_before(how: dict[str, str]) -> None:
    raw = clips.walking(120, options={"g": "12", "bf": "2"}, **how)
    hashes = table(raw)[2]
    for ordinal in (0, 11, 12, 13, 77, 119):
        found: dict[int, str] = {}
        asked = plan(raw, ordinal, ordinal)
        assert look_frames._run(io.BytesIO(raw), asked, lambda n, f, at=found: at.setdefault(n, plane_hash(f)))  # type: ignore[misc]
        assert found[ordinal] == hashes[ordinal] and min(found) in asked.starts
        assert found == {n: hashes[n] for n in found}


def test_stamps_that_do_not_fit_the_table_are_not_taken_for_the_frame() -> None:
    raw = clips.walking(60, options={"g": "12", "bf": "2"})
    asked = plan(raw, 30, 32)
    shifted = replace(asked, key="shifted", stamps=np.concatenate([asked.stamps[:8], asked.stamps[9:]]))
    with pytest.raises(AnchorError, match="frame_missing"):
        list(look_frames.frames(io.BytesIO(raw), 0, **asdict(shifted)))
    beyond = replace(asked, key="beyond", first=58, last=62)
    with pytest.raises(AnchorError, match="frame_missing"):
        list(look_frames.frames(io.BytesIO(raw), 0, **asdict(beyond)))


def test_frames_passed_on_the_way_cost_no_decoding() -> None:
    raw = clips.walking(60, options={"g": "12", "bf": "2"})
    hashes = table(raw)[2]
    asked = replace(plan(raw, 40, 40), key="kept")
    (first,) = look_frames.frames(io.BytesIO(raw), 0, **asdict(asked))
    assert first[4] == hashes[40]
    neighbours = replace(asked, first=37, last=40)
    again = list(look_frames.frames(io.BytesIO(b""), 0, **asdict(neighbours)))
    assert [seen[4] for seen in again] == hashes[37:41]
