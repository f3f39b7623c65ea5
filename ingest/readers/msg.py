"""Reads Outlook items (MSG): mail, posts, appointments, tasks, contacts, notes; attachments and messages inside.

What people see in Outlook's head comes first, with what the kind of item has (place, start, due date), then the body,
then the headers that the mail travelled with. Times without a zone in the file are UTC, and say so.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from importlib.metadata import version
from typing import BinaryIO

from olefile import OleFileIO

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import mail
from ingest.readers.mail_body import SAID
from ingest.readers.mapi import OTHER_HEADER, Storage
from ingest.readers.mime import decoded_header, parse
from ingest.readers.msg_inside import attachments, inside
from ingest.readers.msg_items import details
from ingest.readers.normal import clean
from ingest.readers.within import data_within
from provenance.errors import ReadError
from provenance.records import Notice

_HEADERS = 0x007D  # the headers of the mail as it came over the net
_TO, _CC, _BCC = 1, 2, 3
# What olefile raises on broken files, whichever sector it is that is wrong.
OLE_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)


def extractor() -> str:
    """Name and version of the reader, of its libraries, and of the reader of HTML bodies."""
    return f"attest-msg/2 olefile/{version('olefile')} oxmsg/{version('python-oxmsg')} {mail.html_extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"): "header From", …, the body ("para 3"), the headers of transport ("header Received").

    Then the attachments as `Enclosed`; messages and objects inside are written out as files of their own and say so.
    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_damaged, too_large, no_text.
    """
    data = data_within(stream, settings)
    try:
        ole = OleFileIO(io.BytesIO(data))
        item = Storage(ole)
    except OLE_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    carried = parse(_transport(item))
    transport = [(name, decoded_header(value)) for name, value in carried.headers]
    head = _head(item)
    body, notices, brought = _body(item, settings)
    shown, others = mail.in_order(transport)
    texts = [*mail.header_parts(head, every=True), *body, *mail.header_parts([*shown, *others])]
    if not any(text.strip() for _, text in texts):
        raise ReadError("no_text")
    if only is not None:
        yield from (part for part in mail.parts(texts) if part.ordinal in only)
        return
    yield Opened("msg")
    yield Fields(_fields(item, head, transport))
    found = attachments(item)
    cut = [SAID[fault] for fault in carried.faults if fault == "header_cut"]
    yield from dict.fromkeys([*notices, *found.notices, *cut])
    yield from mail.parts(texts)
    yield from inside(found, settings)
    yield from brought


def _transport(item: Storage) -> bytes:
    """The headers of transport without the line that Exchange puts above them."""
    return re.sub("^Microsoft Mail Internet Headers[^\n]*\n", "", item.text(_HEADERS)).encode()


def _head(item: Storage) -> list[tuple[str, str]]:
    """(name, value) of what Outlook shows above the body, in its order."""
    sender = _person(item.text(0x0C1A), item.text(0x5D01) or item.text(0x0C1F))
    behalf = _person(item.text(0x0042), item.text(0x5D02) or item.text(0x0065))
    rows = [("From", behalf or sender)]
    if sender and behalf and sender != behalf:
        rows.append(("Sender", sender))
    people = _recipients(item)
    for name, kind, shown in (("To", _TO, 0x0E04), ("Cc", _CC, 0x0E03), ("Bcc", _BCC, 0x0E02)):
        rows.append((name, "; ".join(people.get(kind, [])) or item.text(shown)))
    sent, came = item.time(0x0039), item.time(0x0E06)
    rows += [("Sent", _utc(sent)), ("Received", _utc(came) if came != sent else "")]
    if not sent and not came:
        rows += [("Created", _utc(item.time(0x3007))), ("Modified", _utc(item.time(0x3008)))]
    rows.append(("Subject", item.text(0x0037)))
    rows += details(item, _utc)
    return [(name, re.sub(r"\s*\n\s*", " ", value)) for name, value in rows if value.strip()]


def _person(name: str, address: str) -> str:
    """ "A. Smith <a.smith@example.org>", as far as known; an Exchange address stands as it is."""
    name, address = name.strip(), address.strip()
    if not address or address == name:
        return name
    return f"{name} <{address}>".strip()


def _recipients(item: Storage) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name in item.inner("__recip_version1.0_#"):
        one = item.below(name, OTHER_HEADER)
        who = _person(one.text(0x3001), one.text(0x39FE) or one.text(0x3003))
        if who:
            found.setdefault((one.integer(0x0C15) or _TO) & 0xF, []).append(who)
    return found


def _utc(when: datetime | None) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S UTC") if when else ""


def _body(item: Storage, settings: ReadSettings) -> tuple[list[tuple[str, str]], list[Notice], list[object]]:
    """(label, text) of the body, warnings, files written into it: plain, else HTML, else RTF; both if they differ."""
    plain = list(mail.paragraphs(item.text(0x1000)))
    html = item.html()
    found = mail.html_body(html, settings) if html else mail.HtmlBody()
    texts, differ = mail.together(("plain", plain), ("HTML", found.texts), ("RTF", _rtf(item)))
    return texts, [*found.notices, *differ], found.inside


def _rtf(item: Storage) -> list[tuple[str, str]]:
    from ingest.readers import rtf
    from ingest.readers.mapi import unpacked_rtf

    data = unpacked_rtf(item.binary(0x1009))
    return [(piece.label, clean(piece.text) + "\n") for piece in rtf.pieces(data)] if data.strip(b"\0") else []


def _fields(item: Storage, head: list[tuple[str, str]], transport: list[tuple[str, str]]) -> dict[str, str]:
    known = {name.lower(): value[:2000] for name, value in head if name in ("From", "To", "Cc", "Bcc", "Subject")}
    known["item"] = item.text(0x001A)
    stated = next((mail.iso_date(value) for name, value in transport if name.lower() == "date"), "")
    when = item.time(0x0039) or item.time(0x0E06)
    known["date"] = stated or (when.isoformat(timespec="seconds") if when else "")
    known["message_id"] = item.text(0x1035)
    known["in_reply_to"] = item.text(0x1042)
    return {name: value for name, value in known.items() if value}
