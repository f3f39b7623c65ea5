"""Reads what people put on the pages of a PDF: notes, marked and struck words, text, stamps, replies.

Each becomes a part of its own that says in its label whose it is, of when, and on which words; its text is the
annotation's own, or the words that it marks. Kinds after ISO 32000-1, 12.5.6.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pymupdf
from pymupdf import mupdf

from ingest.readers.normal import clean
from ingest.readers.pdf_dates import said
from ingest.readers.pdf_open import MUPDF_ERRORS
from ingest.readers.pdf_over import Piece, painted
from ingest.readers.pdf_space import shown as as_shown
from provenance.records import Part
from provenance.words import Words

_KINDS: Final = {
    "Highlight": "highlighted",
    "Underline": "underlined",
    "Squiggly": "underlined",
    "StrikeOut": "struck out",
    "Redact": "marked for redaction",
    "Stamp": "stamp",
    "Caret": "insertion",
    "FileAttachment": "attached file",
    "Watermark": "watermark",
    **dict.fromkeys(("Line", "Square", "Circle", "Polygon", "PolyLine", "Ink"), "drawing"),
}
_ON_WORDS: Final = ("Highlight", "Underline", "Squiggly", "StrikeOut", "Redact")
_INVISIBLE: Final = 2 | 32  # flags: hidden, not shown on a screen
_QUOTED = 40  # characters of marked words that a label repeats
_RICH: Final = 1 << 20  # characters
_LINE_END: Final = re.compile(r"</(?:p|div|li)>|<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Note:
    """One annotation: its place among those of its page, its own text, and where it is (x, y, w, h as displayed).

    `shows`: it draws words on the page, which are in its text.
    """

    number: int
    kind: str
    text: str
    boxes: tuple[tuple[float, float, float, float], ...]
    author: str = ""
    date: str = ""
    hidden: bool = False
    answers: int = 0
    shows: bool = False


def read_notes(page: pymupdf.Page, xrefs: list[int], flags: int) -> tuple[list[Piece], dict[int, Note]]:
    """What was typed on the page as if it were its own, and by cross-reference number every other annotation.

    An annotation that MuPDF can't read is left out.
    """
    pieces: list[Piece] = []
    notes: dict[int, Note] = {}
    for number, xref in enumerate(xrefs, 1):
        try:
            annot = page.load_annot(xref)
            lines, boxes = painted(page, annot.this, flags)
            if _typed(page.parent, xref) and any(line.strip() for line in lines):
                pieces.append(Piece(lines, boxes))
                continue
            notes[xref] = _note(page, annot, number, "\n".join(lines), xrefs)
        except MUPDF_ERRORS:
            continue
    return pieces, notes


def note_part(note: Note, ordinal: int, on: Part, numbering: str) -> Part | None:
    """The part of a note on the page `on`, whose words it may mark; None where it says nothing.

    `numbering` is what people call the page: "p. 3".
    """
    marked = _marked(note, on) if note.kind in _ON_WORDS else None
    text = note.text if note.text.strip() or marked is None else marked[0]
    if not text.strip():
        return None
    if marked is not None and not note.text.strip():
        label, words = _label(note, numbering, ""), marked[1]
    else:
        label = _label(note, numbering, marked[0] if marked else "")
        words = Words(
            np.array([(0, len(text))] * len(note.boxes), np.int32), np.array(note.boxes, np.float32).reshape(-1, 4)
        )
    return Part(ordinal, "note", text, label, on.page, on.width, on.height, words)


def _note(page: pymupdf.Page, annot: pymupdf.Annot, number: int, shown: str, xrefs: Sequence[int]) -> Note:
    info, kind = annot.info, annot.type[1]
    content = clean(info.get("content") or "").strip()
    if kind == "FileAttachment" and content == _file_name(annot):
        content = ""
    elif rich := _rich(annot):
        content = "\n".join(_without_repeats(content, rich))
    answered = annot.irt_xref
    return Note(
        number=number,
        kind=kind,
        text="".join(f"{piece}\n" for piece in _without_repeats(content, clean(shown).strip())),
        boxes=_boxes(page, annot, kind),
        author=_one_line(info.get("title") or ""),
        date=said(info.get("creationDate") or info.get("modDate") or ""),
        hidden=bool(annot.flags & _INVISIBLE),
        answers=xrefs.index(answered) + 1 if answered in xrefs else 0,
        shows=bool(shown.strip()),
    )


def _without_repeats(content: str, shown: str) -> list[str]:
    """The note's text and what it shows, where that is not the same in other line ends and case."""
    a, b = ("".join(text.casefold().split()) for text in (content, shown))
    if not b or b in a:
        return [content] if content else []
    return [shown] if a in b else [content, shown]


