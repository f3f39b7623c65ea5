"""Form fields, annotations, attached files and passwords of PDF: each read, each in its place, nothing twice."""

from __future__ import annotations

import io
import zlib

import pymupdf
import pytest

from ingest.items import Chunk, Enclosed, PassageSpan, ReadSettings
from ingest.readers import read, reread
from ingest.take import take
from provenance.errors import ReadError
from provenance.records import Notice, Part

NO_OCR = ReadSettings(ocr=False)
TEXT, CHECK, COMBO, LIST, RADIO = (
    pymupdf.PDF_WIDGET_TYPE_TEXT,
    pymupdf.PDF_WIDGET_TYPE_CHECKBOX,
    pymupdf.PDF_WIDGET_TYPE_COMBOBOX,
    pymupdf.PDF_WIDGET_TYPE_LISTBOX,
    pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON,
)


def items(data: bytes, settings: ReadSettings = NO_OCR) -> list[object]:
    return list(read(io.BytesIO(data), "x", settings))


def parts(data: bytes, kind: str) -> list[Part]:
    return [item for item in items(data) if isinstance(item, Part) and item.kind == kind]


def field(page: pymupdf.Page, kind: int, name: str, rect: tuple[float, ...], value: object, **more: object) -> None:
    widget = pymupdf.Widget()
    widget.field_type, widget.field_name, widget.rect = kind, name, pymupdf.Rect(rect)
    for key, given in more.items():
        setattr(widget, key, given)
    widget.field_value = value
    page.add_widget(widget)


def form(turn: int = 0) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page()
    for y, words in ((100, "Surname:"), (130, "Colour of the van:"), (190, "I saw it myself"), (220, "Account:")):
        page.insert_text((110 if y == 190 else 72, y), words)
    field(page, TEXT, "form[0].Surname[0]", (200, 86, 400, 106), "O'Brien")
    field(page, COMBO, "Colour", (200, 116, 400, 136), "blue", choice_values=["red", "blue"])
    field(page, CHECK, "Saw", (90, 178, 104, 192), True, field_label="Saw it")
    account = "I was walking\nand saw the van."
    field(page, TEXT, "Account", (72, 230, 500, 330), account, field_flags=pymupdf.PDF_TX_FIELD_IS_MULTILINE)
    page.set_rotation(turn)
    return document


@pytest.mark.parametrize("turn", [0, 90])
def test_values_stand_once_where_the_page_shows_them(turn: int) -> None:
    data = form(turn).tobytes()
    (page,) = parts(data, "page")
    assert page.text.splitlines() == [
        "Surname: O'Brien",
        "Colour of the van: blue",
        "☑ I saw it myself",
        "Account:",
        "I was walking",
        "and saw the van.",
    ]
    assert page.words is not None and [page.text[a:b] for a, b in page.words.spans] == page.text.split()
    (ticked,) = parts(data, "field")
    assert (ticked.text, ticked.label, ticked.page) == ("Saw it: ticked\n", "p. 1, form field", 1)
    x, y, w, h = (float(v) for v in ticked.words.boxes[0]) if ticked.words else (0, 0, 0, 0)
    # Turned a quarter clockwise, (x, y) on the page goes to (842 - y, x).
    expected = (90, 178, 14, 14) if not turn else (842 - 192, 90, 14, 14)
    assert (x, y, w, h) == pytest.approx(expected, abs=1)


def test_choices_and_buttons_are_put_into_words() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "Vehicle")
    field(page, LIST, "Seen", (72, 100, 200, 150), "van", choice_values=["car", "van"])
    field(page, CHECK, "Injured", (72, 160, 90, 178), False)
    said = [part.text for part in parts(document.tobytes(), "field")]
    assert said == ["Seen: van\n", "Injured: not ticked\n"]


def test_a_value_that_the_page_does_not_show_is_said_with_its_name() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "A form")
    field(page, TEXT, "Phone", (72, 100, 300, 120), "07700 900123", field_display=1)
    (hidden,) = parts(document.tobytes(), "field")
    assert (hidden.text, hidden.label) == ("Phone: 07700 900123\n", "p. 1, form field (hidden)")


def annotated(turn: int = 0) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "The blue van stopped by the gate.")
    page.insert_text((72, 120), "Nobody got out of it.")
    remark = page.add_text_annot((400, 100), "Ask him again.\nIt was dark.")
    remark.set_info(title="A. Smith", creationDate="D:20240503143012+01'00'")
    answer = page.add_text_annot((430, 100), "He is sure.")
    answer.set_info(title="B. Jones")
    answer.set_irt_xref(remark.xref)
    page.add_highlight_annot(page.search_for("blue van"))
    struck = page.add_strikeout_annot(page.search_for("Nobody"))
    struck.set_info(title="C", content="One man did.")
    page.add_freetext_annot(pymupdf.Rect(300, 400, 500, 440), "typed on it").update()
    page.add_ink_annot([[(100, 500), (200, 520)]])
    page.set_rotation(turn)
    return document


