"""The times in a report: of cited sources alone, by the clock, day by day, what has no place counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from provenance.records import Citation, TextAnchor
from provenance.report_times import MOST, times_view
from provenance.timeline import Extent, Mark, Timeline, Unplaced
from provenance.timeline_told import told

CITATION = Citation("S1.T1", "S1", "a.txt", "AO/1", "line 1", TextAnchor("aa", 0, 5, "14:25", "", ""))
AT = datetime(2026, 5, 3, 14, 25)
MARK = Mark(
    "S1.T1", "S1", "AO/1", "event", AT, AT, AT, AT, 60, "Europe/London", "assumed", "stated", "moment", "14:25",
    "At 14:25 he fell.", CITATION,
)  # fmt: skip
LOST = Unplaced("S1.T9", "S1", "AO/1", "later", "Ten minutes later.", CITATION, "hangs on another time")


@pytest.mark.parametrize(
    ("first", "after", "extent", "expected"),
    [
        (datetime(2026, 5, 3), datetime(2026, 5, 5), "within", "between 3 and 4 May"),
        (datetime(2026, 4, 28), datetime(2026, 5, 4), "throughout", "28 April to 3 May"),
        (datetime(2026, 5, 2), datetime(2026, 6, 1), "throughout", "2 to 31 May"),
        (datetime(2026, 5, 3), datetime(2026, 5, 4), "within", "this day"),
        (datetime(2026, 5, 1), datetime(2026, 6, 1), "within", "in May 2026"),
        (datetime(2026, 2, 1), datetime(2026, 3, 1), "throughout", "throughout February 2026"),
        (datetime(2024, 1, 1), datetime(2025, 1, 1), "throughout", "throughout 2024"),
        (datetime(2024, 12, 1), datetime(2025, 1, 1), "within", "in December 2024"),
        (datetime(2026, 7, 1), datetime(2026, 9, 1), "throughout", "1 July to 31 August"),
        (datetime(2025, 10, 1), datetime(2026, 1, 1), "within", "between 1 October and 31 December"),
        (datetime(2025, 2, 1), datetime(2026, 1, 1), "throughout", "1 February to 31 December"),
        (datetime(2024, 3, 1), datetime(2025, 3, 1), "within", "between 1 March 2024 and 28 February 2025"),
        (datetime(2024, 1, 1), datetime(2026, 1, 1), "throughout", "1 January 2024 to 31 December 2025"),
        (datetime(2024, 8, 9), datetime(2025, 8, 12), "throughout", "9 August 2024 to 11 August 2025"),
        (datetime(2026, 3, 1, 20), datetime(2026, 5, 2, 21), "within", "between 20:00 and 21:00 on 02/05/2026"),
        (datetime(2026, 5, 3, 20), datetime(2026, 5, 4, 6), "within", "between 20:00 and 06:00 next day"),
    ],
)
def test_days_and_stretches_of_days_are_told_as_such(
    first: datetime, after: datetime, extent: Extent, expected: str
) -> None:
    half = round((after - first).total_seconds() / (1 if after - first == timedelta(days=1) else 2))
    assert told(replace(MARK, start=first, end=after, extent=extent, precision_seconds=half)) == expected


def test_clock_times_of_cited_sources_day_by_day() -> None:
    day = replace(MARK, end=AT + timedelta(days=1), extent="within", precision_seconds=86400)
    about = replace(MARK, start=AT + timedelta(days=1), uncertain=True, how=("“about” is wide",))
    made, other = replace(MARK, kind="made"), replace(MARK, source_id="S2")
    found = times_view(Timeline((MARK, day, made, other, about), (LOST,)), {"S1"})
    assert found is not None
    assert [(d, [t.when for t in times]) for d, times in found.days] == [
        ("Sunday 3 May 2026", ["14:25"]), ("Monday 4 May 2026", ["about 14:25"]),
    ]  # fmt: skip
    first, second = found.days[0][1][0], found.days[1][1][0]
    assert (first.title, first.label, first.anchor, first.how) == ("AO/1", "line 1", "source-S1", "")
    assert second.how == "“about” is wide"
    assert (found.more, found.unplaced) == (0, 1)


def test_so_many_are_listed_and_the_rest_is_counted() -> None:
    found = times_view(Timeline((MARK,) * (MOST + 7), ()), {"S1"})
    assert found is not None and found.more == 7
    assert sum(len(times) for _, times in found.days) == MOST
    assert times_view(Timeline((MARK,), ()), {"S3"}) is None
