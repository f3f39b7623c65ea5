"""Reads winmail.dat, in which Outlook packs a mail's body and attachments for other Outlooks ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import enclosed, mail
from ingest.readers.mapi import unpacked_rtf
from ingest.readers.mime import decoded
from ingest.readers.normal import clean
from ingest.readers.within import data_within
from provenance.errors import ReadError
from provenance.records import Notice

_SUBJECT, _BODY, _CODEPAGE, _PROPERTIES = 0x00018004, 0x0002800C, 0x00069007, 0x00069003
_BEGINS, _TITLE, _DATA, _ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_TEXT8, _TEXT, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_FIXED: Final = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_MOST_VALUES = 10_000
_MAGIC: Final = b"\x78\x9f\x3e\x22"  # of a package, one inside another included
_Values = dict[int, tuple[int, bytes]]


@dataclass(slots=True)
class _Attachment:
    title: str = ""
    data: bytes = b""
    values: _Values = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What the attributes of the package hold; `whole` is false where it ends in the middle of one."""

    subject: str = ""
    body: str = ""
    codepage: str = "cp1252"
    values: _Values = field(default_factory=dict)
    attachments: list[_Attachment] = field(default_factory=list)
    whole: bool = True


def extractor() -> str:
    """Name and version; bodies that are HTML are read by the reader of HTML."""
    return f"attest-tnef/2 {mail.html_extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"): the subject, where the package has it, and the body; attachments as `Enclosed`.

    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: too_large, file_damaged.
    """
    found = _found(data_within(stream, settings))
    texts, notices, brought = _texts(found, settings)
    if not texts and not found.attachments:
        raise ReadError("file_damaged")
    if only is not None:
        yield from (part for part in mail.parts(texts) if part.ordinal in only)
        return
    yield Opened("tnef")
    if found.subject:
        yield Fields({"subject": found.subject})
    yield from notices
    if not found.whole:
        yield Notice("file_cut_off", "the end of the file is missing")
    yield from mail.parts(texts)
    budget = enclosed.Budget.of(settings)
    for number, one in enumerate(found.attachments, 1):
        yield from enclosed.file(_name(one, number, found.codepage), _content(one), budget)
    yield from brought
    yield from budget.told()


def _found(data: bytes) -> _Found:
    found, at = _Found(), 6
    while at + 9 <= len(data):
        number, size = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + size]
        found.whole = found.whole and len(value) == size
        at += 9 + size + 2
        _take(found, number, value)
    found.whole = found.whole and at <= len(data) and not data[at:].strip(b"\0")
    return found


def _take(found: _Found, number: int, value: bytes) -> None:
    if number == _CODEPAGE and len(value) >= 4:
        found.codepage = f"cp{struct.unpack_from('<I', value)[0]}"
    elif number == _SUBJECT:
        found.subject = _plain(value, found.codepage)
    elif number == _BODY:
        found.body = _plain(value, found.codepage)
    elif number == _PROPERTIES:
        found.values = _values(value)
    elif number == _BEGINS:
        found.attachments.append(_Attachment())
    elif found.attachments and number == _TITLE:
        found.attachments[-1].title = _plain(value, found.codepage)
    elif found.attachments and number == _DATA:
        found.attachments[-1].data = value
    elif found.attachments and number == _ATTACHMENT:
        found.attachments[-1].values = _values(value)


def _values(data: bytes) -> _Values:
    """Number → (type, bytes) of MAPI properties ([MS-OXTNEF] 2.1.3.4), as far as they can be followed."""
    found: _Values = {}
    try:
        count, at = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, _MOST_VALUES)):
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= 0x8000:  # a named property: its set, and its number or name
                named = struct.unpack_from("<I", data, at + 16)[0]
                at += 24 if named == 0 else 24 + _padded(struct.unpack_from("<I", data, at + 20)[0])
            values = 1
            if kind & 0x1000 or kind in (_TEXT8, _TEXT, _BINARY, _OBJECT):
                values, at = struct.unpack_from("<I", data, at)[0], at + 4
            for _ in range(min(values, _MOST_VALUES)):
                base = kind & ~0x1000
                if base in _FIXED:
                    size = _FIXED[base]
                elif base in (_TEXT8, _TEXT, _BINARY, _OBJECT):
                    size, at = struct.unpack_from("<I", data, at)[0], at + 4
                else:
                    return found
                found.setdefault(number, (kind, data[at : at + size]))
                at += _padded(size)
    except struct.error:  # the properties end in the middle of one
        return found
    return found


def _padded(size: int) -> int:
    return size + -size % 4


def _plain(value: bytes, codepage: str) -> str:
    return clean(decoded(value.rstrip(b"\0"), codepage)[0])


def _text(values: _Values, number: int, codepage: str) -> str:
    kind, value = values.get(number, (0, b""))
    if kind == _TEXT:
        return clean(value.decode("utf-16-le", "replace").rstrip("\0"))
    return _plain(value, codepage) if kind == _TEXT8 else ""


def _name(one: _Attachment, number: int, codepage: str) -> str:
    """What the sender called it; Outlook calls a message inside after its subject, which is no name to be listed."""
    if one.values.get(0x3701, (0, b""))[0] == _OBJECT and _content(one).startswith(_MAGIC):
        return f"forwarded message {number}.dat"
    return _text(one.values, 0x3707, codepage) or one.title or f"attachment {number}"


def _content(one: _Attachment) -> bytes:
    """The file; of a message inside, the package of its own that follows its 16-byte interface identifier."""
    kind, value = one.values.get(0x3701, (0, b""))
    if kind == _OBJECT and len(value) > 16:
        return value[16:]
    return one.data or value


def _texts(found: _Found, settings: ReadSettings) -> tuple[list[tuple[str, str]], list[Notice], list[object]]:
    """(label, text) of subject and body, warnings, and files written into an HTML body."""
    from ingest.readers import rtf

    found.subject = found.subject or _text(found.values, 0x0037, found.codepage)
    head = list(mail.header_parts([("Subject", found.subject)]))
    plain = list(mail.paragraphs(found.body or _text(found.values, 0x1000, found.codepage)))
    page = found.values.get(0x1013, (0, b""))
    told = _text(found.values, 0x1013, found.codepage) if page[0] == _TEXT else decoded(page[1], found.codepage)[0]
    html = mail.html_body(told, settings) if told else mail.HtmlBody()
    packed = unpacked_rtf(found.values.get(0x1009, (0, b""))[1])
    pieces = rtf.pieces(packed) if packed.strip(b"\0") else []
    rich = [(piece.label, clean(piece.text) + "\n") for piece in pieces]
    body, differ = mail.together(("plain", plain), ("HTML", html.texts), ("RTF", rich))
    return [*head, *body], [*html.notices, *differ], html.inside
