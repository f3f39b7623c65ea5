"""The text of an HTML tree in document order: a piece for each block and each row of a table, hidden text apart.

What is a block, and how white space folds, after the HTML Standard (rendering, CSS 2.2 16.6.1). No script is run,
nothing is fetched: what a script would write is not there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.html_hidden import Look, Sheet, sheet
from ingest.readers.package import local
from ingest.readers.pieces import Piece, address

_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "noframes",
    "noscript", "ol", "optgroup", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
_SKIPPED: Final = frozenset(["script", "style", "head", "title", "link", "meta", "base", "frame", "iframe", "datalist"])
# Controls are no text (HTML 13.2.3.5); the tree holds those that were written as such or as references.
_CONTROLS: Final = dict.fromkeys([*range(1, 9), *range(0x0E, 0x20), 0x7F], "\ufffd")
_KEPT_SPACES: Final = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
_LINE_ENDS = re.compile(r"[ \t]+$", re.M)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_WORDED: Final = frozenset(("br", "img", "input", "select"))  # what has words of its own beside its text
_NOT_SHOWN: Final = frozenset(("hidden", "password", "image", "file", "checkbox", "radio"))
_FIELDS: Final = frozenset(("button", "textarea", "input", "select"))  # which stand apart from the words beside them
_TIME = re.compile(r"\d{1,2}:\d\d")
_SHORT = 100  # code points of words that a title may give the time of
_ROW_LONGEST = 4000  # code points: a longer row lays out a page, and is read block by block


@dataclass(slots=True)
class _Block:
    """The words gathered for the block that is being read, and those hidden in it."""

    element: Element | None = None
    words: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reader:
    """Reads trees one after the other; `lead` leads the numbers of the next ("3." for "para 3.12"), which start again.

    `pathed` off leaves out the paths (for trees of which a file holds several). `shown`: it is known that nothing is
    hidden. `counts`: hidden passages, by code.
    """

    lead: str = ""
    pathed: bool = True
    shown: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    _number: int = 0
    _tables: int = 0
    _rows: dict[Element, tuple[int, int]] = field(default_factory=dict)  # of each table: its number, its rows so far
    _sheet: Sheet = field(default_factory=Sheet)
    _paths: dict[Element, str] = field(default_factory=dict)
    _cells: Reader | None = None  # reads what stands in cells

    def pieces(self, root: Element) -> Iterator[Piece]:
        """The pieces of one tree; names of elements are looked at without their namespace."""
        self._number = self._tables = 0
        self._sheet = sheet(root)
        self._paths, self._rows = {}, {}
        yield from self._walk(root)

    def _walk(self, root: Element) -> Iterator[Piece]:
        """Depth first without recursion: a page may be nested as deep as it likes."""
        block = _Block(root)
        inside: list[tuple[str, Look, bool]] = []  # (name, look: whether hidden, white space kept) of what is open
        todo: list[tuple[Element, bool]] = [(root, True)]
        while todo:
            element, opens = todo.pop()
            if not opens:
                name, was_hidden, _ = inside.pop()
                _, hidden, kept = inside[-1] if inside else ("", Look(), False)
                if said := _beside(element, name):
                    _add(block, said, was_hidden, said != " ")
                if name in _BLOCKS or _is_page(element, name):
                    if block.words or block.hidden:
                        yield from self._ended(block)
                    block = _Block(element.getparent())
                if tail := element.tail:
                    _add(block, tail, hidden, kept)
                continue
            name = local(element)
            _, hidden, kept = inside[-1] if inside else ("", Look(), False)
            own = self._sheet.look(element, name, hidden) if name and not self.shown else hidden
            if name in _BLOCKS or _is_page(element, name):
                if block.words or block.hidden:
                    yield from self._ended(block)
                block = _Block(element)
            if name == "tr" and (row := self._row(element, own)):
                yield row
            elif name and (name not in _SKIPPED or _is_page(element, name)):
                inside.append((name, own, kept or name in _KEPT_SPACES))
                todo.append((element, False))
                self._begin(block, element, name, own, kept)
                if name != "select" and len(element):
                    todo += [(child, True) for child in reversed(element)]
                continue
            if tail := element.tail:
                _add(block, tail, hidden, kept)
        yield from self._ended(block)

    def _begin(self, block: _Block, element: Element, name: str, hidden: Look, kept: bool) -> None:
        """Take the words with which an element begins."""
        if name == "table":
            self._tables += 1
            self._rows[element] = (self._tables, 0)
        if name in _FIELDS:
            _add(block, " ", hidden, kept)
        if name in _WORDED:
            _add(block, _own_words(element, name), hidden, kept or name == "br")
        if text := element.text:
            _add(block, text, hidden, kept or name in _KEPT_SPACES)

    def _ended(self, block: _Block) -> Iterator[Piece]:
        """The piece of a block whose end is reached, and one for what is hidden in it."""
        words, hidden = _folded(block.words), _folded(block.hidden)
        if not words and not hidden:
            return
        path = self.path(block.element) if self.pathed and block.element is not None else ""
        self._number += 1
        label = f"para {self.lead}{self._number}"
        if words:
            yield Piece(words, label, "paragraph", path)
        if hidden:
            self.counts["hidden_text"] += 1
            yield Piece(hidden, f"{label}, hidden", "note", path)

    def _row(self, row: Element, hidden: Look) -> Piece | None:
        """A row of cells with words of their own as one piece; None for one that lays out a page, or hides words."""
        table = next(row.iterancestors("{*}table"), row)
        number, rows = self._rows.get(table, (self._tables, 0))
        self._rows[table] = (number, rows + 1)
        cells = [c for c in row if local(c) in ("td", "th")]
        if hidden or len(cells) < 2 or any(map(self._is_no_cell, cells)):
            return None
        texts = [self._words_of(c) for c in cells]
        text = "\t".join(x.replace("\t", " ").strip() for x in texts)
        if not text.strip() or len(text) > _ROW_LONGEST:
            return None
        self._number += 1
        label = f"table {self.lead}{number}, row {rows + 1}"
        return Piece(text, label, "paragraph", self.path(row) if self.pathed else "")

    def _is_no_cell(self, cell: Element) -> bool:
        """Whether it lays out a page, or hides some of its words."""
        for element in cell.iter():
            name = local(element)
            if name and (name in ("table", "tr") or self._sheet.look(element, name, Look())):
                return True
        return False

    def _words_of(self, cell: Element) -> str:
        """The words of a cell, its blocks on one line."""
        if not len(cell):  # most cells of a table hold plain words
            block = _Block()
            _add(block, cell.text or "", False, False)
            _add(block, _beside(cell, local(cell)), False, True)
            return _folded(block.words)
        if self._cells is None:
            self._cells = Reader(pathed=False, shown=True)
        tail, cell.tail = cell.tail, None  # what follows it is no part of it
        try:
            return " ".join(piece.text for piece in self._cells._walk(cell))
        finally:
            cell.tail = tail

    def path(self, element: Element) -> str:
        """The XPath of an element; parents' paths are kept, so that a long page costs no more than its length."""
        open_ones = []
        at: Element | None = element
        while at is not None and at not in self._paths:
            open_ones.append(at)
            at = at.getparent()
        path = self._paths[at] if at is not None else ""
        for one in reversed(open_ones):
            parent = one.getparent()
            if parent is not None:
                counts: Counter[str] = Counter()
                for child in parent:
                    if name := local(child):
                        counts[name] += 1
                        self._paths[child] = f"{path}/{name}[{counts[name]}]"
                path = self._paths[one]
            else:
                path = self._paths[one] = f"/{local(one)}"
        return path


