"""The Timeline tab on the sample case: drawn, zoomed, walked through, filtered, each mark a step from its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from watchdog import BLOCKED, Watchdog

from app.case import Case
from provenance.records import Citation, TextAnchor
from provenance.timeline import Timeline, Unplaced
from ui.place import Place
from ui.session import Session
from ui.theme.theme import theme
from ui.timeline import paint
from ui.timeline.lanes import Spot
from ui.timeline.scale import Sight, seconds
from ui.timeline.tab import MOST_LISTED, TimelineTab
from ui.timeline.telling import unplaced_row

LONG = 60_000


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> TimelineTab:
    qtbot.waitUntil(lambda: bool(session.sources), timeout=LONG)
    tab = TimelineTab(session)
    qtbot.addWidget(tab)
    tab.resize(640, 620)
    tab.show()
    qtbot.waitUntil(lambda: tab.made is not None, timeout=LONG)
    return tab


def listed(tab: TimelineTab) -> list[str]:
    tab._list()
    return [row.spoken() for row in tab.list.model_.rows]


def number(tab: TimelineTab, exhibit: str, words: str) -> int:
    return next(
        n for n, p in enumerate(tab.canvas.marks) if p.mark.exhibit == exhibit and words in (p.mark.words, p.mark.text)
    )


def test_it_opens_on_the_hours_in_which_most_happened(tab: TimelineTab) -> None:
    sight = tab.canvas.sight
    moments = [p for p in tab.canvas.marks if sight.start <= p.at <= sight.end]
    assert sight.span < 86400 and len(moments) > len(tab.canvas.marks) / 3
    assert [lane.title for lane in tab.canvas.lanes][:4] == ["AO/1", "BL/1", "CM/1", "DN/1"]
    assert tab.below.buttons["sight"].text().startswith("In sight · ")
    assert tab.below.buttons["unplaced"].text().startswith("Not placed · ")
    assert any("14:25 · BL/1 p. 1" in told for told in listed(tab))


def test_a_click_opens_the_words_and_a_mark_is_told_under_the_pointer(
    tab: TimelineTab, session: Session, qtbot: QtBot
) -> None:
    at = number(tab, "BL/1", "14:25")
    canvas = tab.canvas
    canvas.see(Sight(canvas.marks[at].at - 60, canvas.marks[at].at + 60))
    frame = canvas.frame_now()
    top, lane = next((top, lane) for top, lane in canvas.rows_now(frame) if at in lane.numbers)
    spot = next(s for s in canvas.spots(lane, frame) if at in s.numbers and s.look == "point")
    middle = paint.point_rect(frame, top, spot).center().toPoint()
    assert canvas.spot_at(QPointF(middle)) == spot
    with qtbot.waitSignal(session.place_asked) as asked:
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    citation = canvas.marks[at].mark.citation
    assert asked.args == [Place(citation.source_id, anchor=citation.anchor)]
    assert canvas.current == at
    qtbot.waitUntil(lambda: tab.list.key() == ("mark", at), timeout=LONG)
    assert "14:25" in canvas.accessibleDescription()


def test_keys_walk_zoom_and_open(tab: TimelineTab, session: Session, qtbot: QtBot) -> None:
    canvas = tab.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    first = canvas.current
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.current == first + 1
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.lane_of(canvas.current) == canvas.lane_of(first) + 1
    span = canvas.sight.span
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.sight.span < span
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert len(canvas.in_sight()) == len(canvas.marks)
    with qtbot.waitSignal(session.place_asked):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)


def test_the_wheel_zooms_and_a_drag_pans(tab: TimelineTab, qtbot: QtBot) -> None:
    canvas = tab.canvas
    span, at = canvas.sight.span, QPointF(300, 100)
    held = canvas.sight.at(at.x() - canvas.frame_now().names, canvas.frame_now().line)
    none = QPoint(0, 0)
    buttons, control = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    canvas.wheelEvent(QWheelEvent(at, at, none, QPoint(0, 120), buttons, control, Qt.ScrollPhase.NoScrollPhase, False))
    assert canvas.sight.span < span
    now = canvas.sight.at(at.x() - canvas.frame_now().names, canvas.frame_now().line)
    assert now == pytest.approx(held, abs=1)
    start = canvas.sight.start
    view = canvas.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(view, QPoint(400, 200))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    assert canvas.sight.start < start


def test_filters_by_words_source_and_kind_and_lanes_fold(tab: TimelineTab, qtbot: QtBot) -> None:
    every = len(tab.canvas.marks)
    tab.field.setText("timetable board")
    qtbot.waitUntil(lambda: len(tab.canvas.marks) < every, timeout=LONG)
    assert all("timetable board" in p.mark.text for p in tab.canvas.marks)
    tab.field.setText("no such words anywhere")
    qtbot.waitUntil(lambda: not tab.canvas.marks, timeout=LONG)
    assert listed(tab) == ["No time matches the filter."]
    tab.field.clear()
    qtbot.waitUntil(lambda: len(tab.canvas.marks) == every, timeout=LONG)
    tab.sources.setCurrentIndex(tab.sources.findData("S10"))
    assert {p.mark.source_id for p in tab.canvas.marks} == {"S10"}
    tab.sources.setCurrentIndex(0)
    tab.which.setCurrentIndex(1)
    assert {p.mark.kind for p in tab.canvas.marks} == {"made"}
    tab.which.setCurrentIndex(2)
    tab.fold.click()
    assert [lane.title for lane in tab.canvas.lanes] == ["Told of", "Log entries", "Cameras", "Papers made"]


def test_what_has_no_place_is_listed_with_its_reason_and_opens(
    tab: TimelineTab, session: Session, qtbot: QtBot
) -> None:
    tab.below.buttons["unplaced"].click()
    told = [row.spoken() for row in tab.unplaced.model_.rows]
    one = next(n for n, t in enumerate(told) if t.startswith("“three minutes after the call” · JS/5"))
    assert "whose time is not stated there" in told[one]
    tab.unplaced.choose(tab.unplaced.model_.rows[one].key)
    with qtbot.waitSignal(session.place_asked):
        qtbot.keyClick(tab.unplaced, Qt.Key.Key_Return)


def test_what_comes_to_be_withheld_is_gone_at_once(tab: TimelineTab, session: Session, qtbot: QtBot) -> None:
    assert any(p.mark.source_id == "S2" for p in tab.canvas.marks)
    seen: list[bool] = []
    session.case.change("S2", {"privilege": "privileged"})
    session.sources_withheld.connect(lambda _: seen.append(any(p.mark.source_id == "S2" for p in tab.canvas.marks)))
    with qtbot.waitSignal(session.sources_withheld, timeout=LONG):
        session.refresh_sources()
    assert seen == [False]
    qtbot.waitUntil(lambda: not tab.reading.busy, timeout=LONG)
    assert tab.made is not None and not any(m.source_id == "S2" for m in tab.made.marks)


def test_five_thousand_marks_stay_fluent(tab: TimelineTab, qtbot: QtBot) -> None:
    assert tab.made is not None
    some = list(tab.made.marks)
    many = []
    for n in range(5000):
        one, by = some[n % len(some)], timedelta(minutes=17 * (n // len(some)))
        start, end, low, high = (at + by for at in (one.start, one.end, one.earliest, one.latest))
        many.append(replace(one, id=f"{one.id}.{n}", start=start, end=end, earliest=low, latest=high))
    with Watchdog() as dog:
        tab.take(Timeline(tuple(sorted(many, key=lambda m: m.start)), ()))
        tab.canvas.fit_all()
        for _ in range(10):
            tab.canvas.see(tab.canvas.sight.panned(tab.canvas.sight.span * 0.02))
            tab.canvas.viewport().repaint()
            qtbot.wait(1)
        tab._list()
    assert dog.longest < 2 * BLOCKED
    assert len(tab.list.model_.rows) >= MOST_LISTED


def test_the_window_in_sight_is_remembered_by_its_length(tab: TimelineTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.sizes_changed) as told:
        tab.canvas.see(Sight(seconds(tab.canvas.marks[0].mark.start), seconds(tab.canvas.marks[0].mark.start) + 7200))
    assert told.args == ["timeline_zoom", [120]]


def test_without_times_it_says_what_will_stand_there(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    tab = TimelineTab(make_session(Case.create(tmp_path / "empty", "EMPTY")))
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(lambda: tab.made is not None, timeout=LONG)
    assert tab._stack.currentIndex() == 0


def test_many_lanes_become_lower_so_that_all_are_seen_and_whole_names_are_told(tab: TimelineTab, qtbot: QtBot) -> None:
    canvas = tab.canvas
    tab.splitter.setSizes([900, 100])
    canvas.viewport().resize(505, 274)  # what a window of 1280 by 720 leaves it
    frame = paint.frame_of(505, 274, len(canvas.lanes))
    assert len(canvas.lanes) >= 8 and frame.ruler + len(canvas.lanes) * frame.lane <= 274
    assert frame.compact and not paint.frame_of(505, 274, 3).compact
    assert paint.frame_of(505, 274, 100).lane >= QFontMetricsF(theme().font(paint.SMALL)).height()
    top, lane = canvas.rows_now(canvas.frame_now())[1]
    told = canvas._name_at(QPoint(10, int(top) + 4))
    assert told == f"{lane.title} {lane.more}" and lane.more
    assert canvas._name_at(QPoint(400, int(top) + 4)) == ""


def test_bars_of_a_low_lane_stay_inside_it(tab: TimelineTab) -> None:
    frame = paint.frame_of(505, 274, 12)
    for level in range(3):
        rect = paint.bar_rect(frame, 100.0, Spot("bar", 50, 10, 90, (0,), level))
        assert rect.top() >= 100 and rect.bottom() <= 100 + frame.lane


def test_what_is_told_but_not_as_happened_says_so_on_its_card() -> None:
    anchor = TextAnchor("aa", 0, 5, "8 pm", "", "")
    one = Unplaced(
        "S1.T1", "S1", "AB/1", "8 pm", "If he had come at 8 pm I would know.",
        Citation("S1.T1", "S1", "a.txt", "AB/1", "p. 1", anchor), "put so", ("2026-05-03T20:00",), "condition",
    )  # fmt: skip
    told = unplaced_row(0, one).spoken()
    assert "the time spoken of: Sunday 3 May 2026 20:00" in told and told.endswith("If")
    other = unplaced_row(0, replace(one, told_as="")).spoken()
    assert "may be Sunday 3 May 2026 20:00" in other
