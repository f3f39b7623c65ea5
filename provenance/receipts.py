"""Receipts of a case's log, kept outside the case: how many entries it had and its last hash, when something left it.

Whoever can write the case can write its log anew, with hashes that fit; who holds an earlier receipt finds it. A
receipt is one JSON object {case, entries, head, at, what, sha256}: `sha256` is of what was written, "" for nothing.
None names a source.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from provenance.audit import FIRST
from provenance.errors import AttestError, UsageError

_WAIT = 20.0  # seconds for another process that writes a line
_MOST_BYTES = 1 << 28
_ID, _HASH = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")

# The receipt is of another case; the log is shorter than it was (rolled back, or cut off); it has another entry there.
Fault = Literal["other_case", "log_shorter", "log_rewritten"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The state of a log: after `entries` entries its last hash was `head`."""

    case: str
    entries: int
    head: str
    at: str
    what: str
    sha256: str = ""

    def json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt as it is kept on this machine, with the folder in which the case lay then ("" where not known)."""

    receipt: Receipt
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A receipt that the log does not bear out, which has `entries` now; `kept` where the receipt comes from."""

    fault: Fault
    kept: Kept
    entries: int

    def json(self) -> dict[str, object]:
        return {"code": self.fault, **self.kept.receipt.json(), "folder": self.kept.folder, "entries_now": self.entries}


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a log with receipts found. `holds_to`: the highest entry that a receipt bears out, before the
    first that none does; `unreadable` lines of the file could not be read as receipts."""

    checked: int = 0
    failed: tuple[Mismatch, ...] = ()
    holds_to: int = 0
    unreadable: int = 0
    others: tuple[Kept, ...] = field(default=())  # of another case that lay in this folder before

    @property
    def ok(self) -> bool:
        return not self.failed

    def json(self) -> dict[str, object]:
        return {"checked": self.checked, "failed": [one.json() for one in self.failed], "holds_to": self.holds_to}


def compare(kept: Iterable[Kept], case: str, entries: int, hash_at: Callable[[int], str | None]) -> Compared:
    """Each receipt against the log of `case` with `entries` entries; `hash_at` gives the hash of an entry by number."""
    checked, failed, held = 0, list[Mismatch](), list[int]()
    for one in kept:
        checked += 1
        fault = _fault(one.receipt, case, entries, hash_at)
        if fault is None:
            held.append(one.receipt.entries)
        else:
            failed.append(Mismatch(fault, one, entries))
    failed.sort(key=lambda m: (m.kept.receipt.entries, m.kept.receipt.at))
    first = min((m.kept.receipt.entries for m in failed if m.fault != "other_case"), default=entries + 1)
    return Compared(checked, tuple(failed), max((n for n in held if n < first), default=0))


def _fault(receipt: Receipt, case: str, entries: int, hash_at: Callable[[int], str | None]) -> Fault | None:
    if receipt.case != case:
        return "other_case"
    if receipt.entries > entries:
        return "log_shorter"
    there = hash_at(receipt.entries) if receipt.entries else FIRST
    return None if there == receipt.head else "log_rewritten"


# The file


def append(path: Path, kept: Kept) -> None:
    """Add one line to the file of receipts, which no other process writes meanwhile.

    A line that was cut off before, by a full disk or the end of power, stays a line of its own. Raises
    AttestError("receipt_not_kept").
    """
    line = json.dumps(kept.receipt.json() | {"folder": kept.folder}, ensure_ascii=True, sort_keys=True) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_WAIT):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                end = file.seek(0, os.SEEK_END)
                if end:
                    file.seek(end - 1)
                    line = line if file.read(1) == b"\n" else "\n" + line
                _write(file.write, line.encode("ascii"))
                os.fsync(file.fileno())
    except Timeout as error:
        raise AttestError("receipt_not_kept", path=str(path), detail="another process holds it") from error
    except OSError as error:
        raise AttestError("receipt_not_kept", path=str(path), detail=error.strerror or str(error)) from error


def _write(write: Callable[[bytes], int | None], data: bytes) -> None:
    while data:
        data = data[write(data) or 0 :]


def load(path: Path) -> tuple[list[Kept], int]:
    """The receipts of the file in order, and how many lines could not be read; none where there is no file.

    Raises AttestError("receipts_unreadable").
    """
    try:
        return _parsed(_text(path))
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise AttestError("receipts_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def given(path: Path) -> list[Kept]:
    """The receipts of a file that somebody hands over: one JSON object, or one a line; UsageError(no_such_file |
    bad_receipt)."""
    try:
        text = _text(path)
    except FileNotFoundError as error:
        raise UsageError("no_such_file", path=str(path)) from error
    except OSError as error:
        raise UsageError("bad_receipt", path=str(path), why=error.strerror or str(error)) from error
    try:
        return [_kept(json.loads(text))]
    except (ValueError, RecursionError):
        found, unreadable = _parsed(text)
    if unreadable or not found:
        raise UsageError("bad_receipt", path=str(path), why="it is not a receipt as Attest writes them")
    return found


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES).decode("utf-8-sig", "replace")


def _parsed(text: str) -> tuple[list[Kept], int]:
    found, unreadable = [], 0
    for line in filter(str.strip, text.split("\n")):
        try:
            found.append(_kept(json.loads(line)))
        except (ValueError, RecursionError):
            unreadable += 1
    return found, unreadable


def _kept(value: object) -> Kept:
    """Raises ValueError for what is no receipt; keys that it does not know are left alone."""
    if not isinstance(value, Mapping):
        raise ValueError("not an object")
    entries, texts = value.get("entries"), [value.get(name, "") for name in ("case", "head", "at", "what", "sha256")]
    if type(entries) is not int or entries < 0 or not all(isinstance(text, str) for text in texts):
        raise ValueError("not a receipt")
    case, head, at, what, sha256 = (str(text) for text in texts)
    if not _ID.fullmatch(case) or not _HASH.fullmatch(head) or (sha256 and not _HASH.fullmatch(sha256)):
        raise ValueError("not a receipt")
    folder = value.get("folder", "")
    return Kept(Receipt(case, entries, head, at, what, sha256), folder if isinstance(folder, str) else "")
