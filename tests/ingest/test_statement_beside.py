"""Notes, comments and fields on the rear of a statement are kept out with it; those on its account are not."""

from __future__ import annotations

import io

import docx
import pymupdf
import pytest
from rear_files import FRONT, NO_OCR, REAR, back_of, by_section, fields_of, layer_of, one_sheet, word_file

from ingest.page_parts import sections
from ingest.statements import recognise
from ingest.take import take
from provenance.records import Part

ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(("y", "section"), [(250, "body"), (330, "rear"), (600, "rear")])
def test_a_note_belongs_to_the_part_of_the_page_on_which_it_lies(y: float, section: str) -> None:
    """Below the last line of the rear it is rear, too."""
    document, page = one_sheet()
    page.add_text_annot((400, y), "Moved to 5 Mill Lane, says her brother.")
    found = by_section(document.tobytes())
    assert [name for name, text in found.items() if "Mill Lane" in text] == [section]


def test_a_marked_address_is_in_no_label_of_the_body() -> None:
    document, page = one_sheet()
    marked = page.add_highlight_annot(page.search_for("12 High Street, Leeds")[0])
    marked.set_info(content="Check this")
    marked.update()
    found = by_section(document.tobytes())
    assert "High Street" in found["rear"] and "Check this" in found["rear"]
    assert "High Street" not in found["body"] + found["form"]


def test_hidden_fields_of_the_rear_are_rear_wherever_they_lie() -> None:
    document, page = one_sheet()
    for n, (name, value) in enumerate([("Home address", "44 Secret Close"), ("Case number", "OP/77")]):
        widget = pymupdf.Widget()
        widget.field_type, widget.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, name
        widget.rect, widget.field_value = pymupdf.Rect(60, 20 + 20 * n, 200, 36 + 20 * n), value
        widget.field_display = 1
        page.add_widget(widget)
    found = by_section(document.tobytes())
    assert "44 Secret Close" in found["rear"] and "OP/77" in found["body"]
    assert "Secret" not in found["body"] + found["form"]


def test_a_comment_belongs_to_the_paragraph_on_which_it_hangs() -> None:
    found = by_section(word_file())
    assert "Which street" in found["body"] and "Mill Lane" in found["rear"]
    assert "Mill Lane" not in found["body"] + found["form"]
    assert "High Street" not in found["body"] + found["form"], "the label of the comment repeats the address"


def test_a_rendition_repeats_no_words_of_the_rear_above_what_is_covered() -> None:
    parts = [item for item in take(io.BytesIO(word_file()), "x", NO_OCR) if isinstance(item, Part)]
    comment = next(part for part in parts if "Mill Lane" in part.text)
    assert comment.label.endswith(", para 11, on “…”")
    statement = recognise(parts)
    assert statement is not None
    layer = layer_of(parts, [(a, b) for a, b, section in statement.sections if section == "rear"])
    labels = [piece.label for section in sections(layer) for piece in section.pieces if piece.kind == "note"]
    assert labels and not any("High Street" in label for label in labels)
    assert any("para 8" in label and "street" in label for label in labels), "that of the account stands as it is"


def test_sections_stand_where_they_are_among_notes() -> None:
    """Notes in the midst of a document move what follows them; before, the rear was cut out of the wrong place."""
    lines = f"{FRONT}\n{REAR}".split("\n")
    parts: list[Part] = []
    for n, line in enumerate(lines, 1):
        parts.append(Part(len(parts), "paragraph", line + "\n", f"para {n}"))
        if n in (8, 11):
            deleted = f"Words {n} that were struck out of this paragraph.\n"
            parts.append(Part(len(parts), "note", deleted, f"para {n}, deleted (DC Hale, 3 May 2024)"))
    statement = recognise(parts)
    assert statement is not None
    layer = "".join(part.text for part in parts)
    back = "".join(layer[a:b] for a, b, section in statement.sections if section == "rear")
    assert all(line in back for line in REAR.split("\n"))
    assert "Words 11" in back and "Words 8" not in back and "blue van" not in back


