"""The command timeline on logs whose heading gives the day, on times typed without one, and on what did not happen."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app.timeline import bare_clock, moment
from provenance.errors import UsageError

LOG = """CUSTODY LOG 12 of 11/06/2025
21:55 Cell 4 checked
22:10 Solicitor called. Asked for at 21:40.
00:15 Cell 4 checked
"""
BOOK = """CAD 4471 12JUN2025
Log kept by night staff

22:05 Caller reports smoke
22:07 Units sent
22:19 On scene
Printed 20/06/2025 at 09:30
"""
STATEMENT = """On Tuesday 10 June 2025 at 19:10 I shut the till.
If my nephew had come at 8 pm I would have let him in.
The bank closes at 5 pm.
We had arranged to meet at 9 pm.
I did not hear the bell at 22:30.
"""


@pytest.fixture
def read(empty_case: Path, tmp_path: Path, attest: Attest) -> dict[str, Any]:
    files = {"log.txt": LOG, "book.txt": BOOK, "statement.txt": STATEMENT}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert attest("add", empty_case, *(tmp_path / name for name in files)).code == 0
    found: dict[str, Any] = attest("timeline", empty_case, "--json").json
    return found


def told(found: dict[str, Any], name: str, kind: str) -> list[str]:
    return [m["start"] for m in found["marks"] if m["citation"]["source_name"] == name and m["kind"] == kind]


def test_the_heading_of_a_log_gives_the_day_to_the_entries_below_it(read: dict[str, Any]) -> None:
    assert told(read, "log.txt", "entry") == [
        "2025-06-11T21:55:00", "2025-06-11T22:10:00", "2025-06-12T00:15:00"
    ]  # fmt: skip
    assert "2025-06-11T21:40:00" in told(read, "log.txt", "event"), "what goes on in an entry's line is of its day"
    assert told(read, "book.txt", "entry") == [
        "2025-06-12T22:05:00", "2025-06-12T22:07:00", "2025-06-12T22:19:00"
    ]  # fmt: skip
    first = next(m for m in read["marks"] if m["start"] == "2025-06-11T21:55:00")
    assert first["citation"]["exact"] == "21:55 Cell 4 checked", "a line that begins with a time is cited by itself"


def test_what_did_not_happen_is_listed_apart_and_marked(read: dict[str, Any]) -> None:
    assert told(read, "statement.txt", "event") == ["2025-06-10T19:10:00"]
    apart = {u["words"]: (u["told_as"], u["possible"]) for u in read["unplaced"]}
    assert apart == {
        "8 pm": ("condition", ["2025-06-10T20:00"]),
        "5 pm": ("usual", ["17:00"]),
        "9 pm": ("planned", ["2025-06-10T21:00"]),
        "22:30": ("denied", ["2025-06-10T22:30"]),
    }


def test_a_time_typed_without_its_day(empty_case: Path, tmp_path: Path, attest: Attest) -> None:
    (tmp_path / "one.txt").write_text("On 10 June 2025 at 19:10 I shut up.\nI left at 19:45.\n", encoding="utf-8")
    assert attest("add", empty_case, tmp_path / "one.txt").code == 0
    found: dict[str, Any] = attest("timeline", empty_case, "--from", "19:30", "--json").json
    assert [m["start"] for m in found["marks"]] == ["2025-06-10T19:45:00"]
    assert attest("timeline", empty_case, "--to", "19.30", "--json").json["marks"][0]["start"] == "2025-06-10T19:10:00"
    (tmp_path / "two.txt").write_text("On 12 June 2025 at 08:00 I came back.\n", encoding="utf-8")
    assert attest("add", empty_case, tmp_path / "two.txt").code == 0
    refused = attest("timeline", empty_case, "--from", "19:30")
    assert refused.code == 2 and '"2025-06-10 19:30"' in refused.err
    assert attest("timeline", empty_case, "--from", "2025-06-10 19:30", "--json").code == 0


def test_a_time_of_the_night_after_is_asked_for_with_its_day(empty_case: Path, tmp_path: Path, attest: Attest) -> None:
    (tmp_path / "one.txt").write_text("On 10 June 2025 at 23:10 I shut up.\n", encoding="utf-8")
    assert attest("add", empty_case, tmp_path / "one.txt").code == 0
    refused = attest("timeline", empty_case, "--from", "23:00", "--to", "1:30")
    assert refused.code == 2 and "write it as 2025-06-11T01:30" in refused.err
    turned = attest("timeline", empty_case, "--from", "11 June 2025", "--to", "09.06.25")
    assert turned.code == 2 and "11 June 2025" in turned.err and "exchange the two" in turned.err
    given = attest("timeline", empty_case, "--from", "23:00", "--to", "2025-06-11T01:30", "--json").json
    assert [m["start"] for m in given["marks"]] == ["2025-06-10T23:10:00"]  # type: ignore[index]
    for typed in ("23:00Z", "23:00+01:00", "22:10-23:20", "10 June 2025 22:10-23:20", "2025-06-10T23:00Z", "25:00"):
        refused = attest("timeline", empty_case, "--from", typed)
        assert refused.code == 2 and typed in refused.err, typed


def test_what_is_a_time_alone_and_what_is_a_day() -> None:
    clocks = ("7:05", "19.30", "19:30:15", "00:00")
    assert [bare_clock(c) for c in clocks] == [time(7, 5), time(19, 30), time(19, 30, 15), time()]
    assert [bare_clock(c) for c in ("12.06.25", "19:30Z", "19:30-20:00", "193:0", "24:01", "1930")] == [None] * 6
    assert moment("12.06.25") == moment("12 June 2025") == datetime(2025, 6, 12)
    assert moment("12.06.2025 at 7.45") == datetime(2025, 6, 12, 7, 45)
    assert moment("12.06.25", end=True) == datetime(2025, 6, 13)
    assert moment("9999-12-31", end=True) == datetime.max
    with pytest.raises(UsageError):
        moment("12 June 2025 19:30+01:00")
