"""How much a child may still send: items as a whole, one of them alone, and apart from them the bytes of files."""

from __future__ import annotations

from ingest.items import MEBI, Chunk
from provenance.errors import TaskError
from provenance.ports import Limits

_FRAME = 4096  # bytes at most that a message puts around a mebibyte of a file


class Bounds:
    """What is left of the limits of one task."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._output = limits.output_bytes
        self._enclosed = limits.enclosed_bytes

    @property
    def most(self) -> int:
        """The size in bytes of the largest message that may come next."""
        file = min(self._enclosed, MEBI) + _FRAME if self._enclosed else 0
        return min(self._limits.message_bytes, max(self._output, file))

    def count(self, message: tuple[object, ...], size: int) -> None:
        """Take a message of `size` bytes off; raises TaskError("task_output_too_large")."""
        item = message[1] if message[0] == "item" and len(message) == 2 else None
        data: object = item.data if isinstance(item, Chunk) else None
        file = len(data) if isinstance(data, bytes) else 0
        self._enclosed -= file
        self._output -= size - file
        if self._output < 0:
            raise TaskError("task_output_too_large", limit=self._limits.output_bytes)
        if self._enclosed < 0:
            raise TaskError("task_output_too_large", limit=self._limits.enclosed_bytes)
