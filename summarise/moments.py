"""Says when chosen units say things were: from their own words, or the words just before them in the same passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from provenance.records import Notice, Passage, Source
from summarise.text import fold
from summarise.times import When, account_times, clock_face, days
from summarise.units import Unit

_WHOLE = 60  # passages of a source that are read whole for its times; of a longer one only those just before
_BEFORE = 8
_SENTENCES_BEFORE = 3


def unit_times(chosen: Sequence[Unit], passages: Sequence[Passage], source: Source) -> list[When | None]:
    """When each unit of one source says it was; `passages` are the source's, in order.

    A unit without a time takes that of the sentences just before it in its passage; it is then not its `own`.
    """
    year = _year(source)
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
    return notes


def _read(passages: Sequence[Passage], year: int | None) -> dict[tuple[str, int], When | None]:
    """(passage id, sentence start) → its time."""
    keys = [(p.id, s.start) for p in passages for s in p.sentences]
    texts = [fold(s.text) for p in passages for s in p.sentences]
    return dict(zip(keys, account_times(texts, year), strict=True))


def _of(unit: Unit, read: dict[tuple[str, int], When | None]) -> When | None:
    sentences = unit.passage.sentences
    own = [i for i, s in enumerate(sentences) if unit.start <= s.start < unit.end]
    found = [when for i in own if (when := read.get((unit.passage.id, sentences[i].start))) is not None]
    stated = next((w for w in found if w.minute is not None), None)
    if stated or not own:
        return stated
    if any(w.reading == "open" for w in found):
        return found[0]
    for i in range(own[0] - 1, max(-1, own[0] - 1 - _SENTENCES_BEFORE), -1):
        before = read.get((unit.passage.id, sentences[i].start))
        if before and before.minute is not None:
            return replace(before, own=False)
    return found[0] if found else None


def _year(source: Source) -> int | None:
    """The year of the statement, or of the source: for dates that state none."""
    for stated in (source.fields.get("statement_date", ""), source.dated):
        named = [d.day.year for d in days(stated) if d.day]
        if named:
            return named[0]
    return None
