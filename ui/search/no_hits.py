"""What stands where there are no hits, and why there are none."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from provenance.records import Source
from ui.search import telling
from ui.strings import search as words
from ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from app.search import Found, Mode


def not_asked(sources: Collection[Source]) -> EmptyState:
    """Nothing was searched for yet, or there is nothing to search."""
    if not sources:
        return EmptyState(words.NO_SOURCES_HEAD, words.NO_SOURCES_TEXT)
    return EmptyState(words.SEARCH_EMPTY_HEAD, words.SEARCH_EMPTY_TEXT)


def none_found(
    typed: str, mode: Mode, found: Found, sources: Collection[Source], switch: Callable[[str], None]
) -> EmptyState:
    """A search found nothing; `switch` searches the other way."""
    other = "meaning" if mode == "words" else "words"
    name = words.SEARCH_MEANING if other == "meaning" else words.SEARCH_WORDS
    said = telling.nothing(typed, mode, found, sources)
    return EmptyState(words.NOTHING_HEAD, said, (name, lambda: switch(other)))


def all_taken_out() -> EmptyState:
    """Every hit was on a source that came to be withheld."""
    return EmptyState(words.ALL_TAKEN_OUT_HEAD, words.ALL_TAKEN_OUT_TEXT)
