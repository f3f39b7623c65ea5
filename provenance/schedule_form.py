"""A schedule as a form: what stands in its head, its columns and its cells, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.report import visible
from provenance.report_words import counted, when
from provenance.schedule import Form, Item, Schedule

DRAFT = "DRAFT"
NAMES: Mapping[Form, str] = {
    "mg6c": "Schedule of relevant non-sensitive unused material",
    "mg6d": "Schedule of relevant sensitive unused material",
    "mg6e": "Disclosure officer's report",
}
WARNINGS: Mapping[Form, str] = {
    "mg6c": "",
    "mg6d": "SENSITIVE: NOT FOR THE DEFENCE",
    "mg6e": "FOR THE PROSECUTOR: NOT FOR THE DEFENCE",
}
NOT_DESCRIBED = "[To be described by a person]"
NO_REASON = "[The reason is to be written by a person]"
BY_MACHINE = "Drafted by a machine from the intake record, not written by a person: "
POINTED = "Machine points, no reason: "
NONE = "No item."
_PROVISIONAL = "Numbers of items not submitted before are provisional until the schedule is submitted."


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is that of its placeholder in a template; `width` is a share of the page; `blank` is left to be filled."""

    name: str
    head: str
    width: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class FormText:
    """All that is written, made visible; `rows` has a cell for each of `columns`, "" in those that stay blank.

    `records` are the same items by the names of placeholders, every fact of the intake record under its own."""

    code: str
    name: str
    warning: str
    draft: bool
    head: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    feet: tuple[str, ...]
    records: tuple[Mapping[str, str], ...] = ()

    @property
    def banner(self) -> str:
        """What stands on every page: "DRAFT · SENSITIVE: NOT FOR THE DEFENCE", or ""."""
        return " · ".join(filter(None, (DRAFT if self.draft else "", self.warning)))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The rows; where there is no item, one that says so."""
        return self.rows or (tuple(NONE if c.name == "description" else "" for c in self.columns),)

    @property
    def reference(self) -> str:
        return self.head[0][1]


_ITEM = Column("item", "Item", 6)
_SINCE = Column("since", "Since last schedule", 9)
_DESCRIPTION = Column("description", "Description of item", 32)
_FACTS = Column("facts", "From the intake record", 22)
_LOCATION = Column("location", "Location", 12)
COLUMNS: Mapping[Form, tuple[Column, ...]] = {
    "mg6c": (
        *(_ITEM, _SINCE, _DESCRIPTION, _FACTS, _LOCATION),
        Column("presumed", "Presumed to meet the test", 10),
        Column("decision", "For the prosecutor: D, I or CND", 11, blank=True),
        Column("comment", "For the prosecutor: comment", 14, blank=True),
    ),
    "mg6d": (
        *(_ITEM, _SINCE, _DESCRIPTION, _FACTS),
        Column("reason", "Reason for sensitivity", 22),
        _LOCATION,
        Column("agreed", "For the prosecutor: sensitive, Y or N", 11, blank=True),
        Column("court", "For the prosecutor: to court, Y or N", 11, blank=True),
        Column("comment", "For the prosecutor: comment", 13, blank=True),
    ),
    "mg6e": (
        Column("schedule", "Schedule", 8),
        *(_ITEM, _SINCE, _DESCRIPTION),
        Column("assists", "Why it may undermine the prosecution or assist the defence", 34),
        Column("points", "Machine points to these places; they are no reason", 24),
    ),
}
_FEET: Mapping[Form, tuple[str, ...]] = {
    "mg6c": ("D: disclose to the defence. I: the defence may inspect. CND: clearly not disclosable.",),
    "mg6d": (),
    "mg6e": (),
}
_SIGN = "Disclosure officer, name: ____________________   Signature: ____________________   Date: ______________"


def form_text(schedule: Schedule) -> FormText:
    """The form of a schedule; the column on what is new stands only where something was submitted before."""
    columns = COLUMNS[schedule.form]
    if schedule.last is None:
        columns = tuple(c for c in columns if c.name != "since")
    cells = [_cells(item, schedule) for item in schedule.items]
    records = tuple({name: str(visible(text)) for name, text in row.items()} for row in cells)
    return FormText(
        code=schedule.form.upper(),
        name=NAMES[schedule.form],
        warning=WARNINGS[schedule.form],
        draft=schedule.draft,
        head=_shown(_head(schedule)),
        remarks=tuple(str(visible(line)) for line in _remarks(schedule)),
        columns=columns,
        rows=tuple(tuple(record.get(c.name, "") for c in columns) for record in records),
        feet=(*_FEET[schedule.form], _SIGN),
        records=records,
    )


def _head(schedule: Schedule) -> list[tuple[str, str]]:
    made = "Made" if schedule.draft else "Submitted"
    told = [("Reference", schedule.reference), ("Case", schedule.title)]
    told.append(("Schedule", DRAFT if schedule.draft else f"Submission {schedule.submission}"))
    told.append((made, f"{when(schedule.at)} under the account {schedule.by}"))
    return [(label, value) for label, value in told if value]


def _remarks(schedule: Schedule) -> list[str]:
    """What the reader should know before the table: numbers that are not fixed, what is new, what is gone."""
    told = []
    if schedule.draft and any(not item.fixed for item in schedule.items):
        told.append(_PROVISIONAL)
    if schedule.last is not None:
        before = f"Since submission {schedule.last} of {when(schedule.last_at)}"
        parts = [_named(word, schedule.numbers(word)) for word in ("new", "changed") if schedule.numbers(word)]
        gone = [item.number for item in schedule.gone]
        parts += [_named("no longer on this schedule", gone)] if gone else []
        told.append(f"{before}: {'; '.join(parts) or 'nothing new, changed or taken off'}.")
        if schedule.only_new:
            told.append("Items that are as they were submitted before are not repeated here.")
    return told


def _named(word: str, numbers: list[int]) -> str:
    return f"{word}: item{'s' if len(numbers) > 1 else ''} {ranges(numbers)}"


def ranges(numbers: Iterable[int]) -> str:
    """[3, 7, 8, 9] → "3, 7 to 9"."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(f"{r[0]} to {r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs)


def _cells(item: Item, schedule: Schedule) -> dict[str, str]:
    """The cells of an item by the names of columns; what a form has no column for is not looked at."""
    words = item.words
    machine = BY_MACHINE if words.described_by == "machine" else ""
    facts = {label.lower(): value for label, value in words.facts}
    return facts | {
        "schedule": item.schedule.upper(),
        "item": str(item.number),
        "since": item.since if schedule.last is not None else "",
        "description": f"{machine}{words.description}" if words.description else NOT_DESCRIBED,
        "facts": "\n".join(f"{label}: {value}" for label, value in words.facts),
        "location": words.location,
        "presumed": "Yes" if words.rebuttable else "",
        "reason": words.reason or NO_REASON,
        "assists": words.assists,
        "points": f"{POINTED}{'; '.join(words.points)}." if words.points else "",
    }


def _shown(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, str(visible(value))) for label, value in pairs)


def summary(schedule: Schedule) -> str:
    """ "MG6C, 12 items"."""
    return f"{schedule.form.upper()}, {counted(len(schedule.items), 'item')}"
