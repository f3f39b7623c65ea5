"""Office files that a password locks: opened with it, in memory; a wrong one, and none, is said."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pymupdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ingest import readers
from ingest.items import ReadSettings
from ingest.readers.sniff import sniff
from ingest.readers.unlock import fitting
from provenance.errors import ReadError
from provenance.records import Notice, Part

SAID = "The man with the red bag left before the doors were closed."
KNOWN = replace(ReadSettings(), passwords=("guess", "sesame"))


def locked(data: bytes, password: str = "sesame") -> io.BytesIO:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out


def document() -> io.BytesIO:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(SAID)
    made.save(out)
    return locked(out.getvalue())


def workbook() -> io.BytesIO:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["14:02", SAID])
    made.save(out)
    return locked(out.getvalue())


@pytest.mark.parametrize(("made", "kind"), [(document, "docx"), (workbook, "xlsx")])
def test_a_locked_file_is_read_with_its_password_and_read_again_alike(made: object, kind: str) -> None:
    stream = made()  # type: ignore[operator]
    with pytest.raises(ReadError, match="password_needed"):
        sniff(stream)
    items = list(readers.read(stream, "a", KNOWN))
    assert items[0].kind == kind and Notice("opened_with_password") in items  # type: ignore[attr-defined]
    parts = [item for item in items if isinstance(item, Part)]
    assert SAID in "".join(part.text for part in parts)
    assert list(readers.reread(stream, kind, [part.ordinal for part in parts], KNOWN)) == parts


@pytest.mark.parametrize("passwords", [(), ("wrong",), ("", "sesam")])
def test_without_the_password_it_stays_locked(passwords: tuple[str, ...]) -> None:
    with pytest.raises(ReadError, match="password_needed"):
        list(readers.read(document(), "a", replace(ReadSettings(), passwords=passwords)))


@pytest.mark.parametrize("cut", [600, 3000, -700])
def test_a_damaged_one_is_refused_and_nothing_else_happens(cut: int) -> None:
    with pytest.raises(ReadError):
        list(readers.read(io.BytesIO(document().getvalue()[:cut]), "a", KNOWN))


def test_which_password_opens_a_file_is_told_and_nothing_else() -> None:
    passwords = ("guess", "sesame")
    with pymupdf.open() as made:
        made.new_page().insert_text((72, 72), SAID)
        plain = made.tobytes()
        sealed = made.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="sesame", owner_pw="o")
    for stream, kind in ((document(), "docx"), (workbook(), "xlsx"), (io.BytesIO(sealed), "pdf")):
        assert list(fitting(stream, kind, passwords)) == [1]
        stream.seek(0)
        assert list(fitting(stream, kind, ("guess",))) == []
    assert list(fitting(io.BytesIO(plain), "pdf", passwords)) == []
    with pytest.raises(ReadError, match="file_damaged"):
        list(fitting(io.BytesIO(b"%PDF-1.7 nothing"), "pdf", passwords))
