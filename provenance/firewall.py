"""Looks up whether a rule of the Windows firewall keeps a program from reaching out; an account without rights may."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Final

_RULES: Final = (
    r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules",
    r"SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules",  # by group policy
)
_PROFILES: Final = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
_NAMED: Final = ("DomainProfile", "StandardProfile", "PublicProfile")
_WHOLE: Final = frozenset({"action", "active", "dir", "app", "name", "desc", "embedctxt", "edge"})  # narrow nothing


def blocks(rules: Iterable[str], program: str) -> bool:
    """Whether one of the rules (as the registry holds them, "v2.30|Action=Block|…") blocks all that a program sends.

    A rule that holds for some addresses, ports, networks or services alone does not.
    """
    return any(_blocks(rule, program) for rule in rules)


def _blocks(rule: str, program: str) -> bool:
    parts = [part.partition("=") for part in rule.split("|")[1:] if part]
    told = {name.casefold(): value for name, _, value in parts}
    app = os.path.expandvars(told.get("app", ""))
    return (
        (told.get("action"), told.get("active"), told.get("dir")) == ("Block", "TRUE", "Out")
        and set(told) <= _WHOLE
        and app.casefold() == program.casefold()
    )


def programs() -> tuple[str, ...]:
    """The files that run as this process: in a virtual environment also the Python that its own starts."""
    own = (sys.executable, getattr(sys, "_base_executable", sys.executable))
    return tuple(dict.fromkeys(one for one in own if one))


def blocked() -> bool:
    """Whether the firewall is on and blocks this program, on Windows; False elsewhere, and where it cannot be read."""
    try:
        rules = _values() if _on() else []
    except OSError:
        rules = []
    return all(blocks(rules, program) for program in programs())


def _values() -> list[str]:
    """The rules of the machine and of group policy, as the registry holds them."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for path in _RULES:
            try:
                key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path)
            except FileNotFoundError:
                continue
            with key:
                found += [str(winreg.EnumValue(key, place)[1]) for place in range(winreg.QueryInfoKey(key)[1])]
    return found


def _on() -> bool:
    """Whether it is on for every kind of network; which one is used can change at any time."""
    found: list[object] = []
    if sys.platform == "win32":
        import winreg

        for profile in _NAMED:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, rf"{_PROFILES}\{profile}") as key:
                found.append(winreg.QueryValueEx(key, "EnableFirewall")[0])
    return bool(found) and all(one == 1 for one in found)
