"""What fields of the rear show, and what a file says and records of itself: kept out with the rear, or told."""

from __future__ import annotations

import io
import re

import docx
import numpy as np
import pymupdf
import pytest
from rear_files import FRONT, REAR, back_of, by_section, fields_of, layer_of, one_sheet, word_file

from ingest.statements import recognise
from ingest.statements.told import fields_without
from provenance.layers import Layer
from provenance.rear import on_page, whole
from provenance.records import Part, PartKind
from provenance.words import Words


def form_of(*named: tuple[str, str, str], above: bool = False) -> bytes:
    """The front, and below it or under its title fields that the page shows: (printed label, name, value)."""
    document = pymupdf.open()
    page = document.new_page()
    lines: list[str | tuple[str, str, str]] = [*FRONT.split("\n")]
    lines[1:1] = named if above else []
    lines += [] if above else named
    for n, line in enumerate(lines):
        y = 80 + 22 * n
        page.insert_text((60, y), line if isinstance(line, str) else line[0], fontsize=9)
        if not isinstance(line, str):
            widget = pymupdf.Widget()
            _, widget.field_name, widget.field_value = line
            widget.field_type, widget.rect = pymupdf.PDF_WIDGET_TYPE_TEXT, pymupdf.Rect(260, y - 10, 500, y + 6)
            page.add_widget(widget)
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Home address:", "Home address"),
        ("Where you live:", "form1[0].page[0].HomeAddress1[0]"),
        ("Tel", "Witness_Telephone"),
        ("Not available:", "Dates to avoid"),
    ],
)
def test_what_a_visible_field_of_the_rear_shows_is_rear(label: str, name: str) -> None:
    """Alone, its line is no sign of a rear; the field's name is."""
    found = by_section(form_of((label, name, "44 Secret Close"), ("Case:", "Case number", "OP/77")))
    assert "44 Secret Close" in found["rear"] and "OP/77" in found["body"]
    assert "Secret" not in found["body"] + found["form"]
    assert "blue van" in found["body"] and "blue van" not in found["rear"]


def test_a_visible_field_among_the_lines_of_the_form_is_cut_out_of_them() -> None:
    found = by_section(form_of(("Occupation: Baker. Lives at:", "Home address", "44 Secret Close"), above=True))
    assert "44 Secret Close" in found["rear"] and "Secret" not in found["body"] + found["form"]
    assert all(line in found["form"] for line in ("WITNESS STATEMENT", "Ann SMITH")) and "blue van" in found["body"]


def test_what_a_file_says_of_itself_repeats_nothing_of_the_rear() -> None:
    document, _ = one_sheet()
    said = {"title": "Statement of Ann SMITH", "subject": "12 High Street, Leeds", "keywords": "ann@example.com"}
    document.set_metadata(said)
    assert fields_of(document.tobytes())["title"] == "Statement of Ann SMITH"
    kept = docx.Document(io.BytesIO(word_file()))
    kept.core_properties.title, kept.core_properties.comments = "She moved from LS1 1AA", "Heard a bang in the street"
    out = io.BytesIO()
    kept.save(out)
    found = fields_of(out.getvalue())
    assert "title" not in found and found["description"] == "Heard a bang in the street"


def test_each_of_several_phones_in_a_line_of_the_rear_is_known() -> None:
    parts = [Part(0, "page", "I was there at 9, 12 and 15 minutes past.\nTel: (h) 0113 496 0000 07700 900123\n")]
    rear = [(parts[0].text.index("Tel"), len(parts[0].text), "rear")]
    said = {"one": "+441134960000", "two": "ring 0044 7700 900 123", "three": "0117 922 1234"}
    assert fields_without(said, parts, rear) == {"three": "0117 922 1234"}
    free = [Part(0, "page", "Ring me on 0113 496 0000.\nTel: 0113 496 0000\n")]
    assert fields_without(said, free, [(26, 45, "rear")]) == said


@pytest.mark.parametrize("told", ["+44 113 496 0000", "0044113 4960000", "(0113) 496-0000", "01134960000"])
def test_a_phone_of_the_rear_is_known_however_it_is_written(told: str) -> None:
    document, _ = one_sheet()
    document.set_metadata({"title": "Statement of Ann SMITH", "subject": f"Ring {told}"})
    assert "0113 496 0000" in REAR and fields_of(document.tobytes()).get("subject") is None


def test_no_contact_details_come_with_a_name_or_an_occupation() -> None:
    front = FRONT.replace("Ann SMITH", "Ann SMITH   Home address: 12 High Street").replace(
        "Baker", "Baker   Tel. no: 0113 496 0000"
    )
    statement = recognise([Part(0, "page", front + "\n", page=1)])
    assert statement is not None and statement.witness == "Ann SMITH" and statement.occupation == "Baker"


def photographed(*facts: Part) -> tuple[list[Part], Layer]:
    """A statement in one picture, more than half of it rear, and what its file records."""
    text = f"{FRONT}\n{REAR}\n" + "Specify needs: none that she can think of, of any kind, today or on other days\n" * 6
    spans: list[tuple[int, int]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for line, found in enumerate(re.finditer(r"[^\n]+", text)):
        for word in re.finditer(r"\S+", found[0]):
            spans.append((found.start() + word.start(), found.start() + word.end()))
            boxes.append((10 + 8 * word.start(), 20 + 18 * line, 8 * len(word[0]), 12))
    words = Words(np.array(spans, np.int32), np.array(boxes, np.float32))
    parts = [Part(0, "page", text, "picture", words=words), *facts]
    statement = recognise(parts)
    assert statement is not None
    return parts, layer_of(parts, [(a, b) for a, b, section in statement.sections if section == "rear"])


def test_what_a_picture_records_of_itself_is_never_rear() -> None:
    parts, _ = photographed(Part(1, "fact", "Taken: 3 May 2024 14:30\n", "taken"))
    assert "Home address" in back_of(parts) and "14:30" not in back_of(parts)


@pytest.mark.parametrize("kind", ["fact", "note"])
def test_what_has_no_place_on_a_picture_covers_nothing_of_it(kind: PartKind) -> None:
    _, layer = photographed(Part(1, kind, "Taken: 3 May 2024 14:30\n", "taken"))
    closed = [(len(FRONT) + 1, layer.length)]
    (band,) = on_page(layer, closed, 0)
    account = layer.boxes(0, len(FRONT))
    assert band != whole(0) and all(box.y + box.h <= band.y for box in account)
