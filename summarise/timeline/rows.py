"""Rows of sheets: the cells that are a time and nothing else say when; what other cells mention is another matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from provenance import timeline_words as words
from provenance.timeline import MarkKind
from summarise.timeline.paper import Paper
from summarise.timeline.read import Lost, Read, Said
from summarise.timeline.stamps import Stamp, whole_stamp

_BETWEEN = " · "
_NOT_WHEN = re.compile(
    r"\b(?:birth|born|dob|expir\w*|duration|length|elapsed|valid|took|total|offset|version|warranty|due)\b", re.I
)
_TALK = re.compile(r"\b(?:text|message|body|content|chat|sms|comment|subject)s?\b", re.I)
_MADE = re.compile(r"\b(?:export|extract|print|report|creat|modif|updat|download)\w*", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row as it is told: the name of its column, "" for none, and what it holds."""

    head: str
    value: str


def cells(text: str) -> list[Cell]:
    """ "Date: 13/03/2026 · Time: 21:40" cell by cell."""
    made = []
    for piece in text.split(_BETWEEN):
        head, colon, value = piece.partition(": ")
        made.append(Cell(head.strip(), value.strip()) if colon else Cell("", piece.strip()))
    return made


def read_rows(said: Sequence[Said], paper: Paper) -> tuple[list[Said], list[tuple[Said, Read | Lost]]]:
    """What rows say beside their own times, for an account, and these times."""
    made: list[Said] = []
    read: list[tuple[Said, Read | Lost]] = []
    for one in said:
        row = cells(one.text)
        talk = any(_TALK.search(c.head) for c in row)
        own = list(_own(row, paper, "message" if talk else "entry"))
        read += [(one, r) for r in own]
        first = next((r for r in own if isinstance(r, Read)), None)
        if first is None and not own:
            made.append(one)
            continue
        made += _beside(one, row, first, talk, paper)
    return made, read


def _own(row: Sequence[Cell], paper: Paper, kind: MarkKind) -> list[Read | Lost]:
    """The times of a row: cells of date and time, else each time with the date; a date alone is a day."""
    stamps = [(c, s) for c in row if not _NOT_WHEN.search(c.head) and (s := whole_stamp(c.value, paper))]
    whole = [(c, s, s.day) for c, s in stamps if s.day]
    dates = [(c, d) for c in row if not _NOT_WHEN.search(c.head) and (d := _date(c.value, paper))]
    bare = [(c, s) for c, s in stamps if s.day is None]
    if not whole and dates:
        whole = [(c, s, dates[0][1]) for c, s in bare]
    if whole:
        return [_read(c, s, day, kind, dates) for c, s, day in whole]
    if dates:
        return [_day(c, d, kind) for c, d in dates]
    return [Lost(-1, s.words, words.NO_DAY) for c, s in bare if c.head or len(row) > 1]


def _date(value: str, paper: Paper) -> date | None:
    """The date that a cell is, and nothing else."""
    found = paper.days(value)
    if len(found) != 1 or value[: found[0].start].strip(" ,.") or value[found[0].end :].strip(" ,."):
        return None
    return found[0].day


def _read(cell: Cell, stamp: Stamp, day: date, kind: MarkKind, dates: Sequence[tuple[Cell, date]]) -> Read:
    at = stamp.at(day)
    zone = (words.ZONE.format(said=stamp.words),) if stamp.zone and at != datetime.combine(day, stamp.clock) else ()
    named = next((f"{c.head}: {c.value}, " for c, d in dates if stamp.day is None and d == day), "")
    cut = named + (f"{cell.head}: {cell.value}" if cell.head else cell.value)
    what: MarkKind = "made" if _MADE.search(cell.head) else kind
    precision = 1 if stamp.seconds else 60
    return Read(-1, what, at, at, at, at, precision, "stated", "moment", cut, zone, zone_said=bool(stamp.zone))


def _day(cell: Cell, day: date, kind: MarkKind) -> Read:
    first = datetime.combine(day, time())
    last = first + timedelta(days=1)
    cut = f"{cell.head}: {cell.value}" if cell.head else cell.value
    what: MarkKind = "made" if _MADE.search(cell.head) else kind
    return Read(-1, what, first, last, first, last, 86400, "stated", "within", cut)


def _beside(one: Said, row: Sequence[Cell], own: Read | None, talk: bool, paper: Paper) -> list[Said]:
    """The cells that are no time themselves, as sentences of the row; in a message they are mentions."""
    day = own.start.date() if own else None
    at = words.clock(own.start) if own and own.extent == "moment" else ""
    rest = [
        c for c in row if not whole_stamp(c.value, paper) and not _date(c.value, paper) and not _NOT_WHEN.search(c.head)
    ]
    return [Said(one.start, one.end, c.value, day, None, (at or "its row") if talk else "") for c in rest if c.value]
