"""The command for lines of enquiry: what may be changed, and what is said where nothing was said to be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Attest


@pytest.fixture
def case(empty_case: Path, attest: Attest) -> Path:
    assert attest("enquiries", empty_case, "add", "He was at home.", "--kind", "defence").code == 0
    return empty_case


def now(case: Path, attest: Attest) -> dict[str, object]:
    (one,) = attest("enquiries", case, "list", "--json").json["enquiries"]  # type: ignore[misc]
    return {name: one[name] for name in ("kind", "words", "dated")} | {"versions": len(one["history"])}


def test_help_says_what_may_be_changed_with_an_example(attest: Attest) -> None:
    told = " ".join(attest("enquiries", "--help").out.replace("│", " ").split())
    assert "change E3 --words" in told and "new --words, another --kind, another --dated" in told


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        (("--words", "He was at work."), {"words": "He was at work."}),
        (("--kind", "to_prove"), {"kind": "to_prove"}),
        (("--dated", "2026-05-12"), {"dated": "2026-05-12"}),
        (("--kind", "question", "--words", "Where was he?"), {"kind": "question", "words": "Where was he?"}),
    ],
)
def test_words_kind_and_day_can_be_changed(
    case: Path, attest: Attest, given: tuple[str, ...], changed: dict[str, object]
) -> None:
    before = now(case, attest)
    assert attest("enquiries", case, "change", "E1", *given).code == 0
    assert now(case, attest) == before | changed | {"versions": 2}


@pytest.mark.parametrize(
    ("given", "code", "named"),
    [
        (("E1",), "option_missing", "--words"),
        ((), "bad_value", "E3"),
        (("E9", "--words", "x"), "unknown_id", "E9"),
        (("E1", "--words", " "), "bad_value", ""),
        (("E1", "--kind", "rumour"), "bad_value", "rumour"),
    ],
)
def test_what_cannot_be_changed_says_why_and_nothing_is(
    case: Path, attest: Attest, given: tuple[str, ...], code: str, named: str
) -> None:
    before = now(case, attest)
    told = attest("enquiries", case, "change", *given, "--json")
    assert (told.code, told.json["error"]["code"]) == (2, code), told.err  # type: ignore[index]
    assert named in told.err
    assert now(case, attest) == before
