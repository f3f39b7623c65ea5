"""Where drafts point to in unused sources, on the sample case: places alone, and never as a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Attest


@pytest.fixture(scope="module")
def told(attest: Attest, taken_in: Path) -> dict[str, object]:
    for source, *changes in (("S3", "assists=He heard one bang"), ("S4", ""), ("S13", "assists=Privileged words")):
        assert attest("set", taken_in, source, "use=unused", "description=Statement", *filter(None, changes)).code == 0
    return attest("schedule", taken_in, "mg6e", "--out", taken_in.parent / "e.docx", "--json").json


def test_passages_against_claims_are_pointed_to_beside_a_persons_reason(told: dict[str, object]) -> None:
    (item,) = told["items"]
    assert item["key"] == "S3" and item["assists"] == "He heard one bang"
    assert item["machine_points"] and all(p.startswith("p. ") for p in item["machine_points"])
    assert any("against claim" in p for p in item["machine_points"])


def test_a_source_that_drafts_point_to_and_nobody_assessed_is_told_and_is_not_on_the_form(
    told: dict[str, object],
) -> None:
    noted = [n["key"] for n in told["notes"] if n["code"] == "pointed_not_assessed"]
    assert "S4" in noted and "S3" not in noted


def test_what_is_privileged_stays_away(told: dict[str, object]) -> None:
    assert told["privileged"] == 1 and "LW/1" not in str(told) and "Privileged words" not in str(told)
