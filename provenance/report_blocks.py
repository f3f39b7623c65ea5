"""A report as plain blocks in reading order, from which PDF, Word and Markdown are set: headings, paragraphs, tables.

Nothing in a block is markup: whoever sets it puts the words in as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["", "strong", "muted", "mark", "code", "quote", "concern", "added", "removed"]
Look = Literal[
    "body", "lead", "small", "words", "label", "draft", "good", "warn", "bad", "cite", "caption", "title", "kind"
]
Rule = Literal["", "machine", "person", "side"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; `to` is the anchor of where they lead, `note` the number of the excerpt they cite."""

    text: str
    style: Style = ""
    to: str = ""
    note: int = 0


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    text: str
    anchor: str = ""
    fresh: bool = False  # begins on a new page
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `rule` draws a line at its left that goes with a label in words, `keep` holds it to the next."""

    runs: Runs
    look: Look = "body"
    rule: Rule = ""
    anchor: str = ""
    indent: bool = False
    keep: bool = False
    kind: str = "para"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Runs, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are shares of the line. Without a `head` its first column names what the others hold."""

    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[int, ...]
    head: tuple[str, ...] = ()
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption; `uri` is a data URI."""

    uri: str
    width: int
    height: int
    alt: str
    caption: Runs
    anchor: str
    kind: str = "picture"


Block = Heading | Para | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole report: `banner` stands on every page, `foot` at its foot; `notes` are its citations by number."""

    title: str
    subject: str
    made: str
    banner: str
    foot: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: dict[int, Runs] = field(default_factory=dict)


def runs(*parts: Run | str) -> Runs:
    """Words, each plain or a run; empty ones are left out."""
    made = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in made if run.text)


def strong(text: str) -> Run:
    return Run(text, "strong")


def joined(groups: Iterable[Runs], between: str = " · ") -> Runs:
    """The groups in a row with something between them."""
    made: list[Run] = []
    for group in groups:
        if group:
            made += [Run(between), *group] if made else group
    return tuple(made)


def texts(block: Block) -> Iterator[Run]:
    """All runs of a block."""
    match block:
        case Heading():
            yield Run(block.text)
        case Para():
            yield from block.runs
        case Bullets():
            yield from (run for item in block.items for run in item)
        case Table():
            yield from (Run(cell) for cell in block.head)
            yield from (run for row in block.rows for cell in row for run in cell)
        case Picture():
            yield from (*block.caption, Run(block.alt))


def anchors(blocks: Iterable[Block]) -> set[str]:
    """The anchors that stand in these blocks."""
    return {block.anchor for block in blocks if isinstance(block, Heading | Para | Picture) and block.anchor}
