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
            lines = [] if root is None else list(chart(root) if kind == "chart" else paragraphs(root))
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


def chart(root: Element, values: bool = True) -> Iterator[str]:
    """Rich texts (titles, labels), then each series: its name, then its categories and values as the file caches them.

    Without `values` only names and titles, and what stands in no cell of the file. A Word file embeds the sheet that
    they come from, and it is handed on, as a rule.
    """
    yield from paragraphs(root)
    for element in root.iter():
        name = local(element)
        if name == "title" or _of_series(element):
            yield from _cached(element, values or name in ("title", "tx"))


def _of_series(element: Element) -> bool:
    above = element.getparent()
    return above is not None and local(above) in ("ser", "series")


def _cached(element: Element, values: bool) -> Iterator[str]:
    """A line for each cache below an element; without `values` only for those of no cell of this file."""
    caches = [e for e in element.iter() if local(e) in _CACHES]
    for cache in caches:
        beside = cache.getparent()
        source = next((e.text or "" for e in beside if local(e) == "f"), "") if beside is not None else ""
        found = [v.text or "" for v in cache.iter() if local(v) == "v"]
        if found and (values or not source or source.lstrip("'").startswith("[")):
            yield "\t".join(found)
    if not caches and local(element) == "tx":
        yield from (e.text or "" for e in element.iter() if local(e) == "v")
