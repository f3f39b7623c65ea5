"""What `summarise` and `ask` say when there is nothing to say, and with which exit code."""

from __future__ import annotations

from pathlib import Path

from command_line import Attest

LETTER = (
    "Dear Sir,\n\nI saw a red lorry strike the gate of the depot at about 14:25 on 3 May 2026. The driver ran off.\n"
)
ADVICE = "Legally privileged and confidential\n\nDear Mr Doe,\n\nOur advice to you is to say nothing of the lorry.\n"


def test_an_empty_case_says_that_nothing_can_be_drafted(empty_case: Path, attest: Attest) -> None:
    told = attest("summarise", empty_case)
    assert told.code == 1
    assert "No passage or frame of this case can be drafted from" in told.out
    assert "Not found" not in told.out


def test_a_case_in_which_all_is_held_gives_a_draft_without_claims(
    empty_case: Path, attest: Attest, tmp_path: Path
) -> None:
    (tmp_path / "advice.txt").write_text(ADVICE, encoding="utf-8")
    (source,) = attest("add", empty_case, tmp_path / "advice.txt", "--json").json["sources"]
    assert source["outcome"] == "held"
    made = attest("summarise", empty_case, "--brief", "the lorry", "--json")
    assert (made.code, made.json["claims"], made.json["found"]) == (1, [], False)


def test_a_question_without_an_answer_is_told_with_what_was_searched(
    empty_case: Path, attest: Attest, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    attest("add", empty_case, tmp_path / "letter.txt", tmp_path / "empty.txt")
    told = attest("ask", empty_case, "Which airline flew the surgeon to Boston?")
    assert told.code == 0
    assert "Not found in the 1 passage searched; 1 source unread." in told.out.splitlines()
