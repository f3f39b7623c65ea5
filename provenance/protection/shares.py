"""The recovery key of a protected case, in two halves for two people: neither tells anything without the other.

The text of the identity (AGE-SECRET-KEY-1…) is combined, byte by byte and by XOR, with as many
random bytes; one half is the random bytes, the other the result. Each is written in Base32 with a check, to be printed.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b32decode, b32encode

import pyrage

from provenance.errors import UsageError

_CHECK = 4  # bytes of SHA-256 that tell a mistyped half
_GROUP = 4  # characters between two dashes


def new_halves() -> tuple[pyrage.x25519.Identity, str, str]:
    """A new identity, and the two halves that make it again."""
    identity = pyrage.x25519.Identity.generate()
    whole = str(identity).encode("ascii")
    one = secrets.token_bytes(len(whole))
    return identity, _written(b"A" + one), _written(b"B" + _xor(whole, one))


def joined(first: str, second: str) -> pyrage.x25519.Identity:
    """The identity of two halves, in either order, however they are spaced.

    Raises UsageError("bad_recovery_half") for a half that was mistyped, twice the same one, or halves of two keys.
    """
    halves = {half[:1]: half[1:] for half in (_read(first, "first"), _read(second, "second"))}
    if set(halves) != {b"A", b"B"}:
        raise UsageError("bad_recovery_half", which="second", why="it is the same half as the first")
    try:
        return pyrage.x25519.Identity.from_str(_xor(halves[b"A"], halves[b"B"]).decode("ascii"))
    except (pyrage.IdentityError, ValueError) as error:
        raise UsageError("bad_recovery_half", which="second", why="the two are not halves of one key") from error


def _written(half: bytes) -> str:
    text = b32encode(half + hashlib.sha256(half).digest()[:_CHECK]).decode("ascii").rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def _read(text: str, which: str) -> bytes:
    plain = "".join(c for c in text.upper() if c.isalnum())
    try:
        raw = b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError as error:
        raise UsageError("bad_recovery_half", which=which, why="it has other letters than a half has") from error
    half, check = raw[:-_CHECK], raw[-_CHECK:]
    if len(half) < 2 or hashlib.sha256(half).digest()[:_CHECK] != check:
        raise UsageError("bad_recovery_half", which=which, why="it was mistyped")
    return half


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
