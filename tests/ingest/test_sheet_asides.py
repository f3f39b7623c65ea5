"""Words of workbooks that stand in no cell, and cells that show less than the file holds: read, or told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import odfdo
import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from ingest.items import ReadSettings
from ingest.readers import read, reread
from ingest.readers.number_format import overlong, unseen
from provenance.records import Notice, Part

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape>'
    '<v:textbox><div>PRESS<br>HERE</div></v:textbox><x:ClientData ObjectType="Button"/></v:shape>'
    '<v:shape><v:textbox><div>a note</div></v:textbox><x:ClientData ObjectType="Note"/></v:shape></xml>'
)
_SHAPE = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:sp><xdr:txBody><a:p><a:r><a:t>In a box'
    "</a:t></a:r><a:br/><a:r><a:t>two lines</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
)


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with its members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    change(members)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, member in members.items():
            new.writestr(name, member)
    return made.getvalue()


def related(members: dict[str, bytes], parts: Mapping[str, tuple[str, str]]) -> None:
    """Relate the first sheet to more parts: their text by name and kind."""
    path = "xl/worksheets/_rels/sheet1.xml.rels"
    more = "".join(
        f'<Relationship Id="more{n}" Type="x/{kind}" Target="/{name}"/>'
        for n, (name, (kind, _)) in enumerate(parts.items())
    )
    empty = f'<Relationships xmlns="{_RELS}"></Relationships>'.encode()
    members[path] = members.get(path, empty).replace(b"</Relationships>", f"{more}</Relationships>".encode())
    members.update((name, text.encode()) for name, (_, text) in parts.items())


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def notes(data: bytes) -> dict[str, str]:
    return {i.label: i.text.rstrip("\n") for i in items(data) if isinstance(i, Part) and i.kind == "note"}


def rows(data: bytes) -> list[str]:
    return [i.text.rstrip("\n") for i in items(data) if isinstance(i, Part) and i.kind == "row"]


def told(data: bytes) -> dict[str, str]:
    return {i.code: i.detail for i in items(data) if isinstance(i, Notice)}


def book_of(*cells: object) -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Calls"
    for cell in cells:
        sheet.append([cell])
    return book, sheet


def test_a_chart_s_words_are_read_and_its_shape_is_told() -> None:
    book, sheet = book_of("Calls", 3, 5)
    chart = BarChart()
    chart.title = "Calls by night"
    chart.append(Series(Reference(sheet, min_col=1, min_row=2, max_row=3), title="Ann's telephone"))
    sheet.add_chart(chart, "C1")
    alone = book.create_chartsheet("Graph")
    other = BarChart()
    other.title = "On a sheet of its own"
    alone.add_chart(other)
    data = saved(book)
    assert notes(data) == {
        "Calls, chart 1": "Calls by night\nAnn's telephone",
        "Graph, chart 1": "On a sheet of its own",
    }
    assert set(told(data)) == {"charts_by_words"} and told(data)["charts_by_words"].endswith(": 2")


def test_a_damaged_chart_costs_no_row_and_is_told() -> None:
    book, sheet = book_of("Calls", 3, 5)
    chart = BarChart()
    chart.append(Series(Reference(sheet, min_col=1, min_row=2, max_row=3), title="Ann's telephone"))
    sheet.add_chart(chart, "C1")
    data = changed(saved(book), lambda members: members.update({"xl/charts/chart1.xml": b"<chartSpace><chart"}))
    assert rows(data) == ["Calls", "3", "5"]
    assert told(data) == {"beside_not_read": "damaged comments, drawings or charts beside the cells: 1"}


def test_print_heads_links_and_prompts_are_read() -> None:
    book, sheet = book_of("map", "https://a.example/", "to Bob", '=HYPERLINK("https://b.example/?a=1","there")')
    sheet["A1"].hyperlink = "https://maps.example/51.5,-0.1"
    sheet["A2"].hyperlink = "https://a.example/"
    sheet.oddHeader.left.text = "OFFICIAL && secret"
    sheet.oddFooter.center.text = "Page &P of &N"
    check = DataValidation(
        "list", formula1='"yes,no"', prompt="Say yes or no", promptTitle="Seen?", showInputMessage=True
    )
    check.add("B1:B9")
    sheet.add_data_validation(check)
    data = saved(book)
    assert notes(data) == {
        "Calls B1, prompt": "Seen?\nSay yes or no\nyes,no",
        "Calls, print header": "OFFICIAL & secret",
        "Calls, links": "A4: https://b.example/?a=1\nA1: https://maps.example/51.5,-0.1",
    }
    found = [i for i in items(data) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "xlsx", [len(found) - 1], ReadSettings())) == [found[-1]]


def test_notes_beside_threaded_comments_boxes_and_controls_are_read() -> None:
    book, sheet = book_of("a", "b")
    sheet["A1"].comment = Comment("an old note", "Ann")
    sheet["A2"].comment = Comment("[Threaded comment] Your version of Excel …", "tc={1}")
    thread = f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="A2"><text>a new one</text></threadedComment>'
    more = {
        "xl/threadedComments/t.xml": ("threadedComment", f"{thread}</ThreadedComments>"),
        "xl/drawings/v.vml": ("vmlDrawing", _VML),
        "xl/drawings/d.xml": ("drawing", _SHAPE),
    }
    data = changed(saved(book), lambda members: related(members, more))
    parts = [i for i in items(data) if isinstance(i, Part) and i.kind == "note"]
    assert [(p.label, p.text.rstrip("\n")) for p in parts] == [
        ("Calls A2, comment", "a new one"),
        ("Calls A1, comment (Ann)", "an old note"),
        ("Calls, text box", "In a box\ntwo lines"),
        ("Calls, text box", "PRESS\nHERE"),
    ]


def test_digits_beyond_those_shown_and_blank_cells_are_told() -> None:
    book, sheet = book_of(894410030, 42, "unseen", 353879234252633)
    sheet["A2"].number_format = sheet["A3"].number_format = ";;;"

    def lengthen(members: dict[str, bytes]) -> None:
        path = "xl/worksheets/sheet1.xml"
        members[path] = members[path].replace(b"<v>894410030</v>", b"<v>8944100300001234567</v>")

    data = changed(saved(book), lengthen)
    assert rows(data) == ["8944100300001234567", "42", "unseen", "353879234252633"]
    assert told(data)["long_numbers"].endswith(": 1 (Calls A1)")
    assert told(data)["unseen_values"].endswith(": 2 (Calls A2, Calls A3)")


@pytest.mark.parametrize(
    ("number", "long"),
    [
        ("1234567890123456", True),
        ("8.9441003000012298E+18", False),
        ("0012", True),
        ("0.30000000000000004", False),
        ("1E+300", False),
    ],
)
def test_numbers_longer_than_a_sheet_keeps(number: str, long: bool) -> None:
    assert overlong(number, "General") is long
    assert not overlong(number, "dd/mm/yyyy")


def test_formats_that_show_nothing() -> None:
    assert unseen(";;;", "42") and unseen(";;;") and unseen("0;-0;;@", "0")
    assert not unseen("0;-0;;@", "1") and not unseen("0;-0") and not unseen("@", "42") and not unseen("General", "0")


CELLS = (
    ("time", 'time-value="PT1080002H57M46.666569281S"', "02:57:46.667", "02:57:46.667"),
    ("time", 'time-value="PT36H00M00S"', "36:00:00", "36:00:00"),
    ("time", 'time-value="PT36H00M00S"', "12:00 PM", "12:00:00"),
    ("time", 'time-value="PT25H30M00S"', "1530:00", "25:30:00"),
    ("time", 'time-value="-PT2H00M00S"', "-02:00", "-02:00:00"),
    ("time", 'time-value="PT14H23M59.9999999S"', "14:24", "14:24:00"),
    ("float", 'value="8944100300001234567"', "8944100300001230000", "8944100300001234567"),
    ("float", 'value="1234567"', "1,235", "1,235"),
    ("float", 'value="42"', "", "42"),
)


def spreadsheet(content: str, styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    document.body.append(odfdo.Table("Calls"))
    made = io.BytesIO()
    document.save(made)

    def change(members: dict[str, bytes]) -> None:
        start = members["content.xml"].index(b"<table:table ")
        end = members["content.xml"].index(b"</office:spreadsheet>")
        table = f'<table:table table:name="Calls">{content}</table:table>'.encode()
        members["content.xml"] = members["content.xml"][:start] + table + members["content.xml"][end:]
        if styles:
            before, _, rest = members["styles.xml"].partition(b"<office:master-styles>")
            members["styles.xml"] = before + b"<office:master-styles>" + styles.encode() + rest
        members.update((name, text.encode()) for name, text in (more or {}).items())

    return changed(made.getvalue(), change)


def test_times_and_numbers_of_an_opendocument_sheet_are_those_displayed() -> None:
    content = "".join(
        f'<table:table-row><table:table-cell office:value-type="{kind}" office:{value}><text:p>{seen}</text:p>'
        "</table:table-cell></table:table-row>"
        for kind, value, seen, _ in CELLS
    )
    data = spreadsheet(content)
    assert rows(data) == [expected for *_, expected in CELLS]
    assert told(data)["long_numbers"].endswith(": 1 (Calls A7)")
    assert told(data)["unseen_values"].endswith(": 1 (Calls A9)")


def test_what_stands_beside_the_cells_of_an_opendocument_sheet_is_read() -> None:
    shape = "<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>"
    content = (
        f'<table:shapes>{shape}<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></table:shapes>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>'
        '<text:a xlink:href="https://maps.example/">map</text:a></text:p>'
        "<draw:custom-shape><text:p>On a cell</text:p></draw:custom-shape></table:table-cell></table:table-row>"
    )
    names = {n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "chart", "table", "text")}
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    chart = (
        f"<office:document-content {spaces}><chart:chart><chart:title><text:p>Calls by night</text:p></chart:title>"
        '<chart:plot-area table:cell-range-address="Calls.A1:Calls.A2"/><table:table><table:table-header-rows>'
        "<table:table-row><table:table-cell><text:p>Ann</text:p></table:table-cell></table:table-row>"
        "</table:table-header-rows><table:table-rows><table:table-row><table:table-cell><text:p>3</text:p>"
        "</table:table-cell></table:table-row></table:table-rows></table:table></chart:chart></office:document-content>"
    )
    styles = '<style:master-page style:name="Default"><style:header><text:p>OFFICIAL</text:p></style:header>'
    styles += "<style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
    data = spreadsheet(content, f"{styles}</style:master-page>", {"Object 1/content.xml": chart})
    parts = [i for i in items(data) if isinstance(i, Part) and i.kind == "note"]
    assert [(p.label, p.text.rstrip("\n")) for p in parts] == [
        ("Calls, text box", "On a cell"),
        ("Calls, text box", "In a box"),
        ("Calls, chart 1", "Calls by night\nAnn"),
        ("Calls, print header", "OFFICIAL"),
        ("Calls, links", "A1: https://maps.example/"),
    ]
    assert set(told(data)) == {"charts_by_words"}


def test_hidden_columns_of_an_opendocument_sheet_are_told() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    cells = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in "abc")
    data = spreadsheet(f"{columns}<table:table-row>{cells}</table:table-row>")
    assert told(data)["hidden_columns"].endswith(": 2")
