"""The forms as files: what XLSX, DOCX and PDF hold of hostile, long and many items, and the marks on their pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pymupdf
import pytest
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet
from schedule_case import item, schedule

from provenance.schedule import Form, Gone, Item
from provenance.schedule_docx import docx
from provenance.schedule_form import DRAFT, NOT_DESCRIBED, FormText, form_text, ranges
from provenance.schedule_pdf import pdf
from provenance.schedule_xlsx import pieces, xlsx

HOSTILE = [
    '=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\tx", "a\x00b\x07\x1bc",
    "\u202eevil\u2069", "bad \ud800 half", "\ufffe\uffff", "<w:p/> & ]]> <b>", "شهادة محمد 12",
    "#set page(fill: red) $x$ @ref *b* _i_ `r`", "{{description}}", "&P&[Date]", "line one\nline two", "x" * 90,
]  # fmt: skip


def sheet_of(data: bytes) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(found, Worksheet)
    return found


def xlsx_text(data: bytes) -> str:
    return "\n".join(str(c.value) for row in sheet_of(data).iter_rows() for c in row if c.value is not None)


def docx_text(data: bytes) -> str:
    made = Document(io.BytesIO(data))
    cells = [c.text for row in made.tables[0].rows for c in row.cells]
    edges = [p.text for part in (made.sections[0].header, made.sections[0].footer) for p in part.paragraphs]
    return "\n".join([*(p.text for p in made.paragraphs), *cells, *edges])


def pdf_text(data: bytes) -> str:
    with pymupdf.open(stream=data, filetype="pdf") as made:
        return "\n".join(page.get_text() for page in made)


WRITTEN: list[tuple[Callable[[FormText], bytes], Callable[[bytes], str]]] = [
    (xlsx, xlsx_text),
    (docx, docx_text),
    (pdf, pdf_text),
]
each = pytest.mark.parametrize(("write", "read"), WRITTEN, ids=["xlsx", "docx", "pdf"])


def flat(text: str) -> str:
    """Without white space and the places where a long word may be cut."""
    return "".join(text.replace("\u200b", "").split())


@each
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_stand_as_they_are_or_are_written_out(
    write: Callable[[FormText], bytes], read: Callable[[bytes], str], words: str
) -> None:
    form = form_text(schedule(item(1, description=words)))
    told, shown = flat(read(write(form))), flat(form.rows[0][1])
    assert shown in told or ("م" in words and set(shown) <= set(told)), "Arabic may be read in another order"
    assert not any(c in told for c in "\x00\x07\x1b\u202e\u2069\ud800\ufffe\uffff")


@pytest.mark.parametrize("words", HOSTILE[:5])
def test_no_cell_is_a_formula(words: str) -> None:
    data = xlsx(form_text(schedule(item(1, description=words, location=words), reference=words, title=words)))
    cells = [c for row in sheet_of(data).iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    begun = [c for c in cells if isinstance(c.value, str) and c.value == words]
    assert begun and all(c.quotePrefix for c in begun), "an edit of the cell does not make it one either"


@each
def test_five_hundred_items_and_long_words_are_all_there(
    write: Callable[[FormText], bytes], read: Callable[[bytes], str]
) -> None:
    long = " ".join(f"word{n}" for n in range(600))
    items = [item(n, description=long if n == 7 else f"Statement number {n}.") for n in range(1, 501)]
    told = flat(read(write(form_text(schedule(*items)))))
    assert all(flat(f"Statement number {n}.") in told for n in range(1, 501) if n != 7)
    assert all(f"word{n}" in told for n in range(600))


def test_a_workbook_is_a_table_set_for_printing() -> None:
    sheet = sheet_of(xlsx(form_text(schedule(*(item(n) for n in range(1, 31))))))
    (table,) = sheet.tables.values()
    top, bottom = (int("".join(filter(str.isdigit, edge))) for edge in table.ref.split(":"))
    assert bottom - top == 30 and sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1
    assert [sheet.cell(top + n, 1).value for n in (1, 2, 30)] == [1, 2, 30]
    assert not sheet.protection.sheet and sheet.cell(top + 1, 2).alignment.wrap_text
    heads = [c.value for c in sheet[top]]
    blank = heads.index("For the prosecutor: D, I or CND")
    assert {sheet.cell(n, blank + 1).value for n in range(top + 1, bottom + 1)} == {None}


def test_a_document_repeats_its_head_lies_on_its_side_and_counts_its_pages() -> None:
    made = Document(io.BytesIO(docx(form_text(schedule(*(item(n) for n in range(1, 31)))))))
    section = made.sections[0]
    assert section.page_width > section.page_height
    head, *others = made.tables[0].rows
    assert len(others) == 30 and "w:tblHeader" in head._tr.xml and "w:tblHeader" not in others[0]._tr.xml
    assert " PAGE " in section.footer._element.xml and " NUMPAGES " in section.footer._element.xml


def test_a_pdf_is_tagged_and_repeats_its_head_and_marks_on_every_page() -> None:
    data = pdf(form_text(schedule(*(item(n) for n in range(1, 101)))))
    with pymupdf.open(stream=data, filetype="pdf") as made:
        pages = [page.get_text() for page in made]
        assert len(pages) > 2 and all("Description of item" in page and DRAFT in page for page in pages)
        assert all(f"{n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
        assert all(page.rect.width > page.rect.height for page in made)
        kind, value = made.xref_get_key(made.pdf_catalog(), "MarkInfo")
        assert kind != "null" and "true" in value and made.metadata["title"] == "MG6C OP ALDER"


@each
@pytest.mark.parametrize(
    ("form", "mark"),
    [("mg6c", ""), ("mg6d", "SENSITIVE: NOT FOR THE DEFENCE"), ("mg6e", "NOT FOR THE DEFENCE")],
)
def test_marks_say_what_a_form_is(
    write: Callable[[FormText], bytes], read: Callable[[bytes], str], form: Form, mark: str
) -> None:
    draft, kept = (read(write(form_text(schedule(form=form, submission=n)))) for n in (None, 4))
    assert DRAFT in draft and DRAFT not in kept and "Submission 4" in kept
    assert mark in draft and mark in kept and ("NOT FOR THE DEFENCE" in kept) == bool(mark)
    assert "No item." in kept


def test_what_was_submitted_before_shows_and_only_then() -> None:
    first = form_text(schedule(item(1)))
    assert "since" not in [c.name for c in first.columns] and first.remarks == (
        "Numbers of items not submitted before are provisional until the schedule is submitted.",
    )
    old = Item("mg6c", "S1", item(1).words, 1, True, "")
    gone = (Gone("mg6c", 2, "S2", "SECRET NAME"),)
    later = form_text(schedule(old, item(3), item(4), item(5), gone=gone, last=1, last_at="2026-05-09T10:00:00Z"))
    assert later.remarks[1] == (
        "Since submission 1 of 2026-05-09 10:00:00 UTC: new: items 3 to 5; no longer on this schedule: item 2."
    )
    assert [row[1] for row in later.rows] == ["", "new", "new", "new"]
    assert "SECRET NAME" not in repr(later), "it may be off because it is sensitive now"


def test_nothing_stands_for_a_person_who_did_not_write() -> None:
    form = form_text(schedule(item(1, description="", described_by="")))
    assert form.rows[0][1] == NOT_DESCRIBED
    machine = form_text(schedule(item(1, description="PDF, 3 pages.", described_by="machine")))
    assert machine.rows[0][1].startswith("Drafted by a machine from the intake record, not written by a person: ")
    points = form_text(schedule(item(1, assists="One bang", points=("p. 2: against claim D1.4",)), form="mg6e"))
    assert points.rows[0][-2:] == ("One bang", "Machine points, no reason: p. 2: against claim D1.4.")


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([], ""), ([3], "3"), ([4, 3], "3, 4"), ([9, 3, 7, 8, 8], "3, 7 to 9"), ([1, 2, 4], "1, 2, 4")],
)
def test_runs_of_numbers_are_told_shortly(numbers: list[int], told: str) -> None:
    assert ranges(numbers) == told


@pytest.mark.parametrize("text", ["", "short", "a " * 900, "x" * 2000, "line\n" * 500])
def test_a_long_text_is_cut_into_pieces_that_lose_nothing(text: str) -> None:
    cut = pieces(text)
    assert flat("".join(cut)) == flat(text) and all(len(piece) <= 700 for piece in cut)
