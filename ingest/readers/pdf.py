"""Reads PDF page by page: text in reading order, the place of every word, page labels; pictures of text go to OCR."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import BinaryIO, Final

import numpy as np
import pymupdf

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import ocr
from ingest.readers.pdf_page import PageText, page_text, picture_share
from provenance.errors import ModelError, ReadError
from provenance.records import Notice, Part
from provenance.words import Words

# What MuPDF's binding is seen to raise on hostile files.
_MUPDF_ERRORS: Final = (RuntimeError, ValueError, TypeError, IndexError, KeyError, pymupdf.mupdf.FzErrorBase)
_SHRINK = 16  # pages after which MuPDF's store is emptied, or it grows with the document
_STAMP = 120  # characters that may be no more than a stamp or page number over a picture of text
_OCR_PIXELS = 25_000_000  # most pixels of a page drawn for OCR: A4 at 500 dpi
_NOTES: Final = {
    "page_by_ocr": "",
    "page_without_text": ": a picture or drawing in which no words were read",
    "page_unreadable": "",
    "page_garbled": ": the letters of the text layer are not those on the page",
    "text_off_page": ": words outside the visible page, left out",
    "text_hidden": ": words that the page does not show, left out",
    "scan_text_layer": ": words as the scanning software read them, not checked against the picture",
    "comments_not_read": "",
    "pages_not_read": "",
}


def extractor() -> str:
    """Name and version; pages that are pictures depend on what reads pictures besides."""
    return f"attest-pdf/1 pymupdf/{version('pymupdf')} {ocr.extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "page", ordinal = page − 1), with words in points as displayed.

    A part's label is set where the document labels the page otherwise than by its number: "p. iv [scan 4]". `only` asks
    for the parts of these ordinals and nothing else. Warnings are gathered by code and come last, with their pages.
    Raises ReadError: file_damaged, password_needed, no_text.
    """
    document = _open(stream.read())
    try:
        count = document.page_count
        if only is not None:
            for ordinal in sorted(n for n in only if 0 <= n < min(count, settings.max_pages)):
                yield _read_page(document, ordinal, settings, defaultdict(list))
            return
        if not count:
            raise ReadError("file_damaged" if document.is_repaired else "no_text", pages=0)
        yield Opened("pdf", count)
        yield Fields(_fields(document))
        yield from _whole(document)
        yield from _pages(document, settings)
    finally:
        document.close()
        pymupdf.TOOLS.store_shrink(100)


def _open(data: bytes) -> pymupdf.Document:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        locked = document.needs_pass and not document.authenticate("")
        if not locked:
            document.page_count  # noqa: B018  # a broken page tree shows itself here
    except _MUPDF_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    if locked:
        raise ReadError("password_needed")
    return document


def _fields(document: pymupdf.Document) -> dict[str, str]:
    names = {"title": "title", "author": "author", "creator": "creator", "producer": "producer"}
    names |= {"creationDate": "created", "modDate": "modified"}
    found = {new: (document.metadata or {}).get(old) or "" for old, new in names.items()}
    return {"page_count": str(document.page_count), **{name: value for name, value in found.items() if value.strip()}}


def _whole(document: pymupdf.Document) -> Iterator[Notice]:
    """Warnings about the document as a whole."""
    if document.is_repaired:
        yield Notice("file_repaired", "the file's structure was damaged and was rebuilt")
    try:
        attached = document.embfile_count()
        dynamic = document.xref_get_key(document.pdf_catalog(), "AcroForm/XFA")[0] not in ("null", "undefined")
    except _MUPDF_ERRORS:
        yield Notice("attachments_unknown", "the list of attached files is damaged")
        return
    if attached:
        yield Notice("attachments_not_read", f"{attached} attached file{'s' if attached > 1 else ''}")
    if dynamic:
        yield Notice("dynamic_form", "a form that fills itself in (XFA); what it would show may not be in the pages")


def _pages(document: pymupdf.Document, settings: ReadSettings) -> Iterator[object]:
    notes: dict[str, list[int]] = defaultdict(list)
    usable = False
    last = min(document.page_count, settings.max_pages)
    for ordinal in range(last):
        part = _read_page(document, ordinal, settings, notes)
        usable = usable or bool(part.text.strip())
        yield part
        yield Advance(ordinal + 1, last)
        if ordinal % _SHRINK == 0:
            pymupdf.TOOLS.store_shrink(100)
    if not usable:
        raise ReadError("no_text", pages=document.page_count)
    notes["pages_not_read"] = list(range(last + 1, document.page_count + 1))
    for code, pages in notes.items():
        if pages:
            yield Notice(code, page_ranges(pages) + _NOTES[code])


