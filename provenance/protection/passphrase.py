"""Guards a secret with a passphrase: writes age files for a passphrase, with the work that we choose.

The format is that of age (https://github.com/C2SP/C2SP/blob/main/age.md, "scrypt recipient stanza" and "Payload"), and
`age -d` opens the files, as `pyrage` does here. That cannot be told how much work a guess is to cost when it writes
one, and takes up to 3 s and 1 GiB at each opening.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from provenance.errors import UsageError

WORK = 18  # log2 of scrypt's N, as age chooses: 256 MiB and some 0.7 s for each guess
LEAST = 12  # characters of a passphrase; NCSC: three random words
_MOST = 64 << 10  # bytes that one chunk of an age payload holds
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0 and 1
_VERSION = b"age-encryption.org/v1"
_MOST_WORK = 20  # of a file that is opened here: a changed one could ask for any memory
_HEAD = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9]\d?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n"
)
_LAST_CHUNK = bytes(11) + b"\x01"  # the nonce of a first chunk that is the last one, too


def guarded(secret: bytes, passphrase: str, work: int = WORK) -> bytes:
    """An age file that this passphrase opens; `secret` of less than 64 KiB. Raises ValueError for more."""
    if len(secret) >= _MOST:
        raise ValueError("too long for one chunk")
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrap = Scrypt(salt=_VERSION + b"/scrypt" + salt, length=32, n=1 << work, r=8, p=1).derive(
        _typed(passphrase).encode()
    )
    wrapped = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = _VERSION + b"\n-> scrypt %s %d\n%s\n---" % (_base64(salt), work, _base64(wrapped))
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(_LAST_CHUNK, secret, None)
    return header + b" " + _base64(mac) + b"\n" + nonce + payload


def unguarded(file: bytes, passphrase: str) -> bytes | None:
    """What `guarded` was given; None where the passphrase is another, or the file damaged.

    Files in the form of `guarded` are opened here: `pyrage` would stop all other threads, a window's too, for as long
    as the work takes. It opens those that another program wrote.
    """
    head = _HEAD.match(file)
    try:
        if head is None or int(head[2]) > _MOST_WORK:
            secret: bytes = pyrage.passphrase.decrypt(file, _typed(passphrase))
            return secret
        return _opened(file, head, _typed(passphrase).encode())
    except (pyrage.DecryptError, InvalidTag, UnicodeEncodeError, ValueError):
        return None


def _opened(file: bytes, head: re.Match[bytes], typed: bytes) -> bytes:
    """Raises InvalidTag for another passphrase, ValueError for a header that was changed."""
    salt, work, wrapped, mac = _raw(head[1]), int(head[2]), _raw(head[3]), _raw(head[4])
    wrap = Scrypt(salt=_VERSION + b"/scrypt" + salt, length=32, n=1 << work, r=8, p=1).derive(typed)
    file_key = ChaCha20Poly1305(wrap).decrypt(bytes(12), wrapped, None)
    header = file[: head.start(4) - 1]
    if not hmac.compare_digest(mac, hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")):
        raise ValueError("the header was changed")
    nonce, payload = file[head.end() : head.end() + 16], file[head.end() + 16 :]
    return ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).decrypt(_LAST_CHUNK, payload, None)


def require_good(passphrase: str) -> None:
    """Raises UsageError("weak_passphrase") for one shorter than LEAST characters, of hardly any different ones, or of
    some that cannot be typed."""
    if len(passphrase) < LEAST or len(set(passphrase)) < LEAST // 3 or not passphrase.isprintable():
        raise UsageError("weak_passphrase", least=LEAST)


def generated() -> str:
    """A passphrase that nobody chose, to be read out or written down once: 79 bits, without letters that look alike."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _typed(passphrase: str) -> str:
    """A passphrase in one spelling of its letters: keyboards differ in how they make an "é"."""
    return unicodedata.normalize("NFC", passphrase)


def _base64(raw: bytes) -> bytes:
    return b64encode(raw).rstrip(b"=")


def _raw(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)
