"""winmail.dat: the body and the attachments that only Outlook shows come out of it."""

from __future__ import annotations

import io
import struct

import pytest
from seeds import WORDS, a_package, attribute
from test_mail import codes, files, items, texts

from ingest.items import Opened, ReadSettings
from ingest.readers import reread
from ingest.readers.sniff import sniff
from provenance.errors import ReadError


def test_body_and_attachment() -> None:
    found = items(a_package())
    assert found[0] == Opened("tnef")
    assert texts(found) == [("header Subject", "Subject: The footbridge\n"), ("para 1", WORDS + "\n")]
    assert files(found) == {"note of the day.txt": WORDS.encode()}
    assert not codes(found)
    assert [part.text for part in reread(io.BytesIO(a_package()), "tnef", [1], ReadSettings())] == [WORDS + "\n"]


def test_a_message_inside_is_a_package_of_its_own() -> None:
    value = bytes(16) + a_package()
    entries = struct.pack("<IHHII", 1, 0x0D, 0x3701, 1, len(value)) + value
    inner = attribute(0x00069002, bytes(14)) + attribute(0x00018010, b"older\0") + attribute(0x00069005, entries)
    found = files(items(a_package(inner)))
    name = "forwarded message 2.dat"
    assert list(found) == ["note of the day.txt", name], "not its subject, which would stand in the list"
    assert sniff(io.BytesIO(found[name])) == "tnef"
    assert found[name].startswith(a_package()[:60])


def test_named_and_many_valued_properties_are_stepped_over() -> None:
    named = struct.pack("<HH16sII", 0x1F, 0x8001, bytes(16), 1, 6) + b"a\0b\0\0\0" + bytes(2)
    named += struct.pack("<II", 1, 4) + b"x\0\0\0"
    many = struct.pack("<HHIII", 0x1003, 0x1234, 2, 7, 8)
    name = "plan.pdf".encode("utf-16-le")
    last = struct.pack("<HHII", 0x1F, 0x3707, 1, len(name)) + name
    values = struct.pack("<I", 3) + named + many + last
    extra = attribute(0x00069002, bytes(14)) + attribute(0x0006800F, b"%PDF") + attribute(0x00069005, values)
    assert files(items(a_package(extra)))["plan.pdf"] == b"%PDF"


def test_cut_off_ones_give_what_is_there_and_empty_ones_are_refused() -> None:
    found = items(a_package()[:150])
    assert codes(found) == {"file_cut_off"}
    with pytest.raises(ReadError) as refused:
        items(a_package()[:8])
    assert refused.value.code == "file_damaged"


def _binary(number: int, value: bytes) -> bytes:
    """A binary property of a message."""
    return struct.pack("<HHII", 0x102, number, 1, len(value)) + value + bytes(-len(value) % 4)


def _unpacked(text: bytes) -> bytes:
    """RTF as Outlook keeps it where it does not pack it."""
    return struct.pack("<IIII", len(text) + 12, len(text), 0x414C454D, 0) + text


@pytest.mark.parametrize(
    ("name", "property_"),
    [
        ("HTML", _binary(0x1013, b"<p>The payment of nine thousand pounds went to another account.</p>")),
        ("RTF", _binary(0x1009, _unpacked(rb"{\rtf1 The payment of nine thousand pounds went to another account.}"))),
    ],
)
def test_a_body_that_says_something_else_is_read_too(name: str, property_: bytes) -> None:
    found = items(a_package(attribute(0x00069003, struct.pack("<I", 1) + property_, 1)))
    assert ("para 1", WORDS + "\n") in texts(found)
    assert (f"{name} version", "The payment of nine thousand pounds went to another account.\n") in texts(found)
    assert codes(found) == {"versions_differ"}
    same = WORDS.encode()[:58].ljust(60)
    same = property_.replace(b"The payment of nine thousand pounds went to another account.", same)
    assert not codes(items(a_package(attribute(0x00069003, struct.pack("<I", 1) + same, 1))))
