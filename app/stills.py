"""Exports a still of one exact frame as PNG with what it is written below it, in it and beside it as JSON.

A still is for investigative use: nothing is enhanced and nobody is identified. Areas that a person marks are blurred
in the exported copy alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from app.access import Act
from provenance import camera_clock
from provenance.anchors import box_json, cut_seen, decimal_seconds
from provenance.clock import now
from provenance.errors import UsageError
from provenance.export import may_write, write_beside
from provenance.footage import VideoStream
from provenance.ports import Picture, Task
from provenance.records import Box, FrameAnchor, Source
from provenance.store.sources import require_open

if TYPE_CHECKING:
    from app.case import Case

MARKING: Final = "INVESTIGATIVE USE – not enhanced, not compared, nobody identified"
SUGGESTED: Final = "Suggested areas; some are missed. Look at the whole picture."


@dataclass(frozen=True, slots=True)
class Still:
    """A still as it is exported: the PNG with its caption bar, the caption's lines, and the same as plain values."""

    png: bytes
    width: int
    height: int
    caption: tuple[str, ...]
    facts: dict[str, object]


def make(case: Case, source_id: str, ordinal: int, *, region: Box | None = None, blurred: Sequence[Box] = ()) -> Still:
    """The still of the frame with this ordinal, for looking at before it is exported; nothing is written.

    `region` and `blurred` are in coded pixels. Raises UsageError(unknown_id | source_held | bad_value),
    AnchorError(frame_missing | frame_changed), and what decoding raises.
    """
    source = require_open(case.store.source(source_id))
    stream = case.store.video(source_id)
    if stream is None:
        raise UsageError("bad_value", value=source_id, what="a source of stills", why="no footage was decoded of it")
    for box in (*blurred, *([region] if region else [])):
        _inside(box, stream)
    anchor = _anchor(case, source, stream, ordinal, region)
    caption, facts = _told(case, source, stream, anchor, tuple(blurred))
    settings = {"anchor": anchor, "blurred": list(blurred), "caption": list(caption), "facts": facts}
    task = Task("ingest.video.still:draw", settings)
    original = case.store.vault.opener(source)
    (made,) = case.readers.submit(task, original, case.settings.decoding).result()
    picture = cast(Picture, made)
    return Still(picture.data, picture.width, picture.height, caption, facts)


def export(
    case: Case,
    source_id: str,
    ordinal: int,
    out: Path,
    *,
    region: Box | None = None,
    blurred: Sequence[Box] = (),
    overwrite: bool = False,
) -> Still:
    """Write the still to `out` (.png) and what it is beside it (.json), and log "still_exported".

    Raises as `make` does, and UsageError(bad_value | file_exists | no_such_folder), AttestError("export_failed").
    """
    case.require(Act.EXPORT)
    if out.suffix.lower() != ".png":
        raise UsageError("bad_value", value=out.name, what="a still's name", why="let it end with .png")
    beside = out.with_suffix(".json")
    for path in (out, beside):
        may_write(path, overwrite)
    still = make(case, source_id, ordinal, region=region, blurred=blurred)
    facts = json.dumps(still.facts, ensure_ascii=False, indent=2).encode()
    write_beside(beside, facts)
    write_beside(out, still.png)
    detail = {
        "source": source_id, "ordinal": ordinal, "frame_sha256": still.facts["frame_sha256"],
        "blurred_areas": len(blurred), "file": out.name,
    }  # fmt: skip
    case.record("still_exported", detail)
    return still


def suggest_faces(case: Case, source_id: str, ordinal: int) -> list[Box]:
    """Areas (coded pixels) that may be faces, to be offered for blurring together with `SUGGESTED`; raises as `make`.

    By the cascades that OpenCV brings along, in a child; nobody is identified and nothing is kept.
    """
    source = require_open(case.store.source(source_id))
    stream = case.store.video(source_id)
    if stream is None:
        return []
    task = Task("ingest.video.still:faces", {"anchor": _anchor(case, source, stream, ordinal, None)})
    found = case.readers.submit(task, case.store.vault.opener(source), case.settings.decoding).result()
    return [cast(Box, box) for box in found]


