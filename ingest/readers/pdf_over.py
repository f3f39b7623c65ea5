"""Parts what a PDF page itself says from what lies on it: annotations and form fields, each with its own painted text.

MuPDF's text of a page holds the painted text of both, after the page's own and without its place in it. Here the page
is run without them, and each is run alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from pymupdf import mupdf

from ingest.readers.pdf_space import unturned

Blocks = list[dict[str, Any]]
WIDGET: Final = mupdf.PDF_ANNOT_WIDGET
_NOT_TEXT: Final = (mupdf.PDF_ANNOT_LINK, mupdf.PDF_ANNOT_POPUP)


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that stand on a page without being of its contents, to be read in their place among its own.

    `boxes` float32 (n, 4): x0, y0, x1, y1 for each character of all lines, on the page before it is turned for display.
    `confidence` float32 (n,) where a machine read them. `kind`: "value" goes on a line (after what stands to its left),
    "mark" goes before what stands to its right, "block" stands between lines.
    """

    lines: tuple[str, ...]
    boxes: NDArray[np.float32]
    kind: str = "value"
    confidence: NDArray[np.float32] | None = None


def marked(page: pymupdf.Page) -> list[tuple[int, int]]:
    """Cross-reference number and type (`PDF_ANNOT_…`) of what lies on the page, in the file's order, without links."""
    return [(xref, kind) for xref, kind, *_ in page.annot_xrefs() if kind not in _NOT_TEXT and xref > 0]


def own_blocks(page: pymupdf.Page, flags: int) -> Blocks:
    """MuPDF's `rawdict` blocks of the page without what lies on it; raises what MuPDF raises."""
    return _blocks(own_text(page, flags))


def own_text(page: pymupdf.Page, flags: int) -> mupdf.FzStextPage:
    """MuPDF's text of the page, before it is turned, without what lies on it; raises what MuPDF raises."""
    turn = page.rotation
    if turn:
        page.set_rotation(0)
    try:
        text = mupdf.FzStextPage(mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE))
        device = mupdf.fz_new_stext_device(text, mupdf.FzStextOptions(flags))
        sheet = page.this if isinstance(page.this, mupdf.FzPage) else page.this.super()
        mupdf.fz_run_page_contents(sheet, device, mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(device)
        return text
    finally:
        if turn:
            page.set_rotation(turn)


def painted(page: pymupdf.Page, annotation: mupdf.PdfAnnot, flags: int) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Lines that an annotation or field shows, and a box for each character on the page before it is turned."""
    lines: list[str] = []
    boxes: list[tuple[float, ...]] = []
    back = unturned(page)
    for line in _lines(_blocks(mupdf.FzStextPage(annotation, mupdf.FzStextOptions(flags)))):
        chars = [c for span in line["spans"] for c in span["chars"]]
        if chars:
            lines.append("".join(c["c"] for c in chars))
            boxes += [tuple(pymupdf.Rect(c["bbox"]) * back) for c in chars]
    return tuple(lines), np.array(boxes, np.float32).reshape(-1, 4)


def _blocks(text: mupdf.FzStextPage) -> Blocks:
    found: Blocks = pymupdf.TextPage(text).extractRAWDICT()["blocks"]
    return found


def _lines(blocks: Blocks) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("lines", ())
