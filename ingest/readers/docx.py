"""Reads Word documents from their XML: every paragraph in order with its XPath, then what stands beside the body.

Parts after ECMA-376 part 1, clause 11. The body's paragraphs come first, those of tables and text boxes in their
place; then headers, footers, footnotes, endnotes, comments, charts and diagrams, the addresses of links, and the files
inside. The running text is the document as it stands: inserted words are text, and said; deleted, moved and hidden
words follow their paragraph as notes. Documents written as one XML file are read the same way.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import BinaryIO, Final

from lxml.etree import _Element as Element

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import drawings, inside
from ingest.readers.docx_2003 import OldPackage
from ingest.readers.docx_looks import attribute, is_on
from ingest.readers.docx_numbers import Numbers
from ingest.readers.docx_text import LOOKS, Story
from ingest.readers.package import (
    XML_BYTES,
    FlatPackage,
    Package,
    ZipPackage,
    core_fields,
    faults_told,
    local,
    parse,
    related,
    relations,
)
from ingest.readers.pieces import Parts, Piece, remarks, said, short, stretch
from provenance.errors import ReadError
from provenance.records import Notice

_DOCUMENT: Final = "officeDocument"
# Parts beside the body: type of relationship, and what people call the place.
_BESIDE: Final = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnote"),
    ("endnotes", "endnote"),
    ("comments", "comment"),
)
_FILES: Final = ("image", "oleObject", "package", "aFChunk", "subDocument", "video", "audio", "media")
_FOLDERS: Final = ("media", "embeddings")


def extractor() -> str:
    """Name and version of the reader and of the XML parser."""
    return f"attest-docx/6 lxml/{version('lxml')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"), one for each w:p, each with its line feed, and notes after the paragraph they are of.

    `xpath` leads to the w:p in word/document.xml (w bound to the root's namespace) and is "" beside the body. `label`
    is "para 12" (its place among the body's paragraphs; "para 12, numbered 5" where Word prints a number) or "table 1,
    row 3" in the body, "header", "footnote 3" and the like beside it, and goes on with who changed what and when; "word
    art" and, as a note, the "alternative text" of a picture follow the paragraph that they hang on.
    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged, password_needed,
    too_large, no_text.
    """
    with faults_told(), _opened(stream) as package:
        size = stream.seek(0, io.SEEK_END)
        parts, story = Parts(only), Story(_looks(package))
        if only is not None:
            yield from parts.of(_everything(package, story))
            return
        yield Opened("docx" if isinstance(package, ZipPackage) else "wordml")
        yield Fields(package.fields() if isinstance(package, OldPackage) else core_fields(package))
        yield from parts.of(_everything(package, story))
        files = _files(package)
        if not parts.usable and not files:
            raise ReadError("no_text")
        yield from _notices(package, story)
        yield from inside.parts(package, files, settings, size)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[Package]:
    stream.seek(0)
    if stream.read(2) == b"PK":
        with zipfile.ZipFile(stream) as pack:
            yield ZipPackage(pack)
        return
    stream.seek(0)
    data = stream.read(XML_BYTES + 1)
    if len(data) > XML_BYTES:
        raise ReadError("too_large", limit=XML_BYTES)
    root = parse(data)
    yield OldPackage(root) if local(root) == "wordDocument" else FlatPackage(root)


def _main(package: Package) -> str:
    return next(iter(related(package, "", _DOCUMENT)), "word/document.xml")


def _everything(package: Package, story: Story) -> Iterator[Piece]:
    """The body's paragraphs, then those of the parts beside it, then charts and diagrams."""
    main = _main(package)
    root = package.xml(main)
    if root is None or local(root) not in ("document", "wordDocument"):
        raise ReadError("file_damaged")
    story.links = _links(package, main)
    numbers = Numbers.of(*(_part(package, main, kind) for kind in ("numbering", "styles")))
    for place, paragraph in enumerate(story.paragraphs(root, f"/w:{local(root)}"), 1):
        printed = numbers.next(paragraph.element)
        label = paragraph.row or f"para {place}"
        yield from story.pieces(paragraph, f"{label}, numbered {printed}" if printed else label)
    if isinstance(package, OldPackage):
        beside = [(called, part, "") for called, part in package.beside()]
    else:
        named = [(called, name) for kind, called in _BESIDE for name in related(package, main, kind)]
        beside = [(called, part, name) for called, name in named if (part := package.xml(name)) is not None]
    for called, part, name in beside:
        story.links = _links(package, name)
        yield from _beside(part, called, story, _replies(package, main) if called == "comment" else {})
    yield from drawings.pieces(package, main)
    yield from story.led


