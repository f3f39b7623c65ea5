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
from report_case import cite, claim, make_case

from provenance import report
from provenance.records import Draft
from provenance.report_docx import docx
from provenance.report_markdown import markdown
from provenance.serving import NOT_SERVED, Served
from provenance.store.case_store import CaseStore
from provenance.store.records import Failure, VerifyReport

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


RECORD = (
    Failure("log_shorter", "Rolled back or cut off: the log had 90 entries when it was sealed."),
    Failure("record_changed", "the stored passage was changed", source_id="S2"),
    Failure("audit_broken", "entry 3 of the log does not hold"),
    Failure("quote_missing", "gone", citation_id="D1.1.1", source_id="S1"),
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_failed_that_is_no_citation(store: CaseStore, form: str) -> None:
    text = told(form, store, served_of(store), VerifyReport(5, RECORD)).replace("\u200b", "")
    assert "4 failures when the citations were re-opened (5 checked: 3 citations, 1 like account, 1 place of" in text
    assert "receipt of it says. Rolled back or cut off: the log had 90 entries when it was sealed." in text
    assert "sealed.." not in text
    assert "CM/1: part of the case's record is not as it was written." in text
    assert "The chain of the case's log is broken. Entry 3 of the log does not hold." in text
    assert "1 failure of a citation: told where it is cited." in text


@pytest.mark.parametrize("form", FORMS)
def test_what_failed_is_told_to_others_without_its_details(store: CaseStore, form: str) -> None:
    """Details can name any source; a source is named where it is served."""
    served = replace(served_of(store), audience="defence")
    served = replace(served, sources={id: s for id, s in served.sources.items() if id != "S5"})
    found = (Failure("log_rewritten", "when KP/9 was sealed"), Failure("file_gone", "seized.zip", "D9.1.1", "S5"))
    text = told(form, store, replace(served, draft=without_unread(served)), VerifyReport(5, found))
    assert "The case's log is not the one that a receipt of it tells of" in text
    assert "At a place that is not shown here: file gone." in text
    assert "KP/9" not in text and "seized.zip" not in text


def without_unread(served: Served) -> Draft:
    return replace(served.draft, coverage=replace(served.draft.coverage, unread_sources=()))


def test_what_was_checked_is_told_where_it_is_more_than_the_citations(store: CaseStore) -> None:
    claims = [claim("He stood by the kiosk.", [cite(store, "S2", "kiosk")])]
    served = served_of(store, claims)
    assert "(1 checked)" in told("md", store, served, VerifyReport(1))
    assert "(3 checked: 1 citation, 2 not shown here)" in told("md", store, served, VerifyReport(3))
