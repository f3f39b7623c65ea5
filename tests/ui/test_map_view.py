"""The map of coverage: squares by source, told in words, opened by key and pointer, thousands of pages in no time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from watchdog import BLOCKED

from provenance.coverage import Cell, SourceCells
from provenance.coverage_map import by_source
from ui.coverage.cell_paint import state_of
from ui.coverage.grid import MapGrid, Sizes
from ui.coverage.map_view import MapView
from ui.main_window import MainWindow
from ui.place import Place
from ui.search.coverage_tab import CoverageTab
from ui.session import Session
from ui.theme.theme import theme

SIZES = Sizes(step=18, names=100, least=30, between=10)


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> CoverageTab:
    tab = CoverageTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 620)
    tab.show()
    tab.which.buttons["map"].click()
    qtbot.waitUntil(lambda: bool(tab.map_page.map.sources), timeout=60_000)
    return tab


def pages(count: int, source_id: str = "S1", **known: int) -> SourceCells:
    return SourceCells(source_id, "", "page", tuple(Cell(f"p. {n}", n, n, **known) for n in range(1, count + 1)))


def test_it_holds_every_open_source_and_the_draft_s_own_numbers(tab: CoverageTab, session: Session) -> None:
    shown = tab.map_page.map.sources
    withheld = {s.id for s in session.sources.values() if s.withheld}
    assert {s.source_id for s in shown} == session.sources.keys() - withheld and withheld
    assert session.draft is not None
    assert tuple(shown) == by_source(session.draft, session.case.store)


def test_the_keyboard_goes_from_square_to_square_and_opens_the_place(
    tab: CoverageTab, session: Session, qtbot: QtBot
) -> None:
    view = tab.map_page.map
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: view.current == (0, 0))
    assert tab.map_page.said.text().startswith("AO/1, p. 1: ")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == (0, 1) and "opened by nobody" in tab.map_page.said.text()
    assert view.accessibleDescription() == tab.map_page.said.text()
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [Place("S1", page=2)]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current == (1, 1)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current == (len(view.sources) - 1, len(view.sources[-1].cells) - 1)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current == (0, 0), "before the first there is nothing"


def test_a_click_opens_stretches_and_minutes(tab: CoverageTab, session: Session, qtbot: QtBot) -> None:
    view = tab.map_page.map
    for source_id, expected in (("S7", "span"), ("S11", "seconds")):
        row = [s.source_id for s in view.sources].index(source_id)
        view.go((row, 0))
        x, y = view._grid.corner((row, 0))
        at = QPoint(x + 4, y + 4 - view.verticalScrollBar().value())
        with qtbot.waitSignal(session.place_asked) as asked:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        (place,) = asked.args
        assert isinstance(place, Place) and place.source_id == source_id
        assert getattr(place, expected) is not None


def test_the_pointer_is_told_what_a_square_says(tab: CoverageTab, qtbot: QtBot) -> None:
    view = tab.map_page.map
    x, y = view._grid.corner((1, 0))
    qtbot.mouseMove(view.viewport(), QPoint(x + 3, y + 3))
    qtbot.waitUntil(lambda: tab.map_page.said.text().startswith("BL/1, p. 1: "))
    qtbot.mouseMove(view.viewport(), QPoint(2, y + 3))
    qtbot.waitUntil(lambda: not tab.map_page.said.text().startswith("BL/1"))


def test_what_is_opened_is_ticked_and_what_is_withheld_leaves_at_once(
    tab: CoverageTab, session: Session, qtbot: QtBot
) -> None:
    citation = session.claims()[0].cited()[0]
    session.place_shown(Place.of(citation))
    row = [s.source_id for s in tab.map_page.map.sources].index(citation.source_id)
    qtbot.waitUntil(lambda: any(c.opened for c in tab.map_page.map.sources[row].cells), timeout=60_000)
    session.case.change("S1", {"privilege": "privileged"})
    seen: list[int] = []
    session.sources_withheld.connect(lambda _: seen.append(len(tab.map_page.map.sources)))
    with qtbot.waitSignal(session.sources_withheld, timeout=60_000):
        session.refresh_sources()
    assert seen == [0]
    qtbot.waitUntil(lambda: bool(tab.map_page.map.sources), timeout=60_000)
    assert "S1" not in {s.source_id for s in tab.map_page.map.sources}


def test_enter_on_the_map_is_the_map_s_in_the_whole_window(
    window: MainWindow, sample_case: object, qtbot: QtBot
) -> None:
    window.open_case(sample_case)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: window.session is not None and bool(window.session.claim_id), timeout=60_000)
    assert window.desk is not None
    tab = window.desk.middle.show_tab("coverage")
    assert isinstance(tab, CoverageTab)
    tab.which.buttons["map"].click()
    qtbot.waitUntil(lambda: bool(tab.map_page.map.sources), timeout=60_000)
    tab.map_page.map.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: tab.map_page.map.current == (0, 0), timeout=60_000)
    qtbot.keyClick(tab.map_page.map, Qt.Key.Key_Right)
    with qtbot.waitSignal(window.desk.session.place_asked) as asked:
        qtbot.keyClick(tab.map_page.map, Qt.Key.Key_Return)
    assert asked.args == [Place("S1", page=2)]
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.source.state == "page", timeout=60_000)


def test_twenty_thousand_pages_do_not_hold_up_the_window(qapp: object, qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(560, 400)
    view.show()
    sources = [pages(1_000, f"S{n}", indexed=1, cited=n % 2) for n in range(1, 21)]
    spent = [_seconds(lambda: view.show_map(sources, {s.source_id: f"AB/{s.source_id}" for s in sources}))]
    bar = view.verticalScrollBar()
    for value in range(0, bar.maximum(), max(1, bar.maximum() // 40)):
        bar.setValue(value)
        spent.append(_seconds(view.grab))
    spent.append(_seconds(lambda: view.go((19, 999))))
    assert max(spent) < BLOCKED and bar.maximum() > 5_000 and view.current == (19, 999)


def _seconds(work: Callable[[], object]) -> float:
    """The processor time of this thread that some work takes."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def test_states_differ_by_form_not_by_colour_alone(qapp: object, qtbot: QtBot) -> None:
    """Each mark has a picture of its own even in greys, in both palettes."""
    marks = [Cell("", 1, 1, **known) for known in ({}, {"indexed": 1}, {"retrieved": 1}, {"cited": 1})]  # type: ignore[arg-type]
    marks += [replace(m, opened=1) for m in marks] + [replace(m, why="no_text") for m in marks]
    assert [state_of(m) for m in marks[:4]] == ["bare", "indexed", "retrieved", "cited"]
    for look in ("dark", "light"):
        theme().apply(look, 100)
        drawn = set()
        for mark in marks:
            view = MapView()
            qtbot.addWidget(view)
            view.resize(200, 60)
            view.show_map([SourceCells("S1", "", "page", (mark,))], {"S1": ""})
            grey = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
            drawn.add(bytes(grey.constBits()))
        assert len(drawn) == len(marks)


