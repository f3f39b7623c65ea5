"""The child's side of task isolation: waits for tasks on standard input, runs them, sends records back.

Run as `python -P -m ingest.child`, with a line of JSON on standard input before all else: what it may touch. The child
sees evidence only through `ServedStream`, which asks the parent for bytes; it is given no path and no key. It ends when
its parent does. NumPy, which starts threads, is imported after the kernel was asked to close what can be closed.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import queue
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from provenance import confining, offline
from provenance.errors import AttestError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from ingest.channel import Channel

_MEMORY_SLACK = 2 << 30  # thread stacks and libraries' address space, over the memory that the parent watches


class ServedStream(io.RawIOBase):
    """A read-only seekable stream whose bytes the parent serves."""

    def __init__(self, channel: Channel, replies: queue.SimpleQueue[object], size: int) -> None:
        self._channel = channel
        self._replies = replies
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        count = min(len(view), max(0, self._size - self._at), 8 << 20)
        if count <= 0:
            return 0
        self._channel.send(("read", self._at, count))
        found = cast(bytes, self._replies.get())
        view[: len(found)] = found
        self._at += len(found)
        return len(found)


def main() -> None:
    """Serve tasks until the parent closes the pipe."""
    _die_with_parent()
    held = _confine()
    offline.guard()
    channel = _private_channel()
    _keep_pymupdf_small()
    channel.send(("held", held.sockets, held.namespace, held.landlock, held.why, held.firewall))
    messages: queue.SimpleQueue[object] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(channel, messages), daemon=True).start()
    while True:
        entry, settings, size, memory = cast("tuple[str, Mapping[str, object], int | None, int]", messages.get())
        _limit_memory(memory)
        stream = None
        if size is not None:
            stream = io.BufferedReader(ServedStream(channel, messages, size), buffer_size=1 << 20)
        told = len(offline.refusals())
        closing = _run(channel, entry, settings, cast("BinaryIO | None", stream))
        channel.send(("refused", [(r.event, r.address) for r in offline.refusals()[told:]]))
        channel.send(closing)


def _run(channel: Channel, entry: str, settings: Mapping[str, object], stream: BinaryIO | None) -> tuple[object, ...]:
    """Run one task, sending its items; gives the closing message."""
    try:
        module, _, name = entry.partition(":")
        for item in getattr(importlib.import_module(module), name)(stream, **settings):
            channel.send(("item", item))
    except AttestError as error:
        return ("failed", type(error).__name__, error.code, {k: str(v) for k, v in error.facts.items()})
    except MemoryError:
        return ("failed", "TaskError", "task_out_of_memory", {})
    except BaseException as error:  # noqa: BLE001 - whatever a hostile file raises becomes an outcome
        return ("crashed", type(error).__name__, traceback.format_exc())
    return ("done",)


def _confine() -> confining.Held:
    """Give away what this child does not need, as far as the system can take it.

    Attest's packages are imported first: where they lie among other things, the folder itself is closed afterwards.
    """
    given = json.loads(_first_line())
    packages = [_folder_of(name) for name in ("ingest", "provenance", "summarise")]
    reads = [*confining.python_paths(sys.path, packages), *map(Path, given["reads"])]
    writes = Path(given["writes"]) if given["writes"] else None
    return confining.hold_child(reads, writes, converts=bool(given["converts"]))


def _folder_of(package: str) -> Path:
    return Path(importlib.import_module(package).__path__[0])


def _first_line() -> bytes:
    """Byte by byte: what follows on standard input belongs to the channel."""
    line = b""
    while not line.endswith(b"\n"):
        one = os.read(0, 1)
        if not one:
            sys.exit(1)
        line += one
    return line


def _private_channel() -> Channel:
    """Keep the pipes for ourselves: what libraries print must not reach the wire."""
    from ingest.channel import Channel

    reading, writing = os.dup(0), os.dup(1)
    void = os.open(os.devnull, os.O_RDWR)
    os.dup2(void, 0)
    os.dup2(2, 1)
    os.close(void)
    return Channel(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"))


def _listen(channel: Channel, messages: queue.SimpleQueue[object]) -> None:
    """Pass messages on; when the parent is gone, or sends what cannot be used, end at once, in the middle of a parse
    too."""
    try:
        while True:
            messages.put(channel.receive()[0])
    finally:
        os._exit(1)


def _keep_pymupdf_small() -> None:
    """PyMuPDF 2 loads an ONNX model of page layouts as it is imported, which nothing here asks for.

    Without it a child starts in an eighth of the time (0.12 s for 1.0 s of the processor) and a third of the memory.
    PyMuPDF takes the two packages as not installed: None in `sys.modules` has an import of them fail.
    """
    os.environ["PYMUPDF_SUGGEST_LAYOUT_ANALYZER"] = "0"  # else it recommends them on standard output
    sys.modules.update(dict.fromkeys(("pymupdf.layout", "pymupdf4llm")))  # type: ignore[arg-type]


def _die_with_parent() -> None:
    """On Linux also ask the kernel: a library that holds the interpreter would keep `_listen` from running."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, prctl(2)


def _limit_memory(memory: int) -> None:
    """A hard stop behind the parent's watch, where the system offers one; no core dumps, they would hold evidence."""
    try:
        import resource
    except ImportError:  # Windows: the parent's watch alone
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (memory + _MEMORY_SLACK, hard))


if __name__ == "__main__":
    main()
