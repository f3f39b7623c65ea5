"""The paragraphs of a Word story in order, and the words of each: as they stand, deleted, moved, hidden or struck.

Element names after ECMA-376 part 1, chapter 17; the older single-file form (WordprocessingML 2003) uses the same ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from ingest.readers import docx_drawn, equations, raised
from ingest.readers.docx_looks import attribute, form_field, is_on, is_white, symbol
from ingest.readers.package import local
from ingest.readers.pieces import HIDDEN, STANDING, STRUCK, Piece, Run, address, marked, said, set_apart, short

_TEXTS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PAGE_END: Final = "\f"  # the end of a page or column; no other text can hold it, XML 1.0 does not have it
# Not the paragraph's words: properties, codes of fields, readings set above words, a drawing's older twin, and text
# boxes, whose paragraphs are read as paragraphs of their own.
_SKIPPED: Final = {
    *("pPr", "rPr", "sectPr", "instrText", "delInstrText", "rt", "Fallback", "txbxContent", "sdtPr", "tblPr"),
    *("tblGrid", "trPr", "tcPr", "p", "tbl", "binData"),
}
_CHANGES: Final = {
    "ins": "inserted",
    "moveTo": "moved here",
    "del": "deleted",
    "moveFrom": "moved away",
    "Word.Insertion": "inserted",
    "Word.Deletion": "deleted",
}
_LINK = re.compile(r'HYPERLINK\s+(?!\\l)"?([^"\s]+)"?', re.IGNORECASE)
_FETCH = re.compile(
    r'\b(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK\s+[\w.]+|DDE(?:AUTO)?\s+\w+|RD)\s+"?([^"\s]+)"?'
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A w:p with its XPath, the row of a table that holds it, in words, or "", and the change that it is part of."""

    element: Element
    xpath: str
    row: str
    mark: Run


_PLAIN: Final = Run("")
LOOKS: Final = ("vanish", "strike", "dstrike")  # properties that set words apart from the running text


