"""The wire between Attest and its child processes: framed messages that can only carry plain records.

A child that hostile evidence has taken over must not take over its parent, so what comes back is unpickled with an
allow-list: the classes of records, numbers, and arrays that are rebuilt here from their bytes. NumPy's own pickles are
not let in, because a forged dtype makes an array that reads and writes outside its memory.
"""

from __future__ import annotations

import copyreg
import io
import math
import pickle
import re
import struct
import threading
from fractions import Fraction
from typing import Any, BinaryIO

import numpy as np

from provenance.errors import TaskError

AnyArray = np.ndarray[tuple[int, ...], np.dtype[np.generic]]
_HEAD = struct.Struct("<Q")
_RECORD_MODULES = frozenset(
    {
        *("provenance.records", "provenance.footage", "provenance.words", "provenance.ports"),
        "provenance.language",
        *("ingest.items", "ingest.page_records"),
    }
)
_DTYPES = frozenset({"|b1", "|u1", "<i4", "<i8", "<u4", "<f4", "<f8"})


def array(dtype: str, shape: tuple[int, ...], raw: bytes) -> AnyArray:
    """An array from its bytes; raises TaskError when dtype, shape and bytes do not belong together."""
    if dtype not in _DTYPES or type(shape) is not tuple or not all(type(n) is int and n >= 0 for n in shape):
        raise TaskError("task_crashed", error="an array of another kind")
    if type(raw) is not bytes or len(raw) != math.prod(shape) * np.dtype(dtype).itemsize:
        raise TaskError("task_crashed", error="an array of another size")
    return np.frombuffer(raw, dtype).reshape(shape).copy()


def number(value: object) -> object:
    """A plain number in place of NumPy's."""
    if type(value) not in (bool, int, float):
        raise TaskError("task_crashed", error="a number of another kind")
    return value


def fraction(*parts: object) -> Fraction:
    """A time base; Python's own constructor would also take "1e999999999" and work on it for hours."""
    if len(parts) == 1 and type(parts[0]) is str and re.fullmatch(r"-?\d{1,30}(/\d{1,30})?", parts[0]):
        return Fraction(parts[0])
    if len(parts) == 2 and type(parts[0]) is int and type(parts[1]) is int:
        return Fraction(parts[0], parts[1])
    raise TaskError("task_crashed", error="a fraction of another kind")


_ALLOWED: dict[tuple[str, str], object] = {
    ("fractions", "Fraction"): fraction,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("ingest.channel", "array"): array,
    ("ingest.channel", "number"): number,
}


def _sent_array(value: AnyArray) -> tuple[object, ...]:
    plain = np.ascontiguousarray(value)
    plain = plain.astype(plain.dtype.newbyteorder("<"))
    return array, (plain.dtype.str, value.shape, plain.tobytes())


def _sent_number(value: np.generic) -> tuple[object, ...]:
    return number, (value.item(),)


_NUMBERS = (np.bool_, np.uint8, np.int32, np.int64, np.uint32, np.float32, np.float64)
_SENT: dict[type, Any] = {np.ndarray: _sent_array, **dict.fromkeys(_NUMBERS, _sent_number)}  # not NumPy's own pickles


class _RecordsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if module in _RECORD_MODULES and not name.startswith("_"):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and not getattr(found, "_is_protocol", False):
                return found
        raise TaskError("task_crashed", error="the child sent what is no record")


class Channel:
    """Sends and receives whole messages over two byte streams; safe to send from several threads."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading = reading
        self._writing = writing
        self._lock = threading.Lock()

    def send(self, message: object) -> None:
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        pickler.dispatch_table = copyreg.dispatch_table | _SENT
        pickler.dump(message)
        body = buffer.getbuffer()
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
