"""Reads PDF page by page: text in reading order, the place of every word, page labels; pictures of text go to OCR.

What lies on the pages (form fields, annotations) comes as parts of its own after all pages, then the attached files.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import BinaryIO, Final

import numpy as np
import pymupdf

from ingest.items import Advance, Fields, Fitted, Opened, ReadSettings
from ingest.readers import enclosed, ocr
from ingest.readers.pdf_attached import attached
from ingest.readers.pdf_beside import Beside, beside, beside_parts, shown_fields, slot_count
from ingest.readers.pdf_covered import uncovered
from ingest.readers.pdf_damage import damaged
from ingest.readers.pdf_garbled import agrees, suspect
from ingest.readers.pdf_labels import printed_label
from ingest.readers.pdf_open import MUPDF_ERRORS, open_pdf
from ingest.readers.pdf_page import PageText, page_text, picture_share
from ingest.readers.pdf_regions import Region, pictures, read_regions, regions_of_text
from ingest.readers.pieces import short
from provenance.errors import ModelError, ReadError
from provenance.records import Notice, Part
from provenance.words import Words

_SHRINK = 16  # pages after which MuPDF's store is emptied, or it grows with the document
_MORE = 1.3  # times the characters of a scan's own words that OCR may read without seeing more than they say
_STAMP = 120  # characters that may be no more than a stamp or page number over a picture of text
_OCR_PIXELS = 25_000_000  # most pixels of a page drawn for OCR: A4 at 500 dpi
_MOST_BESIDE = 100_000  # fields and annotations of a document
_NOTES: Final = {
    "page_by_ocr": "",
    "picture_by_ocr": ": pictures or drawings of text in a page with text of its own",
    "picture_without_ocr": ": pictures or drawings of text in a page with text of its own",
    "picture_unread": ": pictures or drawings of text in a page with text of its own, in which no words were read",
    "page_damaged": ": what the page or a picture on it is made of is damaged; some of it may be missing",
    "page_without_text": ": a picture or drawing in which no words were read",
    "page_unreadable": "",
    "page_garbled": ": the letters of the text layer are not those on the page",
    "text_off_page": ": words outside the visible page, left out",
    "text_hidden": ": words that the page does not show, left out",
    "text_covered": ": words under a filled area, which nobody sees on the page, were read",
    "field_values_differ": ": form fields for which the file keeps another entry than the page shows; both were read",
    "scan_text_layer": ": words as the scanning software read them, not checked against the picture",
    "notes_left_out": ": more form fields and annotations than are read",
    "pages_not_read": "",
}
_Notes = dict[str, list[int]]


def extractor() -> str:
    """Name and version; pages that are pictures depend on what reads pictures besides."""
    return f"attest-pdf/6 pymupdf/{version('pymupdf')} {ocr.extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "page", ordinal = page − 1) with words in points as displayed, then "field" and "note" parts.

    A part's label is set where the document labels the page otherwise than by its number: "p. iv [scan 4]". `only` asks
    for the parts of these ordinals and nothing else. Warnings are gathered by code and come after the pages; attached
    files come last. Raises ReadError: file_damaged, password_needed, no_text.
    """
    document, fits = open_pdf(stream.read(), settings.passwords)
    try:
        count = document.page_count
        if only is not None:
            yield from _again(document, only, settings)
            return
        if not count:
            raise ReadError("file_damaged" if document.is_repaired else "no_text", pages=0)
        yield Opened("pdf", count)
        yield Fields(_fields(document))
        if fits is not None:
            yield Fitted(fits)
            yield Notice("opened_with_password")
        yield from _whole(document)
        yield from _pages(document, settings)
        yield from attached(document, min(count, settings.max_pages), enclosed.Budget.of(settings))
    finally:
        document.close()
        pymupdf.TOOLS.store_shrink(100)


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
        off = [layer["name"] for layer in document.get_ocgs().values() if not layer["on"]]
        if off:
            yield Notice("layers_off", f"layers that are switched off were not read: {short(', '.join(off), 200)}")
        dynamic = document.xref_get_key(document.pdf_catalog(), "AcroForm/XFA")[0] not in ("null", "undefined")
    except MUPDF_ERRORS:
        return
    if dynamic:
        yield Notice("dynamic_form", "a form that fills itself in (XFA); what it would show may not be in the pages")


