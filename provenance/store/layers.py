"""Rows of text layers: the parts with their text, its SHA-256, the place of every word, and places in the file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from provenance.errors import CaseError, UsageError
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Part, Place
from provenance.store import codec
from provenance.store.database import Read, stored
from provenance.store.opener import Connection
from provenance.store.records import NewLayer
from provenance.words import Words

PART_COLUMNS = "ordinal, kind, start, length, line, sha256, label, page, width, height, xpath"


def insert(db: Connection, number: int, layer: NewLayer) -> int:
    """Store the parts of a source's layer in order; gives its length in code points."""
    rows = _rows(number, layer.parts)
    length = sum(len(part.text) for part in layer.parts)
    db.execute("INSERT INTO layer VALUES (?, ?, ?)", (number, layer.extractor, length))
    marks = ", ".join("?" * 15)
    db.executemany(f"INSERT INTO part (source, {PART_COLUMNS}, text, words, places) VALUES ({marks})", rows)
    return length


def load(read: Read, number: int, kind: str) -> Layer:
    """The layer of a source of this kind, its texts read when they are touched; raises UsageError("no_layer")."""
    found = read("SELECT extractor FROM layer WHERE source = ?", (number,))
    if not found:
        raise UsageError("no_layer", id=f"S{number}")
    rear = "SELECT start, \"end\" FROM passage WHERE source = ? AND section = 'rear' ORDER BY start"
    closed = read(rear, (number,))
    texts = partial(load_texts, read, number)
    return Layer(kind, found[0][0], infos(read, number), partial(load_part, read, number), closed, texts)


def infos(read: Read, number: int) -> tuple[PartInfo, ...]:
    """The parts of a layer without their text, in order."""
    rows = read(f"SELECT {PART_COLUMNS} FROM part WHERE source = ? ORDER BY ordinal", (number,))
    return tuple(PartInfo(*row) for row in rows)


def load_part(read: Read, number: int, ordinal: int) -> LoadedPart:
    """Text, words and places of one part."""
    rows = read("SELECT text, words, places FROM part WHERE source = ? AND ordinal = ?", (number, ordinal))
    if not rows:
        raise CaseError("case_damaged", detail=f"part {ordinal} of S{number} is gone")
    text, words, places = rows[0]
    with stored(f"part {ordinal} of S{number}"):
        return LoadedPart(text, None if words is None else Words.unpack(words), _places(places))


def load_texts(read: Read, number: int, first: int, last: int, places: bool) -> dict[int, LoadedPart]:
    """Text, and `places` if asked, of the parts from one ordinal to another, both included; by ordinal, no words."""
    columns = "ordinal, text, places" if places else "ordinal, text, ''"
    found = f"SELECT {columns} FROM part WHERE source = ? AND ordinal BETWEEN ? AND ?"
    rows = read(found, (number, first, last))
    with stored(f"parts {first} to {last} of S{number}"):
        return {ordinal: LoadedPart(text, None, _places(inside)) for ordinal, text, inside in rows}


def _places(stored_as: str) -> tuple[Place, ...]:
    return tuple(Place(*row) for row in json.loads(stored_as)) if stored_as else ()


def digest(read: Read, number: int) -> str | None:
    """SHA-256 over extractor, length and every part's columns, the hash of its words, and its places if it has any.

    None without a layer.
    """
    layer = read("SELECT extractor, length FROM layer WHERE source = ?", (number,))
    if not layer:
        return None
    rows = read(f"SELECT {PART_COLUMNS}, words, places FROM part WHERE source = ? ORDER BY ordinal", (number,))
    parts = []
    for *columns, words, places in rows:
        known = [*columns, None if words is None else codec.bytes_sha256(words)]
        parts.append([*known, places] if places else known)  # parts from before there were places keep their digest
    return codec.digest([*layer[0], parts])


def altered(read: Read, number: int) -> list[int]:
    """Ordinals of the parts whose text no longer has its SHA-256."""
    rows = read("SELECT ordinal, sha256 FROM part WHERE source = ? ORDER BY ordinal", (number,))
    text = "SELECT text FROM part WHERE source = ? AND ordinal = ?"
    return [ordinal for ordinal, sha in rows if codec.sha256(read(text, (number, ordinal))[0][0]) != sha]


def _rows(number: int, parts: Sequence[Part]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    start, line = 0, 1
    for p in parts:
        words = None if p.words is None else p.words.pack()
        place = (p.label, p.page, float(p.width), float(p.height), p.xpath)
        inside = codec.canonical([[q.start, q.end, q.value, q.conforms, q.label] for q in p.places]) if p.places else ""
        text = (p.text, words, codec.clean(inside))
        row = (number, p.ordinal, p.kind, start, len(p.text), line, codec.sha256(p.text), *place, *text)
        rows.append(row)
        start += len(p.text)
        line += p.text.count("\n")
    return rows
