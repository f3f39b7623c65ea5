"""Writes a storage of a compound file as a compound file of its own ([MS-CFB]): a message or object inside a mail.

Its streams are copied byte for byte; the sectors round them are new, because in its container it has none of its own.
Sectors of 4096 bytes (version 4): so the table in the header alone can tell of 400 MB.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from olefile import OleFileIO
from olefile.olefile import OleDirectoryEntry

_SECTOR, _MINI, _CUTOFF, _ENTRY = 4096, 64, 4096, 128
_PER_SECTOR = _SECTOR // 4
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_MOST_TABLES = 109
_DEPTH = 40
MOST: Final = 400 << 20  # bytes of all streams that are copied


@dataclass(slots=True)
class Node:
    """A storage with what is in it, or a stream with its bytes."""

    name: str
    data: bytes | None = None
    clsid: bytes = bytes(16)
    kids: list[Node] = field(default_factory=list)
    number: int = 0
    sides: tuple[int, int, int] = (_NONE, _NONE, _NONE)  # entries before, after and below it

    def everything(self) -> list[Node]:
        return [self, *(node for kid in self.kids for node in kid.everything())]


def copied(ole: OleFileIO, path: Sequence[str]) -> Node:
    """The storage at `path` of an open `olefile.OleFileIO`; raises ValueError when it is too deep or too large."""
    entry = ole.direntries[ole._find(list(path))]
    return _copied(ole, entry, tuple(path), [MOST], 0)


def _copied(ole: OleFileIO, entry: OleDirectoryEntry, path: tuple[str, ...], left: list[int], depth: int) -> Node:
    if depth > _DEPTH:
        raise ValueError("storages too deep")
    node = Node(entry.name, clsid=_clsid(entry))
    for kid in entry.kids:
        if kid.entry_type == 1:
            node.kids.append(_copied(ole, kid, (*path, kid.name), left, depth + 1))
        elif kid.entry_type == 2:
            left[0] -= kid.size
            if left[0] < 0:
                raise ValueError("streams too large")
            with ole.openstream([*path, kid.name]) as stream:
                node.kids.append(Node(kid.name, stream.read()))
    return node


def _clsid(entry: OleDirectoryEntry) -> bytes:
    digits = entry.clsid.replace("-", "")
    if len(digits) != 32:
        return bytes(16)
    raw = bytes.fromhex(digits)
    return raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]


def written(root: Node) -> bytes:
    """The bytes of a compound file whose root storage is `root`; the same tree gives the same bytes."""
    root.name = "Root Entry"
    entries = root.everything()
    for number, node in enumerate(entries):
        node.number = number
    for node in entries:
        ordered = sorted(node.kids, key=lambda k: (len(k.name.encode("utf-16-le")), k.name.upper()))
        node.sides = (*node.sides[:2], _tree(ordered))
    small = [n for n in entries if n.data is not None and 0 < len(n.data) < _CUTOFF]
    large = [n for n in entries if n.data is not None and len(n.data) >= _CUTOFF]
    mini_starts, mini_table, mini = _laid(small, _MINI)
    fixed = [
        b"".join(struct.pack("<I", x) for x in mini_table).ljust(_up(4 * len(mini_table), _SECTOR), b"\xff"),
        mini.ljust(_up(len(mini), _SECTOR), b"\0"),
    ]
    directory = _up(len(entries) * _ENTRY, _SECTOR) // _SECTOR
    runs = [directory, *(len(part) // _SECTOR for part in fixed)]
    runs += [_up(len(n.data or b""), _SECTOR) // _SECTOR for n in large]
    tables = 1
    while tables * _PER_SECTOR < tables + sum(runs):
        tables += 1
    if tables > _MOST_TABLES:
        raise ValueError("streams too large")
    starts, table = _chains(runs, tables)
    where = {n.number: start for n, start in zip(large, starts[3:], strict=True)} | mini_starts
    root_at = (starts[2] if mini else _END, len(mini))
    listing = b"".join(_entry(n, where.get(n.number, _END), root_at) for n in entries)
    listing += _entry(Node(""), 0, root_at, unused=True) * (directory * _SECTOR // _ENTRY - len(entries))
    header = _header(tables, starts[0], starts[1] if mini else _END, len(fixed[0]) // _SECTOR, directory)
    data = b"".join((n.data or b"").ljust(_up(len(n.data or b""), _SECTOR), b"\0") for n in large)
    return b"".join((header, struct.pack(f"<{len(table)}I", *table), listing, *fixed, data))


def _up(size: int, unit: int) -> int:
    return -(-size // unit) * unit


def _tree(ordered: list[Node]) -> int:
    """The number of the middle one, the others hung below it on both sides."""
    if not ordered:
        return _NONE
    middle = len(ordered) // 2
    node = ordered[middle]
    node.sides = (_tree(ordered[:middle]), _tree(ordered[middle + 1 :]), node.sides[2])
    return node.number


def _laid(nodes: list[Node], unit: int) -> tuple[dict[int, int], list[int], bytes]:
    """Streams one after the other in units: where each starts, the table of their chains, and all their bytes."""
    starts: dict[int, int] = {}
    table: list[int] = []
    pieces = []
    for node in nodes:
        data = node.data or b""
        count = _up(len(data), unit) // unit
        starts[node.number] = len(table)
        table += [*range(len(table) + 1, len(table) + count), _END]
        pieces.append(data.ljust(count * unit, b"\0"))
    return starts, table, b"".join(pieces)


def _chains(runs: Sequence[int], tables: int) -> tuple[list[int], list[int]]:
    """Where each run of sectors starts after the tables, and the allocation table for all of them."""
    table, starts = [_FAT] * tables, []
    for count in runs:
        starts.append(len(table) if count else _END)
        table += [*range(len(table) + 1, len(table) + count), _END] if count else []
    return starts, table + [_FREE] * (tables * _PER_SECTOR - len(table))


def _entry(node: Node, start: int, root_at: tuple[int, int], unused: bool = False) -> bytes:
    name = node.name.encode("utf-16-le")[:62]
    kind = 0 if unused else 5 if node.number == 0 else 1 if node.data is None else 2
    size = len(node.data or b"")
    if kind == 5:
        start, size = root_at
    elif kind == 1:
        start = 0
    raw = name.ljust(64, b"\0") + struct.pack("<HBB", 0 if unused else len(name) + 2, kind, 1)
    raw += struct.pack("<III", *node.sides) + node.clsid + bytes(20)
    return raw + struct.pack("<IQ", start, size)


def _header(tables: int, directory: int, mini: int, minis: int, directories: int) -> bytes:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    raw += struct.pack("<IIIIIIIII", directories, tables, directory, 0, _CUTOFF, mini, minis, _END, 0)
    raw += struct.pack("<109I", *[*range(tables), *[_FREE] * (_MOST_TABLES - tables)])
    return raw.ljust(_SECTOR, b"\0")
