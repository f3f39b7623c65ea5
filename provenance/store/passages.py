"""Rows of passages and their vectors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np

from provenance.errors import ModelError, UsageError
from provenance.ports import Vectors
from provenance.records import Passage, Section, Sentence
from provenance.runs import ModelUse
from provenance.store import codec, search
from provenance.store.database import Read, Row
from provenance.store.ids import passage_key, source_number
from provenance.store.opener import Connection
from provenance.store.records import Span
from provenance.store.sources import OPEN

_CONTENT = 'passage.ordinal, start, "end", text, sentences, label, speaker, section, confidence'
COLUMNS = f"passage.source, {_CONTENT}"
IN_ORDER = "ORDER BY passage.source, passage.ordinal"
_SELECT = f"SELECT {COLUMNS} FROM passage JOIN source ON source.n = passage.source"
_KEYS = "(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))"
DTYPE = "<f4"


def insert(db: Connection, number: int, spans: Iterable[Span], length: int) -> int:
    """Store passages of a source whose layer has `length` code points, index those of the body; gives how many."""
    count = 0
    for count, span in enumerate(spans, start=1):
        if not 0 <= span.start < span.end <= length:
            raise UsageError("bad_span", start=span.start, end=span.end, length=length)
        sentences = codec.canonical([[s.start, s.end, s.text] for s in span.sentences])
        confidence = None if span.confidence is None else float(span.confidence)
        place = (span.label, span.speaker, span.section, confidence)
        row = (count, span.start, span.end, span.text, sentences, *place)
        sql = f"INSERT INTO passage VALUES (NULL, ?, {', '.join('?' * 9)}, ?) RETURNING n"
        rowid = db.execute(sql, (number, *row, codec.digest(list(row)))).fetchall()[0][0]
        if span.section == "body":
            _index(db, rowid, span.text)
    return count


def index_anew(db: Connection) -> None:
    """Throw the full-text index away, with what of deleted passages lies in it, and index the body passages anew."""
    db.execute("INSERT INTO passages_fts (passages_fts) VALUES ('delete-all')")
    for rowid, text in db.execute("SELECT n, text FROM passage WHERE section = 'body' ORDER BY n").fetchall():
        _index(db, rowid, text)


def _index(db: Connection, rowid: int, text: str) -> None:
    fts = (rowid, search.indexed(text), " ".join(search.codes(text)))
    db.execute("INSERT INTO passages_fts (rowid, text, codes) VALUES (?, ?, ?)", fts)


def load(row: Row) -> Passage:
    sentences = tuple(Sentence(start, end, text) for start, end, text in json.loads(row[5]))
    passage_id, source_id = f"S{row[0]}.{row[1]}", f"S{row[0]}"
    return Passage(passage_id, source_id, row[1], row[2], row[3], row[4], sentences, *row[6:])


def of_sources(read: Read, source_ids: Sequence[str] | None, section: Section | None) -> list[Passage]:
    """Passages of open sources in order (source, ordinal)."""
    where, parameters = [OPEN], list[object]()
    if section is not None:
        where.append("passage.section = ?")
        parameters.append(section)
    if source_ids is not None:
        where.append("passage.source IN (SELECT value FROM json_each(?))")
        parameters.append(numbers(source_ids))
    return [load(row) for row in read(f"{_SELECT} WHERE {' AND '.join(where)} {IN_ORDER}", parameters)]


def by_machine(read: Read, sources: str, parameters: Sequence[object]) -> dict[int, list[tuple[int, int]]]:
    """Spans of the passages that hold words read from a picture, by number of source; `sources` selects numbers."""
    found: dict[int, list[tuple[int, int]]] = {}
    sql = f'SELECT source, start, "end" FROM passage WHERE confidence IS NOT NULL AND source IN ({sources})'
    for source, start, end in read(sql, tuple(parameters)):
        found.setdefault(source, []).append((start, end))
    return found


def one(read: Read, passage_id: str) -> Passage:
    """Raises UsageError("unknown_id")."""
    rows = read(f"{_SELECT} WHERE passage.source = ? AND passage.ordinal = ?", passage_key(passage_id))
    if not rows:
        raise UsageError("unknown_id", what="passage", id=passage_id)
    return load(rows[0])


def pending(read: Read, limit: int | None) -> list[Passage]:
    """Body passages of open sources that have no vector yet, in order."""
    sql = f"{_SELECT} LEFT JOIN vector ON vector.passage = passage.n WHERE vector.passage IS NULL"
    where = f"AND {OPEN} AND passage.section = 'body'"
    return [load(row) for row in read(f"{sql} {where} {IN_ORDER} LIMIT ?", (-1 if limit is None else limit,))]


def count(read: Read, source_ids: Sequence[str] | None) -> tuple[int, int]:
    """Body passages of open sources, and those of them that have a vector."""
    limited, parameters = "", list[object]()
    if source_ids is not None:
        limited = "AND passage.source IN (SELECT value FROM json_each(?))"
        parameters.append(numbers(source_ids))
    sql = "SELECT count(*), count(vector.passage) FROM passage JOIN source ON source.n = passage.source"
    sql += f" LEFT JOIN vector ON vector.passage = passage.n WHERE {OPEN} AND passage.section = 'body' {limited}"
    every, with_vector = read(sql, parameters)[0]
    return every, with_vector


def count_rears(read: Read, source_ids: Sequence[str] | None) -> int:
    """How many open sources, or of these, have passages that are the rear of a statement's form."""
    limited, parameters = "", list[object]()
    if source_ids is not None:
        limited = "AND passage.source IN (SELECT value FROM json_each(?))"
        parameters.append(numbers(source_ids))
    sql = "SELECT count(DISTINCT passage.source) FROM passage JOIN source ON source.n = passage.source"
    found: int = read(f"{sql} WHERE {OPEN} AND passage.section = 'rear' {limited}", parameters)[0][0]
    return found


