"""What the analysis of a video may do and how sensitive it is, in plain values that a run can record."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.items import ReadSettings

Region = tuple[int, int, int, int]  # x, y, width, height in coded pixels


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """Settings of one analysis.

    `threshold` is the mean of the 0–255 movement mask over the watched region that counts as movement, so 0.15 is
    0.06% of its pixels; lower is more sensitive. `least_seconds` is how long movement must last to be an event,
    `after_seconds` how long it must rest to be over; frames nearer than `gap_seconds` to the last one looked at are
    decoded and counted, but not searched. `width` bounds the reduced picture on which movement is sought.
    `max_seconds` and `max_frames` 0 mean no bound.
    `frames` off finds events without taking their frames. `watch` are the areas in which movement is sought, all of the
    picture where there is none; `mask` are areas in which it is not.
    """

    threshold: float = 0.15
    least_seconds: float = 0.12
    after_seconds: float = 2.0
    gap_seconds: float = 0.09
    width: int = 480
    max_events: int = 200
    max_pixels: int = 100_000_000
    max_seconds: float = 0.0
    max_frames: int = 0
    frames: bool = True
    clock: bool = True
    watch: tuple[Region, ...] = ()
    mask: tuple[Region, ...] = ()

    @classmethod
    def of(cls, settings: ReadSettings) -> VideoSettings:
        """The reading's settings; `extra` may hold video_threshold, video_events, video_clock ("off"), and
        video_watch and video_mask ("x,y,w,h;x,y,w,h").
        """
        extra, usual = settings.extra, cls()
        return cls(
            threshold=float(extra.get("video_threshold", usual.threshold)),
            max_events=int(extra.get("video_events", usual.max_events)),
            width=settings.video_width,
            max_pixels=settings.max_pixels,
            max_seconds=settings.video_max_seconds,
            max_frames=settings.video_max_frames,
            watch=areas(extra.get("video_watch", "")),
            mask=areas(extra.get("video_mask", "")),
            clock=settings.ocr and extra.get("video_clock", "on") != "off",
        )


def areas(text: str) -> tuple[Region, ...]:
    """Areas written as "x,y,w,h;x,y,w,h" in coded pixels; raises ValueError for what is none."""
    found = []
    for area in filter(None, (part.strip() for part in text.split(";"))):
        x, y, w, h = (int(v) for v in area.split(","))
        if min(x, y) < 0 or min(w, h) < 1:
            raise ValueError(f"{area} has no area")
        found.append((x, y, w, h))
    return tuple(found)
