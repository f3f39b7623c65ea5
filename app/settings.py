"""The limits and sizes that the use cases run with, in one place; a later version lets people change them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.items import ReadSettings
from provenance.ports import GIB, Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """Readers' limits and how much is done at once. Text of a hostile file costs at most `reading.seconds`."""

    read: ReadSettings = field(default_factory=ReadSettings)
    reading: Limits = field(default_factory=lambda: Limits(seconds=1800, stall_seconds=180, memory_bytes=3 * GIB))
    embedding: Limits = field(default_factory=lambda: Limits(seconds=3600, stall_seconds=600, memory_bytes=4 * GIB))
    readers: int = 2
    files_ahead: int = 4
    embed_batch: int = 128
    report_every_seconds: float = 0.2
