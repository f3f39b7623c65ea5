"""Rows of openings: who opened which citation, kept for good, each with its entry in the log."""

from __future__ import annotations

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.store import codec
from provenance.store.database import Read, Row, reading
from provenance.store.ids import citation_key
from provenance.store.opener import Connection
from provenance.store.sources import OPEN

_COLUMNS = "draft, by, claim, citation, at"
_SPENT = (
    "(SELECT coalesce(sum(seconds), 0) FROM attention WHERE attention.draft = opening.draft"
    " AND attention.claim = opening.claim AND attention.citation = opening.citation AND attention.by = opening.by)"
)
_LOGGED_SINCE = 3  # the schema from which on every opening stands in the log as it is made


def add_opening(db: Connection, citation_id: str, by: str) -> None:
    """Record that a person opened a citation, with its audit entry; the first time counts.

    Raises UsageError(unknown_id | source_held | bad_value).
    """
    draft, claim, number = citation_key(citation_id)
    sql = f"SELECT source, {OPEN} FROM citation JOIN source ON source.n = source WHERE draft = ? AND claim = ?"
    found = db.execute(f"{sql} AND citation.n = ?", (draft, claim, number)).fetchall()
    if not found:
        raise UsageError("unknown_id", what="citation", id=citation_id)
    if not found[0][1]:
        raise UsageError("source_held", id=f"S{found[0][0]}")
    by = person(by)
    if not was_opened(reading(db), citation_id, by):
        row = (draft, by, claim, number, now())
        db.execute(f"INSERT INTO opening ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", row)
        audit.append(db, by, "citation_opened", {"citation": citation_id, "record": codec.digest(list(row))})


def person(by: str) -> str:
    """What people do is a person's: raises UsageError("bad_value") without a name."""
    if not by.strip():
        raise UsageError("bad_value", value="nothing", what="a name", why="a decision needs the one who made it")
    return codec.clean(by)


def was_opened(read: Read, citation_id: str, by: str) -> bool:
    """Whether this person opened this citation before."""
    sql = "SELECT 1 FROM opening WHERE draft = ? AND claim = ? AND citation = ? AND by = ?"
    return bool(read(sql, (*citation_key(citation_id), codec.clean(by))))


def by_claim(read: Read, draft: int, by: str, only: int | None = None) -> dict[int, dict[str, int]]:
    """Citations that a person opened, by id, with the seconds for which each was before them, by claim: of one claim,
    or all of a draft."""
    where, parameters = ("", (draft, by)) if only is None else (" AND claim = ?", (draft, by, only))
    sql = f"SELECT claim, citation, {_SPENT} FROM opening WHERE draft = ? AND by = ?{where} ORDER BY claim, citation"
    found: dict[int, dict[str, int]] = {}
    for claim, citation, seconds in read(sql, parameters):
        found.setdefault(claim, {})[f"D{draft}.{claim}.{citation}"] = seconds
    return found


def digests(read: Read, draft: int) -> dict[tuple[str, str], str]:
    """SHA-256 over the row in canonical JSON of every opening of a draft, by (citation id, person)."""
    rows = read(f"SELECT {_COLUMNS} FROM opening WHERE draft = ? ORDER BY claim, citation, by", (draft,))
    return {(_citation(row), row[1]): codec.digest(list(row)) for row in rows}


def take_over(db: Connection, schema: int) -> None:
    """Give the openings of a case from before that their entries in the log: that they were there, not that they were
    made now, nor by whom the log would have told then."""
    if schema == _LOGGED_SINCE:
        for row in db.execute(f"SELECT {_COLUMNS} FROM opening ORDER BY at, draft, claim, citation, by").fetchall():
            detail = {"citation": _citation(row), "person": row[1], "opened": row[4], "record": codec.digest(list(row))}
            audit.append(db, "Attest", "opening_taken_over", detail)


def _citation(row: Row) -> str:
    return f"D{row[0]}.{row[2]}.{row[3]}"
