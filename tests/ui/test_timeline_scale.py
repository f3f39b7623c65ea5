"""The scale of the timeline and its lanes, without a window: ticks, zoom, what touches, what is gathered."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.records import Citation, TextAnchor
from provenance.timeline import Extent, Mark, MarkKind
from ui.timeline.lanes import TOUCH, Placed, by_kind, by_source
from ui.timeline.scale import DAY, LEAST, MOST, Sight, around, busiest, heading, seconds, ticks

AT = datetime(2026, 5, 3, 14, 25)


def mark(
    number: int,
    start: datetime,
    end: datetime | None = None,
    kind: MarkKind = "event",
    extent: Extent = "moment",
    precision: int = 60,
    source: str = "S1",
) -> Mark:
    anchor = TextAnchor("aa", 0, 5, "14:25", "", "")
    citation = Citation(f"{source}.T{number}", source, "a.txt", "AO/1", "line 1", anchor)
    return Mark(
        citation.id, source, "AO/1", kind, start, end or start, start, end or start, precision, "Europe/London",
        "assumed", "stated", extent, "14:25", "At 14:25 he fell.", citation,
    )  # fmt: skip


@given(st.floats(-1e9, 4e9), st.floats(LEAST, MOST / 2), st.integers(120, 2000))
def test_ticks_are_in_sight_in_order_and_never_crowded(start: float, span: float, width: int) -> None:
    sight = Sight(start, start + span)
    found = ticks(sight, width, 70)
    places = [sight.x(t.at, width) for t in found]
    assert all(-0.01 <= x <= width + 0.01 for x in places)
    assert all(b - a >= 60 for a, b in pairwise(places))
    assert all(t.text for t in found)


@given(st.floats(0, 2e9), st.floats(60, 1e8), st.floats(0.2, 5), st.floats(0, 1))
def test_zoom_keeps_the_moment_under_the_pointer(start: float, span: float, factor: float, share: float) -> None:
    sight = Sight(start, start + span)
    about = start + share * span
    zoomed = sight.zoomed(factor, about)
    assert LEAST <= zoomed.span <= MOST
    assert zoomed.x(about, 500) == pytest.approx(sight.x(about, 500), abs=0.5)


def test_days_are_told_apart_from_hours() -> None:
    sight = Sight(seconds(datetime(2026, 5, 3, 20)), seconds(datetime(2026, 5, 4, 4)))
    days = [t.text for t in ticks(sight, 600, 70) if t.day]
    assert days == ["Mon 4 May"]
    assert heading(sight) == "3 May – 4 May 2026"
    assert heading(Sight(seconds(AT), seconds(AT) + 60)) == "Sunday 3 May 2026"
    assert next(iter(ticks(Sight(seconds(AT), seconds(AT) + 20), 600, 70))).text == "14:25:00"


def test_a_window_on_the_busiest_hour_and_on_everything() -> None:
    many = sorted([seconds(AT) + 60.0 * n for n in range(30)] + [seconds(AT) - 90 * DAY, seconds(AT) + 30 * DAY])
    found = busiest(many)
    assert found is not None and found.span < 2 * 3600 and found.start < seconds(AT) < found.end
    assert busiest([]) is None
    whole = around(many[0], many[-1])
    assert whole.start < many[0] and whole.end > many[-1]


def test_marks_that_touch_are_gathered_and_told_by_their_count() -> None:
    placed = [Placed.of(mark(n, AT + timedelta(seconds=n))) for n in range(40)]
    (lane,) = by_source(placed, {})
    wide = Sight(seconds(AT) - 3600, seconds(AT) + 3600)
    (one,) = lane.spots(wide, 500, placed)
    assert one.numbers == tuple(range(40))
    near = Sight(seconds(AT), seconds(AT) + 20)
    spread = lane.spots(near, 500, placed)
    assert len(spread) > 15 and all(len(s.numbers) == 1 for s in spread)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=80), st.integers(0, 90_000), st.integers(60, 50_000))
def test_every_mark_in_sight_is_drawn_once(offsets: list[int], start: int, span: int) -> None:
    placed = sorted((Placed.of(mark(n, AT + timedelta(seconds=o))) for n, o in enumerate(offsets)), key=lambda p: p.at)
    (lane,) = by_source(placed, {})
    sight = Sight(seconds(AT) + start, seconds(AT) + start + span)
    drawn = [n for s in lane.spots(sight, 400, placed) for n in s.numbers]
    assert sorted(drawn) == [n for n, p in enumerate(placed) if sight.start <= p.at <= sight.end]
    points = sorted(s.x for s in lane.spots(sight, 400, placed))
    assert all(b - a > 0 for a, b in pairwise(points)) and TOUCH > 0


def test_what_goes_on_is_a_bar_and_lanes_fold_by_kind() -> None:
    placed = [
        Placed.of(mark(1, AT, AT + timedelta(hours=1), extent="throughout")),
        Placed.of(mark(2, datetime(2026, 5, 3), datetime(2026, 5, 4), extent="within", precision=86400)),
        Placed.of(mark(3, AT, kind="message", source="S2")),
    ]
    sight = Sight(seconds(AT) - 3600, seconds(AT) + 7200)
    first, second = by_source(placed, {})
    bars = [s for s in first.spots(sight, 400, placed) if s.look == "bar"]
    assert {s.numbers for s in bars} == {(0,), (1,)} and len({s.level for s in bars}) == 2
    assert [s.look for s in second.spots(sight, 400, placed)] == ["point"]
    assert [lane.key for lane in by_kind(placed, {})] == ["event", "message"]
