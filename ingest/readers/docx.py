"""Reads Word documents from their XML: every paragraph in order with its XPath, then what stands beside the body.

Element names after ECMA-376 part 1, chapter 17. The body's paragraphs come first, those of tables and text boxes in
their place; then headers, footers, footnotes, endnotes and comments. Inserted text is text; deleted text is not.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import BinaryIO, Final

from lxml import etree
from lxml.etree import _Element as Element

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers.normal import clean
from ingest.readers.sniff import ZIP_ERRORS
from provenance.errors import ReadError
from provenance.records import Notice, Part

_XML_BYTES = 64 << 20  # most bytes of one XML part, unpacked: thousands of pages
_STEP = 200  # paragraphs between two signs of life
_DOCUMENT: Final = "officeDocument"
# Parts beside the body: type of relationship, and what people call the place.
_BESIDE: Final = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnote"),
    ("endnotes", "endnote"),
    ("comments", "comment"),
)
_TEXTS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Not the paragraph's text: properties, deleted words, codes of fields, readings set above words, a drawing's older
# twin, and text boxes, whose paragraphs are read as paragraphs of their own.
_SKIPPED: Final = {
    *("pPr", "rPr", "sectPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "Fallback"),
    *("txbxContent", "sdtPr", "tblPr", "tblGrid", "trPr", "tcPr"),
}
_WARNED: Final = {
    "del": "tracked_changes",
    "moveFrom": "tracked_changes",
    "altChunk": "embedded_not_read",
    "subDoc": "embedded_not_read",
    "object": "embedded_not_read",
    "blip": "pictures_not_read",
    "imagedata": "pictures_not_read",
}
_SAID: Final = {
    "tracked_changes": "deleted or moved passages, not in the text: {n}",
    "embedded_not_read": "embedded files: {n}",
    "pictures_not_read": "pictures in the document: {n}",
}


def extractor() -> str:
    """Name and version of the reader and of the XML parser."""
    return f"attest-docx/1 lxml/{version('lxml')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"), one for each w:p, each with its line feed.

    `xpath` leads to the w:p in word/document.xml (w bound to the root's namespace) and is "" beside the body; `label`
    is "para 12" (its place among all paragraphs) in the body, "header", "footnote 3" and the like beside it. `only`
    asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged, password_needed, too_large,
    no_text.
    """
    try:
        with zipfile.ZipFile(stream) as pack:
            package = _Package(pack)
            if only is None:
                yield Opened("docx")
                yield Fields(_fields(package))
            yield from _parts(package, only)
    except (*ZIP_ERRORS, etree.XMLSyntaxError) as bad:
        raise ReadError("file_damaged") from bad
    except RuntimeError as bad:  # zipfile's word for a member that is encrypted
        raise ReadError("password_needed") from bad


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of the file, by name; each is read within bounds."""

    pack: zipfile.ZipFile

    def xml(self, name: str) -> Element | None:
        """The root element of a part, or None where the file has no such part."""
        try:
            with self.pack.open(name) as member:
                data = member.read(_XML_BYTES + 1)
        except KeyError:
            return None
        if len(data) > _XML_BYTES:
            raise ReadError("too_large", part=name, limit=_XML_BYTES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        return etree.fromstring(data, parser)

    def related(self, name: str, kind: str) -> list[str]:
        """Names of the parts to which part `name` ("" for the package) is related by `kind`."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = [] if root is None else [r for r in root if isinstance(r.tag, str)]
        targets = [
            r.get("Target", "")
            for r in found
            if r.get("TargetMode") != "External" and r.get("Type", "").rpartition("/")[2] == kind
        ]
        return [posixpath.normpath(posixpath.join("/", folder, t)).lstrip("/") for t in targets]


