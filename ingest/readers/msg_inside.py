"""The attachments of an Outlook item: files as they are; messages and objects inside as compound files of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ingest.items import ReadSettings
from ingest.readers import enclosed
from ingest.readers.compound import copied, written
from ingest.readers.mapi import EMBEDDED_HEADER, PROPERTIES, Storage
from provenance.records import Notice

_INSIDE: Final = "__substg1.0_3701000D"
_BY_VALUE, _MESSAGE, _OBJECT = 1, 5, 6  # PidTagAttachMethod
_NAMES: Final = "__nameid_version1.0"
_MADE: Final = "written out as a file of its own from its place in the message; its streams are as they were"


@dataclass(slots=True)
class Attachments:
    """An item's attachments in order, and what to say of those that are not files."""

    storages: list[Storage] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def attachments(item: Storage) -> Attachments:
    """The attachments that hold something; those that are only kept elsewhere are said."""
    found = Attachments()
    for name in item.inner("__attach_version1.0_#"):
        one = item.below(name)
        method = one.integer(0x3705)
        if method in (2, 3, 4, 7):
            path = one.text(0x370D) or one.text(0x3708) or _name(one, 0)
            found.notices.append(Notice("attachment_elsewhere", f"{path}: only a reference to a file kept elsewhere"))
        else:
            found.storages.append(one)
    return found


def inside(found: Attachments, settings: ReadSettings) -> Iterator[object]:
    """The attachments as `Enclosed` and `Chunk`s."""
    budget = enclosed.Budget.of(settings)
    for number, one in enumerate(found.storages, 1):
        name = _name(one, number)
        if one.inner(_INSIDE):
            yield from _embedded(one, name, budget)
        elif (data := one.stream("__substg1.0_37010102")) is not None:
            yield from enclosed.file(name, data, budget)
        else:
            yield from enclosed.refused(name, "file_damaged", budget)
    yield from budget.told()


def _embedded(one: Storage, name: str, budget: enclosed.Budget) -> Iterator[object]:
    try:
        root = copied(one.ole, [*one.path, _INSIDE])
        if one.integer(0x3705) == _MESSAGE:
            name = name if name.lower().endswith(".msg") else f"{name}.msg"
            names = copied(one.ole, [_NAMES]) if one.ole.exists(_NAMES) else None
            root.kids += [names] if names else []
            for kid in root.kids:
                if kid.name == PROPERTIES and kid.data is not None:  # a message at the root has eight bytes more
                    kid.data = kid.data[:EMBEDDED_HEADER] + bytes(8) + kid.data[EMBEDDED_HEADER:]
        data = written(root)
    except (OSError, ValueError, RecursionError):  # streams that cannot be read, or are too deep or too large
        yield from enclosed.refused(name, "embedded_not_read", budget)
        return
    yield from enclosed.file(name, data, budget, made=_MADE)


def _name(one: Storage, number: int) -> str:
    """What the sender called it. Outlook calls a message inside after its subject, which is no name to be listed: a
    name stands in the log and in reports even of a file that is held."""
    if one.integer(0x3705) == _MESSAGE:
        return f"forwarded message {number}"
    name = one.text(0x3707) or one.text(0x3704) or one.text(0x3001)
    return re.sub(r"[/\\:]", "-", name).strip() or f"attachment {number}"
