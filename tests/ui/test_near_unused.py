"""Passages near that the draft does not use: listed nearest first, opened, and added as claims by a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from provenance.records import TextAnchor
from ui.search.coverage_tab import CoverageTab
from ui.session import Session

LONG = 60_000


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> CoverageTab:
    tab = CoverageTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 620)
    tab.show()
    tab.which.buttons["near"].click()
    qtbot.waitUntil(lambda: bool(tab.near_page.list.model_.rows), timeout=LONG)
    return tab


def test_each_says_where_it_stands_what_it_says_and_how_near_it_is(tab: CoverageTab) -> None:
    rows = [row.spoken().split("\n") for row in tab.near_page.list.model_.rows]
    assert all(", " in head and words and near.startswith("nearness 0.") for head, words, near in rows)
    scores = [float(near.split()[1]) for _, _, near in rows]
    assert scores == sorted(scores, reverse=True)
    assert tab.near_page.said.text().startswith(f"{len(rows)} passages drawn on")


def test_enter_opens_the_place(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    tab.near_page.list.enter()
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(tab.near_page.list, Qt.Key.Key_Return)
    anchor = asked.args[0].anchor
    assert isinstance(anchor, TextAnchor) and anchor.exact


def test_a_key_adds_one_as_a_claim_and_the_next_takes_its_place(
    tab: CoverageTab, session: Session, qtbot: QtBot
) -> None:
    view = tab.near_page.list
    view.enter()
    before = [row.spoken() for row in view.model_.rows]
    with qtbot.waitSignal(session.told, timeout=LONG) as told:
        qtbot.keyClick(view, Qt.Key.Key_C)
    assert told.args[0].startswith("Added as claim ")
    qtbot.waitUntil(lambda: before[0] not in [row.spoken() for row in view.model_.rows], timeout=LONG)
    assert view.currentIndex().row() == 0
    claim = session.claims()[-1]
    quoted = claim.cited()[0].anchor
    assert claim.by and isinstance(quoted, TextAnchor) and " ".join(quoted.exact.split()) in before[0]
    session.case.reviewing.decide(claim.id, "reject", fault="irrelevant")
    session.show_draft("D1")
    qtbot.waitUntil(lambda: before[0] in [row.spoken() for row in view.model_.rows], timeout=LONG)


def test_a_case_open_for_reading_offers_no_adding(sample_case: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session(Case.open(sample_case, write=False))
    with qtbot.waitSignals([session.sources_changed, session.draft_changed], timeout=LONG):
        session.refresh_sources()
        session.show_draft("D1")
    tab = CoverageTab(session)
    qtbot.addWidget(tab)
    tab.show()
    tab.which.buttons["near"].click()
    qtbot.waitUntil(lambda: bool(tab.near_page.list.model_.rows), timeout=LONG)
    assert "adds one" not in tab.near_page.said.text() and not tab.near_page.list.may_add
    tab.near_page.list.enter()
    qtbot.keyClick(tab.near_page.list, Qt.Key.Key_C)
    assert session.reviews.busy == 0
