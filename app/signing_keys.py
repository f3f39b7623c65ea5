"""Keys to sign with: made, listed and opened; the private part stays in the user's own folder, closed to others."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provenance.bundle.sealing import PublicKey, SigningKey, read_public
from provenance.errors import UsageError

__all__ = ["Kept", "PublicKey", "SigningKey", "create", "kept", "only", "open_key", "public"]
AskPassphrase = Callable[[str], str]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as it is kept: its public part, and whether a passphrase closes the private one."""

    name: str
    public: PublicKey
    closed: bool


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
        _write_new(place / f"{name}.pub", public.text().encode("utf-8"), 0o644)
    except FileExistsError as error:
        raise UsageError("key_exists", name=name) from error
    except OSError as error:
        raise UsageError("key_not_written", path=str(place), detail=error.strerror or str(error)) from error
    return Kept(name, public, bool(passphrase))


def kept() -> list[Kept]:
    """All keys by name; one that cannot be read raises UsageError("bad_value")."""
    try:
        names = sorted(path.stem for path in folder().glob("*.key"))
    except OSError:
        return []
    return [Kept(name, public(name), _private(name).startswith(b"-----BEGIN ENCRYPTED")) for name in names]


def public(name: str) -> PublicKey:
    """The public part; raises UsageError(unknown_key | bad_value)."""
    path = folder() / f"{name}.pub"
    try:
        return read_public(path.read_text(encoding="utf-8", errors="replace"), str(path))
    except OSError as error:
        raise UsageError("unknown_key", name=name) from error


def only() -> str:
    """The name of the one key that there is; "" for none. Raises UsageError("key_not_chosen") where there are more."""
    names = [one.name for one in kept()]
    if len(names) > 1:
        raise UsageError("key_not_chosen", names=", ".join(names))
    return names[0] if names else ""


def open_key(name: str, passphrase: AskPassphrase) -> SigningKey:
    """The key to sign with; `passphrase` is asked for a closed one. Raises UsageError(unknown_key | key_not_opened)."""
    data = _private(name)
    closed = data.startswith(b"-----BEGIN ENCRYPTED")
    given = passphrase(name) if closed else ""
    try:
        found = serialization.load_pem_private_key(data, given.encode("utf-8") if closed else None)
    except (ValueError, TypeError) as error:
        why = "the passphrase does not fit" if closed else "its file is damaged"
        raise UsageError("key_not_opened", name=name, why=why) from error
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
