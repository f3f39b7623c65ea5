"""What Outlook's appointments, tasks, contacts and journal entries have besides mail's head ([MS-OXPROPS])."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal

from ingest.readers.mapi import Storage, named

_SET: Final = "0006{}-0000-0000-c000-000000000046"
_APPOINTMENT, _TASK, _CONTACT, _LOG = (_SET.format(n) for n in ("2002", "2003", "2004", "200a"))
_Form = Literal["text", "time", "day", "task_status", "share", "yes"]
_NAMED: Final[tuple[tuple[str, int, str, _Form], ...]] = (
    (_APPOINTMENT, 0x8208, "Location", "text"),
    (_APPOINTMENT, 0x820D, "Start", "time"),
    (_APPOINTMENT, 0x820E, "End", "time"),
    (_APPOINTMENT, 0x8215, "All day", "yes"),
    (_APPOINTMENT, 0x8232, "Recurrence", "text"),
    (_APPOINTMENT, 0x8238, "Attendees", "text"),
    (_APPOINTMENT, 0x8234, "Time zone", "text"),
    (_TASK, 0x8104, "Start date", "day"),
    (_TASK, 0x8105, "Due date", "day"),
    (_TASK, 0x810F, "Date completed", "day"),
    (_TASK, 0x8101, "Status", "task_status"),
    (_TASK, 0x8102, "Complete", "share"),
    (_TASK, 0x811F, "Owner", "text"),
    (_TASK, 0x8121, "Assigned by", "text"),
    (_CONTACT, 0x8083, "E-mail", "text"),
    (_CONTACT, 0x8093, "E-mail 2", "text"),
    (_CONTACT, 0x80A3, "E-mail 3", "text"),
    (_CONTACT, 0x801B, "Business address", "text"),
    (_CONTACT, 0x801A, "Home address", "text"),
    (_CONTACT, 0x8062, "Instant messaging", "text"),
    (_LOG, 0x8700, "Entry type", "text"),
    (_LOG, 0x8706, "Start", "time"),
    (_LOG, 0x8708, "End", "time"),
)
# Of contacts, properties that have the same number in every file.
_CONTACTS: Final = (
    (0x3001, "Name"),
    (0x3A16, "Company"),
    (0x3A17, "Job title"),
    (0x3A08, "Business phone"),
    (0x3A09, "Home phone"),
    (0x3A1C, "Mobile phone"),
    (0x3A1F, "Other phone"),
    (0x3A24, "Fax"),
    (0x3A26, "Address"),
)
_STATUS: Final = ("not started", "in progress", "complete", "waiting", "deferred")
_CONTACT_CLASS: Final = "ipm.contact"


def details(item: Storage, told: Callable[[datetime | None], str]) -> list[tuple[str, str]]:
    """(name, value) of what is set, in the order in which Outlook shows it; `told` writes times."""
    numbers = named(item)
    rows = []
    for which, number, name, form in _NAMED:
        own = numbers.get((which, number))
        if own is not None:
            rows.append((name, _value(item, own, form, told)))
    if item.text(0x001A).lower().startswith(_CONTACT_CLASS):
        rows = [*((name, item.text(number)) for number, name in _CONTACTS), *rows]
    return [(name, value) for name, value in rows if value]


def _value(item: Storage, number: int, form: _Form, told: Callable[[datetime | None], str]) -> str:
    if form == "time":
        return told(item.time(number))
    if form == "day":  # a day of the owner's calendar, kept as its midnight in UTC
        when = item.time(number)
        return when.strftime("%Y-%m-%d") if when else ""
    if form == "yes":
        return "yes" if item.true(number) else ""
    if form == "share":
        part = item.double(number)
        return f"{part:.0%}" if part is not None and 0 <= part <= 1 else ""
    if form == "task_status":
        status = item.integer(number)
        return _STATUS[status] if status is not None and 0 <= status < len(_STATUS) else ""
    return item.text(number)
