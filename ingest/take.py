"""The whole reading of one file, as one task for a child: its parts, what they say of themselves, its passages.

Splitting and recognition run here and not in the parent, because they too look at hostile text, and so that they
work beside the parent's database and the embedding model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ingest.items import Enclosed, Fields, Held, Opened, ReadSettings, Shown
from provenance.errors import ReadError
from provenance.records import Notice, Part, Section

_WORDY: Final = frozenset(
    {"title", "subject", "description", "keywords", "comment"}
)  # fields that people write words into


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
    found, reading = _Found(), readers.read(stream, name, settings)
    yield from found.gathered(reading)
    signs = () if privilege == "released" else tuple(signs_of_privilege(found.parts))
    if signs:
        yield Fields(found.said)
        yield Held(signs)
        return
    yield from _text(found, stream, settings)
    if found.inside is not None:
        yield found.inside
        yield from reading


@dataclass(slots=True)
class _Found:
    """What is kept of a reading until it is known what stands in it: text, fields of its pages, the first file inside.

    `said` is what the file says of itself in words of people, which may repeat its text.
    """

    kind: str = ""
    parts: list[Part] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    inside: Enclosed | None = None

    def gathered(self, reading: Iterator[object]) -> Iterator[object]:
        """Follow a reading up to the files inside, and pass on what is not kept. Raises ReadError as it does."""
        try:
            for item in reading:
                match item:
                    case Enclosed():
                        self.inside = item
                        return
                    case Part():
                        self.parts.append(item)
                    case Shown():
                        self.shown.append(item)
                    case Fields():
                        self.said |= {name: value for name, value in item.values.items() if _repeats(name)}
                        yield Fields({name: value for name, value in item.values.items() if not _repeats(name)})
                    case _:
                        self.kind = item.kind if isinstance(item, Opened) else self.kind
                        yield item
        except ReadError:
            yield Fields(self.said)  # a refused file has no text that they could repeat
            raise


def _repeats(name: str) -> bool:
    return name in _WORDY or name.startswith("custom:")


def _text(found: _Found, stream: BinaryIO, settings: ReadSettings) -> Iterator[object]:
    """The parts of a layer, what they say of themselves, what a person should look into, and their passages."""
    from ingest import language, quality
    from ingest.split import split
    from ingest.statements import recognise
    from ingest.statements.told import fields_without, relabelled

    sections: list[tuple[int, int, Section]] = []
    parts, statement = found.parts, recognise(found.parts, found.shown)
    if statement:
        sections = list(statement.sections)
        parts = relabelled(parts, sections)
    if found.said:
        yield Fields(fields_without(found.said, parts, sections))
    yield from parts
    if statement:
        yield Fields(statement.fields)

    def drawn(lines: Sequence[int]) -> bool | None:
        from ingest import ink

        return ink.drawn(stream, parts, lines, settings.passwords)

    yield from quality.findings(parts, statement, drawn if found.kind == "pdf" else None)
    yield from language.findings(parts)
    yield from split(parts, found.kind, sections)
