"""Two drafts side by side in the window, from the list of drafts to the places that claims cite; runs done again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in
from gguf_files import write
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on

from app import models
from app.case import Case
from ui.compare.compare_tab import CompareTab
from ui.compare.pair_list import PairList
from ui.compare.pairs import PairRow, rows, verdict
from ui.drafting.list import DraftList
from ui.drafting.naming import draft_name
from ui.main_window import MainWindow
from ui.place import Place
from ui.search.rows import Row
from ui.session import Session
from ui.strings import compare as words


@pytest.fixture
def drafted(session: Session, qtbot: QtBot) -> Session:
    """Besides D1 and D2: D3, an overview of eight claims."""
    session.case.summarise(None, None, 7, 8, go_on)
    with qtbot.waitSignal(session.drafts_changed, timeout=LONG):
        session.refresh_drafts()
    return session


@pytest.fixture
def tab(drafted: Session, qtbot: QtBot) -> CompareTab:
    drafted.comparing.drafts = ("D1", "D3")
    tab = CompareTab(drafted)
    qtbot.addWidget(tab)
    tab.resize(520, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    qtbot.waitUntil(lambda: tab.found is not None, timeout=LONG)
    return tab


def pairs(tab: CompareTab, state: str = "") -> list[PairRow]:
    return [r for r in tab.list.model_.rows if isinstance(r, PairRow) and state in ("", r.state)]


def headings(tab: CompareTab) -> list[str]:
    return [r.spoken() for r in tab.list.model_.rows if isinstance(r, Row)]


def test_what_differs_stands_section_by_section_with_reasons(tab: CompareTab, qtbot: QtBot) -> None:
    assert tab.found is not None
    kept, lost = len(tab.found.kept), len(tab.found.lost)
    assert tab.told.text().startswith(f"{kept} kept · ") and f"{lost} lost" in tab.told.text()
    told = headings(tab)
    assert told[1] == "Most claims: as usual → 8" and f"LOST · {lost}" in told
    gone = pairs(tab, words.LOST)[0]
    assert gone.b is None and gone.lacking == "Not in draft 3" and gone.why == ("Over the limit of claims (8)",)
    assert not pairs(tab, words.KEPT)
    tab.which.buttons["all"].click()
    assert len(pairs(tab, words.KEPT)) == kept > 0


def test_conflicts_that_one_draft_lacks_are_listed_and_counted(tab: CompareTab) -> None:
    assert tab.found is not None and tab.found.a.conflicts
    point = tab.found.a.conflicts[0]
    apart = replace(tab.found, conflicts_lost=(point,), conflicts_new=())
    told = "\n".join(r.spoken() for r in rows(apart, False, {}) if isinstance(r, Row))
    assert words.CONFLICTS_LOST.upper() in told.upper() and point.about in told and words.CONFLICTS_NEW not in told
    assert "; 1 conflict lost, 0 new" in verdict(apart)
    assert "The checks held back 2 claims of D3" in verdict(apart)


def test_words_that_differ_are_marked_in_both_halves(tab: CompareTab) -> None:
    marked = [row for row in pairs(tab, words.CHANGED) if row.a and row.a.apart]
    for row in marked:
        assert row.a and row.b and row.a.text != row.b.text
    for number, row in enumerate(tab.list.model_.rows):
        if isinstance(row, PairRow) and row.a and row.b:
            halves = tab.list.pair(number, row).halves
            assert all(half.lines[1][0].layout.lineCount() > 0 for half in halves), "both are painted"


def test_enter_opens_the_places_of_the_half_with_the_keyboard(tab: CompareTab, drafted: Session, qtbot: QtBot) -> None:
    asked: list[Place] = []
    drafted.place_asked.connect(asked.append)
    tab.which.buttons["all"].click()
    row = pairs(tab, words.KEPT)[0]
    tab.list.choose(row.key)
    assert row.a and row.b
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert asked[-1] == Place.of(row.a.citations[0]), "of the draft under review: it counts as opened"
    qtbot.keyClick(tab.list, Qt.Key.Key_Right)
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    first = row.b.citations[0]
    assert asked[-1] == Place(first.source_id, anchor=first.anchor), "of another draft: it is only looked at"
    lost = pairs(tab, words.LOST)[0]
    tab.list.choose(lost.key)
    assert tab.list.side == 0, "there is nothing in the other half"
    qtbot.keyClick(tab.list, Qt.Key.Key_Right)
    assert tab.list.side == 0


def test_each_choice_of_a_draft_stands_over_its_half(tab: CompareTab, qtbot: QtBot) -> None:
    for width in (430, 620, 900):
        tab.resize(width, 600)
        qtbot.waitUntil(lambda: tab.list.width() > 0, timeout=LONG)
        middle = tab.list.mapTo(tab, QPoint(0, 0)).x() + 2 + tab.list.width_of_rows() / 2
        between = (tab.a.geometry().right() + tab.b.geometry().left()) / 2
        assert abs(middle - between) <= 1.5, width
        assert abs(tab.a.width() - tab.b.width()) <= 1


def test_a_choice_too_narrow_for_its_draft_says_so_and_has_the_whole_in_its_tooltip(
    tab: CompareTab, qtbot: QtBot
) -> None:
    whole = draft_name(next(one for one in tab._session.drafts if one.draft_id == "D1"))
    tab.resize(420, 600)
    qtbot.waitUntil(lambda: tab.a.shown().endswith("…"), timeout=LONG)
    assert tab.a.currentText() == whole and whole.startswith(tab.a.shown()[:-1].rstrip())
    assert whole in tab.a.toolTip()
    tab.resize(1600, 600)
    qtbot.waitUntil(lambda: tab.a.shown() == whole, timeout=LONG)
    assert tab.a.toolTip() == ""


def test_up_and_down_go_from_pair_to_pair(tab: CompareTab, qtbot: QtBot) -> None:
    tab.list.setFocus()
    qtbot.waitUntil(tab.list.hasFocus, timeout=LONG)
    tab.list.enter()
    order = [row.key for row in pairs(tab)]
    assert tab.list.key() == order[0]
    for key in order[1:4]:
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        assert tab.list.key() == key
    for _ in range(6):
        qtbot.keyClick(tab.list, Qt.Key.Key_Up)
    assert tab.list.key() == order[0] and tab.list.verticalScrollBar().value() == 0


def test_a_click_opens_the_half_that_was_clicked(tab: CompareTab, drafted: Session, qtbot: QtBot) -> None:
    asked: list[Place] = []
    drafted.place_asked.connect(asked.append)
    tab.which.buttons["all"].click()
    row = pairs(tab, words.KEPT)[0]
    tab.list.choose(row.key)

    def in_sight() -> bool:
        tab.list.scrollTo(tab.list.currentIndex(), PairList.ScrollHint.PositionAtTop)
        found = tab.list.visualRect(tab.list.currentIndex())
        return found.height() > 40 and tab.list.viewport().rect().contains(found.center().x(), found.top() + 20)

    qtbot.waitUntil(in_sight, timeout=LONG)
    at = tab.list.visualRect(tab.list.currentIndex())
    for part, side in ((0.75, row.b), (0.25, row.a)):
        point = QPoint(at.left() + int(at.width() * part), at.top() + 20)
        qtbot.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert side and asked[-1].anchor == side.citations[0].anchor
        assert bool(asked[-1].citation_id) == (side is row.a)


def test_other_drafts_are_chosen_above(tab: CompareTab, drafted: Session, qtbot: QtBot) -> None:
    assert tab.a.currentText() == draft_name(drafted.drafts[0])
    assert tab.a.currentText().startswith("Draft 1 · ") and tab.a.currentText().endswith(" · Overview of the case")
    tab.b.setCurrentIndex(tab.b.findData("D1"))
    tab.b.activated.emit(tab.b.currentIndex())
    qtbot.waitUntil(lambda: tab.found is not None and tab.found.b.id == "D1", timeout=LONG)
    claims = len(drafted.case.store.draft("D1").claims)
    assert tab.told.text().startswith(f"The same: {claims} claims") and not tab.list.model_.rows
    with qtbot.waitSignal(drafted.drafts_changed, timeout=LONG):
        drafted.refresh_drafts()
    assert (tab.a.currentData(), tab.b.currentData()) == ("D1", "D1")


def test_what_comes_to_be_withheld_leaves_at_once(tab: CompareTab, drafted: Session, qtbot: QtBot) -> None:
    assert any("OKAFOR" in row.spoken() for row in pairs(tab))
    drafted.case.set("S1", {"privilege": "privileged"}, go_on)
    drafted.sources_withheld.connect(lambda _: left.append(list(tab.list.model_.rows)))
    left: list[object] = []
    with qtbot.waitSignal(drafted.sources_changed, timeout=LONG):
        drafted.refresh_sources()
    assert left == [[]]
    qtbot.waitUntil(lambda: tab.found is not None, timeout=LONG)
    assert not any("OKAFOR" in row.spoken() for row in pairs(tab))
    assert any(words.WITHHELD in row.spoken() for row in pairs(tab))


def test_empty_states_say_what_to_do(tmp_path: Path, make_session: MakeSession, session: Session, qtbot: QtBot) -> None:
    none = CompareTab(make_session(Case.create(tmp_path / "empty", "OP FIR")))
    two = CompareTab(session)
    for one in (none, two):
        qtbot.addWidget(one)
    assert none._stack.currentIndex() == 2 and not none.a.isEnabled()
    assert two._stack.currentIndex() == 1 and two.a.isEnabled()


def test_a_pair_is_as_high_as_its_longer_half_at_every_width(tab: CompareTab, qtbot: QtBot) -> None:
    tab.which.buttons["all"].click()
    for width in (430, 620, 900):
        tab.resize(width, 600)
        qtbot.waitUntil(lambda: tab.list.width() > 0, timeout=LONG)
        for number, row in enumerate(tab.list.model_.rows):
            if isinstance(row, PairRow):
                laid = tab.list.pair(number, row)
                assert laid.height >= max(half.height for half in laid.halves) and laid.width == tab.list.half()


# The list of drafts


@pytest.fixture
def drafts(drafted: Session, qtbot: QtBot) -> DraftList:
    made = DraftList(drafted)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_draft_is_compared_with_one_of_the_others(drafts: DraftList, drafted: Session, qtbot: QtBot) -> None:
    drafts.list.choose("D3")
    drafts.compare.click()
    assert drafts.asked.text().startswith("Compare draft 3 with which?") and drafts.asked.isVisible()
    assert [row.key for row in drafts.list.model_.rows] == ["D2", "D1"], "the same list, without the chosen one"
    assert drafts.picked.isVisible() and not drafts.again.isVisible() and not drafts.show_button.isVisible()
    qtbot.keyClick(drafts.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(drafted.tab_asked, timeout=LONG) as asked:
        qtbot.keyClick(drafts.list, Qt.Key.Key_Return)
    assert asked.args == ["compare"] and drafted.comparing.drafts == ("D1", "D3") and not drafts.isVisible()


def test_choosing_the_other_can_be_left_and_done_with_the_mouse(
    drafts: DraftList, drafted: Session, qtbot: QtBot
) -> None:
    drafts.list.choose("D2")
    drafts.compare.click()
    assert drafts.asked.text().startswith("Compare answer 2 with which?")
    qtbot.keyClick(drafts.list, Qt.Key.Key_Escape)
    assert drafts.isVisible() and drafts.list.key() == "D2" and len(drafts.list.model_.rows) == 3
    drafts.compare.click()
    drafts.list.choose("D1")
    with qtbot.waitSignal(drafted.tab_asked, timeout=LONG):
        drafts.picked.click()
    assert drafted.comparing.drafts == ("D1", "D2")


def test_a_run_is_done_again_and_told_with_how_it_compares(drafts: DraftList, drafted: Session, qtbot: QtBot) -> None:
    drafts.list.choose("D2")
    with qtbot.waitSignal(drafted.comparing.replayed, timeout=120_000) as told:
        drafts.again.click()
    done = told.args[0]
    assert (done.of, done.draft.id, done.comparison.same) == ("D2", "D4", True)
    qtbot.waitUntil(lambda: len(drafted.drafts) == 4, timeout=LONG)
    assert "repeats answer 2" in drafts.list.model_.rows[0].spoken()


def test_a_run_can_be_done_again_by_a_registered_model(
    drafts: DraftList, drafted: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.list.choose("D1")
    assert [a.text() for a in drafts.drafters().actions()] == [words.AS_IT_WAS]
    models.add(write(tmp_path / "tiny.gguf"), models.Told(), go_on)
    actions = drafts.drafters().actions()
    assert [a.text() for a in actions] == [words.AS_IT_WAS, words.WITHOUT_MODEL, "By tiny.gguf"]
    asked: list[tuple[str, str | None]] = []
    monkeypatch.setattr(drafted.comparing, "replay", lambda draft_id, model=None: asked.append((draft_id, model)))
    for action in actions:
        action.trigger()
    assert asked == [("D1", None), ("D1", "extractive"), ("D1", "tiny.gguf")]


def test_what_was_written_by_hand_cannot_be_run_again(drafts: DraftList, drafted: Session, qtbot: QtBot) -> None:
    drafted.case.reviewing.add_claim(None, "S1", 0, 40)
    with qtbot.waitSignal(drafted.drafts_changed, timeout=LONG):
        drafted.refresh_drafts()
    drafts.list.choose("D4")
    assert not drafts.again.isEnabled() and drafts.why.text() == words.RUN_AGAIN_NOT and drafts.why.isVisible()
    assert drafts.compare.isEnabled()


def test_the_tab_comes_into_sight_when_it_is_asked_for(window: MainWindow, sample_case: Path, qtbot: QtBot) -> None:
    open_in(window, sample_case, qtbot)
    desk = desk_of(window)
    at = [desk.middle._bar.tabText(n) for n in range(desk.middle._bar.count())].index(words.TAB)
    assert not desk.middle._bar.isTabVisible(at)
    desk.session.comparing.compare("D1", "D2")
    assert desk.middle._bar.isTabVisible(at) and desk.middle.tab == "compare"
    tab = desk.middle.pages["compare"]
    assert isinstance(tab, CompareTab)
    qtbot.waitUntil(lambda: tab.found is not None and bool(pairs(tab)), timeout=LONG)
    desk.session.comparing.replay("D2")
    qtbot.waitUntil(lambda: desk.strip.offered.text() == words.COMPARE, timeout=120_000)
    desk.strip.offered.click()
    qtbot.waitUntil(lambda: tab.found is not None and tab.found.b.id == "D3", timeout=LONG)
    assert tab.told.text().startswith("The same: ")
