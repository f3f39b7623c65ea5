"""The command timeline on the sample case and on files of other kinds: placed, told apart, never withheld."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import Attest

from app.timeline import moment
from provenance.errors import UsageError

CHAT = """[12/03/2026, 21:15:40] Jo: yes. meet at 15:00 by the lock?
[12/03/2026, 21:15:58] Kim Hale: make it half past three
[13/03/2026, 15:22:10] Jo: here already
"""
CALLS = """Date,Time,From,To,Duration,Note
13/03/2026,21:40:12,07700900111,07700900222,00:03:10,rang back at 22:00
14/03/2026,00:10:05,07700900111,07700900333,00:12:00,
"""
MAIL = """From: Ravi Pell <ravi@shop.example>
To: Jo <jo@shop.example>
Date: Sat, 14 Mar 2026 08:10:00 +0100
Subject: shutter
Content-Type: text/plain; charset=utf-8

The shutter was up when I came by at half past seven this morning. Can we meet at 15:00?
"""
INTERVIEW = """WEBVTT

00:00:05.000 --> 00:00:12.000
<v DC Dean>The date is 14 March 2026 and the time by my watch is 11:32.

00:01:05.000 --> 00:01:12.000
<v Walker>I was at home with my sister on Friday 13 March 2026 at 22:15.
"""


def marks(found: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = found["marks"]
    return listed


def test_the_sample_case_lies_on_one_line(taken_in: Path, attest: Attest) -> None:
    found: dict[str, Any] = attest("timeline", taken_in, "--json").json
    listed = marks(found)
    assert [m["start"] for m in listed] == sorted(m["start"] for m in listed)
    told = {(m["exhibit"], m["start"]): m for m in listed}
    bang = told["BL/1", "2026-05-03T14:25:00"]
    assert (bang["words"], bang["precision_seconds"], bang["basis"], bang["zone"], bang["stated"]) == (
        "14:25", 60, "stated", "Europe/London", "assumed",
    )  # fmt: skip
    assert "14:25" in bang["citation"]["exact"] and bang["citation"]["target"]["selector"]
    phone = told["DN/1", "2026-05-03T14:18:00"]
    assert (phone["basis"], phone["uncertain"]) == ("relative", True)
    assert told["FR/1", "2026-05-03T08:00:00"]["end"] == "2026-05-03T16:00:00"
    assert told["JS/5", "2026-05-03T14:33:00"]["kind"] == "entry"
    assert told["KP/1", "2026-05-04T09:40:00"] and ("KP/1", "2026-05-04T09:47:00") not in told
    assert {m["kind"] for m in listed if m["exhibit"] == "AO/1" and "Date: 3 May 2026" in m["text"]} == {"made"}
    camera = next(m for m in listed if m["exhibit"] == "KP/3")
    assert (camera["basis"], camera["camera"]["corrected"]) == ("camera", None)
    lost = {(u["exhibit"], u["words"]) for u in found["unplaced"]}
    assert ("JS/5", "three minutes after the call") in lost and ("KP/1", "09:47") in lost
    assert not any(m["source_id"] == "S13" for m in listed), "held as privileged"


def test_a_checked_camera_is_placed_by_its_corrected_time(taken_in: Path, tmp_path: Path, attest: Attest) -> None:
    case = Path(shutil.copytree(taken_in, tmp_path / "case"))
    check = ("clock_offset=+00:07:00", "clock_uncertainty=2", "clock_checked_by=K. Pillai",
             "clock_checked_against=speaking clock", "clock_checked_at=2026-05-04T09:40")  # fmt: skip
    assert attest("set", case, "S11", *check).code == 0
    first = marks(attest("timeline", case, "--sources", "S11", "--json").json)[0]
    assert (first["start"], first["basis"], first["stated"]) == ("2026-05-03T14:24:54", "corrected", "stated")
    assert first["camera"]["camera"] == "2026-05-03T14:31:54"
    assert first["earliest"] == "2026-05-03T14:24:52" and not first["uncertain"]


def test_what_comes_to_be_withheld_leaves_the_line(taken_in: Path, tmp_path: Path, attest: Attest) -> None:
    case = Path(shutil.copytree(taken_in, tmp_path / "case"))
    assert attest("set", case, "S2", "privilege=privileged").code == 0
    found: dict[str, Any] = attest("timeline", case, "--json").json
    assert "S2" not in {one["source_id"] for one in (*found["marks"], *found["unplaced"])}
    assert attest("timeline", case, "--sources", "S2").code == 2


def test_a_stretch_of_time_and_lines_for_people(taken_in: Path, attest: Attest) -> None:
    found = attest("timeline", taken_in, "--from", "3 May 2026 14:26", "--to", "2026-05-03T14:30", "--json").json
    moments = [m for m in marks(found) if m["extent"] == "moment" and m["precision_seconds"] == 60]
    assert moments and all("2026-05-03T14:26" <= m["start"] <= "2026-05-03T14:30:59" for m in moments)
    told = attest("timeline", taken_in).out
    assert "Sunday 3 May 2026" in told and "about 14:20" in told and "Not placed: " in told
    assert "  14:26 " in told and "GM/1" in told
    assert attest("timeline", taken_in, "--from", "soon").code == 2
    assert attest("timeline", taken_in, "--sources", "S99").code == 2


def test_moments_as_people_type_them() -> None:
    assert moment("2026-05-03") == datetime(2026, 5, 3)
    assert moment("3 May 2026", end=True) == datetime(2026, 5, 4)
    assert moment("3 May 2026 at 14.20") == datetime(2026, 5, 3, 14, 20)
    with pytest.raises(UsageError):
        moment("half past")


def test_messages_records_mails_and_recordings(empty_case: Path, tmp_path: Path, attest: Attest) -> None:
    files = {"chat.txt": CHAT, "calls.csv": CALLS, "mail.eml": MAIL, "talk.vtt": INTERVIEW}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert attest("add", empty_case, *(tmp_path / name for name in files)).code == 0
    found: dict[str, Any] = attest("timeline", empty_case, "--json").json
    told = {(m["citation"]["source_name"], m["start"]): m["kind"] for m in marks(found)}
    assert told["chat.txt", "2026-03-12T21:15:40"] == "message"
    assert not any(name == "chat.txt" and at.endswith("15:00:00") for name, at in told)
    assert told["calls.csv", "2026-03-14T00:10:05"] == "entry"
    assert told["mail.eml", "2026-03-14T07:10:00"] == "message", "converted from +01:00"
    assert told["mail.eml", "2026-03-14T07:30:00"] == "event"
    assert told["talk.vtt", "2026-03-14T11:33:00"] == "said", "a minute after the time was told to the recording"
    assert told["talk.vtt", "2026-03-13T22:15:00"] == "event"
    reasons = {u["words"]: u["reason"] for u in found["unplaced"]}
    assert "mentioned in a message" in reasons["half past three"]
