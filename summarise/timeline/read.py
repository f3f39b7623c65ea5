"""What flows through the reading of an account: its sentences, the times that were read and those that are lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from provenance.timeline import Basis, Extent, MarkKind, ToldAs

MINUTE = 60  # seconds
DAY = timedelta(days=1)
_BY_DAY, _BY_MONTH = 3 * 3600, 10 * 86400  # seconds of precision of what states no clock time; of months and years


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
    """A time that cannot be placed, or that is told, but not as when something happened."""

    index: int
    words: str
    reason: str
    possible: tuple[str, ...] = ()
    told_as: ToldAs = ""


def at_minute(day: date, minute: int) -> datetime:
    """So many minutes after the midnight that begins a day."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def moment(index: int, kind: MarkKind, at: datetime, basis: Basis, cut: str) -> Read:
    """One moment, as stated to the minute."""
    return Read(index, kind, at, at, at, at, MINUTE, basis, "moment", cut)


def basis_of(how: tuple[str, ...]) -> Basis:
    """Whether something had to be read into a time."""
    return "context" if how else "stated"


def stays(one: Read, told: ToldAs) -> bool:
    """What stands on the line all the same: when a paper was made; the day before or since which nothing was; days and
    longer beside words of what is usual; months and years, but those that are denied."""
    bound = one.extent in ("since", "until", "before", "after") and one.latest - one.earliest >= DAY
    usual = told == "usual" and one.precision >= _BY_DAY
    return one.kind == "made" or (bound if told == "denied" else usual or one.precision >= _BY_MONTH)


def not_happened(one: Read | Lost, told: ToldAs, reason: str) -> Lost:
    """A time that is told, but not as when something happened."""
    if isinstance(one, Lost):
        return replace(one, reason=reason, told_as=told)
    spoken_of = f"{one.start:%H:%M}" if told == "usual" else one.start.isoformat(timespec="minutes")
    by_day = one.latest - one.earliest >= DAY
    return Lost(one.index, one.words, reason, () if by_day else (spoken_of,), told)


def moved(read: Read, by: timedelta, told: str) -> Read:
    """The same a day later, and that it was read so."""
    start, end, earliest, latest = (at + by for at in (read.start, read.end, read.earliest, read.latest))
    return replace(
        read, start=start, end=end, earliest=earliest, latest=latest, how=(*read.how, told), uncertain=True,
        basis="context",
    )  # fmt: skip
