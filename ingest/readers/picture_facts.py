"""Reads what a picture's file records beside the pixels: when, where and by what device it was taken, and captions.

EXIF (`picture_exif`), IPTC after the IIM standard, XMP after ISO 16684-1, texts of PNG after its chapter 11.3.3. The
facts are as the device or a program wrote them: a clock may be wrong, and anything may have been changed since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree
from PIL import IptcImagePlugin
from PIL.ImageFile import ImageFile

from ingest.readers.normal import clean
from ingest.readers.picture_exif import Fact, exif_facts, text
from provenance.records import Part, Place

_LONGEST = 1000  # code points of a fact
_LONGEST_RAW = 80  # code points of what is told as it stands
_MOST = 60  # facts of a picture
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


def facts(image: ImageFile) -> tuple[list[Fact], list[str]]:
    """What the file of an opened picture records, in a fixed order, and what is damaged or can't be, as it stands.

    Repeats of one fact by several standards are given once.
    """
    found: list[Fact] = []
    unread: list[str] = []
    readers: dict[str, Callable[[ImageFile], Iterator[Fact]]] = {
        "EXIF": exif_facts,
        "IPTC": _of_iptc,
        "XMP": _of_xmp,
        "texts of the PNG": _of_png,
    }
    for standard, read in readers.items():
        try:
            for fact in read(image):
                found.append(fact)  # one by one, for what came before the damage
        except Exception:  # noqa: BLE001  # hostile bytes; Pillow's readers of metadata raise nearly everything
            unread.append(standard)
    kept: dict[tuple[str, str], Fact] = {}
    impossible: list[str] = []
    for fact in found:
        words = _one_line(fact.words)
        if not fact.possible:
            impossible.append(f"{fact.name} ({words[:_LONGEST_RAW]})" if words else fact.name)
        elif words:
            kept.setdefault((fact.name, words), fact._replace(words=words))
    return list(kept.values())[:_MOST], impossible + unread


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


def _of_iptc(image: ImageFile) -> Iterator[Fact]:
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        if key in _IPTC:
            values = value if isinstance(value, list) else [value]
            yield Fact(f"iptc={key[0]}:{key[1]}", _IPTC[key], ", ".join(text(v) for v in values))


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


def _one_line(words: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", clean(words)).strip()[:_LONGEST]
