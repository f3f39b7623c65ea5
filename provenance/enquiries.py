"""Lines of enquiry as records: what to prove, what the defence says, what is open, and what was made before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Kind = Literal["to_prove", "defence", "question"]
Act = Literal["added", "changed", "moved", "closed", "reopened"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 12_000  # characters of an enquiry's words: a whole defence statement, which is asked point by point

KIND: dict[Kind, str] = {
    "to_prove": "point to prove",
    "defence": "point of the defence statement",
    "question": "open question",
}
_MANY: dict[Kind, str] = {"to_prove": "points to prove", "defence": "defence statement", "question": "open questions"}
_FIRST: tuple[Kind, ...] = ("defence", "to_prove", "question")  # as they are told
_TELLING: tuple[Act, ...] = ("added", "changed")  # after which what was made before may have missed something


@dataclass(frozen=True, slots=True)
class Version:
    """One thing that was done to an enquiry; `drafts` and `reviews` number the last draft and review of then."""

    action: Act
    kind: Kind
    words: str
    dated: str
    place: int
    closed: bool
    reason: str
    drafts: int
    reviews: int
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Asking:
    """An answer that came of putting an enquiry to the case, and the words with which it was put."""

    draft_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A line of enquiry, E3: its versions from the first to the one that stands, and every time it was asked."""

    id: str
    versions: tuple[Version, ...]
    askings: tuple[Asking, ...] = ()

    @property
    def now(self) -> Version:
        """How it stands."""
        return self.versions[-1]

    @property
    def words(self) -> str:
        return self.now.words

    @property
    def open(self) -> bool:
        return not self.now.closed

    @property
    def telling(self) -> Version:
        """The version that added it or changed it last."""
        return next(v for v in reversed(self.versions) if v.action in _TELLING)


@dataclass(frozen=True, slots=True)
class Before:
    """The open enquiries before which a draft was made, and how many decisions on its claims were."""

    enquiries: tuple[Enquiry, ...] = ()
    reviews: int = 0

    def __bool__(self) -> bool:
        return bool(self.enquiries)


def before(number: int, started: str, reviews: Iterable[int], enquiries: Iterable[Enquiry]) -> Before:
    """Which open enquiries were added or changed since draft `number` was written, or while it was under way.

    `started` is when its run began, `reviews` are the numbers of the decisions on its claims that stand.
    """
    later = tuple(
        e for e in enquiries if e.open and (number <= e.telling.drafts or (started and started < e.telling.at))
    )
    last = max((e.telling.reviews for e in later), default=0)
    return Before(later, sum(n <= last for n in reviews))


def told(found: Before) -> str:
    """ "Made before the defence statement of 12 May 2026 and 2 points to prove, recorded or changed since."; or ""."""
    if not found:
        return ""
    said = [f"Made before {_listed(_named(found.enquiries))}, recorded or changed since."]
    if found.reviews:
        were = "decision on its claims was" if found.reviews == 1 else "decisions on its claims were"
        said.append(f"{found.reviews:,} {were} made before that, too.")
    return " ".join(said)


def day(dated: str) -> str:
    """ "2026-05-12" → "12 May 2026"; anything else as it stands."""
    try:
        at = date.fromisoformat(dated)
    except ValueError:
        return dated
    return f"{at.day} {at:%B} {at.year}"


def _named(enquiries: Sequence[Enquiry]) -> list[str]:
    """What the enquiries are, those of one paper or kind together."""
    count = Counter((e.now.kind, e.now.dated if e.now.kind == "defence" else "") for e in enquiries)
    named = []
    for (kind, dated), n in sorted(count.items(), key=lambda one: (_FIRST.index(one[0][0]), one[0][1])):
        if kind == "defence":
            named.append(f"the defence statement of {day(dated)}" if dated else "the defence statement")
        else:
            named.append(f"{n:,} {KIND[kind] if n == 1 else _MANY[kind]}")
    return named


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