def _anchor(case: Case, source: Source, stream: VideoStream, ordinal: int, region: Box | None) -> FrameAnchor:
    """The frame as it decodes now, checked against the record by the viewer."""
    seen = case.viewer.frame(source.id, ordinal)
    return cut_seen(stream, source.sha256, ordinal, seen.sha256, region)


def _told(
    case: Case, source: Source, stream: VideoStream, anchor: FrameAnchor, blurred: tuple[Box, ...]
) -> tuple[tuple[str, ...], dict[str, object]]:
    """The caption's lines, and the same as plain values."""
    first = stream.times[0] * stream.time_base
    times = camera_clock.times(source, case.store.clock(source.id), anchor.seconds, first)
    check = camera_clock.of(source)
    seconds = decimal_seconds(anchor.seconds)
    facts: dict[str, object] = {
        "marking": MARKING,
        "case": case.store.info.reference,
        "exhibit": source.exhibit,
        "source_id": source.id,
        "source_name": source.name,
        "source_sha256": source.sha256,
        "frame": anchor.ordinal + 1,
        "ordinal": anchor.ordinal,
        "counted": "frame from 1, as the caption and the window count; ordinal from 0, as decoders and anchors do",
        "pts": anchor.pts,
        "timeBase": f"{anchor.time_base.numerator}/{anchor.time_base.denominator}",
        "stream_seconds": seconds,
        "frame_sha256": anchor.frame_sha256,
        "pixelFormat": anchor.pixel_format,
        "decoder": anchor.decoder,
        "rotation": stream.rotation,
        "times": times.json() if times else None,
        "camera_clock_check": check.json() if check else None,
        "region": _plain(anchor.region) if anchor.region else None,
        "blurred": [_plain(box) for box in blurred],
        "exported_at": now(),
        "exported_by": case.by,
    }
    return caption(source, stream, anchor, blurred, times), facts


def caption(
    source: Source, stream: VideoStream, anchor: FrameAnchor, blurred: tuple[Box, ...], times: camera_clock.Times | None
) -> tuple[str, ...]:
    """The lines of a still's caption; what to mind of the check of the camera's clock is one of them."""
    camera, corrected = times.words() if times else ("camera clock not read", "")
    check = camera_clock.of(source)
    seconds = decimal_seconds(anchor.seconds)
    place = f"frame {anchor.ordinal + 1} of {len(stream.times)} · {seconds} s of the recording"
    return (
        MARKING,
        f"{source.exhibit or 'no exhibit reference'} · {source.name} · {place}",
        " · ".join(t for t in (camera, corrected or "not corrected: no check of the camera's clock is recorded") if t),
        *([check.told()] if check else []),
        *([f"MIND: {mind}"] if (mind := times.caution if times else "") else []),
        f"source SHA-256 {source.sha256}",
        f"frame SHA-256 {anchor.frame_sha256} (decoded planes, {anchor.pixel_format})",
        *([f"region {_spelt(anchor.region)}, in coded pixels"] if anchor.region else []),
        *([f"blurred in this copy by hand: {'; '.join(map(_spelt, blurred))}, in coded pixels"] if blurred else []),
    )


def _inside(box: Box, stream: VideoStream) -> None:
    """Raises UsageError("bad_value") for an area without pixels of the picture."""
    held = box.w > 0 and box.h > 0 and box.x < stream.width and box.y < stream.height and box.x + box.w > 0
    if not (held and box.y + box.h > 0):
        why = f"the picture is {stream.width} × {stream.height}"
        raise UsageError("bad_value", value=_spelt(box), what="an area", why=why)


def _plain(box: Box) -> dict[str, object]:
    return {name: value for name, value in box_json(replace(box, page=0)).items() if name != "page"}


def _spelt(box: Box) -> str:
    return f"{box.x:g},{box.y:g} {box.w:g} × {box.h:g}"