def across(last: int = 12) -> list[Part]:
    """A Word file with a comment that begins in the last short paragraph of the account and ends in the rear."""
    document = docx.Document()
    for line in f"{FRONT}\nHe ran.\n{REAR}".split("\n"):
        document.add_paragraph(line)
    first, end = (document.paragraphs[n - 1].runs[0] for n in (10, last))
    document.add_comment([first, end], "Check both with her about the gate.", author="DC Hale")
    out = io.BytesIO()
    document.save(out)
    return [item for item in take(io.BytesIO(out.getvalue()), "x", NO_OCR) if isinstance(item, Part)]


@pytest.mark.parametrize("last", [11, 12])
def test_a_comment_that_runs_into_the_rear_is_rear_and_its_label_quotes_nothing(last: int) -> None:
    parts = across(last)
    comment = next(part for part in parts if "the gate" in part.text)
    assert comment.label.endswith(f", para 10 – para {last}, on “…”")
    assert "the gate" in back_of(parts)


def test_what_hangs_on_the_account_keeps_its_words_and_its_place() -> None:
    parts = across(10)
    assert next(part for part in parts if "the gate" in part.text).label.endswith(", para 10, on “He ran.”")
    assert "the gate" not in back_of(parts)


def test_a_comment_of_a_text_document_that_runs_into_the_rear_is_rear() -> None:
    lines = "".join(f"<text:p>{line}</text:p>" for line in FRONT.split("\n"))
    note = '<office:annotation office:name="1"><dc:creator>DC Hale</dc:creator><text:p>The gate?</text:p>'
    rear = REAR.replace("12 High Street,", '12 High Street,<office:annotation-end office:name="1"/>').split("\n")
    lines += f"<text:p>{note}</office:annotation>He ran.</text:p>" + "".join(f"<text:p>{x}</text:p>" for x in rear)
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("meta", "meta"))
    )
    said = "<office:meta><dc:title>Ann SMITH of 12 High Street, Leeds</dc:title></office:meta>"
    root = f'<office:document{names} xmlns:dc="http://purl.org/dc/elements/1.1/" office:mimetype="{ODT}">{said}'
    data = f'<?xml version="1.0"?>{root}<office:body><office:text>{lines}</office:text></office:body></office:document>'
    found = by_section(data.encode())
    assert "The gate?" in found["rear"] and "para 10 – para 12" in found["rear"]
    assert not any("High Street" in found[name] or "gate" in found[name] for name in ("body", "form"))
    assert "title" not in fields_of(data.encode())


def test_a_comment_of_an_rtf_file_says_where_it_stands_and_is_rear_on_the_rear() -> None:
    note = r"{\*\atnid DH}{\*\atnauthor DC Hale}\chatn {\*\annotation %s}"
    lines = f"{FRONT}\n{REAR}".split("\n")
    lines[7] += note % "Which street was it?"
    lines[10] += note % "She moves to 5 Mill Lane."
    data = r"{\rtf1\ansi " + "".join(rf"\pard {line}\par " for line in lines) + r"{\footer Official\par}}"
    found = by_section(data.encode())
    assert "para 8: Which street" in found["body"]
    assert "Mill Lane" in found["rear"] and "Mill Lane" not in found["body"] + found["form"]


def test_an_address_that_was_struck_out_is_rear_where_nothing_else_is() -> None:
    texts = [*FRONT.split("\n"), "", "I looked out of the window."]
    parts = [Part(n, "paragraph", f"{text}\n", f"para {n + 1}") for n, text in enumerate(texts)]
    parts[10:10] = [Part(10, "note", "Home address: 4 Mill Lane, Leeds\n", "para 10, deleted (DC Hale)")]
    assert back_of(parts) == "Home address: 4 Mill Lane, Leeds\n"


@pytest.mark.parametrize("told", ["Mobile: the suspect dropped an iPhone, see JAS/2", "Address: I went to 9 Mill Lane"])
def test_a_note_on_the_account_that_tells_of_the_matter_is_no_rear(told: str) -> None:
    texts = [*FRONT.split("\n"), "", "I looked out of the window."]
    parts = [Part(n, "paragraph", f"{text}\n", f"para {n + 1}") for n, text in enumerate(texts)]
    parts[10:10] = [Part(10, "note", f"{told}\n", "para 10, comment (DC Hale)")]
    assert told not in back_of(parts)
