"""Writes truth.json: what was planted in the sample case, for tests, benchmarks and exercises."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from app.sample import script
from app.sample.scenes import HIGH, WIDE
from app.sample.script import Clip, Event
from app.sample.statements import data

SCHEMA = 1


def write(path: Path, names: Mapping[str, str], seed: int, *, reference: str, title: str) -> None:
    """Write the truths to `path`; `names` gives the file name of each exhibit. The shape is in docs/sample-case.md."""
    raw = data("truth.toml")
    truth = {
        "schema": SCHEMA,
        "reference": reference,
        "title": title,
        "seed": seed,
        "files": dict(names),
        "facts": [{**one, "sources": _sources(one["sources"], names)} for one in raw["facts"]],
        "conflicts": [{**one, "sides": _sides(one["sides"], names)} for one in raw["conflicts"]],
        "differences": [{**one, "sides": _sides(one["sides"], names)} for one in raw["differences"]],
        "footage_only": _footage(raw["footage_only"]),
        "lone_witness": {**raw["lone_witness"], "file": names[raw["lone_witness"]["exhibit"]]},
        "privileged": {**raw["privileged"], "file": names[raw["privileged"]["exhibit"]]},
        "hedges": [{**one, "file": names[one["exhibit"]]} for one in raw["hedges"]],
        "enquiries": [{**one, "sources": _sources(one["sources"], names)} for one in raw["enquiries"]],
        "clock_offset_seconds": script.CLOCK_FAST,
        "videos": [_video(clip) for clip in script.CLIPS],
    }
    path.write_text(json.dumps(truth, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _sources(pairs: Iterable[tuple[str, str]], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"exhibit": exhibit, "file": names[exhibit], "quote": quote} for exhibit, quote in pairs]


def _sides(rows: Iterable[tuple[str, str, str]], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"says": says, "exhibit": ref, "file": names[ref], "quote": quote} for says, ref, quote in rows]


def _video(clip: Clip) -> dict[str, Any]:
    return {
        "exhibit": clip.exhibit,
        "file": clip.file,
        "camera": clip.camera,
        "width": WIDE,
        "height": HIGH,
        "seconds": clip.seconds,
        "clock_first": clip.first.isoformat(),
        "clock_offset_seconds": script.CLOCK_FAST,
        "variable_frame_rate": clip.variable,
        "gaps": [{"start": start, "end": end} for start, end in clip.gaps],
        "events": [_event(clip, event) for event in clip.events],
    }


def _event(clip: Clip, event: Event) -> dict[str, Any]:
    """An event with its times of the stream, as the burnt-in clock shows them, and as they truly were."""
    return {
        "id": event.id,
        "start": event.start,
        "end": event.end,
        "clock_start": clip.clock(event.start),
        "clock_end": clip.clock(event.end),
        "true_start": clip.clock(event.start - script.CLOCK_FAST),
        "true_end": clip.clock(event.end - script.CLOCK_FAST),
        "enters": event.enters,
        "leaves": event.leaves,
        "sentence": event.sentence,
    }


def _footage(raw: Mapping[str, str]) -> dict[str, Any]:
    clip = next(c for c in script.CLIPS if c.exhibit == raw["video"])
    event = next(e for e in clip.events if e.id == raw["event"])
    return {"exhibit": clip.exhibit, "file": clip.file, "sentence": raw["sentence"], "event": _event(clip, event)}
