"""The log of a case for people: the entries that concern a person, a source, a claim or a time, and as files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app import messages
from app.access import Act
from provenance import audit
from provenance.errors import UsageError
from provenance.export import may_write, write_beside
from provenance.store.codec import bytes_sha256
from provenance.store.records import AuditEntry

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.case_store import CaseStore

HEAD = ("no", "at (UTC)", "by", "action", "details", "previous hash", "hash")
FORMATS = ("csv", "json")
_ID = re.compile(r"[SD][1-9][0-9]{0,17}(\.[fK]?[1-9][0-9]{0,17})*")
_WORDS = {
    *("exhibit", "producer", "name", "named", "title", "reference", "words", "brief", "text", "note", "reason"),
    *("description", "assists", "file", "path"),
}  # values that people wrote: what looks like an id there is none
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?Z?")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for; "" for any. `source` is an id, `claim` that of a claim or a draft, `since` and
    `until` are a day or a time in UTC, both included."""

    by: str = ""
    action: str = ""
    source: str = ""
    claim: str = ""
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any((self.by, self.action, self.source, self.claim, self.since, self.until))


class Concerns:
    """Which sources, drafts and claims entries are of: those they name, and those that what they name rests on."""

    def __init__(self, cited: Mapping[str, str]) -> None:
        """`cited` gives the source of every citation by id."""
        self._sources: dict[str, set[str]] = {}
        for citation, source in cited.items():
            parts = citation.split(".")
            for end in range(1, len(parts) + 1):
                self._sources.setdefault(".".join(parts[:end]), set()).add(source)

    @classmethod
    def of(cls, store: CaseStore) -> Concerns:
        return cls(store.cited_sources())

    def ids(self, entry: AuditEntry) -> frozenset[str]:
        """Every id that the entry names, with those that it lies in, and the sources that it rests on.

        A claim or citation is of the sources it cites; a draft as a whole is of all that its claims cite.
        """
        found: set[str] = set()
        for named in _named(entry.detail):
            parts = named.split(".")
            found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
            found |= self._sources.get(named, set())
        return frozenset(found)


def chosen(entries: Iterable[AuditEntry], asked: Asked, concerns: Concerns) -> list[AuditEntry]:
    """Those of the entries that are asked for, in their order."""
    wanted = [one for one in (asked.source, asked.claim) if one]
    by = asked.by.casefold()
    return [
        e
        for e in entries
        if (not by or e.by.casefold() == by)
        and (not asked.action or e.action == asked.action)
        and (not asked.since or e.at >= asked.since)
        and (not asked.until or e.at[: len(asked.until)] <= asked.until)
        and (not wanted or concerns.ids(e).issuperset(wanted))
    ]


def time(text: str, option: str) -> str:
    """A day or a time in UTC as the log writes it, as far as given, "" for none; raises UsageError("bad_value")."""
    if not text.strip():
        return ""
    spelt = text.strip().upper().replace(" ", "T").removesuffix("Z")
    try:
        if not _TIME.fullmatch(spelt):
            raise ValueError
        datetime.fromisoformat(spelt)
    except ValueError as error:
        why = "write a day or a time in UTC, such as 2026-05-03 or 2026-05-03T09:41"
        raise UsageError("bad_value", value=text, what=option, why=why) from error
    return spelt


def rows(entries: Iterable[AuditEntry]) -> list[tuple[str, ...]]:
    """The entries as rows under `HEAD`."""
    return [
        (str(e.seq), e.at, e.by, e.action, " ".join(messages.entry(e.detail).split()), e.prev, e.hash) for e in entries
    ]


def save(case: Case, out: Path, entries: Sequence[AuditEntry], *, overwrite: bool = False) -> int:
    """Write these entries to `out`, .csv or .json; gives how many. The log tells of it, where it can be written.

    JSON holds the whole log as it is served: entries that were not asked for stand as their commitments, so that the
    chain can be followed. Raises UsageError(bad_value | file_exists | no_such_folder), AttestError(export_failed).
    """
    format = out.suffix.lower().removeprefix(".")
    if format not in FORMATS:
        raise UsageError("bad_value", value=out.name, what="a file for the log", why="let it end with .csv or .json")
    case.require(Act.AUDIT)
    may_write(out, overwrite)
    data = _csv(entries) if format == "csv" else _json(case.store, entries)
    write_beside(out, data)
    detail = {"format": format, "entries": len(entries), "sha256": bytes_sha256(data)}
    case.record("log_saved", detail)
    return len(entries)


def _csv(entries: Iterable[AuditEntry]) -> bytes:
    from app.taking_in import csv_of

    return csv_of([HEAD, *rows(entries)])


def _json(store: CaseStore, entries: Iterable[AuditEntry]) -> bytes:
    asked, every, report = {e.seq for e in entries}, store.audit_entries(), store.check_audit()
    lines = [audit.line(e) if e.seq in asked else audit.withheld_line(e) for e in every]
    case = {"case": store.info.id, "reference": store.info.reference}
    return json.dumps(case | report.json() | {"log": lines}, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _named(value: object) -> Iterator[str]:
    """The ids that a detail holds, as values or as names of values."""
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _named(name)
            if name not in _WORDS:
                yield from _named(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _named(item)
