"""A file whose name says another kind than its content is read by its content, and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from working_case import take_in, working_case

from app.misnamed import misnamed
from provenance.kinds import KINDS
from provenance.report_words import notices


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("call.m4a", "audio"), ("call.M4A", "video"), ("page.pdf", "pdf"), ("notes.md", "html"), ("log", "text"),
        ("old.doc", "rtf"), ("report.final", "text"), ("cam.avi", "footage"), ("x.txt", "unknown"), ("a.xls", "csv"),
    ],
)  # fmt: skip
def test_a_name_that_fits_or_says_nothing_is_not_told(name: str, kind: str) -> None:
    assert kind in KINDS and misnamed(name, kind) == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("call.m4a", "text"), ("holiday.jpg", "zip"), ("notes.txt", "picture"), ("a.pdf", "docx"), ("a.jpg", "doc")],
)
def test_a_name_of_another_family_is_told(name: str, kind: str) -> None:
    (told,) = misnamed(name, kind)
    assert told.code == "name_differs" and told.detail.endswith(KINDS[kind])


def test_it_is_a_remark_of_a_file_that_was_read(tmp_path: Path) -> None:
    (tmp_path / "call.m4a").write_text("No sound at all, but words that can be read.\n", encoding="utf-8")
    case = working_case(tmp_path / "case")
    (source,) = take_in(case, tmp_path / "call.m4a")
    assert source.outcome == "read"
    assert notices(source.warnings) == ["its name ends in .m4a, but its content is of another kind: Plain text"]
    case.close()
