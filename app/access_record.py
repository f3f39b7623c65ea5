"""The data-protection record of a case, and the incident export: what is held, and who had access to it since when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import messages
from app.access import Act
from app.log_record import Asked, Concerns, chosen
from app.retaining import LEFT_BY
from provenance import ai_records_files as files
from provenance.ai_records import Document, Section, Text
from provenance.clock import now
from provenance.errors import UsageError
from provenance.export import may_write, write_beside
from provenance.kinds import KINDS
from provenance.protection import visits
from provenance.report_words import counted, when
from provenance.retention import KIND, Stand
from provenance.store.codec import bytes_sha256
from provenance.store.records import AuditEntry

if TYPE_CHECKING:
    from app.case import Case

RECORD, INCIDENT = "data_protection_record", "incident_export"
FORMATS, TABLES = ("json", "html", "docx"), ("csv", "json")
# What of the log tells of access, by action, in words.
OPENED = {
    "case_opened": "opened the case",
    "opening_refused": "was refused",
    "source_viewed": "had a source before them",
    "citation_opened": "opened a cited place",
    "rear_shown": "had the rear of a statement shown",
    "searched": "searched",
}
CHANGED = {
    "access_granted": "gave access",
    "access_withdrawn": "withdrew access",
    "roles_changed": "changed roles",
    "passphrase_changed": "changed a passphrase",
    "case_protected": "protected the case",
    "case_unprotected": "took the protection away",
    "case_rekeyed": "changed the keys",
    "recovery_key_made": "made a recovery key",
    "case_recovered": "opened the case by the recovery key",
}
WENT = {"source_removed": "removed a source", "case_restored": "put back a backup"}
LEFT = {action: f"took out: {what}" for action, what in LEFT_BY.items()}
LEFT |= {"ai_records_written": "took out: records about the AI", RECORD: "took out: data-protection record"}
LEFT |= {INCIDENT: "took out: incident export"}
ACCESS: Mapping[str, str] = {**OPENED, **CHANGED, **WENT, **LEFT}
HEAD = ("no", "at (UTC)", "by", "what", "action", "source", "details")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the log names: since when, until when, and how often what was done."""

    name: str
    first: str
    last: str
    opened: int
    left: int
    entries: int

    def json(self) -> dict[str, object]:
        return {
            "name": self.name, "first": self.first, "last": self.last, "opened": self.opened, "taken_out": self.left,
            "entries": self.entries,
        }  # fmt: skip


def people(entries: Iterable[AuditEntry]) -> list[Person]:
    """Everybody whom these entries name, in the order in which they first appear."""
    found: dict[str, list[AuditEntry]] = {}
    for entry in entries:
        found.setdefault(entry.by, []).append(entry)
    return [
        Person(by, of[0].at, of[-1].at, sum(e.action in OPENED for e in of), sum(e.action in LEFT for e in of), len(of))
        for by, of in found.items()
    ]


