"""Word 2003 XML (WordprocessingML, namespace …/office/word/2003/wordml) seen as a package: one document in one file."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from typing import IO, Final

from lxml.etree import _Element as Element

from ingest.readers.docx_looks import attribute
from ingest.readers.package import local

_NAMES: Final = {
    "Title": "title",
    "Author": "author",
    "LastAuthor": "last_modified_by",
    "Subject": "subject",
    "Created": "created",
    "LastSaved": "modified",
    "Description": "description",
    "Keywords": "keywords",
}


class OldPackage:
    """The document under the name that it has in newer files, and its pictures (w:binData) under their own."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._data = {attribute(e, "name"): e for e in root.iter() if local(e) in ("binData", "docOleData")}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def xml(self, name: str) -> Element | None:
        return self._root if name == "word/document.xml" else None

    def stream(self, name: str) -> IO[bytes]:
        try:
            return io.BytesIO(base64.b64decode(self._data[name].text or ""))
        except binascii.Error as bad:
            raise OSError("not base64") from bad

    def beside(self) -> Iterator[tuple[str, Element]]:
        """Headers and footers, which stand in the properties of sections, with what people call them."""
        for element in self._root.iter():
            if local(element) in ("hdr", "ftr"):
                yield ("header" if local(element) == "hdr" else "footer"), element

    def fields(self) -> dict[str, str]:
        """What the document says of itself."""
        found: dict[str, str] = {}
        for element in self._root:
            for item in element if local(element) == "DocumentProperties" else ():
                if (name := _NAMES.get(local(item))) and (item.text or "").strip():
                    found[name] = (item.text or "").strip()
        return found
