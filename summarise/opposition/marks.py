"""Reads number plates and telephone numbers, to find those of which two signs have changed places."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.details import DetailKind, details
from summarise.opposition.assertion import Assertion
from summarise.opposition.lines import Line
from summarise.opposition.scene import Scene
from summarise.opposition.values import Mark

_ABOUT: dict[DetailKind, str] = {"plate": "the number plate", "phone": "the telephone number"}


def marks(line: Line) -> Iterator[Assertion]:
    """The plates and telephone numbers of a line.

    Only those of the same signs, in whatever order, share a topic; `Mark` tells which of these are of one thing.
    """
    if "?" in line.text or not any(c.isdigit() for c in line.text):
        return
    for one in details(line.text):
        if one.kind in _ABOUT:
            topic = f"{one.kind} {''.join(sorted(one.value))}"
            value = line.text[one.start : one.end]
            mine = "/".join(line.voice) if {"my", "our"}.intersection(line.words) else ""
            yield Assertion(
                "number", topic, None, value, Mark(one.value), _ABOUT[one.kind], 0.6, line.hedged, line, line, line,
                Scene(owner=mine),
            )  # fmt: skip