@dataclass(slots=True)
class Story:
    """Reads one story (the body, a header, the notes) of a file; what was met is kept for all that follow.

    `links` are the addresses of the story's links by id, `styles` is by id which of LOOKS a style sets. `hangs` tells
    for each comment's id the words that it hangs on, `stands` the labels of the first and last paragraph of them.
    `fetches` are addresses that fields would fetch words or pictures from, `led` pieces on where links lead, `white`
    words in white by the label of their paragraph.
    """

    styles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    hangs: dict[str, list[str]] = field(default_factory=dict)
    stands: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: int = 0
    fetches: list[str] = field(default_factory=list)
    led: list[Piece] = field(default_factory=list)
    white: dict[str, str] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)
    _label: str = ""
    _style: frozenset[str] = frozenset()  # which of LOOKS the style of the paragraph sets
    _code: str = ""  # of the field that is being read
    _shown: bool = False  # it has a result
    _fields: list[bool] = field(default_factory=list)  # those around, within the paragraph: whether at their results

    def paragraphs(
        self, element: Element, path: str, row: str = "", mark: Run = _PLAIN, inside: bool = False
    ) -> Iterator[Paragraph]:
        """Every w:p below `element`, with its XPath if `path` is `element`'s; a text box's follow the one around it."""
        places: Counter[object] = Counter()
        table, rows, outer = local(element) == "tbl", 0, row
        self.tables += table
        number = self.tables
        for child in element:
            name = local(child)
            if not name:
                continue
            places["*"] += 1
            places[child.tag] += 1
            prefixed = child.tag.startswith(f"{{{namespace(element)}}}")
            step = f"w:{name}[{places[child.tag]}]" if prefixed else f"*[{places['*']}]"
            here = f"{path}/{step}" if path else ""
            if name == "Fallback" or (name in _SKIPPED and name not in ("txbxContent", "p", "tbl")):
                continue
            if not inside:
                self._anchor(child, name)
            if table and name == "tr":
                rows += 1
                several = sum(local(c) in ("tc", "sdt") for c in child) > 1
                row = f"table {number}, row {rows}" if several else outer
            own = self._marked(child, name, _altered(child, mark) if name in ("tr", "tc") else mark)
            whole = name == "p" and prefixed
            if whole:
                yield Paragraph(child, here, row, own)
            yield from self.paragraphs(child, here, row, own, inside or whole)

    def pieces(self, paragraph: Paragraph, label: str) -> Iterator[Piece]:
        """The paragraph as it stands, then what was deleted, moved away or hidden in it; links' addresses go apart."""
        self._label, self._fields, self._style = label, [], self._styled(paragraph.element, "pPr", "pStyle")
        runs = list(_parted(list(self._runs(paragraph.element, paragraph.mark))))
        standing, *others = marked(runs, label, paragraph.xpath, self.counts)
        if standing.text.strip() and (gone := _end_deleted(paragraph.element)) is not None:
            self.counts["tracked_changes"] += 1
            ended = said("its end deleted", attribute(gone, "author"), attribute(gone, "date"))
            standing = replace(standing, label=f"{standing.label}, {ended}")
        yield from (standing, *others)
        yield from docx_drawn.pieces(paragraph.element, label, paragraph.xpath)
        for target, words in self._links(paragraph.element):
            if led := address(target, words):
                where = f"link of “{short(words, 60)}”" if words.strip() else "link"
                self.led.append(Piece(led, f"{label}, {where}", "note", paragraph.xpath))

    def _runs(self, element: Element, mark: Run) -> Iterator[Run]:
        for child in element:
            name = local(child)
            if name == "instrText":
                self._code += child.text or ""
            if not name or name in _SKIPPED:
                continue
            self._anchor(child, name)
            if name in ("t", "delText") and False in self._fields[:-1]:
                continue  # the result of a field in the code of another: what that gives comes after it
            if name in ("t", "delText"):
                self._shown = self._shown or bool(child.text)
                yield self._kept(replace(mark, text=child.text or ""))
            elif name in _TEXTS:
                ends_page = name == "br" and attribute(child, "type") in ("page", "column")
                run = replace(mark, text=_PAGE_END if ends_page else _TEXTS[name])
                yield run if ends_page else self._kept(run)
            elif name in ("sym", "ffData"):
                yield self._kept(replace(mark, text=symbol(child) if name == "sym" else form_field(child)))
            else:
                if name == "fldChar" and (drawn := self._field(attribute(child, "fldCharType"))):
                    yield self._kept(replace(mark, text=drawn))
                if name == "r" and is_white(child) and (words := _plain(child).strip()):
                    self.white[self._label] = f"{self.white.get(self._label, '')} {words}".strip()
                own = self._marked(child, name, mark)
                before, after = raised.around(child)
                if before:
                    yield self._kept(replace(own, text=before))
                yield from self._runs(child, own)
                if after:
                    yield self._kept(replace(own, text=after))

    def _field(self, bound: str) -> str:
        """At the end of a field that Word draws from its code alone: its words."""
        ended = self._code if bound == "end" and not self._shown else ""
        if bound == "begin":
            self._fields.append(False)
        elif self._fields and bound == "separate":
            self._fields[-1] = True
        elif self._fields and bound == "end":
            self._fields.pop()
        if bound in ("begin", "end"):
            self._code, self._shown = "", False
        return equations.words(ended)

    def _marked(self, element: Element, name: str, mark: Run) -> Run:
        """The mark of the words in an element: its own where it is a change or set apart, else its holder's."""
        change = _CHANGES.get(attribute(element, "type") if name == "annotation" else name)
        if change:
            who, when = attribute(element, "author"), attribute(element, "date") or attribute(element, "createdate")
            return mark if mark.mark not in STANDING else Run("", change, who, when)
        return set_apart(mark, self._apart(element)) if name == "r" and mark.mark in STANDING else mark

    def _apart(self, run: Element) -> str:
        """How a run is set apart from the running text by its looks: HIDDEN, STRUCK or ""."""
        items = {local(item): item for c in run if local(c) == "rPr" for item in c}
        on = self._style ^ self._styled(run, "rPr", "rStyle")  # set by both, it is off (ECMA-376 part 1, 17.7.3)
        on = (on - items.keys()) | {name for name, item in items.items() if is_on(item)}
        return HIDDEN if "vanish" in on else STRUCK if on & {"strike", "dstrike"} else ""

    def _styled(self, element: Element, properties: str, name: str) -> frozenset[str]:
        """Which of LOOKS the style of a paragraph or run sets."""
        named = (attribute(i, "val") for c in element if local(c) == properties for i in c if local(i) == name)
        return self.styles.get(next(named, ""), frozenset())

    def _kept(self, run: Run) -> Run:
        """The run; comments that are open hang on its words, deleted ones too."""
        for comment in self._open:
            self.hangs[comment].append(run.text)
            if run.text.strip() or comment not in self.stands:
                self.stands[comment] = self.stands.get(comment, (self._label,))[0], self._label
        return run

    def _anchor(self, element: Element, name: str) -> None:
        """Open or close the words of a comment."""
        if name == "commentRangeStart":
            self._open[attribute(element, "id")] = None
            self.hangs.setdefault(attribute(element, "id"), [])
        elif name in ("commentRangeEnd", "commentReference"):
            self._open.pop(attribute(element, "id"), None)
            if name == "commentReference":
                self.stands.setdefault(attribute(element, "id"), (self._label, self._label))

    def _links(self, paragraph: Element) -> Iterator[tuple[str, str]]:
        """(address, words) of the links of a paragraph."""
        codes = []
        for element in paragraph.iter():
            name = local(element)
            if name == "hyperlink":
                target = self.links.get(_relation(element)) or attribute(element, "dest")
                yield target, _plain(element)
            elif name in ("instrText", "fldSimple"):
                codes.append((element.text or "") if name == "instrText" else f" {attribute(element, 'instr')} ")
        words = _plain(paragraph) if codes else ""
        self.fetches += (found[1].replace("\\\\", "\\") for found in _FETCH.finditer("".join(codes)))
        yield from ((found[1], words) for found in _LINK.finditer("".join(codes)))


