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
    assert list(found) == ["note of the day.txt", "older"]
    assert sniff(io.BytesIO(found["older"])) == "tnef"
    assert found["older"].startswith(a_package()[:60])


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
