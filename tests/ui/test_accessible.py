"""By Tab alone through every view: each control that is reached has a name and a role, and none holds the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from app.case import Case
from app.preferences import Preferences
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.theme.theme import theme

MOST = 200  # more stops than any view has
NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}


def stops(qtbot: QtBot, window: QWidget) -> Iterator[QWidget]:
    """What Tab reaches, from the first control on until it comes round."""
    seen: list[QWidget] = []
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    while (now := QApplication.focusWidget()) is not None and now not in seen and len(seen) < MOST:
        seen.append(now)
        yield now
        held = Qt.KeyboardModifier.ControlModifier if _keeps_tab(now) else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(now, Qt.Key.Key_Tab, held)


def _keeps_tab(widget: QWidget) -> bool:
    return not getattr(widget, "tabChangesFocus", lambda: True)()


def check(qtbot: QtBot, window: QWidget) -> int:
    """Every stop has a name and a role; gives how many there are."""
    count = 0
    for stop in stops(qtbot, window):
        found = QAccessible.queryAccessibleInterface(stop)
        name = found.text(QAccessible.Text.Name) or stop.accessibleName()
        told = f"{type(stop).__module__}.{type(stop).__name__} {stop.objectName()} in {type(stop.parent()).__name__}"
        assert name.strip(), f"no name: {told}"
        bare = type(stop) in (QWidget, QStackedWidget, QScrollArea, QAbstractScrollArea)
        assert not bare and found.role() != QAccessible.Role.NoRole, f"no role: {told}"
        count += 1
    return count


@pytest.fixture
def desk(sample_case: Path, qapp: object, qtbot: QtBot) -> Iterator[Desk]:
    """The desk on the sample case, in a window of the smallest size that must work."""
    window = MainWindow(Preferences())
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_case(Case.open(sample_case))
    made = window.desk
    assert made is not None
    qtbot.waitUntil(lambda: made.session.draft is not None and bool(made.session.sources), timeout=60_000)
    yield made
    window.leave_case(window.close)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)


@pytest.mark.parametrize("tab", ["summary", "ask", "timeline", "search", "coverage", "findings", "log"])
def test_every_view_of_the_desk_is_reached_by_tab(desk: Desk, qtbot: QtBot, tab: str) -> None:
    desk.session.select(desk.session.claims()[0].id)
    desk.middle.show_tab(tab)
    if tab == "summary":
        desk.summary.claims.open_next()
        qtbot.waitUntil(lambda: desk.source.state == "page", timeout=60_000)
    count = check(qtbot, desk.window())
    assert count >= 9
    if tab == "summary":
        reached = set(stops(qtbot, desk.window()))
        assert desk.summary.claims.list.card in reached
        assert any(desk.source.isAncestorOf(w) for w in reached)
        assert any(desk.evidence.isAncestorOf(w) for w in reached)


def test_footage_is_reached_by_tab(desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(next(c.id for c in desk.session.claims() if c.kind == "observation"))
    desk.summary.claims.open_next()
    qtbot.waitUntil(lambda: desk.source.state == "frame", timeout=60_000)
    assert check(qtbot, desk.window()) >= 12


def test_the_start_page_is_reached_by_tab(qtbot: QtBot, qapp: object) -> None:
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    assert check(qtbot, window) >= 5


def test_every_pane_is_reached_by_f6(desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(desk.session.claims()[0].id)
    desk.summary.claims.open_next()
    qtbot.waitUntil(lambda: desk.source.state == "page", timeout=60_000)
    reached = []
    for _ in range(3):
        desk.step_pane(1)
        now = QApplication.focusWidget()
        reached += [p for p in (desk.evidence, desk.middle, desk.source) if p.isAncestorOf(now)]
    assert set(reached) == {desk.evidence, desk.middle, desk.source}


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_is_wider_than_the_smallest_window(desk: Desk, qtbot: QtBot, percent: int) -> None:
    """At 1280 × 720, also with text at twice its size, no pane is pushed out of the window."""
    theme().apply("light", percent)
    try:
        desk.session.select(desk.session.claims()[0].id)
        desk.summary.claims.open_next()
        qtbot.waitUntil(lambda: desk.source.state == "page", timeout=60_000)
        window = desk.window()
        window.resize(1280, 720)
        qtbot.waitUntil(lambda: window.width() == 1280 or percent == 200, timeout=5_000)
        assert window.minimumSizeHint().width() <= 1280
        assert desk.source.geometry().right() <= desk.splitter.width()
    finally:
        theme().apply("light", 100)
