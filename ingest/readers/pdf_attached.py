"""Takes the files out of a PDF that are attached to it as a whole or to a place of a page (ISO 32000-1, 7.11.4)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from ingest.readers import enclosed
from ingest.readers.pdf_open import MUPDF_ERRORS

_NAMES = ("UF", "F", "Unix", "DOS", "Mac")
_FLATE = ("/FlateDecode", "/Fl")


def attached(document: pymupdf.Document, pages: int, budget: enclosed.Budget) -> Iterator[object]:
    """The attached files as `Enclosed` and `Chunk`s, each once; `pages` is how many pages were read.

    One that can't be unpacked is listed as damaged, one over the budget as too large.
    """
    taken: set[int] = set()
    for path, stream in [*_listed(document), *_on_pages(document, pages)]:
        if stream in taken:
            continue
        taken.add(stream)
        try:
            data = _unpacked(document, stream, budget.bytes)
        except (*MUPDF_ERRORS, zlib.error, MemoryError):
            yield from enclosed.refused(path, "file_damaged", budget)
            continue
        yield from enclosed.file(path, data, budget)
    yield from budget.told()


def _listed(document: pymupdf.Document) -> list[tuple[str, int]]:
    """Name and stream of each file in the document's own list; empty where the list can't be read."""
    try:
        pdf = mupdf.pdf_specifics(document.this)
        tree = mupdf.pdf_load_name_tree(pdf, mupdf.pdf_new_name("EmbeddedFiles"))
        found = []
        for n in range(mupdf.pdf_dict_len(tree)):
            name = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(tree, n))
            found += _named(mupdf.pdf_dict_get_val(tree, n), name)
    except MUPDF_ERRORS:
        return []
    return found


def _on_pages(document: pymupdf.Document, pages: int) -> Iterator[tuple[str, int]]:
    for number in range(pages):
        try:
            page = document.load_page(number)
            for annot in page.annots(types=[mupdf.PDF_ANNOT_FILE_ATTACHMENT]):
                spec = mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annot.this), "FS")
                yield from _named(spec, f"page {number + 1}")
        except MUPDF_ERRORS:
            continue


def _named(spec: mupdf.PdfObj, otherwise: str) -> list[tuple[str, int]]:
    """The name and stream of a file specification, where it holds a file."""
    files = mupdf.pdf_dict_gets(spec, "EF")
    stream = next((n for key in _NAMES if (n := mupdf.pdf_to_num(mupdf.pdf_dict_gets(files, key)))), 0)
    names = (mupdf.pdf_to_text_string(mupdf.pdf_dict_gets(spec, key)).strip() for key in _NAMES)
    return [(next(filter(None, names), otherwise), stream)] if stream else []


def _unpacked(document: pymupdf.Document, xref: int, bound: int) -> bytes:
    """The bytes of a stream, or just more than `bound` of them: a small stream may unpack to gigabytes.

    Raises zlib.error for one that does not reach its own end: half a file is not handed on as a whole one.
    """
    kind, value = document.xref_get_key(xref, "Filter")
    filters = value.strip("[] ").split() if kind != "null" else []
    plain = document.xref_get_key(xref, "DecodeParms")[0] == "null"
    if not (filters and plain and all(name in _FLATE for name in filters)):
        return _by_mupdf(document, xref)
    data = bytes(document.xref_stream_raw(xref) or b"")
    for _ in filters:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(data, bound + 1)
        if not unpacking.eof and len(data) <= bound:
            raise zlib.error("the stream ends before its data do")
    return data


def _by_mupdf(document: pymupdf.Document, xref: int) -> bytes:
    """The bytes as MuPDF unpacks them; what it had to make do with, it only warns of."""
    pymupdf.TOOLS.reset_mupdf_warnings()
    data = bytes(document.xref_stream(xref) or b"")
    if pymupdf.TOOLS.mupdf_warnings():
        raise zlib.error("the stream could not be unpacked to its end")
    return data