@dataclass(slots=True)
class _Walk:
    """Paragraphs of one part in document order, each with its path, and what was met besides, by code of warning."""

    counts: Counter[str] = field(default_factory=Counter)

    def paragraphs(self, element: Element, path: str) -> Iterator[tuple[Element, str]]:
        """Every w:p below `element`, with its XPath; a text box's paragraphs follow the one that holds it."""
        places: Counter[object] = Counter()
        for child in element:
            if not isinstance(child.tag, str):
                continue
            places["*"] += 1
            places[child.tag] += 1
            name = etree.QName(child).localname
            prefixed = child.tag.startswith(f"{{{_namespace(element)}}}")
            here = f"{path}/w:{name}[{places[child.tag]}]" if prefixed else f"{path}/*[{places['*']}]"
            if name in _WARNED:
                self.counts[_WARNED[name]] += 1
            if name == "Fallback" or (name in _SKIPPED and name != "txbxContent"):
                continue
            if name == "p" and prefixed:
                yield child, here
            yield from self.paragraphs(child, here)


def _namespace(element: Element) -> str:
    """The document's own namespace (transitional or strict), which its root is in."""
    return str(etree.QName(element.getroottree().getroot()).namespace)


def _parts(package: _Package, only: Collection[int] | None) -> Iterator[object]:
    walk = _Walk()
    last = max(only, default=-1) if only is not None else None
    usable = False
    for ordinal, (paragraph, label, xpath) in enumerate(_everything(package, walk)):
        if last is not None and ordinal > last:
            return
        if only is None or ordinal in only:
            text = clean("".join(_text(paragraph)))
            usable = usable or bool(text.strip())
            yield Part(ordinal, "paragraph", text + "\n", label or f"para {ordinal + 1}", xpath=xpath)
        if only is None and ordinal % _STEP == 0:
            yield Advance(ordinal, 0, "paragraphs")
    if only is not None:
        return
    if not usable:
        raise ReadError("no_text")
    for code, n in walk.counts.items():
        yield Notice(code, _SAID[code].format(n=n))


def _everything(package: _Package, walk: _Walk) -> Iterator[tuple[Element, str, str]]:
    """(paragraph, label, xpath): the body's, then those of the parts beside it."""
    main = next(iter(package.related("", _DOCUMENT)), "word/document.xml")
    root = package.xml(main)
    if root is None or etree.QName(root).localname != "document":
        raise ReadError("file_damaged")
    for paragraph, path in walk.paragraphs(root, "/w:document"):
        yield paragraph, "", path
    for kind, called in _BESIDE:
        for name in dict.fromkeys(package.related(main, kind)):
            beside = package.xml(name)
            if beside is not None:
                yield from _beside(beside, called, walk)


def _beside(root: Element, called: str, walk: _Walk) -> Iterator[tuple[Element, str, str]]:
    if called in ("header", "footer"):
        yield from ((paragraph, called, "") for paragraph, _ in walk.paragraphs(root, ""))
        return
    w = f"{{{_namespace(root)}}}"
    notes = [n for n in root if n.get(f"{w}type") not in ("separator", "continuationSeparator", "continuationNotice")]
    for number, note in enumerate(notes, 1):
        author = note.get(f"{w}author")
        label = f"{called} {number}" + (f" ({author})" if author else "")
        yield from ((paragraph, label, "") for paragraph, _ in walk.paragraphs(note, ""))


def _text(element: Element) -> Iterator[str]:
    """The text of a paragraph as it stands, without that of paragraphs in it."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in _SKIPPED or name == "p":
            continue
        if name == "t":
            yield child.text or ""
        elif name in _TEXTS:
            if name != "br" or child.get(f"{{{etree.QName(child).namespace}}}type", "textWrapping") == "textWrapping":
                yield _TEXTS[name]
        else:
            yield from _text(child)


def _fields(package: _Package) -> dict[str, str]:
    """Title, author and dates as the file states them."""
    names = {"title": "title", "creator": "author", "lastModifiedBy": "last_modified_by"}
    names |= {"created": "created", "modified": "modified", "description": "description"}
    found: dict[str, str] = {}
    for part in package.related("", "core-properties"):
        root = package.xml(part)
        for item in root if root is not None else ():
            name = names.get(etree.QName(item).localname) if isinstance(item.tag, str) else None
            if name and (item.text or "").strip():
                found[name] = item.text.strip()
    return found
