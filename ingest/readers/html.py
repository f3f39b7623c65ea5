"""Reads web pages and saved chats from their markup: no script is run, nothing is fetched from elsewhere.

The encoding is found as the HTML Standard has it (mark, declaration) where the bytes bear that out, else as for plain
text. XHTML is read as XML where it is well-formed. Pictures and files written into the page (data: addresses) are
handed on.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import BinaryIO, Final
from urllib.parse import unquote_to_bytes

from lxml import etree
from lxml.etree import _Element as Element

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import charsets, enclosed, inside
from ingest.readers.enclosed import Budget
from ingest.readers.html_text import Reader
from ingest.readers.package import local
from ingest.readers.pieces import Parts, Piece, short
from ingest.readers.text import decoded, find_encoding
from provenance.errors import ReadError
from provenance.records import Notice

_BYTES = 256 << 20  # most bytes of a page
_FRAMES = 16  # deepest frame in a frame that is read
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.-]+)", re.I)
_AS_BROWSERS: Final = {"ascii": "cp1252"}
_SHOWN: Final = ("img", "video", "audio", "source", "track", "iframe", "frame", "embed", "object", "input", "link")
_DATA = re.compile(r"\s*data:([\w.+-]+/[\w.+-]+)?((?:;[^,;]*)*),", re.IGNORECASE)
_IN_CODE = re.compile(
    r"data:(?:image|audio|video|application)/([\w.-]+)[^,;\"']*;base64,([A-Za-z0-9+/=\s]{32,})(?=[\"')`])"
)
_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
_ENDINGS: Final = {"image/jpeg": ".jpg", "image/svg+xml": ".svg", "text/plain": ".txt", "text/html": ".html"}


def extractor() -> str:
    """Name and version of the reader, of the parser, and of what guesses encodings."""
    return f"attest-html/5 lxml/{version('lxml')} charset-normalizer/{version('charset-normalizer')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"), one for each block or row of a table, with its XPath; hidden text as notes after it.

    A link's address stands in angle brackets after its words where they don't say it. `only` asks for the parts of
    these ordinals and nothing else. Raises ReadError: file_empty, too_large, no_text.
    """
    data = stream.read(_BYTES + 1)
    if not data:
        raise ReadError("file_empty")
    if len(data) > _BYTES:
        raise ReadError("too_large", limit=_BYTES)
    root, encoding, notices = parsed(data)
    reader, parts = Reader(), Parts(only)
    if only is not None:
        yield from parts.of(_pieces(root, reader))
        return
    yield Opened("html")
    yield Fields({**(_fields(root) if root is not None else {}), "encoding": encoding})
    yield from notices
    yield from parts.of(_pieces(root, reader))
    files = list(_files(root)) if root is not None else []
    if not parts.usable and not files:
        raise ReadError("no_text")
    yield from _notices(root, reader)
    yield from _handed_on(files, settings, len(data))


def _pieces(root: Element | None, reader: Reader) -> Iterator[Piece]:
    """The page's title, then its text."""
    titles = root.iter("{*}title") if root is not None else iter(())
    title = next((one for one in titles if next(one.iterancestors("{*}svg"), None) is None), None)
    if title is not None and (words := short("".join(map(str, title.itertext())), 1000)):
        yield Piece(words, "title", "paragraph", reader.path(title))
    if root is not None:
        yield from reader.pieces(root)


def pieces(data: bytes, charset: str = "") -> list[Piece]:
    """The text of a page that stands in another file (a mail's body); `charset` is what that file says it is in."""
    root, _, _ = parsed(data, charset)
    return list(Reader(pathed=False).pieces(root)) if root is not None else []


def parsed(data: bytes, charset: str = "") -> tuple[Element | None, str, list[Notice]]:
    """The root of a page (None where it holds no element), its encoding, and warnings about that.

    Raises ReadError(too_large) for elements nested over 2048 deep.
    """
    encoding, notices = _encoding(data, _declared(data, charset))
    text = "".join(decoded(io.BytesIO(data), encoding))
    if re.match(r"\s*(<\?xml|<!DOCTYPE[^>]*XHTML|<html[^>]+xmlns)", text, re.I) and (root := _as_xml(text)) is not None:
        return root, encoding, [*notices, *_frames(root)]
    root = _as_html(text)
    return root, encoding, [*notices, *(_frames(root) if root is not None else ())]


def _as_html(text: str) -> Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ReadError("too_large", limit="2048 elements inside each other")  # the parser drops what follows
    return root


def _frames(root: Element) -> Iterator[Notice]:
    """Put the pages that are written into frames (srcdoc) into the tree, in place of what old browsers would show."""
    inner = [(frame, 1) for frame in root.iter("{*}iframe") if frame.get("srcdoc") is not None]
    deeper = 0
    for frame, depth in inner:  # it grows while it is gone through
        frame.text, frame[:] = None, []
        if depth > _FRAMES:
            deeper += 1
        elif (page := _as_html(frame.get("srcdoc") or "")) is not None:
            frame.append(page)
            inner += [(one, depth + 1) for one in page.iter("{*}iframe") if one.get("srcdoc") is not None]
    if deeper:
        yield Notice("frames_not_read", f"pages in frames more than {_FRAMES} deep, which were not read: {deeper}")


