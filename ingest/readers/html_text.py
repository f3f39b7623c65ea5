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

from ingest.readers.package import local
from ingest.readers.pieces import Piece, address

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noframes",
        "noscript",
        "ol",
        "optgroup",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    ]
)
_SKIPPED: Final = frozenset(["script", "style", "head", "title", "link", "meta", "base", "frame", "iframe", "datalist"])
# Controls are no text (HTML 13.2.3.5); the tree holds those that were written as such or as references.
_CONTROLS: Final = dict.fromkeys([*range(1, 9), *range(0x0E, 0x20), 0x7F], "\ufffd")
_KEPT_SPACES: Final = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NOT_SHOWN: Final = frozenset(("hidden", "password", "submit", "reset", "button", "image", "file", "checkbox", "radio"))
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

    `pathed` off leaves out the paths (for trees of which a file holds several). `counts`: hidden passages, by code.
    """

    lead: str = ""
    pathed: bool = True
    counts: Counter[str] = field(default_factory=Counter)
    _number: int = 0
    _tables: int = 0
    _rows: dict[Element, tuple[int, int]] = field(default_factory=dict)  # of each table: its number, its rows so far
    _hiding: frozenset[str] = frozenset()
    _paths: dict[Element, str] = field(default_factory=dict)

    def pieces(self, root: Element) -> Iterator[Piece]:
        """The pieces of one tree; names of elements are looked at without their namespace."""
        self._number = self._tables = 0
        self._hiding = _hiding(root)
        self._paths, self._rows = {}, {}
        yield from self._walk(root)

    def _walk(self, root: Element) -> Iterator[Piece]:
        """Depth first without recursion: a page may be nested as deep as it likes."""
        block = _Block(root)
        inside: list[tuple[Element, bool, bool]] = []  # (element, hidden, white space kept) that are open
        todo: list[tuple[Element, bool]] = [(root, True)]
        while todo:
            element, opens = todo.pop()
            name = local(element)
            hidden, kept = inside[-1][1:] if inside else (False, False)
            if not opens:
                was_hidden = inside.pop()[1]
                hidden, kept = inside[-1][1:] if inside else (False, False)
                _add(block, _beside(element, name), was_hidden, True)
                if name in _BLOCKS:
                    yield from self._ended(block)
                    block = _Block(element.getparent())
                _add(block, element.tail or "", hidden, kept)
                continue
            own = hidden or (bool(name) and self._is_hidden(element, name))
            if name in _BLOCKS:
                yield from self._ended(block)
                block = _Block(element)
            if name == "table":
                self._tables += 1
                self._rows[element] = (self._tables, 0)
            if name == "tr" and (row := self._row(element, own)):
                yield row
            elif name and name not in _SKIPPED:
                inside.append((element, own, kept or name in _KEPT_SPACES))
                todo.append((element, False))
                _add(block, _own_words(element, name), own, kept or name == "br")
                _add(block, element.text or "", own, kept or name in _KEPT_SPACES)
                todo += ((child, True) for child in reversed(element) if name != "select")
                continue
            _add(block, element.tail or "", hidden, kept)
        yield from self._ended(block)

    def _ended(self, block: _Block) -> Iterator[Piece]:
        """The piece of a block whose end is reached, and one for what is hidden in it."""
        path = self.path(block.element) if self.pathed and block.element is not None else ""
        words, hidden = _folded(block.words), _folded(block.hidden)
        if not words and not hidden:
            return
        self._number += 1
        label = f"para {self.lead}{self._number}"
        if words:
            yield Piece(words, label, "paragraph", path)
        if hidden:
            self.counts["hidden_text"] += 1
            yield Piece(hidden, f"{label}, hidden", "note", path)

    def _row(self, row: Element, hidden: bool) -> Piece | None:
        """A row of cells with words of their own as one piece; None for one that lays out a page, or hides words."""
        table = next((e for e in row.iterancestors() if local(e) == "table"), row)
        number, rows = self._rows.get(table, (self._tables, 0))
        self._rows[table] = (number, rows + 1)
        cells = [c for c in row if local(c) in ("td", "th")]
        within = [e for c in cells for e in c.iter() if local(e)]
        if hidden or len(cells) < 2 or any(local(e) in ("table", "tr") or self._is_hidden(e, local(e)) for e in within):
            return None
        texts = [" ".join(p.text for p in Reader(pathed=False).pieces_of(c)) for c in cells]
        text = "\t".join(x.replace("\t", " ").strip() for x in texts)
        if not text.strip() or len(text) > _ROW_LONGEST:
            return None
        self._number += 1
        label = f"table {self.lead}{number}, row {rows + 1}"
        return Piece(text, label, "paragraph", self.path(row) if self.pathed else "")

    def pieces_of(self, element: Element) -> Iterator[Piece]:
        """The pieces of one element without what follows it."""
        tail, element.tail = element.tail, None
        try:
            yield from self._walk(element)
        finally:
            element.tail = tail

    def _is_hidden(self, element: Element, name: str) -> bool:
        if name == "template" or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if not self._hiding:
            return False
        classes = {f".{x}" for x in (element.get("class") or "").split()}
        return bool(self._hiding & (classes | {f"#{element.get('id')}", name}))

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


def _add(block: _Block, text: str, hidden: bool, kept: bool) -> None:
    """Add text to a block's words; outside preformatted text, white space at a seam folds as within."""
    words = block.hidden if hidden else block.words
    if not kept:
        text = _SPACES.sub(" ", text)
        if words and words[-1].endswith((" ", "\n")):
            text = text.lstrip(" ")
    if text:
        words.append(text.translate(_CONTROLS))


def _folded(words: list[str]) -> str:
    """Words of a block without blank lines around them and blanks at the ends of lines."""
    text = "".join(words)
    return re.sub(r"[ \t]+$", "", text, flags=re.M).strip("\n").lstrip(" ") if text.strip() else ""


def _beside(element: Element, name: str) -> str:
    """What an element says that its words don't: where a link leads, the full time behind a short one."""
    if name == "a":
        target = address(element.get("href") or "", "".join(_inner(element)))
        return f" <{target}>" if target else ""
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
        return element.get("alt") or ""
    if name == "input":
        kind = (element.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            return "☒ " if element.get("checked") is not None else "☐ "
        return "" if kind in _NOT_SHOWN else f"{element.get('value') or ''} "
    if name == "select":
        options = [e for e in element.iter() if local(e) == "option"]
        chosen = [e for e in options if e.get("selected") is not None] or options[:1]
        return ", ".join(_SPACES.sub(" ", "".join(_inner(e))).strip() for e in chosen)
    return ""


def _inner(element: Element) -> Iterator[str]:
    for part in element.itertext():
        yield str(part)


def _hiding(root: Element) -> frozenset[str]:
    """Classes, ids and element names that the page's own styles hide; only plain selectors are understood."""
    found = set()
    for style in root.iter():
        if local(style) != "style" or "print" in (style.get("media") or ""):
            continue
        text = re.sub(r"/\*.*?\*/", "", "".join(_inner(style)), flags=re.S)
        text = re.sub(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)  # rules for paper and small screens
        for selectors, body in _RULE.findall(text):
            if _HIDDEN.search(body):
                found |= {s for x in selectors.split(",") if re.fullmatch(r"[.#]?[\w-]+", s := x.strip())}
    return frozenset(found)
