"""Finds the turns of an interview that is set as a table: a row for each turn, with who speaks before what is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest.dialogue import Turn, speaker_name
from ingest.furniture import CleanText
from ingest.heads import looks_like_datum
from ingest.places import TABLE_ROW
from provenance.records import Part

_SPEAKER = re.compile(r"[^\W\d_][\w.'’\- ]{0,40}(?:\([\w ]{1,30}\))?")
_MOST_NAME = 5  # words of who speaks
_LEAST_ROWS = 4
_LEAST_ASKED = 2  # rows that ask, each followed by another speaker's
_HEAD = re.compile(r"(?:speaker|(?:person|who)\s+(?:is\s+)?speaking|said\s+by|voice)\W*", re.I)
_ASKS = re.compile(r"[?؟？][\"'”’»)\]]*\s*\Z")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: where it stands in the layer, who speaks ("" where nobody is named) and where his words begin."""

    start: int
    end: int
    speaker: str
    body: int
    asks: bool
    heads: bool


def table_talk(parts: Sequence[Part], spans: Sequence[Span], text: CleanText) -> tuple[list[Turn], list[Span]]:
    """The turns of all tables that are talk, and the spans of the layer where these stand; `spans` are the parts'.

    A table is talk when the same few names come in turn and what one of them asks another answers, or when its head
    says that they speak: a schedule of what people did has names as well. A row without a name goes on with the one
    above.
    """
    found: list[Turn] = []
    where: list[Span] = []
    for rows in _tables(parts, spans):
        if _is_talk(rows):
            found += _turns(rows, text)
            where.append((rows[0].start, rows[-1].end))
    return found, where


def _tables(parts: Sequence[Part], spans: Sequence[Span]) -> Iterator[list[_Row]]:
    labels = [(m["table"], m["row"]) if (m := TABLE_ROW.fullmatch(part.label)) else None for part in parts]
    for table, run in groupby(range(len(parts)), key=lambda i: at[0] if (at := labels[i]) else None):
        if table:
            rows = [list(row) for _, row in groupby(run, key=lambda i: labels[i])]
            yield [_row([(parts[i].text, spans[i][0]) for i in row], spans[row[-1]][1]) for row in rows]


def _row(pieces: Sequence[tuple[str, int]], end: int) -> _Row:
    """A row from its paragraphs (text, offset): figures such as times, then who speaks, then what he says."""
    cells = [(m[0], at + m.start()) for text, at in pieces for m in re.finditer(r"[^\t\n]+", text) if m[0].strip()]
    start = pieces[0][1]
    heads = len(cells) > 1 and any(_HEAD.fullmatch(cell.strip()) for cell, _ in cells)
    after = next((i for i, (cell, _) in enumerate(cells) if not looks_like_datum(cell)), len(cells))
    name = cells[after][0].strip().removesuffix(":") if after < len(cells) else ""
    named = after + 1 < len(cells) and _SPEAKER.fullmatch(name) and len(name.split()) <= _MOST_NAME
    body = cells[after + 1][1] if named else cells[after][1] if after < len(cells) else start
    return _Row(start, end, name if named else "", body, bool(cells and _ASKS.search(cells[-1][0])), heads)


def _is_talk(rows: Sequence[_Row]) -> bool:
    said = [row for row in rows if row.speaker and not row.heads]
    counts = Counter(row.speaker for row in said)
    again = [row for row in said if counts[row.speaker] > 1]
    changes = sum(a.speaker != b.speaker for a, b in pairwise(said))
    if len(said) < _LEAST_ROWS or len({row.speaker for row in again}) < 2 or 2 * changes < len(said) - 1:
        return False
    answered = sum(a.asks and a.speaker != b.speaker for a, b in pairwise(said))
    return rows[0].heads or (2 * len(again) > len(said) and answered >= max(_LEAST_ASKED, len(said) // 8))


def _turns(rows: Sequence[_Row], text: CleanText) -> list[Turn]:
    """A turn for each row that names who speaks, over the rows that go on with it; rows before them are text."""
    found: list[Turn] = []
    for row in rows:
        start, body, end = text.at(row.start), text.at(row.body), text.at(row.end)
        if row.speaker and not row.heads:
            found.append(Turn(start, body, end, "speech", speaker_name(row.speaker)))
        elif found and not row.heads:
            last = found[-1]
            found[-1] = Turn(last.start, last.body, end, last.role, last.speaker)
        else:
            found.append(Turn(start, start, end, "text"))
    return [turn for turn in found if turn.start < turn.end]
