"""Tells from what MuPDF only warns of that a page, or a picture on it, was damaged and shows less than it was made to.

MuPDF reads on after damage, as far as it gets, and says so in its warnings; those about fonts, and about how the file
is put together, cost no words and are passed over.
"""

from __future__ import annotations

import re
from typing import Final

import pymupdf
from pymupdf import mupdf

_DAMAGE: Final = re.compile(
    r"zlib error|read error; treating as end of file|too many syntax errors|unknown keyword"
    r"|syntax error in (?:content stream|array|dict|string|inline image|object)|object is not a stream"
    r"|cannot (?:load content stream|load object|find (?:object|xobject|image)|decode|read|open (?:image|stream))"
    r"|premature end|truncated image|unexpected end|ran out of data|not enough (?:image )?data|out of range code"
    r"|corrupt jpeg data(?!: \d+ extraneous)|jbig2dec error|opj_|invalid (?:image|jpeg|huffman|code)",
    re.IGNORECASE,
)


def forget() -> None:
    """Forget what MuPDF warned of up to here: of the file's structure, or of fonts when they were first read."""
    # MuPDF counts a warning that comes again and writes down the number alone: so another comes between.
    mupdf.fz_warn("a page begins")
    pymupdf.TOOLS.reset_mupdf_warnings()


def damaged(page: pymupdf.Page) -> bool:
    """Whether something of the page could not be read since `forget`, or its contents are not in the file at all."""
    return bool(_DAMAGE.search(pymupdf.TOOLS.mupdf_warnings())) or _is_lost(page)


def _is_lost(page: pymupdf.Page) -> bool:
    """Whether the page's own entry is no page, as where a file was cut off and only the list of pages is left."""
    document = page.parent
    if not 0 < page.xref < document.xref_length():
        return bool(page.xref > 0)
    if (
        document.xref_get_key(page.xref, "Type")[0] == "null"
        and document.xref_get_key(page.xref, "Contents")[0] == "null"
    ):
        return True
    kind, value = document.xref_get_key(page.xref, "Contents")
    if kind != "xref":
        return False
    return bool(document.xref_object(int(value.split()[0])).strip() in ("", "null"))
