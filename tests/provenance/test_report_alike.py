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
from report_case import cite, claim, make_case, make_draft

from provenance import report, report_check, report_words
from provenance.records import Draft
from provenance.redaction_copy import ServedCopy
from provenance.report_docx import docx
from provenance.report_markdown import markdown
from provenance.report_pdf import _breakable
from provenance.serving import NOT_SERVED, Served, serve
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


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_which_source_is_a_redacted_copy(store: CaseStore, form: str) -> None:
    """And what to compare: of the copy the SHA-256 that is listed, and nothing in the folder of the originals."""
    served = served_of(store)
    with store.vault.open(served.sources["S1"]) as stream:
        copy = ServedCopy(served.sources["S1"], (), "BL 1 (redacted).pdf", "", "pdf", stream.read(), "ab" * 32)
    film = replace(copy, source=served.sources["S4"], data=None)
    gone = VerifyReport(5, sources=(("S1", False), ("S2", False)))
    text = told(form, store, replace(served, copies={"S1": copy, "S4": film}), gone).replace("\u200b", "")
    assert text.count(report_words.REDACTED) == 1 and text.count(report_words.REDACTED_FRAMES) == 1
    assert "compare the copy that was handed over with the SHA-256 listed here" in text
    assert "finds the files of the other sources in its folder “originals”" in text
    assert "The original of this copy is no longer" in text and "The file no longer has this SHA-256." in text
    assert "edacted" not in told(form, store, served)


def test_where_only_redacted_copies_are_served_no_original_is_to_be_compared(store: CaseStore) -> None:
    copy = ServedCopy(store.source("S1"), (), "", "", "pdf", b"%PDF", "ab" * 32)
    first, *_ = report_check.steps(store.check_audit(), [copy])
    assert "originals" not in " ".join(first.sentences) and "copy that was handed over" in " ".join(first.sentences)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_source_is_stands_with_it_for_the_prosecutor(store: CaseStore, form: str) -> None:
    """At the source, at each place that is cited of it, and at the excerpt; the defence is not told."""
    for id, use in (("S1", "sensitive"), ("S2", "unused"), ("S4", "used")):
        store.decide_material(id, {"use": use}, "anna")
    draft = make_draft(store)
    text = told(form, store, serve(store, draft, "prosecutor"))
    assert min(text.count(f"{use} material") for use in ("sensitive", "unused", "used")) >= 3
    assert "sensitive material" in told(form, store, serve(store, draft)), "the case team reads it too"
    for id in ("S1", "S2", "S4"):
        store.decide_material(id, {"use": "used"}, "anna")
    assert "used material" not in told(form, store, serve(store, draft, "defence"))


def test_settings_are_told_in_words_and_left_out_where_nothing_was_set(store: CaseStore) -> None:
    served = served_of(store)
    settings = {"sources": None, "clock_checks": {"S4": ""}, "looks": {"S4": 2}, "question": "", "not_held": ["dog"]}
    run = replace(served.draft.run, settings={**settings, "by_meaning": True, "retrieve_kept": 40})
    served = replace(served, draft=replace(served.draft, run=run))
    for form in ("md", "html"):
        text = told(form, store, served)
        assert "Look for movement: KP/3: 2" in text and "by meaning: yes" in text and "retrieve kept: 40" in text
        assert "Words of the question that no passage holds: dog" in text
        assert not re.search(r"None|\{'|\['|lock checks|ources chosen|question: ;", text.partition("Seed")[2])


@pytest.mark.parametrize("said", ["{}", "{}.", "({}),", "head:{}"])
def test_no_character_that_is_not_seen_stands_in_a_hash(said: str) -> None:
    """It would be copied with it. What is long beside a hash can be broken, and the hash is whole."""
    head = "0123456789abcdef" * 4
    assert _breakable(said.format(head)) == said.format(head)
    long = "x" * 60
    assert head in _breakable(long + head + long) and "\u200b" in _breakable(long + head + long)
    assert _breakable(head * 2).count("\u200b") == 9, "longer runs of such letters are no SHA-256"


def test_the_head_of_the_log_can_be_copied_from_how_to_check(store: CaseStore) -> None:
    pages = pymupdf.open(stream=pdf_of(paper_of(store, served_of(store))), filetype="pdf")
    text = "".join(str(page.get_text()) for page in pages).partition("Was the record of the case changed")[2]
    assert store.check_audit().head in text.partition("Each entry")[0]
