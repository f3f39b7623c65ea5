"""Remembers in a case what was given to be taken in, until it is: a kill or a closing in between leaves a trace.

The names of files tell of the evidence: they lie in the vault, encrypted where the case is protected.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from provenance.errors import CaseError
from provenance.vault import LEFT, Vault

NAME = LEFT[0]
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Files and folders that were given and not taken in to the end; `register` is their exhibit list, if any."""

    paths: tuple[Path, ...]
    register: Path | None
    by_reference: bool


def add(vault: Vault, one: Unfinished) -> None:
    """Remember what was given, once. Raises CaseError."""
    with _guard:
        _write(vault, [*(other for other in left(vault) if other != one), one])


def end(vault: Vault, one: Unfinished, rest: Iterable[Unfinished] = ()) -> None:
    """Remember only the rest of what was given. Raises CaseError."""
    with _guard:
        _write(vault, [*(other for other in left(vault) if other != one), *rest])


def left(vault: Vault) -> list[Unfinished]:
    """What is remembered; what cannot be read, or is not of this form, is nothing."""
    try:
        rows = json.loads((vault.derived_read(NAME) or b"").decode("utf-8", "surrogateescape"))
        return [_unfinished(row) for row in rows]
    except (CaseError, ValueError, TypeError, KeyError):
        return []


def forget(vault: Vault) -> None:
    """Remember nothing. Raises CaseError."""
    with _guard:
        _write(vault, [])


def _write(vault: Vault, left: Iterable[Unfinished]) -> None:
    rows = [_row(one) for one in dict.fromkeys(left) if one.paths]
    if rows:
        vault.derived_write(NAME, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogateescape"))
    else:
        vault.derived_forget(NAME)


def _row(one: Unfinished) -> dict[str, object]:
    register = None if one.register is None else str(one.register)
    return {"paths": [str(path) for path in one.paths], "register": register, "by_reference": one.by_reference}


def _unfinished(row: dict[str, object]) -> Unfinished:
    paths, register = row["paths"], row["register"]
    if not isinstance(paths, list) or not isinstance(register, str | None):
        raise TypeError
    found = Path(register) if register else None
    return Unfinished(tuple(Path(str(path)) for path in paths), found, bool(row["by_reference"]))
