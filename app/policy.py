"""Finds the force's policy that holds on this machine: a signed file, checked against the key that was pinned for it.

A policy that cannot be trusted is never passed over: whatever depends on it is refused until somebody mends it. So is
one that is older than another of the same key which held before: its signature is sound, and it is out of force.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import platformdirs

from provenance import export
from provenance.errors import AttestError, UsageError
from provenance.policy import BUILT_IN, Policy

if TYPE_CHECKING:
    from provenance.bundle.sealing import PublicKey, SigningKey

VARIABLE = "ATTEST_POLICY"
SETTINGS = tuple(f.name for f in dataclasses.fields(Policy) if f.name not in ("name", "signed_by", "issued"))
_FILE, _KEY, _SIGNED, _SEEN = "policy.toml", "policy.key", ".sig", "policy.seen"
_MOST_BYTES = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a policy lies: its file, with its signature beside it, and the key that it must be signed with."""

    file: Path
    key: Path

    @property
    def signature(self) -> Path:
        return self.file.with_name(self.file.name + _SIGNED)

    @property
    def files(self) -> tuple[Path, Path, Path]:
        return self.file, self.signature, self.key


def current() -> Policy:
    """The policy in force: the built-in one where no force has given another.

    Raises UsageError(policy_missing | policy_unreadable | policy_bad_signature | policy_setting | policy_older).
    """
    place = in_force()
    if place is None:
        return BUILT_IN
    found = _checked(place)
    _note(found, _require_latest(found, place.file))
    return found


def in_force() -> Place | None:
    """Where the policy in force lies, None for the built-in one: that of the system before any that a user names."""
    system, own, named = at(system_folder()), at(user_folder()), os.environ.get(VARIABLE)
    if _any(system):
        return system
    if named:
        return Place(Path(named), own.key)
    return own if _any(own) else None


def system_folder() -> Path:
    """Where whoever runs the machine keeps settings for all its users; XDG_CONFIG_DIRS does not move it.

    A desktop sets that variable, and sudo does not hand it on: a policy would be installed in one folder and looked
    for in another, and whoever runs Attest could put a policy out of force by it.
    """
    if sys.platform == "linux":
        return Path("/etc/xdg/attest")
    if sys.platform == "darwin":
        return Path("/Library/Application Support/attest")
    return platformdirs.site_config_path("attest", appauthor=False)


def user_folder() -> Path:
    return platformdirs.user_config_path("attest", appauthor=False)


def at(folder: Path) -> Place:
    return Place(folder / _FILE, folder / _KEY)


def sign(file: Path, key: SigningKey) -> tuple[Policy, Path]:
    """Write the signature beside a policy, one from before replaced; gives the policy and where the signature lies.

    Raises UsageError(no_such_file | policy_unreadable | policy_setting), AttestError("export_failed").
    """
    data = _read(file, "no_such_file")
    found = parsed(data, file, key.public)
    if found.issued > _utc(datetime.now(UTC) + timedelta(days=1)):  # in the east tomorrow has begun
        why = "it lies in the future: no other policy could follow it until then"
        raise UsageError("policy_setting", path=str(file), setting="issued", why=why)
    signature = Place(file, file).signature
    export.write_beside(signature, key.sign(data, "policy").encode("utf-8"))
    return found, signature


def install(file: Path, key: PublicKey, *, system: bool = False, replace_key: bool = False) -> Policy:
    """Have a policy hold for this user, or for the whole machine; the first one pins its key.

    Raises UsageError(no_such_file | policy_bad_signature | policy_other_key | policy_unreadable | policy_setting |
    policy_older), and AttestError("export_failed") where the folder cannot be written.
    """
    from provenance.bundle.sealing import signed_by

    given, place = Place(file, file), at(system_folder() if system else user_folder())
    data, signature = _read(file, "no_such_file"), _read(given.signature, "no_such_file")
    if not signed_by(key, data, "policy", signature.decode("utf-8", "replace")):
        raise UsageError("policy_bad_signature", path=str(file))
    pinned = _pinned(place) if place.key.exists() else None
    if pinned is not None and pinned.raw != key.raw and not replace_key:
        raise UsageError("policy_other_key", pinned=pinned.fingerprint, given=key.fingerprint)
    found = parsed(data, file, key)
    seen = _require_latest(found, file)
    with suppress(OSError):  # writing says what is wrong with the place
        place.file.parent.mkdir(parents=True, exist_ok=True)
    for path, content in zip(place.files, (data, signature, key.text().encode("utf-8")), strict=True):
        export.write_beside(path, content)
    _note(found, seen)
    return found


