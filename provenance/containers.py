"""Files that others were found in: how many each says it holds, and how many of those were never taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provenance.records import Source

COUNT = "enclosed"  # the field of a container that says how many files were found in it
_DIGITS = 9  # of a count that can be one


def stated(source: Source) -> int:
    """How many files were found in a source; 0 where its field is no count."""
    text = source.fields.get(COUNT, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


def lacking(sources: Iterable[Source]) -> dict[str, int]:
    """For each container of which files inside have no row, by id: how many. A file tried again is one file."""
    known = list(sources)
    rows: dict[str, set[str]] = {}
    for source in known:
        if source.parent:
            rows.setdefault(source.parent, set()).add(source.path)
    found = {source.id: stated(source) - len(rows.get(source.id, ())) for source in known}
    return {source_id: count for source_id, count in found.items() if count > 0}


def whereabouts(source: Source, known: Callable[[str], Source | None]) -> str:
    """What a source was found in, from the nearest container outwards, in words; "" for a file that lay by itself.

    `known` gives a source by its id. "inside mail.eml (S2), inside phone.zip (S1)".
    """
    told, seen, at = list[str](), {source.id}, source.parent
    while at and at not in seen:
        seen.add(at)
        container = known(at)
        told.append(f"inside {container.title} ({at})" if container else f"inside {at}")
        at = container.parent if container else None
    return ", ".join(told)
