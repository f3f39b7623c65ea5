"""Finds the words of an Excel sheet that stand in no cell: comments, shapes, charts, print heads, links and prompts.

Elements after ECMA-376 part 1, chapters 18, 20 and 21, old drawings after part 4; threaded comments after [MS-XLSX]
2.6.205; the codes of print heads after part 1, 18.3.1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.utils.escape import unescape

from ingest.readers import drawings
from ingest.readers.package import XML_BYTES, ZipPackage, local, related, relations
from ingest.readers.pieces import short
from ingest.readers.sheet_rows import Remark, linked, print_head, whole

TAGS: Final = ("headerFooter", "hyperlink", "dataValidation")
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|(.))', re.S)
_FIELDS: Final = {
    "P": "[page]",
    "N": "[pages]",
    "D": "[date]",
    "T": "[time]",
    "F": "[file]",
    "Z": "[path]",
    "A": "[sheet]",
    "G": "[picture]",
    **dict.fromkeys("LCR", "\n"),
    "&": "&",
}
_BREAK = re.compile(rb"<br\s*/?>", re.I)  # in old drawings as in HTML, not closed
_ADDRESS = re.compile(r'\bHYPERLINK\(\s*"((?:[^"]|"")+)"', re.I)
_STANDS_IN: Final = "tc="  # begins the author of a note that stands in for a threaded comment


@dataclass(slots=True)
class Asides:
    """What the XML of one sheet holds beside its cells: fed while the sheet is read, told behind its rows."""

    sheet: str
    heads: dict[Remark, None] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)  # (cell, id of the relation, address)
    addresses: set[str] = field(default_factory=set)  # cells that show an address

    def take(self, element: Element) -> None:
        """An element with one of `TAGS`."""
        name = local(element)
        if name == "headerFooter":
            for part in element:
                what = "print footer" if local(part).endswith("Footer") else "print header"
                if text := print_head(_CODE.sub(lambda m: _FIELDS.get(m[1], ""), part.text or "")):
                    self.heads.setdefault(Remark(self.sheet, "", what, text))
        elif name == "hyperlink":
            ident = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            self.links.append((element.get("ref", ""), ident, element.get("location", "")))
        else:
            self._prompt(element)

    def cell(self, name: str, text: str, formula: str) -> None:
        """A cell: whether it shows an address, and that its formula holds one."""
        if "://" in text or "@" in text:
            self.addresses.add(text.strip())
        if found := _ADDRESS.search(formula):
            self.links.append((name, "", found[1].replace('""', '"')))

    def remarks(self, package: ZipPackage, part: str, people: dict[str, str], counts: Counter[str]) -> Iterator[Remark]:
        """All that belongs to the sheet in the part of this name, each text once; `counts` gains "charts_by_words"."""
        yield from _comments(package, part, self.sheet, people, counts)
        found = (Remark(self.sheet, "", what, text) for what, text in _drawn(package, part, counts))
        yield from dict.fromkeys(found)
        yield from self.heads
        targets = {r.id: r.target for r in relations(package, part) if r.external} if self.links else {}
        leads = [(cell, targets.get(ident, "") if ident else place) for cell, ident, place in self.links]
        yield from linked(self.sheet, leads, self.addresses)

    def _prompt(self, element: Element) -> None:
        """What a cell offers to choose from, and what it tells a person who chooses."""
        cell = (element.get("sqref") or "").split(" ")[0].partition(":")[0]
        formula = next(("".join(map(str, e.itertext())) for e in element if local(e) == "formula1"), "")
        choices = formula.strip()[1:-1] if formula.strip().startswith('"') and element.get("type") == "list" else ""
        lines = [element.get(a, "") for a in ("promptTitle", "prompt", "errorTitle", "error")]
        text = "\n".join(unescape(line).strip() for line in (*lines, choices) if line.strip())
        if text:
            self.heads.setdefault(Remark(self.sheet, cell, "prompt", text))


def rich(item: Element) -> str:
    """The text of a string item, its readings for pronunciation left out."""
    texts = (
        e.text or ""
        for e in item.iter()
        if local(e) == "t" and (e.getparent() is None or local(e.getparent()) != "rPh")
    )
    return unescape("".join(texts))


def people(package: ZipPackage, main: str) -> dict[str, str]:
    """The names of those who wrote threaded comments, by their ids."""
    found: dict[str, str] = {}
    for part in related(package, main, "person"):
        root = package.xml(part)
        for person in (e for e in root.iter() if local(e) == "person") if root is not None else ():
            found[person.get("id", "")] = person.get("displayName", "")
    return found


def _comments(
    package: ZipPackage, sheet: str, name: str, known: dict[str, str], counts: Counter[str]
) -> Iterator[Remark]:
    """Threaded comments, then notes; those that stand in for threaded ones, for older programs, are left out."""
    threads = related(package, sheet, "threadedComment")
    for part in threads:
        root = whole(package, counts, part)
        if root is not None:
            yield from _threaded(root, name, known)
    for part in related(package, sheet, "comments"):
        root = whole(package, counts, part)
        if root is not None:
            yield from _notes(root, name, bool(threads))


def _notes(root: Element, name: str, threaded: bool) -> Iterator[Remark]:
    authors = [e.text or "" for e in root.iter() if local(e) == "author"]
    for comment in (e for e in root.iter() if local(e) == "comment"):
        number = comment.get("authorId", "")
        author = authors[int(number)] if number.isascii() and number.isdigit() and int(number) < len(authors) else ""
        if threaded and author.startswith(_STANDS_IN):
            continue
        who = short(author, 40)
        text = "".join(rich(e) for e in comment if local(e) == "text").strip()
        if text:
            yield Remark(name, comment.get("ref", ""), f"comment ({who})" if who else "comment", text)


def _threaded(root: Element, name: str, known: dict[str, str]) -> Iterator[Remark]:
    for comment in (e for e in root.iter() if local(e) == "threadedComment"):
        who = short(known.get(comment.get("personId", ""), ""), 40)
        day = comment.get("dT", "")[:16].replace("T", " ")
        told = ", ".join(x for x in (who, day) if x)
        text = "".join(e.text or "" for e in comment if local(e) == "text").strip()
        if text:
            yield Remark(name, comment.get("ref", ""), f"comment ({told})" if told else "comment", text)


def _drawn(package: ZipPackage, sheet: str, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """(what it is, its words) of text boxes, shapes, charts, diagrams and controls."""
    for part in related(package, sheet, "drawing"):
        counts["remote_content_not_loaded"] += sum(r.external and r.type == "image" for r in relations(package, part))
        yield from (("text box", text) for text in _boxes(whole(package, counts, part)))
        for number, chart in enumerate(related(package, part, "chart", "chartEx"), 1):
            root = whole(package, counts, chart)
            if root is None:
                continue
            counts["charts_by_words"] += 1
            lines = [*drawings.chart(root, values=False)]
            for shapes in related(package, chart, "chartUserShapes"):
                lines += _boxes(whole(package, counts, shapes))
            if text := _lines(lines):
                yield f"chart {number}", text
        for number, diagram in enumerate(related(package, part, "diagramData"), 1):
            root = whole(package, counts, diagram)
            if root is not None and (text := _lines(drawings.paragraphs(root))):
                yield f"diagram {number}", text
    for part in related(package, sheet, "vmlDrawing"):
        yield from (("text box", text) for text in _old_boxes(package, part))


def _boxes(root: Element | None) -> Iterator[str]:
    for body in root.iter() if root is not None else ():
        older = any(local(e) == "Fallback" for e in body.iterancestors())
        if local(body) == "txBody" and not older and (text := _lines(drawings.paragraphs(body))):
            yield text


def _old_boxes(package: ZipPackage, part: str) -> Iterator[str]:
    """The words of old drawings and controls, which are seldom clean XML; boxes of comments are left out."""
    try:
        with package.stream(part) as stream:
            data = stream.read(XML_BYTES)
    except KeyError:
        return
    lenient = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(_BREAK.sub(b"\n", data), lenient) if data else None
    for shape in root.iter() if root is not None else ():
        kinds = [e.get("ObjectType", "") for e in shape if local(e) == "ClientData"]
        if local(shape) == "shape" and "Note" not in kinds:
            for box in (e for e in shape.iter() if local(e) == "textbox"):
                if text := _lines("".join(map(str, box.itertext())).split("\n")):
                    yield text


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())
