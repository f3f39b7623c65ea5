"""Headings: few, in the order of time where time is stated, cameras apart from words."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from provenance.records import ClaimKind
from summarise.accounts import When
from summarise.headings import CAMERAS, MOST_HEADINGS, UNDATED, UNTIMED, Entry, arrange

DAY = date(2026, 5, 3)


def at(
    minute: int | None, day: date | None = DAY, place: int = 0, kind: ClaimKind = "statement", group: str = "A"
) -> Entry:
    when = None if minute is None else When(day, minute, 0, "stated", "")
    return Entry(kind, group, when, (place, 0.0))


def test_times_make_a_timeline() -> None:
    entries = [
        at(14 * 60 + 33),
        at(14 * 60 + 21),
        at(None),
        at(14 * 60 + 26, kind="document"),
        at(None, kind="observation"),
    ]
    found = arrange(entries)
    assert [i for _, i in found] == [1, 3, 0, 2, 4]
    assert [h for h, _ in found] == ["14:20 to 14:25", "14:25 to 14:30", "14:30 to 14:35", UNTIMED, CAMERAS]


def test_times_out_of_the_way_stand_before_and_after() -> None:
    minutes = [9 * 60, 10 * 60, *(14 * 60 + m for m in (20, 21, 26, 27, 28, 31, 33)), 21 * 60]
    headings = [h for h, _ in arrange([at(m) for m in minutes])]
    assert headings[0].startswith("Before 14:")
    assert headings[-1].startswith("From 14:")


def test_other_days_stand_before_and_after() -> None:
    entries = [at(600, date(2026, 5, 4)), at(870), at(871), at(60, date(2026, 5, 2))]
    found = arrange(entries)
    assert [i for _, i in found] == [3, 1, 2, 0]
    assert found[0][0] == "Before 3 May 2026"
    assert found[-1][0] == "After 3 May 2026"


def test_a_time_without_a_date_stands_under_no_day() -> None:
    entries = [at(870), at(871), at(600, None), at(60, date(1960, 1, 1))]
    assert arrange(entries) == [
        ("Before 3 May 2026", 3),
        ("3 May 2026, 14:30 to 14:35", 0),
        ("3 May 2026, 14:30 to 14:35", 1),
        (UNDATED, 2),
    ]
    more = [at(870), at(60, date(1960, 1, 1)), at(600, None), at(601, None)]
    assert [h for h, _ in arrange(more)][2:] == [f"{UNDATED}, 10:00 to 10:05"] * 2


def test_without_times_accounts_stand_apart() -> None:
    found = arrange(
        [at(None, place=1, group="Dr Li"), at(None, place=0, group="Mr Re"), at(None, place=2, group="Dr Li")]
    )
    assert found == [("Mr Re", 1), ("Dr Li", 0), ("Dr Li", 2)]


@given(
    st.lists(
        st.builds(
            at,
            st.none() | st.integers(0, 1439),
            st.none() | st.dates(date(2026, 4, 28), date(2026, 5, 8)),
            st.integers(0, 30),
            st.sampled_from(["statement", "document", "observation"]),
            st.sampled_from([f"Account {i}" for i in range(20)]),
        ),
        max_size=60,
    )
)
def test_every_claim_once_under_few_headings_each_in_one_run(entries: list[Entry]) -> None:
    found = arrange(entries)
    assert sorted(i for _, i in found) == list(range(len(entries)))
    titles = [h for h, _ in found]
    assert len(set(titles)) <= MOST_HEADINGS
    runs = [t for n, t in enumerate(titles) if n == 0 or titles[n - 1] != t]
    assert len(runs) == len(set(runs))
    assert all(h == CAMERAS for h, i in found if entries[i].kind == "observation")
