"""What people decide on for schedules, line by line: each source, and each piece that the program made itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.material import FIELDS, Material
from provenance.report import visible
from provenance.schedule import BLOCK, LISTED, Schedule
from provenance.schedule_build import Standing
from provenance.schedule_facts import dated, kind

if TYPE_CHECKING:
    from app.case import Case


@dataclass(frozen=True, slots=True)
class Line:
    """A source, or what the program made (`made`), with the decision on it. `about` tells it from others, in facts.

    `copy` is the title of the source of which it has the same bytes, where nobody decided on it by itself.
    """

    key: str
    title: str
    about: str
    material: Material
    block: str = ""
    made: bool = False
    copy: str = ""

    @property
    def open(self) -> bool:
        """Whether a person has still to decide."""
        return self.material.use == "undecided" and not self.made and not self.copy


@dataclass(frozen=True, slots=True)
class Overview:
    """All lines, how the three forms would stand now, and what stands beside them."""

    lines: tuple[Line, ...]
    forms: tuple[Schedule, ...]
    standing: Standing

    def numbers(self) -> dict[str, str]:
        """Under which number each line stands: "6C 3", "6D 1"; provisional ones with a question mark."""
        found: dict[str, str] = {}
        for schedule in self.forms:
            if schedule.form in ("mg6c", "mg6d"):
                for item in schedule.items:
                    told = f"{schedule.form[2:].upper()} {item.number}{'' if item.fixed else '?'}"
                    found |= dict.fromkeys(item.words.source_ids or (item.key,), told)
        return found


def lines(case: Case) -> tuple[Line, ...]:
    """Sources that are not withheld, in the order taken in, then what the program made."""
    store = case.store
    materials, first = store.materials(), dict[str, str]()
    found = []
    for source in store.sources():
        if source.withheld:
            continue
        copy = first.get(source.sha256, "") if source.outcome == "duplicate" else ""
        first.setdefault(source.sha256, source.title)
        about = " · ".join(filter(None, (source.name if source.exhibit else "", kind(source), dated(source))))
        material = materials[source.id]
        block = " ".join(source.fields.get(BLOCK, "").split())
        title, about = str(visible(source.title)), str(visible(about))
        found.append(Line(source.id, title, about, material, block, copy="" if material.version else copy))
    for one, material in case.scheduling.made():
        about = " · ".join(f"{label} {value}" for label, value in one.facts)
        found.append(Line(one.key, one.title, about, material, made=True))
    return tuple(found)


def change(case: Case, keys: Iterable[str], changes: Mapping[str, str]) -> None:
    """Write a decision on several lines. What the program made has no block. Raises UsageError, CaseError."""
    made = {name: value for name, value in changes.items() if name in FIELDS}
    for key in keys:
        if not key.startswith("S"):
            if made:
                case.scheduling.decide_made(key, made)
        else:
            case.change(key, changes)


def counts(found: Sequence[Line]) -> dict[str, int]:
    """How many lines there are of each use; "open" are those that nobody decided on."""
    uses = Counter(str(line.material.use) for line in found if not line.open)
    return {"all": len(found), "open": sum(line.open for line in found), **uses}


def listed(line: Line) -> bool:
    """Whether it stands on MG6C or MG6D."""
    return line.material.use in LISTED
