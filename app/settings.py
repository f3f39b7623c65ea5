"""The limits and sizes that the use cases run with, in one place; a later version lets people change them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from psutil import cpu_count

from ingest.items import MEBI, ReadSettings
from provenance.ports import GIB, Limits

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Readers' limits and how much is done at once.

    `reading.stall_seconds` is what ends a reader that no longer gets on. The whole time of one file is bounded too,
    by `reading.seconds` and `seconds_for_each_megabyte`: a day of footage may take hours, a small file may not.
    """

    read: ReadSettings = field(default_factory=ReadSettings)
    reading: Limits = field(
        default_factory=lambda: Limits(
            seconds=1800,
            stall_seconds=180,
            memory_bytes=3 * GIB,
            output_bytes=512 * MEBI,
            message_bytes=128 * MEBI,
        )
    )
    seconds_for_each_megabyte: float = 60.0
    embedding: Limits = field(default_factory=lambda: Limits(seconds=3600, stall_seconds=600, memory_bytes=4 * GIB))
    viewing: Limits = field(default_factory=lambda: Limits(seconds=120.0, output_bytes=512 * MEBI))
    decoding: Limits = field(  # one frame may need the whole stream decoded before it, in silence
        default_factory=lambda: Limits(seconds=3600.0, stall_seconds=600.0, output_bytes=512 * MEBI)
    )
    writing: Limits = field(  # one call of a language model; a slow disk is silent for minutes while it loads
        default_factory=lambda: Limits(seconds=6 * 3600.0, stall_seconds=900.0, output_bytes=64 * MEBI)
    )
    model_context: int = 4096  # tokens that a language model holds at once: what must fit beside its weights
    model_threads: int = field(default_factory=lambda: max(1, min(cpu_count(logical=False) or 1, _allowed()) - 1))
    max_depth: int = 8  # containers that a file may lie in
    readers: int = 2
    files_ahead: int = 4
    embed_batch: int = 128
    report_every_seconds: float = 0.2

    def model_limits(self, size: int) -> Limits:
        """The limits for a language model whose file has `size` bytes. Its child stays as it is between calls."""
        memory = size + 8 * GIB
        return replace(self.writing, memory_bytes=memory, renew_bytes=memory)

    def limits(self, size: int) -> Limits:
        """The limits for reading a file of `size` bytes."""
        return replace(self.reading, seconds=self.reading.seconds + self.seconds_for_each_megabyte * size / _MEGABYTE)


def _allowed() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
