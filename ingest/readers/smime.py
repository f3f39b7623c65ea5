"""Takes the message out of an opaque S/MIME signature (RFC 8551, 3.5.2; RFC 5652, 5.1); the signature is not checked.

What is signed stands in the clear within the signature's bytes. What is encrypted does not come out.
"""

from __future__ import annotations

from typing import Final

_SIGNED: Final = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2, signedData
_DATA: Final = bytes.fromhex("2a864886f70d010701")  # 1.2.840.113549.1.7.1, data
_SEQUENCE, _OID, _OCTETS, _CONSTRUCTED, _EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEPTH = 40  # octets within octets
_Value = tuple[int, bytes, int]  # tag, content, where the next value begins


class _BrokenError(ValueError):
    """The bytes are no BER."""


def signed_message(data: bytes) -> bytes | None:
    """The bytes that are signed, or None where `data` is no such signature or holds none."""
    try:
        kind, content = _pair(_value(data, 0), _SIGNED)
        if kind != _EXPLICIT:
            return None
        fields = _values(_value(content, 0)[1])  # version, digest algorithms, what is signed, …
        kind, content = _pair(fields[2], _DATA)
        return _octets(_value(content, 0), 0) if kind == _EXPLICIT else None
    except (_BrokenError, IndexError):
        return None


def _pair(value: _Value, oid: bytes) -> tuple[int, bytes]:
    """Tag and content of what stands behind this identifier in a sequence."""
    tag, content, _ = value
    found = _values(content) if tag == _SEQUENCE else []
    if len(found) < 2 or found[0][:2] != (_OID, oid):
        raise _BrokenError
    return found[1][0], found[1][1]


def _octets(value: _Value, depth: int) -> bytes:
    """A string of octets, which may be made of shorter ones."""
    tag, content, _ = value
    if tag == _OCTETS:
        return content
    if tag != _CONSTRUCTED or depth > _DEPTH:
        raise _BrokenError
    return b"".join(_octets(one, depth + 1) for one in _values(content))


def _values(content: bytes) -> list[_Value]:
    found, at = [], 0
    while at < len(content) and content[at : at + 2] != b"\0\0":
        found.append(_value(content, at))
        at = found[-1][2]
    return found


def _value(data: bytes, at: int, depth: int = 0) -> _Value:
    """The value at `at` (X.690, 8.1): of one without a stated length, all up to its end mark."""
    if at + 2 > len(data) or depth > _DEPTH or data[at] & 0x1F == 0x1F:
        raise _BrokenError
    tag, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _value(data, end, depth + 1)[2]
        return tag, data[start:end], end + 2
    if length > 0x80:
        start += length - 0x80
        length = int.from_bytes(data[at + 2 : start], "big")
    if start + length > len(data):
        raise _BrokenError
    return tag, data[start : start + length], start + length
