"""Every form of a report says the same: PDF, Word, Markdown and HTML, of what is withheld, redacted, amended, failed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx as word
import pymupdf
import pytest
from paper_case import paper_of, pdf_of, reviewed_case, served_of
from report_case import make_case

from provenance import report
from provenance.report_docx import docx
from provenance.report_markdown import markdown
from provenance.serving import NOT_SERVED, Served
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport

FORMS = ("pdf", "docx", "md", "html")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


def told(form: str, store: CaseStore, served: Served, verify: VerifyReport | None = None) -> str:
    """The words that a reader of this form has before them."""
    if form == "html":
        page = report.render(report.build(served, store, [], verify))
        return _folded(re.sub(r"<[^>]+>", "", page.partition("<body>")[2]).replace("&#39;", "'"))
    made = paper_of(store, served, verify)
    if form == "pdf":
        pages = pymupdf.open(stream=pdf_of(made), filetype="pdf")
        return _folded(" ".join(str(page.get_text()) for page in pages))
    if form == "docx":
        document = word.Document(io.BytesIO(docx(made)))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return _folded(" ".join((*(p.text for p in document.paragraphs), *cells)))
    return _folded(re.sub(r"\\(.)", r"\1", markdown(made)).replace("*", "").replace("~~", ""))


def _folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_that_material_is_not_served(store: CaseStore, form: str) -> None:
    served = replace(served_of(store), told=("2 sources of the case are not served.", NOT_SERVED))
    text = told(form, store, served)
    assert "2 sources of the case are not served." in text and NOT_SERVED in text
    assert NOT_SERVED not in told(form, store, served_of(store)), "nothing is withheld from the case team"
