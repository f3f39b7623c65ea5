"""A force's own forms, filled: placeholders wherever they stand, a row for each item, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from schedule_case import item, schedule

from provenance.errors import UsageError
from provenance.schedule_form import form_text
from provenance.schedule_template_docx import fill_docx
from provenance.schedule_template_xlsx import fill_xlsx

THREE = [item(n, description=f"=Statement {n}\nsecond line", facts=(("Date", "3 May 2026"),)) for n in (1, 2, 3)]


def docx_template(folder: Path, cells: tuple[str, ...], mark: str = "") -> Path:
    made = Document()
    made.add_paragraph("MG6C of {{ reference }}, made {{made}}")
    spread = made.add_paragraph("Case: ")
    for piece, bold in (("{{ca", False), ("se}", True), ("}!", False)):
        spread.add_run(piece).bold = bold
    table = made.add_table(rows=3, cols=len(cells))
    for n, text in enumerate(cells):
        table.cell(0, n).text, table.cell(1, n).text, table.cell(2, n).text = f"Head {n}", text, "Foot"
    made.sections[0].header.paragraphs[0].text = f"Force form {mark}"
    path = folder / "form.docx"
    made.save(str(path))
    return path


def xlsx_template(folder: Path, *cells: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A1"] = "{{reference}}"
    for n, text in enumerate(cells, start=1):
        sheet.cell(3, n, f"Head {n}")
        sheet.cell(4, n, text).font = Font(italic=True)
    sheet["A6"] = "Signed"
    sheet.merge_cells("A6:B6")
    sheet.add_table(Table(displayName="Items", ref="A3:C4"))
    path = folder / "form.xlsx"
    book.save(path)
    return path


def test_a_document_is_filled_wherever_placeholders_stand(tmp_path: Path) -> None:
    path = docx_template(tmp_path, ("{{item}}", "{{description}} of {{date}}", ""))
    made = Document(io.BytesIO(fill_docx(path, form_text(schedule(*THREE, submission=2)))))
    assert made.paragraphs[0].text == "MG6C of OP ALDER, made 2026-05-09 10:00:00 UTC under the account tester"
    assert made.paragraphs[1].text == "Case: The station!"
    rows = [[c.text for c in row.cells] for row in made.tables[0].rows]
    assert rows[0] == ["Head 0", "Head 1", "Head 2"] and rows[-1] == ["Foot"] * 3
    assert rows[1:-1] == [[str(n), f"=Statement {n}\nsecond line of 3 May 2026", ""] for n in (1, 2, 3)]
    assert [p.text for p in made.sections[0].header.paragraphs] == ["Force form "]


def test_a_workbook_is_filled_and_what_stands_below_moves_down(tmp_path: Path) -> None:
    path = xlsx_template(tmp_path, "{{item}}", "{{description}}", "for the prosecutor")
    sheet = openpyxl.load_workbook(io.BytesIO(fill_xlsx(path, form_text(schedule(*THREE, submission=2))))).active
    assert isinstance(sheet, Worksheet)
    assert sheet["A1"].value == "OP ALDER" and [sheet.cell(n, 1).value for n in (4, 5, 6)] == [1, 2, 3]
    assert sheet["B5"].value == "=Statement 2\nsecond line" and sheet["B5"].data_type == "s"
    assert sheet["C6"].value == "for the prosecutor" and sheet["B6"].font.italic
    assert sheet["A8"].value == "Signed" and [str(r) for r in sheet.merged_cells.ranges] == ["A8:B8"]
    assert sheet.tables["Items"].ref == "A3:C6"


@pytest.mark.parametrize("mark", ["", "{{mark}}"])
def test_a_draft_bears_its_mark_though_the_template_has_no_place_for_it(tmp_path: Path, mark: str) -> None:
    path = docx_template(tmp_path, ("{{item}}", "{{description}}", "{{reason}}"), mark)
    made = Document(io.BytesIO(fill_docx(path, form_text(schedule(form="mg6d")))))
    head = " ".join(p.text for p in made.sections[0].header.paragraphs)
    assert head.count("DRAFT · SENSITIVE: NOT FOR THE DEFENCE") == 1
    path = xlsx_template(tmp_path, "{{item}}", "{{description}}", "{{reason}}")
    sheet = openpyxl.load_workbook(io.BytesIO(fill_xlsx(path, form_text(schedule(form="mg6d"))))).active
    assert isinstance(sheet, Worksheet) and sheet.oddHeader is not None
    assert sheet.oddHeader.right.text == "DRAFT · SENSITIVE: NOT FOR THE DEFENCE"


def test_the_mark_stands_over_first_pages_and_later_sections_once(tmp_path: Path) -> None:
    path = docx_template(tmp_path, ("{{item}}", "{{description}}", ""))
    made = Document(str(path))
    made.add_section()
    made.sections[0].different_first_page_header_footer = True
    made.save(str(path))
    filled = Document(io.BytesIO(fill_docx(path, form_text(schedule(*THREE)))))
    first, second = filled.sections
    for head in (first.header, first.first_page_header, second.header):
        assert [p.text for p in head.paragraphs].count("DRAFT") == 1
    assert second.header.is_linked_to_previous


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("{{item}}", "{{descripton}}", ""), "nothing is known as {{descripton}}"),
        (("{{item}}", "", ""), "MG6C needs a row of a table with {{description}}"),
    ],
)
def test_a_template_that_would_leave_something_out_is_refused(tmp_path: Path, cells: tuple[str, ...], why: str) -> None:
    form = form_text(schedule(*THREE))
    with pytest.raises(UsageError) as refused:
        fill_docx(docx_template(tmp_path, cells), form)
    assert refused.value.code == "bad_template" and refused.value.facts["why"] == why
    with pytest.raises(UsageError) as refused:
        fill_xlsx(xlsx_template(tmp_path, *cells), form)
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_template_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    form = form_text(schedule(*THREE))
    for name, fill in (("a.docx", fill_docx), ("a.xlsx", fill_xlsx)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UsageError, match="bad_template"):
            fill(tmp_path / name, form)
        with pytest.raises(UsageError, match="no_such_file"):
            fill(tmp_path / f"no_{name}", form)


def test_placeholders_in_the_words_of_an_item_stay_words(tmp_path: Path) -> None:
    form = form_text(schedule(item(1, description="He wrote {{reference}} there"), submission=1))
    made = Document(io.BytesIO(fill_docx(docx_template(tmp_path, ("{{item}}", "{{description}}", "")), form)))
    assert made.tables[0].cell(1, 1).text == "He wrote {{reference}} there"
    path = xlsx_template(tmp_path, "{{item}}", "{{description}}", "")
    sheet = openpyxl.load_workbook(io.BytesIO(fill_xlsx(path, form))).active
    assert isinstance(sheet, Worksheet) and sheet["B4"].value == "He wrote {{reference}} there"
