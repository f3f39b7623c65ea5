"""Reads a mail (EML, MHTML, Apple Mail's EMLX): headers, the body's paragraphs, other headers; attachments after them.

What people read of a mail's headers comes first, then the body, then the headers that machines wrote, so that each can
be cited and none is in the way. Structure by `mime`; every attachment comes out as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import mail
from ingest.readers.mail_body import contents, files
from ingest.readers.mime import Entity, decoded, decoded_header, parse
from ingest.readers.within import data_within
from provenance.errors import ReadError

_PREFIX = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:>?From [^\n]*\n)?")
_EMLX = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n(?=[!-9;-~]+:)")
_STANDARD_PREAMBLE = re.compile(rb"multi-?part.{0,40}MIME|MIME.{0,40}multi-?part", re.IGNORECASE | re.DOTALL)


def extractor() -> str:
    """Name and version; bodies that are HTML are read by the reader of HTML."""
    return f"attest-eml/4 {mail.html_extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "paragraph"): headers ("header From"), the body ("para 3"), the other headers ("header Received").

    Then the attachments, inline pictures and forwarded messages as `Enclosed`. `only` asks for the parts of these
    ordinals and nothing else. Raises ReadError: too_large, no_text.
    """
    data, record = _message(data_within(stream, settings))
    root = parse(data)
    headers = [(name, decoded_header(value)) for name, value in root.headers]
    shown, others = mail.in_order(headers)
    found = contents(root, settings)
    texts = [*mail.header_parts(shown), *found.texts, *_outside(root, record), *mail.header_parts(others)]
    if not any(text.strip() for _, text in texts):
        raise ReadError("no_text")
    if only is not None:
        yield from (part for part in mail.parts(texts) if part.ordinal in only)
        return
    yield Opened("eml")
    yield Fields(_fields(headers))
    yield from found.notices
    yield from mail.parts(texts)
    yield from files(found, settings)


def _outside(entity: Entity, record: str = "") -> Iterator[tuple[str, str]]:
    """Text before the first and after the last part, which mail programs do not show, and `record`."""
    for piece in entity.outside:
        if piece.strip() and not _STANDARD_PREAMBLE.search(piece[:300]):
            yield from mail.paragraphs(decoded(piece.strip(b"\r\n"), "utf-8")[0], "outside the parts")
    for part in entity.parts:
        yield from _outside(part)
    if record.strip():
        yield from mail.paragraphs(record, "mail program's record")


def _message(data: bytes) -> tuple[bytes, str]:
    """The message without what mail programs put before and after it, and what they put after it, as text."""
    if counted := _EMLX.match(data):
        end = counted.end() + int(counted[1])
        return data[counted.end() : end], data[end:].decode("utf-8", "replace")
    before = _PREFIX.match(data)
    return data[before.end() if before else 0 :], ""


def _fields(headers: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower().replace("-", "_")
        if value and key in ("from", "to", "cc", "bcc", "reply_to", "subject", "message_id", "in_reply_to"):
            found.setdefault(key, value[:2000])
        if key == "date" and (date := mail.iso_date(value)):
            found.setdefault("date", date)
    return found
