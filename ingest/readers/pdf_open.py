"""Opens PDF from bytes, with a password where one is needed, and says what MuPDF raises on files that are broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pymupdf

from provenance.errors import ReadError

# What MuPDF's binding is seen to raise on hostile files.
MUPDF_ERRORS: Final = (
    *(RuntimeError, ValueError, TypeError, IndexError, KeyError, AttributeError, AssertionError),
    pymupdf.mupdf.FzErrorBase,
)


def open_pdf(data: bytes, passwords: Iterable[str] = ()) -> tuple[pymupdf.Document, int | None]:
    """The document, and which of the passwords opened it, from 0; None where it needs none.

    Raises ReadError: file_damaged; password_needed where no password fits.
    """
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        fits: int | None = None
        if document.needs_pass and not document.authenticate(""):
            fits = next((n for n, password in enumerate(passwords) if document.authenticate(password)), None)
            if fits is None:
                raise ReadError("password_needed")
        document.page_count  # noqa: B018  # a broken page tree shows itself here
    except MUPDF_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    return document, fits