def test_annotations_are_parts_after_the_pages() -> None:
    found = [item for item in items(annotated().tobytes()) if isinstance(item, Part)]
    assert found[0].text == "The blue van stopped by the gate.\nNobody got out of it.\n"
    assert [(part.kind, part.label, part.text, part.page) for part in found[1:]] == [
        ("note", "p. 1, note 1 (A. Smith, 3 May 2024 14:30)", "Ask him again.\nIt was dark.\n", 1),
        ("note", "p. 1, note 2, reply to 1 (B. Jones)", "He is sure.\n", 1),
        ("note", "p. 1, highlighted 3", "blue van\n", 1),
        ("note", "p. 1, struck out 4 (C) on “Nobody”", "One man did.\n", 1),
        ("note", "p. 1, note 5", "typed on it\n", 1),
    ]
    assert [part.ordinal for part in found] == sorted({part.ordinal for part in found})
    assert not [item for item in items(annotated().tobytes()) if isinstance(item, Notice)]


def test_notes_are_passages_of_their_own() -> None:
    document = annotated()
    document.new_page().insert_text((72, 100), "A second page, with nothing on it.")
    spans = [i for i in take(io.BytesIO(document.tobytes()), "x", NO_OCR) if isinstance(i, PassageSpan)]
    assert [span.label for span in spans] == [
        "pp. 1–2",
        "p. 1, note 1 (A. Smith, 3 May 2024 14:30)",
        "p. 1, note 2, reply to 1 (B. Jones)",
        "p. 1, highlighted 3",
        "p. 1, struck out 4 (C) on “Nobody”",
        "p. 1, note 5",
    ]


def test_notes_written_as_rich_text_alone_are_read() -> None:
    document = pymupdf.open()
    page = document.new_page()
    rich = "(<?xml version='1.0'?><body><p>He said <b>no</b> &amp; left</p><p>at nine</p></body>)"
    for content in ("", "at nine", "Other words"):
        note = page.add_caret_annot((100, 80))
        note.set_info(content=content)
        document.xref_set_key(note.xref, "RC", rich)
    assert [part.text for part in parts(document.tobytes(), "note")] == [
        "He said no & left\nat nine\n",
        "He said no & left\nat nine\n",
        "Other words\nHe said no & left\nat nine\n",
    ]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_fields_and_notes_are_read_again(turn: int) -> None:
    document = annotated(turn)
    document.insert_pdf(form(turn), annots=True, widgets=True)
    document.new_page()
    data = document.tobytes()
    found = [item for item in items(data) if isinstance(item, Part)]
    assert {part.kind for part in found} == {"page", "note", "field"}
    for part in found:
        (again,) = reread(io.BytesIO(data), "pdf", [part.ordinal], NO_OCR)
        assert (again.text, again.label, again.page, again.kind) == (part.text, part.label, part.page, part.kind)
        assert again.words is not None and part.words is not None and again.words.pack() == part.words.pack()


def files(data: bytes, settings: ReadSettings = NO_OCR) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {}
    name = ""
    for item in items(data, settings):
        if isinstance(item, Enclosed):
            name = item.path
            found[name] = item.problem or b""
        elif isinstance(item, Chunk):
            before = found[name]
            assert isinstance(before, bytes)
            found[name] = before + item.data
    return found


def test_attached_files_come_out() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "See the attached.")
    document.embfile_add("notes.txt", b"hello", filename="notes.txt")
    page.add_file_annot((200, 200), b"log " * 1000, "../call log.txt")
    assert files(document.tobytes()) == {"notes.txt": b"hello", "call log.txt": b"log " * 1000}
    assert not parts(document.tobytes(), "note")


def test_attached_files_in_a_tree_of_names_come_out() -> None:
    """A long list of files is kept in leaves of a tree (ISO 32000-1, 7.9.6)."""
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "See the attached.")
    document.embfile_add("a.txt", b"deep")
    leaf = document.get_new_xref()
    catalog = document.pdf_catalog()
    document.update_object(leaf, f"<</Names {document.xref_get_key(catalog, 'Names/EmbeddedFiles/Names')[1]}>>")
    document.xref_set_key(catalog, "Names/EmbeddedFiles/Names", "null")
    document.xref_set_key(catalog, "Names/EmbeddedFiles/Kids", f"[{leaf} 0 R]")
    assert files(document.tobytes()) == {"a.txt": b"deep"}


