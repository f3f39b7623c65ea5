"""Rows of lines of enquiry and of their askings: added to, never changed, each with its entry in the log."""

from __future__ import annotations

import re
from dataclasses import replace

from provenance import audit
from provenance.clock import now
from provenance.enquiries import KINDS, LONGEST, Act, Asking, Enquiry, Kind, Version
from provenance.errors import UsageError
from provenance.store import codec
from provenance.store.database import Read, Row, reading
from provenance.store.ids import draft_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import next_number

_VERSION = "action, kind, words, dated, place, closed, reason, drafts, reviews, at, by"
_COLUMNS = f"n, version, {_VERSION}"
_ID = re.compile("E([1-9][0-9]{0,17})")
_WAYS = ("up", "down")


def every(read: Read) -> list[Enquiry]:
    """All enquiries in the order in which people put them, closed ones too, with all their versions and askings."""
    versions: dict[int, list[Version]] = {}
    for row in read(f"SELECT {_COLUMNS} FROM enquiry ORDER BY n, version", ()):
        versions.setdefault(row[0], []).append(_version(row))
    askings: dict[int, list[Asking]] = {}
    for draft, n, version in read("SELECT draft, enquiry, version FROM asking ORDER BY draft", ()):
        askings.setdefault(n, []).append(Asking(f"D{draft}", versions[n][version - 1].words))
    found = [Enquiry(f"E{n}", tuple(these), tuple(askings.get(n, ()))) for n, these in versions.items()]
    return sorted(found, key=lambda e: (e.now.place, number_of(e.id)))


def one(read: Read, enquiry_id: str) -> Enquiry:
    """Raises UsageError("unknown_id")."""
    number_of(enquiry_id)
    found = next((e for e in every(read) if e.id == enquiry_id), None)
    if found is None:
        raise UsageError("unknown_id", what="line of enquiry", id=enquiry_id)
    return found


def number_of(enquiry_id: str) -> int:
    """3 for "E3"; raises UsageError("unknown_id")."""
    match = _ID.fullmatch(enquiry_id)
    if not match:
        raise UsageError("unknown_id", what="line of enquiry", id=enquiry_id)
    return int(match[1])


def add(db: Connection, kind: str, words: str, dated: str, by: str) -> str:
    """Add an enquiry at the end of the list; gives its id. Raises UsageError("bad_value")."""
    words, kind, dated = _words(words), _kind(kind), _line(dated)
    number = next_number(db, "enquiry")
    place = max((e.now.place for e in every(reading(db))), default=0) + 1
    new = Version("added", kind, words, dated, place, False, "", 0, 0, "", "")
    _write(db, number, 1, new, by)
    return f"E{number}"


def change(db: Connection, enquiry_id: str, kind: str, words: str, dated: str, by: str) -> None:
    """Give an enquiry other words, kind or day; nothing is written where none differs. Raises UsageError(unknown_id |
    bad_value)."""
    found = one(reading(db), enquiry_id)
    new = replace(found.now, action="changed", kind=_kind(kind), words=_words(words), dated=_line(dated))
    if (new.kind, new.words, new.dated) != (found.now.kind, found.now.words, found.now.dated):
        _next(db, found, new, by)


def close(db: Connection, enquiry_id: str, reason: str, by: str) -> None:
    """Close an enquiry for a reason. Raises UsageError(unknown_id | bad_value)."""
    found = one(reading(db), enquiry_id)
    reason = _line(reason)
    if not reason:
        raise UsageError("bad_value", value="nothing", what="a reason", why="closing a line of enquiry needs one")
    if found.open:
        _next(db, found, replace(found.now, action="closed", closed=True, reason=reason), by)


def reopen(db: Connection, enquiry_id: str, by: str) -> None:
    """Open a closed enquiry again. Raises UsageError("unknown_id")."""
    found = one(reading(db), enquiry_id)
    if not found.open:
        _next(db, found, replace(found.now, action="reopened", closed=False, reason=""), by)


