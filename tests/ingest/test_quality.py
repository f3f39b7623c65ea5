"""What one source lacks is found: pages, signature, date, words hardly read; and nothing is said of what is whole."""

from __future__ import annotations

import io

import numpy as np
import pymupdf
import pytest

from ingest import ink, readers
from ingest.items import ReadSettings
from ingest.quality import CODES, findings
from ingest.statements import recognise
from provenance.records import Notice, Part
from provenance.words import Words

HEAD = (
    "WITNESS STATEMENT\n(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)\n"
    "Statement of: Jane O'NEILL\nAge if under 18: Over 18   Occupation: Baker\n"
    "This statement (consisting of 2 pages each signed by me) is true to the best of my knowledge and belief\n"
    "and I make it knowing that, if it is tendered in evidence, I shall be liable to prosecution.\n"
)
ACCOUNT = "I am a baker. At 18:10 hours on Sunday 3rd May 2026 I saw a man run over the bridge. I told an officer.\n"
SIGNED = "Signature: J O'Neill    Date: 3 May 2026\n"


def of(*pages: str) -> list[Notice]:
    if len(pages) == 1:
        parts = [Part(0, "block", pages[0])]
    else:
        parts = [Part(n, "page", text, page=n + 1, label=f"p. {n + 1}") for n, text in enumerate(pages)]
    found = findings(parts, recognise(parts))
    assert {n.code for n in found} <= CODES
    return found


def codes(*pages: str) -> list[str]:
    return [notice.code for notice in of(*pages)]


def test_a_whole_statement_has_no_findings() -> None:
    assert of(HEAD + SIGNED + ACCOUNT + SIGNED) == []
    assert of(HEAD + SIGNED + ACCOUNT + "Page 1 of 2\n", ACCOUNT + SIGNED + "Page 2 of 2\n") == []


def test_a_statement_without_signature_date_or_name() -> None:
    empty = of(HEAD + "Signature: ...........   Date: .........\n" + ACCOUNT)
    assert [n.code for n in empty] == ["date_missing", "signature_missing"]
    start, end = map(int, empty[1].place.removeprefix("text=").split("-"))
    assert HEAD[start:] == "" and (HEAD + "Signature: ...........   Date: .........\n")[start:end].startswith(
        "Signature"
    )
    assert codes(HEAD + ACCOUNT + "Signed J O'Neill\nDated: 3 May 2026\n") == []
    assert codes("WITNESS STATEMENT\n" + ACCOUNT + SIGNED) == ["witness_missing", "declaration_missing"]


def test_a_scan_is_not_said_to_be_unsigned() -> None:
    text = HEAD + "Signature:\nDate: 3 May 2026\n" + ACCOUNT
    count = len(text.split())
    words = Words(np.zeros((count, 2), np.int32), np.zeros((count, 4), np.float32), np.full(count, 0.9, np.float32))
    parts = [Part(0, "page", text, page=1, words=words)]
    assert "signature_missing" not in [n.code for n in findings(parts, recognise(parts))]


def test_missing_pages_by_their_marks() -> None:
    found = of(HEAD + SIGNED + ACCOUNT + "Page 1 of 4\n", ACCOUNT + "Page 3 of 4\n", ACCOUNT + SIGNED + "Page 4 of 4\n")
    assert [(n.code, n.detail, n.place) for n in found] == [("pages_missing", "Page 2 of 4 is not here", "page=1")]
    sheet = of("MG11 (CONT)\nContinuation of Statement of: Jane O'NEILL\n" + ACCOUNT + SIGNED + "Page 3 of 4\n")
    assert sheet[0].detail == "Pages 1 and 2 and 4 of 4 are not here"


def test_pages_declared_and_not_here() -> None:
    three = HEAD.replace("of 2 pages", "of 3 pages")
    rear = "Witness contact details\nHome address: 4 Mill Lane\nMobile: 07700 900123\n"
    (short,) = of(three + SIGNED + ACCOUNT, ACCOUNT + SIGNED, rear)
    assert short.detail == "It declares 3 pages; 2 are here, the rear of the form not counted"
    assert of(HEAD + SIGNED + ACCOUNT, ACCOUNT + SIGNED, rear) == []


def test_marks_and_numbers_of_other_papers() -> None:
    body = "The committee met and the minutes were agreed.\n"
    assert codes(*(f"{body}Page {n} of 5\n" for n in (1, 2, 4, 5))) == ["pages_missing"]
    assert codes(*(f"{body}Page {n} of 5\n" for n in (1, 3, 2, 4, 5))) == ["pages_out_of_order"]
    assert codes(*(f"{body}{n}\n" for n in (11, 12, 13, 16, 17, 18))) == ["pages_missing"]
    assert codes(*(f"{body}{n}\n" for n in range(11, 18))) == []
    assert codes(*(f"{body}{n}\n" for n in (40, 3, 77, 12, 13, 9))) == []  # figures, no page numbers
    assert codes(f"{body}See page 2 of 5 of the report.\n", body, body) == []


@pytest.mark.parametrize(("low", "told"), [(1, False), (8, True)])
def test_low_confidence_names_the_worst_page(low: int, told: bool) -> None:
    def page(number: int, doubtful: int) -> Part:
        rated = np.array([0.3] * doubtful + [0.95] * (40 - doubtful), np.float32)
        words = Words(np.zeros((40, 2), np.int32), np.zeros((40, 4), np.float32), rated)
        return Part(number - 1, "page", "word " * 40, page=number, label=f"p. {number}", words=words)

    found = findings([page(1, 1), page(2, low)], None)
    assert [n.place for n in found] == (["page=2"] if told else [])
    assert not told or "p. 2" in found[0].detail


@pytest.mark.parametrize("drawn", [True, False])
def test_a_signature_that_is_drawn_in_a_pdf_is_seen(drawn: bool) -> None:
    document = pymupdf.open()
    page = document.new_page()
    for n, line in enumerate((HEAD + ACCOUNT).split("\n")):
        page.insert_text((40, 60 + 14 * n), line, fontsize=8)
    page.insert_text((40, 400), "Signature:", fontsize=9)
    page.draw_line((90, 402), (280, 402))
    page.insert_text((300, 400), "Date: 3 May 2026", fontsize=9)
    if drawn:
        for x in range(100, 180, 20):
            page.draw_bezier((x, 398), (x + 5, 380), (x + 15, 405), (x + 20, 392))
    raw = document.tobytes()
    read = readers.read(io.BytesIO(raw), "s.pdf", ReadSettings())
    parts = [item for item in read if isinstance(item, Part)]
    found = findings(parts, recognise(parts), lambda lines: ink.drawn(io.BytesIO(raw), parts, lines))
    assert ("signature_missing" in [n.code for n in found]) is not drawn
