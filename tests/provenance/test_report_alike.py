"""PDF, Word, Markdown and HTML say the same: of what is withheld, redacted, amended, and of what failed."""

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


@pytest.mark.parametrize("form", FORMS)
def test_every_form_marks_what_a_person_added_and_removed(tmp_path: Path, form: str) -> None:
    """Of the words as they were and as they are, word by word."""
    store, served = reviewed_case(tmp_path / "case")
    with store:
        text = told(form, store, served).replace("\u200b", "")
    assert "What was changed: [removed: B. Lindqvist," in text
    assert "[added: A man in] a [removed: green coat, I am not sure.”] [added: coat walked to the bridge.]" in text


def test_what_was_added_and_removed_is_seen_without_its_words(tmp_path: Path) -> None:
    store, served = reviewed_case(tmp_path / "case")
    with store:
        made = paper_of(store, served)
    runs = [run for p in word.Document(io.BytesIO(docx(made))).paragraphs for run in p.runs]
    added, removed = ([r for r in runs if r.text.startswith(f"[{kind}: ")] for kind in ("added", "removed"))
    assert added and all(r.font.underline and r.font.bold for r in added)
    assert removed and all(r.font.strike for r in removed)
    assert "**\\[added: " in markdown(made) and "~~\\[removed: " in markdown(made)
