"""What flows through the reading of an account: its sentences, the times that were read and those that are lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from provenance.timeline import Basis, Extent, MarkKind

MINUTE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an account and where it stands in the layer. `day`: that of the log's entry in which it stands, and
    `entry` when that was. `mentions`: it belongs to the message of that time, which is placed; times in it are only
    spoken of. `kind` is what its times are, where not as all of the account.
    """

    start: int
    end: int
    text: str
    day: date | None = None
    entry: datetime | None = None
    mentions: str = ""
    kind: MarkKind | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A time that was read: of which sentence, and all that a mark tells of it but its place."""

    index: int
    kind: MarkKind
    start: datetime
    end: datetime
    earliest: datetime
    latest: datetime
    precision: int
    basis: Basis
    extent: Extent
    words: str
    how: tuple[str, ...] = ()
    uncertain: bool = False
    zone_said: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A time that cannot be placed."""

    index: int
    words: str
    reason: str
    possible: tuple[str, ...] = ()


def at_minute(day: date, minute: int) -> datetime:
    """So many minutes after the midnight that begins a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def moment(index: int, kind: MarkKind, at: datetime, basis: Basis, cut: str) -> Read:
    """One moment, as stated to the minute."""
    return Read(index, kind, at, at, at, at, MINUTE, basis, "moment", cut)


def basis_of(how: tuple[str, ...]) -> Basis:
    """Whether something had to be read into a time."""
    return "context" if how else "stated"
