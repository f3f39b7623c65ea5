"""The Ask tab on the sample case: asking, what was asked before, and what an answer not found does not show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from watchdog import BLOCKED, Watchdog

from app.case import Case
from provenance.enquiries import LONGEST
from provenance.store.records import NewDraft
from ui.draft.notices import PointsLine
from ui.search.ask_tab import AskTab
from ui.search.lines import folded
from ui.session import Session


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> AskTab:
    tab = AskTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 560)
    tab.show()
    return tab


def said(tab: AskTab) -> list[str]:
    return [row.spoken() for row in tab.before.model_.rows if not row.heading]


def test_what_was_asked_before_stands_newest_first(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    (question,) = said(tab)
    assert question.startswith("What was the man who ran off wearing?\n8 passages found · ")
    assert question.endswith(session.case.by)


def test_choosing_a_question_shows_its_answer(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.focus_question()
    qtbot.keyClick(tab.field, Qt.Key.Key_Down)
    with qtbot.waitSignals([tab.answer_shown, session.draft_changed], timeout=60_000):
        qtbot.keyClick(tab.before, Qt.Key.Key_Return)
    assert session.draft is not None and session.draft.id == "D2"
    assert tab.before.key() == "D2"


def test_a_question_is_asked_and_its_answer_told_of(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.field.setText("Who held a scarf to the cut?")
    with qtbot.waitSignals([session.draft_ready, session.job_ended], timeout=120_000):
        qtbot.keyClick(tab.field, Qt.Key.Key_Return)
        assert not tab.go.isEnabled() and tab.work.line.isVisible()
        assert not tab.said.text().startswith("One question at a time")
        tab.field.setText("Another?")
        qtbot.keyClick(tab.field, Qt.Key.Key_Return)
        assert tab.said.text().startswith("One question at a time")
    assert not tab.work.line.isVisible() and tab.field.text() == ""
    qtbot.waitUntil(lambda: len(said(tab)) == 2, timeout=60_000)
    assert said(tab)[0].startswith("Who held a scarf to the cut?\n")


def test_not_found_says_what_that_does_not_show(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    shown = list[str]()
    tab.answer_shown.connect(shown.append)
    tab.field.setText("Who flew the helicopter to Paris?")
    with qtbot.waitSignal(session.draft_ready, timeout=120_000):
        tab.ask()
    wanted = "Not found in 60 passages searched; 2 sources unread"
    qtbot.waitUntil(lambda: wanted in said(tab)[0], timeout=120_000)
    qtbot.waitUntil(lambda: "That does not show that it did not happen" in said(tab)[0], timeout=60_000)
    assert "JS/4: Read in part" in said(tab)[0] and "LW/1: Privileged" in said(tab)[0]
    assert shown == [], "there are no claims to be looked at"
    assert session.draft is not None and session.draft.id == "D1"


def test_only_the_chosen_sources_are_asked(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.field.setText("Who held a scarf to the cut?")
    tab.which.buttons["these"].click()
    assert tab._listed.isVisible() and not tab.go.isEnabled()
    assert tab.said.text() == "Choose at least one source."
    names = [tab.sources.index(n).data() for n in range(tab.sources.rowCount())]
    assert not any(name.startswith("LW/1") for name in names), "withheld"
    okafor = tab.sources.index(names.index("AO/1 · Adaeze OKAFOR"))
    assert tab.sources.setData(okafor, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert tab.go.isEnabled()
    with qtbot.waitSignal(session.draft_ready, timeout=120_000) as ready:
        tab.go.click()
    assert {c.source_id for claim in ready.args[0].claims for c in claim.cited()} == {"S1"}


def test_twenty_thousand_sources_do_not_hold_up_the_window(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    one = session.sources["S1"]
    session.sources = {f"S{n}": replace(one, id=f"S{n}", exhibit=f"AO/{n}") for n in range(20_000)}
    tab.which.buttons["these"].click()
    tab._sources_changed()
    tab.sources.setData(tab.sources.index(7), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    session.sources = {**session.sources, "S20000": replace(one, id="S20000"), "S8": replace(one, exhibit="AO/x")}
    with Watchdog() as dog:
        session.sources_changed.emit()
        qtbot.waitUntil(lambda: dog.turns > 5)
    assert dog.longest < BLOCKED
    assert tab.sources.rowCount() == 20_001 and tab.sources.chosen() == ["S7"], "what was ticked stays so"
    session.sources["S7"] = replace(one, id="S7", privilege="privileged")
    session.sources_changed.emit()
    assert tab.sources.chosen() == [] and not tab.go.isEnabled()


def test_a_question_can_be_cancelled(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.field.setText("Who held a scarf to the cut?")
    tab.ask()
    job = tab.work.job
    assert job is not None
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        tab.work.cancel()
    assert job.state == "cancelled"
    assert tab.field.text() == "Who held a scarf to the cut?", "what was typed is kept"
    assert tab.go.isEnabled() and not tab.work.line.isVisible()


def test_a_case_open_for_reading_takes_no_questions(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(Case.open(sample_case, write=False))
    tab = AskTab(session)
    qtbot.addWidget(tab)
    with qtbot.waitSignals([session.sources_changed, session.drafts_changed], timeout=60_000):
        session.refresh_sources()
        session.refresh_drafts()
    tab.field.setText("Who?")
    assert not tab.go.isEnabled() and "reading only" in tab.said.text()
    assert len(said(tab)) == 1


def test_an_empty_case_says_what_to_do(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = AskTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    words = [label.text() for label in tab._stack.currentWidget().findChildren(type(tab.said))]
    assert "Nothing has been taken in yet" in words
    tab.field.setText("Who?")
    assert not tab.go.isEnabled()


def test_a_pasted_statement_of_several_lines_is_put_as_one_and_a_cut_is_told(
    tab: AskTab, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.clipboard().setText("He was at the bakery.\nThe scarf\r\nwas never his.")
    tab.field.paste()
    put = list[str]()
    monkeypatch.setattr(tab.work, "follow", lambda _: None)
    monkeypatch.setattr(session, "ask", lambda question, *_, **__: put.append(question))
    tab.ask()
    assert put == ["He was at the bakery. The scarf was never his."]
    tab.field.clear()
    QApplication.clipboard().setText("He was at the bakery. " * 200)
    tab.field.paste()
    assert len(tab.field.text()) == 4400 and "cut" not in tab.said.text()
    QApplication.clipboard().setText("The scarf was never his. " * 400)
    tab.field.paste()
    assert len(tab.field.text()) == LONGEST and "12,000 characters" in tab.said.text() and "cut" in tab.said.text()
    tab.field.setText("Whose scarf was it?")
    assert "cut" not in tab.said.text()


def test_words_of_a_source_withheld_since_are_kept_nowhere(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.field.setText("Which lighthouse keeper sold the lama?")
    with qtbot.waitSignal(session.draft_ready, timeout=120_000):
        tab.ask()
    qtbot.waitUntil(lambda: any(tab._near.values()), timeout=60_000)
    gone = next(n for near in tab._near.values() for n in near).passage.source_id
    session.sources = {k: replace(s, privilege="privileged") if k == gone else s for k, s in session.sources.items()}
    session.sources_withheld.emit(frozenset({gone}))
    qtbot.waitUntil(lambda: bool(tab._near) and session.background.busy == 0, timeout=60_000)
    assert all(n.passage.source_id != gone for near in tab._near.values() for n in near)
    session.sources = {}
    tab._show_before()  # sources that are not known yet are not shown either, and nothing fails


def test_words_of_a_source_released_since_are_read_again(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    tab.field.setText("Which lighthouse keeper sold the lama?")
    with qtbot.waitSignal(session.draft_ready, timeout=120_000):
        tab.ask()
    qtbot.waitUntil(lambda: any(tab._near.values()), timeout=60_000)
    (draft_id,) = tab._near
    first = tab._near[draft_id]
    gone = first[0].passage.source_id
    session.case.change(gone, {"privilege": "privileged"})
    with qtbot.waitSignals([session.sources_withheld, session.sources_changed], timeout=60_000):
        session.refresh_sources()
    qtbot.waitUntil(lambda: bool(tab._near) and session.background.busy == 0, timeout=60_000)
    assert gone not in {n.passage.source_id for n in tab._near[draft_id]}
    session.case.change(gone, {"privilege": "none"})
    with qtbot.waitSignal(session.sources_changed, timeout=60_000):
        session.refresh_sources()
    qtbot.waitUntil(lambda: tab._near.get(draft_id) == first, timeout=60_000)
    assert f"“{folded(first[0].citation.anchor.exact)[0]}”" in said(tab)[0]  # type: ignore[union-attr]


def test_points_of_a_long_question_without_an_answer_are_listed(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    before = session.case.store.draft("D2")
    points = [{"words": "He ran to the bakery.", "found": 0}, {"words": "She wore a scarf.", "found": 3}]
    run = replace(before.run, settings={**before.run.settings, "points": points})
    new = NewDraft("He ran to the bakery. She wore a scarf.", True, True, 60, run, [], before.coverage)
    long = session.case.store.write_draft(new, session.case.by)
    session.refresh_drafts()
    qtbot.waitUntil(lambda: len(said(tab)) == 2, timeout=60_000)
    assert "nothing for 1" in said(tab)[0] and "Point 1: " not in said(tab)[0], "in short where it is not looked at"
    line = PointsLine(session)
    qtbot.addWidget(line.widget)
    assert line.widget.isHidden()
    session.show_draft(long.id)
    qtbot.waitUntil(lambda: session.draft is not None and session.draft.id == long.id, timeout=60_000)
    assert "Nothing found for 1 of 2 points:" in said(tab)[0] and "Point 1: “He ran to the bakery.”" in said(tab)[0]
    assert "Point 2: " not in said(tab)[0]
    assert not line.widget.isHidden() and "nothing for 1" in line.said.text()
    with qtbot.waitSignal(session.tab_asked) as asked:
        line.which.click()
    assert asked.args == ["ask"]


def test_a_run_that_was_stopped_is_not_told_as_not_found(tab: AskTab, session: Session, qtbot: QtBot) -> None:
    before = session.case.store.draft("D2")
    settings = {**before.run.settings, "stopped": {"code": "model_crashed", "name": "m.gguf"}}
    run = replace(before.run, settings=settings)
    new = NewDraft("Who had the bag?", True, False, 60, run, [], before.coverage)
    stopped = session.case.store.write_draft(new, session.case.by)
    session.refresh_drafts()
    qtbot.waitUntil(lambda: len(said(tab)) == 2, timeout=60_000)
    assert "Stopped: nothing was looked for to the end" in said(tab)[0] and "Not found" not in said(tab)[0]
    session.show_draft(stopped.id)
    qtbot.waitUntil(lambda: session.draft is not None and session.draft.id == stopped.id, timeout=60_000)
    assert "Not found" not in said(tab)[0] and "does not show" not in said(tab)[0]
