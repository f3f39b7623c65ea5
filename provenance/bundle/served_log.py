"""The log of a case as it goes into a bundle: one line for each entry, whole or withheld, in the order of the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.audit import FIRST
from provenance.serving import Served
from provenance.store.case_store import CaseStore
from provenance.store.codec import canonical, plain

Line = Mapping[str, object]


def log_lines(served: Served, store: CaseStore) -> list[Line]:
    """What the audience may see of the log; the case team sees all of it."""
    given: Sequence[Line] | None = getattr(served, "log", None)
    if given is not None:
        return list(given)
    return [_whole(plain(entry)) for entry in store.audit_entries()]


def _whole(entry: dict[str, object]) -> Line:
    """An entry as a line; one from before entries had salts has none."""
    return {name: value for name, value in entry.items() if name != "salt" or value}


def log_bytes(lines: Sequence[Line]) -> bytes:
    """The lines in the form that their hashes are taken over."""
    return "".join(f"{canonical(plain(line))}\n" for line in lines).encode("utf-8")


def head_of(lines: Sequence[Line]) -> str:
    """The hash of the last entry."""
    return str(lines[-1]["hash"]) if lines else FIRST