def move(db: Connection, enquiry_id: str, way: str, by: str) -> None:
    """Let an enquiry change places with the one above ("up") or below ("down") it, if there is one: of those that are
    open as it is, or closed as it is.

    Raises UsageError(unknown_id | bad_value).
    """
    if way not in _WAYS:
        raise UsageError("bad_value", value=way, what="a way", why="choose up or down")
    found = one(reading(db), enquiry_id)
    listed = [e for e in every(reading(db)) if e.open == found.open]
    at = [e.id for e in listed].index(found.id) + (-1 if way == "up" else 1)
    if not 0 <= at < len(listed):
        return
    other = listed[at]
    for moved, place in ((found, other.now.place), (other, found.now.place)):
        _next(db, moved, replace(moved.now, action="moved", place=place), by)


def add_asking(db: Connection, enquiry_id: str, draft_id: str, by: str, version: int | None = None) -> None:
    """Record that a draft is the answer to an enquiry as its `version` (1 the first) was put, None: as it stands.

    Raises UsageError("unknown_id"), of a version that is not there, too.
    """
    found = one(reading(db), enquiry_id)
    asked = len(found.versions) if version is None else version
    if not 1 <= asked <= len(found.versions):
        raise UsageError("unknown_id", what="version of a line of enquiry", id=f"{enquiry_id}, version {asked}")
    row = (draft_number(draft_id), number_of(enquiry_id), asked)
    if not db.execute("SELECT 1 FROM draft WHERE n = ?", row[:1]).fetchall():
        raise UsageError("unknown_id", what="draft", id=draft_id)
    db.execute("INSERT INTO asking VALUES (?, ?, ?)", row)
    detail = {"enquiry": enquiry_id, "version": row[2], "draft": draft_id, "record": codec.digest(list(row))}
    audit.append(db, by, "enquiry_asked", detail)


def digests(read: Read) -> dict[str, str]:
    """SHA-256 over the row in canonical JSON, of versions ("E3, version 2") and of askings ("the asking of D4")."""
    rows = read(f"SELECT {_COLUMNS} FROM enquiry ORDER BY n, version", ())
    found = {f"E{row[0]}, version {row[1]}": codec.digest(list(row)) for row in rows}
    asked = read("SELECT draft, enquiry, version FROM asking ORDER BY draft", ())
    return found | {f"the asking of D{row[0]}": codec.digest(list(row)) for row in asked}


def _next(db: Connection, found: Enquiry, new: Version, by: str) -> None:
    _write(db, number_of(found.id), len(found.versions) + 1, new, by)


def _write(db: Connection, number: int, version: int, new: Version, by: str) -> None:
    """The row, and its entry in the log; its words stay out of the log."""
    last = dict(db.execute("SELECT name, last FROM counter WHERE name IN ('draft', 'review')").fetchall())
    said = (new.action, new.kind, new.words, new.dated, new.place, int(new.closed), new.reason)
    row = (number, version, *said, last.get("draft", 0), last.get("review", 0), now(), person(by))
    db.execute(f"INSERT INTO enquiry ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    detail = {"enquiry": f"E{number}", "version": version, "kind": new.kind, "record": codec.digest(list(row))}
    audit.append(db, by, f"enquiry_{new.action}", detail)


def _version(row: Row) -> Version:
    action: Act = row[2]
    return Version(action, row[3], row[4], row[5], row[6], bool(row[7]), *row[8:])


def _kind(kind: str) -> Kind:
    for known in KINDS:
        if known == kind:
            return known
    raise UsageError("bad_value", value=kind, what="a kind of enquiry", why=f"choose from {', '.join(KINDS)}")


def _words(words: str) -> str:
    kept = _line(words)
    if not kept:
        raise UsageError("bad_value", value="nothing", what="a line of enquiry", why="it needs words")
    return kept


def _line(text: str) -> str:
    """Words as they are kept: one line, without NUL and lone surrogates; raises UsageError("bad_value")."""
    kept = " ".join(codec.clean(text).replace("\0", " ").split())
    if len(kept) > LONGEST:
        value, why = f"A text of {len(kept):,} characters", f"write at most {LONGEST:,}"
        raise UsageError("bad_value", value=value, what="a line of enquiry", why=why)
    return kept