def _pages(document: pymupdf.Document, settings: ReadSettings) -> Iterator[object]:
    notes: _Notes = defaultdict(list)
    extra: list[Part] = []
    usable = False
    last, following = min(document.page_count, settings.max_pages), document.page_count
    for ordinal in range(last):
        part, over = _read_page(document, ordinal, settings, notes)
        room = following - document.page_count + len(over.slots) <= _MOST_BESIDE
        more = list(beside_parts(over, following, part)) if room else []
        if not room:
            notes["notes_left_out"].append(ordinal + 1)
        following += len(over.slots)
        extra += more
        usable = usable or bool(part.text.strip()) or bool(more)
        yield part
        yield from shown_fields(over, ordinal + 1)
        yield Advance(ordinal + 1, last)
        if ordinal % _SHRINK == 0:
            pymupdf.TOOLS.store_shrink(100)
    if not usable and not _has_files(document, last):
        raise ReadError("no_text", pages=document.page_count)
    yield from extra
    notes["pages_not_read"] = list(range(last + 1, document.page_count + 1))
    for code, pages in notes.items():
        if pages:
            yield Notice(code, page_ranges(pages) + _NOTES[code], f"page={pages[0]}")


def _has_files(document: pymupdf.Document, pages: int) -> bool:
    """Whether files are attached: a cover page without words may be all that holds them."""
    return next(iter(attached(document, pages, enclosed.Budget(1, 0))), None) is not None


def _again(document: pymupdf.Document, only: Collection[int], settings: ReadSettings) -> Iterator[Part]:
    """The parts of these ordinals; of fields and notes only the pages that hold them are read."""
    count, last = document.page_count, min(document.page_count, settings.max_pages)
    for ordinal in sorted(n for n in only if 0 <= n < last):
        yield _read_page(document, ordinal, settings, defaultdict(list))[0]
    wanted = {n for n in only if n >= count}
    following = count
    for ordinal in range(last if wanted else 0):
        slots = _slots(document, ordinal)
        if wanted.intersection(range(following, following + slots)):
            part, over = _read_page(document, ordinal, settings, defaultdict(list))
            yield from (p for p in beside_parts(over, following, part) if p.ordinal in wanted)
        following += slots


def _slots(document: pymupdf.Document, ordinal: int) -> int:
    try:
        return slot_count(document.load_page(ordinal))
    except MUPDF_ERRORS:
        return 0


def _read_page(document: pymupdf.Document, ordinal: int, settings: ReadSettings, notes: _Notes) -> tuple[Part, Beside]:
    """The page as a part, and what lies on it; what is to be said of it goes into `notes`.

    A page that MuPDF can't run is an empty part.
    """
    number, over = ordinal + 1, Beside()
    try:
        page = document.load_page(ordinal)
        over = beside(page)
        found = page_text(page, over.pieces)
        for code, is_so in (
            ("text_off_page", found.off_page),
            ("text_hidden", found.hidden),
            ("text_covered", found.covered),
            ("field_values_differ", any(entry.differs for entry in over.entries.values())),
        ):
            if is_so:
                notes[code].append(number)
        text, words, code = _with_ocr(page, found, over, settings)
        if code:
            notes[code].append(number)
        if found.under_picture and text == found.text:
            notes["scan_text_layer"].append(number)
        if damaged(page):
            notes["page_damaged"].append(number)
        label, size = printed_label(page), page.rect
    except MUPDF_ERRORS:
        notes["page_unreadable"].append(number)
        return Part(ordinal, "page", "", page=number), over
    return Part(ordinal, "page", text, label, number, size.width, size.height, words), over


