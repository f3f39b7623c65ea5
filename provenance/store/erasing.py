"""Overwrites every row that holds content of sources that are removed; what people decided stays, without its words.

Table by table: rows that hold nothing but content are deleted, rows that others rest on keep their place and say that
the source was removed. Claims that cite a removed source lose their words, as a machine's words are the source's; those
that only had it beside them lose that place alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from provenance.anchors import of_removed
from provenance.records import Notice
from provenance.retention import REMOVED
from provenance.store import codec, passages
from provenance.store.codec import Plain
from provenance.store.opener import Connection

LABEL = "removed"  # stands as the place of a citation
HEADING = "Removed"
_OF = "(SELECT value FROM json_each(?))"


@dataclass(slots=True)
class Touched:
    """What was overwritten: drafts, claims as (draft, number), submissions of schedules, and marks that are gone."""

    drafts: set[int] = field(default_factory=set)
    claims: set[tuple[int, int]] = field(default_factory=set)
    submissions: set[int] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)


def erase(db: Connection, told: Mapping[int, str]) -> Touched:
    """Erase these sources, inside a transaction; `told` has by number the words that stand where theirs stood."""
    touched, numbers = Touched(), codec.canonical(sorted(told))
    with _changeable(db):
        _text(db, numbers)
        _footage(db, numbers)
        _citations(db, told, touched)
        _claims(db, told, touched)
        _conflicts(db, told, touched)
        _coverage(db, told, touched)
        _reviews(db, touched)
        _signings(db, touched)
        _decided(db, numbers, touched)
        _schedules(db, told, touched)
        for number, words in told.items():
            _row(db, number, words)
    return touched


@contextmanager
def _changeable(db: Connection) -> Iterator[None]:
    """Without the triggers that keep rows as they were written; they are back before the transaction ends."""
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        db.execute(sql)


def _text(db: Connection, numbers: str) -> None:
    """Layer, parts, passages, vectors; the full-text index is made anew, as its segments hold words that it deleted."""
    db.execute(f"DELETE FROM vector WHERE passage IN (SELECT n FROM passage WHERE source IN {_OF})", (numbers,))
    for table in ("passage", "part", "layer"):
        db.execute(f"DELETE FROM {table} WHERE source IN {_OF}", (numbers,))
    passages.index_anew(db)


def _footage(db: Connection, numbers: str) -> None:
    for table in ("frame", "look", "video"):
        db.execute(f"DELETE FROM {table} WHERE source IN {_OF}", (numbers,))


def _citations(db: Connection, told: Mapping[int, str], touched: Touched) -> None:
    for number, words in told.items():
        sha256 = _sha256(db, number)
        found = db.execute("SELECT draft, claim, role FROM citation WHERE source = ?", (number,)).fetchall()
        touched.drafts |= {draft for draft, _, _ in found}
        touched.claims |= {(draft, claim) for draft, claim, role in found if role == "cited"}
        sql = "UPDATE citation SET label = ?, anchor = ?, why = '' WHERE source = ?"
        db.execute(sql, (LABEL, codec.dump(of_removed(sha256, words)), number))


def _claims(db: Connection, told: Mapping[int, str], touched: Touched) -> None:
    """The words of claims that cite a removed source, what was said of them, and how others stand against them."""
    for key in sorted(touched.claims):
        cited = "SELECT source FROM citation WHERE draft = ? AND claim = ? AND role = 'cited' ORDER BY n"
        words = next(told[n] for (n,) in db.execute(cited, key).fetchall() if n in told)
        (raw,) = db.execute("SELECT verdict FROM claim WHERE draft = ? AND n = ?", key).fetchone()
        sql = "UPDATE claim SET text = ?, verdict = ? WHERE draft = ? AND n = ?"
        db.execute(sql, (words, _verdict(raw), *key))
        db.execute("UPDATE citation SET why = '' WHERE draft = ? AND claim = ?", key)
    for draft, n in sorted(touched.claims):
        shared = (
            "SELECT n FROM claim WHERE draft = ?1 AND heading = (SELECT heading FROM claim WHERE draft = ?1 AND n = ?2)"
        )
        if all((draft, other) in touched.claims for (other,) in db.execute(shared, (draft, n)).fetchall()):
            db.execute("UPDATE claim SET heading = ? WHERE draft = ? AND n = ?", (HEADING, draft, n))


def _verdict(raw: str) -> str:
    """The verdict as it was, without the words of its reasons."""
    return codec.canonical(json.loads(raw) | {"reasons": [codec.plain(Notice(REMOVED))]})


def _conflicts(db: Connection, told: Mapping[int, str], touched: Touched) -> None:
    """What was compared is words of all sides of a conflict, so that it goes; the other sides stay."""
    for number, words in told.items():
        for key in db.execute("SELECT DISTINCT draft, conflict FROM side WHERE source = ?", (number,)).fetchall():
            touched.drafts.add(key[0])
            db.execute("UPDATE conflict SET about = ? WHERE draft = ? AND n = ?", (words, *key))
        sql = "UPDATE side SET value = '', label = ?, anchor = ? WHERE source = ?"
        db.execute(sql, (LABEL, codec.dump(of_removed(_sha256(db, number), words)), number))


def _coverage(db: Connection, told: Mapping[int, str], touched: Touched) -> None:
    """Why a source was not used names places in it, which can be names of people."""

    def without(unused: Plain) -> Plain:
        number = int(unused["source_id"][1:])
        return unused | {"reason": told[number]} if number in told else unused

    for draft, raw in db.execute("SELECT n, coverage FROM draft").fetchall():
        found = json.loads(raw)
        lists = {name: [without(one) for one in found[name]] for name in ("unread_sources", "unused_sources")}
        if any(found[name] != lists[name] for name in lists):
            touched.drafts.add(draft)
            kept = codec.canonical(found | lists)
            db.execute("UPDATE draft SET coverage = ? WHERE n = ?", (kept, draft))


def _reviews(db: Connection, touched: Touched) -> None:
    """What people wrote to claims that lost their words: amendments and notes, as these can quote. Decisions are made
    on words, so that different ones stay different."""
    for draft, claim in sorted(touched.claims):
        words, kept = _words(db, draft, claim), dict[str, str]()
        sql = "SELECT n, action, text, note, verdict FROM review WHERE draft = ? AND claim = ? ORDER BY n"
        for n, action, text, note, verdict in db.execute(sql, (draft, claim)).fetchall():
            if text and text not in kept:
                kept[text] = f"{words} ({len(kept) + 1})" if kept else words
            said = (kept.get(text, ""), words if note or action == "note" else "")
            checks = None if verdict is None else _verdict(verdict)
            db.execute("UPDATE review SET text = ?, note = ?, verdict = ? WHERE n = ?", (*said, checks, n))


def _signings(db: Connection, touched: Touched) -> None:
    """What was signed lists the amended words of every claim."""
    gone = {f"D{draft}.{claim}" for draft, claim in touched.claims}

    def without(signed: Plain) -> Plain:
        claims = signed.get("claims", {})
        blank = {key: claims[key] | {"text": ""} for key in gone & claims.keys() if claims[key].get("text")}
        return signed | {"claims": claims | blank} if blank else signed

    _rewrite(db, "signing", "signed", without)


def _decided(db: Connection, numbers: str, touched: Touched) -> None:
    """Words on what the source is; the decisions stay. Marks for redaction go whole."""
    blank = "description = '', reason = '', assists = '', location = ''"
    db.execute(f"UPDATE material SET {blank} WHERE source IN {_OF}", (numbers,))
    found = db.execute(f"SELECT n, version FROM redaction WHERE source IN {_OF} ORDER BY n, version", (numbers,))
    touched.marks = [f"R{n}, version {version}" for n, version in found.fetchall()]
    db.execute(f"DELETE FROM redaction WHERE source IN {_OF}", (numbers,))


def _schedules(db: Connection, told: Mapping[int, str], touched: Touched) -> None:
    """Items of submitted schedules keep their numbers. One of several sources loses its words, too: they are of all."""
    ids = {f"S{number}": words for number, words in told.items()}
    sql = "SELECT submission, schedule, number, words FROM schedule_item"
    for submission, schedule, number, raw in db.execute(sql).fetchall():
        words = json.loads(raw)
        gone = [ids[one] for one in words["source_ids"] if one in ids]
        if gone:
            blank = {"description": gone[0], "facts": [], "location": "", "reason": "", "assists": "", "points": []}
            update = "UPDATE schedule_item SET words = ? WHERE submission = ? AND schedule = ? AND number = ?"
            db.execute(update, (codec.canonical(words | blank), submission, schedule, number))
            touched.submissions.add(submission)


def _row(db: Connection, number: int, words: str) -> None:
    """The stone: SHA-256, name, size, exhibit reference; how it was read, and where it lay, go."""
    notice = codec.dump([Notice(REMOVED, words[1:-1])])
    sql = (
        "UPDATE source SET outcome = 'refused', reason = ?, warnings = ?, findings = '[]', path = '', producer = '',"
        " dated = '', mark = '', by_reference = 0, fields = '{}', pages = 0, passages = 0, frames = 0 WHERE n = ?"
    )
    db.execute(sql, (REMOVED, notice, number))


def _rewrite(db: Connection, table: str, column: str, change: Callable[[Plain], Plain]) -> None:
    """Give a JSON column of a table, where it holds an object, what `change` makes of it."""
    for n, raw in db.execute(f"SELECT n, {column} FROM {table}").fetchall():
        before = json.loads(raw) if raw else {}
        if (after := change(before)) != before:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE n = ?", (codec.canonical(after), n))


def _words(db: Connection, draft: int, claim: int) -> str:
    return str(db.execute("SELECT text FROM claim WHERE draft = ? AND n = ?", (draft, claim)).fetchone()[0])


def _sha256(db: Connection, number: int) -> str:
    return str(db.execute("SELECT sha256 FROM source WHERE n = ?", (number,)).fetchone()[0])
