"""What the readers of workbooks find in a sheet, whatever the format of the file: rows of cells, and notes on cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from lxml import etree
from lxml.etree import _Element as Element

from provenance.errors import ReadError
from provenance.records import Notice

MOST_ROWS: Final = 200_000  # of a workbook; a phone's download has tens of thousands
MOST_CELLS: Final = 1_500_000
MOST_OWN: Final = 10_000  # rows of a source that are passages of their own; those beyond share passages
_XML_BYTES: Final = 1 << 30  # of one sheet, unpacked: more than so many cells need


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that hold something, as (column from 1, text as displayed), in order."""

    sheet: str
    number: int
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Words beside the cells: a comment on a cell (`cell` "B4"), or what stands in a text box or a head ("").

    `what` is what people call it ("comment (A. Dean)", "text box").
    """

    sheet: str
    cell: str
    what: str
    text: str


def shared_rows(rows: int) -> Iterator[Notice]:
    """The remark that rows share passages, where there are so many."""
    if rows > MOST_OWN:
        yield Notice("rows_share_passages", f"rows after the first {MOST_OWN:,} are searched several at a time")


def letters(column: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 27 is AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column(reference: str) -> int:
    """The column of a cell reference ("B4" is in 2); 0 where it has no letters."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def parsed(
    stream: io.BufferedIOBase | IO[bytes], tags: tuple[str, ...], events: tuple[str, ...] = ("end",)
) -> Iterator[tuple[str, Element]]:
    """(event, element) of the XML as it is read, entities unresolved. Raises XMLSyntaxError, ReadError(too_large)."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True}
    yield from etree.iterparse(_Bounded(stream), events, tag=tags, **safe)


class _Bounded:
    """A stream that gives no more than the bound."""

    def __init__(self, stream: io.BufferedIOBase | IO[bytes]) -> None:
        self._stream = stream
        self._left = _XML_BYTES

    def read(self, size: int = 65536) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError("too_large", limit=_XML_BYTES)
        return data
