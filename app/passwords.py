"""Passwords of locked files: read from a file or asked for, held in memory, never written."""

from __future__ import annotations

from pathlib import Path

from provenance.errors import UsageError
from provenance.records import Source

OPENABLE = frozenset({"pdf", "zip", "office", "doc", "xls", "ppt"})  # kinds that a password opens here
_MOST_BYTES = 1 << 20


def locked(source: Source) -> bool:
    """Whether a file was refused for want of a password that would open it."""
    return source.reason == "password_needed" and source.kind in (*OPENABLE, "unknown")


def from_file(path: Path | None) -> tuple[str, ...]:
    """The passwords of a file, one on each line, UTF-8; none for None. Raises UsageError(no_such_file | bad_value)."""
    if path is None:
        return ()
    try:
        with path.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError("no_such_file", path=path) from error
    except UnicodeDecodeError as error:
        raise UsageError("bad_value", value=path, what="a file of passwords", why="it is not UTF-8 text") from error
    return tuple(line for line in text.splitlines() if line)
