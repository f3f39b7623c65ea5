"""Accounts as a whole: days carried and never guessed, relative times resolved, entries, messages, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import timeline_words as words
from summarise.own_times import message_times
from summarise.timeline.account import Account
from summarise.timeline.entries import by_24, entries_of, is_chat, read_log
from summarise.timeline.paper import Paper
from summarise.timeline.read import Lost, Read, Said
from summarise.timeline.rows import read_rows
from summarise.times import clock_face

MADE = Paper(2026, date(2026, 3, 16))


def said(texts: Sequence[str]) -> list[Said]:
    return [Said(10 * n, 10 * n + 9, text) for n, text in enumerate(texts)]


def read(*texts: str, paper: Paper = MADE) -> list[Read | Lost]:
    return list(Account(said(texts), paper).times())


def at(one: Read | Lost) -> str:
    return f"{one.start:%d %H:%M}" if isinstance(one, Read) else f"lost: {one.reason}"


def test_a_day_holds_for_what_follows_and_that_is_told() -> None:
    first, second = read("On Friday 13 March 2026 at 14:20 I got there.", "He came at 14:25.")
    assert [at(first), at(second)] == ["13 14:20", "13 14:25"]
    assert isinstance(first, Read) and isinstance(second, Read)
    assert not first.how and second.how == (words.DAY_BEFORE.format(day="Friday 13 March 2026"),)


def test_a_time_without_a_day_is_listed_apart_and_not_guessed() -> None:
    (lost,) = read("At 14:25 he came.")
    assert isinstance(lost, Lost) and lost.reason == words.NO_DAY
    assert at(read("It was on 13 March 2026.", "At 2.25 he came.")[-1]) == f"lost: {words.HALF_OPEN}"


def test_a_weekday_alone_does_not_take_the_times_that_follow_away() -> None:
    found = read(
        "On Friday 13 March 2026 I was out.", "I got back at 14:20.", "On Sunday my boss showed me the notice.",
        "I have read it.", "His message came at 14:31.",
    )  # fmt: skip
    assert [at(f) for f in found[1:]] == ["13 14:20", "15 00:00", f"lost: {words.SEVERAL_DAYS}"]
    assert isinstance(found[-1], Lost) and found[-1].possible == ("2026-03-13T14:31", "2026-03-15T14:31")


def test_relative_times_hang_on_what_was_told_last_and_grow_wider() -> None:
    found = read(
        "On 13 March 2026 at about 14:20 I sat down.", "Ten minutes later a man came.", "Straight after that I left.",
    )  # fmt: skip
    first, second, third = (f for f in found if isinstance(f, Read))
    assert [at(f) for f in found] == ["13 14:20", "13 14:30", "13 14:31"]
    assert first.basis == "stated" and second.basis == third.basis == "relative"
    widths = [f.latest - f.earliest for f in (first, second, third)]
    assert widths[0] < widths[1] < widths[2]
    assert "14:20" in second.how[0] and second.uncertain


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("On 13 March 2026 I left.", "Ten minutes later he came."), words.NO_ANCHOR),
        (("On 13 March 2026 at 14:20 I left.", "A.", "B.", "C.", "D.", "Ten minutes later he came."), words.NO_ANCHOR),
        (("At 14:20 I left.", "Ten minutes later he came."), words.ANCHOR_LOST),
        (("On 13 March 2026 at 14:20 I left.", "He came three minutes after the call."),
         words.OTHER_ANCHOR.format(what="the call")),
    ],
)  # fmt: skip
def test_a_relative_time_without_what_it_hangs_on_has_no_place(texts: tuple[str, ...], expected: str) -> None:
    last = read(*texts)[-1]
    assert isinstance(last, Lost) and last.reason == expected


def test_trains_are_called_by_their_time_and_times_hang_on_them() -> None:
    found = read(
        "On 13 March 2026 I waited for the 14:41 to Osmerby.", "14:41 to Osmerby was on time.",
        "I heard it about a quarter of an hour before the train.", "The 14:41 came in at 14:44.",
    )  # fmt: skip
    assert [at(f) for f in found] == ["13 00:00", "13 14:26", "13 14:44"]


def test_what_a_wrong_clock_showed_is_not_when_it_was() -> None:
    found = read("At 09:40 on 13 March 2026 the recorder showed 09:47.")
    assert [at(f) for f in found] == ["13 09:40", f"lost: {words.SHOWN}"]


def test_small_hours_after_an_evening_are_of_the_next_day_and_the_next_morning_is_too() -> None:
    found = read(
        "On 13 March 2026 at 10.30 pm she rang.", "I got home just after midnight.",
        "The next morning at 8 o'clock I went back.",
    )  # fmt: skip
    assert [at(f) for f in found] == ["13 22:30", "14 00:00", "14 08:00"]


def test_when_it_was_said_or_written_is_not_when_it_happened() -> None:
    found = read("On 13 March 2026 at 14:25 he fell.", "Typed up from my notes 14 March 2026, 16:20.")
    assert [(f.kind, at(f)) for f in found if isinstance(f, Read)] == [("event", "13 14:25"), ("made", "14 16:20")]


def test_an_account_goes_on_in_time_and_is_not_turned_back() -> None:
    found = read("On 13 March 2026 I began at 8 am.", "My break was from 12 to 12.30.", "At 3 o'clock it rang.")
    assert [at(f) for f in found] == ["13 08:00", "13 12:00", "13 15:00"]
    found = read("On 13 March 2026 I began at 8 am.", "At 3 o'clock it rang.")
    assert at(found[-1]) == f"lost: {words.HALF_OPEN}"
    found = read(
        "On 13 March 2026 at 3 pm it rang.", "I had seen them the day before.", "The police came at ten to four."
    )
    assert at(found[-1]) == "13 15:50", "an aside on the day before does not hold"


def test_what_a_recording_shows_is_not_of_the_day_on_which_it_was_looked_at() -> None:
    found = read("On 13 March 2026 at 21:58 he left.", "On 15 March I viewed CCTV which shows the van at 22:10.")
    assert isinstance(found[-1], Lost) and found[-1].reason == words.VIEWED


def test_what_is_usual_is_no_time() -> None:
    found = read("On 13 March 2026 I was ill.", "I work from 6 until 2 most days.")
    assert at(found[-1]) == f"lost: {words.USUAL}"


def test_days_counted_from_when_the_account_was_given() -> None:
    found = read("I rang you yesterday evening at 7 pm.", "He came this morning at 8 am.")
    assert [at(f) for f in found] == ["15 19:00", "16 08:00"]


CHAT = (
    "[12/03/2026, 21:15:40] Jo: yes. meet at 15:00 by the lock?",
    "[12/03/2026, 21:15:58] Kim Hale: make it half past three",
    "[13/03/2026, 15:41:33] Kim Hale: sorry, bus was cancelled at 15:10",
)
PHONE = ("Friday 13 March 2026", "Meet at 15:00 by the lock 21:35 ✓✓", "Make it 15:30 21:36", "Fine 21:40 ✓✓")


@pytest.mark.parametrize("texts", [CHAT, PHONE])
def test_a_message_stands_at_its_own_time_never_at_one_that_it_mentions(texts: tuple[str, ...]) -> None:
    sentences = said(texts)
    entries = entries_of(sentences, MADE)
    assert is_chat(entries)
    rest, own = read_log(sentences, entries, MADE)
    times = [r for _, r in own if r]
    assert all(r.kind == "message" for r in times)
    faces = ["21:15", "21:15", "15:41"] if texts is CHAT else ["21:35", "21:36", "21:40"]
    assert [f"{r.start:%H:%M}" for r in times] == faces
    sent = message_times(texts, 2026)
    assert [clock_face(w.minute) for w in sent.values() if w.minute is not None] == faces, "in drafts, too"
    others = list(Account(rest, MADE).times())
    assert [o for o in others if isinstance(o, Read) and o.start.hour == 15] == []
    lost = [o for o in others if isinstance(o, Lost)]
    assert lost and all("mentioned in a message of" in o.reason for o in lost)


def test_entries_of_a_log_have_their_own_time_and_what_they_tell_of_lies_before() -> None:
    sentences = said(
        ["Duty log, Sunday 3 May 2026", "14:29 On platform 2. She fell at 14:25.", "23:50 Alarm set, due off at 06:00.",
         "00:10 Alarm again.", "12:30 Tue 5 May. They were at the skip from about 14:15."]
    )  # fmt: skip
    rest, own = read_log(sentences, entries_of(sentences, MADE), MADE)
    assert [f"{r.start:%d %H:%M}" for _, r in own if r] == ["03 14:29", "03 23:50", "04 00:10", "05 12:30"]
    others = [at(o) for o in Account(rest, MADE).times()]
    assert "03 14:25" in others and "04 06:00" in others
    assert others[-1] == f"lost: {words.AFTER_ENTRY}"


def test_a_date_inside_an_entry_is_not_the_day_of_what_follows_the_log() -> None:
    sentences = said(
        ["Duty log, Sunday 3 May 2026", "14:29 Rang him. He says that on 1 May 2026 at 10:00 he was away.",
         "14:40 Left.", "14:45 Back.", "Signed in at 06:40 that day by the porter, who keeps the book."]
    )  # fmt: skip
    entries = entries_of(sentences, MADE)
    rest, _ = read_log(sentences, entries, MADE)
    found = Account(rest, replace(MADE, by_24=by_24(entries))).times()
    assert [at(o) for o in found] == ["03 00:00", "01 10:00", "03 06:40"]


def test_two_sentences_that_begin_with_a_time_make_no_log() -> None:
    assert entries_of(said(["14:25 is what I saw on the clock.", "I left at once."]), MADE) == {}


def test_rows_have_the_time_of_their_own_cells() -> None:
    rows = said(
        ["Date: 13/03/2026 · Time: 21:40:12 · Duration: 00:03:10 · Note: rang back at 22:00",
         "Text: meet me at 15:00 · Sent: 2026-04-13T08:00:00Z", "Date of birth: 01/02/1960 · Name: Hale"]
    )  # fmt: skip
    rest, own = read_rows(rows, MADE)
    times = [r for _, r in own if isinstance(r, Read)]
    assert [f"{r.start:%d/%m %H:%M:%S}" for r in times] == ["13/03 21:40:12", "13/04 09:00:00"]
    assert [r.kind for r in times] == ["entry", "message"]
    assert times[1].zone_said and "converted" in times[1].how[0]
    others = {at(o) for o in Account(rest, MADE).times()}
    assert "13 22:00" in others and not any(o.endswith("15:00") for o in others)


@settings(max_examples=60)
@given(st.dates(date(2015, 1, 1), date(2026, 1, 1)), st.integers(7, 20), st.integers(0, 59), st.integers(1, 50))
def test_a_time_and_what_hangs_on_it_are_placed_where_they_are_said(
    day: date, hour: int, minute: int, later: int
) -> None:
    said_day = f"{day.day} {day:%B} {day.year}"
    start, after = read(
        f"On {said_day} at {hour:02d}:{minute:02d} hours I arrived.", f"{later} minutes later he left.", paper=Paper()
    )
    assert isinstance(start, Read) and isinstance(after, Read)
    assert start.start == datetime(day.year, day.month, day.day, hour, minute)
    assert after.start == start.start + timedelta(minutes=later)
    assert after.earliest <= after.start <= after.latest
    assert after.precision >= 60


PIECES = (
    "On Friday 13 March 2026", "at 14:25", "about ten minutes later", "the next morning", "at half past two",
    "until four", "on Monday", "03/05/2026", "5/30/09", "between 2 and 3", "from 2200 to 0600 hours",
    "just after midnight", "straight after that", "the 14:41 to Osmerby", "ten minutes before the train",
    "since February", "in 2019", "yesterday evening", "[21:35] Kim:", "31 February 2026", "24:00", "at 12 pm",
    "12 o'clock", "·", "Time: 21:40", "8 to 19 June", "the week after", "within two hours",
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6))
def test_whatever_is_said_every_time_is_in_order_and_every_loss_has_its_reason(texts: list[str]) -> None:
    sentences = said(texts)
    rest, own = read_log(sentences, entries_of(sentences, MADE), MADE)
    rows, cells = read_rows(rest, MADE)
    found = [*(r for _, r in own if r), *(r for _, r in cells), *Account(rows, MADE).times()]
    for one in found:
        if isinstance(one, Lost):
            assert one.reason and one.words
            continue
        assert one.earliest <= one.latest and one.start <= one.end and one.precision >= 1
        assert one.words
        if one.extent in ("moment", "throughout"):
            assert one.earliest <= one.start <= one.latest


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 3 and 7 March 2026 I was ill.", [3, 7]),
        ("On 3, 4 and 5 March 2026 I was ill.", [3, 4, 5]),
        ("On the 3rd, 5th & 9th of March 2026 I was ill.", [3, 5, 9]),
        ("I paid 3 and 7 March 2026 was wet.", []),
    ],
)
def test_days_whose_month_is_said_once_are_each_told_of(text: str, days: list[int]) -> None:
    found = [r for r in read(text) if isinstance(r, Read)]
    assert [r.start.day for r in found if r.end - r.start == timedelta(days=1)][: len(days) or 1] == (days or [7])
    assert len(found) == (len(days) or 1)


def test_a_clock_time_beside_several_days_is_listed_apart_with_all_of_them() -> None:
    (lost,) = read("On 3 and 7 March 2026 he rang at 9 pm.")
    assert isinstance(lost, Lost) and lost.reason == words.SEVERAL_DAYS
    assert lost.possible == ("2026-03-03T21:00", "2026-03-07T21:00")


@pytest.mark.parametrize("text", ["Signature: D. Whitlock Date: 16 March 2026", "Date: 16 March 2026"])
def test_the_date_beside_a_signature_is_when_the_statement_was_made(text: str) -> None:
    (one,) = read(text)
    assert isinstance(one, Read) and one.kind == "made"
