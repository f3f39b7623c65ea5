"""`attest check`: lines are answered in order, what cannot be judged says why, and better support ranks higher."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Attest

from app import checking

SAID = "I saw two men run from the bank at 14:30. One of them wore a green coat. I did not see a car."


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return tmp_path / "pairs.jsonl"


def test_lines_keep_their_order_and_their_keys(attest: Attest, pairs: Path) -> None:
    given = [{"premise": SAID, "claim": f"Two men ran from the bank, {n} of them.", "label": n % 2} for n in range(150)]
    pairs.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    told = attest("check", pairs)
    assert told.code == 0
    found = rows(told.out)
    assert [{k: row[k] for k in ("premise", "claim", "label")} for row in found] == given
    assert all(0 <= float(str(row["score"])) <= 1 for row in found)
    assert "150 pairs judged." in told.err


def test_half_letters_and_numbers_that_are_none_stop_nothing(attest: Attest, pairs: Path) -> None:
    sound = json.dumps({"premise": SAID, "claim": "Two men ran."})
    half = '{"premise": "John took \\ud800 the bag.", "claim": "John took the bag."}'
    pairs.write_text(f'{sound}\n{half}\n{{"premise": "a", "claim": "b", "x": NaN}}\n{sound}\n', encoding="utf-8")
    before, middle, none, after = rows(attest("check", pairs).out)
    assert middle["premise"] == "John took \ufffd the bag." and middle["support"] == "supported"
    assert [reason["code"] for reason in none["reasons"]] == ["line_not_json"]  # type: ignore[attr-defined]
    assert before == after


def test_better_support_ranks_higher_and_the_verdict_comes_from_the_checks(attest: Attest, pairs: Path) -> None:
    claims = [
        "One of the men wore a green coat.",
        "One of the men wore a blue coat.",
        "The robbery was planned abroad.",
    ]
    pairs.write_text("".join(json.dumps({"premise": SAID, "claim": c}) + "\n" for c in claims), encoding="utf-8")
    true, changed, foreign = rows(attest("check", pairs).out)
    assert float(str(true["score"])) > float(str(changed["score"])) > float(str(foreign["score"]))
    assert (true["support"], true["reasons"]) == ("supported", [])
    assert changed["support"] in ("contradicted", "unsupported") and foreign["support"] == "unsupported"
    assert "little_in_common" in [reason["code"] for reason in foreign["reasons"]]  # type: ignore[attr-defined]


def test_lines_that_cannot_be_judged_say_why_and_stop_nothing(
    attest: Attest, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LONGEST_CLAIM", 300)
    monkeypatch.setattr(checking, "LONGEST_LINE", 1000)
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"source": SAID, "claim": "Two men ran."}).encode(),
        b"{not json",
        b"",
        b"\xff\xfe",
        b"[1]",
        b'{"premise": "", "claim": "x"}',
        b'{"premise": "x", "claim": 7}',
        b'{"premise": "x"}',
        json.dumps({"premise": "x", "claim": "a " * 200}).encode(),
        b'{"premise": "' + b"a" * 5000 + b'", "claim": "x"}',
        b"[" * 900,
        json.dumps({"premise": SAID, "claim": "…"}).encode(),
        json.dumps({"premise": SAID, "claim": "Two men ran."}).encode(),
    ]
    pairs.write_bytes(b"\r\n".join(lines))
    told = attest("check", pairs)
    found = rows(told.out)
    assert told.code == 1
    assert [row["reasons"][0]["code"] for row in found[1:10]] == [  # type: ignore[index]
        *("line_not_json", "line_not_json", "line_not_a_pair", "no_premise", "no_claim", "no_claim"),
        *("text_too_long", "line_too_long", "line_not_json"),
    ]
    assert all(row["support"] is row["score"] is None for row in found[1:10])
    assert found[1]["line"] == 2 and found[4]["premise"] == ""
    assert found[0]["support"] == found[11]["support"] == "supported"
    assert found[0]["score"] == found[11]["score"]
    assert told.err.count("Not judged") == 9


def test_of_a_long_premise_what_bears_on_the_claim_is_read(
    attest: Attest, pairs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LONGEST_READ", 1000)
    monkeypatch.setattr(checking, "BEARING_WORDS", 40)
    filler = "".join(f"Item {n} of the list was read out and agreed. " for n in range(200))
    rows_given = [
        {"premise": filler + SAID + filler, "claim": c} for c in ("Two men ran from the bank.", "A dog bit me.")
    ]
    pairs.write_text("".join(json.dumps(row) + "\n" for row in rows_given), encoding="utf-8")
    true, foreign = rows(attest("check", pairs).out)
    assert (true["support"], foreign["support"]) == ("supported", "unsupported")
    assert [reason["code"] for reason in true["reasons"]] == ["read_in_part"]  # type: ignore[attr-defined]


def test_files_that_hold_no_pairs(attest: Attest, pairs: Path, tmp_path: Path) -> None:
    assert attest("check", pairs).err.strip() == f"There is no file {pairs}. Check the name."
    pairs.write_text("\n \n", encoding="utf-8")
    told = attest("check", pairs)
    assert (told.code, told.out) == (2, "") and "holds no line" in told.err
    assert attest("check", tmp_path).code != 0
