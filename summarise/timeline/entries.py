"""Entries of logs and messages of chats: each has its own time; what it mentions beside that is another matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from provenance import timeline_words as words
from provenance.layers import Layer
from provenance.timeline import MarkKind
from summarise.text import fold
from summarise.timeline.paper import Paper
from summarise.timeline.read import Read, Said
from summarise.timeline.stamps import Stamp, foot_stamp, head_stamp
from summarise.timeline.stated_days import dates, heading_day

_LEAST = 2  # stamped sentences that make a log, where they bear dates or names
_LEAST_BARE = 3  # where they do not
_MOST = 700  # code points of an entry that is cited
_NAME = re.compile(r"[\s\]\-–—:|~\"',;]*(?P<name>[^\W\d_+][^:\n]{0,40}|\+[\d ()-]{6,20}):\s")
_ALONE = re.compile(r"[ \t]*(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?[ \t]*")
_GOES_ON = re.compile(
    r"(?:\b(?:at|about|around|before|after|until|till|to|from|since|by|and|or|between|of|for|than|was|the|on)|[,–—-])\s*$",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]{2,}\W+[^\W_]+|[^\W\d_]{6,}")
_INITIALS = re.compile(r"[\[(][A-Z]{1,4}[\])][ \t]*$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'])")
_UPPER_BEHIND = re.compile(r"\W{0,3}\d[\d:./hrs -]*[^\w\n]{0,6}[A-Z\[(“\"]")
_HALF = re.compile(r"[ap]\.?m\b", re.I)
_NOON_ROUND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence that is an entry with its own time; `name` who speaks, as chats have it; `below`: the time ends it."""

    stamp: Stamp
    name: str = ""
    below: bool = False


def with_entries(layer: Layer, said: Sequence[Said]) -> list[Said]:
    """Sentences of a source, those of a log whose times stand on lines of their own cut anew at its entries."""
    spans = [span for part in layer.parts if part.kind not in ("row", "cue") for span in _columns(layer, part.ordinal)]
    if len(spans) < _LEAST_BARE:
        return list(said)
    made = [Said(a, b, fold(layer.slice(a, min(b, a + _MOST)))) for a, b in spans]
    for one in said:
        made += _outside(layer, one, spans)
    return sorted(made, key=lambda s: (s.start, s.end))


def cut_at_stamps(layer: Layer, said: Sequence[Said], paper: Paper) -> list[Said]:
    """The sentences of a log, cut at lines that begin with a time: a heading ends where the first entry begins."""
    if sum(head_stamp(one.text, paper) is not None for one in said) < _LEAST:
        return list(said)
    return [piece for one in said for piece in _cut(layer, one, paper)]


def _cut(layer: Layer, one: Said, paper: Paper) -> list[Said]:
    raw = layer.slice(one.start, one.end)
    edges = [0]
    for line in re.finditer(r"\n[ \t]*(?=\S)", raw):
        above = raw[edges[-1] : line.start()]
        begins = _UPPER_BEHIND.match(raw, line.end()) and head_stamp(fold(raw[line.end() :]), paper)
        if begins and above.strip() and not _GOES_ON.search(above):
            edges.append(line.end())
    if len(edges) == 1:
        return [one]
    pieces = [(a, a + len(raw[a:b].rstrip())) for a, b in pairwise([*edges, len(raw)])]
    return [replace(one, start=one.start + a, end=one.start + b, text=fold(raw[a:b])) for a, b in pieces]


def _columns(layer: Layer, ordinal: int) -> list[tuple[int, int]]:
    """[start, end) of the entries of a part that begin with a time alone on its line."""
    start = layer.part(ordinal).start
    lines: list[tuple[int, str]] = []
    for line in layer.part_text(ordinal).splitlines(keepends=True):
        lines.append((start, line.rstrip("\n")))
        start += len(line)
    begun = [i for i in range(len(lines) - 1) if _begins(lines, i)]
    if not begun:
        return []
    blocks = [range(a, b) for a, b in pairwise([*begun, len(lines)])]
    initials = sum(any(_INITIALS.search(lines[i][1]) for i in b) for b in blocks) >= 0.6 * len(blocks)
    return [_span(lines, block, initials) for block in blocks]


def _begins(lines: Sequence[tuple[int, str]], i: int) -> bool:
    """Whether a line is a time alone that heads what follows: not a cell of a timetable, nor a sentence's break."""
    if not _ALONE.fullmatch(lines[i][1]) or not _WORDS.search(lines[i + 1][1]):
        return False
    above = lines[i - 1][1] if i else ""
    return not (_GOES_ON.search(above) or _ALONE.fullmatch(above) or lines[i + 1][1][:1].islower())


def _span(lines: Sequence[tuple[int, str]], block: range, initials: bool) -> tuple[int, int]:
    last = block[-1]
    for i in block:
        ended = _INITIALS.search(lines[i][1]) if initials else not lines[i][1].strip()
        if ended and i > block[0]:
            last = i
            break
    at, text = lines[last]
    return lines[block[0]][0], at + len(text.rstrip())