def _rich(annot: pymupdf.Annot) -> str:
    """The note's words as rich text (ISO 32000-1, 12.7.3.4), which some programs write instead of plain ones.

    "" for none, and where they can't be read: the plain ones stand then.
    """
    try:
        held = mupdf.pdf_dict_gets(mupdf.pdf_annot_obj(annot.this), "RC")  # a string or stream, here or elsewhere
        value = str(mupdf.pdf_load_stream_or_string_as_utf8(held)) if held.m_internal else ""
    except MUPDF_ERRORS:
        return ""
    lines = _LINE_END.sub("\n", value[:_RICH])
    return clean(html.unescape(_TAG.sub("", lines))).strip()


def _typed(document: pymupdf.Document, xref: int) -> bool:
    """Whether it is text typed onto the page, as forms without fields are filled in and labelled."""
    return str(document.xref_get_key(xref, "IT")[1]).lower() == "/freetexttypewriter"


def _file_name(annot: pymupdf.Annot) -> str:
    try:
        return str(annot.file_info.get("filename", ""))
    except MUPDF_ERRORS:
        return ""


def _boxes(page: pymupdf.Page, annot: pymupdf.Annot, kind: str) -> tuple[tuple[float, float, float, float], ...]:
    """Where it is: a box for each line of marked words, else one."""
    corners = annot.vertices if kind in _ON_WORDS else None
    rects = [annot.rect]
    if corners and len(corners) >= 4:
        quads = [corners[i : i + 4] for i in range(0, len(corners) - 3, 4)]
        rects = [pymupdf.Rect(*np.min(q, axis=0), *np.max(q, axis=0)) for q in quads]
    turned = [rect * as_shown(page) for rect in rects]
    return tuple((r.x0, r.y0, r.width, r.height) for r in turned)


def _marked(note: Note, on: Part) -> tuple[str, Words] | None:
    """The words of the page whose middle lies in a box of the note, as a text with its words; None for none."""
    if on.words is None or not len(on.words):
        return None
    x, y = (on.words.boxes[:, i] + on.words.boxes[:, i + 2] / 2 for i in (0, 1))
    inside = np.zeros(len(on.words), np.bool_)
    for left, top, width, height in note.boxes:
        inside |= (x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)
    hit = np.flatnonzero(inside)
    if not len(hit):
        return None
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for i in hit.tolist():
        start, end = on.words.spans[i].tolist()
        gap = " " if pieces else ""
        pieces.append(gap + on.text[start:end])
        spans.append((at + len(gap), at + len(pieces[-1])))
        at += len(pieces[-1])
    confidence = None if on.words.confidence is None else on.words.confidence[hit]
    return "".join(pieces) + "\n", Words(np.array(spans, np.int32), on.words.boxes[hit], confidence)


def _label(note: Note, numbering: str, on: str) -> str:
    """ "p. 3, note 1 (A. Smith, 3 May 2024 14:30) on “the van”"."""
    what = f"{_KINDS.get(note.kind, 'note')} {note.number}"
    by = ", ".join(filter(None, (note.author, note.date, "hidden" if note.hidden else "")))
    answers = f", reply to {note.answers}" if note.answers else ""
    words = _one_line(on)
    quoted = words if len(words) <= _QUOTED else words[:_QUOTED].rsplit(" ", 1)[0] + " …"
    return f"{numbering}, {what}{answers}" + (f" ({by})" if by else "") + (f" on “{quoted}”" if quoted else "")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text)).strip()[:200]
