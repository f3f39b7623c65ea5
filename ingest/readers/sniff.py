"""Tells what a file is from its content only; names and extensions are never looked at."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from typing import BinaryIO, Final

from ingest.readers.guessing import looks_like_ebcdic
from ingest.readers.ole import sniff_ole
from ingest.readers.signatures import STARTS
from provenance.errors import ReadError

HEAD = 65536  # bytes looked at; a zip's members are looked at besides
_MEMBER = 1 << 20  # most bytes of a zip member that is looked into
# What the standard library raises on broken zips, whichever way their members are packed.
_OFFICE_MEMBER: Final = re.compile(rb"PK\x03\x04.{26}(word|xl|ppt)/", re.DOTALL)  # the head of a member by its name
ZIP_ERRORS: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, OSError, ValueError, EOFError)

_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_AUDIO_BRANDS: Final = {b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "}
_BOXES: Final = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"moof", b"styp", b"sidx", b"uuid"}
# Files that send a player elsewhere: a list of addresses is not footage, and opening it may open a socket.
_POINTER = re.compile(
    rb"\s*(#EXTM3U|ffconcat version|\[playlist\]|\[reference\]|<asx\b|<smil\b|RTSPtext|<\?quicktime|rtsps?://"
    rb"|v=0\r?\n(?:[a-z]=[^\n]*\n)*o=|<\?wpl\b|(<\?xml[^>]*>\s*)?<(MPD|SmoothStreamingMedia|asx|smil|playlist)\b)",
    re.IGNORECASE,
)
_RTF = re.compile(rb"(\xef\xbb\xbf)?\s*\{\\rtf")
_HTML = re.compile(
    rb"(<\?xml[^>]*>|<!--.*?-->|\s)*(<!doctype\s+html|<html\b|<head\b|<body\b|<title\b|<h[1-6]\b|<div\b|<table\b|<meta\b)",
    re.IGNORECASE | re.DOTALL,
)
# A sender's address, which a typed memo ("From: PC Dean") has not.
_ADDRESS = re.compile(rb"(?im)^From:[^\n]*?(<[^<>@\s]+@[^<>@\s]+>|[ \t][\w.+-]+@[\w.-]+[ \t]*$)")
_EMLX = re.compile(rb"\d{1,12}[ \t]*\r?\n(?=[!-9;-~]+:)")  # Apple Mail: the message's length goes before it
# A date as mail programs write it, with its zone: a typed memo says "3 May 2026".
_MAIL_DATE = re.compile(
    rb"(?im)^Date:[^\n]*\d{1,2} [A-Z][a-z]{2} \d{4} \d\d?:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT|[A-Z]{3})\b"
)
_MBOX = re.compile(rb"From \S.*? (Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [^\n]*\n")
_HEADER = re.compile(rb"([!-9;-~]+):[^\n]*\n(?:[ \t][^\n]*\n)*")
# Headers that mail programs write and people don't: a typed memo (To, From, Date, Subject) is text.
_MAIL_HEADERS: Final = {b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to", b"x-mailer"}
_FLAT_ODF = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<office:document\b[^>]*"
    rb"office:mimetype=\"application/vnd\.oasis\.opendocument\.([a-z]+)",
    re.DOTALL,
)
_WORDML = re.compile(rb"\s*<\?xml[^>]*>\s*(<\?mso-application\b|<(w:wordDocument|pkg:package)\b)")
_VTT = re.compile(rb"(\xef\xbb\xbf)?WEBVTT[ \t\r\n]")
_SRT = re.compile(rb"(\xef\xbb\xbf)?\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{3} --> \d")
_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\t\n\f\r\x1b") + b"\x7f"
_PADDING: Final = b"\0\x1a"


def sniff(stream: BinaryIO) -> str:
    """The kind of the file's content; the stream's place is not kept.

    What `readers` reads, and what is known by name only (pst, rar, disk_image, …, see `signatures`); else "unknown".
    Raises ReadError: file_empty, file_damaged (a zip that can't be opened), password_needed (an encrypted Office file),
    not_a_video (a playlist or session description).
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise ReadError("file_empty")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return sniff_ole(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")):
        return _zip_kind(stream, head)
    kind = _by_start(head) or _media(head) or _marked_text(head) or _plain(head)
    if kind in ("unknown", "program") and zipfile.is_zipfile(stream):
        return "zip"  # behind a program that would unpack it
    return kind


def _plain(head: bytes) -> str:
    """Text without a mark: a table whose cells are parted by commas, tabs or the like, or just text; else unknown."""
    if not looks_like_text(head):
        return "unknown"
    from ingest.readers.table import looks_like_table  # it reads text as the reader of text does, which sniffs too
    from ingest.readers.text import sample_text

    return "csv" if looks_like_table(sample_text(head)) else "text"


def _by_start(head: bytes) -> str | None:
    for start, kind in STARTS:
        if head.startswith(start) and not (start.isalnum() and looks_like_text(head)):
            return kind
    if _is_tar(head):
        return "tar"
    if head[3:11] == b"-FVE-FS-":  # BitLocker
        return "encrypted"
    return "picture" if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and len(head) > 26 else None


def _is_tar(head: bytes) -> bool:
    """POSIX's mark, or in older ones a header whose checksum is right."""
    if head[257:262] == b"ustar":
        return True
    said = head[148:156].strip(b" \0")
    if len(head) < 512 or not said or said.strip(b"01234567"):
        return False
    return int(said, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _media(head: bytes) -> str | None:
    """Containers that need more than a fixed beginning."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64"):
        return {b"AVI ": "video", b"WAVE": "audio", b"WEBP": "picture"}.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "heic" if brand in _HEIC_BRANDS else "audio" if brand in _AUDIO_BRANDS else "video"
    if head[:4] == b"\1\0\0\0" and head[40:44] == b" EMF":
        return "emf"
    if head[4:8] in _BOXES:
        return "video"
    if head[:4] == b"OggS":
        return "video" if b"theora" in head[:4096] or b"\x01video" in head[:4096] else "audio"
    if any(_repeats(head, 0x47, at, step) for at, step in ((0, 188), (4, 192), (0, 204))):
        return "video"  # MPEG transport stream
    if head[0] == 0xFF and len(head) > 3 and head[1] in (0xFB, 0xFA, 0xF3, 0xF2, 0xF1, 0xF9) and b"\0" in head[:4096]:
        return "audio"  # MPEG audio frames without a tag
    return None


def _repeats(head: bytes, byte: int, at: int, step: int) -> bool:
    return len(head) > at + 3 * step and all(b == byte for b in head[at : at + 40 * step : step])


def _marked_text(head: bytes) -> str | None:
    """Kinds that are text with a mark at the beginning."""
    if _POINTER.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise ReadError("not_a_video")
    if _RTF.match(head):
        return "rtf"
    if _WORDML.match(head):
        return "sheetml" if b"Excel.Sheet" in head[:1024] else "wordml"
    if flat := _FLAT_ODF.match(head):
        return {b"text": "odt", b"presentation": "odp", b"graphics": "odg"}.get(flat[1], "odf")
    if _VTT.match(head):
        return "vtt"
    if _SRT.match(head):
        return "srt"
    mail = _mail(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").replace(b"\r\n", b"\n"))
    return mail or ("html" if _HTML.match(_narrow(head)) else None)


def _narrow(head: bytes) -> bytes:
    """The same text without its mark, as UTF-8 where it is UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _mail(head: bytes) -> str | None:
    envelope = _MBOX.match(head) or re.match(rb"From \S+ [^\n]*\n(?=[\w-]+: )", head)
    counted = _EMLX.match(head)
    names, at = set(), envelope.end() if envelope else counted.end() if counted else 0
    while found := _HEADER.match(head, at):
        names.add(found[1].lower())
        at = found.end()
    if envelope:
        return "mbox"
    written = names & _MAIL_HEADERS
    if {b"from", b"date"} <= names and _MAIL_DATE.search(head, 0, at):
        return "eml"
    if b"from" in names and len(names & {b"to", b"subject", b"date"}) and _ADDRESS.search(head, 0, at):
        return "eml"
    return "eml" if written and (len(written) > 1 or names & {b"from", b"to", b"subject", b"date"}) else None


def looks_like_text(head: bytes) -> bool:
    """Whether a file that begins so may be text: marked, UTF-16, UTF-8, EBCDIC, or with hardly a control byte."""
    if head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or wide_encoding(head):
        return True
    written = head.rstrip(_PADDING)  # the end mark of DOS, and the padding of logs
    if b"\n" in written and len(written) >= len(head) // 16:
        head = written
    if looks_like_ebcdic(head):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    lost = 1 - len(head.decode("utf-8", "ignore").encode()) / len(head)
    return controls <= len(head) * (0.2 if lost < 0.01 else 0.002)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark; None when it is neither.

    Told by which of every four bytes are high halves: 0 for Latin letters, below 8 up to Arabic.
    """
    size = len(head) - len(head) % 4
    if size < 8 or 0 not in head:
        return None
    small = [sum(map(head[i:size:4].count, range(8))) / (size / 4) for i in range(4)]
    if min(small[2:]) > 0.9 and head[3:size:4].count(0) == size // 4 and small[0] < 0.1:
        return "utf-32-le"
    if min(small[:2]) > 0.9 and head[0:size:4].count(0) == size // 4 and small[3] < 0.1:
        return "utf-32-be"
    first, second = (small[0] + small[2]) / 2, (small[1] + small[3]) / 2
    return "utf-16-le" if second > 0.8 and first < 0.1 else "utf-16-be" if first > 0.8 and second < 0.1 else None


def _zip_kind(stream: BinaryIO, head: bytes) -> str:
    begun = _OFFICE_MEMBER.search(head)
    guess = {b"word": "docx", b"xl": "xlsx", b"ppt": "pptx"}[begun[1]] if begun else "zip"
    try:
        with zipfile.ZipFile(stream) as pack:
            return _office(pack) or "zip"
    except ZIP_ERRORS as bad:
        if guess == "zip" and head.startswith(b"PK\3\4") and head[30:38] != b"mimetype":
            return "zip"  # the members before the damage may be whole
        raise ReadError("file_damaged", kind=guess) from bad
    except RuntimeError as locked:  # zipfile's word for a member that is encrypted
        raise ReadError("password_needed", kind=guess) from locked


def _office(pack: zipfile.ZipFile) -> str | None:
    names = set(pack.namelist())
    if "mimetype" in names:
        declared = _member(pack, "mimetype").decode("ascii", "replace").strip()
        known = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}
        known |= {"text-master": "odt", "text-web": "odt"}
        if declared == "application/epub+zip":
            return "epub"
        if declared.startswith("application/vnd.oasis.opendocument."):
            return known.get(declared.rpartition(".")[2].removesuffix("-template"), "odf")
    if "xl/workbook.bin" in names:
        return "xlsb"
    types = _member(pack, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    for kind, part, mark in (
        (
            "docx",
            "word/document.xml",
            rb"wordprocessingml\.(document|template)\.main|ms-word\.(document|template)\.macro",
        ),
        ("xlsx", "xl/workbook.xml", rb"spreadsheetml\.(sheet|template)\.main|ms-excel\.(sheet|template|addin)"),
        ("pptx", "ppt/presentation.xml", rb"presentationml\.(presentation|slideshow|template)\.main|ms-powerpoint"),
    ):
        if part in names or re.search(mark, types):
            return kind
    return None


def _member(pack: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a member, never more than a mebibyte of it however it is packed."""
    with pack.open(name) as member:
        return member.read(_MEMBER)
