"""The log of a case as it goes into a bundle: one line for each entry, whole or withheld, in the order of the chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.audit import FIRST
from provenance.store.codec import canonical, plain

Line = Mapping[str, object]


def log_bytes(lines: Sequence[Line]) -> bytes:
    """The lines in the form that their hashes are taken over."""
    return "".join(f"{canonical(plain(line))}\n" for line in lines).encode("utf-8")


def head_of(lines: Sequence[Line]) -> str:
    """The hash of the last entry."""
    return str(lines[-1]["hash"]) if lines else FIRST
