"""`attest review` on the command line: amend, reject and note; accepting needs the window."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app.case import Case
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


@pytest.mark.parametrize("call", [("review", "D1", "sign"), ("sign", "D1"), ("sign", "D1", "--name", "J. Smith")])
def test_signing_needs_the_window(case: Path, attest: Attest, call: tuple[str, ...]) -> None:
    told = attest(call[0], case, *call[1:], "--json")
    assert told.code == 2 and "Sign off in the window" in told.err and "D1" in told.err
    assert told.json["error"]["code"] == "sign_in_window"  # type: ignore[index]
    assert attest("show", case, "D1", "--json").json["signature"] is None


def test_accept_by_itself_is_answered_too(case: Path, attest: Attest) -> None:
    told = attest("accept", case, "D1.1", "--json")
    assert told.code == 2 and told.json["error"]["code"] == "accept_in_window"  # type: ignore[index]


def test_a_signed_draft_is_locked_until_it_is_taken_up_again(case: Path, attest: Attest) -> None:
    for claim in ("D1.1", "D1.2"):
        assert attest("review", case, claim, "reject", "--fault", "irrelevant").code == 0
    with Case.open(case) as opened:
        signature = opened.reviewing.sign("D1", "J. Smith")
    for action in (("note", "--note", "Late."), ("amend", "--text", "x"), ("aside",)):
        told = attest("review", case, "D1.1", *action, "--json")
        assert told.code == 2 and told.json["error"]["code"] == "draft_signed"  # type: ignore[index]
        assert "J. Smith" in told.err and "version 1" in told.err
    shown: dict[str, Any] = attest("show", case, "D1.1", "--json").json
    assert shown["signatures"][0]["record"] == signature.record and shown["signatures"][0]["name"] == "J. Smith"
    assert f"signed as J. Smith (typed) by account {who()}" in attest("show", case, "D1").out
    assert f"signed as J. Smith (typed) by account {who()}" in attest("show", case, "D1.1").out
    assert attest("verify", case).code == 0
    assert attest("review", case, "D1", "reopen", "--json").json["error"]["code"] == "bad_value"  # type: ignore[index]
    again: dict[str, Any] = attest("review", case, "D1", "reopen", "--note", "New statement.", "--json").json
    assert again["draft_id"] == "D1" and again["taken_up_again"]["reason"] == "New statement."
    assert attest("review", case, "D1", "reopen", "--note", "x").code == 2
    assert attest("review", case, "D1.1", "note", "--note", "Now.").code == 0
    assert "taken up again by account" in attest("show", case, "D1").out


def test_what_changed_and_the_notes_are_shown_with_author_and_time(case: Path, attest: Attest) -> None:
    attest("review", case, "D1.1", "amend", "--text", f"letter, line 3: “{HEARD.replace('two', 'three', 1)}”")
    attest("review", case, "D1.1", "note", "--note", "Ask\nagain.")
    told = attest("show", case, "D1.1").out
    assert "changed: removed “two”; added “three”" in told and f"note: {who()}, 20" in told
    found: dict[str, Any] = attest("show", case, "D1.1", "--json").json
    assert [one["action"] for one in found["history"]] == ["amend", "note"]
    assert found["notes"] == [{"by": who(), "at": found["notes"][0]["at"], "text": "Ask\nagain."}]
    data: dict[str, Any] = attest("show", case, "D1", "--json").json
    assert [p["kind"] for p in data["claims"][0]["difference"]] == ["same", "removed", "added", "same"]


def test_a_rejected_claim_is_not_among_the_claims(case: Path, attest: Attest) -> None:
    text = attest("show", case, "D1.1", "--json").json["text"]
    assert attest("review", case, "D1.1", "reject").code == 0
    assert str(text) not in attest("show", case, "D1").out and "1 claim rejected" in attest("show", case, "D1").out
    data: dict[str, Any] = attest("show", case, "D1", "--json").json
    assert [c["id"] for c in data["claims"]] == ["D1.2"] and [c["claim_id"] for c in data["rejected"]] == ["D1.1"]
    assert "state: rejected" in attest("show", case, "D1.1").out
    assert attest("summarise", case).code == 0
    compared = attest("compare", case, "D1", "D2")
    assert "Rejected by a person since, and no claim any more: D1.1;" in compared.out
    assert attest("compare", case, "D1", "D2", "--json").json["rejected"] == ["D1.1"]


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
