"""What the commands coverage and searches tell: places, reasons, passages not used; the record as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Attest

from app import search, search_record
from app.case import Case
from provenance.coverage import WHY_NOT
from provenance.store.records import NewDraft

LETTER = "Dear Sir,\n\nI saw a red lorry strike the gate of the depot at about 14:25. The driver ran off.\n"
ADVICE = "Legally privileged and confidential\n\nDear Mr Doe,\n\nSay nothing of the red lorry that struck the gate.\n"
FORMULA = '=HYPERLINK("http://evil","Who ran off?")'


@pytest.fixture
def case(empty_case: Path, attest: Attest, tmp_path: Path) -> Path:
    for name, text in (("letter.txt", LETTER), ("advice.txt", ADVICE), ("+lunch.txt", "I had soup for lunch.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    attest("add", empty_case, *(tmp_path / name for name in ("letter.txt", "advice.txt", "+lunch.txt")))
    attest("summarise", empty_case, "--brief", "the red lorry at the gate", "--max-claims", "1")
    return empty_case


def test_coverage_tells_places_reasons_and_what_is_near(case: Path, attest: Attest) -> None:
    told = attest("coverage", case, "--draft", "D1").out
    assert "stretches of text: 2 searched" in told and "drawn on and not used, the nearest first:" in told
    found = attest("coverage", case, "--draft", "D1", "--json").json
    cells = found["by_source"]
    assert isinstance(cells, list) and [s["source_id"] for s in cells] == ["S1", "S3"], "nothing of what is held"
    assert "red lorry that struck" not in str(found)


def test_every_reason_has_words() -> None:
    assert all(WHY_NOT.values()) and set(WHY_NOT) >= {"form", "rear"}


def test_the_record_is_a_table_that_no_spreadsheet_runs(case: Path, attest: Attest, tmp_path: Path) -> None:
    attest("ask", case, "Which airline flew the surgeon to Boston?")
    attest("ask", case, FORMULA)
    attest("enquiries", case, "add", "@SUM(1)", "--kind", "question")
    attest("enquiries", case, "ask")
    with Case.open(case) as opened:
        search.search(opened, "-lorry", "words", 50, ["S1", "S2"])
    out = tmp_path / "record.csv"
    assert attest("searches", case, "--csv", out).code == 0
    head, *rows = csv.reader(io.StringIO(out.read_text("utf-8-sig")))
    assert tuple(head) == search_record.COLUMNS
    assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row)
    by_what = {row[3]: row for row in rows}
    assert set(by_what) == {
        *("brief", "question", "question, line of enquiry E1"),
        *("line of enquiry added (open question)", "passages by words"),
    }
    empty = next(row for row in rows if "airline" in row[4])
    assert empty[5] == "0" and empty[9] == "nothing" and empty[11] == "1 source withheld"
    assert by_what["passages by words"][10] == "letter.txt, 1 source withheld"
    assert by_what["brief"][12].startswith("embedder ") and '"max_claims": 1' in by_what["brief"][13]
    assert rows == sorted(rows, key=lambda row: row[1]), "the oldest first"
    with Case.open(case, write=False) as opened:
        assert opened.store.audit_entries()[-1].action == search_record.ACTION


def test_a_file_that_is_there_is_left_as_it_is(case: Path, attest: Attest, tmp_path: Path) -> None:
    (tmp_path / "record.csv").write_text("mine", encoding="utf-8")
    assert attest("searches", case, "--csv", tmp_path / "record.csv").code == 2
    assert (tmp_path / "record.csv").read_text("utf-8") == "mine"


def test_json_keeps_its_shape_and_adds_the_whole_record(case: Path, attest: Attest) -> None:
    found = attest("searches", case, "--json").json
    assert {"searches", "passage_searches", "record"} <= found.keys()
    assert found["record"][0]["what"] == "brief"  # type: ignore[index]
    assert "(overview)" not in attest("searches", case).out


def test_the_record_names_no_passage_of_what_is_withheld_now(case: Path, attest: Attest, tmp_path: Path) -> None:
    with Case.open(case) as opened:
        before = opened.store.draft("D1")
        settings = {**before.run.settings, "passages_shown": [["S1.1"], ["S3.1"]]}
        new = NewDraft("the lorry", False, False, 2, replace(before.run, settings=settings), [], before.coverage)
        opened.store.write_draft(new, "anna")
        opened.store.set_source("S3", {"privilege": "possible"}, "anna")
    attest("searches", case, "--csv", tmp_path / "record.csv")
    told = (tmp_path / "record.csv").read_text("utf-8-sig") + attest("searches", case, "--json").out
    assert told.count("S1.1") >= 3 and "S3.1" not in told and "places_withheld" in told


def test_a_passage_that_is_quoted_in_part_is_not_told_as_used_in_full(
    empty_case: Path, attest: Attest, tmp_path: Path
) -> None:
    for name, words in (("whole.txt", "I saw a red lorry strike the gate.\n"), ("part.txt", LETTER)):
        (tmp_path / name).write_text(words, encoding="utf-8")
    attest("add", empty_case, tmp_path / "whole.txt")
    attest("summarise", empty_case, "--brief", "the red lorry at the gate")
    whole = attest("coverage", empty_case, "--draft", "D1").out
    assert "A claim cites every passage that was drawn on, 1 passage; all in full." in whole
    attest("add", empty_case, tmp_path / "part.txt")
    attest("summarise", empty_case, "--brief", "the red lorry at the gate", "--sources", "S2", "--max-claims", "1")
    part = attest("coverage", empty_case, "--draft", "D2").out
    assert "1 passage; 1 of them in part only: other words of these are in no citation." in part
