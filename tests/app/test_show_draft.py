"""`attest show` of a whole draft or answer: as it was printed when it was drafted, now and for scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import Attest

QUESTION = "Which bag was pulled from the lady?"


@pytest.fixture
def folder(taken_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(taken_in, tmp_path / "case"))


def test_an_answer_is_printed_again_as_it_was(folder: Path, attest: Attest) -> None:
    asked = attest("ask", folder, QUESTION)
    shown = attest("show", folder, "D3")
    assert shown.code == 0 and shown.out == asked.out
    assert shown.out.startswith("Answer D3 · drafted by a machine (chosen sentences)") and QUESTION in shown.out


def test_an_overview_is_printed_in_the_shape_of_a_draft(folder: Path, attest: Attest) -> None:
    made = attest("summarise", folder, "--max-claims", "4", "--json")
    again = attest("show", folder, "D3", "--json")
    assert again.code == 0 and again.json == made.json and again.json["draft_id"] == "D3"
    assert attest("show", folder, "D3").out.startswith("Draft D3 · ")


def test_what_people_decided_and_what_is_withheld_now_is_told(folder: Path, attest: Attest) -> None:
    first = attest("show", folder, "D2", "--json").json["claims"][0]  # type: ignore[index]
    where = first["citations"][0]["source_id"]
    assert attest("review", folder, first["id"], "amend", "--text", "Words of an officer.").code == 0
    assert "Words of an officer." in attest("show", folder, "D2").out
    assert attest("review", folder, first["id"], "reject", "--fault", "irrelevant").code == 0
    rejected = attest("show", folder, "D2").out
    assert "1 claim rejected: not shown here." in rejected and first["text"] not in rejected
    assert attest("set", folder, where, "privilege=privileged").code == 0
    assert "withheld, as a source that each cites is held now" in attest("show", folder, "D2").out


@pytest.mark.parametrize("wanted", ["D404", "D404.1", "D404.1.1", "D1.4040", "Z9", "S404", "S1.4040"])
def test_an_id_that_is_not_there_is_one_sentence(taken_in: Path, attest: Attest, wanted: str) -> None:
    told = attest("show", taken_in, wanted)
    assert told.code == 2 and wanted.split(".")[0] in told.err and "There is no" in told.err and not told.out


def test_a_whole_draft_has_no_picture(taken_in: Path, tmp_path: Path, attest: Attest) -> None:
    told = attest("show", taken_in, "D1", "--image", tmp_path / "x.png")
    assert told.code == 2 and "no single place" in told.err and not (tmp_path / "x.png").exists()
