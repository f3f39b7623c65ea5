"""Sorts the parts of a mail into the body that people read and the files that came with it, and says what is odd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ingest.items import ReadSettings
from ingest.readers import enclosed, mail
from ingest.readers.mail_flowed import unflowed
from ingest.readers.mail_loose import taken_out
from ingest.readers.mime import Entity, decoded_header, parse
from ingest.readers.smime import signed_message
from provenance.records import Notice

_PLAIN: Final = {
    *("text/plain", "text/enriched", "text/rfc822-headers", "message/delivery-status"),
    *("message/disposition-notification", "message/feedback-report", "text/x-amp-html"),
}
_MESSAGES: Final = {"message/rfc822", "message/global", "message/news"}
_ELSEWHERE: Final = {"message/external-body", "message/partial"}
_LOCKED: Final = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_SIGNATURES: Final = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_ENDINGS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/ms-tnef": "dat",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/rtf": "rtf",
    "text/vcard": "vcf",
    "text/html": "html",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/pgp-signature": "asc",
    "audio/mpeg": "mp3",
    "audio/amr": "amr",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "text/plain": "txt",
}
_SIGNATURES_DEEP = 8  # signatures of a mail that are opened, within others or beside them
_CUT_SHORT = 12  # letters of a name that is no subject by chance
_PGP = "-----BEGIN PGP MESSAGE-----"
SAID: Final = {
    "cut_off": Notice("file_cut_off", "the mail ends before its last part does; what is there was read"),
    "no_boundary": Notice("file_repaired", "the mail does not say where its parts begin; they were looked for"),
    "header_cut": Notice("header_cut", "a header longer than 1 MiB was read up to there; the rest was left out"),
    "too_deep": Notice("nested_too_deep", "parts within parts beyond the limit were not taken apart"),
}


@dataclass(slots=True)
class _Group:
    """Versions of one stretch of the body: plain ones and HTML ones; only one of the two where they say the same."""

    plain: list[Entity] = field(default_factory=list)
    html: list[Entity] = field(default_factory=list)


@dataclass(slots=True)
class Contents:
    """What a mail holds: `texts` are (label, text) of the body, `files` the parts that are files of their own."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[Entity] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    inside: list[object] = field(default_factory=list)  # Enclosed and Chunks of files written into HTML
    signatures: int = 0  # opaque ones that were opened
    loose: list[tuple[str, bytes]] = field(default_factory=list)  # files written into plain text: name, bytes


def contents(root: Entity, settings: ReadSettings) -> Contents:
    """The body's paragraphs in order, the attachments, and what a reader should know of either."""
    found, groups = Contents(), list[_Group]()
    _sort(root, None, groups, found)
    for group in groups:
        _add_group(group, found, settings)
    if any(_PGP in text for _, text in found.texts):
        found.notices.append(Notice("encrypted_not_read", "a passage of the body is encrypted (PGP)"))
    found.notices = list(dict.fromkeys(found.notices))
    return found


def _sort(entity: Entity, group: _Group | None, groups: list[_Group], found: Contents) -> None:
    """Put every part below `entity` where it belongs; as deep as `mime` lets parts be nested."""
    found.notices += [SAID[fault] for fault in entity.faults]
    kind = entity.type
    if entity.parts:
        if kind == "multipart/alternative" and group is None:
            groups.append(group := _Group())
        if kind == "multipart/encrypted":
            found.notices.append(Notice("encrypted_not_read", "the body is encrypted; its parts are listed"))
        for part in entity.parts:
            _sort(part, group, groups, found)
        return
    signed = signed_message(entity.data()[0]) if kind in _LOCKED and found.signatures < _SIGNATURES_DEEP else None
    if signed is not None:
        found.signatures += 1
        found.files.append(entity)
        found.notices.append(Notice("signature_not_checked", "the message stands in a digital signature, not checked"))
        _sort(parse(signed), group, groups, found)
        return
    named = entity.attached or entity.filename
    if not named and (kind == "text/html" or kind in _PLAIN or kind.startswith("multipart/")):
        if group is None:
            groups.append(group := _Group())
        (group.html if kind == "text/html" else group.plain).append(entity)
        return
    if entity.body.strip() or named:
        found.files.append(entity)
        found.notices += _remarks(entity)


