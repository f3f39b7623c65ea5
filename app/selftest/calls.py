"""Reads what strace wrote: which system calls of a process and all that it started went to addresses elsewhere."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

TRACED = "socket,connect,bind,sendto,sendmsg,sendmmsg"
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
_FAMILY = re.compile(r"^(AF_\w+|PF_\w+|0x[0-9a-f]+|\d+)")
_GIVEN = re.compile(r"= \d+")
_FOUR = re.compile(r'sin_addr=inet_addr\("([^"]*)"\)')
_SIX = re.compile(r'inet_pton\(AF_INET6, "([^"]*)"')
_OTHER = re.compile(r"sa_family=(AF_\w+|0x[0-9a-f]+|\d+)")
_LOCAL = frozenset({"AF_UNIX", "AF_LOCAL", "AF_NETLINK", "AF_UNSPEC", "PF_UNIX", "PF_LOCAL", "PF_NETLINK"})


@dataclass(frozen=True, slots=True)
class Calls:
    """`outside`: calls with an address that is not of this machine, carried out or not; `asked`: sockets of a network
    that were asked for, and of these how many were `given`."""

    outside: tuple[str, ...] = ()
    asked: int = 0
    given: int = 0
    seen: int = 0  # calls about sockets of any kind: that there are some shows that the watch was on


def read(lines: Iterable[str]) -> Calls:
    """What the lines of strace (-f) tell; a call that was broken off in the output is told by its first half."""
    outside: list[str] = []
    waited: set[str] = set()  # processes whose answer about a network socket stands further down
    asked = given = seen = 0
    for line in lines:
        process = line.partition(" ")[0]
        if "<... socket resumed>" in line:
            given += process in waited and _GIVEN.search(line) is not None
            waited.discard(process)
        found = _CALL.match(line)
        if found is None:
            continue
        name, rest = found[1], found[2]
        seen += 1
        if name == "socket":
            family = _FAMILY.match(rest)
            if family and family[1] not in _LOCAL:
                asked += 1
                given += _GIVEN.search(rest) is not None
                waited |= {process} if "<unfinished" in rest else set()
        elif where := _elsewhere(rest):
            outside.append(f"{name} {where}")
    return Calls(tuple(outside), asked, given, seen)


def _elsewhere(rest: str) -> str:
    """The first address in a call's arguments that is not of this machine, or ""."""
    for address in (*_FOUR.findall(rest), *_SIX.findall(rest)):
        if not ipaddress.ip_address(address.partition("%")[0]).is_loopback:
            return str(address)
    others = [family for family in _OTHER.findall(rest) if family not in (*_LOCAL, "AF_INET", "AF_INET6")]
    return others[0] if others else ""
