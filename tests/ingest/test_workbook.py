"""Workbooks row by row: each place is the cell that openpyxl finds there, and holds what a person sees in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import odfdo
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import numbers
from PIL import Image

from ingest.items import Enclosed, Fields, Opened, ReadSettings
from ingest.readers import extractor, read, reread
from ingest.readers.number_format import shown
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "xlsx"


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def parts(data: bytes) -> list[Part]:
    return [item for item in items(data) if isinstance(item, Part)]


def notices(data: bytes) -> dict[str, str]:
    return {item.code: item.detail for item in items(data) if isinstance(item, Notice)}


def cells(data: bytes) -> dict[str, str]:
    """What stands at each place, by label."""
    return {q.label: p.text[q.start : q.end] for p in parts(data) for q in p.places}


def phone() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    calls = book.active
    assert calls is not None
    calls.title = "Calls"
    calls.append(["Time", "Caller", "Remarks"])
    calls.append([dt.time(14, 2, 11), "07700 900123", "😀 He said “stop”,\nthen\tran."])
    calls.append([dt.time(14, 5), None, "שלום"])
    calls["B2"].comment = Comment("Ann's own phone", "PC 12 Dean")
    other = book.create_sheet("A & B=1")
    other["C7"] = dt.datetime(2026, 5, 3, 23, 59, 59)
    other["D7"] = dt.timedelta(hours=30, minutes=5)
    other["D7"].number_format = "[h]:mm:ss"
    other["E7"] = True
    book.properties.creator = "PC 12 Dean"
    return book


def test_rows_cells_and_comments_have_their_places() -> None:
    data = saved(phone())
    found = items(data)
    assert found[0] == Opened("xlsx")
    assert any(isinstance(i, Fields) and i.values.get("author") == "PC 12 Dean" for i in found)
    assert [(p.kind, p.label) for p in parts(data)] == [
        *(("row", f"Calls row {n}") for n in (1, 2, 3)),
        ("note", "Calls B2, comment (PC 12 Dean)"),
        ("row", "A & B=1 row 7"),
    ]
    assert cells(data) == {
        "Calls A1": "Time",
        "Calls B1": "Caller",
        "Calls C1": "Remarks",
        "Calls A2": "14:02:11",
        "Calls B2": "07700 900123",
        "Calls C2": "😀 He said “stop”,\nthen\tran.",
        "Calls A3": "14:05:00",
        "Calls C3": "שלום",
        "Calls B2, comment (PC 12 Dean)": "Ann's own phone",
        "A & B=1 C7": "2026-05-03 23:59:59",
        "A & B=1 D7": "30:05:00",
        "A & B=1 E7": "TRUE",
    }
    assert parts(data)[1].places[1].value == "sheet=Calls&cell=B2"
    assert parts(data)[4].places[0].value == "sheet=A %26 B%3D1&cell=C7"


def test_parts_are_read_again() -> None:
    data = saved(phone())
    found = parts(data)
    assert list(reread(io.BytesIO(data), "xlsx", [1, 3, 99], ReadSettings())) == [found[1], found[3]]
    assert "openpyxl/" in extractor("xlsx")


def test_what_is_hidden_is_read_and_told() -> None:
    book = phone()
    book["A & B=1"].sheet_state = "veryHidden"
    book["Calls"].row_dimensions[2].hidden = True
    book["Calls"].column_dimensions["B"].hidden = True
    data = saved(book)
    assert cells(data)["Calls B2"] == "07700 900123"
    assert cells(data)["A & B=1 (hidden) C7"] == "2026-05-03 23:59:59"
    (hidden,) = [part for part in parts(data) if part.label == "A & B=1 (hidden) row 7"]
    assert hidden.places[0].value == "sheet=A %26 B%3D1&cell=C7"
    told = notices(data)
    assert told["hidden_sheets"] == "hidden sheets, read too: A & B=1"
    assert told["hidden_rows"].endswith(": 1") and told["hidden_columns"].endswith(": 1")


def test_a_formula_without_a_value_is_told() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append([1, 2, "=A1+B1"])
    assert cells(saved(book))["Sheet C1"] == "=A1+B1"
    assert notices(saved(book)) == {"formulas_without_values": "cells whose formula stands without a value: 1"}


def test_a_shared_formula_without_a_value_is_told_from_the_cell_that_has_it() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in range(1, 4):
        book.active.append([row, "here"])
    made, number = io.BytesIO(), iter(range(3))
    written = (
        '<f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v>',
        '<f t="shared" si="0"/><v>4</v>',
        '<f t="shared" si="0"/>',
    )
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = re.sub(r'(<c r="B\d)"[^>]*>.*?</c>', lambda m: f'{m[1]}">{written[next(number)]}</c>', text)
            new.writestr(name, text)
    found = cells(made.getvalue())
    assert [found[f"Sheet B{row}"] for row in (1, 2, 3)] == ["2", "4", "=A1*2, as B1"]


def test_a_picture_comes_out_as_a_file() -> None:
    book = phone()
    picture = io.BytesIO()
    Image.effect_noise((200, 100), 60).save(picture, "PNG")
    book["Calls"].add_image(SheetImage(picture), "E2")
    (found,) = (i for i in items(saved(book)) if isinstance(i, Enclosed))
    assert found.path == "xl/media/image1.png"


def test_refusals() -> None:
    data = saved(phone())
    for broken, code in ((data[: len(data) // 2], "file_damaged"), (saved(openpyxl.Workbook()), "no_text")):
        with pytest.raises(ReadError) as refused:
            items(broken)
        assert refused.value.code == code


def test_entities_are_not_resolved() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(phone()))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                bomb = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
                member = bomb + re.sub(rb"<is>.*?</is>|<t>Time</t>", b"", member)
            new.writestr(name, member)
    assert all("root:" not in p.text for p in parts(made.getvalue()))


@pytest.mark.parametrize(
    ("number", "code", "seen"),
    [
        ("46145.584849537", "dd/mm/yyyy hh:mm", "2026-05-03 14:02:11"),
        ("0.5847222222", "h:mm AM/PM", "14:02"),
        ("46145", "[$-809]dd mmmm yyyy;@", "2026-05-03"),
        ("46145", "mmm-yy", "2026-05"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.000011574", "mm:ss.0", "00:00:01.0"),
        ("7700900123", "00000000000", "07700900123"),
        ("447700900123", "General", "447700900123"),
        ("-1234.5", '"£"#,##0.00', "-£1,234.50"),
        ("0.2567", "0.0%", "25.7%"),
        ("5", 'General" mins"', "5 mins"),
        ("60", "yyyy-mm-dd", "1900-02-29"),
        ("44.5", "# ?/?", "44.5"),
        ("7700900123", "00000 000000", "07700 900123"),
        ("2215", r"00\:00", "22:15"),
        ("915", r"00\:00", "09:15"),
        ("221507", '00":"00":"00', "22:15:07"),
        ("4111111111111111", "0000 0000 0000 0000", "4111 1111 1111 1111"),
        ("2075551234", "(000) 000-0000", "(207) 555-1234"),
        ("-12345", "00-00", "-123-45"),
        ("1234567", '0.0,,"m"', "1.2m"),
        ("1234567", "#,##0,", "1,235"),
        ("1234567", "#,##0,.0", "1,234.6"),
        ("40", '[>50]"HIGH" 0;"LOW" 0', "LOW 40"),
        ("-3", '[<0]"minus "0;0', "minus 3"),
        ("-3", "[<0](0);0", "(3)"),
        ("-3", '[<0]"£"-0;0', "£-3"),
        ("-3", '[<0]0" mins";0', "-3 mins"),
        ("-5", "[<0]_-0.00;0.00", "-5.00"),
        ("-1234.5", "[<0]_-* #,##0.00_-;0.00", "-1,234.50"),
        ("-5", "[<0]_(#,##0.00_);0.00", "-5.00"),
        ("-5", '[<0]"Non-resident "0;0', "-Non-resident 5"),
        ("-5", '[<0]"(unpaid) "0;0', "-(unpaid) 5"),
        ("-123456", "[<0]00-00-00;0", "-12-34-56"),
        ("-3", '[>5]"high "0;0', "-3"),
        ("5", ";-0;0", "5"),
        ("8944100300001234567", "General", "8944100300001234567"),
        ("8944100300001234567", "0000 0000 0000 0000 000", "8944 1003 0000 1234 567"),
        ("8.9441003000012298E+18", "General", "8944100300001230000"),
        ("1.234567890123457E+17", "0", "123456789012345700"),
        ("0.30000000000000004", "General", "0.3"),
        ("00447700900123", "General", "00447700900123"),
        ("42", '"KR/"0', "KR/42"),
        ("1500", '"KR/"0 e+0', "1500"),
    ],
)
def test_numbers_as_people_see_them(number: str, code: str, seen: str) -> None:
    assert shown(number, code) == seen


@pytest.mark.parametrize("code", [c for c in numbers.BUILTIN_FORMATS.values() if numbers.is_date_format(c)])
def test_built_in_formats_of_dates_are_known_as_such(code: str) -> None:
    assert re.fullmatch(r"[\d:. -]+", shown("46145.584849537", code))
    assert ":" in shown("46145.584849537", code) or "2026" in shown("46145.584849537", code)


def spreadsheet() -> bytes:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("Calls")
    table.set_values([["Time", "Caller"], [dt.timedelta(hours=14, minutes=2, seconds=11), "Ann  Hill"]])
    table.set_value("B5", dt.datetime(2026, 5, 3, 14, 2, 11))
    document.body.append(table)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_repeats_that_are_not_read_are_told() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheet())) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    row = '<table:table-row table:number-rows-repeated="1500"><table:table-cell office:value-type="string">'
    row += "<text:p>seen</text:p></table:table-cell></table:table-row></table:table>"
    members["content.xml"] = members["content.xml"].replace(b"</table:table>", row.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, data in members.items():
            pack.writestr(name, data)
    found = items(out.getvalue())
    assert sum(isinstance(i, Part) and i.text == "seen\n" for i in found) == 1000
    (told,) = (i for i in found if isinstance(i, Notice))
    assert told.code == "repeats_left_out" and told.detail.endswith("Calls: row 6 stands 1,500 times")


def test_an_opendocument_sheet() -> None:
    data = spreadsheet()
    assert items(data)[0] == Opened("ods")
    found = cells(data)
    assert found["Calls A2"] == "14:02:11"
    assert found["Calls B2"].split() == ["Ann", "Hill"]
    assert found["Calls B5"] == "2026-05-03 14:02:11"
    assert parts(data)[1].places[0].value == "sheet=Calls&cell=A2"


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files_hold_what_openpyxl_finds() -> None:
    refused = {}
    for file in sorted(SHARED.glob("*.xlsx")):
        data = file.read_bytes()
        try:
            found = items(data)
        except ReadError as error:
            refused[file.name] = error.code
            continue
        own = {unquote(q.value) for p in found if isinstance(p, Part) if p.kind == "row" for q in p.places}
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        theirs = {
            f"sheet={sheet.title}&cell={cell.coordinate}"
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        }
        assert theirs <= own, file.name
    assert refused == {"protect.xlsx": "password_needed", "testEXCEL_poi-61034.xlsx": "no_text"}


def test_the_last_moment_of_a_day_that_shows_as_midnight_is_of_the_next_day() -> None:
    assert shown("45000.99999999", "yyyy-mm-dd hh:mm:ss") == "2023-03-16 00:00:00"
    assert shown("45000.99999999", "yyyy-mm-dd") == "2023-03-15"
    assert shown("2958465.99999999", "yyyy-mm-dd hh:mm:ss") == "2958465.99999999"  # no calendar has the next day
