"""Says when chosen units say things were: from their own words, or the words just before them in the same passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provenance.records import Notice, Passage, Source
from summarise.accounts import When, account_times
from summarise.own_times import message_times
from summarise.text import fold
from summarise.times import clock_face, days, spoken_day
from summarise.units import Unit

_WHOLE = 60  # passages of a source that are read whole for its times; of a longer one only those just before
_BEFORE = 8
_SENTENCES_BEFORE = 2
_PARAGRAPH = 1  # characters between two sentences; more is a new paragraph or a page's edge
_SPAN = re.compile(r"\b(?:since|from|until|till|before|after|by)(?: about| around)?\s$", re.IGNORECASE)
_ANOTHER_TIME = re.compile(
    r"\b(?:\w+day|tomorrow|yesterday|later|afterwards|since|next|following|earlier|previous(?:ly)?|ago|night|usually|always)\b",
    re.IGNORECASE,
)


def unit_times(chosen: Sequence[Unit], passages: Sequence[Passage], source: Source) -> list[When | None]:
    """When each unit of one source says it was; `passages` are the source's, in order.

    A unit without a time takes that of the sentences just before it in its passage; it is then not its `own`.
    """
    year = stated_year(source)
    if len(passages) <= _WHOLE:
        read = _read(passages, year)
        return [_of(unit, read) for unit in chosen]
    place = {p.id: i for i, p in enumerate(passages)}
    found = []
    for unit in chosen:
        i = place[unit.passage.id]
        found.append(_of(unit, _read(passages[max(0, i - _BEFORE) : i + 1], year)))
    return found


def time_notes(when: When | None) -> list[Notice]:
    """How a time was read, where it is not the sentence's own plain statement."""
    if when is None or when.minute is None:
        return []
    notes = []
    if when.reading == "context":
        detail = f"“{when.words}” read as {clock_face(when.minute)} from other times in the same account"
        notes.append(Notice("time_from_context", detail))
    if not when.own:
        notes.append(Notice("time_from_before", f"placed by the time stated just before: “{when.words}”"))
    if when.day and when.dated == "before":
        told = f"its words state no date: placed on {spoken_day(when.day)}, the date stated last before them"
        notes.append(Notice("date_from_before", told))
    elif when.day and when.dated == "year":
        told = f"its date states no year: placed on {spoken_day(when.day)}, in the year of the document"
        notes.append(Notice("year_from_source", told))
    return notes


def _read(passages: Sequence[Passage], year: int | None) -> dict[tuple[str, int], When | None]:
    """(passage id, sentence start) → its time."""
    keys = [(p.id, s.start) for p in passages for s in p.sentences]
    texts = [fold(s.text) for p in passages for s in p.sentences]
    read = account_times(texts, year)
    for n, when in message_times(texts, year).items():
        read[n] = when
    return dict(zip(keys, read, strict=True))


def _of(unit: Unit, read: dict[tuple[str, int], When | None]) -> When | None:
    sentences = unit.passage.sentences
    own = [i for i, s in enumerate(sentences) if unit.start <= s.start < unit.end]
    found = [when for i in own if (when := read.get((unit.passage.id, sentences[i].start))) is not None]
    stated = next((w for w in found if w.minute is not None), None)
    if stated or not own:
        return stated
    if any(w.reading == "open" for w in found) or _ANOTHER_TIME.search(unit.text):
        return found[0] if found else None
    return _before(unit.passage, own[0], read) or (found[0] if found else None)


def _before(passage: Passage, at: int, read: dict[tuple[str, int], When | None]) -> When | None:
    """The time stated at most two sentences before in the same paragraph, as a moment ("at 14:35"), not as a span."""
    for i in range(at - 1, max(-1, at - 1 - _SENTENCES_BEFORE), -1):
        sentence, after = passage.sentences[i], passage.sentences[i + 1]
        if after.start - sentence.end > _PARAGRAPH:
            return None
        when = read.get((passage.id, sentence.start))
        if when and when.minute is not None:
            stated = fold(sentence.text).partition(when.words)[0]
            return None if _SPAN.search(stated) else replace(when, own=False, dated="before")
    return None


def stated_year(source: Source) -> int | None:
    """The year of the statement, or of the source: for dates that state none."""
    for stated in (source.fields.get("statement_date", ""), source.dated):
        named = [d.day.year for d in days(stated) if d.day]
        if named:
            return named[0]
    return None