def _beside(root: Element, called: str, story: Story, replies: dict[str, str]) -> Iterator[Piece]:
    if called in ("header", "footer"):
        for paragraph in story.paragraphs(root, ""):
            yield from story.pieces(paragraph, called)
        return
    separators = ("separator", "continuationSeparator", "continuationNotice")
    notes = [n for n in root if local(n) and attribute(n, "type") not in separators]
    numbers: dict[str, int] = {}
    for number, note in enumerate(notes, 1):
        paragraphs = list(story.paragraphs(note, ""))
        label = f"{called} {number}"
        if called == "comment":
            identities = [i for p in paragraphs if (i := attribute(p.element, "paraId"))]
            numbers |= dict.fromkeys(identities, number)
            parent = next((replies[i] for i in reversed(identities) if i in replies), "")
            label = _comment(note, label, story)
            label += f", reply to comment {numbers[parent]}" if parent in numbers else ""
        for paragraph in paragraphs:
            for piece in story.pieces(paragraph, label):
                yield Piece(piece.text, piece.label, "note") if called == "comment" else piece


def _comment(note: Element, called: str, story: Story) -> str:
    """What people call a comment: its number, who wrote it and when, where, and the words that it hangs on."""
    identity = attribute(note, "id")
    where = stretch(*story.stands.get(identity, ("", "")))
    words = short("".join(story.hangs.get(identity, ())), 60)
    label = said(called, attribute(note, "author"), attribute(note, "date"))
    return label + (f", {where}" if where else "") + (f", on “{words}”" if words else "")


def _replies(package: Package, main: str) -> dict[str, str]:
    """For the last paragraph of each comment that answers another: that one's last paragraph ([MS-DOCX] commentEx)."""
    found: dict[str, str] = {}
    for name in related(package, main, "commentsExtended"):
        root = package.xml(name)
        for item in root if root is not None else ():
            if local(item) == "commentEx" and (parent := attribute(item, "paraIdParent")):
                found[attribute(item, "paraId")] = parent
    return found


def _looks(package: Package) -> dict[str, frozenset[str]]:
    """By id of each style which of LOOKS it sets, itself or by the style that it is based on."""
    own: dict[str, dict[str, bool]] = {}
    based: dict[str, str] = {}
    for style in _styles(package):
        identity = attribute(style, "styleId")
        items = [item for c in style if local(c) == "rPr" for item in c if local(item) in LOOKS]
        own[identity] = {local(item): is_on(item) for item in items}
        based[identity] = next((attribute(c, "val") for c in style if local(c) == "basedOn"), "")
    found = {}
    for identity in own:
        line = [identity]  # itself, then what it is based on; a damaged file may lead round in a ring
        while (under := based.get(line[-1], "")) and under not in line:
            line.append(under)
        said_of: dict[str, bool] = {}
        for style_id in reversed(line):
            said_of |= own.get(style_id, {})
        found[identity] = frozenset(name for name, on in said_of.items() if on)
    return found


def _styles(package: Package) -> Iterator[Element]:
    """The definitions of styles; a document of 2003 holds them itself."""
    main = _main(package)
    root = package.xml(main) if isinstance(package, OldPackage) else _part(package, main, "styles")
    for group in root.iter() if root is not None else ():
        if local(group) == "styles":
            yield from (style for style in group if local(style) == "style")


def _part(package: Package, main: str, kind: str) -> Element | None:
    """The first part of a kind that the main part relates to."""
    return next((package.xml(name) for name in related(package, main, kind)), None)


def _links(package: Package, name: str) -> dict[str, str]:
    if not name or isinstance(package, OldPackage):
        return {}
    return {r.id: r.target for r in relations(package, name) if r.type == "hyperlink"}


def _stories(package: Package) -> list[str]:
    main = _main(package)
    return [main, *(name for kind, _ in _BESIDE for name in related(package, main, kind))]


def _files(package: Package) -> list[str]:
    """Names of the parts that are files of their own: pictures, recordings, embedded documents."""
    if isinstance(package, OldPackage):
        return list(package.names)
    names = [n for n in package.names if posixpath.basename(posixpath.dirname(n)) in _FOLDERS]
    return [*names, *(target for story in _stories(package) for target in related(package, story, *_FILES))]


def _notices(package: Package, story: Story) -> Iterator[Notice]:
    yield from remarks(story.counts)
    if story.white:
        first = [f"{label}: “{short(words, 60)}”" for label, words in story.white.items()][:3]
        more = f"; and {len(story.white) - 3} more" if len(story.white) > 3 else ""
        yield Notice("white_text", f"white letters, which white paper does not show: {'; '.join(first)}{more}")
    if any(posixpath.basename(name).lower() == "vbaproject.bin" for name in package.names):
        yield Notice("macros_not_run")
    related_to = (r for name in _stories(package) for r in relations(package, name))
    outside = [r.target for r in related_to if r.external and r.type != "hyperlink"]
    outside = list(dict.fromkeys([*outside, *story.fetches]))
    if outside:
        where = "; ".join(short(target) for target in outside[:5])
        yield Notice("remote_content_not_loaded", f"what the file shows from elsewhere was not fetched: {where}")
