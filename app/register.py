"""Reads an exhibit list (CSV) and gives each file its exhibit reference, producer, date, marks and privilege."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PureWindowsPath

from provenance.errors import UsageError
from provenance.material import use_of, yes
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
    "use": {"use", "used unused", "used or unused", "disclosure status", "disclosure", "material status", "material"},
    "described": {"schedule description", "mg6c description", "mg6 description", "description for schedule"},
    "reason": {"sensitivity reason", "reason for sensitivity", "why sensitive", "reason sensitive"},
    "location": {"location", "held at", "stored at", "where held", "storage", "store", "property location"},
    "rebuttable": {"rebuttable", "rebuttable presumption", "presumption", "rebuttable presumption item"},
}
_PRIVILEGE_WORDS = {"privilege", "privileged", "lpp"}
# With these a heading is still one of privilege: "LPP (Y/N)", "Legal professional privilege", "Privileged material?"
_BESIDE = {"legal", "legally", "professional", "status", "y", "n", "yes", "no", "is", "material", "flag", "flagged"}
_PRIVILEGED = {"yes", "y", "true", "1", "privileged", "lpp", "legally privileged"}
_NOT_PRIVILEGED = {"no", "n", "none", "nil", "0", "n a", "na", "false", "not privileged", "not applicable"}


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
    use: str = ""
    described: str = ""
    reason: str = ""
    location: str = ""
    rebuttable: str = ""

    def material(self) -> dict[str, str]:
        """What the row decides on its file as material; empty where it says nothing of that.

        Words for its use that are not known leave it undecided, for a person. A schedule's description is the list's
        own where it has none beside.
        """
        told = {"reason": self.reason, "location": self.location, "rebuttable": "yes" if yes(self.rebuttable) else ""}
        use = use_of(self.use)
        if use and use != "undecided":
            told |= {"use": use, "description": self.described or self.title}
        elif self.described:
            told["description"] = self.described
        return {name: value for name, value in told.items() if value}


class Register:
    """The rows of an exhibit list; `match` finds the files they speak of."""

    def __init__(self, entries: Iterable[Entry], path: Path) -> None:
        self.path = path
        self._entries = tuple(e for e in entries if _names(e.file))
        self.unmatched: tuple[Entry, ...] = self._entries
        self.ambiguous: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self._entries)

    def match(self, paths: Iterable[Path]) -> dict[Path, Entry]:
        """The row for each file that has one, by the longest end of the path that both share.

        Rows for which no file came are `unmatched` from then on. A row that fits several files equally well, or
        shares a file with another row, is `ambiguous` and given to none of them; where one of these rows speaks of
        privilege, its files are at least possibly privileged.
        """
        by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            by_name[_names(entry.file)[-1]].append(entry)
        wanted = {path: _best(path, by_name[_key(path.name)]) for path in paths if _key(path.name) in by_name}
        takers: dict[Entry, list[Path]] = defaultdict(list)
        for path, entries in wanted.items():
            for entry in entries:
                takers[entry].append(path)
        fits = {entry: _nearest(entry, found) for entry, found in takers.items()}
        unclear = {e for e, found in fits.items() if len(found) > 1 or len(wanted[found[0]]) > 1}
        self.unmatched = tuple(e for e in self._entries if e not in fits)
        self.ambiguous = tuple(e for e in self._entries if e in unclear)
        given = {found[0]: entry for entry, found in fits.items() if entry not in unclear}
        careful = {p for e in unclear if e.privilege != "none" for p in fits[e]}
        return {p: Entry(p.name, privilege="possible") for p in careful} | given


def _best(path: Path, entries: Sequence[Entry]) -> list[Entry]:
    """The rows that share the longest end of the path."""
    shared = [_shared(e, path) for e in entries]
    return [e for e, n in zip(entries, shared, strict=True) if n == max(shared)]


def _nearest(entry: Entry, paths: Sequence[Path]) -> list[Path]:
    """The files that share the longest end of what the row says."""
    shared = [_shared(entry, path) for path in paths]
    return [p for p, n in zip(paths, shared, strict=True) if n == max(shared)]


def _shared(entry: Entry, path: Path) -> int:
    """How many names, from the end, a row's path and a file's have in common."""
    pairs = zip(reversed(_names(entry.file)), map(_key, reversed(path.absolute().parts)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _names(file: str) -> tuple[str, ...]:
    """What a row's path is made of, with slashes of either kind."""
    return tuple(_key(part) for part in PureWindowsPath(file).parts)


def _key(name: str) -> str:
    """A name for comparing: systems write case and accents in different ways."""
    return unicodedata.normalize("NFC", name).casefold()


def load(path: Path) -> Register:
    """Read a list; raises UsageError(no_such_file | bad_register)."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError("no_such_file", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("bad_register", name=path.name, why="it is not readable as UTF-8 text") from error
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)  # spreadsheets write semicolons where the comma is the decimal sign
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        columns = _columns(next(rows, []))
        if "file" not in columns:
            raise UsageError("bad_register", name=path.name, why="it has no column for the file name")
        entries = [_entry(columns, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UsageError("bad_register", name=path.name, why=f"it is not CSV ({error})") from error
    keys = Counter(_names(e.file) for e in entries)
    twice = sorted(e.file for e in entries if keys[_names(e.file)] > 1 and e.file)
    if twice:
        raise UsageError("bad_register", name=path.name, why=f"{twice[0]} stands in it more than once")
    return Register(entries, path)


def _columns(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [_plain(head) for head in heads]
    for at, head in enumerate(plain):
        for name, spellings in _HEADINGS.items():
            if head in spellings:
                found.setdefault(name, at)
    for at, head in enumerate(plain):  # a column of privilege under another heading must not be passed over
        words = set(head.split())
        if words & _PRIVILEGE_WORDS and words <= _PRIVILEGE_WORDS | _BESIDE:
            found.setdefault("privilege", at)
    return found


def _plain(text: str) -> str:
    """Lower case, and a space for whatever is no letter or digit."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _entry(columns: Mapping[str, int], row: list[str]) -> Entry:
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    privilege = _privilege(cells.pop("privilege", ""))
    return Entry(**{"file": "", **cells}, privilege=privilege)


def _privilege(said: str) -> Privilege:
    """What a cell says; words and signs that are not known are taken as "possible", for a person to decide."""
    plain = _plain(said)
    if plain in _PRIVILEGED:
        return "privileged"
    nothing = plain in _NOT_PRIVILEGED if plain else not said.strip(" -–—./")
    return "none" if nothing and "?" not in said else "possible"
