"""Says how movement was sought in a recording: in which areas, how sensitively, by whom and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from provenance.footage import Look
from provenance.report_words import counted

# How much of a picture must change to be movement, by what a person chooses: the mean of the 0–255 movement mask over
# what is watched (see ingest.video.settings); lower finds more.
SENSITIVITY: Mapping[str, float] = {"low": 0.5, "usual": 0.15, "high": 0.05}


def sensitivity(threshold: float | None) -> str:
    """The name under which a person chooses this threshold, else the number itself; "" where it is not known."""
    if threshold is None:
        return ""
    return next((name for name, value in SENSITIVITY.items() if value == threshold), f"{threshold:g} of 255")


def told(look: Look, at: Callable[[str], str] = str) -> str:
    """One sentence without its full stop; `at` writes a time (UTC, ISO 8601) as it is to be read."""
    where = counted(len(look.watch), "area") if look.watch else "the whole picture"
    left_out = f"{len(look.mask)} left out" if look.mask else ""
    chosen = sensitivity(look.threshold)
    how = ", ".join(filter(None, (where, left_out, f"sensitivity {chosen}" if chosen else "")))
    who = f"looked at again by {look.by} on {at(look.at)}" if look.number else "as it was taken in"
    return f"Movement sought in {how}; {who}"


def limits(look: Look) -> str:
    """What sets a look apart from one at the whole picture, in short; "" for nothing."""
    watched = f"only {counted(len(look.watch), 'area')} of the picture watched" if look.watch else ""
    left_out = f"{counted(len(look.mask), 'area')} of the picture left out" if look.mask else ""
    named = sensitivity(look.threshold)
    chosen = f"sensitivity {named}" if named not in ("", "usual") else ""
    return ", ".join(filter(None, (watched, left_out, chosen)))


def took(looks: Sequence[Look], ordinal: int, number: int | None = None) -> Look | None:
    """The look of this number where it took the frame, else the latest that did; None where none did."""
    found = [look for look in looks if any(frame.ordinal == ordinal for frame in look.frames)]
    return next((look for look in found if look.number == number), found[-1] if found else None)


def look_json(look: Look) -> dict[str, object]:
    """How it was sought as plain values; `at` and `by` are null for the look at intake."""
    return {
        "look": look.number,
        "watch": [list(area) for area in look.watch],
        "mask": [list(area) for area in look.mask],
        "threshold": look.threshold,
        "movements": len(look.events),
        "at": look.at or None,
        "by": look.by or None,
    }
