"""Times in the evidence on one line: each with its place in a source, how it was read and how wide it is.

Times are local wall clock without an offset, in the zone that is named beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from provenance.anchors import citation_json
from provenance.camera_clock import Times
from provenance.records import Citation

# What was then: something that a source tells of; a message sent; an entry of a log or row of a record; movement in
# footage; a picture taken; words said in a recording; a paper made, signed or issued.
MarkKind = Literal["event", "message", "entry", "footage", "picture", "said", "made"]
# How it was read: as its words state it; with the help of other times, days or years of the same account; from what
# it hangs on ("ten minutes later"); as a device wrote it; by a camera's clock as it stands, or corrected by its check;
# from a place in a recording whose beginning is known.
Basis = Literal["stated", "context", "relative", "device", "camera", "corrected", "recording"]
# What start and end bound: one moment, a moment somewhere between them, all of the time between them; or only one side
# of it is said, and both are that side.
Extent = Literal["moment", "within", "throughout", "since", "until", "before", "after"]
ZoneSaid = Literal["stated", "assumed"]
# How a time is told that is not told as when something happened, and is therefore not on the line; "" for others.
ToldAs = Literal["", "denied", "condition", "usual", "planned", "asked", "mentioned"]

MADE: frozenset[MarkKind] = frozenset({"said", "made"})  # not when something happened, but when it was told


@dataclass(frozen=True, slots=True)
class CameraTimes:
    """Both clocks of a stretch of footage."""

    first: Times
    last: Times

    def json(self) -> dict[str, object]:
        """The first moment's times as in a citation of it, those of the last under "end"."""
        return {**self.first.json(), "end": self.last.json(), "told": ", ".join(filter(None, self.first.words()))}


@dataclass(frozen=True, slots=True)
class Mark:
    """One time that a source states. `earliest` and `latest` hold its width as well; `how` tells people what was read
    into it, one sentence each, and is empty for what is plainly stated.

    `precision_seconds` is how far off start and end may be, the larger side: 60 for "14:25", 300 for "about 14:25".
    """

    id: str
    source_id: str
    exhibit: str
    kind: MarkKind
    start: datetime
    end: datetime
    earliest: datetime
    latest: datetime
    precision_seconds: int
    zone: str
    zone_said: ZoneSaid
    basis: Basis
    extent: Extent
    words: str
    text: str
    citation: Citation
    how: tuple[str, ...] = ()
    uncertain: bool = False
    camera: CameraTimes | None = None

    @property
    def by_day(self) -> bool:
        """Whether it says no more than a day, or more days, or a part of one."""
        return self.precision_seconds >= 3 * 3600

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "source_id": self.source_id,
            "exhibit": self.exhibit,
            "kind": self.kind,
            "start": _iso(self.start),
            "end": _iso(self.end),
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
            "precision_seconds": self.precision_seconds,
            "zone": self.zone,
            "stated": self.zone_said,
            "basis": self.basis,
            "extent": self.extent,
            "uncertain": self.uncertain,
            "words": self.words,
            "how": list(self.how),
            "text": self.text,
            "citation": citation_json(self.citation),
            "camera": self.camera.json() if self.camera else None,
        }


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A time that cannot be put on the line: why, and where it may belong, as far as that is known (ISO 8601).

    `told_as`: it is told, but not as when something happened; `possible` is then the time that is spoken of.
    """

    id: str
    source_id: str
    exhibit: str
    words: str
    text: str
    citation: Citation
    reason: str
    possible: tuple[str, ...] = ()
    told_as: ToldAs = ""

    def json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "source_id": self.source_id,
            "exhibit": self.exhibit,
            "words": self.words,
            "text": self.text,
            "citation": citation_json(self.citation),
            "reason": self.reason,
            "possible": list(self.possible),
            "told_as": self.told_as,
        }


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks in order of time, and what could not be placed in order of source and place."""

    marks: Sequence[Mark] = ()
    unplaced: Sequence[Unplaced] = ()

    def json(self) -> dict[str, object]:
        return {"marks": [m.json() for m in self.marks], "unplaced": [u.json() for u in self.unplaced]}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")