def _with_ocr(page: pymupdf.Page, found: PageText, over: Beside, settings: ReadSettings) -> tuple[str, Words, str]:
    """The page's own text with what OCR reads where that is nothing, garbled, or not all; with a code."""
    ink = len("".join(found.text.split()))
    suspected = suspect(found.text)
    garbled = found.unknown > 0.3 * ink or suspected
    if ink and not garbled:
        return _with_pictures(page, found, over, settings)
    notes = garbled or _unread(over)
    if not ink and _blank(page, notes):
        return found.text, found.words, ""
    text, words = _ocr(page, settings, notes)
    if suspected and text.strip() and agrees(found.text, text):
        return _with_pictures(page, found, over, settings)
    if re.search(r"\w", text):
        return text, words, "page_by_ocr"
    return found.text, found.words, "page_garbled" if garbled else "page_without_text"


def _with_pictures(page: pymupdf.Page, found: PageText, over: Beside, settings: ReadSettings) -> tuple[str, Words, str]:
    """The page's own text, and what OCR reads in those of its pictures that show text of their own."""
    own = found.text, found.words
    little = len("".join(found.text.split())) < _STAMP
    if found.under_picture and not little:
        return *own, ""
    if found.under_picture:
        return _layer_or_ocr(page, found, over, settings)
    stamped = little and picture_share(page) >= 0.5
    seen = uncovered(page, found.words, found.log)
    if stamped:
        regions = [Region(rect, sure=False) for rect in pictures(page)]
    else:
        regions = regions_of_text(page, seen, found.log, _unread(over))
    if not regions:
        return *own, ""
    read, all_read = read_regions(page, regions, seen, settings, _unread(over))
    code = "page_by_ocr" if stamped else "picture_by_ocr"
    if not all_read and not stamped:
        code = "picture_unread" if settings.ocr else "picture_without_ocr"
    if not read:
        return *own, "" if stamped or all_read else code
    whole = page_text(page, [*over.pieces, *read], found.log)
    return whole.text, whole.words, code


def _layer_or_ocr(page: pymupdf.Page, found: PageText, over: Beside, settings: ReadSettings) -> tuple[str, Words, str]:
    """The few words that lie under a scan where OCR sees no more than they say; else what it reads in their place."""
    text, words = _ocr(page, settings, _unread(over))
    own, seen = (len("".join(said.split())) for said in (found.text, text))
    if not re.search(r"\w", text) or (seen <= _MORE * own and agrees(found.text, text)):
        return found.text, found.words, ""
    return text, words, "page_by_ocr"


def _unread(over: Beside) -> bool:
    """Whether no note shows words: else they are read from the notes, and do not stand in the page too."""
    return not any(note.shows for note in over.notes.values())


def _blank(page: pymupdf.Page, notes: bool) -> bool:
    pixels = page.get_pixmap(dpi=36, colorspace=pymupdf.csGRAY, alpha=False, annots=notes)
    return bool(pixels.is_unicolor)


def _ocr(page: pymupdf.Page, settings: ReadSettings, notes: bool) -> tuple[str, Words]:
    """What OCR reads on the page as displayed, with its notes or without; nothing where OCR is off or not installed."""
    nothing = "", Words(np.zeros((0, 2), np.int32), np.zeros((0, 4), np.float32))
    if not settings.ocr or not page.rect.width or not page.rect.height:
        return nothing
    room = min(settings.max_pixels, _OCR_PIXELS) / (page.rect.width * page.rect.height)
    scale = min(settings.ocr_dpi / 72, math.sqrt(room))
    matrix = pymupdf.Matrix(scale, scale)
    pixels = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False, annots=notes)
    rows = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)
    rgb = rows[:, : 3 * pixels.width].reshape(pixels.height, pixels.width, 3)
    try:
        return ocr.ocr_page(rgb, scale)
    except ModelError:
        return nothing


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
