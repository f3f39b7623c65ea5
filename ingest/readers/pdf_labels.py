"""Tells what number a PDF prints on a page, where that is another than the page's place in the file."""

from __future__ import annotations

import re

import pymupdf


def printed_label(page: pymupdf.Page) -> str:
    """ "p. iv [scan 4]" where the document's own label is not the page's number, else ""."""
    label = re.sub("<((?:[0-9A-Fa-f]{2})+)>", _unhex, page.get_label()).strip()
    if not label or label == str(page.number + 1) or not label.isprintable():
        return ""
    return f"p. {label} [scan {page.number + 1}]"


def _unhex(found: re.Match[str]) -> str:
    """A PDF string in hexadecimal, UTF-16 where marked so (ISO 32000-1, 7.9.2.2)."""
    raw = bytes.fromhex(found[1])
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
