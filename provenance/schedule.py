"""Disclosure schedules as records: their forms, their items, how a new one stands to those submitted before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from provenance.audience import Audience, Use
from provenance.errors import UsageError

Form = Literal["mg6c", "mg6d", "mg6e"]
Listing = Literal["mg6c", "mg6d"]  # the forms with running numbers of their own
Since = Literal["", "new", "changed"]
Describer = Literal["", "person", "machine"]
FORMS: tuple[Form, ...] = get_args(Form)
LISTINGS: tuple[Listing, ...] = get_args(Listing)
LISTED: Mapping[Use, Listing] = {"unused": "mg6c", "sensitive": "mg6d"}
BLOCK = "block"  # the field of a source that names, in a person's words, the item under which it is listed with others

# Who may be given a form. What is sensitive, and what is said of it, is for the prosecutor alone.
_SERVED: Mapping[Form, frozenset[Audience]] = {
    "mg6c": frozenset({"working", "prosecutor", "defence"}),
    "mg6d": frozenset({"working", "prosecutor"}),
    "mg6e": frozenset({"working", "prosecutor"}),
}


@dataclass(frozen=True, slots=True)
class ItemWords:
    """All that stands on a form of one item; what a form has no place for is left empty.

    `facts` are from the intake record, as (label, value). `points` are places that the machine points to: never a
    reason. `source_ids` has several for a block, none for what the program made itself.
    """

    title: str
    description: str = ""
    described_by: Describer = ""
    facts: tuple[tuple[str, str], ...] = ()
    location: str = ""
    rebuttable: bool = False
    reason: str = ""
    assists: str = ""
    points: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a schedule. `key` is what it is of: "S3", "block Body-worn video", "draft D2", "searches", "log".

    `number` runs on over all submissions of `schedule`; it is `fixed` once it was submitted.
    """

    schedule: Listing
    key: str
    words: ItemWords
    number: int = 0
    fixed: bool = False
    since: Since = "new"


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that was submitted before and is not on the schedule any more."""

    schedule: Listing
    number: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """One form as it stands at `at`. `submission` is its number, None for a draft; `last` the one before of this form.

    `only_new`: items that are as they were submitted last are left out.
    """

    form: Form
    reference: str
    title: str
    at: str
    by: str
    items: tuple[Item, ...]
    gone: tuple[Gone, ...] = ()
    submission: int | None = None
    last: int | None = None
    last_at: str = ""
    only_new: bool = False

    @property
    def draft(self) -> bool:
        return self.submission is None

    def numbers(self, since: Since) -> list[int]:
        return [item.number for item in self.items if item.since == since]


@dataclass(frozen=True, slots=True)
class Submission:
    """A schedule that was submitted: number `n` counts those of all forms."""

    n: int
    form: Form
    at: str
    by: str
    schedule: Schedule


def require_form(form: str) -> Form:
    """Raises UsageError("bad_value")."""
    for known in FORMS:
        if known == form:
            return known
    raise UsageError("bad_value", value=form, what="a schedule", why=f"choose from {', '.join(FORMS)}")


def require_served(form: Form, audience: Audience) -> None:
    """Raises UsageError("schedule_not_served") where this audience may not be given this form."""
    if audience not in _SERVED[form]:
        raise UsageError("schedule_not_served", form=form.upper(), audience=audience)


def numbered(
    items: Iterable[Item], before: Sequence[Submission], form: Form, listed: Iterable[tuple[Listing, str]] = ()
) -> tuple[Item, ...]:
    """Items with their running numbers, and how each stands to what was submitted of this form.

    An item that ever had a number keeps it; the others get the next ones, in order. A number is never given twice. The
    items of MG6E bear those of the schedules on which they stand: `listed` is all that stands there, in order.
    """
    items, numbers, last = list(items), given_numbers(before), standing(before, form)
    fixed = frozenset(numbers)
    next_free = {name: max([n for (of, _), n in numbers.items() if of == name], default=0) + 1 for name in LISTINGS}
    for key in (*listed, *((item.schedule, item.key) for item in items)):
        if key not in numbers:
            numbers[key] = next_free[key[0]]
            next_free[key[0]] += 1
    found = []
    for item in items:
        key = (item.schedule, item.key)
        old = last.get(key)
        since: Since = "new" if old is None else "" if _same(old.words, item.words) else "changed"
        found.append(replace(item, number=numbers[key], fixed=key in fixed, since=since))
    return tuple(sorted(found, key=lambda item: (item.schedule, item.number)))


def given_numbers(before: Sequence[Submission]) -> dict[tuple[Listing, str], int]:
    """The number of every item that ever stood on a submitted MG6C or MG6D."""
    listed = (s for s in before if s.form in LISTINGS)
    return {(item.schedule, item.key): item.number for s in listed for item in s.schedule.items}


def standing(before: Sequence[Submission], form: Form) -> dict[tuple[Listing, str], Item]:
    """The items of a form as they were submitted last, without those of which a later submission said they are gone."""
    found: dict[tuple[Listing, str], Item] = {}
    for submission in before:
        if submission.form == form:
            for gone in submission.schedule.gone:
                found.pop((gone.schedule, gone.key), None)
            found |= {(item.schedule, item.key): item for item in submission.schedule.items}
    return found


def gone_since(items: Iterable[Item], before: Sequence[Submission], form: Form) -> tuple[Gone, ...]:
    """What stood on the form when it was submitted last and is not among these items."""
    here = {(item.schedule, item.key) for item in items}
    left = [item for key, item in standing(before, form).items() if key not in here]
    left.sort(key=lambda item: (item.schedule, item.number))
    return tuple(Gone(item.schedule, item.number, item.key, item.words.title) for item in left)


def _same(old: ItemWords, new: ItemWords) -> bool:
    """Whether an item says the same; what the machine points to changes with every draft, and is no change of it."""
    return replace(old, points=()) == replace(new, points=())
