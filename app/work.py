"""A file on its way into the case."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

from app.files import Given
from app.reading import Reading
from provenance.records import Source


class SkipError(Exception):
    """A person asked that the file at hand be left out."""


@dataclass(slots=True)
class Work:
    """What is known and under way of one file. `future` is None for one not to be read; `skipped` is by a person.

    `again`: a container that is in the case, read once more for the files inside that are not. `locked_in` is that of
    a locked member, which waits for it.
    """

    given: Given
    source: Source
    reading: Reading = field(default_factory=Reading)
    future: Future[list[object]] | None = None
    skipped: bool = False
    again: bool = False
    locked_in: Source | None = None
