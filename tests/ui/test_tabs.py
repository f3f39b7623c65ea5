"""The bar of tabs: every tab stays in sight, whatever room there is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.middle import TABS
from ui.theme.theme import theme
from ui.widgets.tabs import Tabs, widest

NARROW, WIDE = 508, 900  # pixels of the middle pane at 1280 by 720, and where it is given room


@pytest.fixture
def bar(qtbot: QtBot) -> Tabs:
    holder = QWidget()
    qtbot.addWidget(holder)
    made = Tabs("Parts of the case")
    made.setParent(holder)
    for name in TABS.values():
        made.add(name)
    made.show_tab(list(TABS).index("compare"), False)
    made.holder = holder  # type: ignore[attr-defined]
    holder.show()
    return made


def inside(bar: Tabs, wide: int) -> bool:
    """Whether all tabs that are to be seen stand within so many pixels."""
    bar.resize(wide, 32)
    return all(bar.tabRect(at).right() <= wide for at in range(bar.count()) if bar.isTabVisible(at))


def test_all_names_are_read_whole_in_the_smallest_window(bar: Tabs) -> None:
    looks = []
    for wide in (WIDE, 600, NARROW):
        assert inside(bar, wide)
        looks.append(bar.property("look"))
    assert looks == ["", "close", "tight"], "smaller only where closer is not enough"
    names = [bar.tabText(at) for at in range(bar.count()) if bar.isTabVisible(at)]
    assert names == [name for key, name in TABS.items() if key != "compare"]
    assert not any(bar.tabToolTip(at) for at in range(bar.count()))


def test_with_compare_in_sight_all_names_are_still_read_whole_in_the_smallest_window(bar: Tabs) -> None:
    bar.show_tab(list(TABS).index("compare"), True)
    assert inside(bar, NARROW) and bar.property("look") == "tightest"
    assert [bar.tabText(at) for at in range(bar.count())] == list(TABS.values())


def test_with_one_tab_more_and_larger_text_the_longest_are_cut_and_told_whole(bar: Tabs) -> None:
    bar.show_tab(list(TABS).index("compare"), True)
    theme().apply("light", 150)
    try:
        assert inside(bar, NARROW)
        cut = [at for at in range(bar.count()) if bar.tabText(at) != list(TABS.values())[at]]
        assert cut and all(list(TABS.values())[at] in bar.tabToolTip(at) for at in cut)
        assert [bar.accessibleTabName(at) for at in range(bar.count())] == list(TABS.values())
        assert inside(bar, 1400) and bar.tabText(cut[0]) == list(TABS.values())[cut[0]], "whole again"
    finally:
        theme().apply("light", 100)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 300), max_size=12), st.integers(12, 2000))
def test_what_each_may_be_wide_goes_into_the_room(wide: list[int], room: int) -> None:
    most = widest(wide, room)
    assert sum(min(one, most) for one in wide) <= max(room, len(wide))
    if wide and sum(wide) <= room:
        assert most == max(wide)
