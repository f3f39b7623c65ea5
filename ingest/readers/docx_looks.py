"""What single elements of a Word story show: properties that are on or off, white words, signs and form fields."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import local

_OFF: Final = ("0", "false", "off")
_WHITE: Final = 0xF4  # of 255, at the least, in red, green and blue
# Symbol characters that forms use as ticks and boxes, by font; the rest keep their private code point.
_SYMBOLS: Final = {
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0x78: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "❑", 0xA7: "▪"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whichever namespace it is in; "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def is_on(item: Element) -> bool:
    """Whether a property that is on or off is on (ST_OnOff)."""
    return attribute(item, "val") not in _OFF


def is_white(run: Element) -> bool:
    """Whether the words of a run are white on paper: not in a table or a box, which may be coloured, nor shaded."""
    worn = {local(item): item for c in run if local(c) == "rPr" for item in c}
    colour = attribute(worn["color"], "val") if "color" in worn else ""
    try:
        white = len(colour) == 6 and min(bytes.fromhex(colour)) >= _WHITE
    except ValueError:
        return False
    if not white or worn.keys() & {"shd", "highlight"}:
        return False
    around = list(run.iterancestors())
    shaded = any(local(item) == "shd" for a in around if local(a) == "p" for c in a if local(c) == "pPr" for item in c)
    return not shaded and not any(local(a) in ("tbl", "txbxContent") for a in around)


def symbol(element: Element) -> str:
    """A character of a symbol font: ticks and boxes as Unicode has them."""
    try:
        code = int(attribute(element, "char"), 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(attribute(element, "font").lower(), {})
    return known.get(code & 0xFF if 0xF000 <= code < 0xF100 else code) or (chr(code) if 0 < code < 0x110000 else "")


def form_field(data: Element) -> str:
    """What an old form field shows that stands nowhere as text: its tick, or the choice made from its list."""
    for item in data:
        said_of = {local(c): attribute(c, "val") for c in item}
        if local(item) == "checkBox":
            return "☐" if said_of.get("checked", said_of.get("default", "0")) in _OFF else "☒"
        if local(item) == "ddList":
            entries = [attribute(c, "val") for c in item if local(c) == "listEntry"]
            chosen = said_of.get("result") or said_of.get("default") or "0"
            return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""
