"""Puts claims under few plain headings: by time where sources state it, else by whose account it is; cameras last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from provenance.records import ClaimKind
from summarise.accounts import When
from summarise.times import DAY, clock_face, spoken_day

MOST_HEADINGS = 8
MOST_TIMED = 5
CAMERAS = "From the cameras (camera clock, not checked)"
CHECKED = "From the cameras (camera clock and corrected time, checked)"
UNTIMED = "Time not stated"
UNDATED = "Date not stated"
OTHERS = "Other accounts and documents"
_WIDTHS = (5, 10, 15, 30, 60, 120, 180, 360, 720)  # minutes of one heading


@dataclass(frozen=True, slots=True)
class Entry:
    """What a claim is ordered by: when it says it was, whose account it is, and its place (source, offset).

    `corrected` is when a camera whose clock was checked saw something.
    """

    kind: ClaimKind
    group: str
    when: When | None
    place: tuple[int, float]
    corrected: datetime | time | None = None


def arrange(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    """(heading, index) of every entry, in reading order; at most eight headings.

    Times are a timeline when at least two sentences of two places in the case state one; otherwise claims stand with
    their own account.
    """
    cameras = [i for i, e in enumerate(entries) if e.kind == "observation"]
    texts = [i for i, e in enumerate(entries) if e.kind != "observation"]
    timed = [i for i in texts if (w := entries[i].when) is not None and w.minute is not None]
    if len(timed) < max(2, len(texts) // 5):
        timed = []
    ordered = _timeline(entries, timed)
    untimed = sorted((i for i in texts if i not in set(timed)), key=lambda i: entries[i].place)
    if timed:
        ordered += [(UNTIMED, i) for i in untimed]
    else:
        ordered += _accounts(entries, untimed, MOST_HEADINGS - len({entries[i].corrected is None for i in cameras}))
    return ordered + _cameras(entries, cameras)


def _cameras(entries: Sequence[Entry], cameras: Sequence[int]) -> list[tuple[str, int]]:
    """Entries of cameras: those with a checked clock by corrected time, where all are dated; then the others."""
    placed = sorted(cameras, key=lambda i: entries[i].place)
    dated = {i: at for i in placed if isinstance(at := entries[i].corrected, datetime)}
    checked = [i for i in placed if entries[i].corrected is not None]
    if len(dated) == len(checked):
        checked.sort(key=dated.__getitem__)
    return [(CHECKED, i) for i in checked] + [(CAMERAS, i) for i in placed if entries[i].corrected is None]


def grouped(entries: Sequence[Entry], headings: Sequence[str]) -> list[tuple[str, int]]:
    """(heading, index) of every entry: headings in the order in which they first come, in each by time and place."""
    found = []
    for title in dict.fromkeys(headings):
        mine = [i for i in range(len(entries)) if headings[i] == title]
        found += [(title, i) for i in _by_time(entries, mine)]
    return found


def _accounts(entries: Sequence[Entry], indices: Sequence[int], most: int) -> list[tuple[str, int]]:
    """Entries under the name of their account; beyond `most` names, the least quoted stand together."""
    counts = Counter(entries[i].group for i in indices)
    first = {entries[i].group: entries[i].place for i in reversed(indices)}
    named = sorted(counts, key=lambda g: (-counts[g], first[g]))
    kept = set(named if len(named) <= most else named[: most - 1])
    titles = sorted(kept, key=lambda g: first[g])
    ordered = [(title, i) for title in titles for i in indices if entries[i].group == title]
    return ordered + [(OTHERS, i) for i in indices if entries[i].group not in kept]


def _timeline(entries: Sequence[Entry], timed: Sequence[int]) -> list[tuple[str, int]]:
    """Entries by day and minute: the day that most speak of is divided by time, other days stand before and after.

    Where the case speaks of several days, what states a time and no date stands apart, as nobody said on which it was;
    it is what is divided, where it is more.
    """
    if not timed:
        return []
    when = {i: w for i in timed if (w := entries[i].when) is not None}
    dates = Counter(w.day for w in when.values() if w.day)
    main = min(dates, key=lambda d: (-dates[d], d)) if dates else None
    several = len(dates) > 1
    before = [i for i in timed if (d := when[i].day) and main and d < main]
    after = [i for i in timed if (d := when[i].day) and main and d > main]
    undated = [i for i in timed if several and when[i].day is None]
    on_day = [i for i in timed if i not in {*before, *after, *undated}]
    room = MOST_TIMED - bool(before) - bool(after)
    found = [(f"Before {spoken_day(main)}", i) for i in _by_day(entries, before)] if main and before else []
    if main and len(undated) > len(on_day):
        found += [(spoken_day(main), i) for i in _by_time(entries, on_day)]
    else:
        found += _day(entries, on_day, spoken_day(main) if main and several else "", room)
    if main and after:
        found += [(f"After {spoken_day(main)}", i) for i in _by_day(entries, after)]
    if len(undated) > len(on_day):
        return found + _day(entries, undated, UNDATED, room)
    return found + [(UNDATED, i) for i in _by_time(entries, undated)]


def _day(entries: Sequence[Entry], indices: Sequence[int], day: str, most: int) -> list[tuple[str, int]]:
    """Entries of one day under stretches of equal length; two ends stay open so that headings stay few."""
    ordered = _by_time(entries, indices)
    minutes = [_minute(entries[i]) for i in ordered]
    width, first, last = _stretch(minutes, most)
    named = f"{day}, " if day else ""
    found = []
    for i, minute in zip(ordered, minutes, strict=True):
        start = minute // width * width
        if first == last:
            title = f"{clock_face(first)} to {clock_face(first + width)}"
        elif start < first:
            title = f"before {clock_face(first)}"
        elif start >= last:
            title = f"from {clock_face(last)}"
        else:
            title = f"{clock_face(start)} to {clock_face(start + width)}"
        found.append((_capital(named + title), i))
    return found


def _stretch(minutes: Sequence[int], most: int) -> tuple[int, int, int]:
    """(width, first, last): the narrowest stretches, so few that the middle ones and two open ends are `most`.

    Only the stretches that hold a time count. The open ends take what lies outside the densest run of them.
    """
    for width in _WIDTHS:
        starts = Counter(m // width * width for m in minutes)
        if len(starts) <= most:
            ordered = sorted(starts)
            return width, ordered[0], ordered[-1] if len(ordered) == 1 else ordered[-1] + width
        inner = _densest(starts, width, most - 2)
        held = sum(count for start, count in starts.items() if inner[0] <= start < inner[1])
        if held * 3 >= 2 * len(minutes) and most > 2:
            return width, *inner
    return DAY, 0, 0


def _densest(starts: Counter[int], width: int, count: int) -> tuple[int, int]:
    """The run of `count` stretches that holds most times, the earliest of equals."""
    best = max(sorted(starts), key=lambda s: (sum(starts[s + width * k] for k in range(max(1, count))), -s))
    return best, best + width * max(1, count)


def _by_time(entries: Sequence[Entry], indices: Sequence[int]) -> list[int]:
    return sorted(indices, key=lambda i: (_minute(entries[i]), entries[i].place))


def _by_day(entries: Sequence[Entry], indices: Sequence[int]) -> list[int]:
    return sorted(_by_time(entries, indices), key=lambda i: _ordinal(entries[i]))


def _ordinal(entry: Entry) -> int:
    return entry.when.day.toordinal() if entry.when and entry.when.day else 0


def _minute(entry: Entry) -> int:
    return entry.when.minute if entry.when and entry.when.minute is not None else 0


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
