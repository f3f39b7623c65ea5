"""The words of charts and diagrams, which Office files keep in parts of their own (DrawingML, ECMA-376 part 1, 21)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from ingest.readers.package import Package, local, related
from ingest.readers.pieces import Piece

_CACHES = ("strCache", "numCache", "strLit", "numLit")


def pieces(package: Package, name: str, where: str = "") -> Iterator[Piece]:
    """Titles and values of the charts, and the texts of the diagrams, that part `name` shows; `where` leads labels."""
    lead = f"{where}, " if where else ""
    for kind, called in (("chart", "chart"), ("diagramData", "diagram")):
        for number, part in enumerate(related(package, name, kind), 1):
            root = package.xml(part)
            lines = [] if root is None else list(_chart(root) if kind == "chart" else paragraphs(root))
            yield from (Piece(line, f"{lead}{called} {number}") for line in lines if line.strip())


def paragraphs(root: Element) -> Iterator[str]:
    """The text of each a:p below an element, line breaks kept."""
    return (paragraph_text(p) for p in root.iter() if local(p) == "p" and any(local(c) in _INLINE for c in p))


_INLINE = ("r", "fld", "br")


def paragraph_text(paragraph: Element) -> str:
    """The words of one a:p."""
    words = []
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            words.append(element.text or "")
        elif name == "br":
            words.append("\n")
    return "".join(words)


def _chart(root: Element) -> Iterator[str]:
    """Rich texts (titles, labels), then each series: its name, then its categories and values as the file caches them.

    The sheet that they come from is embedded in the file, and handed on, as a rule.
    """
    yield from paragraphs(root)
    for series in (e for e in root.iter() if local(e) == "ser"):
        for part in series:
            for cache in (e for e in part.iter() if local(e) in _CACHES):
                values = [v.text or "" for v in cache.iter() if local(v) == "v"]
                if values:
                    yield "\t".join(values)
