"""Reads PowerPoint presentations: slides in order, each with its texts, tables, notes and comments, and files inside.

Element names after ECMA-376 part 1, chapters 19 (PresentationML) and 21 (DrawingML). Texts come in the order of the
slide's drawing, which is the order in which they are read aloud; the title first.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import BinaryIO, Final

from lxml.etree import _Element as Element

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import drawings, inside, raised
from ingest.readers.docx_looks import attribute
from ingest.readers.package import Package, ZipPackage, core_fields, faults_told, local, related, relations
from ingest.readers.pieces import Parts, Piece, address, said, short
from provenance.errors import ReadError
from provenance.records import Notice

_FOLDERS: Final = ("media", "embeddings")
_FIELDS_OF_SLIDE: Final = ("sldNum", "hdr", "dt")  # placeholders whose words are the program's: numbers and dates
_OUTSIDE: Final = ("image", "oleObject", "video", "audio", "media", "slideUpdateUrl")


def extractor() -> str:
    """Name and version of the reader and of the XML parser."""
    return f"attest-pptx/3 lxml/{version('lxml')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "paragraph", one for each text box or row of a table.

    `label` is "slide 3", "slide 3, table 1, row 2", "slide 3, notes", "slide 3, comment 1 (A. Smith, 3 May 2024)";
    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged, password_needed,
    too_large, no_text.
    """
    with faults_told(), zipfile.ZipFile(stream) as pack:
        package, parts = ZipPackage(pack), Parts(only)
        slides = _slides(package)
        if only is not None:
            yield from parts.of(_everything(package, slides))
            return
        yield Opened("pptx")
        yield Fields({**core_fields(package), "slides": str(len(slides))})
        yield from parts.of(_everything(package, slides))
        files = [n for n in package.names if posixpath.basename(posixpath.dirname(n)) in _FOLDERS]
        if not parts.usable and not files:
            raise ReadError("no_text")
        yield from _notices(package, slides)
        yield from inside.parts(package, files, settings, stream.seek(0, io.SEEK_END))


