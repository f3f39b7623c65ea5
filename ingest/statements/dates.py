"""Reads a date as people in the UK write it, day before month."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_date(text: str) -> str:
    """The first date in the text as ISO 8601, day before month as in the UK; "" when there is none."""
    month = "|".join(_MONTHS)
    for pattern, order in (
        (r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", (0, 1, 2)),
        (r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\b", (2, 1, 0)),
        (
            rf"\b(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:day\s*)?(?:of\s*)?({month})[a-z]*\.?,?\s*(\d{{4}}|\d{{2}})\b",
            (2, 1, 0),
        ),
        (rf"\b({month})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", (2, 0, 1)),
    ):
        for found in re.finditer(pattern, text, re.I):
            groups = found.groups()
            year, middle, day = (groups[i] for i in order)
            number = int(middle) if middle.isdigit() else _MONTHS.index(middle.lower()[:3]) + 1
            century = 0 if len(year) > 2 else 2000 if int(year) < 70 else 1900
            try:
                return date(int(year) + century, number, int(day)).isoformat()
            except ValueError:
                continue
    return ""
