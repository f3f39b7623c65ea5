"""Notes of a PDF whose words are rich text: wherever it stands it is read, and it never costs the plain words."""

from __future__ import annotations

import pymupdf
import pytest
from test_pdf_notes import parts

RICH = "<body><p>Rich words</p></body>"


def noted(content: str, rich: str, elsewhere: str = "", data: bytes | None = None) -> list[str]:
    """The notes of a page with one annotation; `elsewhere` is an object that its rich text may be."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "The witness saw a red car in the road.")
    note = page.add_text_annot((200, 200), content)
    if elsewhere:
        xref = document.get_new_xref()
        document.update_object(xref, elsewhere)
        if data is not None:
            document.update_stream(xref, data)
        rich = f"{xref} 0 R"
    document.xref_set_key(note.xref, "RC", rich)
    return [part.text for part in parts(document.tobytes(), "note")]


def test_rich_text_is_read_wherever_it_stands() -> None:
    told = ["Rich words\n"]
    assert noted("", f"({RICH})") == noted("", "", f"({RICH})") == noted("", "", "<<>>", RICH.encode()) == told
    assert noted("", f"<feff{RICH.encode('utf-16-be').hex()}>") == told
    assert noted("", "", "<<>>", b"\xfe\xff" + RICH.replace("Rich", "Річ").encode("utf-16-be")) == ["Річ words\n"]


@pytest.mark.parametrize(
    ("rich", "elsewhere", "data"),
    [("7", "", None), ("[1 2]", "", None), ("", "<</a 1>>", None), ("", "17", None), ("900 0 R", "", None),
     ("", "<</Filter/JBIG2Decode>>", b"no picture")],
)  # fmt: skip
def test_rich_text_that_cannot_be_read_costs_no_plain_words(rich: str, elsewhere: str, data: bytes | None) -> None:
    (text,) = noted("Own words", rich, elsewhere, data)
    assert text.startswith("Own words\n")


def test_the_rich_text_elsewhere_joins_the_plain_words() -> None:
    assert noted("Own words", "", f"({RICH})") == ["Own words\nRich words\n"]