def _read_page(document: pymupdf.Document, ordinal: int, settings: ReadSettings, notes: dict[str, list[int]]) -> Part:
    """The page as a part; what is to be said of it goes into `notes`. A page that MuPDF can't run is an empty part."""
    number = ordinal + 1
    try:
        page = document.load_page(ordinal)
        found = page_text(page)
        for code, said in (
            ("text_off_page", found.off_page),
            ("text_hidden", found.hidden),
            ("scan_text_layer", found.under_picture),
            ("comments_not_read", _has_comments(page)),
        ):
            if said:
                notes[code].append(number)
        text, words, code = _with_ocr(page, found, settings)
        if code:
            notes[code].append(number)
        label, size = _label(page), page.rect
    except _MUPDF_ERRORS:
        notes["page_unreadable"].append(number)
        return Part(ordinal, "page", "", page=number)
    return Part(ordinal, "page", text, label, number, size.width, size.height, words)


def _has_comments(page: pymupdf.Page) -> bool:
    """Whether people's notes hang on the page whose words are not painted on it."""
    if page.first_annot is None:
        return False
    painted = ("FreeText", "Widget", "Link")
    return any(a.info.get("content", "").strip() for a in page.annots() if a.type[1] not in painted)


def _with_ocr(page: pymupdf.Page, found: PageText, settings: ReadSettings) -> tuple[str, Words, str]:
    """The page's own text, or what OCR reads where that is nothing, a stamp on a picture, or garbled; with a code."""
    ink = len("".join(found.text.split()))
    garbled = ink > 0 and found.unknown > 0.3 * ink
    stamped = 0 < ink < _STAMP and picture_share(page) >= 0.5
    if (ink and not garbled and not stamped) or (not ink and _blank(page)):
        return found.text, found.words, ""
    text, words = _ocr(page, settings)
    if len(re.findall(r"\w", text)) > (0 if garbled else 2 * ink):
        return text, words, "page_by_ocr"
    return found.text, found.words, "page_garbled" if garbled else "" if ink else "page_without_text"


def _blank(page: pymupdf.Page) -> bool:
    pixels = page.get_pixmap(dpi=36, colorspace=pymupdf.csGRAY, alpha=False)
    return bool(pixels.is_unicolor)


def _ocr(page: pymupdf.Page, settings: ReadSettings) -> tuple[str, Words]:
    """What OCR reads on the page as displayed; nothing where it is switched off or not installed."""
    nothing = "", Words(np.zeros((0, 2), np.int32), np.zeros((0, 4), np.float32))
    if not settings.ocr or not page.rect.width or not page.rect.height:
        return nothing
    try:
        from ingest.readers.picture import ocr_page
    except ImportError:
        return nothing
    room = min(settings.max_pixels, _OCR_PIXELS) / (page.rect.width * page.rect.height)
    scale = min(settings.ocr_dpi / 72, math.sqrt(room))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False)
    rows = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)
    rgb = rows[:, : 3 * pixels.width].reshape(pixels.height, pixels.width, 3)
    try:
        return ocr_page(rgb, scale)
    except ModelError:
        return nothing


def _label(page: pymupdf.Page) -> str:
    """ "p. iv [scan 4]" where the document's own label is not the page's number, else ""."""
    label = re.sub("<((?:[0-9A-Fa-f]{2})+)>", _unhex, page.get_label()).strip()
    if not label or label == str(page.number + 1) or not label.isprintable():
        return ""
    return f"p. {label} [scan {page.number + 1}]"


def _unhex(found: re.Match[str]) -> str:
    """A PDF string in hexadecimal, UTF-16 where marked so (ISO 32000-1, 7.9.2.2)."""
    raw = bytes.fromhex(found[1])
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def page_ranges(pages: list[int]) -> str:
    """Page numbers in order as people write them: "p. 3", "pp. 1–4, 7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    text = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return ("p. " if len(pages) == 1 else "pp. ") + text
