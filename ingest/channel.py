"""The wire between Attest and its child processes: framed messages that can only carry plain records.

A child that hostile evidence has taken over must not take over its parent, so what comes back is unpickled with an
allow-list of classes: records, numbers, arrays, nothing that runs.
"""

from __future__ import annotations

import io
import pickle
import struct
import threading
from typing import BinaryIO

from provenance.errors import TaskError

_HEAD = struct.Struct("<Q")
_RECORD_MODULES = frozenset({"provenance.records", "provenance.words", "provenance.ports", "ingest.items"})
_ALLOWED = frozenset(
    {
        ("fractions", "Fraction"),
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("builtins", "complex"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
        ("_codecs", "encode"),
    }
)


class _RecordsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        record = module in _RECORD_MODULES and "." not in name and not name.startswith("_")
        if record or (module, name) in _ALLOWED:
            found = super().find_class(module, name)
            if not record or isinstance(found, type):
                return found
        raise TaskError("task_crashed", error=f"the child sent {module}.{name}")


class Channel:
    """Sends and receives whole messages over two byte streams; safe to send from several threads."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading = reading
        self._writing = writing
        self._lock = threading.Lock()

    def send(self, message: object) -> None:
        body = pickle.dumps(message, protocol=5)
        with self._lock:
            self._writing.write(_HEAD.pack(len(body)))
            self._writing.write(body)
            self._writing.flush()

    def receive(self, most: int | None = None) -> tuple[object, int]:
        """The next message and its size in bytes; EOFError when the other side is gone.

        Raises TaskError("task_output_too_large") before reading a message of more than `most` bytes.
        """
        size: int = _HEAD.unpack(self._exactly(_HEAD.size))[0]
        if most is not None and size > most:
            raise TaskError("task_output_too_large", limit=most)
        return _RecordsOnly(io.BytesIO(self._exactly(size))).load(), size

    def _exactly(self, count: int) -> bytes:
        found = self._reading.read(count)
        if found is None or len(found) < count:
            raise EOFError
        return found
