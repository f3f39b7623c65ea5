"""Signatures as they lie beside what is signed: Ed25519 (RFC 8032), in small text files that people can read.

What is signed is a line that names the purpose, then the bytes: so that no signature passes for one of something else.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from provenance.bundle.checking.ed25519 import is_weak
from provenance.bundle.checking.seal import PURPOSE
from provenance.errors import UsageError

Purpose = Literal["bundle", "policy", "kit"]
_PURPOSES: dict[Purpose, bytes] = {"bundle": PURPOSE, "policy": b"Attest policy 1\n", "kit": b"Attest kit 1\n"}
_RAW = 32  # bytes of a public key


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its 32 bytes and the name that its holder gave it, which proves nothing."""

    raw: bytes
    name: str = ""

    @property
    def base64(self) -> str:
        return base64.b64encode(self.raw).decode("ascii")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the 32 bytes, in hex: what people compare."""
        return hashlib.sha256(self.raw).hexdigest()

    def text(self) -> str:
        """The file in which it lies beside a bundle, or is handed on."""
        named = f"Name: {self.name}\n" if self.name else ""
        return f"Attest public key, version 1\n{named}Ed25519: {self.base64}\nKey-SHA-256: {self.fingerprint}\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in use, with the name under which it is kept."""

    private: Ed25519PrivateKey
    name: str = ""

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.private.public_key().public_bytes_raw(), self.name)

    def sign(self, data: bytes, purpose: Purpose) -> str:
        """The text of the signature's file."""
        value = base64.b64encode(self.private.sign(_PURPOSES[purpose] + data)).decode("ascii")
        head = f"Attest signature, version 1\nPurpose: {purpose}\nKey-SHA-256: {self.public.fingerprint}\n"
        return f"{head}Signature: {value}\n"


def read_public(text: str, where: str) -> PublicKey:
    """The key in a file that `PublicKey.text` wrote; raises UsageError("bad_value")."""
    lines = _labelled(text)
    try:
        key = PublicKey(base64.b64decode(lines["Ed25519"], validate=True), lines.get("Name", ""))
        whole = lines["Key-SHA-256"] == key.fingerprint and lines["Ed25519"] == key.base64
    except (KeyError, ValueError) as error:
        raise UsageError("bad_value", value=where, what="a public key", why="it is not written as one") from error
    if len(key.raw) != _RAW or not whole or is_weak(key.raw):
        raise UsageError("bad_value", value=where, what="a public key", why="it is damaged")
    return key


def signed_by(key: PublicKey, data: bytes, purpose: Purpose, signature: str) -> bool:
    """Whether the text of a signature's file is this key's, for these bytes and this purpose."""
    lines = _labelled(signature)
    if lines.get("Key-SHA-256") != key.fingerprint:
        return False
    try:
        value = base64.b64decode(lines.get("Signature", ""), validate=True)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(value, _PURPOSES[purpose] + data)
    except (ValueError, InvalidSignature):
        return False
    return True


def _labelled(text: str) -> dict[str, str]:
    pairs = (line.partition(": ") for line in text.splitlines())
    return {label: value.strip() for label, colon, value in pairs if colon}
