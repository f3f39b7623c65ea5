"""Turns places on a PDF page for display: MuPDF gives characters and drawings as they lie before the page is turned.

PyMuPDF's own matrices leave out the page's unit (UserUnit, ISO 32000-1, 7.7.3.3), by which characters are scaled.
"""

from __future__ import annotations

import pymupdf


def shown(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the page before it is turned to the page as displayed."""
    width, height = page.rect.width, page.rect.height
    return {
        90: pymupdf.Matrix(0, 1, -1, 0, width, 0),
        180: pymupdf.Matrix(-1, 0, 0, -1, width, height),
        270: pymupdf.Matrix(0, -1, 1, 0, 0, height),
    }.get(page.rotation % 360, pymupdf.Matrix(1, 0, 0, 1, 0, 0))


def unturned(page: pymupdf.Page) -> pymupdf.Matrix:
    """From the page as displayed back to the page before it is turned."""
    return pymupdf.Matrix(~shown(page))


def sides(page: pymupdf.Page) -> tuple[float, float]:
    """Width and height in points of the page before it is turned."""
    width, height = page.rect.width, page.rect.height
    return (height, width) if page.rotation % 180 else (width, height)
