"""`attest redact`: marks, suggestions and copies from the command line, as sentences and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Attest

SAID = "My number is 07700 900123.\nCall 07700 900123 or write to js@example.com.\n"
WHY = "Personal details of a witness"


@pytest.fixture
def noted(empty_case: Path, attest: Attest, tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(SAID, encoding="utf-8")
    assert attest("add", empty_case, tmp_path / "note.txt", "--exhibit", "AB/1").code == 0
    return empty_case


def test_from_suggestion_to_copy(noted: Path, attest: Attest, tmp_path: Path) -> None:
    offered = attest("redact", noted, "suggest", "S1", "--json").json["suggestions"]
    assert isinstance(offered, list)
    assert [(o["kind"], o["words"]) for o in offered] == [
        ("phone", "07700 900123"), ("phone", "07700 900123"), ("email", "js@example.com"),
    ]  # fmt: skip
    span = f"{offered[0]['start']}-{offered[0]['end']}"
    one = attest("redact", noted, "mark", "S1", "--span", span, "--reason", WHY)
    assert one.code == 0 and "R1 AB/1, line 1: words" in one.out and "also at line 2, not marked" in one.out
    rest = attest("redact", noted, "mark", "S1", "--words", "07700  900123", "--reason", WHY, "--json").json
    assert [m["id"] for m in rest["marks"]] == ["R2"] and rest["also_unmarked"] == []  # type: ignore[attr-defined]
    made = attest("redact", noted, "copy", "S1", "--out", tmp_path / "copy.txt", "--json").json
    assert made["receipt"]["sha256"] == made["sha256"]
    text = (tmp_path / "copy.txt").read_text(encoding="utf-8-sig")
    assert text == "My number is [redacted]\nCall [redacted] or write to js@example.com.\n".replace(
        "ed]\n", "ed].\n", 1
    )
    assert made["sha256"] != made["original_sha256"] and made["marks"] == ["R1", "R2"]
    again = attest("redact", noted, "copy", "S1", "--out", tmp_path / "copy.txt")
    assert again.code == 2 and "is there already" in again.err


def test_the_same_bytes_under_another_id_are_told_and_redacted_the_same_way(
    noted: Path, attest: Attest, tmp_path: Path
) -> None:
    (tmp_path / "again.txt").write_bytes((tmp_path / "note.txt").read_bytes())
    attest("add", noted, tmp_path / "again.txt")
    told = attest("redact", noted, "mark", "S1", "--words", "js@example.com", "--reason", WHY)
    assert told.code == 0 and "again.txt (S2) has the same bytes" in told.out
    known = attest("redact", noted, "mark", "S1", "--words", "07700 900123", "--reason", WHY, "--json").json
    assert known["same_bytes"] == ["S2"]
    copies = [
        attest("redact", noted, "copy", id, "--out", tmp_path / f"{id}.txt", "--json").json["sha256"]
        for id in ("S1", "S2")
    ]
    assert copies[0] == copies[1] and "900123" not in (tmp_path / "S2.txt").read_text(encoding="utf-8-sig")


def test_marks_are_listed_changed_taken_back_and_put_back(noted: Path, attest: Attest) -> None:
    assert "Nothing is marked" in attest("redact", noted).out
    attest("redact", noted, "mark", "S1", "--words", "js@example.com", "--reason", WHY)
    attest("redact", noted, "change", "R1", "--reason", "Safety")
    listed = attest("redact", noted, "list", "--json").json["marks"]
    assert isinstance(listed, list) and [(m["reason"], m["version"], m["label"]) for m in listed] == [
        ("Safety", 2, "line 2")
    ]  # fmt: skip
    assert "Taken back" in attest("redact", noted, "remove", "R1").out
    assert attest("redact", noted, "list", "--json").json == {"marks": []}
    assert attest("redact", noted, "restore", "R1").code == 0
    assert "Safety" in attest("redact", noted, "list", "S1").out
    assert attest("audit", noted, "--check").code == 0 and attest("verify", noted).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mark", "S1", "--words", "07700 900123"), "--reason"),
        (("mark", "S1", "--reason", WHY), "--words, --span or --area"),
        (("mark", "S1", "--words", "nowhere", "--reason", WHY), "do not stand in it"),
        (("mark", "S1", "--span", "5-9999", "--reason", WHY), "characters"),
        (("mark", "S1", "--area", "1,2,3", "--reason", WHY), "x,y,w,h"),
        (("mark", "S1", "--area", "1,2,3,4", "--frames", "1-2", "--reason", WHY), "no footage"),
        (("mark", "S9", "--words", "a", "--reason", WHY), "S9"),
        (("copy", "S1"), "--out"),
        (("copy", "S1", "--out", "x"), "Nothing is marked"),
        (("remove", "R7"), "R7"),
        (("burn", "S1"), "burn"),
        (("mark",), "such as S3"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    noted: Path, attest: Attest, arguments: tuple[str, ...], said: str
) -> None:
    answer = attest("redact", noted, *arguments)
    assert answer.code == 2 and said in answer.err, answer.err
    assert attest("redact", noted, "list", "--json").json == {"marks": []}


def test_two_places_in_one_command_are_refused(noted: Path, attest: Attest) -> None:
    done = attest("redact", noted, "mark", "S1", "--words", "07700 900123", "--span", "1-4", "--reason", WHY)
    assert done.code == 2 and "of its own" in done.err
    assert attest("redact", noted, "list", "--json").json["marks"] == []
