"""The PDF report: tagged, with bookmarks, page numbers and links; all words as text; whole in other scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from paper_case import paper_of, pdf_of, reviewed_case, served_of
from report_case import cite, claim, default_claims, make_case, make_draft

from ingest.isolation import ChildRunner
from provenance.errors import TaskError
from provenance.report_pdf import pdf
from provenance.report_words import DRAFT_WORDS
from provenance.store.case_store import CaseStore
from provenance.store.records import Failure, VerifyReport

MARKUP = "#panic() *strong* _it_ $x$ `raw` <label> @ref \\ ] ) // none /* = head"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with make_case(tmp_path / "case") as case:
        yield case


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    with make_case(tmp_path_factory.mktemp("pdf") / "case") as case:
        yield pdf_of(paper_of(case, served_of(case)))


def opened(data: bytes) -> pymupdf.Document:
    pymupdf.TOOLS.reset_mupdf_warnings()
    return pymupdf.open(stream=data, filetype="pdf")


def text_of(data: bytes) -> str:
    told = " ".join(" ".join(str(page.get_text()).split()) for page in opened(data))
    return told.replace("\u200b", "")


def test_it_is_tagged_and_says_what_it_is(default: bytes) -> None:
    document = opened(default)
    about = document.metadata or {}
    assert about["title"] == "OP ALDER: draft D1 (not checked)" and about["author"] == "Attest"
    catalogue = document.xref_object(document.pdf_catalog())
    assert "/StructTreeRoot" in catalogue and "/Lang (en-GB)" in catalogue and "/Marked true" in catalogue
    assert "<pdfuaid:part>1</pdfuaid:part>" in document.get_xml_metadata()
    assert pymupdf.TOOLS.mupdf_warnings() == ""


def test_every_page_has_banner_number_audience_and_log(store: CaseStore) -> None:
    made = pdf_of(paper_of(store, served_of(store)))
    document, head = opened(made), store.check_audit().head
    for number, page in enumerate(document, 1):
        told = " ".join(str(page.get_text()).split())
        assert DRAFT_WORDS in told and f"Page {number} of {document.page_count}" in told
        assert "Working document for the case team" in told
        assert f"Log of the case: {store.check_audit().entries} entries, head {head}" in told


def test_its_parts_are_bookmarks_in_order(default: bytes) -> None:
    names = [name for level, name, _ in opened(default).get_toc() if level == 1]
    assert names == [
        *("Before you read", "Summary", "What was left out", "Held back by the checks"),
        *("Findings on the quality of the sources", "Who checked it", "Excerpts in context"),
        *("Cited pages and frames", "Sources", "How this draft was made", "How to check this report"),
    ]


def test_a_citation_leads_to_its_excerpt_and_back(default: bytes) -> None:
    document = opened(default)
    said: dict[str, list[str]] = {}
    for page in document:
        for link in page.get_links():
            assert link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED), "nothing leads out of the report"
            words = " ".join(page.get_textbox(link["from"]).split())
            said.setdefault(words, []).append(" ".join(str(document[link["page"]].get_text()).split()))
    assert "[1] BL/1 1 · cited by claim 1" in said["[1]"][0]
    assert "Claim 1 · Drafted by a machine" in said["cited by claim 1"][0]
    assert any("BL/1 page 1 · cited by claim 1" in page for page in said["picture of the place"])
    assert "Does an excerpt stand in its source?" in said["how to check this report"][0]


def test_pictures_are_described(default: bytes) -> None:
    document = opened(default)
    told = "".join(document.xref_object(x) for x in range(1, document.xref_length()))
    assert "BL/1, page 1, with the cited place marked" in told and told.count("/S /Figure") == 4


def test_the_words_of_a_place_stand_in_context(default: bytes) -> None:
    text = text_of(default)
    assert "… 3 May I was on platform two. I heard two bangs close together and then shouting from the far end." in text
    assert "[2] CM/1 line 2 · like account to claim 1" in text
    assert text.count(DRAFT_WORDS) == opened(default).page_count + 3, "on every page and at each of the three claims"


def test_words_of_evidence_are_never_markup(store: CaseStore) -> None:
    store.set_source("S1", {"exhibit": MARKUP[:40], "producer": MARKUP}, "tester")
    claims = [claim(MARKUP, [cite(store, "S2", "kiosk")], heading=MARKUP), *default_claims(store)]
    text = text_of(pdf_of(paper_of(store, served_of(store, claims, brief=f"{MARKUP} \u202ehidden\x07"))))
    assert text.count(MARKUP) >= 4
    assert "⟨U+202E⟩hidden⟨U+0007⟩" in text


def test_other_scripts_are_drawn_and_what_cannot_be_is_written_out(store: CaseStore) -> None:
    known = "العربية हिन्दी 中文 日本語 한국어 ไทย עברית Ελληνικά русский বাংলা தமிழ் 😀"
    text = text_of(pdf_of(paper_of(store, served_of(store, brief=known))))
    assert "could not be drawn" not in text and "⟨U+" not in text
    assert all(word in text for word in ("中文", "日本語", "한국어", "русский", "Ελληνικά", "😀"))
    text = text_of(pdf_of(paper_of(store, served_of(store, brief="odd \u0378 and \u0379 letters"))))
    assert "odd ⟨U+0378⟩ and ⟨U+0379⟩ letters" in text
    assert "2 letters of other scripts could not be drawn" in text


def test_a_long_name_without_a_break_stays_on_the_page(store: CaseStore) -> None:
    store.set_source("S1", {"exhibit": "X" * 300}, "tester")
    document = opened(pdf_of(paper_of(store, served_of(store))))
    edges = [word[2] for page in document for word in page.get_text("words")]
    assert edges and max(edges) <= document[0].rect.width - 55


def test_reviewed_claims_say_whose_words_they_are(tmp_path: Path) -> None:
    store, served = reviewed_case(tmp_path / "case")
    with store:
        text = text_of(pdf_of(paper_of(store, served)))
    assert re.search(r"Claim 1 · Drafted by a machine · ✓ accepted by anna.{0,40}B\. Lindqvist", text)
    assert "In the words of ben" in text and "As the machine drafted it:" in text
    assert "anna: accepted 1 claim" in text and "ben: amended 1 claim, rejected 1 claim" in text
    assert "rejected by ben" in text and "movement, left of picture" not in text.lower()


def test_a_source_missing_or_changed_since_is_told(store: CaseStore) -> None:
    served = served_of(store)
    gone = Failure("original_missing", "", citation_id="D1.1.1", source_id="S1")
    other = Failure("original_changed", "", citation_id="D1.1.2", source_id="S2")
    verify = VerifyReport(4, (gone, other), sources=(("S1", False), ("S2", False)))
    text = text_of(pdf_of(paper_of(store, served, verify)))
    assert "The file is missing" in text and "The file no longer has this SHA-256." in text
    assert "2 failures when the citations were re-opened" in text


def test_the_same_report_is_the_same_bytes(store: CaseStore) -> None:
    made = paper_of(store, served_of(store, brief="中文"))
    assert pdf_of(made) == pdf_of(made)


def test_poppler_opens_it_without_a_word(default: bytes, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not on this machine")
    (tmp_path / "r.pdf").write_bytes(default)
    for tool in ("pdfinfo", "pdftotext"):
        ran = subprocess.run([tool, str(tmp_path / "r.pdf")], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0 and ran.stderr == ""


def test_it_is_set_in_a_child_that_can_be_stopped(store: CaseStore) -> None:
    made = paper_of(store, served_of(store))
    with ChildRunner() as runner:
        assert pdf(made, runner, lambda *_: True).startswith(b"%PDF-1.7")
        with pytest.raises(TaskError, match="cancelled"):
            pdf(made, runner, lambda *_: False)
        assert pdf(made, runner, lambda *_: True).startswith(b"%PDF-1.7")


def test_an_empty_draft_is_a_report_too(store: CaseStore) -> None:
    text = text_of(pdf_of(paper_of(store, served_of(store, []))))
    assert "0 claims · 0 citations" in text and "Nothing could be drafted from what was read." in text
    assert make_draft(store, []).claims == ()
