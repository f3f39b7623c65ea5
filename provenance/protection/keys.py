"""The key of a protected case's database, and how a protected case is told from a plain one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

KEYS = "case.keys"  # in the case's folder: the key, encrypted to each of its users
_DATABASE = "case.db"
_BYTES = 32
_PLAIN = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html, "The Database Header"


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What opens `case.db` of a protected case: 32 random bytes, used by SQLCipher as they are (a "raw key")."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != _BYTES:
            raise ValueError("a key of another length")

    @property
    def pragma(self) -> str:
        """The statement that gives a connection its key: https://www.zetetic.net/sqlcipher/sqlcipher-api/#key"""
        return f'PRAGMA key = "{self.literal}"'

    @property
    def literal(self) -> str:
        """The key as SQLCipher takes it in statements."""
        return f"x'{self.raw.hex()}'"


def new_key() -> CaseKey:
    """A key that nobody has."""
    return CaseKey(secrets.token_bytes(_BYTES))


def is_protected(folder: Path) -> bool:
    """Whether the case in `folder` is protected: its database is encrypted, and keys lie beside it.

    The database decides: while a case is being protected its keys lie there, and it is plain still. Never raises.
    """
    try:
        if not (folder / KEYS).is_file():
            return False
        with (folder / _DATABASE).open("rb") as database:
            return database.read(len(_PLAIN)) != _PLAIN
    except (OSError, ValueError):
        return False
