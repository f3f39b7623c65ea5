"""Makes the served copy of a source without pages from its redacted text: a PDF set page by page, in a child process.

The original's own file is never the base of it: an office file or a mail keeps old words in many places.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from ingest import rendition
from ingest.redact_pdf import Taken, checked, written

_FOOT: Final = "@page{margin:0}body{margin:0}p{margin:0;color:#666;font-family:sans-serif}"


def set_pdf(
    _stream: BinaryIO | None, pages: Sequence[rendition.SetPage], name: str, taken: Taken
) -> Iterator[bytes | tuple[str, ...]]:
    """A task: the copy's bytes, then the text of each of its pages; raises ReadError as `redact_pdf.burn` does."""
    import pymupdf

    made = pymupdf.open()
    for page in pages:
        with rendition.opened(page) as laid:
            made.insert_pdf(pymupdf.open("pdf", laid.convert_to_pdf()), to_page=0)
        foot = f"Redacted copy, set by Attest from the text of {name} · page {page.number} of {len(pages)}"
        with rendition.html_document(_FOOT, f"<p>{html.escape(foot)}</p>") as line:
            line.layout(width=page.paper.measure, height=24, fontsize=7.5)
            below = pymupdf.open("pdf", line.convert_to_pdf())
        paper = page.paper
        top = paper.height - rendition.FOOT_UP
        made[-1].show_pdf_page(pymupdf.Rect(paper.side, top, paper.side + paper.measure, top + 24), below, 0)
    if not len(made):
        made.new_page()
    data = written(made)
    yield data
    yield checked(data, {}, taken)
