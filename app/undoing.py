"""Puts a case back as it was before it was brought up to date by a newer Attest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.access import Act
from provenance.clock import who
from provenance.protection.keys import is_protected
from provenance.store import before

if TYPE_CHECKING:
    from app.case import Case


def undo_migration(folder: Path, open_case: Callable[[Path], Case]) -> before.Kept:
    """See `before.undo`; `open_case` opens a protected case for who may do this. Raises what they raise."""
    if not is_protected(folder):
        return before.undo(folder, who())
    with open_case(folder) as case:
        case.require(Act.BACKUP)
        by, key = case.by, case.store.key
    return before.undo(folder, by, key)
