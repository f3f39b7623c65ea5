"""Passwords of locked files: read from a file or asked for, held in memory, never written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from threading import Lock

from provenance.errors import UsageError
from provenance.records import Source

OPENABLE = frozenset({"pdf", "zip", "office", "doc", "xls", "ppt"})  # kinds that a password opens here
_MOST_BYTES = 1 << 20


class Keyring:
    """The passwords of an open case: those that opened a file, and those that were not tried yet.

    May be used from any thread; `lock` is for who puts `all` to use.
    """

    def __init__(self, passwords: Iterable[str] = ()) -> None:
        self.lock = Lock()
        self.all = tuple(dict.fromkeys(passwords))
        self._fitting: set[str] = set()
        self._older: bool | None = None  # whether files were opened with passwords before the first was given here

    def give(self, passwords: Iterable[str], sources: Callable[[], Iterable[Source]]) -> None:
        """Try these, too, from here on; `sources` gives those of the case."""
        with self.lock:
            if self._older is None:
                self._older = any(n.code == "opened_with_password" for source in sources() for n in source.warnings)
            self.all = tuple(dict.fromkeys((*self.all, *passwords)))

    def keep(self, password: str) -> None:
        """Use this one from here on: it was found to open a file."""
        with self.lock:
            self._fitting.add(password)
            self.all = tuple(dict.fromkeys((*self.all, password)))

    def fitted(self, passwords: Iterable[str]) -> None:
        """These opened something: they are not forgotten."""
        with self.lock:
            self._fitting.update(passwords)

    def tried(self, passwords: Collection[str]) -> None:
        """Forget those of these `passwords` that never opened anything, all files having been tried.

        None is forgotten where it may be that of a file which was opened in an earlier session, and need not be read
        again to be shown.
        """
        with self.lock:
            if not self._older:
                self.all = tuple(p for p in self.all if p in self._fitting or p not in passwords)


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
