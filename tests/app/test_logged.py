"""What leaves a case, and each verification, stands in its log; where it cannot, the work is done and a person told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from command_line import Attest

from app.case import Case
from provenance.records import Coverage
from provenance.runs import Run
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A case with a draft that found nothing."""
    run = Run("extractive", (), {}, 7, {}, "2026-05-04T09:00:00Z", "2026-05-04T09:00:00Z", ())
    with CaseStore.create(tmp_path / "case", "TEST", "", "tester") as store:
        store.write_draft(NewDraft("Was there a dog?", True, False, 0, run, (), Coverage(0, 0, 0, (), ())))
    return tmp_path / "case"


@pytest.mark.parametrize("write", [True, False], ids=["open for writing", "open for reading"])
def test_exports_and_verifications_are_logged(drafted: Path, tmp_path: Path, write: bool) -> None:
    with Case.open(drafted, write=write) as case:
        for format in ("json", "html"):
            case.export("D1", format, tmp_path / f"r.{format}", go_on)
        case.verify("D1", go_on)
        assert case.unrecorded is None and case.store.check_audit().ok
        made = [(e.action, dict(e.detail), e.by) for e in case.store.audit_entries()[-4:]]
    files = {f: hashlib.sha256((tmp_path / f"r.{f}").read_bytes()).hexdigest() for f in ("json", "html")}
    json, html = (
        ("draft_exported", {"draft": "D1", "audience": "working", "format": f, "sha256": files[f]}, case.by)
        for f in ("json", "html")
    )
    verified = ("verified", {"draft": "D1", "checked": 0, "failed": 0}, case.by)
    assert made == [json, verified, html, verified], "a report re-opens every citation before it is written"


def test_a_case_in_use_is_verified_and_exported_and_that_it_is_not_logged_is_said(
    attest_process: Attest, drafted: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.json"
    with CaseStore.open(drafted) as held:
        entries = held.audit_entries()
        for words in (("verify", drafted), ("export", drafted, "--draft", "D1", "--format", "json", "--out", out)):
            done = attest_process(*words)
            assert done.code == 0 and "another process" in done.err and "log" in done.err
        assert out.is_file() and held.audit_entries() == entries


def test_nothing_is_put_behind_a_log_that_does_not_hold(drafted: Path) -> None:
    from provenance.store import opener

    db = opener.connect(drafted / "case.db", write=True)
    db.execute("UPDATE audit SET by = 'nobody' WHERE seq = 1")
    db.close()
    with Case.open(drafted, write=False) as case:
        report = case.verify(None, go_on)
        assert [f.code for f in report.failed] == ["database_changed", "audit_broken"]
        assert case.unrecorded is not None and len(case.store.audit_entries()) == 2
