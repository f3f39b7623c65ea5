"""The hash-chained log of a case: every entry's hash covers the entry before, so that no line can change unnoticed.

A salted entry commits to what it tells and chains that commitment, so that it can be withheld and the chain still
checks: content = SHA-256 over the canonical JSON of {action, at, by, detail, salt}, hash = SHA-256 over that of
{content, prev, seq}. Entries from before have the salt "" and hash = SHA-256 over {action, at, by, detail, prev,
seq}; none of them comes after a salted one. The first entry's prev is 64 zeros. The case's `meta` holds the number of
entries and the last hash, so that a deleted tail is found too.

Where a source is removed, words of it are erased from entries, too: what such an entry told is gone, and so is its
salt; its commitment stays, so that the chain holds. A later entry (`erased`) names it and vouches for what is left of
it: an entry that is erased and that none names counts as a break.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence

from provenance.clock import now
from provenance.store.codec import canonical, clean, digest, plain
from provenance.store.database import Read, reading
from provenance.store.opener import Connection, version
from provenance.store.records import AuditEntry, AuditReport

FIRST = "0" * 64
_UNSALTED = "seq, at, by, action, detail, prev, hash"
_SALTED = f"{_UNSALTED}, salt"
COLUMNS = f"{_SALTED}, content, erased"
ERASED_SINCE = 14  # the schema from which on words of entries can be erased with a source
SALTED_SINCE = 8  # the schema from which on entries are salted
WHOLE = frozenset({"seq", "at", "by", "action", "detail", "salt", "prev", "hash"})
WITHHELD = frozenset({"seq", "content", "prev", "hash"})
UNPROVEN = frozenset({"seq", "prev", "hash"})  # withheld and without a salt: it links, but proves nothing of itself
ERASING = "source_removed"  # the action of an entry that tells which entries before it were erased
_Row = tuple[int, str, str, str, str, str, str, str, str, int]
_SALT = re.compile("[0-9a-f]{32}")
_HASH = re.compile("[0-9a-f]{64}")


def append(db: Connection, by: str, action: str, detail: Mapping[str, object]) -> tuple[int, str]:
    """Write the next entry, inside the transaction of what it tells of; gives the number of entries and the head then.

    A case that is being brought up from a schema before salts gets the entries of those steps as they were then.
    """
    count, head = state(reading(db))
    salted = version(db) >= SALTED_SINCE
    told = {"at": now(), "by": clean(by), "action": action, "detail": plain(detail)}
    salt = secrets.token_hex(16) if salted else ""
    entry_hash = _hash({"seq": count + 1, "prev": head, "salt": salt, **told})
    row = (count + 1, told["at"], told["by"], action, canonical(told["detail"]), head, entry_hash)
    if salted:
        db.execute(f"INSERT INTO audit ({_SALTED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, salt))
    else:
        db.execute(f"INSERT INTO audit ({_UNSALTED}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    recorded = (("audit_entries", str(count + 1)), ("audit_head", entry_hash))
    db.executemany("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", recorded)
    return count + 1, entry_hash


def entries(rows: Iterable[_Row]) -> list[AuditEntry]:
    """The rows as entries; a detail that is no JSON any more is kept under "unreadable". Of one of which words were
    erased the detail says so, too."""
    found = []
    for row in rows:
        erased = {"words_erased_by_entry": row[9]} if row[9] else {}
        found.append(AuditEntry(*row[:4], _detail(row[4]) | erased, row[5], row[6], row[7], row[8], row[9]))
    return found


def stored_rows(read: Read) -> list[_Row]:
    """All rows of the log in order, of a case of any schema."""
    schema = int(read("PRAGMA user_version", ())[0][0])
    salt = "salt" if schema >= SALTED_SINCE else "''"
    erased = "content, erased" if schema >= ERASED_SINCE else "'', 0"
    return read(f"SELECT {_UNSALTED}, {salt}, {erased} FROM audit ORDER BY seq", ())


def check(read: Read) -> AuditReport:
    """Follow the chain over all entries in order and compare its end with what the case recorded."""
    rows = stored_rows(read)
    recorded_entries, recorded_head = state(read)
    prev, salted, vouched = FIRST, False, _vouched(rows)
    for position, row in enumerate(rows, start=1):
        one = _line(row)
        holds = _stored(row) and (not row[9] or vouched.get(row[0]) == left(row[1:5]))
        if position > recorded_entries or not holds or not _follows(one, position, prev, salted):
            return AuditReport(len(rows), prev, ok=False, broken_at=position)
        prev, salted = row[6], salted or _is_salted(one)
    if len(rows) < recorded_entries:
        return AuditReport(len(rows), prev, ok=False, broken_at=len(rows) + 1)
    if prev != recorded_head:
        return AuditReport(len(rows), prev, ok=False, broken_at=max(1, len(rows)))
    return AuditReport(len(rows), prev, ok=True)


def state(read: Read) -> tuple[int, str]:
    """Number of entries and last hash, as the case recorded them."""
    found = dict(read("SELECT key, value FROM meta WHERE key IN ('audit_entries', 'audit_head')", ()))
    recorded = found.get("audit_entries", "0")
    return int(recorded) if recorded.isdecimal() else 0, found.get("audit_head", FIRST)


# Entries of which words were erased


def erase(db: Connection, seq: int, kept: Mapping[str, object], erased: int) -> str:
    """Take out of an entry all but what is `kept` of its detail, as entry `erased` will tell; gives its `left`.

    Call it inside the transaction that writes that entry.
    """
    (row,) = db.execute(f"SELECT {COLUMNS} FROM audit WHERE seq = ?", (seq,)).fetchall()
    content = _content(_line(row)) if row[7] else ""
    detail = canonical(plain(kept))
    sql = "UPDATE audit SET detail = ?, salt = '', content = ?, erased = ? WHERE seq = ?"
    db.execute(sql, (detail, content, erased, seq))
    return left((*row[1:4], detail))


def left(told: Sequence[str]) -> str:
    """SHA-256 over what is left of an erased entry: when, who, what, and its detail as stored."""
    return digest(list(told))


def _vouched(rows: Iterable[_Row]) -> dict[int, str]:
    """What is left of erased entries, as later entries that are whole tell it."""
    found: dict[int, str] = {}
    for row in rows:
        if row[3] == ERASING and not row[9]:
            named = _detail(row[4]).get("erased")
            pairs = named.items() if isinstance(named, Mapping) else ()
            found |= {int(seq): str(told) for seq, told in pairs if seq.isdecimal() and int(seq) < row[0]}
    return found


# The log as it is served: a list of lines in order, each whole or withheld


def line(entry: AuditEntry) -> dict[str, object]:
    """An entry as a whole line of a served log; one of which words were erased as one that is withheld."""
    if entry.erased:
        return _without(entry.seq, entry.prev, entry.hash, entry.content)
    told = {"seq": entry.seq, "at": entry.at, "by": entry.by, "action": entry.action, "detail": plain(entry.detail)}
    return {**told, "salt": entry.salt, "prev": entry.prev, "hash": entry.hash}


def withheld_line(entry: AuditEntry) -> dict[str, object]:
    """The same, withheld."""
    return withheld(line(entry))


def withheld(whole: Mapping[str, object]) -> dict[str, object]:
    """A whole line as one that tells nothing of its entry but its commitment; one without a salt would give its words
    away to who guesses them, and keeps its place alone."""
    if "salt" not in whole:
        return dict(whole)
    linked = {name: whole[name] for name in ("seq", "prev", "hash")}
    return linked | {"content": _content(whole)} if whole["salt"] else linked


def follow(lines: Sequence[Mapping[str, object]]) -> AuditReport:
    """Follow the chain over a served log from its first line; pure, and nothing that the lines hold makes it fail.

    Of withheld lines it shows that they are as they were; of those without a salt (`unproven`) only that they link, so
    that the lines before the last of them are shown by a receipt or an earlier copy alone.
    """
    prev, salted = FIRST, False
    for position, one in enumerate(lines, start=1):
        if not _follows(one, position, prev, salted):
            return AuditReport(len(lines), prev, ok=False, broken_at=position)
        prev, salted = str(one["hash"]), salted or _is_salted(one)
    return AuditReport(len(lines), prev, ok=True)


def unproven(lines: Sequence[Mapping[str, object]]) -> int:
    """How many lines of a served log link, and prove nothing of what they withhold."""
    return sum(one.keys() == UNPROVEN for one in lines)


def _follows(one: object, position: int, prev: str, salted: bool) -> bool:
    """Whether a line stands at this place of the chain; `salted` where one before it was."""
    if not isinstance(one, Mapping) or one.keys() not in (WHOLE, WITHHELD, UNPROVEN):
        return False
    seq, linked, own = one["seq"], one["prev"], one["hash"]
    if type(seq) is not int or seq != position or linked != prev or not _is(_HASH, own):
        return False
    if not _is_salted(one):
        if salted or one.get("salt", "") != "":
            return False
        return one.keys() == UNPROVEN or own == _digest(one)
    return _is(_HASH, one["content"]) and own == _chained(one) if "content" in one else own == _digest(one)


def _is_salted(one: Mapping[str, object]) -> bool:
    return "content" in one or _is(_SALT, one.get("salt"))


def _is(shape: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and shape.fullmatch(value) is not None


def _digest(one: Mapping[str, object]) -> str:
    """The hash that a whole line should have; "" for what has no canonical form, such as NaN."""
    try:
        return _hash(one)
    except (ValueError, TypeError, RecursionError):
        return ""


def _hash(one: Mapping[str, object]) -> str:
    if one["salt"]:
        return _chained({"content": _content(one), "prev": one["prev"], "seq": one["seq"]})
    return digest({name: one[name] for name in ("action", "at", "by", "detail", "prev", "seq")})


def _content(one: Mapping[str, object]) -> str:
    """The commitment to what a salted entry tells."""
    return digest({name: one[name] for name in ("action", "at", "by", "detail", "salt")})


def _chained(one: Mapping[str, object]) -> str:
    return digest({name: one[name] for name in ("content", "prev", "seq")})


def _line(row: _Row) -> dict[str, object]:
    seq, at, by, action, detail, prev, entry_hash, salt, content, erased = row
    if erased:
        return _without(seq, prev, entry_hash, content)
    told = {"seq": seq, "at": at, "by": by, "action": action, "detail": _detail(detail)}
    return {**told, "salt": salt, "prev": prev, "hash": entry_hash}


def _without(seq: int, prev: str, entry_hash: str, content: str) -> dict[str, object]:
    """The line of an entry that does not hold any more what it told."""
    return {"seq": seq, "prev": prev, "hash": entry_hash} | ({"content": content} if content else {})


def _stored(row: _Row) -> bool:
    """Whether the detail is written as this program writes it: no other spelling of the same."""
    try:
        return canonical(_detail(row[4])) == row[4]
    except ValueError:
        return False


def _detail(raw: str) -> dict[str, object]:
    try:
        parsed = json.loads(raw)
    except (ValueError, TypeError):
        return {"unreadable": raw}
    return parsed if isinstance(parsed, dict) else {"unreadable": raw}
