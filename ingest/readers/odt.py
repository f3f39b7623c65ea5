"""Reads OpenDocument texts, presentations and drawings: the body in order, then headers, footers, and files inside.

Element names after OASIS OpenDocument 1.3 part 3. The running text is the document as it stands: deleted and hidden
words follow the paragraph that they were in as notes; comments and footnotes stand after the body. Spreadsheets have a
reader of their own. One-file documents (.fodt) are read the same way.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import IO, BinaryIO, Final

from lxml.etree import _Element as Element

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import inside
from ingest.readers.odt_fields import attribute
from ingest.readers.odt_looks import Looks
from ingest.readers.odt_text import BOXES, Reader
from ingest.readers.package import XML_BYTES, Package, ZipPackage, faults_told, local, parse
from ingest.readers.pieces import Parts, Piece, remarks, short
from provenance.errors import ReadError
from provenance.records import Notice

_FIELDS: Final = {
    "title": "title",
    "subject": "subject",
    "description": "description",
    "keyword": "keywords",
    "initial-creator": "author",
    "creator": "last_modified_by",
    "creation-date": "created",
    "date": "modified",
    "generator": "producer",
}
# Parts that make up the document itself; whatever else is packed in is a file of its own.
_OWN: Final = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "mimetype", "manifest.rdf", "layout-cache")
_FOLDERS: Final = ("META-INF/", "Configurations2/", "Thumbnails/", "Basic/", "Dialogs/", "ObjectReplacements/")
_STYLES: Final = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def extractor() -> str:
    """Name and version of the reader and of the XML parser."""
    return f"attest-odt/5 lxml/{version('lxml')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "paragraph", one for each text:p, text:h or row of a table, and notes after them.

    `label` is "para 12", "table 1, row 3", "slide 2, hidden", "para 3, alternative text" (of a picture, as a note),
    "header", "slide background", "footnote 1", "comment 2 (A. Smith, 3 May 2024)";
    `xpath` is "". `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged,
    password_needed, too_large, no_text.
    """
    with faults_told(), _opened(stream) as package:
        size = stream.seek(0, io.SEEK_END)
        parts, reader = Parts(only), Reader()
        if only is not None:
            yield from parts.of(_everything(package, reader))
            return
        yield Opened(_kind(package))
        yield Fields(_fields(package))
        yield from parts.of(_everything(package, reader))
        files = _files(package)
        if not parts.usable and not files:
            raise ReadError("no_text")
        yield from remarks(reader.counts)
        if reader.hidden_slides:
            yield Notice("hidden_text", f"hidden slides, marked as such: {', '.join(map(str, reader.hidden_slides))}")
        yield from _notices(package, reader)
        yield from inside.parts(package, files, settings, size)


@dataclass(frozen=True, slots=True)
class _Flat:
    """A document in one XML file: its root stands for all parts, and its pictures are written into it."""

    root: Element

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"picture {n}" for n, _ in enumerate(self._data(), 1))

    def xml(self, name: str) -> Element | None:
        return self.root if name in _OWN else None

    def stream(self, name: str) -> IO[bytes]:
        try:
            return io.BytesIO(base64.b64decode(self._data()[int(name.split()[-1]) - 1].text or ""))
        except binascii.Error as bad:
            raise OSError("not base64") from bad

    def _data(self) -> list[Element]:
        return [e for e in self.root.iter() if local(e) == "binary-data"]


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[Package]:
    stream.seek(0)
    if stream.read(2) != b"PK":
        stream.seek(0)
        data = stream.read(XML_BYTES + 1)
        if len(data) > XML_BYTES:
            raise ReadError("too_large", limit=XML_BYTES)
        yield _Flat(parse(data))
        return
    with zipfile.ZipFile(stream) as pack:
        package = ZipPackage(pack)
        manifest = package.xml("META-INF/manifest.xml")
        for entry in manifest if manifest is not None else ():
            if attribute(entry, "full-path") == "content.xml" and any(local(e) == "encryption-data" for e in entry):
                raise ReadError("password_needed")
        yield package


def _kind(package: Package) -> str:
    root = package.xml("content.xml")
    body = next((e for e in root.iter() if local(e) == "body"), None) if root is not None else None
    kinds = {"presentation": "odp", "drawing": "odg"}
    return next((kinds[local(e)] for e in body if local(e) in kinds), "odt") if body is not None else "odt"


def _everything(package: Package, reader: Reader) -> Iterator[Piece]:
    content = package.xml("content.xml")
    if content is None:
        raise ReadError("file_damaged")
    styles = package.xml("styles.xml")
    for root in (styles, content):
        if root is not None:
            reader.learn(root)
    reader.looks = _looks(styles, content)
    for element in content.iter():
        if local(element) == "body":
            yield from reader.pieces(element)
    for_styles = Reader(like=reader)
    for_styles.looks = _looks(styles, styles)
    yield from _beside(styles, for_styles)
    yield from reader.beside()
    for name in package.names:  # formulas and charts are documents in the document
        folder, _, file = name.rpartition("/")
        if file == "content.xml" and folder and (root := package.xml(name)) is not None:
            yield from Reader(label=f"{folder.rpartition('/')[2]} inside").pieces(root)


def _looks(styles: Element | None, part: Element | None) -> Looks:
    """The styles that hold in a part: those that are named, in styles.xml, and its own automatic ones."""
    return Looks().learn(styles, "styles").learn(part, "automatic-styles")


def _beside(styles: Element | None, reader: Reader) -> Iterator[Piece]:
    """Headers and footers of all master pages, and what stands on the background of slides, each text once."""
    seen = set()
    for element in styles.iter() if styles is not None else ():
        name, parent = local(element), element.getparent()
        on_master = parent is not None and local(parent) == "master-page" and name in BOXES
        if on_master and not attribute(element, "class"):
            label = "slide background"
        elif name in _STYLES and attribute(element, "display") != "false":
            label = name.partition("-")[0]
        else:
            label = ""
        if label:
            for piece in Reader(label=label, like=reader).pieces(element):
                if piece.text.strip() and (piece.label, piece.text) not in seen:
                    seen.add((piece.label, piece.text))
                    yield piece


def _fields(package: Package) -> dict[str, str]:
    root = package.xml("meta.xml")
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if (name := _FIELDS.get(local(element))) and (element.text or "").strip():
            found.setdefault(name, short(element.text or "", 500))
    return found


def _files(package: Package) -> list[str]:
    """Names of the parts that are files of their own; those of a document in the document are read with it."""
    if isinstance(package, _Flat):
        return list(package.names)
    inner = {n.rpartition("/")[0] for n in package.names if n.endswith("/content.xml")}
    return [
        name
        for name in package.names
        if name not in _OWN
        and not name.startswith(_FOLDERS)
        and not any(name.startswith(f"{folder}/") for folder in inner)
        and name.rpartition("/")[0] not in inner
        and name.rpartition("/")[2] != "thumbnail.png"
    ]


def _notices(package: Package, reader: Reader) -> Iterator[Notice]:
    if any(n.startswith("Basic/") and not n.endswith(("script-lc.xml", "script-lb.xml")) for n in package.names):
        yield Notice("macros_not_run")
    if reader.fetches:
        where = "; ".join(short(target) for target in list(dict.fromkeys(reader.fetches))[:5])
        yield Notice("remote_content_not_loaded", f"what the file shows from elsewhere was not fetched: {where}")
