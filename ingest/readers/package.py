"""The parts of a packed document (Office Open XML, OpenDocument, EPUB), each read within bounds, and how they relate.

Parts and relationships after ECMA-376 part 2; the flat form (one XML file, `pkg:package`) after the same schema.
"""

from __future__ import annotations

import base64
import binascii
import copy
import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Final, Protocol
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from ingest.readers.sniff import ZIP_ERRORS
from provenance.errors import ReadError

XML_BYTES = 64 << 20  # most bytes of one XML part, unpacked: thousands of pages
_CUSTOM = 50  # most properties of their own making that are kept of a file
_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
# What opening and reading a packed document raises when it is broken.
PACKAGE_ERRORS: Final = (*ZIP_ERRORS, etree.XMLSyntaxError)


@contextmanager
def faults_told() -> Iterator[None]:
    """Inside, what goes wrong in a packed document is a ReadError: file_damaged, password_needed."""
    try:
        yield
    except PACKAGE_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    except RuntimeError as bad:  # zipfile's word for a member that is encrypted
        raise ReadError("password_needed") from bad


@dataclass(frozen=True, slots=True)
class Relation:
    """That a part relates to another: its id in that part, the last word of its type, and the part's name or address.

    `external`: `target` is an address outside the file, which is never opened.
    """

    id: str
    type: str
    target: str
    external: bool = False


class Package(Protocol):
    """What readers ask of a packed document."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts, in the order of the file."""

    def xml(self, name: str) -> Element | None:
        """The root element of a part, or None where there is none of this name. Raises ReadError(too_large)."""

    def stream(self, name: str) -> IO[bytes]:
        """A seekable stream of a part's bytes; raises KeyError where there is none of this name."""


def parse(data: bytes) -> Element:
    """An XML part's root; entities stay unresolved and nothing outside is fetched. Raises XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data, parser)


def local(element: Element) -> str:
    """An element's name without its namespace; "" for what is no element (an instruction, an entity)."""
    return _local(element.tag)


@lru_cache(4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class ZipPackage:
    """The parts of a document that is packed as a ZIP; a part that is locked raises RuntimeError, as zipfile does."""

    def __init__(self, pack: zipfile.ZipFile) -> None:
        self._pack = pack
        self._folded = {name.lower(): name for name in reversed(pack.namelist())}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(i.filename for i in self._pack.infolist() if not i.filename.endswith("/"))

    def xml(self, name: str) -> Element | None:
        real = self._real(name)
        if real is None:
            return None
        with self._pack.open(real) as member:
            data = member.read(XML_BYTES + 1)
        if len(data) > XML_BYTES:
            raise ReadError("too_large", part=name, limit=XML_BYTES)
        return parse(data)

    def stream(self, name: str) -> IO[bytes]:
        real = self._real(name)
        if real is None:
            raise KeyError(name)
        return self._pack.open(real)

    def _real(self, name: str) -> str | None:
        """The member of this name; capitals differ in some files, and names may be written as in addresses."""
        return self._folded.get(name.lower()) or self._folded.get(unquote(name).lower())


class FlatPackage:
    """The parts of a document written as one XML file, from the root element `pkg:package`."""

    def __init__(self, root: Element) -> None:
        self._parts = {part.get(f"{_PKG}name", "").lstrip("/"): part for part in root.iter(f"{_PKG}part")}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def xml(self, name: str) -> Element | None:
        part = self._parts.get(name)
        held = part.find(f"{_PKG}xmlData") if part is not None else None
        inner = next(iter(held), None) if held is not None else None
        return copy.deepcopy(inner) if inner is not None else None  # a root of its own, as a part is

    def stream(self, name: str) -> IO[bytes]:
        held = self._parts[name].find(f"{_PKG}binaryData")
        try:
            return io.BytesIO(base64.b64decode((held.text or "") if held is not None else ""))
        except binascii.Error as bad:
            raise OSError("not base64") from bad


def relations(package: Package, name: str) -> Iterator[Relation]:
    """How part `name` ("" for the whole file) relates to others, in order."""
    folder, file = posixpath.split(name)
    root = package.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    for r in root if root is not None else ():
        if local(r) != "Relationship":
            continue
        kind, target = r.get("Type", "").rpartition("/")[2], r.get("Target", "")
        external = r.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Relation(r.get("Id", ""), kind, target, external)


def related(package: Package, name: str, *kinds: str) -> list[str]:
    """Names of the parts to which part `name` is related by one of `kinds`, each once."""
    found = [r.target for r in relations(package, name) if r.type in kinds and not r.external]
    return list(dict.fromkeys(found))


def core_fields(package: Package) -> dict[str, str]:
    """Title, author and dates as an Office file states them."""
    names = {"title": "title", "creator": "author", "lastModifiedBy": "last_modified_by", "subject": "subject"}
    names |= {"created": "created", "modified": "modified", "description": "description", "keywords": "keywords"}
    found: dict[str, str] = {}
    for part in related(package, "", "core-properties"):
        root = package.xml(part)
        for item in root if root is not None else ():
            name = names.get(local(item))
            if name and (item.text or "").strip():
                found[name] = item.text.strip()
    for part in related(package, "", "custom-properties"):
        root = package.xml(part)
        for item in list(root if root is not None else ())[:_CUSTOM]:
            words = " ".join("".join(map(str, item.itertext())).split())
            if words and item.get("name"):
                found[f"custom: {' '.join(item.get('name', '').split())[:80]}"] = words[:500]
    return found
