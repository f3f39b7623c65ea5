"""Times of records (UTC) as people here read them: in the zone of this computer."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

_ISO: Final = re.compile(
    r"(?<![\w/.-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[T ](\d\d:\d\d(?::\d\d)?))?(?![\w/-])"
)


def local_time(stamp: str) -> str:
    """ "2026-05-03T09:41:07Z" → "3 May 10:41" (the year too where it is not this one); other text as it stands."""
    try:
        then = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    year = "" if then.year == datetime.now().astimezone().year else f" {then.year}"
    return f"{then.day} {then:%b}{year} {then:%H:%M}"


def day(text: str) -> str:
    """Dates in a text of Attest's own ("2026-03-16", with a time or without) as people here write them: "16/03/2026".

    Not for the words of a source.
    """
    return _ISO.sub(_people, text)


def _people(found: re.Match[str]) -> str:
    year, month, number, time = found.groups()
    return f"{number}/{month}/{year}{' ' + time if time else ''}"