def _remarks(entity: Entity) -> Iterator[Notice]:
    """What to say of a part that is a file."""
    name = entity.filename or entity.type
    if entity.type in _LOCKED:
        how = "opaque signature, not unpacked" if "signed" in entity.parameter("content-type", "smime-type") else ""
        yield Notice("encrypted_not_read", f"{name}: {how or 'encrypted'} (S/MIME or PGP), listed as it is")
    elif entity.type in _SIGNATURES:
        yield Notice("signature_not_checked", f"{name}: a digital signature, which was not checked")
    elif entity.type in _ELSEWHERE:
        yield Notice("attachment_elsewhere", f"{name}: only a reference to content that is kept elsewhere")
    elif not entity.data()[1]:
        yield Notice("attachment_damaged", f"{name}: its transfer encoding is damaged; what could be decoded is listed")


def _add_group(group: _Group, found: Contents, settings: ReadSettings) -> None:
    """The plain version; the HTML one where there is no other, or where it says something else."""
    before = len(found.texts)
    plain: list[tuple[str, str]] = []
    for entity in group.plain:
        plain += mail.shifted(list(mail.paragraphs(_text(entity, found))), before + len(plain))
    html: list[tuple[str, str]] = []
    for entity in group.html:
        body = mail.html_body(_text(entity, found), settings)
        html += mail.shifted(body.texts, before + len(html))
        found.notices += body.notices
        found.inside += body.inside
    words = "".join(text for _, text in plain)
    if not words.strip():
        found.texts += html or plain
        return
    found.texts += plain
    if more := mail.beyond(words, html):
        found.notices.append(Notice("versions_differ", "the body's plain and HTML versions differ; both were read"))
        found.texts += mail.version("HTML", more)


def _text(entity: Entity, found: Contents) -> str:
    data, whole = entity.data()
    if behind := entity.behind():
        data = data.rstrip() + b"\n\n" + behind.lstrip()
        found.notices.append(Notice("body_with_footer"))
    elif not whole:
        found.notices.append(Notice("body_damaged", "the body is damaged; what could be decoded was read"))
    if entity.type != "text/html":
        loose = taken_out(data)
        data = loose.words
        found.loose += loose.files
        found.notices += loose.notices
    text, code = entity.words(data)
    if code:
        found.notices.append(Notice(code, "the body's text"))
    if entity.type == "text/plain" and entity.parameter("content-type", "format").strip().lower() == "flowed":
        text = unflowed(text, entity.parameter("content-type", "delsp").strip().lower() == "yes")
    return text


def files(found: Contents, settings: ReadSettings) -> Iterator[object]:
    """The attachments as `Enclosed` and `Chunk`s."""
    budget = enclosed.Budget.of(settings)
    for number, entity in enumerate(found.files, 1):
        name = enclosed.safe_path(_name(entity, number)).rpartition("/")[2]
        yield from enclosed.file(name, entity.data()[0], budget)
    for called, data in found.loose:
        yield from enclosed.file(called, data, budget)
    yield from found.inside
    yield from budget.told()


def _name(entity: Entity, number: int) -> str:
    """What the sender called it; else "forwarded message 2.eml" or "attachment 2.jpg".

    Never a forwarded message's subject, after which mail programs call it by themselves: a name stands in the list, the
    log and reports even of a file that is held.
    """
    if entity.filename and not (entity.type in _MESSAGES and _after_subject(entity)):
        return entity.filename
    if entity.type in _MESSAGES:
        return f"forwarded message {number}.eml"
    ending = _ENDINGS.get(entity.type, "")
    return f"attachment {number}" + (f".{ending}" if ending else "")


def _after_subject(entity: Entity) -> bool:
    """Whether a forwarded message's file name is made of its subject, whole or cut short."""
    stem = _letters(entity.filename.removesuffix(".eml").removesuffix(".EML"))
    subject = _letters(decoded_header(parse(entity.data()[0]).get("subject")))
    return bool(stem) and (stem == subject or (len(stem) >= _CUT_SHORT and subject.startswith(stem)))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
