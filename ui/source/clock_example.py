"""What a check of a camera's clock means, by the example of the footage's first frame, before it is recorded."""

from __future__ import annotations

from datetime import datetime, time

from provenance import camera_clock
from provenance.camera_clock import Times
from provenance.footage import ClockReading
from provenance.records import Source
from ui.strings import footage as words

_MADE_UP = time(14, 32, 10)


def example(source: Source, reading: ClockReading | None, first: float) -> str:
    """Both times of the first frame, as the fields of `source` have it; where its clock was not read, a time made up.

    Raises UsageError("bad_value") for fields that cannot be.
    """
    clock = camera_clock.of(source)
    if clock is None:
        return ""
    found = camera_clock.times(source, reading, first, first)
    made_up = found is None
    times = found or Times(_MADE_UP, clock.corrected(_MADE_UP), clock)
    both = words.EXAMPLE.format(**dict(zip(("camera", "corrected"), times.words(), strict=True)))
    told = (words.EXAMPLE_MADE_UP if made_up else words.EXAMPLE_FIRST).format(both=both)
    checked = words.CHECKED_ON.format(when=_spoken(clock.checked_at)) if clock.checked_at else ""
    return "\n".join(t for t in (told, checked, "" if made_up else clock.caution(times.camera)) if t)


def _spoken(iso: str) -> str:
    """ "3 May 2026 at 14:25:00": with the month as a word, so that day and month cannot be taken for each other."""
    at = datetime.fromisoformat(iso)
    return f"{at.day} {at:%B %Y} at {at:%H:%M:%S}"
