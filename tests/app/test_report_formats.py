"""Each form of a report by command line: written whole or not at all, logged, and the same draft in all of them."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import docx as word
import pymupdf
import pytest
from command_line import Attest

from app.case import Case
from app.exporting import WRITERS
from provenance.errors import AttestError, TaskError
from provenance.records import Coverage
from provenance.report_words import DRAFT_WORDS
from provenance.runs import Run
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft

NEW = ("pdf", "docx", "md", "csv")
ODD = "D1 “draft” — 中文 #1 & co; 100%.{}"


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A case with an answer that was not found."""
    run = Run("extractive", (), {}, 7, {}, "2026-05-04T09:00:00Z", "2026-05-04T09:00:00Z", ())
    with CaseStore.create(tmp_path / "case", "TEST", "", "tester") as store:
        store.write_draft(NewDraft("Was there a dog?", True, False, 0, run, (), Coverage(0, 0, 0, (), ())))
    return tmp_path / "case"


def words_of(out: Path) -> str:
    data = out.read_bytes()
    if out.suffix == ".pdf":
        return " ".join(" ".join(str(page.get_text()).split()) for page in pymupdf.open(stream=data, filetype="pdf"))
    if out.suffix == ".docx":
        document = word.Document(io.BytesIO(data))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return " ".join(" ".join((*(p.text for p in document.paragraphs), *cells)).split())
    return data.decode("utf-8-sig")


def test_every_form_tells_of_the_same_draft(attest: Attest, taken_in: Path, tmp_path: Path) -> None:
    with Case.open(taken_in, write=False) as case:
        draft = case.store.draft("D2")
        verified = case.verify("D2", go_on)
        claims = [c for c in draft.claims if not c.held_back]
        assert claims and verified.ok
        for format in NEW:
            case.export("D2", format, tmp_path / ODD.format(format), go_on, verified)
        entries = case.store.check_audit().entries
    for format in NEW:
        told = words_of(tmp_path / ODD.format(format)).replace("\u200b", "").replace("\u00a0", " ")
        assert DRAFT_WORDS in told
        for claim in claims:
            assert all(c.anchor.source_sha256 in told for c in claim.cited())
            quoted = claim.text.rpartition("“")[2].rstrip("”.")
            assert " ".join(quoted.split())[:60] in " ".join(told.replace("\\", "").split())
        if format != "csv":
            assert "How to check this report" in told and f"{entries - 4 + NEW.index(format)} entries" in told


@pytest.mark.parametrize("format", NEW)
def test_the_log_has_the_hash_of_what_was_written(attest: Attest, drafted: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"r.{format}"
    done = attest("export", drafted, "--draft", "D1", "--format", format, "--out", out)
    assert done.code == 0 and str(out) in done.out
    with CaseStore.open(drafted, write=False) as store:
        last = store.audit_entries()[-1]
    assert last.action == "draft_exported" and last.detail["format"] == format
    assert last.detail["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    if format == "csv":
        assert len(list(csv.reader(io.StringIO(words_of(out))))) == 1, "a head and no claim"
    else:
        assert "Was there a dog?" in words_of(out) and "Not found in the 0 passages searched" in words_of(out)


@pytest.mark.parametrize("format", NEW)
def test_a_file_that_is_there_stays(attest: Attest, drafted: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"r.{format}"
    out.write_text("mine")
    done = attest("export", drafted, "--draft", "D1", "--format", format, "--out", out)
    assert done.code == 2 and out.read_text() == "mine"
    assert attest("export", drafted, "--draft", "D1", "--format", format, "--out", tmp_path / "no" / "r").code == 2


@pytest.mark.parametrize("format", NEW)
def test_a_place_that_cannot_be_written_leaves_nothing(drafted: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "out" / ("n" * 300)
    out.parent.mkdir()
    with Case.open(drafted) as case, pytest.raises(AttestError, match="export_failed"):
        case.export("D1", format, out, go_on)
    assert list(out.parent.iterdir()) == []


def test_setting_a_pdf_can_be_stopped(drafted: Path, tmp_path: Path) -> None:
    def until_set(what: str, done: float, total: float) -> bool:
        return what != "Setting the pages"

    (tmp_path / "out").mkdir()
    with Case.open(drafted) as case, pytest.raises(TaskError, match="cancelled"):
        case.export("D1", "pdf", tmp_path / "out" / "r.pdf", until_set)
    assert list((tmp_path / "out").iterdir()) == []


def test_the_command_line_knows_what_can_be_written(attest: Attest, drafted: Path, tmp_path: Path) -> None:
    done = attest("export", drafted, "--draft", "D1", "--format", "odt", "--out", tmp_path / "r.odt")
    assert done.code == 2 and "html, pdf, docx, md, csv" in done.err
    assert set(NEW) < set(WRITERS)
