"""How long a case is kept, as records: review dates, holds that forbid deletion, and the stones of removed sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, Protocol, get_args

from provenance.errors import UsageError

HoldKind = Literal["cpia", "appeal", "other"]
HOLD_KINDS: tuple[HoldKind, ...] = get_args(HoldKind)
KIND: Mapping[HoldKind, str] = {
    "cpia": "CPIA: material has to be kept",
    "appeal": "Appeal, or time in which one can be made",
    "other": "Other ground",
}
REMOVED = "source_removed"  # the reason of a removed source's outcome, and the action in the log
LONGEST = 1000  # characters of a reason


class Entry(Protocol):
    """An entry of the log, as far as it is asked here."""

    @property
    def detail(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class ReviewDate:
    """A day on which a person decides again whether the case has to be kept; `day` is "" where it was taken back."""

    version: int
    day: str
    reason: str
    at: str
    by: str

    def due(self, today: date | None = None) -> bool:
        """Whether that day has come."""
        return bool(self.day) and date.fromisoformat(self.day) <= (today or datetime.now(UTC).date())


@dataclass(frozen=True, slots=True)
class Hold:
    """A ground for which nothing of the case may be deleted; `lifted_at` is "" while it stands."""

    n: int
    kind: HoldKind
    reason: str
    at: str
    by: str
    lifted_at: str = ""
    lifted_by: str = ""
    lifted_why: str = ""

    @property
    def id(self) -> str:
        return f"H{self.n}"

    @property
    def stands(self) -> bool:
        return not self.lifted_at

    def told(self) -> str:
        return f"{self.id} ({KIND[self.kind]}: {self.reason})"


@dataclass(frozen=True, slots=True)
class Stone:
    """What remains of a removed source: which bytes they were, what it was called, and who removed it, when, why."""

    source_id: str
    sha256: str
    size: int
    name: str
    exhibit: str
    at: str
    by: str
    reason: str
    entry: int

    def json(self) -> dict[str, object]:
        return {
            "source": self.source_id, "sha256": self.sha256, "size": self.size, "name": self.name,
            "exhibit": self.exhibit, "at": self.at, "by": self.by, "reason": self.reason, "entry": self.entry,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """How long the case is kept, as it stands: all review dates and holds, oldest first, and the stones."""

    dates: tuple[ReviewDate, ...] = ()
    holds: tuple[Hold, ...] = ()
    stones: tuple[Stone, ...] = ()

    @property
    def date(self) -> ReviewDate | None:
        """The review date that counts now."""
        return self.dates[-1] if self.dates and self.dates[-1].day else None

    @property
    def standing(self) -> tuple[Hold, ...]:
        return tuple(hold for hold in self.holds if hold.stands)

    def due(self) -> str:
        """That the review date has come, in a sentence; "" where it has not."""
        if self.date is None or not self.date.due():
            return ""
        return f"The review date of this case was {self.date.day}: decide whether it still has to be kept."


def after(entry: Entry, what: str) -> dict[str, object]:
    """The digests of what a removal overwrote, as it was left, by name: "sources", "drafts", "reviews", ….

    {} where the entry has none: nothing that an entry holds makes this fail.
    """
    now = entry.detail.get("now")
    found = now.get(what) if isinstance(now, Mapping) else None
    return {str(name): one for name, one in found.items()} if isinstance(found, Mapping) else {}


def require_day(text: str) -> str:
    """A day as it is kept, "2027-01-31"; raises UsageError("bad_value")."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        why = "write a day such as 2027-01-31"
        raise UsageError("bad_value", value=text or "nothing", what="a review date", why=why) from error


def require_none(holds: Iterable[Hold]) -> None:
    """Raises UsageError("hold_stands") where one of these stands."""
    standing = [hold for hold in holds if hold.stands]
    if standing:
        raise UsageError("hold_stands", holds="; ".join(hold.told() for hold in standing))
