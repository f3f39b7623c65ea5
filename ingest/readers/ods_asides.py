"""Finds the words of an OpenDocument sheet that stand in no cell: notes, shapes, charts, print heads, links, prompts.

Elements after OASIS OpenDocument 1.3 part 3, chapters 9 to 11, 14 and 16.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import ZipPackage, local
from ingest.readers.pieces import short
from ingest.readers.sheet_rows import Remark, linked, print_head, whole

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FORM: Final = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SHAPES: Final = frozenset(
    ("text-box", "custom-shape", "rect", "circle", "ellipse", "line", "polyline", "polygon", "regular-polygon")
    + ("path", "connector", "caption", "measure")
)
_HEADS: Final = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
_FIELDS: Final = {
    "date": "[date]",
    "time": "[time]",
    "title": "[title]",
    "page-number": "[page]",
    "page-count": "[pages]",
    "sheet-name": "[sheet]",
    "file-name": "[file]",
}
_ADDRESS = re.compile(r'\bHYPERLINK\(\s*"((?:[^"]|"")+)"', re.I)
_CHOICES = re.compile(r"cell-content-is-in-list\((.*)\)", re.S)
_CHOICE = re.compile(r'"((?:[^"]|"")*)"')


def paragraph(element: Element, fields: Mapping[str, str] | None = None) -> str:
    """The text of a paragraph; spaces and line breaks are elements of their own. `fields` replaces some by a word."""
    text = element.text or ""
    for child in element:
        name = local(child)
        if fields and name in fields:
            text += fields[name]
        elif name == "s":
            count = child.get(f"{TEXT}c", "1")
            text += " " * min(int(count) if count.isdigit() else 1, 1000)
        elif name in ("tab", "line-break"):
            text += "\t" if name == "tab" else "\n"
        elif name not in ("annotation", "ruby-text", ""):
            text += paragraph(child, fields)
        text += child.tail or ""
    return text


@dataclass(slots=True)
class Styles:
    """What a spreadsheet says for all its sheets: which styles are hidden, print heads by style, prompts by name."""

    hidden: set[str] = field(default_factory=set)
    heads: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by the name of a master page
    masters: dict[str, str] = field(default_factory=dict)  # master pages by the style of a table
    prompts: dict[str, str] = field(default_factory=dict)

    def learn(self, style: Element) -> None:
        """A style:style of the content."""
        name = style.get(f"{_STYLE}name", "")
        self.masters[name] = style.get(f"{_STYLE}master-page-name", "")
        if any(e.get(f"{TABLE}display") == "false" for e in style if local(e) == "table-properties"):
            self.hidden.add(name)

    def learn_heads(self, package: ZipPackage) -> None:
        """The print heads and feet of the master pages."""
        root = package.xml("styles.xml")
        for page in (e for e in root.iter() if local(e) == "master-page") if root is not None else ():
            told = self.heads.setdefault(page.get(f"{_STYLE}name", ""), [])
            for part in page:
                if local(part) in _HEADS and part.get(f"{_STYLE}display") != "false":
                    words = print_head("\n".join(paragraph(p, _FIELDS) for p in part.iter(f"{TEXT}p")))
                    one = (f"print {local(part).partition('-')[0]}", words)
                    told += [one] if words and one not in told else []

    def prompt(self, validation: Element) -> None:
        """A table:content-validation: what cells offer to choose from, and what they tell a person who chooses."""
        lines = []
        for message in validation:
            if local(message) in ("help-message", "error-message"):
                lines += [message.get(f"{TABLE}title", ""), *(paragraph(p) for p in message.iter(f"{TEXT}p"))]
        listed = _CHOICES.search(validation.get(f"{TABLE}condition", ""))
        lines.append(",".join(one.replace('""', '"') for one in _CHOICE.findall(listed[1])) if listed else "")
        self.prompts[validation.get(f"{TABLE}name", "")] = "\n".join(line.strip() for line in lines if line.strip())


@dataclass(slots=True)
class Asides:
    """What stands beside the cells of one sheet: fed while the sheet is read, told behind its rows."""

    sheet: str
    package: ZipPackage
    counts: Counter[str]
    found: dict[Remark, None] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)  # cells that show an address
    charts: int = 0

    def cell(self, cell: Element, name: str, text: str, styles: Styles) -> None:
        """What hangs on a cell of this name that shows this text."""
        if "://" in text or "@" in text:
            self.addresses.add(text.strip())
        if formula := _ADDRESS.search(cell.get(f"{TABLE}formula", "")):
            self.links.append((name, formula[1].replace('""', '"')))
        if words := styles.prompts.pop(cell.get(f"{TABLE}content-validation-name", ""), ""):
            self.found.setdefault(Remark(self.sheet, name, "prompt", words))
        for child in cell:
            if local(child) == "annotation" and (note := _note(child, self.sheet, name)).text:
                self.found.setdefault(note)
            elif isinstance(child.tag, str) and child.tag.startswith(_DRAW):
                self.shapes(child)
            elif child.tag == f"{TEXT}p":
                hrefs = (a.get(_HREF, "") for a in child.iter(f"{TEXT}a"))
                self.links += [(name, href) for href in hrefs if not href.startswith("#")]

    def shapes(self, holder: Element) -> None:
        """The words of all shapes, charts and controls below an element."""
        for shape in holder.iter():
            name = local(shape)
            if name == "image" and "://" in shape.get(_HREF, ""):
                self.counts["remote_content_not_loaded"] += 1
            elif name == "object":
                self._object(shape.get(_HREF, "").removeprefix("./").rstrip("/"))
            elif name in _SHAPES and shape.tag.startswith(_DRAW):
                self._add("text box", "\n".join(paragraph(p) for p in shape.iter(f"{TEXT}p")))
            elif isinstance(shape.tag, str) and shape.tag.startswith(_FORM):
                told = (shape.get(f"{_FORM}{a}", "") for a in ("label", "title", "current-value", "value"))
                self._add("control", "\n".join(dict.fromkeys(told)))

    def remarks(self, heads: list[tuple[str, str]]) -> Iterator[Remark]:
        """All that was found, and the print heads of the sheet."""
        yield from self.found
        yield from (Remark(self.sheet, "", what, words) for what, words in heads)
        yield from linked(self.sheet, self.links, self.addresses)

    def _object(self, name: str) -> None:
        root = whole(self.package, self.counts, f"{name}/content.xml")
        if root is None:
            return
        if any(local(e) == "chart" for e in root.iter()):
            self.charts += 1
            self.counts["charts_by_words"] += 1
            self._add(f"chart {self.charts}", "\n".join(_chart(root)))
        else:
            words = [paragraph(p) for p in root.iter(f"{TEXT}p")] or [" ".join("".join(root.itertext()).split())]
            self._add("object inside", "\n".join(words))

    def _add(self, what: str, text: str) -> None:
        words = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        if words:
            self.found.setdefault(Remark(self.sheet, "", what, words))


def _chart(root: Element) -> Iterator[str]:
    """Titles, then the names of series; the values too where they stand in no cell of the sheets."""
    plot = next((e for e in root.iter() if local(e) == "plot-area"), None)
    source = plot.get(f"{TABLE}cell-range-address", "") if plot is not None else ""
    own = not source or source.startswith("local-table")
    for words in root.iter(f"{TEXT}p"):
        above = [local(e) for e in words.iterancestors()]
        if "table" not in above or own or "table-header-rows" in above:
            yield paragraph(words)


def _note(annotation: Element, sheet: str, cell: str) -> Remark:
    who = "".join(e.text or "" for e in annotation if local(e) == "creator")
    day = "".join(e.text or "" for e in annotation if local(e) == "date")[:16].replace("T", " ")
    told = ", ".join(x for x in (short(who, 40), day) if x)
    text = "\n".join(paragraph(p) for p in annotation if p.tag == f"{TEXT}p").strip()
    return Remark(sheet, cell, f"comment ({told})" if told else "comment", text)