@pytest.mark.parametrize("filters", ["/FlateDecode", "[/ASCIIHexDecode /FlateDecode]"])
def test_an_attached_file_whose_data_are_cut_is_damaged(filters: str) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "See the attached.")
    document.embfile_add("notes.txt", b"hello")
    data = bytes(n * n % 251 for n in range(9000))
    for part, problem in ((zlib.compress(data), ""), (zlib.compress(data)[:-40], "file_damaged")):
        xref = next(
            n for n in range(1, document.xref_length()) if document.xref_get_key(n, "Type")[1] == "/EmbeddedFile"
        )
        document.update_stream(xref, part.hex().encode() + b">" if "Hex" in filters else part, compress=False)
        document.xref_set_key(xref, "Filter", filters)
        found = [i for i in items(document.tobytes()) if isinstance(i, Enclosed)]
        assert [i.problem for i in found] == [problem]


def test_an_attached_file_that_unpacks_beyond_the_limit_is_listed() -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "See the attached.")
    document.embfile_add("bomb", bytes(3 << 20))
    assert len(document.tobytes()) < 100_000
    assert files(document.tobytes(), ReadSettings(ocr=False, max_enclosed_bytes=1 << 20)) == {"bomb": "too_large"}


def test_a_cover_without_words_gives_its_files() -> None:
    document = pymupdf.open()
    document.new_page()
    document.embfile_add("notes.txt", b"hello")
    assert files(document.tobytes()) == {"notes.txt": b"hello"}


def test_passwords_are_tried_and_said() -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "secret words")
    locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="grün")
    given = ReadSettings(ocr=False, passwords=("no", "grün"))
    found = items(locked, given)
    assert [i.text for i in found if isinstance(i, Part)] == ["secret words\n"]
    assert [i.code for i in found if isinstance(i, Notice)] == ["opened_with_password"]
    assert [p.text for p in reread(io.BytesIO(locked), "pdf", [0], given)] == ["secret words\n"]
    with pytest.raises(ReadError, match="password_needed"):
        items(locked, ReadSettings(ocr=False, passwords=("no",)))


def test_hostile_marks_end_in_parts() -> None:
    """Keys of annotations and fields of the wrong kind are no reason to lose the page."""
    document = annotated()
    document.insert_pdf(form(), annots=True, widgets=True)
    marks = [n for n in range(1, document.xref_length()) if document.xref_get_key(n, "Rect")[0] != "null"]
    assert len(marks) > 8
    for xref in marks:
        for key in ("Contents", "T", "QuadPoints", "IRT", "V", "FT", "AP", "Rect"):
            if document.xref_get_key(xref, key)[0] != "null":
                document.xref_set_key(xref, key, "[1 (x) /Y]")
    assert "gate" in parts(document.tobytes(), "page")[0].text


def statement(rear_note: bool) -> bytes:
    """A statement of two sheets, the second its rear, with a note on the one or the other."""
    document = pymupdf.open()
    document.new_page()
    document.new_page()
    front, rear = document[0], document[1]
    for n, words in enumerate(
        (
            "WITNESS STATEMENT",
            "(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)",
            "Statement of: Ann SMITH",
            "Age if under 18: Over 18    Occupation: Baker",
            "This statement (consisting of 1 page each signed by me) is true to the best of my knowledge and",
            "belief and I make it knowing that I may be prosecuted if I have stated anything I know to be false.",
            "Signature: A Smith    Date: 3 May 2024",
            "I was at home when I heard a bang in the street. I looked out and saw a blue van.",
            "I saw a man get out of it and run. I have not seen him before.",
        )
    ):
        front.insert_text((60, 80 + 22 * n), words, fontsize=9)
    for n, words in enumerate(
        (
            "Witness contact details",
            "Home address: 12 High Street, Leeds  Postcode: LS1 1AA",
            "Home telephone: 0113 496 0000   Mobile: 07700 900123",
            "Email address: ann@example.com",
            "Date of birth: 1 March 1980",
            "DATES OF WITNESS NON-AVAILABILITY: 4 June 2024",
        )
    ):
        rear.insert_text((60, 80 + 22 * n), words, fontsize=9)
    (rear if rear_note else front).add_text_annot((400, 400), "Moved to 5 Mill Lane, says her brother.")
    return bytes(document.tobytes())


def test_a_note_on_the_rear_of_a_statement_is_kept_out_with_it() -> None:
    for rear_note, section in ((True, "rear"), (False, "body")):
        spans = [i for i in take(io.BytesIO(statement(rear_note)), "x", NO_OCR) if isinstance(i, PassageSpan)]
        assert any(span.section == "rear" and "0113" in span.text for span in spans)
        assert [span.section for span in spans if "Mill Lane" in span.text] == [section]
