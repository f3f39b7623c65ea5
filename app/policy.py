"""Finds the force's policy that holds on this machine: a signed file, checked against the key that was pinned for it.

A policy that cannot be trusted is never passed over: whatever depends on it is refused until somebody mends it.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import platformdirs

from provenance import export
from provenance.errors import UsageError
from provenance.policy import BUILT_IN, Policy

if TYPE_CHECKING:
    from provenance.bundle.sealing import PublicKey, SigningKey

VARIABLE = "ATTEST_POLICY"
SETTINGS = tuple(f.name for f in dataclasses.fields(Policy) if f.name not in ("name", "signed_by"))
_FILE, _KEY, _SIGNED = "policy.toml", "policy.key", ".sig"
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

    Raises UsageError(policy_missing | policy_unreadable | policy_bad_signature | policy_setting).
    """
    place = in_force()
    return BUILT_IN if place is None else _checked(place)


def in_force() -> Place | None:
    """Where the policy in force lies, None for the built-in one: that of the system before any that a user names."""
    system, own, named = at(system_folder()), at(user_folder()), os.environ.get(VARIABLE)
    if _any(system):
        return system
    if named:
        return Place(Path(named), own.key)
    return own if _any(own) else None


def system_folder() -> Path:
    """Where whoever runs the machine keeps settings for all its users."""
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
    signature = Place(file, file).signature
    export.write_beside(signature, key.sign(data, "policy").encode("utf-8"))
    return found, signature


def install(file: Path, key: PublicKey, *, system: bool = False, replace_key: bool = False) -> Policy:
    """Have a policy hold for this user, or for the whole machine; the first one pins its key.

    Raises UsageError(no_such_file | policy_bad_signature | policy_other_key | policy_unreadable | policy_setting),
    and AttestError("export_failed") where the folder cannot be written.
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
    with suppress(OSError):  # writing says what is wrong with the place
        place.file.parent.mkdir(parents=True, exist_ok=True)
    for path, content in zip(place.files, (data, signature, key.text().encode("utf-8")), strict=True):
        export.write_beside(path, content)
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
    for setting, value in found.items():
        if setting not in SETTINGS:
            known = ", ".join(SETTINGS)
            raise UsageError("policy_setting", path=str(file), setting=setting, why=f"this version knows {known} only")
        if not isinstance(value, bool):
            raise UsageError("policy_setting", path=str(file), setting=setting, why="it must be true or false")
    return Policy(name=name.strip(), signed_by=key.fingerprint, **cast("dict[str, bool]", found))


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
