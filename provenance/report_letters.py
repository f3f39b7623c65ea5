"""Which letters the fonts at hand can draw: those of the PDF setter, then those that MuPDF brings for other scripts.

What no font draws is written out as its number, ⟨U+4E2D⟩, and counted: it is never dropped.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import pymupdf
import typst
from pymupdf import mupdf

# Letters that the first font surely has: Latin with accents, and the signs that reports use.
_SURE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x180)))) | frozenset("\n\t “”‘’–—…•·×⟨⟩▲○−€")
_NO_FONT = re.compile(r"the text `\"(?P<text>(?:\\.[^`]*?|[^\"\\])+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_SCRIPTS = range(4, 170)  # MuPDF's numbers of scripts, Armenian the first beside Latin, Greek and Cyrillic
_NOT_ITS_OWN = (None, "", "TC", "SC", "JP", "KR")  # drawn by its one font for Chinese, Japanese and Korean
_PROBE = b"""
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set document(title: "Letters")
#set text(lang: "en")
#for one in sys.inputs.letters.split(" ") { text(one); parbreak() }
"""


def compile_pdf(source: bytes, inputs: dict[str, str], fonts: Path | None, made: int = 0) -> bytes:
    """The PDF/UA-1 of a source with the setter's own fonts and those in a folder, no other; `made` in Unix seconds."""
    paths = [fonts] if fonts else []
    known = typst.Fonts(include_system_fonts=False, font_paths=paths)
    return bytes(
        typst.compile(source, format="pdf", font_paths=known, sys_inputs=inputs, pdf_standards="ua-1", timestamp=made)
    )


def odd(texts: Iterable[str]) -> set[str]:
    """The letters that may want another font."""
    found: set[str] = set()
    for text in texts:
        found.update(text)
    return found - _SURE


def without_font(letters: set[str], fonts: Path | None) -> set[str]:
    """Those of the letters that neither the setter's own fonts nor those in the folder draw."""
    missing: set[str] = set()
    left = {c for c in letters if not c.isspace()}
    while left:  # the setter stops at a number of errors, and names those
        found = _complaints(left, fonts)
        missing |= found
        if not found:
            return missing
        left -= found
    return missing


def _complaints(letters: set[str], fonts: Path | None) -> set[str]:
    try:
        compile_pdf(_PROBE, {"letters": " ".join(sorted(letters))}, fonts)
    except typst.TypstError as error:
        named = "".join(_unescaped(m["text"]) for m in _NO_FONT.finditer(error.diagnostic))
        return (set(named) & letters) or letters  # what it does not name cannot be told apart: all are written out
    return set()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def write_fonts(letters: set[str], folder: Path) -> None:
    """Put into `folder` the fonts that MuPDF brings for these letters; there may be none for some."""
    left = set(letters)
    for number, data in enumerate(_brought()):
        font = pymupdf.Font(fontbuffer=data)
        drawn = {c for c in left if font.has_glyph(ord(c))}
        if drawn:
            (folder / f"{number}.otf").write_bytes(data)
            left -= drawn
        if not left:
            return


def _brought() -> Iterator[bytes]:
    scripts = [s for s in _SCRIPTS if mupdf.fz_lookup_noto_stem_from_script(s, 0) not in _NOT_ITS_OWN]
    yield from filter(None, (_bytes(*mupdf.ll_fz_lookup_noto_font(script, 0)[:2]) for script in scripts))
    yield _named(_bytes(*mupdf.ll_fz_lookup_cjk_font(0)[:2]), "DroidSansFallback")
    for name in ("emoji", "symbol1", "symbol2", "math", "music"):
        yield _bytes(*getattr(mupdf, f"ll_fz_lookup_noto_{name}_font")())


def _bytes(data: object, size: int) -> bytes:
    return bytes(mupdf.python_memoryview_from_memory(data, size, 0)) if size else b""


def _named(font: bytes, name: str) -> bytes:
    """The font with a name table that has a PostScript name, which the setter asks for, behind its other tables."""
    count = struct.unpack(">H", font[4:6])[0]
    entry = next(12 + 16 * i for i in range(count) if font[12 + 16 * i : 16 + 16 * i] == b"name")
    text = name.encode("utf-16-be")
    rows = b"".join(struct.pack(">6H", 3, 1, 0x409, kind, len(text), 0) for kind in (1, 4, 6))
    table = struct.pack(">3H", 0, 3, 6 + len(rows)) + rows + text
    place = struct.pack(">2I", len(font), len(table))
    return font[: entry + 8] + place + font[entry + 16 :] + table
