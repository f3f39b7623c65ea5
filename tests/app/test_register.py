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
    entry = found.match([Path("/in/statement.pdf"), Path("other.txt")])[Path("/in/statement.pdf")]
    assert (entry.exhibit, entry.title, entry.mark) == ("BL/1", "Statement, B. Lindqvist", "OFFICIAL-SENSITIVE")
    assert entry.privilege == "none"
    assert [e.privilege for e in found.unmatched] == ["privileged"]


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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *((word, "none") for word in ("", " ", "No", "n", "NONE", "0", "N/A", "-", "–", "false", "Not privileged")),
        *((word, "privileged") for word in ("Yes", "Y", "1", "LPP", "Legally privileged")),
        *(
            (word, "possible")
            for word in ("?", "no?", "TBD", "Legally privileged (LPP)", "Yes – solicitor's letter", "✓")
        ),
    ],
)
def test_only_a_clear_no_means_not_privileged(tmp_path: Path, said: str, meant: str) -> None:
    found = load(tmp_path, f'file,exhibit,LPP (Y/N)\na.txt,A/1,"{said}"\n')
    assert found.match([Path("a.txt")])[Path("a.txt")].privilege == meant


def test_paths_are_matched_by_their_longest_end(tmp_path: Path) -> None:
    listed = load(
        tmp_path,
        "file,exhibit\nX:\\Case\\Witness1\\statement.pdf,JB/1\nwitness2/statement.pdf,JB/2\n"
        "Docs\\letter.txt,JB/3\nElsewhere/Cafe\u0301.txt,JB/4\n",
    )
    names = ("witness1/statement.pdf", "witness2/statement.pdf", "letter.txt", "caf\u00e9.txt", "other.txt")
    found = listed.match([Path("/in") / name for name in names])
    assert {path.as_posix(): entry.exhibit for path, entry in found.items()} == {
        "/in/witness1/statement.pdf": "JB/1",
        "/in/witness2/statement.pdf": "JB/2",
        "/in/letter.txt": "JB/3",
        "/in/caf\u00e9.txt": "JB/4",
    }
    assert (listed.unmatched, listed.ambiguous) == ((), ())


def test_a_row_that_fits_two_files_is_given_to_neither(tmp_path: Path) -> None:
    one, two = Path("/in/witness1/statement.pdf"), Path("/in/witness2/statement.pdf")
    listed = load(tmp_path, "file,exhibit\nstatement.pdf,JB/1\n")
    assert listed.match([one, two]) == {}
    assert [e.exhibit for e in listed.ambiguous] == ["JB/1"]
    assert [e.exhibit for e in listed.match([one]).values()] == ["JB/1"]
    assert listed.ambiguous == ()
    two_rows = load(tmp_path, "file,exhibit\nw1/statement.pdf,JB/1\nw2/statement.pdf,JB/2\n")
    assert two_rows.match([Path("/in/statement.pdf")]) == {}
    assert len(two_rows.ambiguous) == 2


def test_an_unclear_row_of_privilege_holds_every_file_that_it_may_mean(tmp_path: Path) -> None:
    listed = load(tmp_path, "file,exhibit,privilege\nletter.txt,LW/1,yes\n")
    found = listed.match([Path("/in/a/letter.txt"), Path("/in/b/letter.txt"), Path("/in/c.txt")])
    assert [(e.exhibit, e.privilege) for e in found.values()] == [("", "possible")] * 2


def test_semicolons_of_a_spreadsheet_are_understood(tmp_path: Path) -> None:
    found = load(tmp_path, "exhibit;file;privilege\nAB/1;a.txt;no\n")
    assert found.match([Path("a.txt")])[Path("a.txt")].exhibit == "AB/1"
