"""Sets a witness statement as PDF in the layout of form MG11: front, continuation pages, and the rear."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from app.sample import typeset
from app.sample.statements import (
    MARKING,
    REAR_TITLE,
    RULES,
    TITLE,
    URN,
    Statement,
    care_rows,
    consent_rows,
    declaration,
    rear_rows,
)
from app.sample.typeset import BLACK, INK, SANS, SANS_BOLD, SERIF, Sheet

LEFT, RIGHT, FOOT = 54.0, 541.0, 742.0
FIRST_TOP, NEXT_TOP = 304.0, 132.0
SIZE = 12.0


def write(one: Statement, path: Path, seed: int) -> int:
    """Write the statement to `path`; returns the number of its statement pages (the rear not counted)."""
    pages = paginate(one)
    document = pymupdf.open()
    for number, lines in enumerate(pages, start=1):
        sheet = Sheet(document)
        top = _front(sheet, one, len(pages), seed) if number == 1 else _continuation(sheet, one)
        below = _body(sheet, lines, top)
        if number == len(pages):
            _strike_blank(sheet, below)
        _foot(sheet, one, f"Page {number} of {len(pages)}", seed)
        sheet.finish()
    _rear(Sheet(document), one, seed)
    typeset.save(document, path, f"Witness statement of {one.name}")
    return len(pages)


def paginate(one: Statement) -> list[list[tuple[float, str]]]:
    """Pages of (distance from the first baseline, line)."""
    pages: list[list[tuple[float, str]]] = [[]]
    y, room = 0.0, FOOT - FIRST_TOP
    for paragraph in one.paragraphs:
        for line in typeset.wrap(paragraph, SERIF, SIZE, RIGHT - LEFT):
            if y > room:
                pages.append([])
                y, room = 0.0, FOOT - NEXT_TOP
            pages[-1].append((y, line))
            y += one.leading
        y += one.leading * 0.4
    return pages


def _body(sheet: Sheet, lines: list[tuple[float, str]], top: float) -> float:
    for down, line in lines:
        sheet.text(LEFT, top + down, line, SERIF, SIZE)
    return top + lines[-1][0]


def _heading(sheet: Sheet, form: str) -> None:
    sheet.text(297.5, 34, MARKING, SANS_BOLD, 8, align="centre")
    sheet.text(RIGHT, 34, form, SANS_BOLD, 10, align="right")


def _urn(sheet: Sheet, y: float) -> None:
    widths, x = (30, 30, 56, 30), RIGHT - 146
    sheet.text(x - 8, y + 13, "URN", SANS_BOLD, 9, align="right")
    for wide, text in zip(widths, URN, strict=True):
        sheet.box(x, y, x + wide, y + 18)
        sheet.text(x + wide / 2, y + 13, text, SANS, 10, align="centre")
        x += wide


def _answer(sheet: Sheet, x: float, y: float, label: str, answer: str, end: float) -> None:
    """A printed label, and the answer over a dotted line that runs to `end`."""
    at = sheet.text(x, y, label, SANS_BOLD, 9) + 5
    sheet.dotted(at, end, y + 2.5)
    sheet.text(at + 2, y, answer, SERIF, 11)


def _front(sheet: Sheet, one: Statement, pages: int, seed: int) -> float:
    _heading(sheet, "MG11")
    sheet.text(297.5, 62, TITLE, SANS_BOLD, 15, align="centre")
    sheet.text(297.5, 77, RULES, SANS, 8.5, align="centre")
    _urn(sheet, 92)
    _answer(sheet, LEFT, 134, "Statement of:", one.name, RIGHT)
    _answer(sheet, LEFT, 158, "Age if under 18:", one.age, 186)
    at = sheet.text(190, 158, "(if over 18 insert 'over 18')", SANS, 7.5)
    _answer(sheet, at + 12, 158, "Occupation:", one.occupation, RIGHT)
    sheet.box(LEFT - 6, 170, RIGHT + 6, 254)
    lines = typeset.wrap(declaration(pages), SANS, 9, RIGHT - LEFT - 4)
    sheet.lines(LEFT, 184, lines, SANS, 9, 12.5)
    _answer(sheet, LEFT, 244, "Witness Signature:", "", 356)
    sheet.signature(LEFT + 110, 243, one.name, seed)
    _answer(sheet, 366, 244, "Date:", one.date, RIGHT)
    at = sheet.text(LEFT, 273, "Tick if witness evidence is visually recorded", SANS, 8.5)
    sheet.box(at + 6, 265, at + 16, 275)
    sheet.text(at + 22, 273, "(supply witness details on rear)", SANS, 7.5)
    return FIRST_TOP


def _continuation(sheet: Sheet, one: Statement) -> float:
    _heading(sheet, "MG11 (CONT)")
    _urn(sheet, 50)
    _answer(sheet, LEFT, 96, "Continuation of Statement of:", one.name, RIGHT)
    return NEXT_TOP


def _strike_blank(sheet: Sheet, y: float) -> None:
    """Rule off the space under the last line in ink, so that nothing can be added."""
    if FOOT - y > 60:
        sheet.page.draw_line((LEFT + 16, y + 24), (RIGHT - 30, min(FOOT, y + 190)), color=INK, width=0.8)


def _foot(sheet: Sheet, one: Statement, number: str, seed: int) -> None:
    _answer(sheet, LEFT, 782, "Signature:", "", 282)
    sheet.signature(LEFT + 66, 781, one.name, seed)
    _answer(sheet, 290, 782, "Signature witnessed by:", "", RIGHT)
    sheet.signature(416, 781, one.taken_by.split()[-1].title(), seed)
    sheet.text(LEFT, 814, "BRK/MG11 04/24", SANS, 7)
    sheet.text(RIGHT, 814, number, SANS, 9, align="right")


def _rear(sheet: Sheet, one: Statement, seed: int) -> None:
    _heading(sheet, "MG11 (REAR)")
    sheet.text(297.5, 62, REAR_TITLE, SANS_BOLD, 13, align="centre")
    sheet.text(297.5, 76, "To be completed for each witness. Not to be disclosed.", SANS, 8.5, align="centre")
    _urn(sheet, 88)
    y = _rows(sheet, 134, rear_rows(one), 190)
    y = _band(sheet, y + 4, "Witness care")
    y = _rows(sheet, y, care_rows(one), 276)
    y = _band(sheet, y + 4, "Witness consent")
    y = _consent(sheet, y, one, seed)
    _band(sheet, y, "Statement taken by")
    _answer(sheet, LEFT, y + 36, "Statement taken by (print name):", one.taken_by, 386)
    _answer(sheet, 392, y + 36, "Station:", one.station, RIGHT)
    _answer(sheet, LEFT, y + 60, "Time and place statement taken:", one.taken_at, RIGHT)
    sheet.text(LEFT, 814, "BRK/MG11 04/24", SANS, 7)
    sheet.text(RIGHT, 814, "Rear", SANS, 9, align="right")
    sheet.finish()


def _rows(sheet: Sheet, y: float, rows: list[tuple[str, str]], column: float) -> float:
    for label, answer in rows:
        sheet.text(LEFT, y, label + ("" if label.endswith("?") else ":"), SANS_BOLD, 8.5)
        sheet.dotted(column, RIGHT, y + 2.5)
        sheet.text(column + 2, y, answer, SERIF, 10.5)
        y += 22
    return y


def _band(sheet: Sheet, y: float, title: str) -> float:
    sheet.page.draw_rect(pymupdf.Rect(LEFT - 6, y - 8, RIGHT + 6, y + 8), color=BLACK, fill=(0.9, 0.9, 0.9), width=0.5)
    sheet.text(LEFT, y + 3, title, SANS_BOLD, 9)
    return y + 28


def _consent(sheet: Sheet, y: float, one: Statement, seed: int) -> float:
    for question, answer in consent_rows(one):
        sheet.text(LEFT, y, question, SANS, 8.5)
        sheet.text(RIGHT, y, answer, SERIF, 10.5, align="right")
        y += 20
    _answer(sheet, LEFT, y + 14, "Signature of witness:", "", 300)
    sheet.signature(LEFT + 104, y + 13, one.name, seed)
    _answer(sheet, 308, y + 14, "PRINT NAME:", one.name.upper(), RIGHT)
    return y + 44
