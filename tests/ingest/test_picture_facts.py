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


Tags = dict[int, object]
GOOD: Tags = {1: "N", 2: (53.0, 30.0, 0.0), 3: "W", 4: (1.0, 2.0, 0.0)}


def recorded(camera: Tags | None = None, gps: Tags | None = None) -> tuple[list[str], list[str]]:
    """The facts of a picture with these tags, and what is told as unread."""
    kept = Image.Exif()
    for part, tags in ((0x8769, camera), (0x8825, gps)):
        kept.get_ifd(part).update(tags or {})
    data = saved("JPEG", exif=kept)
    told = [i.detail for i in items(data) if isinstance(i, Notice) and i.code == "facts_unread"]
    return [line.partition(" (")[0].strip() for line in lines(data)], told


@pytest.mark.parametrize(
    ("gps", "name"),
    [
        (GOOD | {1: "\0"}, "place"),
        ({2: GOOD[2], 4: GOOD[4]}, "place"),
        (GOOD | {2: (133.0, 51.0, 0.0)}, "place"),
        (GOOD | {4: (181.0, 0.0, 0.0)}, "place"),
        (GOOD | {2: (53.0, 75.0, 0.0)}, "place"),
        (GOOD | {4: (1.0, 2.0, 80.0)}, "place"),
        ({1: "N", 2: GOOD[2]}, "place"),
        ({17: 512.0}, "direction"),
        ({29: "2024:13:01", 7: (13.0, 30.0, 9.0)}, "time by satellite"),
        ({29: "0000:00:00", 7: (13.0, 30.0, 9.0)}, "time by satellite"),
        ({29: "2024:05:01", 7: (25.0, 30.0, 9.0)}, "time by satellite"),
    ],
)
def test_what_a_receiver_cannot_have_meant_is_no_fact_and_is_named(gps: Tags, name: str) -> None:
    found, (told,) = recorded(gps=gps)
    assert not found and told.startswith(f"damaged or impossible: {name} (")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2024:05:03 14:30:60", "2024-05-03 14:30:60"),
        ("2024:05:03   :  :  ", "2024-05-03"),
        ("2024-05-03T14:30:12.5+01:00", "2024-05-03 14:30:12.5 +01:00"),
        ("2024:5:3 1:02:03", "2024-05-03 01:02:03"),
    ],
)
def test_times_as_programs_write_them(when: str, words: str) -> None:
    assert recorded({0x9003: when}) == ([f"Time taken: {words}"], [])


@pytest.mark.parametrize(("side", "words"), [(b"\0", "12 m"), (b"\1", "-12 m"), (b"\2", "12 m"), (b"\3", "-12 m")])
def test_heights_are_above_or_below(side: bytes, words: str) -> None:
    assert recorded(gps={5: side, 6: 12.0}) == ([f"Height: {words}"], [])


def test_a_height_on_an_unknown_side_is_none() -> None:
    assert recorded(gps={5: b"\x09", 6: 12.0})[0] == []


def test_sides_are_those_recorded() -> None:
    south = GOOD | {1: "S", 3: "E", 31: 12.0, 17: 90.0, 16: "T", 6: 30.0, 5: b"\x01"}
    assert recorded(gps=south) == (
        ["Place: 53.500000° S, 1.033333° E, within 12 m", "Height: -30 m", "Direction: 90° from true north"],
        [],
    )
    assert recorded(gps=GOOD | {31: 2e8}) == (
        ["Place: 53.500000° N, 1.033333° W"],
        ["damaged or impossible: accuracy of the place (200000000.0)"],
    )
    assert recorded(gps={29: "0000:00:00", 7: (0.0, 0.0, 0.0)}) == ([], [])


@pytest.mark.parametrize(
    "when",
    [
        *("2024:13:45 25:61:00", "2023:02:29 10:00:00", "0000:01:01 00:00:00", "2024:13:45", "2024:05:03 24:10:05"),
        *("2024:05:33 1:2:3", "20241345 256161", "2024:05:03 14:30:12PM junk 99", "2024:05:03 14:30"),
    ],
)
def test_a_time_that_never_was_is_named_and_the_rest_kept(when: str) -> None:
    found, told = recorded({0x9003: when, 0x9004: "2024:05:03 14:30:12", 0x9012: "0000"})
    assert found == ["Time digitised: 2024-05-03 14:30:12"]
    assert told == [f"damaged or impossible: time taken ({when}), zone of the time digitised (0000)"]
    assert recorded({0x9003: "2024:05:03 14:30:12", 0x9011: "   :  "}) == (["Time taken: 2024-05-03 14:30:12"], [])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"UNICODE\0" + "At the gate, Łódź".encode("utf-16-be"), "At the gate, Łódź"),
        (b"UNICODE\0" + "At the gate, Łódź".encode("utf-16-le"), "At the gate, Łódź"),
        (b"UNICODE\0" + "門の前".encode("utf-16"), "門の前"),
        (b"JIS\0\0\0\0\0" + "門の前".encode("iso2022_jp"), "門の前"),
        (b"JIS\0\0\0\0\0" + "門の前".encode("iso2022_jp")[3:-3], "門の前"),
        (b"JIS\0\0\0\0\0" + "門の前".encode("shift_jis"), "門の前"),
        (b"UNICODE\0" + "第一回".encode("utf-16-be"), "第一回"),
        (b"UNICODE\0" + "東京 駅前".replace(" ", chr(0x3000)).encode("utf-16-be"), "東京 駅前"),
        (b"JIS\0\0\0\0\0Test", "Test"),
        (b"JIS\0\0\0\0\x0020240503", "20240503"),
        (b"Hello, call me at 9", "Hello, call me at 9"),
        (b"ASCII\0\0\0At the gate", "At the gate"),
        (bytes(8) + b" " * 40, ""),
    ],
)
def test_a_comment_is_read_by_the_encoding_that_it_names(raw: bytes, words: str) -> None:
    assert recorded({0x9286: raw}) == ([f"Comment: {words}"] if words else [], [])


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
