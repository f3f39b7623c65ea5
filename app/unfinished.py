"""Remembers beside a case what was given to be taken in, until it is: a kill or a closing in between leaves a trace."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from provenance.export import write_beside

_FILE = "taking-in.json"
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Files and folders that were given and not taken in to the end; `register` is their exhibit list, if any."""

    paths: tuple[Path, ...]
    register: Path | None
    by_reference: bool


def add(case: Path, one: Unfinished) -> None:
    """Remember what was given, once. Raises AttestError, OSError."""
    with _guard:
        _write(case, [*(other for other in left(case) if other != one), one])


def end(case: Path, one: Unfinished, rest: Iterable[Unfinished] = ()) -> None:
    """Remember only the rest of what was given. Raises AttestError, OSError."""
    with _guard:
        _write(case, [*(other for other in left(case) if other != one), *rest])


def left(case: Path) -> list[Unfinished]:
    """What is remembered; what cannot be read, or is not of this form, is nothing."""
    try:
        rows = json.loads(_file(case).read_bytes().decode("utf-8", "surrogateescape"))
        return [_unfinished(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def forget(case: Path) -> None:
    """Remember nothing. Raises OSError."""
    with _guard:
        _write(case, [])


def _write(case: Path, left: Iterable[Unfinished]) -> None:
    rows = [_row(one) for one in dict.fromkeys(left) if one.paths]
    out = _file(case)
    if rows:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_beside(out, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogateescape"))
    else:
        out.unlink(missing_ok=True)


def _file(case: Path) -> Path:
    return case / "derived" / _FILE


def _row(one: Unfinished) -> dict[str, object]:
    register = None if one.register is None else str(one.register)
    return {"paths": [str(path) for path in one.paths], "register": register, "by_reference": one.by_reference}


def _unfinished(row: dict[str, object]) -> Unfinished:
    paths, register = row["paths"], row["register"]
    if not isinstance(paths, list) or not isinstance(register, str | None):
        raise TypeError
    found = Path(register) if register else None
    return Unfinished(tuple(Path(str(path)) for path in paths), found, bool(row["by_reference"]))
