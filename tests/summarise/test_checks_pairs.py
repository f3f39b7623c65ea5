"""Written pairs of passage and claim: the true are supported, those that tell it of another or too far are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise.support import Cited, judge

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "who_did_what.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{p['kind']}: {p['claim']}" for p in PAIRS])
def test_a_written_pair_is_judged_as_it_is_labelled(pair: dict[str, str | int]) -> None:
    found = judge(str(pair["claim"]), [Cited(str(pair["premise"]))])
    assert (found.support == "supported") == bool(pair["label"]), found