def _altered(element: Element, mark: Run) -> Run:
    """The mark of what is in a row or cell: its own where that was inserted or deleted as a whole."""
    for properties in (c for c in element if local(c) in ("trPr", "tcPr")):
        for item in properties:
            change = _CHANGES.get({"cellIns": "ins", "cellDel": "del"}.get(local(item), local(item)))
            if change and mark.mark in STANDING:
                return Run("", change, attribute(item, "author"), attribute(item, "date"))
    return mark


def _end_deleted(paragraph: Element) -> Element | None:
    """The change that deletes a paragraph's end, so that the next one goes on in it."""
    properties = (item for c in paragraph if local(c) == "pPr" for item in c if local(item) == "rPr")
    return next((item for p in properties for item in p if local(item) == "del"), None)


def namespace(element: Element) -> str:
    """The document's own namespace (transitional, strict or of 2003), which its root is in."""
    return str(etree.QName(element.getroottree().getroot()).namespace)


def _relation(element: Element) -> str:
    """The id of a relationship (r:id), which stands beside attributes of the same local name."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("/relationships}id")), "")


def _plain(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter() if local(t) == "t")


def _parted(runs: list[Run]) -> Iterator[Run]:
    """The runs with a line end where a page or column ends in mid-paragraph, and none where it ends with it."""
    worded = [at for at, run in enumerate(runs) if run.text != _PAGE_END and run.text]
    for at, run in enumerate(runs):
        if run.text != _PAGE_END:
            yield run
        elif worded and worded[0] < at < worded[-1]:
            yield replace(run, text="\n")
