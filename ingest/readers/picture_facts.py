"""Reads what a picture's file records beside the pixels: when, where and by what device it was taken, and captions.

EXIF after CIPA DC-008, IPTC after the IIM standard, XMP after ISO 16684-1, texts of PNG after its chapter 11.3.3. The
facts are as the device or a program wrote them: a clock may be wrong, and anything may have been changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from lxml import etree
from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

from ingest.readers.normal import clean
from provenance.records import Part, Place

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_LONGEST = 1000  # code points of a fact
_MOST = 60  # facts of a picture
_CLOCK: Final = "by the device's clock, which may be wrong"
_BY_DEVICE: Final = "as recorded by the device"
_TIMES: Final = (  # what people call it; tags of the time, its fraction and its zone
    ("time taken", "DateTimeOriginal", 0x9003, 0x9291, 0x9011),
    ("time digitised", "DateTimeDigitized", 0x9004, 0x9292, 0x9012),
    ("time changed", "DateTime", 0x0132, 0x9290, 0x9010),
)
_PLAIN: Final = (  # what people call it; name of the tag; number; whether in the part of EXIF about the camera
    ("software", "Software", 0x0131, False),
    ("computer", "HostComputer", 0x013C, False),
    ("owner", "CameraOwnerName", 0xA430, True),
    ("serial number", "BodySerialNumber", 0xA431, True),
    ("lens", "LensModel", 0xA434, True),
    ("author", "Artist", 0x013B, False),
    ("copyright", "Copyright", 0x8298, False),
    ("description", "ImageDescription", 0x010E, False),
    ("comment", "UserComment", 0x9286, True),
    ("title", "XPTitle", 0x9C9B, False),
    ("comment of Windows", "XPComment", 0x9C9C, False),
    ("keywords", "XPKeywords", 0x9C9E, False),
)
_IPTC: Final = {
    (2, 5): "title",
    (2, 25): "keywords",
    (2, 55): "date created",
    (2, 60): "time created",
    (2, 80): "author",
    (2, 90): "city",
    (2, 105): "headline",
    (2, 116): "copyright",
    (2, 120): "caption",
}
_XMP: Final = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "time created",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "time changed",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "program",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated": "date created",
}


class Fact(NamedTuple):
    """One thing recorded: `value` names its place in the file ("exif=DateTimeOriginal"), `name` is what people say."""

    value: str
    name: str
    words: str
    remark: str = ""


def facts(image: ImageFile) -> tuple[list[Fact], bool]:
    """What the file of an opened picture records, in a fixed order, and whether all of it could be read.

    Repeats of one fact by several standards are given once.
    """
    found: list[Fact] = []
    whole = True
    readers: tuple[Callable[[ImageFile], Iterator[Fact]], ...] = (_of_exif, _of_iptc, _of_xmp, _of_png)
    for read in readers:
        try:
            found += list(read(image))
        except Exception:  # noqa: BLE001  # hostile bytes; Pillow's readers of metadata raise nearly everything
            whole = False
    kept: dict[tuple[str, str], Fact] = {}
    for fact in found:
        words = _one_line(fact.words)
        if words:
            kept.setdefault((fact.name, words), fact._replace(words=words))
    return list(kept.values())[:_MOST], whole


def fact_parts(found: list[Fact], first: int, page: int) -> Iterator[Part]:
    """A part of one line for each fact: "Time taken: 2024-05-03 14:30:12 (by the device's clock, …)"."""
    for ordinal, fact in enumerate(found, first):
        line = f"{fact.name[0].upper()}{fact.name[1:]}: {fact.words}" + (f" ({fact.remark})" if fact.remark else "")
        label = f"recorded: {fact.name}"
        yield Part(ordinal, "fact", line + "\n", label, page, places=(Place(0, len(line), fact.value, "", label),))


def fields(found: list[Fact]) -> dict[str, str]:
    """The facts by name, the first of each: {"time_taken": "2024-05-03 14:30:12"}."""
    first: dict[str, str] = {}
    for fact in found:
        first.setdefault(fact.name.casefold().replace(" ", "_"), fact.words)
    return first


def _of_exif(image: ImageFile) -> Iterator[Fact]:
    main = image.getexif()
    camera, gps = main.get_ifd(_EXIF_IFD), main.get_ifd(_GPS_IFD)
    for name, tag, number, fraction, zone in _TIMES:
        when = _text(camera.get(number) or main.get(number))
        if re.search(r"[1-9]", when):
            time = re.sub(r"^(\d{4}):(\d\d):(\d\d)", r"\1-\2-\3", when)
            part = _text(camera.get(fraction))
            time += f".{part}" if part.isdigit() else ""
            yield Fact(f"exif={tag}", name, f"{time} {_text(camera.get(zone))}", _CLOCK)
    yield from _of_gps(gps)
    device = " ".join(dict.fromkeys(f"{_text(main.get(0x010F))} {_text(main.get(0x0110))}".split()))
    yield Fact("exif=Model", "device", device, _BY_DEVICE if device else "")
    for name, tag, number, of_camera in _PLAIN:
        yield Fact(f"exif={tag}", name, _text((camera if of_camera else main).get(number), number))


def _of_gps(gps: Mapping[int, Any]) -> Iterator[Fact]:
    latitude, longitude = _degrees(gps.get(2), gps.get(1), "S"), _degrees(gps.get(4), gps.get(3), "W")
    if latitude is not None and longitude is not None and (latitude or longitude):
        north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
        place = f"{abs(latitude):.6f}° {north}, {abs(longitude):.6f}° {east}"
        off = f", within {float(gps[31]):.0f} m" if 31 in gps else ""
        yield Fact("exif=GPSLatitude", "place", place + off, _BY_DEVICE)
    if 6 in gps:
        below = gps.get(5) in (1, b"\x01")
        yield Fact("exif=GPSAltitude", "height", f"{'-' if below else ''}{float(gps[6]):.0f} m", _BY_DEVICE)
    if 17 in gps:
        north = {"T": "true north", "M": "magnetic north"}.get(_text(gps.get(16)), "north")
        yield Fact("exif=GPSImgDirection", "direction", f"{float(gps[17]):.0f}° from {north}", _BY_DEVICE)
    if 29 in gps and 7 in gps:
        clock = ":".join(f"{int(float(n)):02d}" for n in gps[7])
        yield Fact(
            "exif=GPSTimeStamp", "time by satellite", f"{_text(gps[29]).replace(':', '-')} {clock} UTC", _BY_DEVICE
        )


def _degrees(value: Any, side: Any, negative: str) -> float | None:  # noqa: ANN401  # whatever the file holds
    """Signed degrees out of degrees, minutes and seconds; None where there are none."""
    try:
        degrees, minutes, seconds = (float(n) for n in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= 180:
        return None
    return -found if _text(side).upper().startswith(negative) else found


def _of_iptc(image: ImageFile) -> Iterator[Fact]:
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        if key in _IPTC:
            values = value if isinstance(value, list) else [value]
            yield Fact(f"iptc={key[0]}:{key[1]}", _IPTC[key], ", ".join(_text(v) for v in values))


def _of_xmp(image: ImageFile) -> Iterator[Fact]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = raw.encode() if isinstance(raw, str) else bytes(raw)
    if not data.strip(b"\0 \r\n"):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data.strip(b"\0 \r\n"), parser)
    for element in root.iter() if root is not None else ():
        if element.tag in _XMP:
            words = ", ".join(t.strip() for t in element.itertext() if t.strip())
            yield Fact(f"xmp={etree.QName(element).localname}", _XMP[element.tag], words)
        for key, value in element.attrib.items():
            if key in _XMP:
                yield Fact(f"xmp={etree.QName(key).localname}", _XMP[str(key)], str(value))


def _of_png(image: ImageFile) -> Iterator[Fact]:
    for key, value in getattr(image, "text", {}).items():
        if not key.startswith(("XML:", "Raw profile")):
            yield Fact(f"png={_one_line(key)[:79]}", _one_line(key)[:79] or "text", str(value))


def _text(value: Any, number: int = 0) -> str:  # noqa: ANN401  # whatever the file holds
    """A recorded value as text: bytes by their own mark of encoding, padding dropped."""
    if value is None:
        return ""
    of_windows = 0x9C9B <= number <= 0x9C9F  # UTF-16 in bytes
    raw = bytes(value) if isinstance(value, bytes) or (of_windows and isinstance(value, tuple | list)) else None
    if raw is None:
        return str(value).strip("\0 ")
    if of_windows:
        return raw.decode("utf-16-le", "replace").rstrip("\0 ")
    if number == 0x9286:  # eight bytes name the encoding
        if raw.startswith(b"UNICODE"):
            return raw[8:].decode("utf-16", "replace").strip("\0 ")
        raw = raw[8:]
    try:
        return raw.decode().strip("\0 ")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").strip("\0 ")


def _one_line(words: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", clean(words)).strip()[:_LONGEST]
