"""What a Word paragraph shows or says outside its text: word art, watermarks, and descriptions of pictures.

Element names after ECMA-376 part 1, 20.4.2.5 (docPr), and part 4, 19.1.2 (VML: shape, textpath).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import local
from ingest.readers.pieces import Piece

WORD_ART: Final = "word art"
ALTERNATIVE: Final = "alternative text"
# Another form of the same drawing, and paragraphs in a drawing, which are read as paragraphs of their own.
_APART: Final = ("Fallback", "txbxContent", "textbox")
_DESCRIBED: Final = ("docPr", "cNvPr")


def pieces(paragraph: Element, label: str, xpath: str) -> Iterator[Piece]:
    """Words that are drawn ("para 3, word art") and, as notes, descriptions that stand in for pictures; each once."""
    for what, words in dict.fromkeys(_found(paragraph)):
        if words.strip():
            yield Piece(words, f"{label}, {what}", "paragraph" if what == WORD_ART else "note", xpath)


def _found(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        name = local(child)
        if not name or name in _APART:
            continue
        if name == "textpath" and child.get("on", "").lower() not in ("f", "false"):
            yield WORD_ART, child.get("string") or ""
        elif name in _DESCRIBED:
            yield ALTERNATIVE, child.get("descr") or child.get("title") or ""
        elif "alt" in child.attrib and name in ("shape", "rect", "image", "group", "oval", "roundrect"):
            yield ALTERNATIVE, child.get("alt") or ""
        yield from _found(child)
