"""The whole reading of one file, as one task for a child: its parts, what they say of themselves, its passages.

Splitting and recognition run here and not in the parent, because they too look at hostile text, and so that they
work beside the parent's database and the embedding model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ingest.items import Fields, Held, Opened, ReadSettings
from provenance.records import Notice, Part, Section


def take(stream: BinaryIO, name: str, settings: ReadSettings, privilege: str = "") -> Iterator[object]:
    """Yield what `ingest.readers.read` yields, then `Fields` of a statement and the passages.

    `privilege` is what is known beforehand: "privileged" or "possible" yield `Held` and no text at all,
    "released" lets text pass that has signs of privilege, "" asks the text itself.
    """
    from ingest import readers
    from ingest.privilege import signs as signs_of_privilege
    from ingest.split import split
    from ingest.statements import recognise

    if privilege in ("privileged", "possible"):
        yield Held((Notice("marked_privileged", f"marked {privilege} on the register"),))
        return
    kind = ""
    parts: list[Part] = []
    for item in readers.read(stream, name, settings):
        if isinstance(item, Opened):
            kind = item.kind
        if isinstance(item, Part):
            parts.append(item)
        else:
            yield item
    signs = () if privilege == "released" else tuple(signs_of_privilege(parts))
    if signs:
        yield Held(signs)
        return
    yield from parts
    sections: list[tuple[int, int, Section]] = []
    statement = recognise(parts)
    if statement:
        yield Fields(statement.fields)
        sections = list(statement.sections)
    yield from split(parts, kind, sections)
