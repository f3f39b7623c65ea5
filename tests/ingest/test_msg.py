"""Outlook items: head, body in whichever form it is kept, attachments, and messages inside as files of their own."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from uuid import UUID

import pytest
from olefile import OleFileIO
from seeds import WORDS, a_message, message_node

from ingest.items import Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.compound import Node, copied, written
from ingest.readers.mapi import unpacked_rtf
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "msg"
# "{\rtf1\ansi\ansicpg1252\pard hello world}" as Outlook packs it: the example of [MS-OXRTFCP] 3.1.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "message", ReadSettings()))


def texts(found: list[object]) -> dict[str, str]:
    return {part.label: part.text for part in found if isinstance(part, Part)}


def files(found: list[object]) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    name = ""
    for item in found:
        if isinstance(item, Enclosed):
            name, out[item.name] = item.name, b""
        elif isinstance(item, Chunk):
            out[name] += item.data
    return out


def test_head_body_and_attachments() -> None:
    found = items(a_message())
    assert found[0] == Opened("msg")
    said = texts(found)
    assert said["header From"] == "From: Ann Example\n"
    assert said["header To"] == "To: Ben Example <ben@example.org>\n"
    assert said["header Subject"] == "Subject: The footbridge\n"
    assert said["header Sent"].startswith("Sent: 2026-06-0")
    assert said["para 1"] == WORDS * 3 + "\n"
    fields = next(item.values for item in found if isinstance(item, Fields))
    assert fields["item"] == "IPM.Note"
    assert fields["date"].endswith("+00:00")
    assert files(found) == {"note.txt": WORDS.encode()}


def test_parts_are_extracted_again_alone() -> None:
    whole = [item for item in items(a_message()) if isinstance(item, Part)]
    assert list(reread(io.BytesIO(a_message()), "msg", [2], ReadSettings())) == [whole[2]]


def test_a_message_inside_a_message_inside_comes_out_whole() -> None:
    innermost = message_node("", {0x001A: "IPM.Note", 0x0037: "the first", 0x1000: "I saw it all."})
    middle = message_node("", {0x001A: "IPM.Note", 0x0037: "the second", 0x1000: "See below."}, innermost)
    outer = items(a_message(middle))
    made = [item for item in outer if isinstance(item, Enclosed)]
    assert [item.name for item in made] == ["note.txt", "forwarded message 2.msg"], "not its subject"
    assert made[1].made
    second = items(files(outer)["forwarded message 2.msg"])
    assert texts(second)["header Subject"] == "Subject: the second\n"
    assert texts(second)["header To"] == "To: Ben Example <ben@example.org>\n"
    first = items(files(second)["forwarded message 2.msg"])
    assert texts(first)["para 1"] == "I saw it all.\n"
    assert files(first) == {"note.txt": WORDS.encode()}


def test_a_body_that_is_only_html_or_only_rtf_is_read() -> None:
    html = items(a_message(n1000="", n1013=f"<html><body><p>{WORDS}</p></body></html>"))
    assert any(text.strip() == WORDS.strip() for text in texts(html).values())
    root = message_node("Root Entry", {0x001A: "IPM.Note", 0x0037: "x"}, None, 32)
    root.kids.append(Node("__substg1.0_10090102", PACKED))
    assert any("hello world" in text for text in texts(items(written(root))).values())


def test_packed_rtf() -> None:
    assert unpacked_rtf(PACKED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    plain = b"{\\rtf1 x}"
    assert unpacked_rtf(struct.pack("<III4x", len(plain) + 12, len(plain), 0x414C454D) + plain) == plain
    assert unpacked_rtf(PACKED[:30]).startswith(b"{\\rtf1")
    assert unpacked_rtf(b"") == b""


def test_an_appointment_has_its_place_and_times() -> None:
    root = message_node("Root Entry", {0x001A: "IPM.Appointment", 0x0037: "Meet", 0x8000: "The footbridge"}, None, 32)
    sets = UUID("00062002-0000-0000-c000-000000000046").bytes_le
    entries = b"".join(struct.pack("<IHH", number, 3 << 1, at) for at, number in enumerate((0x8208, 0x820D)))
    names = [Node("__substg1.0_00020102", sets), Node("__substg1.0_00030102", entries)]
    root.kids.append(Node("__nameid_version1.0", kids=names))
    assert root.kids[0].data is not None
    root.kids[0].data += struct.pack("<HHIQ", 0x40, 0x8001, 6, 134_250_000_000_000_000)
    said = texts(items(written(root)))
    assert said["header Location"] == "Location: The footbridge\n"
    assert said["header Start"].startswith("Start: 2026-06-0")


def test_a_compound_file_written_again_has_the_same_streams() -> None:
    root = Node("Root Entry", kids=[Node(f"s{n}", bytes([n]) * (n * 700)) for n in range(1, 30)])
    root.kids.append(Node("empty", b""))
    root.kids.append(Node("folder", kids=[Node("large", b"x" * 3_000_000)]))
    raw = written(root)
    with OleFileIO(io.BytesIO(raw)) as ole:
        assert len(ole.listdir()) == 31
        assert all(ole.openstream(f"s{n}").read() == bytes([n]) * (n * 700) for n in range(1, 30))
        assert ole.openstream("folder/large").read() == b"x" * 3_000_000
        folder = copied(ole, ["folder"])
    assert folder.kids[0].data == b"x" * 3_000_000


def test_only_kept_elsewhere_is_said() -> None:
    root = message_node("Root Entry", {0x001A: "IPM.Note", 0x0037: "x"}, None, 32)
    where = {0x370D: "\\\\server\\share\\map.pdf"}
    entries = bytes(8) + struct.pack("<HHIQ", 3, 0x3705, 6, 4)
    strings = [Node(f"__substg1.0_{n:04X}001F", text.encode("utf-16-le")) for n, text in where.items()]
    root.kids.append(Node("__attach_version1.0_#00000005", kids=[Node("__properties_version1.0", entries), *strings]))
    said = [item for item in items(written(root)) if isinstance(item, Notice)]
    assert [notice.code for notice in said] == ["attachment_elsewhere"]
    assert "map.pdf" in said[0].detail


def test_broken_ones_are_refused() -> None:
    with pytest.raises(ReadError) as refused:
        items(a_message()[:5000])
    assert refused.value.code in ("file_damaged", "no_text")


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_items() -> None:
    for path in sorted(SHARED.iterdir()):
        assert sniff(io.BytesIO(path.read_bytes())) == "msg"
    task = texts(items((SHARED / "testMSG_Task.msg").read_bytes()))
    assert task["header Due date"] == "Due date: 2017-03-10\n"
    assert task["header Status"] == "Status: in progress\n"
    assert task["para 1"].startswith("Quick brown fox")
    sent = texts(items((SHARED / "testMSG_forwarded.msg").read_bytes()))
    assert sent["header Date"] == "Date: Wed, 7 Dec 2011 16:30:39 -0800\n"
