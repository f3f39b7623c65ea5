"""The own time of a message, in a chat or as a row: what it mentions ("meet at 15:00") is not when it was."""

from __future__ import annotations

from collections.abc import Sequence

from summarise.accounts import Dated, When
from summarise.timeline.entries import Entry, entries_of, is_chat, read_log
from summarise.timeline.paper import Paper
from summarise.timeline.read import Read, Said
from summarise.timeline.rows import read_rows
from summarise.times import month_first

_ROW = " · "


def message_times(texts: Sequence[str], year: int | None) -> dict[int, When]:
    """When each sentence that belongs to a message was sent, by its number; empty for what is no chat."""
    paper = Paper(year, month_first=any(map(month_first, texts)))
    said = [Said(n, n + 1, text) for n, text in enumerate(texts)]
    entries = entries_of(said, paper)
    if is_chat(entries):
        return _of_chat(said, entries, paper)
    return _of_rows([s for s in said if _ROW in s.text and ": " in s.text], paper)


def _of_chat(said: Sequence[Said], entries: dict[int, Entry], paper: Paper) -> dict[int, When]:
    rest, own = read_log(said, entries, paper)
    found = {one.start: _when(entries[one.start], read) for one, read in own}
    last: When | None = None
    mentions = {s.start for s in rest if s.mentions}
    for n in range(len(said)):
        last = found.get(n, last)
        if n not in found and n in mentions and last:
            found[n] = When(last.day, last.minute, 0, "stated", last.words, own=False, dated="before")
    return found


def _when(entry: Entry, read: Read | None) -> When:
    stamp = entry.stamp
    dated: Dated = "before" if stamp.day is None else "year" if stamp.yearless else "own"
    if read is None:
        return When(None, stamp.clock.hour * 60 + stamp.clock.minute, 0, "stated", stamp.words, dated=dated)
    return When(read.start.date(), read.start.hour * 60 + read.start.minute, 0, "stated", stamp.words, dated=dated)


def _of_rows(said: Sequence[Said], paper: Paper) -> dict[int, When]:
    found: dict[int, When] = {}
    for one, read in read_rows(said, paper)[1]:
        if isinstance(read, Read) and read.kind == "message" and read.extent == "moment" and one.start not in found:
            minute = read.start.hour * 60 + read.start.minute
            found[one.start] = When(read.start.date(), minute, 0, "stated", read.words)
    return found
