"""Makes the parts that stand beside the pages of a PDF: one for each field and note, numbered after all pages.

Every field and annotation of a page has a number of its own, whether it says something or not, so that one part can be
extracted again without reading the pages before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pymupdf

from ingest.items import Shown
from ingest.readers.pdf_fields import Entry, read_fields
from ingest.readers.pdf_notes import Note, note_part, read_notes
from ingest.readers.pdf_over import WIDGET, Piece, marked
from ingest.readers.pdf_page import FLAGS
from provenance.records import Part
from provenance.words import Words


@dataclass(slots=True)
class Beside:
    """What lies on one page: cross-reference numbers in the file's order, and what they say, by number.

    `pieces` belong into the page's own text.
    """

    slots: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)


def slot_count(page: pymupdf.Page) -> int:
    """How many numbers the parts of this page take."""
    return len(marked(page))


def beside(page: pymupdf.Page) -> Beside:
    """Read what lies on a page; raises what MuPDF raises on a page that it can't run."""
    found = marked(page)
    if not found:
        return Beside()
    pieces, entries = read_fields(page, [xref for xref, kind in found if kind == WIDGET], FLAGS)
    typed, notes = read_notes(page, [xref for xref, kind in found if kind != WIDGET], FLAGS)
    return Beside([xref for xref, _ in found], [*pieces, *typed], entries, notes)


def beside_parts(found: Beside, first: int, on: Part) -> Iterator[Part]:
    """Parts of kind "field" and "note" for what lies on the page `on`; the first of its numbers is `first`."""
    numbering = on.label or f"p. {on.page}"
    for ordinal, xref in enumerate(found.slots, first):
        if (entry := found.entries.get(xref)) and entry.text:
            label = f"{numbering}, form field" + (" (hidden)" if entry.hidden else "")
            words = Words(np.array([(0, len(entry.text))], np.int32), np.array([entry.box], np.float32))
            yield Part(ordinal, "field", entry.text, label, on.page, on.width, on.height, words)
        elif (note := found.notes.get(xref)) and (part := note_part(note, ordinal, on, numbering)):
            yield part


def shown_fields(found: Beside, page: int) -> Iterator[Shown]:
    """The fields of a page (1-based) whose entries stand in its text."""
    return (Shown(e.names, page, e.box) for e in found.entries.values() if not e.hidden and e.names)
