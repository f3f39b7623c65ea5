"""The whole reading of one file, as one task for a child: its parts, what they say of themselves, its passages.

Splitting and recognition run here and not in the parent, because they too look at hostile text, and so that they
work beside the parent's database and the embedding model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ingest.items import Enclosed, Fields, Held, Opened, ReadSettings
from provenance.records import Notice, Part, Section


def take(stream: BinaryIO, name: str, settings: ReadSettings, privilege: str = "") -> Iterator[object]:
    """Yield what `ingest.readers.read` yields, then `Fields` of a statement and the passages, then files found inside.

    `privilege` is what is known beforehand: "privileged" or "possible" yield `Held` and no text at all,
    "released" lets text pass that has signs of privilege, "" asks the text itself. Of what is held nothing comes out,
    the files inside neither.
    """
    from ingest import readers
    from ingest.privilege import signs as signs_of_privilege

    if privilege in ("privileged", "possible"):
        yield Held((Notice("marked_privileged", f"marked {privilege} on the register"),))
        return
    kind = ""
    parts: list[Part] = []
    reading = readers.read(stream, name, settings)
    inside: object = None
    for item in reading:
        if isinstance(item, Opened):
            kind = item.kind
        if isinstance(item, Enclosed):
            inside = item
            break
        if isinstance(item, Part):
            parts.append(item)
        else:
            yield item
    signs = () if privilege == "released" else tuple(signs_of_privilege(parts))
    if signs:
        yield Held(signs)
        return
    yield from _text(parts, kind, stream, settings)
    if inside is not None:
        yield inside
        yield from reading


def _text(parts: list[Part], kind: str, stream: BinaryIO, settings: ReadSettings) -> Iterator[object]:
    """The parts of a layer, what they say of themselves, what a person should look into, and their passages."""
    from ingest import language, quality
    from ingest.split import split
    from ingest.statements import recognise

    yield from parts
    sections: list[tuple[int, int, Section]] = []
    statement = recognise(parts)
    if statement:
        yield Fields(statement.fields)
        sections = list(statement.sections)

    def drawn(lines: Sequence[int]) -> bool | None:
        from ingest import ink

        return ink.drawn(stream, parts, lines, settings.passwords)

    yield from quality.findings(parts, statement, drawn if kind == "pdf" else None)
    yield from language.findings(parts)
    yield from split(parts, kind, sections)
