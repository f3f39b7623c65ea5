"""Sets the sample's legally privileged letter, solicitor to client, as PDF."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from app.sample import typeset
from app.sample.statements import data, paragraphs
from app.sample.typeset import SANS, SERIF, SERIF_BOLD, Sheet

_LEFT, _RIGHT, _BOTTOM = 72.0, 523.0, 775.0
_SIZE, _LEADING = 11.5, 16.2


def write(path: Path, seed: int) -> None:
    """Write the letter to `path`; every page carries the marking of privilege."""
    letter = data("letter.toml")
    document = pymupdf.open()
    sheet = Sheet(document)
    y = _head(sheet, letter)
    for paragraph in paragraphs(letter["body"]):
        lines = typeset.wrap(paragraph, SERIF, _SIZE, _RIGHT - _LEFT)
        if y + len(lines) * _LEADING > _BOTTOM:
            sheet.text(_RIGHT, 800, "continued", SERIF, 9, align="right")
            sheet.finish()
            sheet = Sheet(document)
            sheet.text(297.5, 52, letter["marking"], SERIF_BOLD, 10, align="centre")
            sheet.text(_LEFT, 80, f"Page 2  ·  {letter['to'][0]}  ·  {letter['refs'][0]}", SANS, 8.5)
            y = 112.0
        y = sheet.lines(_LEFT, y, lines, SERIF, _SIZE, _LEADING) + 7
    y += 10
    sheet.text(_LEFT, y, letter["close"], SERIF, _SIZE)
    sheet.signature(_LEFT + 6, y + 40, letter["signed"], seed)
    sheet.text(_LEFT, y + 62, letter["signed"], SERIF_BOLD, _SIZE)
    sheet.text(_LEFT, y + 77, letter["role"], SERIF, _SIZE)
    sheet.finish()
    typeset.save(document, path, "Letter")


def _head(sheet: Sheet, letter: dict[str, str]) -> float:
    sheet.text(297.5, 62, letter["firm"], SERIF_BOLD, 20, align="centre")
    sheet.text(297.5, 77, letter["strap"], SANS, 7.5, align="centre")
    sheet.text(297.5, 92, letter["address"], SERIF, 9, align="centre")
    sheet.text(297.5, 104, letter["contact"], SERIF, 9, align="centre")
    sheet.rule(_LEFT, 112, _RIGHT, 112, 0.7)
    sheet.text(_LEFT, 138, letter["marking"], SERIF_BOLD, 11)
    sheet.text(_LEFT, 152, letter["marking2"], SERIF_BOLD, 9.5)
    sheet.lines(_LEFT, 182, letter["to"], SERIF, _SIZE, _LEADING)
    for down, line in enumerate(letter["refs"]):
        sheet.text(_RIGHT, 182 + down * _LEADING, line, SERIF, _SIZE, align="right")
    sheet.text(_LEFT, 276, letter["salutation"], SERIF, _SIZE)
    for down, line in enumerate(typeset.wrap(letter["subject"], SERIF_BOLD, _SIZE, _RIGHT - _LEFT)):
        sheet.text(_LEFT, 300 + down * _LEADING, line, SERIF_BOLD, _SIZE)
    return 330.0
