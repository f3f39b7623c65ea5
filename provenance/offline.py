"""Keeps a process offline as far as Python can: libraries' download paths switched off, sockets refused and recorded.

An audit hook sees what Python's own socket module does; native code is not seen by it, so this reports and refuses,
and does not prove (see docs/decisions). Local sockets of the machine itself stay allowed: event loops need them.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from dataclasses import dataclass

SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file",
}
_WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An outside connection or name look-up that was asked for and refused."""

    event: str
    address: str


_refusals: list[Refusal] = []
_guarded = False


def guard() -> None:
    """Refuse outside connections of this process from now on; may be called again without effect."""
    global _guarded
    os.environ.update(SWITCHES)
    if not _guarded:
        _guarded = True
        sys.addaudithook(_hook)


def refusals() -> tuple[Refusal, ...]:
    """What was refused in this process since `guard`."""
    return tuple(_refusals)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in _WATCHED:
        address = args[1] if len(args) > 1 else None
        host = address[0] if isinstance(address, tuple) and address else address
        outside = isinstance(address, tuple) and not _is_local(str(host))
    elif event in _LOOK_UPS:
        host = args[0]
        outside = host is not None and not _is_local(host.decode() if isinstance(host, bytes) else str(host))
    else:
        return
    if outside:
        _refusals.append(Refusal(event, str(host)))
        raise PermissionError(f"Attest works offline: {event} to {host} was refused")


def _is_local(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
