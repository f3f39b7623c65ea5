"""The times of a case for people and scripts: made, narrowed to a stretch of time, and set as lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.store.case_store import CaseStore
from provenance.timeline import MADE, Mark, Timeline
from provenance.timeline_told import told
from summarise.timeline.line import Kept, timeline
from summarise.times import days

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?")
_SEVERAL = (
    "it names no day, and the times of this case are of {count} days. Put the day before it, as in "
    '"{day} {time}" (in quotation marks) or {day}T{time}'
)
_WRITE = 'write it as 2026-05-03, 2026-05-03T14:20, "3 May 2026 14:20", or 14:20 where all was on one day'
_ZONED = "times are read by the clock on the wall, without Z or an offset. Write it as 2026-05-03T14:20"
_TURNED = "it lies before {since}, where the stretch begins: exchange the two, or change one"
_NIGHT = "it lies before {since} on the only day of this case. Where it is of the day after, write it as {after}"
_NO_DAY = "it names no day, and this case has no time from which to take one. Write it as 2026-05-03T14:20"


@dataclass(frozen=True, slots=True)
class Line:
    """One mark for people: what stands for its time, the source, and the words; `mark` is what it tells of."""

    when: str
    mark: Mark


def make(
    store: CaseStore,
    source_ids: Sequence[str] | None,
    progress: Progress,
    since: datetime | None = None,
    until: datetime | None = None,
    kept: Kept | None = None,
) -> Timeline:
    """The times of the sources named, all for None, that may lie between two moments; see `summarise.timeline.line`.

    Raises UsageError("unknown_id" | "source_held"), TaskError("cancelled").
    """
    for source_id in source_ids or ():
        if store.source(source_id).withheld:
            raise UsageError("source_held", id=source_id)
    made = timeline(store, source_ids, progress, kept)
    return within(made, since, until)


def within(made: Timeline, since: datetime | None, until: datetime | None) -> Timeline:
    """The marks that may lie between two moments; what has no place stays with them."""
    kept = [m for m in made.marks if (until is None or m.earliest <= until) and (since is None or m.latest >= since)]
    return replace(made, marks=tuple(kept))


def moment(text: str, end: bool = False) -> datetime:
    """A moment as a person types it: "2026-05-03", "3 May 2026 14:20", "2026-05-03T14:20:05"; a day alone is its
    beginning, or its `end`.

    Raises UsageError("bad_value").
    """
    typed = text.strip()
    try:
        read: tuple[datetime | None, bool] = datetime.fromisoformat(typed), len(typed) <= len("2026-05-03")
    except ValueError:
        read = _spelt(typed)
    found, alone = read
    if found is None or found.tzinfo is not None:
        raise UsageError("bad_value", value=text, what="a time", why=_ZONED if found else _WRITE)
    try:
        return found + timedelta(days=int(end and alone))
    except OverflowError:  # the end of the last day that can be written
        return datetime.max


def _spelt(text: str) -> tuple[datetime | None, bool]:
    """A day in words or figures, with a time after it or alone: "3 May 2026 14:20", "04.05.26"."""
    named = days(text)
    if len(named) != 1 or not named[0].day:
        return None, False
    rest = (text[: named[0].start] + text[named[0].end :]).strip(" ,").removeprefix("at ").strip()
    clock = bare_clock(rest) if rest else time()
    return (None if clock is None else datetime.combine(named[0].day, clock)), not rest


def narrowed(made: Timeline, since: str | None, until: str | None) -> Timeline:
    """The marks that may lie between two moments as a person types them; a time without a day, "22:40", is of the one
    day on which everything happened.

    Raises UsageError("bad_value") where a moment cannot be read, where a time states no day and there are several, and
    where the last moment lies before the first.
    """
    first = _of_case(since, made) if since else None
    last = _of_case(until, made, end=True) if until else None
    if until and first and last and last < first:
        after = (last + timedelta(days=1)).isoformat(timespec="minutes")
        why = _NIGHT if bare_clock(until) else _TURNED
        raise UsageError("bad_value", value=until, what="the end", why=why.format(since=since, after=after))
    return within(made, first, last)


def bare_clock(text: str) -> time | None:
    """A time without a day, "22:40", "22.40" or "22:40:05"; None for what else is typed."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(part) for part in found.groups(default="0"))
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _of_case(text: str, made: Timeline, end: bool = False) -> datetime:
    clock = bare_clock(text)
    if clock is None:
        return moment(text, end)
    found = Counter(m.start.date() for m in made.marks if m.kind not in MADE and not m.by_day)
    if len(found) == 1:
        return datetime.combine(next(iter(found)), clock)
    if not found:
        raise UsageError("bad_value", value=text, what="a time", why=_NO_DAY)
    busiest = found.most_common(1)[0][0]
    why = _SEVERAL.format(count=len(found), day=busiest.isoformat(), time=clock.isoformat("minutes"))
    raise UsageError("bad_value", value=text, what="a time", why=why)


def days_of(marks: Iterable[Mark]) -> Iterator[tuple[date, list[Line]]]:
    """The marks day by day, in order of time."""
    for day, some in groupby(marks, key=lambda m: m.start.date()):
        yield day, [Line(told(m), m) for m in some]
