"""PowerPoint presentations and EPUB books, written by hand: slides and chapters in order, notes, comments, files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office_files import RELATIONS, R

from ingest.items import Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import read, reread
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office" / "pptx"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
NAMES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'


def packed(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    return made.getvalue()


def relations(*found: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in found)
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


def shape(text: str, placeholder: str = "") -> str:
    inner = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p:sp><p:nvSpPr>{inner}</p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"


def slide(inner: str, more: str = "") -> str:
    return f"<p:sld {NAMES} {more}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>"


def presentation() -> bytes:
    row = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{x}</a:t></a:r></a:p></a:txBody></a:tc>" for x in ("22:41", "Call"))
    table = f"<p:graphicFrame><a:tbl><a:tr>{row}</a:tr></a:tbl></p:graphicFrame>"
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldIdLst><p:sldId r:id="b"/><p:sldId r:id="a"/>'
            "</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                ("a", "slide", "slides/slide1.xml"), ("b", "slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide2.xml": slide(shape("First shown\ntwo lines", "title") + table + shape("7", "sldNum")),
            "ppt/slides/_rels/slide2.xml.rels": relations(
                ("n", "notesSlide", "../notesSlides/n1.xml"),
                ("c", "comments", "../comments/comment1.xml"),
                ("l", "slideLayout", "../slideLayouts/l1.xml"),
            ),
            "ppt/slides/slide1.xml": slide(shape("Second 😀"), 'show="0"'),
            "ppt/slideLayouts/l1.xml": slide(shape("Click to edit", "body") + shape("OFFICIAL")),
            "ppt/notesSlides/n1.xml": slide(shape("Say this.", "body")),
            "ppt/comments/comment1.xml": f'<p:cmLst {NAMES}><p:cm authorId="0" dt="2024-05-03T14:05:00"><p:text>Why?'
            "</p:text></p:cm></p:cmLst>",
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst {NAMES}><p:cmAuthor id="0" name="DC Price"/></p:cmAuthorLst>',
            "ppt/media/sound.wav": b"RIFF" + bytes(5000),
        }
    )


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings()))


def labelled(data: bytes) -> list[tuple[str, str]]:
    return [(i.text.rstrip("\n"), i.label) for i in items(data) if isinstance(i, Part)]


def test_slides_come_in_the_order_of_the_show() -> None:
    data = presentation()
    assert sniff(io.BytesIO(data)) == "pptx"
    assert labelled(data) == [
        ("First shown\ntwo lines", "slide 1"),
        ("22:41\tCall", "slide 1, table 1, row 1"),
        ("Say this.", "slide 1, notes"),
        ("Why?", "slide 1, comment 1 (DC Price, 3 May 2024 14:05)"),
        ("Second 😀", "slide 2, hidden"),
        ("OFFICIAL", "slide background"),
    ]
    found = items(data)
    assert found[0] == Opened("pptx")
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("sound.wav", "ppt/media/sound.wav")]
    assert [i.detail for i in found if isinstance(i, Notice)] == ["hidden slides, marked as such: 2"]


def test_slides_are_read_again_the_same() -> None:
    data = presentation()
    parts = [i for i in items(data) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "pptx", range(99), ReadSettings())) == parts
    assert list(reread(io.BytesIO(data), "pptx", [3], ReadSettings())) == [parts[3]]
    with pytest.raises(ReadError, match="file_damaged"):
        items(data[: len(data) // 2])


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_presentations() -> None:
    found = {f.name: labelled(f.read_bytes()) for f in sorted(SHARED.glob("*.pptx"))}
    assert found["testPPT_masterText2.pptx"] == [("Text that I added to the master slide", "slide background")]
    assert [label for _, label in found["testPPTX_overlappingRelations.pptx"]] == [f"slide {n}" for n in range(1, 5)]


def book(more: dict[str, str | bytes] | None = None) -> bytes:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>Diary</dc:title><dc:creator>M. Roe</dc:creator></metadata><manifest>"
            '<item id="two" href="b%20two.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="one" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="gone" href="c.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="pic" href="p.bin" media-type="image/jpeg"/><item id="css" href="s.css" media-type="text/css"/>'
            '</manifest><spine><itemref idref="one"/><itemref idref="two"/><itemref idref="gone"/></spine></package>',
            "OEBPS/a.xhtml": page.format("<h1>3 May</h1><p>Saw the van again.</p>"),
            "OEBPS/b two.xhtml": page.format(
                "<p>Nothing.<br/>All day.</p><table><tr><td>9:00</td><td>x</td></tr></table>"
            ),
            "OEBPS/p.bin": bytes(5000),
            **(more or {}),
        }
    )


def test_books_are_read_by_their_spine() -> None:
    data = book()
    assert sniff(io.BytesIO(data)) == "epub"
    assert labelled(data) == [
        *(("3 May", "para 1.1"), ("Saw the van again.", "para 1.2"), ("Nothing.\nAll day.", "para 2.1")),
        ("9:00\tx", "table 2.1, row 1"),
    ]
    found = items(data)
    (fields,) = (i.values for i in found if isinstance(i, Fields))
    assert fields == {"title": "Diary", "author": "M. Roe"}
    assert [i.code for i in found if isinstance(i, Notice)] == ["sections_missing"]
    assert [i for i in found if isinstance(i, Enclosed)] == [Enclosed("p.bin", "OEBPS/p.bin")]
    assert sum(len(i.data) for i in found if isinstance(i, Chunk)) == 5000
    parts = [i for i in found if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "epub", [2], ReadSettings())) == [parts[2]]


def test_a_book_for_one_device_is_locked() -> None:
    encryption = (
        '<encryption xmlns="urn:x"><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
        "</EncryptedData></encryption>"
    )
    with pytest.raises(ReadError, match="password_needed"):
        items(book({"META-INF/encryption.xml": encryption}))
    fonts = encryption.replace("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.idpf.org/2008/embedding")
    assert labelled(book({"META-INF/encryption.xml": fonts}))
