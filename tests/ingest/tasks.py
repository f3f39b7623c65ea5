"""Tasks that the isolation tests run in children: well-behaved, slow, greedy, silent and hostile ones."""

from __future__ import annotations

import gc
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO

import numpy as np

from ingest.channel import Channel, array
from provenance.errors import CaseError, ReadError
from provenance.footage import Moment
from provenance.records import Notice


def digest(stream: BinaryIO, step: int = 1000) -> Iterator[object]:
    while chunk := stream.read(step):
        yield (len(chunk), sum(chunk))


def ends(stream: BinaryIO) -> Iterator[object]:
    stream.seek(-4, os.SEEK_END)
    yield stream.read()
    stream.seek(2)
    yield stream.read(3)


def records(stream: BinaryIO | None) -> Iterator[object]:
    yield Notice("seen", "emoji 🙂")
    yield Moment(3, Fraction(1, 12800), 1)
    yield np.arange(6, dtype=np.float32).reshape(2, 3)


def who(stream: BinaryIO | None) -> Iterator[object]:
    yield os.getpid()


def refuse(stream: BinaryIO | None) -> Iterator[object]:
    yield 1
    raise ReadError("file_damaged", at=7)


def fail(stream: BinaryIO | None) -> Iterator[object]:
    yield 1
    raise RuntimeError("broken page")


def crash(stream: BinaryIO | None) -> Iterator[object]:
    yield 1
    os.abort()


def hang(stream: BinaryIO | None) -> Iterator[object]:
    yield os.getpid()
    time.sleep(600)


def hang_with_family(stream: BinaryIO | None) -> Iterator[object]:
    yield subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid
    time.sleep(600)


def hoard(stream: BinaryIO | None) -> Iterator[object]:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 20) * 32))
        yield len(kept)


def flood(stream: BinaryIO | None) -> Iterator[object]:
    while True:
        yield b"x" * 100_000


def chatter(stream: BinaryIO | None) -> Iterator[object]:
    print("to standard output")
    os.write(1, b"straight to the descriptor")
    yield "still clear"


def call_out(stream: BinaryIO | None) -> Iterator[object]:
    with socket.socket() as s:
        s.connect(("192.0.2.1", 80))
    yield "connected"


def wire() -> Channel:
    """The child's own channel, as code that has taken the child over would find it."""
    return next(one for one in gc.get_objects() if isinstance(one, Channel))


def junk(stream: BinaryIO | None) -> Iterator[object]:
    wire()._writing.write((4).to_bytes(8, "little") + b"junk")
    wire()._writing.flush()
    time.sleep(600)
    yield 1


def no_message(stream: BinaryIO | None) -> Iterator[object]:
    wire().send(5)
    time.sleep(600)
    yield 1


def impossible_read(stream: BinaryIO) -> Iterator[object]:
    wire().send(("read", -5, 10))
    time.sleep(600)
    yield 1


def greedy_read(stream: BinaryIO) -> Iterator[object]:
    wire().send(("read", 0, -1))
    time.sleep(600)
    yield 1


def forged_dtype(stream: BinaryIO | None) -> Iterator[object]:
    body = pickle.dumps(("item", np.dtype("u1")))
    wire()._writing.write(len(body).to_bytes(8, "little") + body)
    wire()._writing.flush()
    time.sleep(600)
    yield 1


def forged_array(stream: BinaryIO | None) -> Iterator[object]:
    yield Forged()


def endless_fraction(stream: BinaryIO | None) -> Iterator[object]:
    yield Endless()


class Endless:
    def __reduce__(self) -> tuple[object, ...]:
        return Fraction, ("1e999999999",)


class Forged:
    def __reduce__(self) -> tuple[object, ...]:
        return array, ("<f8", (1 << 20,), b"short")


def blame_the_case(stream: BinaryIO | None) -> Iterator[object]:
    yield 1
    raise CaseError("case_damaged", detail="says the child")


def secret(stream: BinaryIO | None) -> Iterator[object]:
    yield os.environ.get("ATTEST_PASSPHRASE", "not there")


class Payload:
    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("exit 3",))


def take_over(stream: BinaryIO | None) -> Iterator[object]:
    yield Payload()
