"""Ed25519 by arithmetic alone: the vectors of RFC 8032, and agreement with the library that signs."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from provenance.bundle.checking import ed25519
from provenance.bundle.sealing import PublicKey, SigningKey, read_public, signed_by
from provenance.errors import UsageError

# RFC 8032, section 7.1: public key, message, signature of tests 1, 2 and 3.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard(key: str, message: str, signature: str) -> None:
    parts = [bytes.fromhex(part) for part in (key, message, signature)]
    assert ed25519.signed_by(*parts)
    assert not ed25519.signed_by(parts[0], parts[1] + b"x", parts[2])


def test_it_agrees_with_the_library_that_signs() -> None:
    chance = random.Random(8)
    for _ in range(12):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        key, message = private.public_key().public_bytes_raw(), chance.randbytes(chance.randrange(300))
        signature = private.sign(message)
        assert ed25519.signed_by(key, message, signature)
        at, bit = chance.randrange(64), 1 << chance.randrange(8)
        changed = signature[:at] + bytes([signature[at] ^ bit]) + signature[at + 1 :]
        assert not ed25519.signed_by(key, message, changed)
        other = chance.randrange(32)
        assert not ed25519.signed_by(key[:other] + bytes([key[other] ^ bit]) + key[other + 1 :], message, signature)


def test_a_signature_has_one_form_only() -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"x")
    scalar = int.from_bytes(signature[32:], "little") + ed25519.ORDER
    assert not ed25519.signed_by(key, b"x", signature[:32] + scalar.to_bytes(32, "little"))
    for wrong in (b"", signature[:63], signature + b"\0"):
        assert not ed25519.signed_by(key, b"x", wrong)
    assert not ed25519.signed_by(b"\xff" * 32, b"x", signature), "no point of the curve"
    assert not ed25519.signed_by(key[:31], b"x", signature)


def test_a_signature_holds_for_its_purpose_only() -> None:
    key = SigningKey(Ed25519PrivateKey.generate(), "a")
    text = key.sign(b"data", "bundle")
    assert signed_by(key.public, b"data", "bundle", text)
    assert not signed_by(key.public, b"data", "policy", text)
    assert not signed_by(key.public, b"datA", "bundle", text)
    assert not signed_by(SigningKey(Ed25519PrivateKey.generate()).public, b"data", "bundle", text)
    for damaged in ("", text.replace("Signature: ", "Signature: !"), text.replace("Key-SHA-256", "Key"), text[:-20]):
        assert not signed_by(key.public, b"data", "bundle", damaged)


def test_a_public_key_is_read_as_it_was_written() -> None:
    key = SigningKey(Ed25519PrivateKey.generate(), "Kraft & Söhne").public
    assert read_public(key.text(), "x") == key
    assert len(key.fingerprint) == 64
    other = PublicKey(bytes(32))
    for damaged in ("", "Ed25519: AAAA\n", key.text().replace(key.fingerprint, other.fingerprint), "Ed25519: ä\n"):
        with pytest.raises(UsageError, match="bad_value"):
            read_public(damaged, "x")


@pytest.mark.parametrize(
    "key",
    [
        "01" + "00" * 31,
        "00" * 32,
        "ec" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ],
)
def test_a_key_under_which_anybody_can_sign_anything_is_no_key(key: str) -> None:
    raw = bytes.fromhex(key)
    anything = (b"\x01" + bytes(31)) + bytes(32)  # nothing, signed with nothing
    assert not any(ed25519.signed_by(raw, bytes([n]), anything) for n in range(32))
    with pytest.raises(UsageError):
        read_public(PublicKey(raw).text(), "a file")
