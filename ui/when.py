"""Times of records (UTC) as people here read them: in the zone of this computer."""

from __future__ import annotations

from datetime import datetime


def local_time(stamp: str) -> str:
    """ "2026-05-03T09:41:07Z" → "3 May 10:41" (the year too where it is not this one); other text as it stands."""
    try:
        then = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    year = "" if then.year == datetime.now().astimezone().year else f" {then.year}"
    return f"{then.day} {then:%b}{year} {then:%H:%M}"
