"""The times that the sources of a draft state, as its report lists them: day by day, each with how it was read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from provenance import timeline_words as words
from provenance.timeline import MADE, Mark, Timeline
from provenance.timeline_told import told

MOST = 300  # times that a report lists


@dataclass(frozen=True, slots=True)
class TimeView:
    """One time: when, in which source (`anchor` is its place in the report), the words, and how it was read."""

    when: str
    title: str
    label: str
    anchor: str
    kind: str
    text: str
    how: str


@dataclass(frozen=True, slots=True)
class TimesView:
    """The days with their times; `more` are left out for room, `unplaced` have no place."""

    days: tuple[tuple[str, tuple[TimeView, ...]], ...]
    more: int
    unplaced: int


def times_view(timeline: Timeline, source_ids: Collection[str]) -> TimesView | None:
    """The clock times of these sources; None for none. Days alone and when papers were made are not listed."""
    marks = [m for m in timeline.marks if m.source_id in source_ids and not m.by_day and m.kind not in MADE]
    if not marks:
        return None
    listed = groupby(marks[:MOST], key=lambda m: m.start.date())
    days = tuple((words.spoken(day), tuple(map(_time, some))) for day, some in listed)
    return TimesView(days, len(marks[MOST:]), sum(u.source_id in source_ids for u in timeline.unplaced))


def _time(mark: Mark) -> TimeView:
    title = mark.exhibit or mark.citation.source_name
    kind = "" if mark.kind in ("event", "entry") else words.KIND[mark.kind]
    text = f"{mark.words}: {mark.text}" if mark.camera else mark.text
    return TimeView(told(mark), title, mark.citation.label, f"source-{mark.source_id}", kind, text, "; ".join(mark.how))
