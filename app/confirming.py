"""Keeps apart what the machine read of a statement and what a person confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.statements import parse_date
from provenance.errors import UsageError
from provenance.records import Source

# What is read out of a statement, for a person to confirm.
READ = ("witness", "statement_date", "age", "occupation", "exhibits_produced", "pages_declared")
CONFIRMED = "confirmed"


def settle(source: Source, changes: Mapping[str, str]) -> dict[str, str]:
    """The changes with the names that they confirm: a field that a person writes is confirmed by that.

    "confirmed" is a list of names, parted by commas; those that are not in it any more have to be confirmed again.
    Raises UsageError("bad_value") for a name that is no field of a statement, one that has no value, or no date.
    """
    settled = dict(changes)
    if date := settled.get("statement_date"):
        settled["statement_date"] = parse_date(date)
        if not settled["statement_date"]:
            raise UsageError("bad_value", value=date, what="a date", why="write it as 03/05/2026 or 3 May 2026")
    values = {**source.fields, **settled}
    names = _names(settled[CONFIRMED]) if CONFIRMED in settled else confirmed(source)
    for name in names:
        if name not in READ:
            raise UsageError("bad_value", value=name, what="confirmed", why=f"choose from {', '.join(READ)}")
        if not values.get(name) and CONFIRMED in changes:
            raise UsageError("bad_value", value=name, what="confirmed", why="the field is empty; write it first")
    names += [name for name in READ if name in settled and name not in names]
    if CONFIRMED in settled or any(name in READ for name in settled):
        settled[CONFIRMED] = ", ".join(name for name in READ if name in names and values.get(name))
    return settled


def confirmed(source: Source) -> list[str]:
    """The names of the fields that a person confirmed."""
    return _names(source.fields.get(CONFIRMED, ""))


def _names(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]
