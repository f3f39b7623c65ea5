"""What the command line says of a claim whose words a machine read from a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli.drafting import _claim
from provenance.records import Citation, Claim, TextAnchor, Verdict
from provenance.report_words import READ_BY_OCR

ANCHOR = TextAnchor("aa" * 32, 0, 5, "A van", "", "")
CITED = Citation("D1.1.1", "S1", "scan.pdf", "", "p. 1", ANCHOR)
CLAIM = Claim("D1.1", "", "Scan: “A van”", "document", Verdict("exact", "valid", "supported", 1.0), (CITED,))


@pytest.mark.parametrize("by_ocr", [True, False])
def test_words_read_from_a_picture_are_told_of(by_ocr: bool, capsys: pytest.CaptureFixture[str]) -> None:
    _claim(replace(CLAIM, citations=(replace(CITED, by_ocr=by_ocr),)))
    assert (READ_BY_OCR in " ".join(capsys.readouterr().out.split())) == by_ocr
