"""Reads what a map of coverage is made of, for all open sources in a few queries: parts, passages, what people saw."""

from __future__ import annotations

import json
from dataclasses import dataclass

from provenance.coverage import Seen
from provenance.records import Anchor, PartKind, Section
from provenance.store import codec
from provenance.store.database import Read
from provenance.store.sources import OPEN

_BLANK = "' ' || char(9, 10, 11, 12, 13, 160)"
_LOOKED_AT = 400  # characters of a page that may hold blanks only


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a layer, at [start, end): `blank` where a page has no words."""

    kind: PartKind
    start: int
    end: int
    page: int
    label: str
    blank: bool


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage without its words."""

    ordinal: int
    start: int
    end: int
    section: Section
    confidence: float | None
    indexed: bool


def parts(read: Read) -> dict[str, list[PartRow]]:
    """Parts of every open source with text, in order, by its id."""
    blank = f"CASE WHEN part.kind <> 'page' THEN 0 WHEN length = 0 THEN 1 WHEN length > {_LOOKED_AT} THEN 0"
    columns = f"part.kind, start, length, page, label, {blank} ELSE trim(text, {_BLANK}) = '' END"
    sql = f"SELECT part.source, {columns} FROM part JOIN source ON source.n = part.source"
    found: dict[str, list[PartRow]] = {}
    for number, kind, start, length, page, label, empty in read(f"{sql} WHERE {OPEN} ORDER BY 1, ordinal", ()):
        row = PartRow(kind, start, start + length, page, label, bool(empty))
        found.setdefault(f"S{number}", []).append(row)
    return found


def passages(read: Read) -> dict[str, list[PassageRow]]:
    """Passages of every open source in order, by its id: those that are not searched, too."""
    columns = 'passage.source, ordinal, start, "end", section, confidence, vector.passage IS NOT NULL'
    sql = f"SELECT {columns} FROM passage JOIN source ON source.n = passage.source"
    sql += f" LEFT JOIN vector ON vector.passage = passage.n WHERE {OPEN} ORDER BY 1, 2"
    found: dict[str, list[PassageRow]] = {}
    for number, ordinal, start, end, section, confidence, indexed in read(sql, ()):
        row = PassageRow(ordinal, start, end, section, confidence, bool(indexed))
        found.setdefault(f"S{number}", []).append(row)
    return found


def opened(read: Read) -> dict[str, list[tuple[str, Anchor]]]:
    """(person, anchor) of every citation that somebody opened, of any draft, by open source."""
    sql = "SELECT source, opening.by, anchor FROM opening JOIN citation ON citation.draft = opening.draft"
    sql += " AND citation.claim = opening.claim AND citation.n = opening.citation"
    sql += f" JOIN source ON source.n = citation.source WHERE {OPEN}"
    found: dict[str, list[tuple[str, Anchor]]] = {}
    for number, by, anchor in read(sql, ()):
        found.setdefault(f"S{number}", []).append((by, codec.anchor(json.loads(anchor))))
    return found


def viewed(read: Read) -> dict[str, list[tuple[str, Seen]]]:
    """(person, place) of everything that somebody had before them in the window, by open source."""
    sql = f"SELECT source, by, unit, first, last FROM viewed JOIN source ON source.n = source WHERE {OPEN}"
    found: dict[str, list[tuple[str, Seen]]] = {}
    for number, by, unit, first, last in read(sql, ()):
        found.setdefault(f"S{number}", []).append((by, Seen(f"S{number}", unit, first, last)))
    return found
