"""A case of locked files, read with their passwords and closed since: three PDF, a Word file, a sheet."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from made_once import made_once
from msoffcrypto.format.ooxml import OOXMLFile
from working_case import take_in, working_case

PASSWORDS = ("cedar-4711", "birch-0815", "larch-1234")
QUOTES = {
    "S1": "He ran over the\nwet bridge and fell.",  # from the first page to the second
    "S2": "The bank was closed.",
    "S3": "The gate stood open.",
    "S4": "Nobody was there.",
    "S5": "The call was made at noon.",
}


def locked_pdf(path: Path, password: str, *pages: str) -> Path:
    with pymupdf.open() as document:
        for text in pages:
            document.new_page().insert_text((60, 90), text, fontsize=13)
        document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=f"{password} owner")
    return path


def _office(path: Path, password: str, made: io.BytesIO) -> Path:
    with path.open("wb") as out:
        OOXMLFile(made).encrypt(password, out)
    return path


def _word(text: str) -> io.BytesIO:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out


def _sheet(text: str) -> io.BytesIO:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["12:00", text])
    book.save(out)
    return out


def locked_case(factory: pytest.TempPathFactory, copy: Path) -> Path:
    """A copy of the folder of a case with S1 to S5, each cited by a claim of D1; nobody remembers the passwords."""

    def make(folder: Path) -> None:
        first, second, third = PASSWORDS
        files = [
            locked_pdf(
                folder / "a run.pdf", first, "It rained. He ran over the", "wet bridge and fell. That was all.", "End."
            ),
            locked_pdf(folder / "b bank.pdf", first, QUOTES["S2"]),
            locked_pdf(folder / "c gate.pdf", second, QUOTES["S3"]),
            _office(folder / "d note.docx", third, _word(QUOTES["S4"])),
            _office(folder / "e calls.xlsx", third, _sheet(QUOTES["S5"])),
        ]
        with working_case(folder / "case") as case:
            case.unlock(PASSWORDS)
            assert [source.outcome for source in take_in(case, *files)] == ["read"] * 5
            draft_id: str | None = None
            for source_id, words in QUOTES.items():
                start = case.store.layer(source_id).text().index(words)
                claim = case.reviewing.add_claim(draft_id, source_id, start, start + len(words))
                draft_id = claim.id.rpartition(".")[0]

    folder = made_once(factory, "locked-files", make)
    shutil.copytree(folder / "case", copy)
    return copy
