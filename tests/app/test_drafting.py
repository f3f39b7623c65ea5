"""What `summarise` and `ask` say when there is nothing to say, and with which exit code."""

from __future__ import annotations

from pathlib import Path

from conftest import Attest

LETTER = (
    "Dear Sir,\n\nI saw a red lorry strike the gate of the depot at about 14:25 on 3 May 2026. The driver ran off.\n"
)
ADVICE = "Privileged and confidential. Legal advice from your solicitor: say nothing of the lorry.\n"


def test_a_case_without_a_usable_source_says_so(empty_case: Path, attest: Attest, tmp_path: Path) -> None:
    for kept in ("an empty case", "a case in which all is held"):
        told = attest("summarise", empty_case)
        assert (told.code, "No passage or frame of this case can be drafted from" in told.out) == (1, True), kept
        assert "Not found" not in told.out
        made = attest("summarise", empty_case, "--brief", "the lorry", "--json")
        assert (made.code, made.json["claims"], made.json["found"]) == (1, [], False), kept
        (tmp_path / "advice.txt").write_text(ADVICE, encoding="utf-8")
        attest("add", empty_case, tmp_path / "advice.txt")
        attest("set", empty_case, "S1", "privilege=privileged")


def test_a_question_without_an_answer_is_told_with_what_was_searched(
    empty_case: Path, attest: Attest, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    assert attest("add", empty_case, tmp_path / "letter.txt", tmp_path / "empty.txt").code == 1
    told = attest("ask", empty_case, "Which airline flew the surgeon to Boston?")
    assert told.code == 0
    assert "Not found in the 1 passages searched; 1 sources unread." in told.out.splitlines()
    made = attest("ask", empty_case, "Which airline flew the surgeon to Boston?", "--json")
    assert (made.code, made.json["found"], made.json["searched"]) == (0, False, 1)
