"""Finds movement in a video that belongs to no case."""

from __future__ import annotations

from concurrent.futures import wait
from pathlib import Path

from app.files import given
from app.settings import Settings
from ingest.isolation import ChildRunner
from ingest.items import Advance
from provenance.errors import ReadError, TaskError, UsageError
from provenance.ports import Progress, Task
from provenance.records import ClockReading, MovementEvent

Region = tuple[int, int, int, int]


def find_events(
    video: Path, region: Region | None, progress: Progress
) -> tuple[list[MovementEvent], ClockReading | None]:
    """Movement events in stream order and the burnt-in clock, if it could be read.

    `region` is x, y, width, height in coded pixels. Raises ReadError with the code of why it could not be read.
    """
    if video.is_dir():
        raise ReadError("not_a_file", path=video)
    file = next(given([video]))
    if file.problem:
        raise ReadError(file.problem, path=video)
    settings = Settings()
    found: list[MovementEvent] = []
    clocks: list[ClockReading] = []
    seen = [Advance(0, 0)]

    def take(item: object) -> None:
        match item:
            case MovementEvent():
                found.append(item)
            case ClockReading():
                clocks.append(item)
            case Advance():
                seen[0] = item

    task = Task("ingest.readers.video:events", {"region": region, "settings": settings.read})
    with ChildRunner() as runner:
        future = runner.submit(task, lambda: video.open("rb"), settings.limits(file.size), take)
        while not wait([future], settings.report_every_seconds).done:
            if not progress(f"Looking at {video.name}", seen[0].done, seen[0].total):
                raise TaskError("cancelled")
        try:
            future.result()
        except ReadError as error:
            if error.code != "region_outside":
                raise
            size = f"{error.facts['width']} × {error.facts['height']}"
            raise UsageError(
                "bad_value", value=",".join(map(str, region or ())), what="a region", why=f"the picture is {size}"
            ) from error
    return found, clocks[0] if clocks else None