def count_by_source(read: Read) -> dict[str, int]:
    """Body passages of each open source that has any, by its id."""
    sql = "SELECT source.n, count(*) FROM passage JOIN source ON source.n = passage.source"
    rows = read(f"{sql} WHERE {OPEN} AND passage.section = 'body' GROUP BY source.n", ())
    return {f"S{number}": count for number, count in rows}


def insert_vectors(db: Connection, ids: Sequence[str], vectors: Vectors, model: ModelUse) -> str:
    """Store one vector for each passage; gives the SHA-256 over ids and bytes.

    Raises ModelError("model_mixed") when the case holds vectors of another model, width or type; UsageError for ids
    that do not exist or a count that does not fit.
    """
    if vectors.ndim != 2 or len(ids) != len(vectors):
        raise UsageError("bad_vectors", ids=len(ids), shape=vectors.shape)
    _claim_model(db, model, vectors.shape[1])
    data = np.ascontiguousarray(vectors, DTYPE)
    found = dict(_numbers_of(db, ids))
    rows = [(found[passage_key(passage_id)], row.tobytes()) for passage_id, row in zip(ids, data, strict=True)]
    db.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)
    return codec.digest([list(ids), codec.bytes_sha256(data.tobytes())])


def vectors(read: Read, ids: Sequence[str] | None) -> tuple[list[str], Vectors]:
    """Ids and float32 (n, dimension) of body passages of open sources that have a vector, in passage order."""
    model = read("SELECT dimension FROM embedding", ())
    if not model:
        return [], np.empty((0, 0), np.float32)
    sql = "SELECT passage.source, passage.ordinal, vector.data FROM vector JOIN passage ON passage.n = vector.passage"
    sql += f" JOIN source ON source.n = passage.source WHERE {OPEN} AND passage.section = 'body'"
    parameters: tuple[object, ...] = ()
    if ids is not None:
        sql += f" AND (passage.source, passage.ordinal) IN {_KEYS}"
        parameters = (codec.canonical([passage_key(passage_id) for passage_id in ids]),)
    rows = read(f"{sql} {IN_ORDER}", parameters)
    matrix = np.frombuffer(b"".join(row[2] for row in rows), DTYPE).astype(np.float32).reshape(-1, model[0][0])
    return [f"S{source}.{ordinal}" for source, ordinal, _ in rows], matrix


def model_of(read: Read) -> ModelUse | None:
    """The model whose vectors the case holds."""
    rows = read("SELECT role, name, sha256 FROM embedding", ())
    return ModelUse(*rows[0]) if rows else None


def digest(read: Read, number: int) -> str:
    """SHA-256 over the hashes of a source's passages in order."""
    rows = read("SELECT sha256 FROM passage WHERE source = ? ORDER BY ordinal", (number,))
    return codec.digest([row[0] for row in rows])


def altered(read: Read, number: int) -> list[int]:
    """Ordinals of the passages whose row no longer has its SHA-256."""
    rows = read(f"SELECT {_CONTENT}, sha256 FROM passage WHERE source = ? ORDER BY ordinal", (number,))
    return [row[0] for row in rows if codec.digest(list(row[:-1])) != row[-1]]


def numbers(source_ids: Sequence[str]) -> str:
    """Numbers of sources as a JSON array, for json_each."""
    return codec.canonical([source_number(source_id) for source_id in source_ids])


def _claim_model(db: Connection, model: ModelUse, dimension: int) -> None:
    known = db.execute("SELECT name, sha256, dtype, dimension FROM embedding").fetchone()
    if known is None:
        row = (1, model.role, model.name, model.sha256, DTYPE, dimension)
        db.execute("INSERT INTO embedding VALUES (?, ?, ?, ?, ?, ?)", row)
    elif known[1:] != (model.sha256, DTYPE, dimension):
        raise ModelError("model_mixed", name=known[0], stored=known[1], given=model.sha256)


def _numbers_of(db: Connection, ids: Sequence[str]) -> Iterable[tuple[tuple[int, int], int]]:
    for passage_id in ids:
        key = passage_key(passage_id)
        row = db.execute("SELECT n FROM passage WHERE source = ? AND ordinal = ?", key).fetchone()
        if row is None:
            raise UsageError("unknown_id", what="passage", id=passage_id)
        yield key, row[0]
