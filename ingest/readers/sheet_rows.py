"""What the readers of workbooks find in a sheet, whatever the format of the file: rows of cells, and notes on cells."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import IO, Final

from lxml import etree
from lxml.etree import _Element as Element

from ingest.readers.package import Package
from provenance.errors import ReadError
from provenance.records import Notice

MOST_ROWS: Final = 200_000  # of a workbook; a phone's download has tens of thousands
MOST_CELLS: Final = 1_500_000
MOST_OWN: Final = 10_000  # rows of a source that are passages of their own; those beyond share passages
NAMED: Final = 5  # cells that are named with what is told of them
LINKS_AT_ONCE: Final = 40  # addresses of links that share a remark
_PAGE_ONLY = re.compile(r"(?:page|of|\[\w+\]|[\W\d_])*", re.I)
# What is told of the cells of a workbook, by how many they are.
_SAID: Final = {
    "hidden_rows": "hidden rows, read too: {n}",
    "hidden_columns": "hidden columns, read too: {n}",
    "formulas": "cells with the value that was last computed: {n}",
    "formulas_without_values": "cells whose formula stands without a value: {n}",
    "long_numbers": "numbers with all digits that the file holds, of which a spreadsheet shows 15: {n}",
    "unseen_values": "cells that their format leaves blank, read too: {n}",
    "charts_by_words": "charts whose words were read, and not their shapes; the values stand in cells: {n}",
    "remote_content_not_loaded": "pictures that are kept elsewhere were not fetched: {n}",
    "beside_not_read": "damaged comments, drawings or charts beside the cells: {n}",
    "sheets_not_read": "sheets that are missing: {n}",
}
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

    `what` is what people call it ("comment (A. Dean)", "text box", "print header").
    """

    sheet: str
    cell: str
    what: str
    text: str


def shared_rows(rows: int) -> Iterator[Notice]:
    """The remark that rows share passages, where there are so many."""
    if rows > MOST_OWN:
        yield Notice("rows_share_passages", f"rows after the first {MOST_OWN:,} are searched several at a time")


def counted(counts: Mapping[str, int], first: Mapping[str, Sequence[str]]) -> Iterator[Notice]:
    """The remarks and warnings about cells, by their codes; `first` names some of the cells."""
    for code, words in _SAID.items():
        if counts.get(code):
            where = f" ({', '.join(first[code])})" if code in first else ""
            yield Notice(code, words.format(n=f"{counts[code]:,}") + where)


def whole(package: Package, counts: Counter[str], part: str) -> Element | None:
    """The root of a part that stands beside the cells, None where there is none; one that is damaged is counted."""
    try:
        return package.xml(part)
    except etree.XMLSyntaxError:
        counts["beside_not_read"] += 1
        return None


def print_head(text: str) -> str:
    """What is printed above or below each page of a sheet; "" where that is no more than the number of the page."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    words = "\n".join(line for line in lines if line)
    return "" if _PAGE_ONLY.fullmatch(words) else words


def linked(sheet: str, links: Sequence[tuple[str, str]], shown: AbstractSet[str]) -> Iterator[Remark]:
    """Remarks that hold the addresses to which (cell, address) lead, but for those that cells show."""
    lines = [f"{cell}: {a}" for cell, a in links if a and not {a, a.rstrip("/"), a.removeprefix("mailto:")} & shown]
    lines = list(dict.fromkeys(lines))
    for at in range(0, len(lines), LINKS_AT_ONCE):
        yield Remark(sheet, "", "links", "\n".join(lines[at : at + LINKS_AT_ONCE]))


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
