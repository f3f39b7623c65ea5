"""Reads a source that was held for privilege and is held no longer, and makes sure that it is the file taken in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.estimate import copying, weight
from app.files import Given
from app.outcome import await_reading, settle
from app.reading import Reading
from app.settings import Settings
from provenance.errors import AnchorError, TaskError
from provenance.ports import Progress, TaskRunner
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.vault import digest_of


def read_released(
    store: CaseStore, readers: TaskRunner, settings: Settings, source: Source, progress: Progress, by: str
) -> Source:
    """Read a source and store its content; one that cannot be read is refused with the code of why.

    Raises AnchorError(original_missing | original_changed), TaskError("cancelled"), CaseError; then it stays held,
    and the same decision taken once more reads it again.
    """
    hashing, size = copying(source.size), weight(Given(Path(source.name), source.size))
    done = 0.0

    def tell(share: float) -> None:
        if not progress(f"Reading {source.name}", hashing + share * size, hashing + size):
            raise TaskError("cancelled")

    def hashed(chunk: bytes) -> None:
        nonlocal done
        done += copying(len(chunk))
        if not progress(f"Checking {source.name}", min(done, hashing), hashing + size):
            raise TaskError("cancelled")

    with store.vault.open(source) as original:
        if digest_of(original, hashed)[0] != source.sha256:
            raise AnchorError("original_changed", source=source.id)
    source = replace(source, outcome="read")  # nothing keeps it back any more
    reading = Reading()
    future = reading.start(readers, settings, source, store.vault, "released")
    await_reading(future, settings.report_every_seconds, lambda: tell(reading.share))

    def refuse(found: Source) -> Source:
        return store.release_source(found, None, (), None, by)

    return settle(reading, future, source, store.release_source, by, refuse)