def _as_xml(text: str) -> Element | None:
    """The root of well-formed XHTML, names without their namespace; None for what is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = local(element)
        elif isinstance(element, etree._Entity):
            return None  # a named character that only the page's document type explains
    return root if root.tag == "html" else None


def _encoding(data: bytes, declared: str) -> tuple[str, list[Notice]]:
    """The encoding to read with: the one that is declared where the bytes are not plainly something else."""
    found, notices = find_encoding(io.BytesIO(data))
    seven_bit = declared.startswith(("iso2022", "hz")) and data.isascii()
    if not declared or (not notices and not seven_bit):
        return found, notices
    lost = data.decode(declared, "replace").count("\ufffd")
    if lost > max(8, len(data) // 200):
        return found, notices
    return declared, [Notice("bytes_replaced", f"{lost} places")] if lost else []


def _declared(data: bytes, charset: str) -> str:
    """The encoding that the page declares, as browsers understand its name; "" where it declares none that is known."""
    found = _DECLARED.search(data[:4096].replace(b"\0", b""))
    stated = charset or ((found[1] or found[2]).decode("ascii", "replace") if found else "")
    name = charsets.known(stated)
    known = _AS_BROWSERS.get(name, name)
    return "" if known.startswith(("utf-16", "utf-32")) else known


def _fields(root: Element) -> dict[str, str]:
    """Title, author, dates and the address that the page was saved from, as it states them."""
    found: dict[str, str] = {}
    for element in root.iter("{*}title", "{*}meta", etree.Comment):
        if local(element) == "title" and "title" not in found:
            found["title"] = short("".join(map(str, element.itertext())), 500)
        elif local(element) == "meta" and (value := element.get("content")):
            name = (element.get("name") or element.get("property") or "").lower()
            if name in ("author", "description", "keywords", "date", "generator", "article:published_time", "og:url"):
                found[name.rpartition(":")[2]] = short(value, 500)
        elif element.tag is etree.Comment and (saved := _SAVED.search(element.text or "")):
            found["saved_from"] = saved[1]
    for comment in root.itersiblings(etree.Comment, preceding=True):
        if saved := _SAVED.search(comment.text or ""):
            found["saved_from"] = saved[1]
    return {name: value for name, value in found.items() if value}


def _files(root: Element) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file written into the page as an address, each once."""
    seen = set()
    for element in root.iter():
        for value in element.values() if local(element) else ():
            head = _DATA.match(value[:400])
            if not head or value in seen:
                continue
            seen.add(value)
            kind = (head[1] or "text/plain").lower()
            ending = _ENDINGS.get(kind, f".{kind.rpartition('/')[2]}")
            yield f"embedded {len(seen)}{ending}", _bytes(value[head.end() :], head[2].lower())
        for found in _IN_CODE.finditer("".join(element.itertext())) if local(element) in ("script", "style") else ():
            if found[0] not in seen:
                seen.add(found[0])
                yield f"embedded {len(seen)}.{found[1].lower()}", _bytes(found[2], "base64")


def _bytes(written: str, how: str) -> bytes:
    """The bytes of a data: address; of one that is cut off, those that are there."""
    raw = unquote_to_bytes(written)
    if "base64" not in how:
        return raw
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4] + _rest(letters))
    except binascii.Error:
        return b""


def _rest(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _handed_on(files: list[tuple[str, bytes]], settings: ReadSettings, size: int) -> Iterator[object]:
    budget = Budget.of(settings, size)
    tiny = 0
    for name, data in files:
        if len(data) < 4096 and inside.is_tiny(data):
            tiny += 1
        elif data:
            yield from enclosed.file(name, data, budget)
        else:
            yield from enclosed.refused(name, "file_damaged", budget)
    yield from inside.told(tiny)
    yield from budget.told()


def _notices(root: Element | None, reader: Reader) -> Iterator[Notice]:
    if n := reader.counts["hidden_text"]:
        yield Notice("hidden_text", f"passages of hidden text, marked as such: {n}")
    if root is None:
        return
    if n := sum(1 for _ in root.iter("{*}script")):
        yield Notice("scripts_not_run", f"scripts in the page, not run: {n}")
    outside = 0
    for element in root.iter(*(f"{{*}}{name}" for name in _SHOWN)):
        name = local(element)
        if name == "link" and "stylesheet" not in (element.get("rel") or "").lower():
            continue
        value = element.get("src") or element.get("data") or element.get("href") or ""
        outside += bool(value) and not value.lstrip().lower().startswith(("data:", "#", "about:", "javascript:"))
    if outside:
        yield Notice("remote_content_not_loaded", f"pictures and other content kept outside the page: {outside}")
