"""Keeps what somebody typed and had not saved when a case was locked: in the case, encrypted, until they are back."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.vault import LEFT, Vault

NAME = LEFT[1]
_guard = threading.Lock()


@dataclass(frozen=True, slots=True)
class TypedText:
    """Words that stood in a field: which window or part of it, what they were asked for, and they themselves."""

    where: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """All that one person typed: about claims, by claim and what it was for ("amend", "note"), and elsewhere."""

    claims: Mapping[tuple[str, str], str] = field(default_factory=dict)
    others: tuple[TypedText, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.claims or self.others)


def keep(vault: Vault, user: str, typed: Typed) -> None:
    """Keep it for this user, beside what is kept of theirs already. Raises CaseError."""
    with _guard:
        everyone = _read(vault)
        before = everyone.get(user, Typed())
        others = tuple(dict.fromkeys((*before.others, *typed.others)))
        everyone[user] = Typed({**before.claims, **typed.claims}, others)
        _write(vault, everyone)


def take(vault: Vault, user: str) -> Typed:
    """What is kept of this user, which is handed over and kept no longer. Raises CaseError."""
    with _guard:
        everyone = _read(vault)
        found = everyone.pop(user, Typed())
        if found:
            _write(vault, everyone)
        return found


def _read(vault: Vault) -> dict[str, Typed]:
    """By user; what cannot be read, or is not of this form, is nothing."""
    kept = vault.derived_read(NAME)
    try:
        return {str(one["user"]): _typed(one) for one in json.loads(kept)} if kept else {}
    except (ValueError, TypeError, KeyError):
        return {}


def _write(vault: Vault, everyone: Mapping[str, Typed]) -> None:
    rows = [_row(user, typed) for user, typed in everyone.items() if typed]
    if rows:
        vault.derived_write(NAME, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    else:
        vault.derived_forget(NAME)


def _row(user: str, typed: Typed) -> dict[str, object]:
    claims = [[*key, text] for key, text in typed.claims.items()]
    return {"user": user, "claims": claims, "others": [[o.where, o.field, o.text] for o in typed.others]}


def _typed(row: dict[str, list[list[str]]]) -> Typed:
    claims = {(claim, kind): text for claim, kind, text in row["claims"]}
    return Typed(claims, tuple(TypedText(*one) for one in row["others"]))
