"""Word documents paragraph by paragraph: what lxml finds at a part's XPath is the part's text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from lxml import etree
from office_files import W, rewritten, run, saved, with_body
from PIL import Image

from ingest.items import Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import extractor, read, reread
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "docx"


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def parts(data: bytes) -> list[Part]:
    return [item for item in items(data) if isinstance(item, Part)]


def labelled(data: bytes) -> list[tuple[str, str]]:
    return [(p.text.rstrip("\n"), p.label) for p in parts(data)]


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        items(data)
    return refused.value.code


def sample() -> Document:
    document = docx.Document()
    document.core_properties.author = "PC 12 Dean"
    document.add_heading("Report", 1)
    document.add_paragraph("😀 He said “stop”\tand ran.\nThen nothing.")
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"cell {row}.{column}"
    document.add_paragraph("שלום after the table")
    document.sections[0].header.paragraphs[0].text = "OFFICIAL"
    document.sections[0].footer.paragraphs[0].text = "a footer"
    return document


def test_body_in_order_then_what_stands_beside_it() -> None:
    found = items(saved(sample()))
    assert found[0] == Opened("docx")
    assert any(isinstance(i, Fields) and i.values["author"] == "PC 12 Dean" for i in found)
    assert [(p.text, p.label) for p in parts(saved(sample()))] == [
        ("Report\n", "para 1"),
        ("😀 He said “stop”\tand ran.\nThen nothing.\n", "para 2"),
        *((f"cell {n // 2}.{n % 2}\n", f"table 1, row {n // 2 + 1}") for n in range(4)),
        ("שלום after the table\n", "para 7"),
        ("OFFICIAL\n", "header"),
        ("a footer\n", "footer"),
    ]


MATH = ".//w:vertAlign|.//*[local-name()='oMath']"  # told on a line, with signs of their own


def assert_paths(data: bytes) -> int:
    """Every XPath leads to exactly one paragraph; where runs alone make its text, to the part's words."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        tree = etree.fromstring(pack.read("word/document.xml"))
    named = {"w": etree.QName(tree).namespace}
    found = [p for p in parts(data) if p.xpath]
    for part in (p for p in found if not any(x in p.label for x in ("link", "word art", "alternative text"))):
        (paragraph,) = tree.xpath(part.xpath, namespaces=named)
        assert etree.QName(paragraph).localname == "p"
        if not paragraph.xpath(
            f".//w:txbxContent|.//w:del|.//w:moveFrom|.//w:rt|.//w:vanish|.//w:strike|.//w:dstrike|{MATH}",
            namespaces=named,
        ):
            words = "".join(paragraph.xpath(".//*[local-name()='t']/text()"))
            assert "".join(words.split()).replace("-", "") == "".join(part.text.split()).replace("-", "")
    return len(found)


def test_xpaths_lead_to_the_paragraphs() -> None:
    assert assert_paths(saved(sample())) == 7
    assert parts(saved(sample()))[1].xpath == "/w:document/w:body[1]/w:p[2]"


