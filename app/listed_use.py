"""Brings what an exhibit list says of a file's use into the record, where nobody decided on it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.register import Entry
from provenance.records import Source
from provenance.store.case_store import CaseStore


def deciding(
    store: CaseStore, entries: Mapping[Path, Entry], by: str, reported: Callable[[Source], None]
) -> Callable[[Source], None]:
    """`reported`, after what the list decides on the source is written.

    A taking-in that was stopped between the two makes up for it when the same file is added again.
    """

    by_path = {str(path.absolute()): entry for path, entry in entries.items()}

    def decided(source: Source) -> None:
        entry = by_path.get(source.path) if source.id else None
        said = entry.material() if entry else {}
        if said and not store.material(source.id).version:
            store.decide_material(source.id, said, by)
        reported(source)

    return decided
