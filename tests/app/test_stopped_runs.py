"""A source that comes to be withheld while the built-in drafter works stops the run, and the run stays on record."""

from __future__ import annotations

from pathlib import Path

import pytest
from working_case import go_on, take_in, working_case

from app import search_record
from provenance.errors import UsageError

FIRST = "I saw the green skip lorry reverse into the wall of the chapel at noon. The driver shouted at the verger.\n"
SECOND = "I am the verger. The skip lorry had no lights on when it reversed. Nobody guided the driver back.\n"


@pytest.mark.parametrize("question", [True, False])
@pytest.mark.parametrize("when", ["Reading the telling sentences", "Finding similar accounts", "Checking every claim"])
def test_a_run_that_a_withheld_source_stops_is_recorded_as_stopped(tmp_path: Path, question: bool, when: str) -> None:
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    held = list[str]()
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "first.txt", tmp_path / "second.txt")

        def meanwhile(what: str, done: float, total: float) -> bool:
            if what.startswith(("Reading the nearest", when) if question else when) and not held:
                held.append(what)
                case.change("S2", {"privilege": "privileged"})
            return True

        with pytest.raises(UsageError) as stopped:
            if question:
                case.ask("Which lorry reversed into the wall?", None, 7, meanwhile)
            else:
                case.summarise(None, None, 7, None, meanwhile)
        assert (stopped.value.code, stopped.value.facts["draft"]) == ("withheld_meanwhile", "D1")
        (one,) = case.store.searches()
        assert (one.settings["stopped"], one.claims) == ({"code": "withheld_meanwhile", "id": "S2"}, 0)
        row = dict(zip(search_record.COLUMNS, search_record.rows(case.store)[0], strict=True))
        assert row["found"] == "stopped" and "verger" not in str(row)
        assert case.store.draft("D1").claims == ()
        assert case.ask("Which lorry reversed into the wall?", None, 7, go_on).id == "D2"