def record(case: Case, out: Path, *, overwrite: bool = False) -> dict[str, object]:
    """Write the data-protection record to `out` (.json, .html or .docx), and log that; gives it as JSON has it.

    Raises UsageError(not_allowed | bad_value | file_exists | no_such_folder), AttestError("export_failed").
    """
    case.require(Act.REPORT_ACCESS)
    format = _format(out, FORMATS)
    may_write(out, overwrite)
    found = facts(case)
    if format == "json":
        data = json.dumps(found, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    else:
        document = _document(found, case.store.stand())
        data = files.html(document) if format == "html" else files.docx(document, str(found["made"]))
    write_beside(out, data)
    case.record(RECORD, {"format": format, "sha256": bytes_sha256(data)})
    return found


def incident(case: Case, out: Path, asked: Asked, *, overwrite: bool = False) -> list[AuditEntry]:
    """Write who opened, took out or changed access to what, as far as `asked`, to `out` (.csv or .json), and log that;
    gives the entries.

    Raises as `record`.
    """
    case.require(Act.REPORT_ACCESS)
    format = _format(out, TABLES)
    may_write(out, overwrite)
    every = case.store.audit_entries()
    found = [e for e in chosen(every, asked, Concerns.of(case.store)) if e.action in ACCESS]
    data = _table(found, _beside(case, asked.by)) if format == "csv" else _json(case, found, asked)
    write_beside(out, data)
    detail = {"format": format, "entries": len(found), "person": asked.by, "since": asked.since, "until": asked.until}
    case.record(INCIDENT, detail | {"sha256": bytes_sha256(data)})
    return found


def facts(case: Case) -> dict[str, object]:
    """What is held, who had access, what left the case and what becomes of it: no content but names of people."""
    store = case.store
    sources, entries, stand = store.sources(), store.audit_entries(), store.stand()
    there = [s for s in sources if not s.removed]
    head = store.log_head()
    return {
        "case": store.info.id, "reference": store.info.reference, "title": store.info.title, "made": now(),
        "created": store.info.created, "created_by": store.info.created_by, "training": store.info.training,
        "protected": store.key is not None, "log": {"entries": head[0], "head": head[1]},
        "held": {
            "sources": len(there), "bytes": sum({s.sha256: s.size for s in there}.values()),
            "kinds": dict(sorted(Counter(s.kind for s in there).items())),
            "withheld_for_privilege": sum(s.withheld for s in there), "passages": sum(s.passages for s in there),
            "frames": sum(s.frames for s in there), "drafts": len(store.draft_ids()),
            "searches": sum(e.action == "searched" for e in entries),
        },
        "people": [one.json() for one in people(entries)],
        "access_changes": [_line(e) for e in entries if e.action in CHANGED],
        "refused": [_line(e) for e in entries if e.action == "opening_refused"],
        "not_in_the_log_yet": _beside(case),
        "openings": dict(Counter(e.action for e in entries if e.action in OPENED)),
        "taken_out": [_line(e) for e in entries if e.action in LEFT],
        "review_dates": [
            {"day": d.day, "reason": d.reason, "at": d.at, "by": d.by} for d in stand.dates
        ],
        "review_due": bool(stand.due()),
        "holds": [
            {
                "id": h.id, "kind": h.kind, "reason": h.reason, "at": h.at, "by": h.by, "stands": h.stands,
                "lifted_at": h.lifted_at, "lifted_by": h.lifted_by, "lifted_why": h.lifted_why,
            } for h in stand.holds
        ],
        "removed": [stone.json() for stone in stand.stones],
    }  # fmt: skip


def _line(entry: AuditEntry) -> dict[str, object]:
    return {"entry": entry.seq, "at": entry.at, "by": entry.by, "action": entry.action, **_detail(entry)}


def _detail(entry: AuditEntry) -> dict[str, object]:
    """What an entry tells, without digests of the record."""
    return {name: value for name, value in entry.detail.items() if name not in ("record", "now", "erased")}


def _format(out: Path, formats: Sequence[str]) -> str:
    format = out.suffix.lower().removeprefix(".")
    if format not in formats:
        why = f"let it end with {' or '.join('.' + one for one in formats)}"
        raise UsageError("bad_value", value=out.name, what="a file for this", why=why)
    return format


def _beside(case: Case, by: str = "") -> list[dict[str, object]]:
    """Openings and refusals that are noted beside the log, because who came could not write to it: of one person, or
    of all."""
    waiting = visits.waiting(case.store.info.folder)
    of = [v for v in waiting if by.casefold() in ("", v.user.casefold())]
    return [{"at": v.at, "by": v.user, "action": v.what, "account": v.account} for v in of]


def _table(entries: Iterable[AuditEntry], beside: Iterable[Mapping[str, object]]) -> bytes:
    """Entries, then what is noted beside the log, without a number."""
    from app.taking_in import csv_of

    noted = []
    for one in beside:
        at, by, action, account = (str(one[name]) for name in ("at", "by", "action", "account"))
        noted.append(("", at, by, ACCESS.get(action, ""), action, "", f"account {account}"))
    return csv_of([HEAD, *(_row(entry) for entry in entries), *noted])


def _row(entry: AuditEntry) -> tuple[str, ...]:
    detail = " ".join(messages.entry(_detail(entry)).split())
    return (str(entry.seq), entry.at, entry.by, ACCESS[entry.action], entry.action, _of(entry), detail)


def _of(entry: AuditEntry) -> str:
    """The source or cited place that an entry is of, or the draft."""
    return next((str(entry.detail[name]) for name in ("source", "citation", "draft") if entry.detail.get(name)), "")


def _json(case: Case, entries: Sequence[AuditEntry], asked: Asked) -> bytes:
    info, (count, head) = case.store.info, case.store.log_head()
    told: dict[str, object] = {
        "case": info.id, "reference": info.reference, "made": now(), "log": {"entries": count, "head": head},
        "asked": {"by": asked.by, "source": asked.source, "since": asked.since, "until": asked.until},
        "people": [one.json() for one in people(entries)],
        "not_in_the_log_yet": _beside(case, asked.by),
        "entries": [_line(e) | {"what": ACCESS[e.action], "hash": e.hash} for e in entries],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")


# The record for reading


def _document(found: Mapping[str, object], stand: Stand) -> Document:
    note = (
        f"Made on {when(str(found['made']))} from the case's own record and log. It names no content. What is marked "
        "is to be completed by the force."
    )
    sections = (_purposes(found), _held(found), _access(found), _taken_out(found), _kept(stand))
    return Document("data-protection-record", f"Data-protection record: {found['reference']}", note, sections)


def _purposes(found: Mapping[str, object]) -> Section:
    live = "training, with no live evidence" if found["training"] else "the investigation named above"
    return Section(
        "What the data is for",
        (
            ("Case", (Text(f"{found['reference']} {found['title']}".strip()), Text(f"identifier {found['case']}"))),
            ("Made", (Text(f"{when(str(found['created']))} by {found['created_by']}"),)),
            ("Purpose, as recorded", (Text(f"Reading and summarising material for {live}."),)),
            ("Legal basis and controller", (Text("to be completed", blank=True),)),
        ),
    )


def _held(found: Mapping[str, object]) -> Section:
    held = found["held"]
    assert isinstance(held, Mapping)
    kinds = [Text(f"{KINDS.get(kind, kind)}: {count:,}") for kind, count in held["kinds"].items()]
    made = f"{held['passages']:,} passages, {held['frames']:,} frames, {counted(held['drafts'], 'draft')}"
    return Section(
        "What is held",
        (
            ("Sources", (Text(f"{held['sources']:,}, {held['bytes'] / 1e6:,.1f} MB"), *kinds)),
            ("Withheld for privilege", (Text(f"{held['withheld_for_privilege']:,}"),)),
            ("Made from them", (Text(made), Text(f"{counted(held['searches'], 'search', 'searches')} in the log"))),
            ("Protected by keys", (Text("yes" if found["protected"] else "no: who can read the folder reads it"),)),
        ),
    )


def _access(found: Mapping[str, object]) -> Section:
    def row(one: Mapping[str, object]) -> tuple[str, tuple[Text, ...]]:
        told = f"first {when(str(one['first']))}, last {when(str(one['last']))}"
        done = f"{one['opened']} openings, {one['taken_out']} taken out, {one['entries']} entries"
        return str(one["name"]), (Text(told), Text(done))

    persons, changes = found["people"], found["access_changes"]
    assert isinstance(persons, list) and isinstance(changes, list)
    told = tuple(Text(_change(one)) for one in changes) or (Text("none recorded"),)
    return Section("Who had access", (*(row(one) for one in persons), ("Access given and withdrawn", told)))


def _change(line: Mapping[str, object]) -> str:
    rest = {name: value for name, value in line.items() if name not in ("entry", "at", "by", "action")}
    detail = messages.entry(rest)
    return f"{when(str(line['at']))}: {line['by']} {ACCESS[str(line['action'])]}{f' ({detail})' if detail else ''}"


def _taken_out(found: Mapping[str, object]) -> Section:
    lines = found["taken_out"]
    assert isinstance(lines, list)
    told = tuple(Text(_change(one)) for one in lines) or (Text("nothing"),)
    return Section("What left the case", (("By the log", told),))


def _kept(stand: Stand) -> Section:
    dates = tuple(Text(f"{d.day or 'taken back'}: set {when(d.at)} by {d.by}. {d.reason}") for d in stand.dates)
    holds = tuple(
        Text(f"{h.id}, {KIND[h.kind]}: {h.reason}; {when(h.at)} by {h.by}" + (f"; lifted {when(h.lifted_at)} by "
             f"{h.lifted_by}: {h.lifted_why}" if not h.stands else "; stands"))
        for h in stand.holds
    )  # fmt: skip
    gone = tuple(
        Text(f"{s.source_id}, {s.exhibit or s.name}, SHA-256 {s.sha256}: removed {when(s.at)} by {s.by}. {s.reason}")
        for s in stand.stones
    )
    due = (Text(stand.due()),) if stand.due() else ()
    return Section(
        "How long it is kept",
        (
            ("Review dates", (*dates, *due) or (Text("none set"),)),
            ("Holds", holds or (Text("none"),)),
            ("Removed", gone or (Text("nothing"),)),
        ),
    )
