"""Opens originals for viewing, and checks once a session that each is still the file that was taken in.

Small files are hashed before the first look. Large ones are hashed behind it, on one thread; a file whose size or time
of change differs from what was checked is checked again.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from provenance.errors import AnchorError, AttestError, TaskError
from provenance.ports import Open
from provenance.records import Source
from provenance.vault import Vault, digest_of

Integrity = Literal["unchecked", "unchanged", "changed", "missing"]
BEHIND = 64 << 20  # bytes above which a file is hashed behind the first look
Stamp = tuple[int, int, int]  # size, time of change in nanoseconds, number of the file


@dataclass(slots=True)
class _Known:
    """What is known of one original; `stamp` is of the file that was hashed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    state: Integrity = "unchecked"
    stamp: Stamp | None = None
    queued: bool = False


class Originals:
    """The originals of a case as the viewer sees them; may be used from any thread, `close` it."""

    def __init__(self, vault: Vault, behind: int = BEHIND) -> None:
        self._vault = vault
        self._behind = behind
        self._known: dict[str, _Known] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._hasher = ThreadPoolExecutor(1, "attest-hash")

    @contextmanager
    def opened(self, source: Source) -> Iterator[tuple[str, Open]]:
        """A key for these very bytes, under which a child may keep them, and how to open them for a look.

        Raises AnchorError(original_missing | original_changed).

        What is found out behind the look counts from the next one on.
        """
        known = self._of(source)
        with known.lock:
            stamp = self._seen(source, known)
        yield f"{source.sha256} {stamp}", lambda: self._same(source, stamp)
        if known.state == "unchecked":
            self._check_behind(source, known)

    def integrity(self, source: Source) -> Integrity:
        """What is known now, without waiting: "missing" when the file is gone, "unchecked" before it was hashed."""
        known = self._of(source)
        try:
            with self._vault.open(source) as stream:
                stamp = _stamp(stream)
        except AnchorError:
            return "missing"
        if stamp[0] != source.size:
            return "changed"
        return known.state if known.stamp == stamp else "unchecked"

    def close(self) -> None:
        """End the hashing under way."""
        self._closed.set()
        self._hasher.shutdown(cancel_futures=True)

    def _of(self, source: Source) -> _Known:
        with self._lock:
            return self._known.setdefault(source.id, _Known())

    def _seen(self, source: Source, known: _Known) -> Stamp:
        """Look at the file and, if it is new to us and small, hash it; gives its stamp."""
        with self._vault.open(source) as stream:
            stamp = _stamp(stream)
            if known.stamp != stamp:
                known.state, known.stamp, known.queued = self._first_state(source, stamp, stream), stamp, False
        if known.state == "changed":
            raise AnchorError("original_changed", source=source.id)
        return stamp

    def _first_state(self, source: Source, stamp: Stamp, stream: BinaryIO) -> Integrity:
        if stamp[0] != source.size:
            return "changed"
        return self._hashed(source, stream) if stamp[0] <= self._behind else "unchecked"

    def _same(self, source: Source, stamp: Stamp) -> BinaryIO:
        """The file that was looked at; one that was replaced since is not handed on."""
        stream = self._vault.open(source)
        if _stamp(stream) != stamp:
            stream.close()
            raise AnchorError("original_changed", source=source.id)
        return stream

    def _check_behind(self, source: Source, known: _Known) -> None:
        with known.lock:
            if known.queued or self._closed.is_set():
                return
            known.queued = True
        with suppress(RuntimeError):  # closed in this very moment: nobody looks any more
            self._hasher.submit(self._hash_behind, source, known)

    def _hash_behind(self, source: Source, known: _Known) -> None:
        """Not under the lock: looks go on meanwhile. A file that cannot be read to its end stays unchecked."""
        with suppress(AttestError), self._vault.open(source) as stream:
            stamp = _stamp(stream)
            state = self._hashed(source, stream)
            with known.lock:
                if known.stamp == stamp:
                    known.state = state

    def _hashed(self, source: Source, stream: BinaryIO) -> Integrity:
        stream.seek(0)
        return "unchanged" if digest_of(stream, self._go_on)[0] == source.sha256 else "changed"

    def _go_on(self, _chunk: bytes) -> None:
        if self._closed.is_set():
            raise TaskError("cancelled")


def _stamp(stream: BinaryIO) -> Stamp:
    """What tells a file from another without reading it; of a stream that is no file, its size alone."""
    size = stream.seek(0, os.SEEK_END)  # of an encrypted file the system knows another
    stream.seek(0)
    try:
        found = os.fstat(stream.fileno())
    except (io.UnsupportedOperation, AttributeError):
        return size, 0, 0
    return size, found.st_mtime_ns, found.st_ino
