"""Real and malformed PDFs of others: each has an outcome, and its text is the engine's."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pytest

from ingest.items import Opened, ReadSettings
from ingest.readers import read
from ingest.readers.normal import same_length
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "pdf"
EXPANDED = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES


def items(data: bytes) -> list[object]:
    return list(read(io.BytesIO(data), "x", ReadSettings(ocr=False)))


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
@pytest.mark.parametrize("folder", ["plain", "repaired", "scan", "empty", "locked", "broken"])
def test_real_files_each_have_an_outcome(folder: str) -> None:
    for file in sorted((SHARED / folder).glob("*.pdf")):
        try:
            found = items(file.read_bytes())
        except ReadError as refused:
            assert refused.code in {"no_text", "file_damaged", "password_needed"}, file.name
            continue
        assert isinstance(found[0], Opened) and any(isinstance(i, Part) for i in found), file.name


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_pages_are_as_the_engine_gives_them() -> None:
    """Text equals get_text("text") on every page on which nothing lies and from which nothing hidden is left out."""
    compared = 0
    for file in sorted((SHARED / "plain").glob("*.pdf")):
        data = file.read_bytes()
        try:
            found = items(data)
        except ReadError:
            continue
        if any(isinstance(i, Notice) and i.code == "text_hidden" for i in found):
            continue
        with pymupdf.open(stream=data, filetype="pdf") as document:
            for part in [i for i in found if isinstance(i, Part) and i.kind == "page"]:
                if document[part.ordinal].first_annot or document[part.ordinal].first_widget:
                    continue
                assert part.text == same_length(document[part.ordinal].get_text("text", flags=EXPANDED)), file.name
                compared += 1
    assert compared > 60


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_no_word_of_real_forms_and_notes_is_lost() -> None:
    """Every word that the engine finds stands in a page, a field or a note; marks in boxes are put into words."""
    marked = 0
    for file in sorted((SHARED / "plain").glob("*.pdf")):
        data = file.read_bytes()
        with pymupdf.open(stream=data, filetype="pdf") as document:
            if not any(page.first_annot or page.first_widget for page in document):
                continue
            words = [w for page in document for w in page.get_text("text", flags=EXPANDED).split()]
        try:
            found = " ".join(i.text for i in items(data) if isinstance(i, Part))
        except ReadError as refused:
            assert refused.code == "no_text" and not words, file.name
            continue
        marked += 1
        lost = [w for w in words if len(w) > 1 and w.isprintable() and w not in found]
        assert not lost, f"{file.name}: {lost}"
    assert marked > 10
