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
    `month_first`: dates of numbers alone are American, as one of them can be nothing else.
    `holds`: for how many sentences a day that was told of holds; in talk not for long. `by_24`: its
    entries bear times of 24 hours."""

    year: int | None = None
    made: date | None = None
    month_first: bool = False
    holds: int = 10_000
    by_24: bool = False

    def days(self, text: str, year: int | None = None) -> list[Day]:
        """The dates of a text as this paper writes them."""
        return days(text, year or self.year, self.month_first)


TALK_HOLDS = 12


def paper(source: Source, texts: Iterable[str] = (), talk: bool = False) -> Paper:
    """The paper of a source: a statement's own date, else the year of the exhibit list; its `texts` tell the order.
    `talk`: it is an interview or testimony."""
    stated = next((d.day for d in days(source.fields.get("statement_date", "")) if d.day), None)
    dated = stated or next((d.day for d in days(source.dated) if d.day), None)
    order = any(month_first(t) for t in texts if "/" in t or "." in t or "-" in t)
    year = dated.year if dated else None
    return Paper(year, stated, order, TALK_HOLDS) if talk else Paper(year, stated, order)
