"""Privilege in the evidence pane: asked, written at once, and nothing of a withheld source is left in the list."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from evidence_list import lines, press, refreshed, shown
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import take_in, working_case

from app import messages
from app.case import Case
from app.register import load
from ui.evidence.acting import decide
from ui.evidence.privilege_dialog import PrivilegeDialog
from ui.session import Session

LETTER = "Dear Mr Cole, I write to you as your solicitor on what you told me of the bridge.\n"


@pytest.fixture
def small(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> Session:
    """A case with a letter held for privilege (LW/1) and the plain text DOC/1."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "letter.txt").write_text(LETTER)
    (tmp_path / "in" / "plan.txt").write_text("The plan of the station shows two platforms and a footbridge.\n")
    (tmp_path / "list.csv").write_text("file,exhibit,privilege\nletter.txt,LW/1,yes\nplan.txt,DOC/1,\n")
    case = working_case(tmp_path / "case")
    take_in(case, tmp_path / "in", register=load(tmp_path / "list.csv"))
    return refreshed(make_session(case), qtbot)


def test_privilege_needs_a_choice_and_a_release_reads_the_file(small: Session, qtbot: QtBot) -> None:
    pane = shown(small, qtbot)
    assert lines(pane) == ["documents 1", "DOC/1 read", "held 1", "LW/1 privileged"]
    pane.choose("S1")
    pane.show_details(True)
    pane.details.decide.click()
    dialog = pane.findChild(PrivilegeDialog)
    assert dialog is not None and not dialog.record.isEnabled(), "nothing is chosen by itself"
    assert not any(choice.isChecked() for choice in dialog.choices.values())
    press(qtbot, dialog.choices["released"], Qt.Key.Key_Space)
    assert dialog.record.isEnabled()
    told: list[str] = []
    small.told.connect(told.append)
    press(qtbot, dialog.record, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: lines(pane) == ["documents 2", "DOC/1 read", "LW/1 read"], timeout=60_000)
    assert told == ["LW/1 was released"]
    source = small.case.store.source("S1")
    assert (source.outcome, source.privilege) == ("read", "released")
    assert len(small.case.store.search_words("solicitor", 5)) == 1


def test_an_open_source_can_be_held(small: Session, qtbot: QtBot) -> None:
    pane = shown(small, qtbot)
    dialog = PrivilegeDialog(small, small.sources["S2"], None)
    qtbot.addWidget(dialog)
    assert set(dialog.choices) == {"possible", "privileged"}
    dialog.choices["possible"].click()
    dialog.record.click()
    wanted = ["held 2", "DOC/1 privilege?", "LW/1 privileged"]
    qtbot.waitUntil(lambda: lines(pane) == wanted, timeout=60_000)
    assert small.case.store.search_words("footbridge", 5) == []


def test_what_was_read_out_of_a_source_leaves_the_list_with_its_being_withheld(session: Session, qtbot: QtBot) -> None:
    pane = shown(session, qtbot)
    witness = session.sources["S1"].fields["witness"]
    pane.choose("S1")
    pane.show_details(True)
    known = lambda: [*(e.spoken for e in pane.view.sources.entries), str(pane.details.told.fields)]  # noqa: E731
    assert any(witness in one for one in known()[:-1]) and witness in known()[-1]
    seen: list[list[str]] = []
    session.sources_withheld.connect(lambda _: seen.append([one for one in known() if witness in one]))
    session.case.change("S1", {"privilege": "privileged"})
    with qtbot.waitSignal(session.sources_withheld, timeout=60_000):
        session.refresh_sources()
    assert seen == [[]], "at once"
    assert pane.details.told is not None and pane.details.told.sentences == (messages.sentence("privilege"),)


def test_a_source_is_held_at_once_while_files_are_taken_in(small: Session, qtbot: QtBot) -> None:
    taken = threading.Event()
    small.start("Taking in", lambda progress: taken.wait(30), "intake")
    told: list[str] = []
    small.told.connect(told.append)
    with qtbot.waitSignal(small.sources_withheld) as withheld:
        decide(small, small.sources["S2"], "privileged")
    assert withheld.args == [frozenset({"S2"})] and told == ["DOC/1 is held as privileged"]
    assert small.case.store.search_words("footbridge", 5) == []
    assert [job.state for job in small.jobs.active("intake")] == ["running", "waiting"]
    assert len(small.case.index) == 1, "its vector leaves the index in its turn"
    taken.set()
    qtbot.waitUntil(lambda: not small.jobs.active(), timeout=60_000)
    assert len(small.case.index) == 0 and told == ["DOC/1 is held as privileged"]
    qtbot.waitUntil(lambda: [job.result for job in small.jobs.jobs()] == [None, None])  # told, and let go


def test_who_only_reads_hears_what_another_window_withholds(
    small: Session, make_session: MakeSession, qtbot: QtBot
) -> None:
    case = Case.open(small.case.store.info.folder, write=False)
    reading = refreshed(make_session(case), qtbot)
    with qtbot.waitSignal(reading.sources_withheld, timeout=60_000) as withheld:
        small.case.change("S2", {"privilege": "privileged"})
    assert withheld.args == [frozenset({"S2"})]