def _outside(layer: Layer, one: Said, spans: Sequence[tuple[int, int]]) -> list[Said]:
    """What of a sentence lies outside the entries."""
    touching = [(a, b) for a, b in spans if a < one.end and one.start < b]
    if not touching:
        return [one]
    edges = [one.start, *(x for span in touching for x in span), one.end]
    rest = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    made = [Said(a, b, fold(layer.slice(a, b))) for a, b in rest]
    return [m for m in made if _WORDS.search(m.text)]


def entries_of(said: Sequence[Said], paper: Paper) -> dict[int, Entry]:
    """Which sentences are entries, by index; none where they are too few to be a log."""
    heads = {i: Entry(stamp, _name(s.text, stamp)) for i, s in enumerate(said) if (stamp := head_stamp(s.text, paper))}
    dated = sum(e.stamp.day is not None or bool(e.name) for e in heads.values())
    feet = {i: Entry(stamp, below=True) for i, s in enumerate(said) if (stamp := foot_stamp(s.text, paper))}
    if len(heads) >= (_LEAST if dated >= _LEAST else _LEAST_BARE) and len(heads) >= len(feet):
        return heads
    feet = {i: e for i, e in feet.items() if not _GOES_ON.search(said[i].text[: e.stamp.start])}
    return feet if len(feet) >= _LEAST and 2 * len(feet) >= len(said) - 1 else {}


def _name(text: str, stamp: Stamp) -> str:
    found = _NAME.match(text, stamp.end)
    return found["name"].strip() if found else ""


def is_chat(entries: dict[int, Entry]) -> bool:
    """Whether the entries are messages of people: most say who speaks, or bear their time at their foot."""
    named = sum(bool(e.name) or e.below for e in entries.values())
    return bool(entries) and named >= 0.6 * len(entries)


def by_24(entries: dict[int, Entry]) -> bool:
    """Whether the entries bear times of 24 hours."""
    return any(e.stamp.clock.hour >= 13 and not _HALF.search(e.stamp.words) for e in entries.values())


def read_log(
    said: Sequence[Said], entries: dict[int, Entry], paper: Paper, flowing: frozenset[int] = frozenset()
) -> tuple[list[Said], list[tuple[Said, Read | None]]]:
    """The sentences of a log for its account, and each entry with its own time (None where its day is not known).

    `flowing`: the sentences that go on in the line of the one before them, and are of its entry.
    """
    chat = is_chat(entries)
    kind: MarkKind = "message" if chat else "entry"
    made: list[Said] = []
    read: list[tuple[Said, Read | None]] = []
    heading: date | None = None
    last: datetime | None = None
    within = False  # an entry
    for i, one in enumerate(said):
        entry = entries.get(i)
        if entry is None:
            within = within and i in flowing
            if within and last and not chat:
                made.append(replace(one, day=last.date(), entry=last))
                continue
            told = next((d.day for d in dates(one.text, paper) if d.holds), None)
            heading = told or heading_day(one.text, paper) or heading
            inside = chat and last is not None and heading is None
            made.append(replace(one, mentions=words.clock(last)) if inside and last else one)
            last = last if inside or not chat else None
            continue
        within = True
        last, how = _when(entry.stamp, heading, last)
        read.append((one, _read(entry.stamp, kind, last, how) if last else None))
        made += _inner(one, entry, chat, last)
    return made, read


def _when(stamp: Stamp, heading: date | None, last: datetime | None) -> tuple[datetime | None, tuple[str, ...]]:
    """When an entry was, its day its own, else that of the heading or the entry before, past midnight the next."""
    zone = (words.ZONE.format(said=stamp.words),) if stamp.zone and stamp.converted else ()
    if stamp.day:
        year = (words.YEAR.format(year=stamp.day.year),) if stamp.yearless else ()
        return stamp.at(stamp.day), (*zone, *year)
    day = max(heading, last.date()) if heading and last else heading or (last.date() if last else None)
    if day is None:
        return None, ()
    at = stamp.at(day)
    if last and last - at > _NOON_ROUND:
        return at + timedelta(days=1), (words.ENTRY_DAY, words.PAST_MIDNIGHT)
    return at, (words.ENTRY_DAY,)


def _read(stamp: Stamp, kind: MarkKind, at: datetime, how: tuple[str, ...]) -> Read:
    precision = 1 if stamp.seconds else 60
    return Read(-1, kind, at, at, at, at, precision, "stated", "moment", stamp.words, how, zone_said=bool(stamp.zone))


def _inner(one: Said, entry: Entry, chat: bool, at: datetime | None) -> list[Said]:
    """The words of an entry without its stamp, sentence by sentence; each cites the whole entry."""
    stamp = entry.stamp
    body = one.text[: stamp.start] if entry.below else one.text[stamp.end :]
    mentions = (words.clock(at) if at else stamp.words) if chat else ""
    day = at.date() if at else stamp.day
    pieces = [p for p in _SENTENCE.split(body) if p.strip()]
    return [Said(one.start, one.end, p.strip(), day, at, mentions) for p in pieces]
