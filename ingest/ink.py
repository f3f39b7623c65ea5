"""Looks whether something is drawn on a signature line of a PDF: strokes, a picture or an annotation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import pymupdf

from ingest.readers.pdf_space import shown
from provenance.records import Part

_ABOVE, _BELOW = 30.0, 12.0  # points above the line's words and below them in which a signature lies
_ACROSS = 260.0  # points to the right of the label
_MOST_PAGES = 60
_STROKES = 6
_LEAST_WIDTH, _LEAST_HEIGHT = 8.0, 3.0  # points: less is a dot or a ruled line


def drawn(stream: BinaryIO, parts: Sequence[Part], lines: Sequence[int], passwords: Sequence[str] = ()) -> bool | None:
    """Whether anything is drawn on one of the signature lines; None where that cannot be seen.

    `lines` are the places of their first words in the layer. A ruled or dotted line alone is nothing drawn.
    """
    places = [place for at in lines for place in _boxes(parts, at)][:_MOST_PAGES]
    if not places:
        return None
    stream.seek(0)
    try:
        with pymupdf.open(stream=stream.read(), filetype="pdf") as document:
            if document.needs_pass and not any(document.authenticate(word) for word in passwords):
                return None
            return any(_on(document[page - 1], x, y, w, h) for page, x, y, w, h in places if page <= len(document))
    except (RuntimeError, ValueError):  # what MuPDF raises for a file that it read as text a moment ago: not known
        return None


def _boxes(parts: Sequence[Part], at: int) -> list[tuple[int, float, float, float, float]]:
    start = 0
    for part in parts:
        if start <= at < start + len(part.text) and part.words is not None and part.page:
            line = part.text.find("\n", at - start)
            found = part.words.lines(at - start, line if line > 0 else len(part.text))
            return [(part.page, *box) for box in found[:1]]
        start += len(part.text)
    return []


def _on(page: pymupdf.Page, x: float, y: float, w: float, h: float) -> bool:
    """Whether strokes, pictures or annotations lie right of a label's box, in points as displayed."""
    line = pymupdf.Rect(x + w * 0.3, y - _ABOVE, x + w + _ACROSS, y + h + _BELOW)
    strokes = [d["rect"] for d in page.get_drawings() if _is_written(d["items"])]
    pictures = [pymupdf.Rect(info["bbox"]) for info in page.get_image_info()]
    notes = [annot.rect for annot in page.annots()] + [field.rect for field in page.widgets() if field.field_value]
    turned = (pymupdf.Rect(r) * shown(page) for r in (*strokes, *pictures, *notes))
    return any(_within(rect, line) for rect in turned)


def _is_written(items: Sequence[tuple[object, ...]]) -> bool:
    """Whether a path is more than a rule or a box: it has curves, or many short strokes."""
    kinds = [item[0] for item in items]
    return "c" in kinds or kinds.count("l") >= _STROKES


def _within(rect: pymupdf.Rect, line: pymupdf.Rect) -> bool:
    """Whether a thing of a signature's size has its middle on the line."""
    if rect.width < _LEAST_WIDTH or rect.height < _LEAST_HEIGHT or rect.height > 90:
        return False
    middle = pymupdf.Point((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2)
    return bool(line.contains(middle))
