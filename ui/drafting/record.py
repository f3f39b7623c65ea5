"""The search record as rows of a table: every brief, question and search that was put to the case, empty ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provenance.store.records import SearchRecord
from ui.strings import drafting as words

Row = tuple[str, ...]


def rows(drafts: Iterable[SearchRecord], passages: Iterable[Mapping[str, object]]) -> list[Row]:
    """Rows under `words.COLUMNS`, the oldest first; `passages` are as `app.search.searches` gives them.

    A draft begun by hand was put to nothing, and is left out.
    """
    found = [(*_draft(one),) for one in drafts if not one.by_hand] + [_passages(one) for one in passages]
    return sorted(found, key=lambda cells: cells[1])


def _draft(one: SearchRecord) -> Row:
    what = words.WHAT_QUESTION if one.question else words.WHAT_BRIEF if one.brief else words.WHAT_OVERVIEW
    counts = (str(one.claims), str(one.searched))
    return (one.draft_id, one.at, one.by, what, one.brief, *counts, one.generator, str(one.seed))


def _passages(one: Mapping[str, object]) -> Row:
    what = words.WHAT_PASSAGES.format(mode=one["mode"])
    said = (str(one[name]) for name in ("words", "hits", "searched"))
    return ("", str(one["at"]), str(one["by"]), what, *said, "", "")
