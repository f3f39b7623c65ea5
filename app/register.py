"""Reads an exhibit list (CSV) and gives each file its exhibit reference, producer, date, marks and privilege."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provenance.errors import UsageError
from provenance.records import Privilege

# The headings that forces use for one thing; compared in lower case without punctuation.
_HEADINGS = {
    "exhibit": {"exhibit", "exhibit reference", "exhibit ref", "exhibit no", "exhibit number", "reference", "ref"},
    "file": {"file", "file name", "filename", "path", "document"},
    "title": {"description", "title", "item"},
    "producer": {"producer", "produced by", "exhibited by", "officer", "author"},
    "dated": {"date", "dated", "date produced", "date of item"},
    "mark": {"mark", "marking", "handling mark", "handling", "protective marking", "classification", "gsc"},
    "privilege": {"privilege", "privileged", "lpp", "legal privilege", "legally privileged"},
}
_PRIVILEGED = {"yes", "y", "true", "1", "privileged", "lpp", "legally privileged"}
_POSSIBLE = {"possible", "maybe", "may be", "suspected", "to be decided", "tbd", "?"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list; empty where the list says nothing."""

    file: str
    exhibit: str = ""
    title: str = ""
    producer: str = ""
    dated: str = ""
    mark: str = ""
    privilege: Privilege = "none"


class Register:
    """The rows of an exhibit list, found by file name."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._used: set[str] = set()

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, path: Path) -> Entry | None:
        """The row for a file: by its name, whatever case the list writes it in."""
        key = path.name.casefold()
        self._used.add(key)
        return self._entries.get(key)

    def unmatched(self) -> list[Entry]:
        """Rows for which no file has come."""
        return [e for k, e in self._entries.items() if k not in self._used]


def load(path: Path) -> Register:
    """Read a list; raises UsageError(no_such_file | bad_register)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError("no_such_file", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("bad_register", name=path.name, why="it is not readable as UTF-8 text") from error
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        columns = _columns(next(rows, []))
        if "file" not in columns:
            raise UsageError("bad_register", name=path.name, why="it has no column for the file name")
        entries = [_entry(columns, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError("bad_register", name=path.name, why=f"it is not CSV ({error})") from error
    keys = [Path(e.file).name.casefold() for e in entries]
    twice = sorted({k for k in keys if k and keys.count(k) > 1})
    if twice:
        raise UsageError("bad_register", name=path.name, why=f"{twice[0]} stands in it more than once")
    return Register({k: e for k, e in zip(keys, entries, strict=True) if k})


def _columns(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        plain = " ".join("".join(c if c.isalnum() else " " for c in head.casefold()).split())
        for name, spellings in _HEADINGS.items():
            if plain in spellings:
                found.setdefault(name, at)
    return found


def _entry(columns: Mapping[str, int], row: list[str]) -> Entry:
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    said = cells.pop("privilege", "").casefold()
    privilege: Privilege = "privileged" if said in _PRIVILEGED else "possible" if said in _POSSIBLE else "none"
    return Entry(**{"file": "", **cells}, privilege=privilege)
