"""What a picture's file records: time, place, device, captions; each a line that can be cited, none invented."""

from __future__ import annotations

import io
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from ingest.items import Fields, Opened, PassageSpan, ReadSettings
from ingest.readers import read, reread
from ingest.take import take
from provenance.records import Notice, Part

UNREAD = ReadSettings(ocr=False)
HEIC = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "heic"


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x0131] = "Apple", "Apple iPhone 12", "16.4"
    found[0x0112] = 6
    camera = found.get_ifd(0x8769)
    camera[0x9003], camera[0x9011], camera[0xA431] = "2024:05:03 14:30:12", "+01:00", "F17X"
    gps = found.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (53.0, 47.0, 59.5), "W", (1.0, 32.0, 57.0)
    gps[29], gps[7] = "2024:05:03", (13.0, 30.0, 9.0)
    found[0x8769], found[0x8825] = dict(camera), dict(gps)  # TIFF is written from these
    return found


def saved(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 90), "grey").save(out, form, **options)
    return out.getvalue()


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", UNREAD))


def lines(data: bytes) -> list[str]:
    return [i.text for i in items(data) if isinstance(i, Part) and i.kind == "fact"]


CLOCK = " (by the device's clock, which may be wrong)\n"
DEVICE = " (as recorded by the device)\n"
EXPECTED = [
    "Time taken: 2024-05-03 14:30:12 +01:00" + CLOCK,
    "Place: 53.799861° N, 1.549167° W" + DEVICE,
    "Time by satellite: 2024-05-03 13:30:09 UTC" + DEVICE,
    "Device: Apple iPhone 12" + DEVICE,
    "Software: 16.4\n",
    "Serial number: F17X\n",
]


@pytest.mark.parametrize("form", ["JPEG", "TIFF", "WEBP", "PNG", "HEIF"])
def test_time_place_and_device_are_facts_after_the_picture(form: str) -> None:
    pillow_heif.register_heif_opener()
    data = saved(form, exif=exif())
    found = [i for i in items(data) if isinstance(i, Part)]
    assert [part.text for part in found[1:]] == EXPECTED
    assert (found[0].kind, found[0].page, [part.ordinal for part in found]) == ("page", 0, list(range(7)))
    taken = found[1]
    assert (taken.label, taken.words) == ("recorded: time taken", None)
    (place,) = taken.places
    assert (place.value, taken.text[place.start : place.end] + "\n") == ("exif=DateTimeOriginal", EXPECTED[0])
    (fields,) = [i for i in items(data) if isinstance(i, Fields)]
    assert fields.values["time_taken"] == "2024-05-03 14:30:12 +01:00" and fields.values["device"] == "Apple iPhone 12"


def test_a_fact_is_a_passage_and_is_read_again() -> None:
    data = saved("JPEG", exif=exif())
    labels = [i.label for i in take(io.BytesIO(data), "x", UNREAD) if isinstance(i, PassageSpan)]
    assert labels[:2] == ["recorded: time taken", "recorded: place"]
    whole = [i for i in items(data) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "picture", [2, 4], UNREAD)) == [whole[2], whole[4]]


def test_pages_of_a_tiff_come_before_its_facts() -> None:
    data = saved("TIFF", save_all=True, append_images=[Image.new("RGB", (160, 90))], exif=exif())
    found = [i for i in items(data) if isinstance(i, Part)]
    assert [(p.kind, p.page) for p in found[:3]] == [("page", 1), ("page", 2), ("fact", 1)]
    assert [p.ordinal for p in found] == list(range(8))


def test_captions_of_programs() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Description", "Seen from\nthe gate")
    info.add_itxt("Comment", "Vu de la porte é 🙂")
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmp:CreatorTool="Maker 2">'
        "<dc:title><rdf:Alt><rdf:li>Exhibit photo</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    assert lines(saved("PNG", pnginfo=info)) == ["Description: Seen from the gate\n", "Comment: Vu de la porte é 🙂\n"]
    assert lines(saved("JPEG", xmp=xmp.encode())) == ["Program: Maker 2\n", "Title: Exhibit photo\n"]


def test_a_picture_that_records_nothing_has_no_facts() -> None:
    found = items(saved("JPEG"))
    assert found[0] == Opened("picture", 1) and not lines(saved("JPEG"))
    assert not any(isinstance(i, Fields) for i in found)


def test_a_place_and_time_of_zeros_is_none() -> None:
    empty = Image.Exif()
    empty.get_ifd(0x8769)[0x9003] = "0000:00:00 00:00:00"
    gps = empty.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (0.0, 0.0, 0.0), "E", (0.0, 0.0, 0.0)
    assert lines(saved("JPEG", exif=empty)) == []


@given(st.lists(st.tuples(st.integers(12, 400), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_damaged_metadata_costs_no_picture(flips: list[tuple[int, int]]) -> None:
    raw = bytearray(saved("JPEG", exif=exif()))
    start = raw.index(b"Exif")
    length = int.from_bytes(raw[start - 2 : start]) - 2
    for at, value in flips:
        raw[start + at % length] = value
    found = items(bytes(raw))
    assert any(isinstance(i, Part) and i.kind == "page" for i in found)
    assert {i.code for i in found if isinstance(i, Notice)} <= {"facts_unread", "not_read_by_ocr", "picture_truncated"}


@pytest.mark.skipif(not HEIC.is_dir(), reason="shared data absent")
def test_a_real_picture_of_a_phone() -> None:
    found = lines((HEIC / "IMG_1034.heic").read_bytes())
    assert found[0].startswith("Time taken: 2018-02-05 15:11:44.277 (")
    assert any(line.startswith("Place: 23.17") for line in found)
