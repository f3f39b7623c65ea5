"""Tasks that do what code which has taken a child over would do: each yields how the system answered."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import av

LIBC = ctypes.CDLL(None, use_errno=True)
SDP = (
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
)
_NUMBERS = {"x86_64": {"io_uring_setup": 425, "keyctl": 250, "ptrace": 101, "process_vm_readv": 310, "bpf": 321}}


def _answer(act: Callable[[], object]) -> str:
    """The name of the error that the system gave, or "done"."""
    try:
        act()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    return "done"


def _native(result: int) -> str:
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]


def python_sockets(stream: BinaryIO | None) -> Iterator[object]:
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            yield family.name, kind.name, _answer(lambda family=family, kind=kind: socket.socket(family, kind))  # type: ignore[misc]
    yield "look-up", "", _answer(lambda: socket.getaddrinfo("example.org", 80))


def native_sockets(stream: BinaryIO | None) -> Iterator[object]:
    for family in (*range(1, 46), 2 | 1 << 32):
        for kind in (1, 2, 3, 5):
            yield family, kind, _native(LIBC.socket(ctypes.c_long(family), kind, 0))


def local_stream_goes_nowhere(stream: BinaryIO | None, path: str) -> Iterator[object]:
    """The one kind of socket that a child which converts may have."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    yield _answer(lambda: made.connect(path))
    yield _answer(lambda: made.connect("\0abstract"))
    yield _answer(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    yield _answer(lambda: made.sendmsg([b"x"]))


def native_calls(stream: BinaryIO | None) -> Iterator[object]:
    parent = os.getppid()
    for name, number in _NUMBERS["x86_64"].items():
        yield name, _native(LIBC.syscall(number, parent, 0, 0, 0, 0, 0))
    for name, flag in (("unshare user", 0x10000000), ("unshare network", 0x40000000), ("unshare mounts", 0x20000)):
        yield name, _native(LIBC.unshare(flag))
    yield "mount", _native(LIBC.mount(b"none", b"/mnt", b"tmpfs", 0, None))
    yield "chroot", _native(LIBC.chroot(b"/"))
    yield "signal to the parent", _answer(lambda: os.kill(parent, 0))
    yield "limits of the parent", _native(LIBC.prlimit64(parent, 7, None, ctypes.byref((ctypes.c_ulong * 2)())))
    yield "type into the terminal", _native(LIBC.ioctl(0, ctypes.c_ulong(0x5412), b"x"))


def files(stream: BinaryIO | None, read: list[str], write: list[str]) -> Iterator[object]:
    for path in read:
        yield "read", path, _answer(lambda path=path: Path(path).read_bytes())  # type: ignore[misc]
    for path in (f"/proc/{os.getppid()}/environ", f"/proc/{os.getppid()}/mem", f"/proc/{os.getppid()}/root/etc/shadow"):
        yield "read", path, _answer(lambda path=path: Path(path).read_bytes())  # type: ignore[misc]
    for path in write:
        yield "write", path, _answer(lambda path=path: Path(path).write_bytes(b"x"))  # type: ignore[misc]
        yield "remove", path, _answer(lambda path=path: Path(path).unlink())  # type: ignore[misc]


def own_folder(stream: BinaryIO | None) -> Iterator[object]:
    import tempfile

    with tempfile.TemporaryFile() as file:
        yield file.write(b"allowed")
    yield tempfile.gettempdir()


def shell(stream: BinaryIO | None, port: int) -> Iterator[object]:
    """What the child starts has no more than the child."""
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    yield done.returncode, done.stderr.strip().splitlines()[-1:]
    done = subprocess.run(["/bin/bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"], capture_output=True, text=True)
    yield done.returncode, done.stderr.strip().splitlines()[-1:]


def session_description(stream: BinaryIO | None) -> Iterator[object]:
    """A few bytes that have FFmpeg open a UDP socket natively, where a reader forgets to forbid its protocols."""
    options = {"protocol_whitelist": "file,udp,rtp,crypto,data,pipe,tcp"}

    try:
        av.open(io.BytesIO(SDP), format="sdp", options=options, timeout=(2.0, 2.0)).close()
    except av.error.FFmpegError:
        yield "refused"
    else:
        yield "opened"


def libraries(stream: BinaryIO | None) -> Iterator[object]:
    """Importing what asks for sockets as it is imported is no attempt to reach anyone."""
    import urllib3.util.connection as tried

    yield tried.HAS_IPV6
