"""What Word files hold beside the running text: changes, comments, hidden text, links, charts, files inside."""

from __future__ import annotations

import io

import docx
import pytest
from office_files import RELATIONS, R, W, related, rewritten, run, saved, with_body

from ingest.items import Chunk, Enclosed, Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.sniff import sniff
from ingest.split import split
from provenance.records import Notice, Part

A = 'w:author="A. Smith" w:date="2024-05-03T14:05:00Z"'


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def parts(data: bytes) -> list[Part]:
    return [item for item in items(data) if isinstance(item, Part)]


def notices(data: bytes) -> dict[str, str]:
    return {i.code: i.detail for i in items(data) if isinstance(i, Notice)}


def labelled(data: bytes) -> list[tuple[str, str]]:
    return [(p.text.rstrip("\n"), p.label) for p in parts(data)]


def test_changes_are_said_with_who_and_when() -> None:
    data = with_body(
        f"<w:p>{run('He wore ')}<w:ins {A}>{run('a red')}</w:ins><w:del {A}><w:r><w:delText>a blue</w:delText></w:r>"
        f"</w:del>{run(' coat.')}</w:p><w:p><w:ins {A}>{run('All new.')}</w:ins></w:p>"
        f"<w:p><w:moveFrom {A}>{run('Moved words.')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo {A}>{run('Moved words.')}</w:moveTo></w:p>"
    )
    who = "(A. Smith, 3 May 2024 14:05)"
    assert labelled(data) == [
        ("He wore a red coat.", f"para 1, with words inserted {who}"),
        ("a blue", f"para 1, deleted {who}"),
        ("All new.", f"para 2, inserted {who}"),
        ("", "para 3"),
        ("Moved words.", f"para 3, moved away {who}"),
        ("Moved words.", f"para 4, moved here {who}"),
    ]
    assert notices(data) == {"tracked_changes": "inserted, deleted or moved passages, marked as such: 5"}


def test_no_passage_runs_from_the_text_into_what_was_deleted() -> None:
    data = with_body(
        f"<w:p>{run('The man ran to the car park behind the shop.')}<w:del {A}><w:r><w:delText>I am not sure of that."
        f"</w:delText></w:r></w:del></w:p><w:p>{run('He got into a white van and left.')}</w:p>"
    )
    found = [(p.text, p.label) for p in split(parts(data), "docx")]
    assert found == [
        ("The man ran to the car park behind the shop.", "para 1"),
        ("I am not sure of that.", "para 1, deleted (A. Smith, 3 May 2024 14:05)"),
        ("He got into a white van and left.", "para 2"),
    ]


