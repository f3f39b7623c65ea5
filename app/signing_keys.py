"""Keys to sign with: made, listed and opened; the private part stays in the user's own folder, closed to others."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provenance.bundle.sealing import PublicKey, SigningKey, read_public
from provenance.errors import UsageError

__all__ = ["Damaged", "Kept", "PublicKey", "SigningKey", "create", "kept", "look", "only", "open_key", "public"]
AskPassphrase = Callable[[str], str]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CLOSED = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+-----END ENCRYPTED PRIVATE KEY-----\s*")
_CLOSED_HEAD = b"-----BEGIN ENCRYPTED"
_UNFIT, _DAMAGED = "the passphrase does not fit", "its file is damaged"


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as it is kept: its public part, and whether a passphrase closes the private one."""

    name: str
    public: PublicKey
    closed: bool


@dataclass(frozen=True, slots=True)
class Damaged:
    """A key that lies there and cannot be offered, and why, as the end of a sentence."""

    name: str
    why: str


def folder() -> Path:
    """Where they are kept: the place that the system has for programs' settings of this user."""
    return platformdirs.user_config_path("attest", appauthor=False) / "keys"


def create(name: str, passphrase: str = "") -> Kept:
    """A new key under a new name; raises UsageError(bad_value | key_exists | key_not_written)."""
    if _NAME.fullmatch(name) is None:
        raise UsageError("bad_value", value=name, what="the name of a key", why="use letters, digits, '.', '-' and '_'")
    place = folder()
    private = Ed25519PrivateKey.generate()
    closing: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        closing = serialization.BestAvailableEncryption(passphrase.encode("utf-8"))
    data = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, closing)
    public = SigningKey(private, name).public
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(place / f"{name}.key", data, 0o600)
        try:
            _write_new(place / f"{name}.pub", public.text().encode("utf-8"), 0o644)
        except OSError:
            with suppress(OSError):  # half a key would stand in the way of every other
                (place / f"{name}.key").unlink()
            raise
    except FileExistsError as error:
        raise UsageError("key_exists", name=name) from error
    except OSError as error:
        raise UsageError("key_not_written", path=str(place), detail=error.strerror or str(error)) from error
    return Kept(name, public, bool(passphrase))


def look() -> tuple[list[Kept], list[Damaged]]:
    """All keys by name: those that can be offered, and those that are damaged. Opens no closed one."""
    try:
        names = sorted(path.name.removesuffix(".key") for path in folder().glob("*.key"))
    except OSError:
        return [], []
    found = [_look_at(name) for name in names]
    return [one for one in found if isinstance(one, Kept)], [one for one in found if isinstance(one, Damaged)]


def kept() -> list[Kept]:
    """The keys that can be offered, by name."""
    return look()[0]


def public(name: str) -> PublicKey:
    """The public part; raises UsageError(unknown_key | bad_value)."""
    path = folder() / f"{name}.pub"
    try:
        return read_public(path.read_text(encoding="utf-8", errors="replace"), str(path))
    except OSError as error:
        raise UsageError("unknown_key", name=name) from error


def only() -> str:
    """The name of the one key that there is; "" for none. Raises UsageError("key_not_chosen") where there are more, and
    UsageError("key_not_opened") where the only one is damaged: nothing is left unsigned for that without being asked.
    """
    whole, damaged = look()
    names = [one.name for one in whole] + [f"{one.name}, which cannot be used" for one in damaged]
    if len(names) > 1:
        raise UsageError("key_not_chosen", names="; ".join(names) if damaged else ", ".join(names))
    for one in damaged:
        raise UsageError("key_not_opened", name=one.name, why=one.why)
    return names[0] if names else ""


def open_key(name: str, passphrase: AskPassphrase) -> SigningKey:
    """The key to sign with; `passphrase` is asked for a closed one. Raises UsageError(unknown_key | key_not_opened)."""
    data = _private(name)
    _require_whole(name, data)
    closed = data.startswith(_CLOSED_HEAD)
    found = _load(name, data, passphrase(name) if closed else "", closed)
    try:
        shown = public(name)
    except UsageError:  # nothing was shown of it, then, that it could differ from
        return found
    if shown.raw != found.public.raw:
        raise UsageError("key_not_opened", name=name, why=_of_another(name))
    return found


def _look_at(name: str) -> Kept | Damaged:
    """One key as it lies there; that a closed one is whole shows only when it is opened."""
    if _NAME.fullmatch(name) is None:
        return Damaged(name, "its name is none that Attest gives to a key")
    try:
        data = _private(name)
    except UsageError:
        return Damaged(name, f"{name}.key cannot be read")
    try:
        shown = public(name)
    except UsageError as error:
        missing = error.code == "unknown_key"
        return Damaged(name, f"{name}.pub, its public part, {'cannot be read' if missing else 'is damaged'}")
    try:
        _require_whole(name, data)
        if data.startswith(_CLOSED_HEAD):
            return Kept(name, shown, True)
        own = _load(name, data, "", False).public
    except UsageError as error:
        return Damaged(name, str(error.facts["why"]))
    return Kept(name, shown, False) if own.raw == shown.raw else Damaged(name, _of_another(name))


def _require_whole(name: str, data: bytes) -> None:
    """A closed file that was cut off is damaged, whatever passphrase is given."""
    if data.startswith(_CLOSED_HEAD) and _CLOSED.fullmatch(data) is None:
        raise UsageError("key_not_opened", name=name, why=_DAMAGED)


def _of_another(name: str) -> str:
    return f"{name}.pub is the public part of another key"


def _load(name: str, data: bytes, passphrase: str, closed: bool) -> SigningKey:
    try:
        found = serialization.load_pem_private_key(data, passphrase.encode("utf-8") if closed else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("key_not_opened", name=name, why=_UNFIT if closed else _DAMAGED) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise UsageError("key_not_opened", name=name, why="it is not an Ed25519 key")
    return SigningKey(found, name)


def _private(name: str) -> bytes:
    if _NAME.fullmatch(name) is None:
        raise UsageError("unknown_key", name=name)
    try:
        return (folder() / f"{name}.key").read_bytes()
    except OSError as error:
        raise UsageError("unknown_key", name=name) from error


def _write_new(path: Path, data: bytes, mode: int) -> None:
    """A file that was not there, readable as `mode` says from its first moment; raises FileExistsError, OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
