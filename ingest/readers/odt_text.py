"""The text of OpenDocument elements in order: paragraphs, rows of tables, slides, and what is deleted, hidden or noted.

Element names after OASIS OpenDocument 1.3 part 3, chapters 5 (text), 9 (tables), 10 (drawings) and 14 (annotations).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers import odt_fields
from ingest.readers.odt_fields import attribute
from ingest.readers.odt_looks import Look, Looks
from ingest.readers.package import local
from ingest.readers.pieces import HIDDEN, Piece, Run, address, marked, said, set_apart, short, stretch

_PARAGRAPHS: Final = ("p", "h")
_ROW_LONGEST = 4000  # code points: a longer row lays out a page, and is given paragraph by paragraph
# Not text: definitions, bookkeeping, the words of changes (read where they were), what stands beside the text.
_SKIPPED: Final = frozenset((
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "scripts",
    "automatic-styles", "styles", "font-face-decls", "annotation-end", "binary-data", "dde-connection-decls",
    "shapes-decls", "settings", "meta", "master-styles", "index-title-template", "table-of-content-source",
    "alphabetical-index-source", "bibliography-source", "illustration-index-source", "table-index-source",
    "user-index-source", "object-index-source", "event-listeners", "date-time-decl", "label",
))  # fmt: skip
BOXES: Final = ("frame", "custom-shape", "rect", "g", "text-box", "ellipse", "line", "path", "polygon")
_HIDING: Final = ("hidden-text", "hidden-paragraph")


@dataclass(frozen=True, slots=True)
class _Change:
    """A tracked change: "insertion" or "deletion", by whom and when, and the words that were taken out."""

    kind: str
    who: str
    when: str
    words: str


@dataclass(slots=True)
class Reader:
    """Reads elements one after the other; `label` names every piece, if given; `like` lends what it has learnt.

    `looks` are the styles that hold here; `counts` are of passages changed and hidden; `fetches` are addresses outside
    the file that it shows content of.
    """

    label: str = ""
    like: Reader | None = None
    counts: Counter[str] = field(default_factory=Counter)
    fetches: list[str] = field(default_factory=list)
    hidden_slides: list[int] = field(default_factory=list)
    looks: Looks = field(default_factory=Looks)
    _look: Look = field(default_factory=Look)  # of the words that are being read
    _changes: dict[str, _Change] = field(default_factory=dict)
    _controls: dict[str, str] = field(default_factory=dict)  # what each control of a form shows
    _hangs: dict[str, list[str]] = field(default_factory=dict)
    _ends: dict[str, str] = field(default_factory=dict)  # where the words end that a comment hangs on
    _open: dict[str, None] = field(default_factory=dict)
    _changing: dict[str, _Change] = field(default_factory=dict)  # changes within whose bounds the reader is
    _spans: set[str] = field(default_factory=set)  # comments that have an end, and so are on words
    _notes: list[tuple[str, Element, str]] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)
    _number: int = 0
    _tables: int = 0
    _slides: int = 0

    def __post_init__(self) -> None:
        if like := self.like:
            self._changes, self.looks = like._changes, like.looks
            self.counts, self.fetches, self._notes = like.counts, like.fetches, like._notes
            self._spans, self._controls = like._spans, like._controls

    def learn(self, root: Element) -> None:
        """Note the changes that are tracked, the ends of comments, and what forms hold."""
        for element in root.iter():
            name = local(element)
            if name in odt_fields.CONTROLS and (identity := attribute(element, "id")):
                self._controls[identity] = odt_fields.control(element)
            elif name == "annotation-end":
                self._spans.add(attribute(element, "name"))
            elif name == "changed-region":
                self._learn_change(element)

    def _learn_change(self, region: Element) -> None:
        for kind in region:
            info = next((e for e in kind if local(e) == "change-info"), None)
            about = {local(e): e.text or "" for e in info} if info is not None else {}
            gone = "\n".join(p.text for e in kind if e is not info for p in Reader(label="-").pieces(e))
            identity = attribute(region, "id")
            if local(kind) != "deletion" and identity in self._changes:
                continue  # words that were inserted and then deleted: the deletion holds them
            self._changes[identity] = _Change(local(kind), about.get("creator", ""), about.get("date", ""), gone)

    def pieces(self, element: Element) -> Iterator[Piece]:
        """The pieces of an element and of what is in it."""
        name = local(element)
        if not name or name in _SKIPPED:
            return
        if name in _PARAGRAPHS:
            yield from self._paragraph(element)
        elif name == "table":
            yield from self._table(element)
        elif name == "page":
            yield from self._slide(element)
        elif name == "control":
            self._number += not self.label
            yield Piece(self._controls.get(attribute(element, "control"), ""), self._where())
        elif name in ("footer-decl", "header-decl"):
            yield Piece("".join(map(str, element.itertext())), name.partition("-")[0])
        elif name in ("desc", "title") and "svg" in str(element.tag):
            yield Piece("".join(map(str, element.itertext())), f"{self._where()}, alternative text", "note")
        elif name == "annotation":
            self._notes.append(("comment", element, self._where()))
        elif name in ("change", "change-start", "change-end"):
            where = self._where()
            for run in self._change(element, name):
                self.counts["tracked_changes"] += 1
                yield Piece(run.text, f"after {where}, {said(run.mark, run.who, run.when)}", "note")
        elif name == "section" and attribute(element, "display") == "none":
            for piece in self._inner(element):
                self.counts["hidden_text"] += 1
                yield Piece(piece.text, f"{piece.label}, hidden", "note")
        else:
            self.fetches += odt_fields.elsewhere(element)
            yield from self._inner(element)

    def beside(self) -> Iterator[Piece]:
        """Footnotes, endnotes and comments, in the order of the text; call it after `pieces`."""
        numbers: Counter[str] = Counter()
        for kind in ("footnote", "endnote", "comment"):
            for noted, element, where in [n for n in self._notes if n[0] == kind]:
                numbers[kind] += 1
                label = f"{noted} {numbers[kind]}"
                if kind == "comment":
                    about = {local(e): e.text or "" for e in element if local(e) in ("creator", "date")}
                    words = short("".join(self._hangs.get(attribute(element, "name"), ())), 60)
                    where = stretch(where, self._ends.get(attribute(element, "name"), where))
                    label = said(label, about.get("creator", ""), about.get("date", ""))
                    label += (f", {where}" if where else "") + (f", on “{words}”" if words else "")
                inner = Reader(label=label, like=self)
                inner._notes = []
                for part in element:
                    if local(part) not in ("note-citation", "creator", "date", "date-string", "creator-initials"):
                        for piece in inner.pieces(part):
                            yield Piece(piece.text, piece.label, "note" if kind == "comment" else piece.kind)

    def _inner(self, element: Element) -> Iterator[Piece]:
        for child in element:
            yield from self.pieces(child)

    def _paragraph(self, element: Element) -> Iterator[Piece]:
        boxes, self._boxes = self._boxes, []
        self._look = self.looks.of("paragraph", attribute(element, "style-name"))
        self._number += not self.label
        label = self._where()
        yield from marked(list(self._runs(element)), label, "", self.counts)
        inside, self._boxes = self._boxes, boxes
        for box in inside:
            yield from self._inner(box)

    def _where(self) -> str:
        slide = f"slide {self._slides}" + (", hidden" if self._slides in self.hidden_slides else "")
        return self.label or (slide if self._slides else f"para {self._number}")

    def _runs(self, element: Element) -> Iterator[Run]:
        """The words of a paragraph; white space folds as OpenDocument has it (6.1.2)."""
        yield from self._plain(element.text)
        for child in element:
            name = local(child)
            if name == "s":
                count = attribute(child, "c")
                yield self._kept(" " * min(int(count) if count.isdigit() else 1, 1000))
            elif name in ("tab", "line-break"):
                yield self._kept("\t" if name == "tab" else "\n")
            elif name in ("change", "change-start", "change-end"):
                yield from self._change(child, name)
            elif name == "note":
                kind = "endnote" if attribute(child, "note-class") == "endnote" else "footnote"
                self._notes.append((kind, child, self._where()))
            elif name in ("annotation", "annotation-end"):
                self._comment(child, name)
            elif name == "control":
                yield self._kept(f" {self._controls.get(attribute(child, 'control'), '')} ")
            elif name in BOXES:
                self.fetches += odt_fields.elsewhere(child)
                self._boxes.append(child)
            elif name and name not in (*_SKIPPED, *_PARAGRAPHS) and not odt_fields.is_placeholder(child, name):
                yield from self._within(child, name)
            yield from self._plain(child.tail)

    def _within(self, element: Element, name: str) -> Iterator[Run]:
        """The words of an element that stands among words: a span, a link, a field, what is hidden by a condition."""
        around = self._look
        self._look = self.looks.of("text", attribute(element, "style-name")).over(around)
        if name in _HIDING:
            words = attribute(element, "string-value") or "".join(r.text for r in self._runs(element))
            hidden = Run(words, HIDDEN if attribute(element, "is-hidden") != "false" else "")
            yield set_apart(hidden, self._look.apart)
        elif name == "a":
            linked = list(self._runs(element))
            led = address(attribute(element, "href"), "".join(r.text for r in linked))
            yield from linked
            yield from self._plain(f" <{led}>" if led else "")
        elif name == "ruby":
            yield from (r for e in element if local(e) == "ruby-base" for r in self._runs(e))
        elif name in odt_fields.MARKS:
            yield self._kept(odt_fields.mark(element))
            yield from self._runs(element)
        else:
            yield from self._runs(element)
        self._look = around

    def _plain(self, text: str | None) -> Iterator[Run]:
        if text:
            folded = " ".join(text.replace("\n", " ").replace("\t", " ").split(" "))
            while "  " in folded:
                folded = folded.replace("  ", " ")
            yield self._kept(folded)

    def _kept(self, text: str) -> Run:
        text = odt_fields.symbols(text, self._look.font or "")
        for comment in self._open:
            self._hangs[comment].append(text)
            if text.strip():
                self._ends[comment] = self._where()
        change = max(self._changing.values(), key=lambda c: c.kind == "deletion", default=None)
        if change is None:
            return Run(text, self._look.apart)
        kind = "deleted" if change.kind == "deletion" else "inserted"
        return set_apart(Run(text, kind, change.who, change.when), self._look.apart)

    def _change(self, element: Element, name: str) -> Iterator[Run]:
        identity = attribute(element, "change-id")
        change = self._changes.get(identity)
        if name == "change-end":
            self._changing.pop(identity, None)
        elif change and change.kind == "deletion" and (change.words.strip() or name == "change"):
            yield Run(change.words, "deleted", change.who, change.when)
        elif change and change.kind in ("insertion", "deletion") and name == "change-start":
            self._changing[identity] = change  # flat files may leave deleted words where they were

    def _comment(self, element: Element, name: str) -> None:
        identity = attribute(element, "name")
        if name == "annotation-end":
            self._open.pop(identity, None)
            return
        self._notes.append(("comment", element, self._where()))
        if identity in self._spans:
            self._open[identity] = None
            self._hangs.setdefault(identity, [])

    def _table(self, table: Element) -> Iterator[Piece]:
        self._tables += 1
        number = self._tables
        rows = [r for r in table.iter() if local(r) == "table-row" and _own_table(r) is table]
        for row, element in enumerate(rows, 1):
            cells = [c for c in element if local(c) in ("table-cell", "covered-table-cell")]
            nested = any(local(e) == "table" for c in cells for e in c.iter())
            held = [list(self._inner(c)) for c in cells] if not nested else []
            words = [" ".join(p.text for p in pieces if p.kind != "note").strip() for pieces in held]
            if nested or len(cells) < 2 or sum(map(len, words)) > _ROW_LONGEST:
                yield from self._inner(element) if nested else (p for pieces in held for p in pieces)
                continue
            if any(words):
                label = self.label or (f"{self._where()}, " if self._slides else "") + f"table {number}, row {row}"
                yield Piece("\t".join(w.replace("\t", " ") for w in words), label)
            yield from (p for pieces in held for p in pieces if p.kind == "note")

    def _slide(self, page: Element) -> Iterator[Piece]:
        self._slides += 1
        if self.looks.hides(attribute(page, "style-name")):
            self.hidden_slides.append(self._slides)
        for child in page:
            if local(child) != "notes":
                yield from self.pieces(child)
            else:
                inner = Reader(label=f"{self._where()}, notes", like=self)
                yield from (p for p in inner._inner(child) if p.text.strip())


def _own_table(row: Element) -> Element | None:
    """The table that a row is of."""
    return next((e for e in row.iterancestors() if local(e) == "table"), None)
