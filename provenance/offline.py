"""Keeps a process offline: libraries' telemetry and download paths switched off, connections refused and recorded.

An audit hook sees what Python's own socket module does; native code is not seen by it, so this reports and refuses,
and does not prove (see docs/security.md). What the kernel holds besides is asked for in `provenance.confining`. Local
sockets of the machine itself stay allowed where the kernel allows them: event loops need them.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import sys
from dataclasses import dataclass
from typing import Protocol

from provenance import confining

# Every switch that a library here reads from the environment; docs/security.md tells of each library that has one.
SWITCHES = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_XET": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",  # before it is imported: it sends natively, which no hook of Python sees
    "OTEL_SDK_DISABLED": "true",
    "OTEL_TRACES_EXPORTER": "none",
    "OTEL_METRICS_EXPORTER": "none",
    "OTEL_LOGS_EXPORTER": "none",
    "TOKENIZERS_PARALLELISM": "false",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file",
}
_WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_FAMILIES = {-1: "AF_INET", 1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6", 16: "AF_NETLINK", 17: "AF_PACKET"}
_LOCAL_FAMILIES = ("AF_UNIX", "AF_NETLINK")


class Telling(Protocol):
    """A library that reports its use until it is told not to."""

    def disable_telemetry_events(self) -> None: ...


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


def quiet(runtime: Telling) -> None:
    """Switch off what onnxruntime tells Windows of its use, for which it has no switch in the environment.

    What it would send to Microsoft itself, natively and on every system (from 1.29 on), ORT_DISABLE_TELEMETRY stops
    before it begins; this call alone would come too late for the first message.
    """
    runtime.disable_telemetry_events()


def refusals() -> tuple[Refusal, ...]:
    """What was refused in this process since `guard`."""
    return tuple(_refusals)


def _hook(event: str, args: tuple[object, ...]) -> None:
    outside = _outside(event, args)
    if outside is not None:
        _refusals.append(Refusal(event, outside))
        raise PermissionError(errno.EACCES, f"Attest works offline: {event} to {outside} was refused")


def _outside(event: str, args: tuple[object, ...]) -> str | None:
    """Whom an event would reach on another machine, or None."""
    if event == "socket.__new__" and confining.held().sockets:  # the kernel refuses it next, without a word to us
        family = _family(args[1])
        return None if family in _LOCAL_FAMILIES or _tried_out() else family
    if event in _WATCHED:
        address = args[1] if len(args) > 1 else None
        return str(address[0]) if isinstance(address, tuple) and address and not _is_local(str(address[0])) else None
    if event in _LOOK_UPS and args[0] is not None:
        host = args[0].decode() if isinstance(args[0], bytes) else str(args[0])
        return None if _is_local(host) else host
    return None


def _family(number: object) -> str:
    """The name of an address family of Linux; -1 is what Python takes for the internet's where it is told none."""
    return _FAMILIES.get(number, f"address family {number}") if isinstance(number, int) else "an address family"


def _tried_out() -> bool:
    """Whether urllib3 asks, as it is imported, whether this machine has IPv6: with a socket that reaches nobody."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_globals.get("__name__") == "urllib3.util.connection" and frame.f_code.co_name == "_has_ipv6":
            return True
    return False


def _is_local(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
