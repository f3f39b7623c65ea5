"""Turns the bytes of RTF into characters, by the character sets of the fonts that they are set in.

Character sets after Microsoft's Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Final

# \fcharset of a font: the code page of its bytes; 2 is a symbol font.
_CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    78: "cp932",
    79: "cp949",
    80: "gb18030",
    81: "big5",
    83: "mac_cyrillic",
    85: "mac_greek",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
    2: "symbol",
}
_PAGES: Final = {936: "gb18030", 10000: "mac_roman", 65001: "utf-8", 1361: "johab", 20127: "ascii"}
# Symbol fonts: what their bytes show, as far as lists and forms use it; the rest keep a private code point.
_DINGBATS: Final = {
    "symbol": {0xB7: "•", 0xD6: "√", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xAE: "→", 0xAC: "←", 0xD2: "®"},
    "wingdings": {
        0xFC: "✓",
        0xFB: "✗",
        0xFE: "☑",
        0xFD: "☒",
        0x78: "☒",
        0xA8: "☐",
        0x6F: "☐",
        0xA7: "▪",
        0xD8: "➢",
        0x76: "❖",
        0x6C: "●",
        0x6E: "■",
        0xE0: "→",
    },
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}
_OLD: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(slots=True)
class Fonts:
    """The fonts of a file: of each its name and its codec, "" where its character set is not said."""

    _known: dict[int, tuple[str, str]] = field(default_factory=dict)
    _last: int = -1
    _page: str = "cp1252"
    _default: int = 0

    def describe(self, name: str, number: int | None, in_table: bool) -> None:
        """Take a control word that says which fonts and character sets there are."""
        if name == "ansicpg":
            self._page = code_page(None, number) or self._page
        elif name in _OLD:
            self._page = _OLD[name]
        elif name == "deff":
            self._default = number or 0
        elif in_table and name == "f":
            self._last = number or 0
            self._known[self._last] = ("", "")
        elif in_table and name in ("fcharset", "cpg"):
            codec = code_page(number) if name == "fcharset" else code_page(None, number)
            if codec:
                self._known[self._last] = (self._known.get(self._last, ("", ""))[0], codec)

    def name(self, name: str) -> None:
        """Name the font that was described last."""
        bare = name.rstrip(";").strip()
        if bare and self._last in self._known:
            self._known[self._last] = (bare, self._known[self._last][1])

    def of(self, number: int | None) -> tuple[str, str]:
        """The name and codec of a font; of the default one for None."""
        return self._known.get(self._default if number is None else number, ("", ""))

    @property
    def codec(self) -> str:
        """What text is in whose font does not say it."""
        return self.of(None)[1] or self._page


def code_page(charset: int | None, page: int | None = None) -> str:
    """The codec for a font's \\fcharset, or for a code page's number (\\ansicpg, \\cpg); "" when it is not known."""
    if page is not None:
        name = _PAGES.get(page, f"cp{page}")
        try:
            codecs.lookup(name)
        except LookupError:
            return ""
        return name
    return _CHARSETS.get(charset, "") if charset is not None else ""


def characters(data: bytes, codec: str, font: str) -> str:
    """Bytes of a text in a code page; in a symbol font, what it shows."""
    if codec != "symbol":
        return data.decode(codec, "replace")
    shown = _DINGBATS.get(font.lower(), _DINGBATS["symbol"] if "symbol" in font.lower() else {})
    return "".join(shown.get(b) or (chr(b) if b == 0x20 else chr(0xF000 + b)) for b in data)
