"""Office files made on the spot for the tests of their readers."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(document: Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_body(inner: str) -> bytes:
    """A document whose body is this XML (prefix w)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = f'<w:document xmlns:w="{W}" xmlns:v="urn:v"><w:body>{inner}</w:body></w:document>'
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def rewritten(data: bytes, more: dict[str, str | bytes]) -> bytes:
    """The same package with these parts added or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, content in more.items():
            new.writestr(name, content)
    return made.getvalue()


def related(data: bytes, relations: str) -> bytes:
    """The same document with more relationships of its main part."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        old = pack.read("word/_rels/document.xml.rels").decode()
    return rewritten(
        data, {"word/_rels/document.xml.rels": old.replace("</Relationships>", f"{relations}</Relationships>")}
    )
