"""What the command line tells people of the sources: their names, where they were found, passwords that do not fit."""

from __future__ import annotations

from pathlib import Path

import pymupdf
from command_line import Attest
from packs import NOTE, OTHER, packed, written


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_files_inside_say_what_they_were_found_in(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    inner = packed({"notes/van.txt": NOTE})
    path = written(tmp_path / "phone.zip", packed({"inner.zip": inner, "plain.txt": OTHER}))
    told = attest("add", empty_case, path).out
    assert "van.txt  (inside inner.zip (S2), inside phone.zip (S1))" in told
    assert "phone.zip\n" in told and told.endswith("4 files: 4 read.\n")
    listed = one_line(attest("sources", empty_case).out)
    assert "plain.txt · inside phone.zip (S1)" in listed
    assert "van.txt · inside inner.zip (S2), inside phone.zip (S1)" in listed


def test_two_versions_of_a_statement_keep_their_names(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    for name, more in (("AB first.txt", "He ran."), ("AB second.txt", "He walked.")):
        head = "WITNESS STATEMENT\nStatement of: Ada BIRCH\nOccupation: Baker\n"
        (tmp_path / name).write_text(f"{head}I am a baker. I was in Mill Lane when I saw him. {more}\n")
    attest("add", empty_case, tmp_path / "AB first.txt", tmp_path / "AB second.txt")
    listed = one_line(attest("sources", empty_case).out)
    assert "AB first.txt · Ada BIRCH" in listed and "AB second.txt · Ada BIRCH" in listed
    assert "AB second.txt · Ada BIRCH" in one_line(attest("set", empty_case, "S2", "age=Over 18").out)


def test_passwords_that_do_not_fit_are_said_not_to(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Found in the van.")
        document.save(tmp_path / "a.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    without = attest("add", empty_case, tmp_path / "a.pdf").out
    assert "Give the password" in without and "fit" not in without and without.endswith("1 file: 1 refused.\n")
    (tmp_path / "words").write_text("wrong\n")
    once = attest("add", empty_case, tmp_path / "a.pdf", "--password-file", tmp_path / "words").out
    assert "the password given does not fit" in once
    (tmp_path / "words").write_text("wrong\nalso wrong\n")
    assert "none of the 2 passwords given fits" in one_line(
        attest("add", empty_case, tmp_path / "a.pdf", "--password-file", tmp_path / "words").out
    )
    (tmp_path / "words").write_text("u\n")
    assert attest("add", empty_case, tmp_path / "a.pdf", "--password-file", tmp_path / "words").out.startswith("read")
    listed = one_line(attest("sources", empty_case).out)
    assert "added again later and read as S" in listed and "Give the password" not in listed
