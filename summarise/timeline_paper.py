"""What the paper of an account tells of its times: the year and the day it was made, and how it writes dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from provenance.records import Source
from summarise.times import Day, days, month_first


@dataclass(frozen=True, slots=True)
class Paper:
    """`year` is that of dates which state none, `made` when the account was given; None where they are not known.
    `month_first`: dates of numbers alone are American, as one of them can be nothing else."""

    year: int | None = None
    made: date | None = None
    month_first: bool = False

    def days(self, text: str, year: int | None = None) -> list[Day]:
        """The dates of a text as this paper writes them."""
        return days(text, year or self.year, self.month_first)


def paper(source: Source, texts: Iterable[str] = ()) -> Paper:
    """The paper of a source: a statement's own date, else the year of the exhibit list; its `texts` tell the order."""
    stated = next((d.day for d in days(source.fields.get("statement_date", "")) if d.day), None)
    dated = stated or next((d.day for d in days(source.dated) if d.day), None)
    return Paper(
        dated.year if dated else None, stated, any(month_first(t) for t in texts if "/" in t or "." in t or "-" in t)
    )
