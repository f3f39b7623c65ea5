"""The evidence pane: what the list says, filtering, folding, opening, details, editing and privilege, by keyboard."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from evidence_list import lines, press, refreshed, shown
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import working_case

from app.case import Case
from provenance.records import Notice, Source
from ui.evidence.delegate import RowDelegate
from ui.evidence.edit_dialog import EditDialog
from ui.evidence.pane import EvidencePane
from ui.evidence.rows import Row, build
from ui.evidence.telling import size
from ui.place import Place
from ui.session import Session
from ui.strings import evidence as words
from ui.strings import use as use_words
from ui.theme.theme import theme


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> EvidencePane:
    return shown(session, qtbot)


def test_the_list_says_what_there_is_and_how_well_it_was_read(pane: EvidencePane) -> None:
    told = lines(pane)
    heads = ["statements 8", "documents 1", "pictures 1", "footage 2", "held 1"]
    assert [line for line in told if line.partition(" ")[0] in words.GROUPS] == heads
    assert told[1:3] == ["AO/1 read", "BL/1 read"]
    assert "JS/4 partly" in told and "LW/1 privileged" in told
    assert any(line.startswith("KP/3 clock ") for line in told), "the camera's clock, as it was read"
    model = pane.view.sources
    spoken = [str(model.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(model.rowCount())]
    assert spoken[0] == "Statements, 8, unfolded"
    assert spoken[1] == "AO/1, Adaeze OKAFOR, statement, read"
    assert any(s.startswith("JS/4, First aid log") and s.endswith("picture, read in part, 1 warning") for s in spoken)
    assert any(s.startswith("LW/1") and "held for privilege" in s and "privileged" in s for s in spoken)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("okafor", ["AO/1"]),
        ("bl/1", ["BL/1"]),
        ("duty_log", ["JS/5"]),
        ("footage", ["KP/3", "KP/4"]),
        ("in part", ["JS/4"]),
        ("held", ["LW/1"]),
        ("statement price", ["EP/1"]),
    ],
)
def test_the_filter_finds_by_whatever_a_row_is_known_by(pane: EvidencePane, text: str, found: list[str]) -> None:
    pane.view.filter(text)
    assert [e.title for e in pane.view.sources.entries if isinstance(e, Row)] == found


def test_filtering_by_keyboard(pane: EvidencePane, session: Session, qtbot: QtBot) -> None:
    pane.view.sources.fold("documents", True)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(pane.filter.hasFocus)
    qtbot.keyClicks(pane.filter, "duty")
    qtbot.waitUntil(lambda: lines(pane) == ["documents 1", "JS/5 read"])  # a fold hides nothing that was looked for
    press(qtbot, pane.filter, Qt.Key.Key_Down)
    qtbot.waitUntil(pane.view.hasFocus)
    with qtbot.waitSignal(session.place_asked) as asked:
        press(qtbot, pane.view, Qt.Key.Key_Return)
    assert asked.args == [Place("S10")]
    press(qtbot, pane.view, Qt.Key.Key_Up, Qt.Key.Key_Up)
    qtbot.waitUntil(pane.filter.hasFocus)
    qtbot.keyClicks(pane.filter, "zzz")
    qtbot.waitUntil(lambda: "“zzz”" in " ".join(w.text() for w in (pane._none,) if w.isVisible()))
    press(qtbot, pane.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(pane.view.sources.entries) > 10)
    assert pane.filter.text() == ""


def test_groups_fold_by_keyboard_and_by_a_click(pane: EvidencePane, session: Session, qtbot: QtBot) -> None:
    view = pane.view
    pane.choose("S2")
    view.setFocus()
    press(qtbot, view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0, "from a row to its heading"
    press(qtbot, view, Qt.Key.Key_Left)
    assert lines(pane)[:2] == ["statements 8", "documents 1"]
    assert view.sources.index(0).data() == "Statements, 8, folded"
    press(qtbot, view, Qt.Key.Key_Right)
    assert lines(pane)[1] == "AO/1 read"
    place = view.visualRect(view.sources.index(0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert lines(pane)[1] == "documents 1"
    press(qtbot, view, Qt.Key.Key_Space)
    with qtbot.waitSignal(session.place_asked) as asked:
        place = view.visualRect(view.sources.index(2)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [Place("S2")]


def test_the_source_that_is_shown_is_marked_and_stays_chosen_over_a_refresh(
    pane: EvidencePane, session: Session, qtbot: QtBot
) -> None:
    session.show_place(Place("S3"))
    model = pane.view.sources
    at = model.at("S3")
    assert at is not None and str(model.index(at).data()).endswith(", shown now")
    pane.choose("S9")
    heard: list[str] = []
    pane.view.chosen.connect(heard.append)
    with qtbot.waitSignal(pane._listing.built):
        session.refresh_sources()
    assert (pane.view.source_id(), heard) == ("S9", [])
    assert model.shown_id == "S3"


def test_details_tell_all_and_can_be_copied(pane: EvidencePane, session: Session, qtbot: QtBot) -> None:
    pane.choose("S9")
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert pane.details.isVisible() and pane.details.told is not None
    source = session.sources["S9"]
    with qtbot.waitSignal(session.told):
        pane.details.copy.click()
    text = QApplication.clipboard().text()
    for part in (source.sha256, "1 line not legible", "Read in part", source.path, "Joanne STERLING"):
        assert part in text
    assert not pane.details.decide.isVisible()
    pane.choose("S13")
    assert pane.details.decide.isVisible() and "Held" in pane.details.told.text()
    pane.details.copy.setFocus()
    press(qtbot, pane.details.copy, Qt.Key.Key_Escape)
    assert not pane.details.isVisible()
    qtbot.waitUntil(pane.view.hasFocus)


def test_what_is_recorded_can_be_changed(pane: EvidencePane, session: Session, qtbot: QtBot) -> None:
    pane.choose("S10")
    pane.view.setFocus()
    press(qtbot, pane.view, Qt.Key.Key_F2)
    dialog = pane.findChild(EditDialog)
    assert dialog is not None and dialog.changes() == {}
    dialog.fields["exhibit"].setText("JS/50")
    dialog.fields["title"].setText("Duty log")
    assert dialog.changes() == {"exhibit": "JS/50", "title": "Duty log"}
    with qtbot.waitSignal(pane._listing.built):
        press(qtbot, dialog.fields["title"], Qt.Key.Key_Return)
    kept = session.case.store.source("S10")
    assert (kept.exhibit, kept.fields["title"], kept.producer) == ("JS/50", "Duty log", "Joanne STERLING")
    assert "JS/50 read" in lines(pane)


def test_a_change_that_cannot_be_written_leaves_the_words_where_they_are(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = EditDialog(session, session.sources["S1"], None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.fields["exhibit"].setText("AO/9")
    session.case.store.close()
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog._error.isVisible())
    assert dialog.fields["exhibit"].text() == "AO/9" and dialog.save.isEnabled()


def test_a_case_that_is_read_only_says_why(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = refreshed(make_session(Case.open(sample_case, write=False)), qtbot)
    pane = shown(session, qtbot)
    assert not pane.add.isEnabled() and pane.add.toolTip() == words.READ_ONLY
    pane.choose("S13")
    pane.show_details(True)
    for control in (pane.details.edit, pane.details.decide):
        assert not control.isEnabled() and control.accessibleDescription() == words.READ_ONLY
    menu = pane.menu("S13")
    off = [action.text() for action in menu.actions() if not action.isEnabled() and not action.isSeparator()]
    assert off == [words.EDIT, use_words.MENU, words.DECIDE, words.READ_ONLY]
    press(qtbot, pane.view, Qt.Key.Key_F2)
    assert pane.findChild(EditDialog) is None


def test_an_empty_case_offers_to_add(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(working_case(tmp_path / "case"))
    pane = EvidencePane(session)
    qtbot.addWidget(pane)
    pane.show()
    with qtbot.waitSignal(pane._listing.built):
        session.refresh_sources()
    assert pane._stack.currentIndex() == 2 and pane._stack.currentWidget().isVisible()


def test_a_file_that_was_refused_and_then_read_says_so() -> None:
    one = source(1, outcome="refused", reason="password_needed")
    rows = build([one, replace(one, id="S2", outcome="read", reason=None, exhibit="AB/2")], {})
    assert [(row.title, row.group, row.state.text) for row in rows] == [
        ("AB/2", "statements", "read"),
        ("AB/1", "refused", "read later"),
    ]


def test_references_stand_in_the_order_of_their_numbers() -> None:
    rows = build([source(n) for n in (10, 2, 1)], {})
    assert [row.title for row in rows] == ["AB/1", "AB/2", "AB/10"]


def test_hostile_names_are_never_read_as_mark_up(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make_session(working_case(tmp_path / "case"))
    name = "<img src=x><b>bold</b>" + "x" * 200 + ".txt"
    session.sources = {"S1": replace(source(1), exhibit="", name=name)}
    pane = shown(session, qtbot)
    pane.choose("S1")
    pane.show_details(True)
    told: list[str] = []
    monkeypatch.setattr("ui.evidence.delegate.QToolTip.showText", lambda at, text, view: told.append(text))
    delegate = pane.view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    pane.view.repaint()
    pane.grab()
    delegate.helpEvent(_Help(), pane.view, None, pane.view.sources.index(1))  # type: ignore[arg-type]
    assert told and "&lt;img" in told[0] and "<img" not in told[0]


class _Help:
    def globalPos(self) -> QPoint:  # noqa: N802 - Qt's name
        return QPoint(0, 0)


def test_rows_grow_with_the_text(pane: EvidencePane) -> None:
    index = pane.view.sources.index(1)
    before = pane.view.visualRect(index).height()
    try:
        theme().apply("dark", 200)
        pane.grab()
        assert pane.view.visualRect(index).height() > 1.7 * before
    finally:
        theme().apply("light", 100)
    assert pane.view.visualRect(index).height() == before


def test_twenty_thousand_sources_are_listed_and_filtered_without_a_pause(
    tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> None:
    session = make_session(working_case(tmp_path / "case"))
    session.sources = {f"S{n}": source(n) for n in range(1, 20_001)}
    pane = shown(session, qtbot)
    pane.choose("S9000")
    rows = pane._listing.rows
    assert len(rows) == 20_000
    gc.collect()  # what other tests left is not to be looked at while time is taken
    times = [worked(lambda: pane.view.show_rows(rows)) for _ in range(5)]
    assert min(times) < 0.05, times
    assert pane.view.source_id() == "S9000"
    filtered = [worked(lambda text=text: pane.view.filter(text)) for text in ("a", "ab/77", "")]  # type: ignore[misc]
    assert min(filtered) < 0.05 and max(filtered) < 0.15, filtered


def worked(act: Callable[[], object]) -> float:
    """Seconds of this thread's processor time that something takes, with what it leaves for the event loop."""
    began = time.thread_time()
    act()
    QApplication.processEvents()
    return time.thread_time() - began


def source(n: int, **changes: object) -> Source:
    made = Source(
        id=f"S{n}", sha256=f"{n:064x}", name=f"file {n}.txt", path=f"/evidence/{n}.txt", size=1000, kind="text",
        outcome="read", added="2026-05-03T09:00:00Z", added_by="me", exhibit=f"AB/{n}", fields={"witness": f"W {n}"},
        warnings=(Notice("page_by_ocr", "p. 1"),) if n % 7 == 0 else (),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 byte"), (5430, "5,430 bytes"), (52_837, "52.8 kB"), (1_240_000_000, "1.2 GB")]
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert size(count) == text