def _slides(package: Package) -> list[str]:
    """Names of the slides' parts, in the order of the show."""
    main = next(iter(related(package, "", "officeDocument")), "ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        raise ReadError("file_damaged")
    targets = {r.id: r.target for r in relations(package, main) if not r.external}
    listed = [e for group in root if local(group) == "sldIdLst" for e in group if local(e) == "sldId"]
    wanted = [next((v for k, v in e.attrib.items() if str(k).endswith("relationships}id")), "") for e in listed]
    return [targets[str(i)] for i in wanted if str(i) in targets]


def _everything(package: Package, slides: list[str]) -> Iterator[Piece]:
    authors = _authors(package)
    layouts: dict[str, None] = {}
    for number, name in enumerate(slides, 1):
        root = package.xml(name)
        if root is None:
            continue
        label = f"slide {number}" + (", hidden" if root.get("show") in ("0", "false") else "")
        links = {r.id: r.target for r in relations(package, name) if r.type == "hyperlink" and r.external}
        yield from _shapes(root, label, links)
        yield from drawings.pieces(package, name, label)
        for notes in related(package, name, "notesSlide"):
            part = package.xml(notes)
            if part is not None:
                yield from _shapes(part, f"{label}, notes", {})
        yield from _comments(package, name, label, authors)
        for layout in related(package, name, "slideLayout"):
            layouts |= dict.fromkeys([layout, *related(package, layout, "slideMaster")])
    for name in layouts:  # what stands on the background of slides: a marking, an organisation's name
        root = package.xml(name)
        if root is not None:
            yield from _shapes(root, "slide background", {}, background=True)


def _shapes(root: Element, label: str, links: dict[str, str], background: bool = False) -> Iterator[Piece]:
    """The texts of a slide's shapes in order; of a background, only of what is no placeholder for a slide's text."""
    tables = 0
    for element in root.iter():
        name = local(element)
        if name == "tbl":
            tables += 1
            rows = [r for r in element if local(r) == "tr"]
            for number, row in enumerate(rows, 1):
                cells = ["\n".join(_paragraphs(c, links)) for c in row if local(c) == "tc"]
                if any(c.strip() for c in cells):
                    yield Piece("\t".join(cells), f"{label}, table {tables}, row {number}")
        elif name == "txBody" and not _in_table(element):
            placeholder = _placeholder(element)
            if (placeholder is not None and background) or placeholder in _FIELDS_OF_SLIDE:
                continue
            text = "\n".join(_paragraphs(element, links))
            if text.strip():
                yield Piece(text, f"{label}, hidden shape" if _is_hidden(element) else label)


def _paragraphs(body: Element, links: dict[str, str]) -> Iterator[str]:
    for paragraph in (e for e in body.iter() if local(e) == "p"):
        yield "".join(_words(paragraph, links))


def _words(around: Element, links: dict[str, str]) -> Iterator[str]:
    for element in around:
        if local(element) == "br":
            yield "\n"
        elif local(element) == "t":
            yield element.text or ""
            link = next((e for e in around.iter() if local(e) == "hlinkClick"), None)
            target = links.get(attribute(link, "id"), "") if link is not None else ""
            yield f" <{led}>" if (led := address(target, element.text or "")) else ""
        elif local(element):
            before, after = raised.around(element)
            yield before
            yield from _words(element, links)
            yield after


def _in_table(body: Element) -> bool:
    return any(local(e) == "tc" for e in body.iterancestors())


def _placeholder(body: Element) -> str | None:
    """The kind of placeholder that holds a text ("" for the default kind), or None for a text box of its own."""
    shape = body.getparent()
    found = next((e for e in shape.iter() if local(e) == "ph"), None) if shape is not None else None
    return found.get("type", "") if found is not None else None


def _is_hidden(body: Element) -> bool:
    shape = body.getparent()
    return shape is not None and any(
        local(e) == "cNvPr" and e.get("hidden") in ("1", "true") for part in shape for e in part
    )


def _authors(package: Package) -> dict[str, str]:
    """Names of those who comment, by id: of comments of both forms (ECMA-376, and [MS-PPTX] of 2021)."""
    found: dict[str, str] = {}
    for name in package.names:
        if posixpath.basename(name).lower() in ("commentauthors.xml", "authors.xml"):
            root = package.xml(name)
            for author in root if root is not None else ():
                found[author.get("id", "")] = author.get("name", "")
    return found


def _comments(package: Package, slide: str, label: str, authors: dict[str, str]) -> Iterator[Piece]:
    number = 0
    for name in related(package, slide, "comments"):
        root = package.xml(name)
        for comment in (e for e in root.iter() if local(e) in ("cm", "reply")) if root is not None else ():
            number += 1
            body = [e for e in comment if local(e) in ("text", "txBody")]
            words = "\n".join(e.text or "" if local(e) == "text" else "\n".join(_paragraphs(e, {})) for e in body)
            who = authors.get(comment.get("authorId", ""), "")
            when = comment.get("dt") or comment.get("created") or ""
            kind = "reply" if local(comment) == "reply" else "comment"
            yield Piece(words, f"{label}, {said(f'{kind} {number}', who, when)}", "note")


def _notices(package: Package, slides: list[str]) -> Iterator[Notice]:
    roots = [package.xml(name) for name in slides]
    if hidden := [str(n) for n, r in enumerate(roots, 1) if r is not None and r.get("show") in ("0", "false")]:
        yield Notice("hidden_text", f"hidden slides, marked as such: {', '.join(hidden)}")
    if any(posixpath.basename(name).lower() == "vbaproject.bin" for name in package.names):
        yield Notice("macros_not_run")
    outside = [r.target for name in slides for r in relations(package, name) if r.external and r.type in _OUTSIDE]
    if outside:
        where = "; ".join(short(target) for target in list(dict.fromkeys(outside))[:5])
        yield Notice("remote_content_not_loaded", f"what the file shows from elsewhere was not fetched: {where}")
