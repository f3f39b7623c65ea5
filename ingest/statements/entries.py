"""Finds what a form's fields of the rear ("Home address") show in the text of their pages, wherever these stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ingest.items import Shown
from ingest.statements.rear import is_entry
from provenance.records import Part

_LABELLED: Final = 25  # words of a line that is no more than labels and entries, at most
_AROUND: Final = 1.0  # points by which an entry may stick out of its field


def entered(part: Part, shown: Sequence[Shown]) -> Iterator[tuple[int, int]]:
    """The lines [start, end) of a page, counted from its start, in which a field of the rear is filled in.

    Such a line holds the field's printed label too; of one that is long, an account beside it, the entry alone.
    """
    if part.kind != "page" or part.words is None or not len(part.words):
        return
    boxes, spans = part.words.boxes, part.words.spans
    x, y = (boxes[:, i] + boxes[:, i + 2] / 2 for i in (0, 1))
    for field in shown:
        if field.page != part.page or not any(map(is_entry, field.names)):
            continue
        left, top, width, height = field.box
        inside = (x >= left - _AROUND) & (x <= left + width + _AROUND)
        inside &= (y >= top - _AROUND) & (y <= top + height + _AROUND)
        for word in np.flatnonzero(inside).tolist():
            start, end = spans[word].tolist()
            first, last = part.text.rfind("\n", 0, start) + 1, part.text.find("\n", end) + 1 or len(part.text)
            yield (first, last) if len(part.text[first:last].split()) <= _LABELLED else (start, end)


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches in order, those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
