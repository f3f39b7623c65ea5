"""A window that has a case open for reading takes what another one writes; where nothing is new it tells of nothing."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import READ, GivenReader, take_in, working_case

from app.case import Case
from ui.others import Others

LONG = 60_000  # milliseconds


def test_what_another_window_writes_is_taken_and_told_once(
    make_session: MakeSession, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("He ran.\n", encoding="utf-8")
    with working_case(tmp_path / "case", readers=GivenReader(*READ)) as writing:
        take_in(writing, tmp_path / "a.txt")
        with Case.open(tmp_path / "case", write=False) as case:
            session = make_session(case)
            with qtbot.waitSignal(session.sources_changed, timeout=LONG):
                session.refresh_sources()
            others = session.findChild(Others)
            assert others is not None
            told: list[str] = []
            session.sources_changed.connect(lambda: told.append("sources"))
            others.look()
            qtbot.waitUntil(lambda: not session.lists.busy, timeout=LONG)
            assert told == []
            writing.store.set_source("S1", {"exhibit": "AB/1"}, writing.by)
            with qtbot.waitSignal(session.sources_changed, timeout=LONG):
                others.look()
            assert session.sources["S1"].exhibit == "AB/1" and told == ["sources"], "the first look found nothing new"
            writing.store.decide_material("S1", {"use": "used"}, writing.by)
            with qtbot.waitSignal(session.sources_changed, timeout=LONG):
                others.look()
            assert session.materials["S1"].use == "used"
