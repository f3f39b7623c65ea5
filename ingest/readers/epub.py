"""Reads EPUB books: the documents of the spine in order, each as a web page is read, then pictures and other files.

Container, package and spine after EPUB 3.3. The text is in many files, so parts have no XPath.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import BinaryIO, Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import html, inside
from ingest.readers.html_text import Reader
from ingest.readers.package import XML_BYTES, Package, ZipPackage, faults_told, local
from ingest.readers.pieces import Parts, Piece, remarks, short
from provenance.errors import ReadError
from provenance.records import Notice

_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_LEFT: Final = ("application/x-dtbncx+xml", "text/css", "font/", "application/font", "application/vnd.ms-opentype")
_ABOUT: Final = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "date": "date",
    "language": "language_stated",
    "identifier": "identifier",
    "description": "description",
}
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def extractor() -> str:
    """Name and version of the reader and of the parser."""
    return f"attest-epub/1 {html.extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "paragraph" as `html` gives them, "para 3.12" being of the third document; hidden text as notes.

    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged, password_needed (the
    book is encrypted for one reader's device), too_large, no_text.
    """
    with faults_told(), zipfile.ZipFile(stream) as pack:
        package, parts, reader = ZipPackage(pack), Parts(only), Reader(pathed=False)
        _refuse_locked(package)
        folder, root = _book(package)
        items, spine = _contents(root, folder)
        if only is not None:
            yield from parts.of(_everything(package, spine, reader))
            return
        yield Opened("epub")
        yield Fields(_fields(root))
        yield from parts.of(_everything(package, spine, reader))
        files = [n for n, kind in items.items() if kind not in _PAGES and not kind.startswith(_LEFT)]
        if not parts.usable and not files:
            raise ReadError("no_text")
        yield from remarks(reader.counts)
        known = {name.lower() for name in package.names}
        if missing := [name for name in spine if name.lower() not in known]:
            yield Notice("sections_missing", f"sections that the book lists and does not hold: {len(missing)}")
        yield from inside.parts(package, files, settings, stream.seek(0, io.SEEK_END))


def _refuse_locked(package: Package) -> None:
    """Books for one device have their text encrypted; fonts that are merely obfuscated do not matter."""
    root = package.xml("META-INF/encryption.xml")
    for data in root if root is not None else ():
        ways = [e.get("Algorithm", "") for e in data.iter() if local(e) == "EncryptionMethod"]
        if any(way not in _FONTS for way in ways):
            raise ReadError("password_needed")


def _book(package: Package) -> tuple[str, Element]:
    """The folder and root of the book's description."""
    container = package.xml("META-INF/container.xml")
    listed = [e for e in container.iter() if local(e) == "rootfile"] if container is not None else []
    path = listed[0].get("full-path", "") if listed else next((n for n in package.names if n.endswith(".opf")), "")
    root = package.xml(path) if path else None
    if root is None:
        raise ReadError("file_damaged")
    return posixpath.dirname(path), root


def _contents(root: Element, folder: str) -> tuple[dict[str, str], list[str]]:
    """The kind of each item of the book by its name, and the names of those to be read, in order."""
    found: dict[str, tuple[str, str]] = {}
    for item in (e for e in root.iter() if local(e) == "item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        found[item.get("id", "")] = (name, item.get("media-type", ""))
    order = [e.get("idref", "") for e in root.iter() if local(e) == "itemref"]
    spine = [found[i][0] for i in dict.fromkeys(order) if i in found]
    return dict(found.values()), spine


def _everything(package: Package, spine: list[str], reader: Reader) -> Iterator[Piece]:
    for number, name in enumerate(spine, 1):
        try:
            with package.stream(name) as member:
                data = member.read(XML_BYTES + 1)
        except KeyError:
            continue  # said once, by `read`
        if len(data) > XML_BYTES:
            raise ReadError("too_large", part=name, limit=XML_BYTES)
        root, _, _ = html.parsed(data)
        if root is not None:
            reader.lead = f"{number}."
            yield from (replace(piece, xpath="") for piece in reader.pieces(root))


def _fields(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter():
        if (name := _ABOUT.get(local(element))) and (element.text or "").strip():
            found.setdefault(name, short(element.text or "", 500))
    return found
