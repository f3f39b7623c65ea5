"""The rear of a statement is in no picture that leaves the case: OCR reads the body's words in it, none of the rear."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from docx import Document
from PIL import Image
from working_case import go_on, take_in, working_case

from app.case import Case
from app.showing import look_up, write_image
from ingest.readers import ocr
from provenance.errors import AnchorError
from provenance.rear import covers, whole
from provenance.records import Box
from provenance.view import page_picture

HEARD = "I heard a crash outside and saw a blue van against the post box."
SECRETS = ("Secret", "HT1", "900123", "example")
STATEMENT = f"""WITNESS STATEMENT
(Criminal Procedure Rules, r 27.2; Criminal Justice Act 1967, s. 9; Magistrates' Courts Act 1980, s.5B)
Statement of: Jane HOLLOWAY
Age if under 18: Over 18     Occupation: Shop worker
This statement (consisting of 1 page signed by me) is true to the best of my knowledge and belief and I make it
knowing that, if it is tendered in evidence, I shall be liable to prosecution if I have wilfully stated in it anything
which I know to be false, or do not believe to be true.
Signature: J Holloway     Date: 3 May 2026

I live alone and work at the corner shop on Mill Lane. On Friday 1 May 2026 I was behind the counter.
{HEARD}
The driver got out and ran towards the river. I rang the police at once.

Signature: J Holloway     Signature witnessed by: PC 123 Dean

"""
REAR = """MG11 (rear)
Witness contact details
Home address: 44 Secret Close, Hidden Town
Postcode: HT1 9ZZ
Mobile: 07700 900123
E-mail address: jane@example.org
Dates of witness non-availability: 10 to 20 June 2026
"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with working_case(tmp_path / "case") as made:
        yield made


def sheet(text: str) -> pymupdf.Document:
    """A page on which each line of the text stands."""
    paper = pymupdf.open()
    page = paper.new_page()
    for n, line in enumerate(text.split("\n")):
        page.insert_text((40, 60 + 20 * n), line, fontsize=8.5)
    return paper


def as_text(folder: Path) -> Path:
    path = folder / "statement.txt"
    path.write_text(STATEMENT + REAR)
    return path


def as_docx(folder: Path) -> Path:
    document = Document()
    for line in (STATEMENT + REAR).split("\n"):
        document.add_paragraph(line)
    document.save(str(folder / "statement.docx"))
    return folder / "statement.docx"


def as_pdf(folder: Path) -> Path:
    sheet(STATEMENT + REAR).save(folder / "statement.pdf")
    return folder / "statement.pdf"


def as_scan(folder: Path) -> Path:
    picture = sheet(STATEMENT + REAR)[0].get_pixmap(dpi=200)
    scan = pymupdf.open()
    scan.new_page().insert_image(pymupdf.Rect(0, 0, 595, 842), stream=picture.tobytes("png"))
    scan.save(folder / "scan.pdf")
    return folder / "scan.pdf"


def as_picture(folder: Path) -> Path:
    sheet(STATEMENT + REAR)[0].get_pixmap(dpi=250).save(folder / "photo.png")
    return folder / "photo.png"


def read_back(picture: bytes) -> str:
    return ocr.read_page(np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))).text


def pictures(report: str) -> list[bytes]:
    return [base64.b64decode(raw) for raw in re.findall(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)", report)]


@pytest.mark.parametrize(
    "made",
    [as_text, as_pdf, *(pytest.param(made, marks=pytest.mark.soak) for made in (as_docx, as_scan, as_picture))],
    ids=lambda made: made.__name__,
)
def test_reports_and_pictures_of_a_place_cover_the_rear(case: Case, tmp_path: Path, made: object) -> None:
    (source,) = take_in(case, made(tmp_path))  # type: ignore[operator]
    assert {p.section for p in case.store.passages([source.id], None)} >= {"body", "rear"}
    draft = case.summarise(None, None, 1, 2, go_on)
    case.export(draft.id, "html", tmp_path / "report.html", go_on)
    drawn = pictures((tmp_path / "report.html").read_text())
    assert drawn
    body = next(p for p in case.store.passages([source.id]) if "blue van" in p.text)
    write_image(case, look_up(case, body.id), tmp_path / "place.png")
    for picture in {*drawn, (tmp_path / "place.png").read_bytes()}:
        words = read_back(picture)
        assert "blue van" in words
        assert not [secret for secret in SECRETS if secret.lower() in words.lower()], words


def test_a_page_that_is_rear_alone_is_not_drawn(case: Case, tmp_path: Path) -> None:
    paper = sheet(STATEMENT)
    paper.insert_pdf(sheet(REAR))
    paper.save(tmp_path / "two.pdf")
    (source,) = take_in(case, tmp_path / "two.pdf")
    assert "blue van" in read_back(page_picture(case.store, case.renderer, source, 1, ()).data)
    with pytest.raises(AnchorError, match="rear_kept_back"):
        page_picture(case.store, case.renderer, source, 2, ())


def test_a_rear_whose_place_is_not_known_covers_the_page() -> None:
    assert covers(1, "body rear", [(5, 9)], lambda start, end: (), scan=False) == (whole(1),)


def test_what_stands_below_the_rear_of_a_scan_is_covered_down_to_other_words() -> None:
    """Handwriting beside and under a label is mostly not read."""

    def line(start: int, end: int) -> list[Box]:
        return [Box(1, 50, 20.0 * start, 60, 10)]  # one line for each letter of the text

    (typed,) = covers(1, "body rear body", [(5, 9)], line, scan=False)
    assert (typed.x, typed.y, typed.h) == (0, 94, 22)
    (scanned,) = covers(1, "body rear body", [(5, 9)], line, scan=True)
    assert scanned.y + scanned.h == 180, "where the next words stand"
    (to_the_end,) = covers(1, "body of many words, rear", [(20, 24)], line, scan=True)
    assert to_the_end.h > 1000


def test_no_word_of_the_rear_stands_beside_a_place_that_is_shown(case: Case, tmp_path: Path) -> None:
    (source,) = take_in(case, as_text(tmp_path))
    last = [p for p in case.store.passages([source.id], None) if p.section != "rear"][-1]
    shown = look_up(case, last.id)
    assert shown.before and not any(secret in shown.before + shown.after for secret in SECRETS)