def test_paragraphs_are_as_python_docx_reads_them() -> None:
    data = saved(sample())
    own = [p.text[:-1] for p in parts(data) if p.xpath.startswith("/w:document/w:body[1]/w:p[")]
    assert own == [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


def test_tracked_changes_fields_and_text_boxes() -> None:
    data = with_body(
        "<w:p><w:r><w:t>He wore </w:t></w:r><w:ins><w:r><w:t>a red</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>a blue</w:delText></w:r></w:del><w:r><w:t xml:space='preserve'> coat</w:t>"
        "<w:instrText>PAGE</w:instrText><w:noBreakHyphen/><w:br w:type='page'/></w:r>"
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</w:pict></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert [(p.text, p.kind) for p in parts(data)] == [
        ("He wore a red coat-\n", "paragraph"),
        ("a blue\n", "note"),
        ("in a box\n", "paragraph"),
        ("in a control\n", "paragraph"),
    ]
    assert assert_paths(data) == 4
    assert any(isinstance(i, Notice) and i.code == "tracked_changes" for i in items(data))


@pytest.mark.parametrize("how", ["page", "column", "textWrapping", "text-wrapping"])
def test_words_on_both_sides_of_a_break_stay_two(how: str) -> None:
    data = with_body(f"<w:p><w:r><w:t>before</w:t><w:br w:type='{how}'/><w:t>after</w:t></w:r></w:p>")
    assert [p.text for p in parts(data)] == ["before\nafter\n"]


def test_pictures_come_out_and_specks_are_said() -> None:
    document = docx.Document()
    document.add_paragraph("see below")
    drawn = []
    for side in (8, 64):
        picture = io.BytesIO()
        Image.new("L", (side, side), side).save(picture, "PNG")
        document.add_picture(picture)
        drawn.append(picture.getvalue())
    found = items(saved(document))
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("image2.png", "word/media/image2.png")]
    assert b"".join(i.data for i in found if isinstance(i, Chunk)) == drawn[1]
    assert [i.code for i in found if isinstance(i, Notice)] == ["tiny_pictures_left_out"]


def test_parts_are_read_again() -> None:
    data = saved(sample())
    found = parts(data)
    assert list(reread(io.BytesIO(data), "docx", [1, 5, 99], ReadSettings())) == [found[1], found[5]]
    assert "lxml/" in extractor("docx")


def test_refusals() -> None:
    data = saved(sample())
    assert refusal(saved(docx.Document())) == "no_text"
    assert refusal(data[: len(data) // 2]) == "file_damaged"
    assert refusal(with_body("<w:p><w:oops></w:p>")) == "file_damaged"
    spoilt = bytearray(data)
    at = data.index(b"word/document.xml") + 40
    spoilt[at : at + 200] = bytes(200)
    assert refusal(bytes(spoilt)) == "file_damaged"


def test_entities_are_not_resolved() -> None:
    """A document type that reads a file, or swells, brings nothing into the text."""
    body = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>kept &f;&b;</w:t></w:r></w:p></w:body></w:document>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr("word/document.xml", body)
    assert [p.text for p in parts(made.getvalue())] == ["kept \n"]


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    outcomes = {}
    for file in sorted(SHARED.glob("*.docx")):
        data = file.read_bytes()
        try:
            items(data)
        except ReadError as refused:
            outcomes[file.name] = refused.code
            continue
        assert_paths(data)
    assert outcomes == {
        "protected_normal_case.docx": "password_needed",
    }


STRUCK = (
    '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Under"><w:basedOn w:val="Gone"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:strike w:val="0"/></w:rPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="Old"><w:basedOn w:val="Old"/><w:rPr><w:dstrike/></w:rPr>'
    '</w:style><w:style w:type="character" w:styleId="Secret"><w:pPr><w:rPr><w:strike/></w:rPr></w:pPr><w:rPr>'
    "<w:vanish/></w:rPr></w:style>"
)


@pytest.mark.parametrize("old", [False, True])
def test_words_that_a_style_strikes_or_hides_are_apart(old: bool) -> None:
    def styled(words: str, style: str, more: str = "") -> str:
        return run(words, f'<w:rStyle w:val="{style}"/>{more}')

    inside = (
        f"<w:p>{run('He was ')}{styled('not ', 'Gone')}{styled('never ', 'Under')}{styled('there', 'Back')}"
        f"{styled(' at ten', 'Gone', '<w:strike w:val=' + chr(34) + '0' + chr(34) + '/>')}{styled(' Lee', 'Secret')}"
        f'<w:ins w:author="A. Smith">{styled(" Ann", "Gone")}</w:ins>{styled(".", "None")}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr>{run("All of it.")}</w:p>'
    )
    if old:
        form = "http://schemas.microsoft.com/office/word/2003/wordml"
        data = (
            '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
            f'<w:wordDocument xmlns:w="{form}"><w:styles>{STRUCK}</w:styles><w:body>{inside}</w:body></w:wordDocument>'
        ).encode()
    else:
        data = rewritten(with_body(inside), {"word/styles.xml": f'<w:styles xmlns:w="{W}">{STRUCK}</w:styles>'})
    assert [one for one in labelled(data) if one[0]] == [
        ("He was there at ten.", "para 1"),
        ("not never ", "para 1, struck through"),
        (" Lee", "para 1, hidden"),
        (" Ann", "para 1, inserted and struck through (A. Smith)"),
        ("All of it.", "para 2, struck through"),
    ]