def test_a_row_is_a_passage() -> None:
    document = docx.Document()
    document.add_paragraph("The log of the night follows.")
    table = document.add_table(2, 3)
    for row, cells in zip(
        table.rows,
        (("22:41", "PC Adeyemi", "Caller says a man is at the door."), ("22:58", "Control", "Unit 4 is on its way.")),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    found = [(p.text, p.label) for p in split(parts(saved(document)), "docx")]
    assert found[1:] == [
        ("22:41 PC Adeyemi Caller says a man is at the door.", "table 1, row 1"),
        ("22:58 Control Unit 4 is on its way.", "table 1, row 2"),
    ]


def test_hidden_text_is_read_and_said() -> None:
    shown = run("again", "<w:vanish w:val='0'/>")
    data = with_body(f"<w:p>{run('Seen ')}{run('not seen', '<w:vanish/>')}{shown}</w:p>")
    assert labelled(data) == [("Seen again", "para 1"), ("not seen", "para 1, hidden")]
    assert list(notices(data)) == ["hidden_text"]


def test_comments_say_who_wrote_them_and_on_what() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("He wore a ")
    marked = paragraph.add_run("blue coat")
    paragraph.add_run(" that night.")
    document.add_comment(marked, text="Was it blue? 😀", author="DC Price", initials="DP")
    found = [p for p in parts(saved(document)) if p.kind == "note"]
    assert [p.text for p in found] == ["Was it blue? 😀\n"]
    assert found[0].label.startswith("comment 1 (DC Price, ") and found[0].label.endswith(", para 1, on “blue coat”")


def test_links_and_what_is_kept_elsewhere_are_said_not_followed() -> None:
    body = (
        f'<w:p><w:hyperlink r:id="rId90" xmlns:r="{R}">{run("the shop")}</w:hyperlink></w:p>'
        '<w:p><w:r><w:instrText> INCLUDETEXT "http://elsewhere.example/x.docx" </w:instrText></w:r></w:p>'
        '<w:p><w:r><w:instrText>HYPERLINK "mailto:a@b.example"</w:instrText></w:r>' + run("a@b.example") + "</w:p>"
    )
    data = related(
        with_body(body),
        f'<Relationship Id="rId90" Type="{R}/hyperlink" Target="https://shop.example/" TargetMode="External"/>'
        f'<Relationship Id="rId91" Type="{R}/image" Target="http://spy.example/1.png" TargetMode="External"/>',
    )
    assert labelled(data)[-1] == ("https://shop.example/", "para 1, link of “the shop”")
    assert not any("mailto" in text for text, _ in labelled(data))
    told = notices(data)["remote_content_not_loaded"]
    assert "http://spy.example/1.png" in told and "http://elsewhere.example/x.docx" in told


def test_form_fields_and_symbols_are_read() -> None:
    ticked = "<w:r><w:fldChar><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
    chosen = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='No'/>"
        "<w:listEntry w:val='Yes'/></w:ddList></w:ffData></w:fldChar></w:r>"
    )
    symbol = "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
    assert labelled(with_body(f"<w:p>{ticked}{run(' consents ')}{chosen}{symbol}</w:p>"))[0][0] == "☒ consents Yes✓"


