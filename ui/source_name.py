"""What a source is called in lists of sources to choose from, and the order in which names stand."""

from __future__ import annotations

import re

from provenance.records import Source

_DIGITS = re.compile(r"(\d+)")


def name_of(source: Source) -> str:
    """ "BL/1 · B. Lindqvist", "JS/4 · Site plan"; in one line whatever the file was called."""
    who = source.fields.get("witness", "") or source.fields.get("title", "") or source.name
    name = " · ".join(dict.fromkeys(part for part in (source.title, who) if part))
    return " ".join(name.split())


def natural(text: str) -> list[tuple[int, str]]:
    """A key that puts AB/2 before AB/10."""
    parts = _DIGITS.split(text.casefold())
    return [(len(p.lstrip("0")), p.lstrip("0")) if at % 2 else (0, p) for at, p in enumerate(parts)]
