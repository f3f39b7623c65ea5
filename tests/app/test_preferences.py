"""Preferences: what is saved comes back, what is damaged gives defaults and is put aside, nothing is ever raised."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from app import preferences
from app.preferences import Preferences, ReadingLimits, Recent
from app.settings import Settings
from ingest.items import MEBI
from provenance.ports import GIB
from provenance.store.records import CaseInfo

FULL = Preferences(
    theme="dark",
    text_percent=150,
    single_keys=False,
    keys={"accept": "Ctrl+Shift+A"},
    pane_sizes={"desk": (300, 700, 440)},
    hidden_panes=("evidence",),
    recent=(Recent("/cases/alder", "OP ALDER", "The station", "2026-05-03T09:41:07Z"),),
    models_folder="/models",
    limits=ReadingLimits(max_pages=10, ocr=False, memory_gib=1.5),
    last_folder="/in 🙂",
    last_key="force",
    window="AdnQywADAAA=",
    advice_seen=True,
    others={"later": {"a": [1, None]}},
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def put(text: str | bytes) -> Path:
    file = preferences.path()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_what_is_saved_comes_back(home: Path) -> None:
    assert preferences.load() == Preferences()
    assert preferences.save(FULL)
    assert preferences.load() == FULL
    assert home in preferences.path().parents
    assert [p.name for p in preferences.path().parent.iterdir()] == ["preferences.json"], "nothing is left beside it"


def test_keys_of_another_version_are_kept() -> None:
    put(json.dumps({"version": 1, "theme": "light", "wallpaper": "stars"}))
    assert preferences.save(replace(preferences.load(), text_percent=90))
    kept = json.loads(preferences.path().read_text())
    assert (kept["wallpaper"], kept["theme"], kept["text_percent"]) == ("stars", "light", 90)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '{"theme": "dark"}', '{"version": 2}', b"\xff\xfe", "[" * 100_000, "9" * 9999],
)
def test_a_damaged_or_newer_file_is_put_aside(text: str | bytes) -> None:
    file = put(text)
    before = file.read_bytes()
    assert preferences.load() == Preferences()
    assert file.with_name("preferences.json.damaged").read_bytes() == before and not file.exists()
    assert preferences.save(FULL) and preferences.load() == FULL


def test_one_bad_value_costs_only_itself() -> None:
    bad: dict[str, object] = {
        "theme": "purple", "text_percent": 10_000, "single_keys": "yes", "keys": {"accept": 7, "reject": "R"},
        "pane_sizes": {"desk": [1, "2"], "side": [5, 6]}, "hidden_panes": "all", "models_folder": ["x"],
        "recent": ["x", {}, {"folder": 3}, {"folder": "/a", "reference": 9}], "window": None, "advice_seen": 1,
        "limits": {"max_pages": True, "max_pixels": 10**400, "reading_seconds": float("nan"), "memory_gib": 2},
    }  # fmt: skip
    put(json.dumps({"version": 1, "last_folder": "/in", **bad}))
    assert preferences.load() == Preferences(
        keys={"reject": "R"},
        pane_sizes={"side": (5, 6)},
        recent=(Recent("/a", ""),),
        last_folder="/in",
        limits=ReadingLimits(memory_gib=2),
    )


def test_what_cannot_be_read_or_written_is_no_error(home: Path) -> None:
    preferences.path().mkdir(parents=True)
    assert preferences.load() == Preferences()
    assert not preferences.save(FULL)
    preferences.path().rmdir()
    preferences.path().parent.rmdir()
    preferences.path().parent.write_text("a file where the folder should be")
    assert preferences.load() == Preferences()
    assert not preferences.save(FULL)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a folder that may not be written to")
def test_a_home_that_is_read_only_is_no_error() -> None:
    put("{")
    preferences.path().parent.chmod(0o500)
    try:
        assert preferences.load() == Preferences() and not preferences.save(FULL)
    finally:
        preferences.path().parent.chmod(0o700)


def test_the_latest_cases_come_first_each_once(tmp_path: Path) -> None:
    kept = Preferences()
    for n in [*range(15), 3]:
        info = CaseInfo(f"REF {n}", "", "2026-05-03T09:41:07Z", "me", tmp_path / str(n), 1)
        kept = preferences.remember_case(kept, info)
    assert [one.reference for one in kept.recent] == [f"REF {n}" for n in (3, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4)]
    assert kept.recent[0].opened.endswith("Z")
    assert not preferences.exists(kept.recent[0])
    (tmp_path / "3").mkdir()
    (tmp_path / "3" / "case.db").touch()
    assert preferences.exists(kept.recent[0])
    assert not preferences.exists(Recent("/\0", "")) and not preferences.exists(Recent("\ud800", ""))
    assert len(preferences.forget_case(kept, kept.recent[0].folder).recent) == 11


def test_limits_become_the_settings_of_a_case() -> None:
    assert Preferences().limits.settings() == Settings()
    limits = ReadingLimits(max_pages=10, max_pixels=2_000_000, max_megabytes=7, ocr=False, reading_seconds=60)
    made = replace(limits, memory_gib=1.5).settings()
    assert (made.read.max_pages, made.read.max_pixels, made.read.max_bytes, made.read.ocr) == (
        10,
        2_000_000,
        7 * MEBI,
        False,
    )
    assert (made.reading.seconds, made.reading.memory_bytes) == (60.0, GIB * 3 // 2)
    assert made.reading.stall_seconds == Settings().reading.stall_seconds
