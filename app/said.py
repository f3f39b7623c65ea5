"""What a reader may say of its file: a plain description, and nothing that people decide or Attest itself records.

A reader that was taken over by its file could else confirm a statement, set a camera's clock or link two sources.
"""

from __future__ import annotations

from math import isfinite

from app.confirming import CONFIRMED
from app.enclosed import COUNT, MADE
from app.links import PARTED
from ingest.items import Advance, Fields, Fitted, Held, Opened
from provenance.errors import TaskError
from provenance.records import Notice

_NOT_ITS_OWN = frozenset({CONFIRMED, COUNT, MADE, PARTED, "exhibit", "mark", "privilege"})
_BEGINS, _ENDS = "clock_", "_of"  # the check of a camera's clock; links, and what a file is a duplicate of
_NAME, _VALUE, _FIELDS = 64, 20_000, 1000  # most characters of a name and of a value, and most fields
_PAGES = 10**9


def described(said: Fields) -> dict[str, str]:
    """The fields that a reader may set; a value beyond all measure is cut. Raises TaskError for what is no text."""
    values: object = said.values
    if not isinstance(values, dict) or len(values) > _FIELDS:
        raise TaskError("task_crashed", error="fields of another kind")
    found = {}
    for name, value in values.items():
        if type(name) is not str or type(value) is not str or len(name) > _NAME:
            raise TaskError("task_crashed", error="a field of another kind")
        if name not in _NOT_ITS_OWN and not name.startswith(_BEGINS) and not name.endswith(_ENDS):
            found[name] = value[:_VALUE]
    return found


def noticed(said: Notice) -> Notice:
    """A warning or finding; raises TaskError for one that is not made of text."""
    if type(said) is not Notice or any(type(part) is not str for part in (said.code, said.detail, said.place)):
        raise TaskError("task_crashed", error="a notice of another kind")
    return said


def held(said: Held) -> Held:
    """Signs of privilege; raises as `noticed`."""
    signs: object = said.signs
    if not isinstance(signs, tuple):
        raise TaskError("task_crashed", error="signs of another kind")
    return Held(tuple(map(noticed, signs)))


def fitted(said: Fitted, passwords: tuple[str, ...]) -> str:
    """The password that is meant; raises TaskError where there is none."""
    if type(said.number) is not int or not 0 <= said.number < len(passwords):
        raise TaskError("task_crashed", error="a password that was not given")
    return passwords[said.number]


def advanced(said: Advance) -> Advance:
    """How far a reading is; raises TaskError for what is no number."""
    if any(type(part) not in (int, float) or not isfinite(part) for part in (said.done, said.total)):
        raise TaskError("task_crashed", error="an advance of another kind")
    return said


def opened(said: Opened) -> tuple[str, int]:
    """Kind and pages; raises TaskError for what is neither."""
    kind, pages = said.kind, said.pages
    if type(kind) is not str or len(kind) > _NAME or type(pages) is not int or not 0 <= pages <= _PAGES:
        raise TaskError("task_crashed", error="a kind that is none")
    return kind, pages
