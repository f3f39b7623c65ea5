"""Fills a force's own form in DOCX: its placeholders, and one row of a table for each item."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from docx import Document
from docx.document import Document as Documented
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from provenance.errors import UsageError
from provenance.schedule_form import NONE, FormText
from provenance.schedule_template import PLACEHOLDER, ROW, names_in, once, read, require

_P, _T, _TR = qn("w:p"), qn("w:t"), qn("w:tr")


def fill_docx(path: Path, form: FormText) -> bytes:
    """The template with the schedule in it. A draft's and a sensitive form's mark stands at the head of every page,
    also where the template has no place for it. Raises UsageError(no_such_file | bad_template)."""
    data = read(path)
    try:
        made = Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError("bad_template", path=str(path), why="it is no Word document (DOCX)") from error
    roots = list(_roots(made))
    texts = [_text(p) for root in roots for p in root.iter(_P)]
    names = names_in(texts)
    require(names, form, path)
    values = once(form)
    rows = [r for root in roots for r in root.iter(_TR) if _is_item_row(r)]
    for paragraph in [p for root in roots for p in root.iter(_P)]:
        if not any(row in rows for row in paragraph.iterancestors(_TR)):
            _fill(paragraph, values)
    for row in rows:  # last: braces in the words of an item are words
        _repeat(row, form, values)
    if form.banner and "mark" not in names:
        _mark(made, form.banner)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _roots(made: Documented) -> Iterator[BaseOxmlElement]:
    """The body, and the heads and feet of pages that the template has."""
    yield made.element.body
    for section in made.sections:
        first = (section.first_page_header, section.first_page_footer)
        for part in (section.header, section.footer, *first, section.even_page_header, section.even_page_footer):
            if not part.is_linked_to_previous:
                yield part._element


def _mark(made: Documented, banner: str) -> None:
    """Put the mark over every page: first and even ones may have heads of their own."""
    for n, section in enumerate(made.sections):
        for head in (section.header, section.first_page_header, section.even_page_header):
            if n == 0 or not head.is_linked_to_previous:  # a linked one shows that of the section before
                head.paragraphs[0].insert_paragraph_before(banner)


def _is_item_row(row: BaseOxmlElement) -> bool:
    """Whether the row itself, not one inside it, has a placeholder of an item."""
    own = [p for p in row.iter(_P) if next(p.iterancestors(_TR)) is row]
    return bool(names_in(map(_text, own)) & set(ROW))


def _repeat(row: BaseOxmlElement, form: FormText, values: Mapping[str, str]) -> None:
    records: Iterable[Mapping[str, str]] = form.records or ({"item": NONE},)
    for record in records:
        new = copy.deepcopy(row)
        row.addprevious(new)
        for paragraph in new.iter(_P):
            _fill(paragraph, {**values, **record})
    row.getparent().remove(row)


def _own(paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
    return [t for t in paragraph.iter(_T) if next(t.iterancestors(_P)) is paragraph]


def _text(paragraph: BaseOxmlElement) -> str:
    return "".join(t.text or "" for t in _own(paragraph))


def _fill(paragraph: BaseOxmlElement, values: Mapping[str, str]) -> None:
    """Replace placeholders where they stand; one may be spread over several runs, the first gives it its looks."""
    pieces = _own(paragraph)
    for match in reversed(list(PLACEHOLDER.finditer("".join(t.text or "" for t in pieces)))):
        at, value = 0, values.get(match[1], "")
        for piece in pieces:
            text = piece.text or ""
            start, end = max(match.start(), at), min(match.end(), at + len(text))
            if start < end:
                piece.text = text[: start - at] + (value if start == match.start() else "") + text[end - at :]
            at += len(text)
    for piece in pieces:
        _lines(piece)


def _lines(piece: BaseOxmlElement) -> None:
    """Set the lines of a run's text one under the other."""
    first, *more = (piece.text or "").split("\n")
    piece.set(qn("xml:space"), "preserve")
    piece.text, after = first, piece
    for line in more:
        text = OxmlElement("w:t")
        text.text = line
        text.set(qn("xml:space"), "preserve")
        lineend = OxmlElement("w:br")
        after.addnext(lineend)
        lineend.addnext(text)
        after = text