def _is_page(element: Element, name: str) -> bool:
    """Whether an element is a frame whose page stands in it."""
    return name == "iframe" and element.get("srcdoc") is not None


def _add(block: _Block, text: str, hidden: Look | bool, kept: bool) -> None:
    """Add text to a block's words; outside preformatted text, white space at a seam folds as within."""
    words = block.hidden if hidden else block.words
    if not kept:
        text = _SPACES.sub(" ", text)
        if words and words[-1].endswith((" ", "\n")):
            text = text.lstrip(" ")
    if text:
        words.append(text if text.isprintable() else text.translate(_CONTROLS))


def _folded(words: list[str]) -> str:
    """Words of a block without blank lines around them and blanks at the ends of lines."""
    text = "".join(words)
    return _LINE_ENDS.sub("", text).strip("\n").lstrip(" ") if text.strip() else ""


def _beside(element: Element, name: str) -> str:
    """What an element says that its words don't: where a link leads, the full time behind a short one."""
    if name == "a":
        target = address(element.get("href") or "", "".join(_inner(element)))
        return f" <{target}>" if target else ""
    if name in _FIELDS:
        return " "
    time = (element.get("datetime") or "") if name == "time" else ""
    time = time or element.get("title") or ""
    if not time or not _TIME.search(time):
        return ""
    words = "".join(_inner(element))
    return f" [{time}]" if len(words) < _SHORT and time not in words else ""


def _own_words(element: Element, name: str) -> str:
    """Words that an element shows beside its text: a line break, a picture's description, what a form holds."""
    if name == "br":
        return "\n"
    if name == "img":
        return f" {described} " if (described := (element.get("alt") or "").strip()) else ""
    if name == "input":
        kind = (element.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            return "☒ " if element.get("checked") is not None else "☐ "
        return "" if kind in _NOT_SHOWN else element.get("value") or ""
    if name == "select":
        options = [e for e in element.iter() if local(e) == "option"]
        chosen = [e for e in options if e.get("selected") is not None] or options[:1]
        return ", ".join(_SPACES.sub(" ", "".join(_inner(e))).strip() for e in chosen)
    return ""


def _inner(element: Element) -> Iterator[str]:
    for part in element.itertext():
        yield str(part)
