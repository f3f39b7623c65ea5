"""`attest review` on the command line: amend, reject and note; accepting needs the window."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from provenance.clock import who

HEARD = "I heard two loud bangs from the far end of platform two."


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory, attest: Attest) -> Path:
    folder = tmp_path_factory.mktemp("reviewed")
    words = f"Dear Sir,\n\n{HEARD}\n\nA man ran off towards the footbridge and dropped his bag.\n"
    (folder / "letter.txt").write_text(words, encoding="utf-8")
    assert attest("new", folder / "case", "--reference", "TEST").code == 0
    assert attest("add", folder / "case", folder / "letter.txt").code == 0
    assert attest("summarise", folder / "case").code == 0
    return folder / "case"


@pytest.fixture
def case(drafted: Path, tmp_path: Path) -> Path:
    """A case with one draft, D1, for each test its own."""
    return Path(shutil.copytree(drafted, tmp_path / "case"))


def test_help_lists_it(attest: Attest) -> None:
    assert "review " in attest("--help").out


def test_accepting_needs_the_window(case: Path, attest: Attest) -> None:
    told = attest("review", case, "D1.1", "accept", "--json")
    assert told.code == 2 and "window" in told.err
    assert told.json["error"]["code"] == "accept_in_window"  # type: ignore[index]
    assert attest("show", case, "D1.1", "--json").json["state"] == "new"


def test_a_claim_is_amended_and_shown_so(case: Path, attest: Attest) -> None:
    done = attest("review", case, "D1.1", "amend", "--text", "“two loud bangs”", "--note", "Shorter.", "--json")
    found: dict[str, Any] = done.json
    assert (done.code, set(found)) == (0, {"claim_id", "state", "text", "by", "at", "checked", "of"})
    assert (found["claim_id"], found["state"], found["text"], found["by"]) == (
        *("D1.1", "amended", "“two loud bangs”"),
        who(),
    )
    assert (found["checked"], found["of"]) == (0, 2)
    shown: dict[str, Any] = attest("show", case, "D1.1", "--json").json
    assert (shown["state"], shown["amended_text"], shown["note"]) == ("amended", "“two loud bangs”", "Shorter.")
    assert HEARD in shown["text"] and shown["decided_by"] == who() and shown["written_by_hand_by"] == ""
    assert "state: amended" in attest("show", case, "D1.1").out
    told = attest("review", case, "D1.1", "amend", "--text", "Three bangs at 15:10.").out
    assert "; not accepted yet" in told and "0 of 2 claims checked" in told and "The new words: Quote" in told


def test_a_rejected_claim_is_counted_and_leaves_the_draft(case: Path, attest: Attest, tmp_path: Path) -> None:
    done = attest("review", case, "D1.1", "reject", "--fault", "irrelevant", "--note", "Not ours.", "--json")
    assert (done.json["state"], done.json["checked"], done.json["of"]) == ("rejected", 1, 2)
    assert attest("export", case, "--draft", "D1", "--format", "json", "--out", tmp_path / "d.json").code == 0
    assert attest("verify", case).code == 0
    assert attest("review", case, "D1.2", "reject").code == 0, "the fault may be left out: it is then another"
    assert attest("audit", case, "--check").code == 0


def test_a_note_changes_no_state(case: Path, attest: Attest) -> None:
    for words in ("--note", "--text"):
        assert attest("review", case, "D1.2", "note", words, "Ask again.", "--json").json["state"] == "new"
    assert attest("show", case, "D1.2", "--json").json["note"] == "Ask again.\nAsk again."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("D1.99", "note", "--note", "x"), "unknown_id"),
        (("S1", "note", "--note", "x"), "unknown_id"),
        (("D1.1", "amend"), "bad_value"),
        (("D1.1", "reject", "--fault", "ugly"), "bad_value"),
        (("D1.1", "undo"), "bad_value"),
    ],
)
def test_wrong_use_is_one_sentence(case: Path, attest: Attest, words: tuple[str, ...], code: str) -> None:
    told = attest("review", case, *words, "--json")
    assert told.code == 2 and len(told.err.splitlines()) == 1
    assert told.json["error"]["code"] == code  # type: ignore[index]