def remove(*, system: bool = False) -> bool:
    """Take the policy and its pinned key away; False where there was none. Raises UsageError("policy_not_removed")."""
    place = at(system_folder() if system else user_folder())
    there = _any(place)
    for path in place.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError("policy_not_removed", path=str(path), detail=error.strerror or str(error)) from error
    return there


def parsed(data: bytes, file: Path, key: PublicKey) -> Policy:
    """The policy in a file's bytes; every setting must be one that this version knows."""
    try:
        found = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("policy_unreadable", path=str(file), detail=str(error)) from error
    name = found.pop("name", "")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
        raise UsageError("policy_setting", path=str(file), setting="name", why="it must name the policy, in words")
    issued = _issued(found.pop("issued"), file) if "issued" in found else ""
    for setting, value in found.items():
        if setting not in SETTINGS:
            known = ", ".join((*SETTINGS, "issued"))
            raise UsageError("policy_setting", path=str(file), setting=setting, why=f"this version knows {known} only")
        if not isinstance(value, bool):
            raise UsageError("policy_setting", path=str(file), setting=setting, why="it must be true or false")
    settings = cast("dict[str, bool]", found)
    return Policy(name=name.strip(), signed_by=key.fingerprint, issued=issued, **settings)


def _issued(value: object, file: Path) -> str:
    """When it was issued, in UTC; a day is its beginning. Raises UsageError("policy_setting")."""
    with suppress(OverflowError):  # a time at the very end of what there is: refused as any other that is none
        if isinstance(value, datetime) and value.tzinfo is not None:
            return _utc(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return _utc(datetime.combine(value, time(), UTC))
    why = "it must be a day or a time with its zone, such as 2026-05-03 or 2026-05-03T09:41:00Z, without quotes"
    raise UsageError("policy_setting", path=str(file), setting="issued", why=why)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _require_latest(found: Policy, file: Path) -> dict[str, str]:
    """When the latest policy of each key was issued that held for this user before.

    It is kept in the user's own settings: who can change the file of the policy alone (on a share, for the whole
    machine) cannot put an older one in its place. Raises UsageError(policy_older | policy_seen_unreadable).
    """
    path = user_folder() / _SEEN
    try:
        lines = [line.split(" ") for line in path.read_text(encoding="ascii").splitlines()]
        seen = {key: issued for key, issued in lines}  # noqa: C416 – a line of any other form is refused
    except FileNotFoundError:
        seen = {}
    except (OSError, ValueError) as error:
        raise UsageError("policy_seen_unreadable", path=str(path), detail=str(error)) from error
    last = seen.get(found.signed_by, "")
    if found.issued < last:
        raise UsageError("policy_older", path=str(file), issued=found.issued or "without a date", last=last)
    return seen


def _note(found: Policy, seen: Mapping[str, str]) -> None:
    """Keep when it was issued, where that is later than what was `seen`."""
    if found.issued <= seen.get(found.signed_by, ""):
        return
    path, now_seen = user_folder() / _SEEN, {**seen, found.signed_by: found.issued}
    with suppress(OSError, AttestError):  # settings that cannot be written: the policy holds all the same
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{key} {issued}\n" for key, issued in sorted(now_seen.items()))
        export.write_beside(path, lines.encode("ascii"))


def _checked(place: Place) -> Policy:
    from provenance.bundle.sealing import signed_by

    data, signature, key = _read(place.file), _read(place.signature), _pinned(place)
    if not signed_by(key, data, "policy", signature.decode("utf-8", "replace")):
        raise UsageError("policy_bad_signature", path=str(place.file))
    return parsed(data, place.file, key)


def _pinned(place: Place) -> PublicKey:
    from provenance.bundle.sealing import read_public

    try:
        return read_public(_read(place.key).decode("utf-8", "replace"), str(place.key))
    except UsageError as error:
        if error.code != "bad_value":
            raise
        raise UsageError("policy_unreadable", path=str(place.key), detail="it is not a public key") from error


def _read(path: Path, code: str = "policy_missing") -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError as error:
        raise UsageError(code, path=str(path), detail=error.strerror or str(error)) from error


def _any(place: Place) -> bool:
    """Whether something of a policy is there; a name that leads nowhere counts: it is told, not passed by."""
    return any(path.exists() or path.is_symlink() for path in place.files)
