"""Finds movement in a video that belongs to no case."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.files import given
from app.reading import is_finding
from app.settings import Settings
from ingest.isolation import ChildRunner
from ingest.items import Advance, ReadSettings
from provenance.errors import ReadError, TaskError, UsageError
from provenance.footage import Area, ClockReading, MovementEvent, spelt
from provenance.ports import Progress, Task
from provenance.records import Notice

Region = Area


@dataclass(slots=True)
class Found:
    """Movement events in stream order, what happened to camera and recording, and the burnt-in clock if it was read."""

    events: list[MovementEvent] = field(default_factory=list)
    findings: list[Notice] = field(default_factory=list)
    clock: ClockReading | None = None
    seen: Advance = field(default_factory=lambda: Advance(0, 0))

    def take(self, item: object) -> None:
        """Put one item in its place."""
        match item:
            case MovementEvent():
                self.events.append(item)
            case ClockReading():
                self.clock = item
            case Advance():
                self.seen = item
            case Notice() if is_finding(item.code):
                self.findings.append(item)


def find_events(
    video: Path,
    watch: Sequence[Region],
    progress: Progress,
    mask: Sequence[Region] = (),
    threshold: float | None = None,
) -> Found:
    """Movement in the areas `watch` (all of the picture where there is none) less the areas `mask`.

    Areas are x, y, width, height in coded pixels; `threshold` is as in `ingest.video.settings`, lower is more
    sensitive. Raises ReadError with the code of why the video could not be read, UsageError("bad_value").
    """
    if video.is_dir():
        raise ReadError("not_a_file", path=video)
    file = next(given([video]))
    if file.problem:
        raise ReadError(file.problem, path=video)
    settings = Settings()
    found = Found()
    asked = {"region": None, "settings": with_areas(settings.read, watch, mask, threshold)}
    task = Task("ingest.readers.video:events", asked)
    with ChildRunner() as runner:
        future = runner.submit(task, lambda: video.open("rb"), settings.limits(file.size), found.take)
        while not wait([future], settings.report_every_seconds).done:
            if not progress(f"Looking at {video.name}", found.seen.done, found.seen.total):
                raise TaskError("cancelled")
        try:
            future.result()
        except ReadError as error:
            if error.code != "region_outside":
                raise
            size = f"the picture is {error.facts['width']} × {error.facts['height']}"
            raise UsageError("bad_value", value=spelt((*watch, *mask)), what="areas to watch", why=size) from error
    return found


def with_areas(
    settings: ReadSettings, watch: Sequence[Region], mask: Sequence[Region] = (), threshold: float | None = None
) -> ReadSettings:
    """The settings with areas to watch and to leave out, and how sensitive to be, for the reading of a video."""
    chosen = {"video_watch": spelt(watch), "video_mask": spelt(mask)}
    if threshold is not None:
        chosen["video_threshold"] = str(threshold)
    return replace(settings, extra={**settings.extra, **{name: value for name, value in chosen.items() if value}})


def area(text: str) -> Region:
    """An area written as "x,y,w,h" in coded pixels; raises UsageError("bad_value")."""
    try:
        x, y, w, h = (int(v) for v in text.split(","))
    except ValueError as error:
        raise UsageError("bad_value", value=text, what="an area", why="write it as x,y,w,h in pixels") from error
    if min(x, y) < 0 or min(w, h) < 1:
        raise UsageError("bad_value", value=text, what="an area", why="it has no area")
    return x, y, w, h