def test_rows_wrap_and_every_square_is_found_where_it_stands() -> None:
    grid = MapGrid((pages(7), pages(0, "S2"), pages(3, "S3")), SIZES, 100 + 3 * 18)
    assert grid.columns == 3
    for row, source in enumerate(grid.sources):
        for number in range(len(source.cells)):
            x, y = grid.corner((row, number))
            assert grid.at(x + 1, y + 1) == (row, number)
            assert row in grid.rows(y, y + 1) and number in grid.cells(row, y, y + 1)
    assert grid.at(10, 10) is None and grid.at(101, grid.height + 5) is None


def test_moving_skips_what_has_no_squares() -> None:
    grid = MapGrid((pages(7), pages(0, "S2"), pages(3, "S3")), SIZES, 100 + 3 * 18)
    assert grid.along((0, 6), 1) == (2, 0) and grid.along((2, 0), -1) == (0, 6)
    assert grid.across((0, 1), 1) == (0, 4) and grid.across((0, 5), 1) == (0, 6), "a short last line"
    assert grid.across((0, 6), 1) == (2, 0) and grid.across((2, 2), -1) == (0, 6)
    assert grid.across((2, 2), 1) == (2, 2) and grid.first() == (0, 0) and grid.last() == (2, 2)
    assert MapGrid((), SIZES, 10).first() is None