def test_files_inside_come_out_whole_and_macros_are_said() -> None:
    inner = saved(docx.Document())
    data = rewritten(
        with_body(f"<w:p>{run('See the file.')}</w:p>"),
        {"word/embeddings/Sheet1.docx": inner, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )
    found = items(data)
    at = found.index(Enclosed("Sheet1.docx", "word/embeddings/Sheet1.docx"))
    assert found[at + 1] == Chunk(inner)
    assert "macros_not_run" in notices(data)
    assert all(not isinstance(i, Part) for i in found[at:])


def test_a_document_with_nothing_but_a_file_inside_is_no_refusal() -> None:
    data = rewritten(with_body("<w:p/>"), {"word/media/scan.bin": bytes(5000)})
    assert [i.name for i in items(data) if isinstance(i, Enclosed)] == ["scan.bin"]


def test_single_file_documents() -> None:
    """The flat form of a package, and Word 2003's own form."""
    pkg = "http://schemas.microsoft.com/office/2006/xmlPackage"
    flat = (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{pkg}">'
        f'<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part>'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="{W}"><w:body><w:p>{run("Flat.")}'
        "</w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
    ).encode()
    old = (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:o="urn:o">'
        b"<o:DocumentProperties><o:Author>PC Dean</o:Author></o:DocumentProperties><w:body><w:p>"
        b"<w:r><w:t>Old.</w:t></w:r>"
        b"</w:p><w:sectPr><w:hdr><w:p><w:r><w:t>OFFICIAL</w:t></w:r></w:p></w:hdr></w:sectPr></w:body></w:wordDocument>"
    )
    assert sniff(io.BytesIO(flat)) == sniff(io.BytesIO(old)) == "wordml"
    assert labelled(flat) == [("Flat.", "para 1")]
    assert labelled(old) == [("Old.", "para 1"), ("OFFICIAL", "header")]
    assert items(old)[0] == Opened("wordml")


def test_notes_are_read_again_the_same() -> None:
    data = with_body(f"<w:p>{run('Kept ')}<w:del {A}><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>" * 3)
    found = parts(data)
    assert list(reread(io.BytesIO(data), "docx", range(99), ReadSettings())) == found
    assert list(reread(io.BytesIO(data), "docx", [3], ReadSettings())) == [found[3]]


def test_numbers_that_word_prints_are_in_the_labels() -> None:
    """Two lists on one definition, the second begun anew at 7; a bullet has no number."""

    def level(at: int, form: str, text: str) -> str:
        return f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"

    def item(text: str, number: int, at: int = 0) -> str:
        listed = f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{number}'/></w:numPr>"
        return f"<w:p><w:pPr>{listed}</w:pPr>{run(text)}</w:p>"

    numbering = (
        f"<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='0'>{level(0, 'decimal', '%1.')}"
        f"{level(1, 'lowerLetter', '(%2)')}{level(2, 'upperRoman', '%1.%2.%3')}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'>{level(0, 'bullet', '·')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='0'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
    places = ((1, 0), (1, 1), (1, 2), (1, 0), (2, 0), (2, 0), (3, 0))
    body = "".join(item("x", number, at) for number, at in places)
    data = rewritten(with_body(body), {"word/numbering.xml": numbering})
    assert [label for _, label in labelled(data)] == [
        *("para 1, numbered 1", "para 2, numbered (a)", "para 3, numbered 1.a.I", "para 4, numbered 2"),
        *("para 5, numbered 7", "para 6, numbered 8", "para 7"),
    ]


def test_rows_cells_and_ends_of_paragraphs_that_are_deleted() -> None:
    cell, gone = "<w:tc>{}<w:p>{}</w:p></w:tc>", f"<w:tcPr><w:cellDel {A}/></w:tcPr>"
    rows = (
        f"<w:tr><w:trPr><w:del {A}/></w:trPr>{cell.format('', run('a row'))}{cell.format('', run('taken out'))}</w:tr>"
        f"<w:tr><w:trPr><w:ins {A}/></w:trPr>{cell.format('', run('a row'))}{cell.format('', run('put in'))}</w:tr>"
        f"<w:tr>{cell.format('', run('kept'))}{cell.format(gone, run('cell out'))}</w:tr>"
    )
    data = with_body(
        f"<w:tbl>{rows}</w:tbl><w:p><w:pPr><w:rPr><w:del {A}/></w:rPr></w:pPr>{run('He did')}</w:p>"
        f"<w:p>{run(' not run.')}</w:p>"
    )
    who = "(A. Smith, 3 May 2024 14:05)"
    assert [x for x in labelled(data) if x[0]] == [
        *(("a row", f"table 1, row 1, deleted {who}"), ("taken out", f"table 1, row 1, deleted {who}")),
        *(("a row", f"table 1, row 2, inserted {who}"), ("put in", f"table 1, row 2, inserted {who}")),
        *(("kept", "table 1, row 3"), ("cell out", f"table 1, row 3, deleted {who}")),
        *(("He did", f"para 7, its end deleted {who}"), (" not run.", "para 8")),
    ]
    assert [p.kind for p in parts(data) if "deleted" in p.label] == ["note"] * 3 + ["paragraph"]
    assert notices(data) == {"tracked_changes": "inserted, deleted or moved passages, marked as such: 6"}


def test_word_art_watermarks_and_descriptions_of_pictures() -> None:
    art = "<w:r><w:pict><v:shape id='WaterMark'><v:textpath on='t' string='{}'/></v:shape></w:pict></w:r>"
    drawing = (
        "<w:r><w:drawing><x:inline xmlns:x='urn:x'><x:docPr id='1' name='Picture 1' descr='A knife on a table'/>"
        "<x:cNvPr id='1' name='Picture 1' descr='A knife on a table'/></x:inline></w:drawing></w:r>"
    )
    body = f"<w:p>{run('Seen: ')}{drawing}</w:p><w:p>{art.format('CONFIDENTIAL')}</w:p>"
    header = f"<w:hdr xmlns:w='{W}' xmlns:v='urn:v'><w:p>{art.format('DRAFT')}</w:p></w:hdr>"
    data = related(with_body(body), f"<Relationship Id='h1' Type='{R}/header' Target='header9.xml'/>")
    data = rewritten(data, {"word/header9.xml": header})
    assert [(p.text, p.label, p.kind) for p in parts(data) if p.text.strip()] == [
        ("Seen: \n", "para 1", "paragraph"),
        ("A knife on a table\n", "para 1, alternative text", "note"),
        ("CONFIDENTIAL\n", "para 2, word art", "paragraph"),
        ("DRAFT\n", "header, word art", "paragraph"),
    ]


def test_a_field_that_is_drawn_from_its_code_is_read() -> None:
    begin, end = (f"<w:r><w:fldChar w:fldCharType='{x}'/></w:r>" for x in ("begin", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    data = with_body(
        f"<w:p>{run('about ')}{begin}{code.format(' EQ ')}{code.format(chr(92) + 'f(1,2)')}{end}{run(' mile')}</w:p>"
        f"<w:p>{begin}{code.format(' PAGE ')}{end}{run('on')}</w:p>"
    )
    assert [text for text, _ in labelled(data)] == ["about 1/2 mile", "on"]


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def figure(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (f"<m:f><m:num>{figure('42')}</m:num><m:den>{figure('7')}</m:den></m:f>", "is 42/7"),
        (f"{figure('3')}<m:f><m:num>{figure('1')}</m:num><m:den>{figure('2')}</m:den></m:f>", "is 3 1/2"),
        (f"<m:f><m:num>{figure('a+b')}</m:num><m:den>{figure('2')}</m:den></m:f>", "is (a+b)/2"),
        (f"<m:sSup><m:e>{figure('10')}</m:e><m:sup>{figure('2')}</m:sup></m:sSup>", "is 10^2"),
        (f"<m:rad><m:deg/><m:e>{figure('2ad')}</m:e></m:rad>", "is √(2ad)"),
        (f"<m:rad><m:deg/><m:e>{figure('16')}</m:e></m:rad>", "is √16"),
    ],
)
def test_fractions_powers_and_roots_are_told_on_a_line(inside: str, told: str) -> None:
    data = with_body(f"<w:p>{run('is ')}<m:oMath xmlns:m='{MATH}'>{inside}</m:oMath></w:p>")
    assert [text for text, _ in labelled(data)] == [told]


def test_raised_figures_are_told_apart_and_ordinals_stay() -> None:
    up = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    data = with_body(
        f"<w:p>{run('BAC 10')}{up.format('5')}{run(', the 1')}{up.format('st')}{run(' room')}{up.format('2')}</w:p>"
    )
    assert [text for text, _ in labelled(data)] == ["BAC 10^5, the 1st room2"]


def test_a_field_in_the_code_of_another_is_not_read_beside_its_result() -> None:
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{x}'/></w:r>" for x in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    inner = f"{begin}{code.format(' DATE ')}{separate}{run('1 January 2026')}{end}"
    data = with_body(
        f"<w:p>{run('On ')}{begin}{code.format(' IF 1 = 1 ')}{inner}{separate}{run('3 May 2024')}{end}</w:p>"
        f"<w:p>{begin}{run('never ended')}</w:p><w:p>{run('goes on')}</w:p>"
    )
    assert [text for text, _ in labelled(data)] == ["On 3 May 2024", "never ended", "goes on"]


def test_words_struck_through_are_apart() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("I saw ")
    for words, strike in (("Lee", True), ("a man ", None), ("at the lock", False)):
        paragraph.add_run(words).font.strike = strike
    document.add_paragraph("").add_run("All of it.").font.double_strike = True
    made = io.BytesIO()
    document.save(made)
    assert [one for one in labelled(made.getvalue()) if one[0]] == [
        ("I saw a man at the lock", "para 1"),
        ("Lee", "para 1, struck through"),
        ("All of it.", "para 2, struck through"),
    ]


def test_words_in_white_are_told_where_nothing_dark_is_known_behind_them() -> None:
    def white(words: str, more: str = "") -> str:
        return f'<w:r><w:rPr><w:color w:val="FFFFFF"/>{more}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'

    shaded = '<w:shd w:val="clear" w:fill="1F3864"/>'
    data = with_body(
        f"<w:p>{run('I saw him.')}{white(' Say that')}{white(' he confessed.')}</w:p>"
        f"<w:p>{white('A label', shaded)}</w:p><w:p><w:pPr>{shaded}</w:pPr>{white('A title')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{white('A head')}</w:p></w:tc></w:tr></w:tbl>"
        f'<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>red</w:t></w:r>{white(" ")}</w:p>'
    )
    told = "white letters, which white paper does not show: para 1: “Say that he confessed.”"
    assert notices(data) == {"white_text": told}
    assert parts(data)[0].text == "I saw him. Say that he confessed.\n"
