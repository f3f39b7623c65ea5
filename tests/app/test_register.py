"""Exhibit lists as forces write them are understood; a list that is not one is refused before anything is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import register
from provenance.errors import UsageError


def load(tmp_path: Path, text: str) -> register.Register:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    return register.load(tmp_path / "list.csv")


def test_headings_are_recognised_whatever_their_spelling(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "\ufeffExhibit Ref.,File name,Description,Produced by,Date,Handling mark,LPP\n"
        'BL/1,Statement.PDF,"Statement, B. Lindqvist",B. Lindqvist,2026-05-03,OFFICIAL-SENSITIVE,\n'
        "\n"
        "LW/1,letter.pdf,Letter,L. Ward,,OFFICIAL,Yes\n",
    )
    entry = found.entry(Path("/in/statement.pdf"))
    assert entry is not None
    assert (entry.exhibit, entry.title, entry.mark) == ("BL/1", "Statement, B. Lindqvist", "OFFICIAL-SENSITIVE")
    assert entry.privilege == "none"
    assert [e.privilege for e in found.unmatched()] == ["privileged"]
    assert found.entry(Path("other.txt")) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no column for the file"),
        ("exhibit,producer\nA/1,B\n", "no column for the file"),
        ("file,exhibit\na.txt,A/1\nA.TXT,A/2\n", "more than once"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert caught.value.code == "bad_register"
    assert why in str(caught.value.facts["why"])


def test_a_short_row_and_an_absent_list(tmp_path: Path) -> None:
    assert len(load(tmp_path, "file,exhibit,mark\na.txt\n")) == 1
    with pytest.raises(UsageError, match="no_such_file"):
        register.load(tmp_path / "gone.csv")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe\x00file")
    with pytest.raises(UsageError, match="bad_register"):
        register.load(tmp_path / "list.csv")
