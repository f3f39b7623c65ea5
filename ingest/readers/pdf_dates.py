"""Dates as PDF writes them ("D:20240503143012+01'00'", ISO 32000-1, 7.9.4), for people."""

from __future__ import annotations

import re
from datetime import datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d))?")


def said(date: str) -> str:
    """ "3 May 2024 14:30", by the clock that wrote it; "" where it is no date."""
    found = _DATE.match(date.strip())
    if not found:
        return ""
    year, month, day, hour, minute = (int(n or 0) for n in found.groups())
    try:
        when = datetime(year, month, day, hour, minute)
    except ValueError:
        return ""
    return f"{when.day} {_MONTHS[month - 1]} {year}" + (f" {when:%H:%M}" if found[4] else "")
