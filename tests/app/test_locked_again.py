"""Locked files in a case opened again: verifying, reports and reading again say which is locked, and use passwords."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from working_case import PlainEmbedder, go_on, take_in, working_case

sys.path.append(str(Path(__file__).parents[1] / "ui"))  # for locked_files

from locked_files import PASSWORDS, QUOTES, locked_case, locked_pdf

from app.case import Case
from ingest.index import ExactIndex
from provenance.errors import ReadError


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return locked_case(tmp_path_factory, tmp_path / "locked")


def test_verifying_says_which_source_is_locked(folder: Path) -> None:
    with Case.open(folder) as case:
        report = case.verify(None, go_on)
        assert {f.source_id: f.code for f in report.failed} == dict.fromkeys(QUOTES, "password_needed")
        assert all(case.store.source(f.source_id).title in f.detail for f in report.failed)
        assert all(same for _, same in report.sources), "their bytes are those that were taken in"
        for source_id, password in (("S1", PASSWORDS[0]), ("S3", PASSWORDS[1]), ("S5", PASSWORDS[2])):
            assert case.locked(source_id) and not case.unlock_source(source_id, "wrong")
            assert case.unlock_source(source_id, password) and not case.locked(source_id)
        assert not case.locked("S2") and not case.locked("S4"), "one password serves all that it fits"
        assert case.verify(None, go_on).ok
        assert case.settings.read.passwords == PASSWORDS


def test_a_report_draws_locked_pages_once_the_password_is_known(folder: Path, tmp_path: Path) -> None:
    with Case.open(folder) as case:
        case.export("D1", "html", tmp_path / "locked.html", go_on)
        without = (tmp_path / "locked.html").read_text(encoding="utf-8")
        assert "c gate.pdf is locked, and no password that opens it was given" in without
        assert case.unlock_source("S3", PASSWORDS[1])
        case.export("D1", "html", tmp_path / "open.html", go_on)
        opened = (tmp_path / "open.html").read_text(encoding="utf-8")
    assert "c gate.pdf is locked" not in opened and "b bank.pdf is locked" in opened
    assert opened.count("data:image/") == without.count("data:image/") + 1


def test_a_password_that_fits_outlives_the_next_taking_in(folder: Path, tmp_path: Path) -> None:
    with Case.open(folder) as case:
        assert case.unlock_source("S1", PASSWORDS[0])
        with pytest.raises(ReadError, match="password_needed"):
            case.viewer.page("S3", 1, 1.0)
        case._keyring.tried(case.settings.read.passwords)
        case._use_passwords()
        assert case.viewer.page("S2", 1, 1.0).width > 0
    with Case.open(folder, write=False) as case:
        assert case.unlock_source("S1", PASSWORDS[0]), "a case open for reading is looked at, too"
        assert case.viewer.page("S1", 1, 1.0).width > 0


@pytest.mark.parametrize(("known", "told"), [((), "password_needed"), (("oak-1",), None)])
def test_what_was_released_is_read_with_its_password_or_said_to_be_locked(
    tmp_path: Path, known: tuple[str, ...], told: str | None
) -> None:
    letter = locked_pdf(tmp_path / "letter.pdf", "oak-1", "WITHOUT PREJUDICE", "Our solicitor gave us legal advice.")
    with working_case(tmp_path / "case") as case:
        case.unlock(["oak-1"])
        (held,) = take_in(case, letter)
        assert held.outcome == "held"
    with Case.open(tmp_path / "case") as case:
        case.__dict__.update({"embedder": PlainEmbedder(), "index": ExactIndex()})
        case.unlock(known)
        released = case.set(held.id, {"privilege": "released"}, go_on)
        assert (released.outcome, released.reason) == ("refused" if told else "read", told)
