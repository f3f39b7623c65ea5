"""Small real files of every kind that is read, made on the spot, and ways to damage them as discs and people do."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import wave
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Final

import docx
import openpyxl
import pillow_heif
import pymupdf
from odfdo import Document, Paragraph, Row, Table
from PIL import Image, ImageDraw
from video_clips import walking

from ingest.readers.compound import Node, written

WORDS: Final = "At 14:32 the witness saw a man in a blue coat run towards the footbridge. "
SHARED: Final = Path(__file__).parents[2].parent / "shared" / "data"
_MOST = 300_000  # bytes of a real file that is damaged


def a_pdf() -> bytes:
    with pymupdf.open() as document:
        for n in range(3):
            page = document.new_page()
            page.insert_textbox((50, 50, 500, 700), f"Page {n}. " + WORDS * 20)
            page.add_text_annot((300, 40), "a note on the page")
        document.embfile_add("inside.txt", WORDS.encode())
        return bytes(document.tobytes())


def a_docx() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_table(2, 2).cell(0, 0).text = WORDS
    for _ in range(12):
        document.add_paragraph(WORDS)
    document.save(out)
    return out.getvalue()


def a_workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["When", "Caller", "Called", "Seconds"])
    for n in range(20):
        sheet.append([f"2026-05-03 14:{n:02}", "07700 900123", "07700 900456", n])
    book.save(out)
    return out.getvalue()


def an_odt() -> bytes:
    document, out = Document("text"), io.BytesIO()
    for _ in range(8):
        document.body.append(Paragraph(WORDS))
    document.save(out)
    return out.getvalue()


def an_ods() -> bytes:
    document, out = Document("spreadsheet"), io.BytesIO()
    document.body.clear()
    table = Table("Calls")
    for n in range(10):
        row = Row()
        row.set_values([f"14:{n:02}", "07700 900123", n])
        table.append_row(row)
    document.body.append(table)
    document.save(out)
    return out.getvalue()


def a_picture(form: str = "PNG") -> bytes:
    picture, out = Image.new("RGB", (420, 90), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((10, 20), WORDS[:50], fill="black")
    picture.save(out, form)
    return out.getvalue()


def a_heic() -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (128, 96), "grey")
    pillow_heif.from_pillow(picture).save(out)
    return out.getvalue()


def a_recording() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    return out.getvalue()


def a_statement() -> bytes:
    return ("WITNESS STATEMENT\nStatement of: A. Witness\n" + WORDS * 60).encode()


@cache
def a_mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ann Example <ann@example.org>", "Ben Example <ben@example.org>"
    mail["Subject"], mail["Date"] = "The footbridge – Überwachung", "Mon, 1 Jun 2026 10:00:00 +0100"
    mail["Message-ID"] = "<one@example.org>"
    mail.set_content(WORDS * 5 + "\n\n> " + WORDS)
    mail.add_alternative(f"<html><body><p>{WORDS}</p></body></html>", subtype="html")
    mail.add_attachment(a_picture(), maintype="image", subtype="png", filename="photo.png")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "cal@example.org", "older"
    inner.set_content(WORDS)
    mail.add_attachment(inner)
    return mail.as_bytes()


def a_mailbox() -> bytes:
    head = b"From ann@example.org Mon Jun  1 10:00:00 2026\n"
    return (
        head + a_mail() + b"\n\n" + head + b"Subject: two\nFrom: b@example.org\n\n" + WORDS.encode() + b"\n>From here\n"
    )


def a_message(inside: Node | None = None, **texts: str) -> bytes:
    """An Outlook message with an attachment, and `inside` as a message in it; `texts` by number ("n0037")."""
    strings = {0x001A: "IPM.Note", 0x0037: "The footbridge", 0x0C1A: "Ann Example", 0x1000: WORDS * 3}
    strings |= {int(name[1:], 16): text for name, text in texts.items()}
    return written(message_node("Root Entry", strings, inside, 32))


def message_node(name: str, strings: Mapping[int, str], inside: Node | None = None, header: int = 24) -> Node:
    """The storage of a message with these strings; `header` is 32 at the root of a file, 24 inside another."""
    times = struct.pack("<HHIQ", 0x40, 0x39, 6, 134_250_000_000_000_000)
    root = Node(name, kids=[Node("__properties_version1.0", bytes(header) + times + _entries(strings))])
    root.kids += _strings(strings)
    recipient = {0x3001: "Ben Example", 0x39FE: "ben@example.org"}
    to = struct.pack("<HHIQ", 3, 0x0C15, 6, 1)
    entries = Node("__properties_version1.0", bytes(8) + to + _entries(recipient))
    root.kids.append(Node("__recip_version1.0_#00000000", kids=[entries, *_strings(recipient)]))
    note = {0x3707: "note.txt"}
    entries = Node("__properties_version1.0", bytes(8) + struct.pack("<HHIQ", 3, 0x3705, 6, 1) + _entries(note))
    data = Node("__substg1.0_37010102", WORDS.encode())
    root.kids.append(Node("__attach_version1.0_#00000000", kids=[entries, data, *_strings(note)]))
    if inside is not None:
        inside.name = "__substg1.0_3701000D"
        entries = Node("__properties_version1.0", bytes(8) + struct.pack("<HHIQ", 3, 0x3705, 6, 5))
        title = {0x3001: "the older one"}
        root.kids.append(Node("__attach_version1.0_#00000001", kids=[entries, inside, *_strings(title)]))
    return root


def _strings(values: Mapping[int, str]) -> list[Node]:
    return [Node(f"__substg1.0_{number:04X}001F", text.encode("utf-16-le")) for number, text in values.items()]


def _entries(values: Mapping[int, str]) -> bytes:
    return b"".join(struct.pack("<HHIQ", 0x1F, number, 6, 2 * len(text) + 2) for number, text in values.items())


def a_package(*extra: bytes) -> bytes:
    """A winmail.dat with a subject, a body and an attachment; `extra` are further attributes, see `attribute`."""
    title, data = attribute(0x00018010, b"NOTE~1.TXT\0"), attribute(0x0006800F, WORDS.encode())
    name = "note of the day.txt".encode("utf-16-le") + b"\0\0"
    values = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(name)) + name
    words = [attribute(0x00018004, b"The footbridge\0", 1), attribute(0x0002800C, WORDS.encode() + b"\0", 1)]
    attached = [attribute(0x00069002, bytes(14)), title, data, attribute(0x00069005, values)]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join([*words, *attached, *extra])


def attribute(number: int, value: bytes, level: int = 2) -> bytes:
    """One attribute of a winmail.dat: of the message (level 1) or of an attachment (level 2)."""
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("statements/one.txt", WORDS * 30)
        pack.writestr("photo.png", a_picture())
    return out.getvalue()


def a_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as pack:
        entry = tarfile.TarInfo("statements/one.txt")
        entry.size = len(WORDS)
        pack.addfile(entry, io.BytesIO(WORDS.encode()))
    return out.getvalue()


def a_page() -> bytes:
    rows = "".join(f"<tr><td>14:{n:02}</td><td>{WORDS}</td></tr>" for n in range(9))
    return f"<!DOCTYPE html><html><head><title>Log</title></head><body><table>{rows}</table></body></html>".encode()


def an_rtf() -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl\\f0\\fswiss Arial;}\\f0 " + (WORDS + "\\par ").encode() * 9 + b"}"


def a_table() -> bytes:
    return b"When,Caller,Called\r\n" + b"2026-05-03 14:32,07700 900123,07700 900456\r\n" * 30


def captions(web: bool = True) -> bytes:
    dot, head = (".", "WEBVTT\n\n") if web else (",", "")
    cues = (f"{n + 1}\n00:00:{n:02}{dot}000 --> 00:00:{n + 1:02}{dot}000\n{WORDS}\n\n" for n in range(9))
    return (head + "".join(cues)).encode()


SEEDS: Final[Mapping[str, Callable[[], bytes]]] = {
    "pdf": a_pdf,
    "docx": a_docx,
    "xlsx": a_workbook,
    "odt": an_odt,
    "ods": an_ods,
    "picture": a_picture,
    "tiff": lambda: a_picture("TIFF"),
    "jpeg": lambda: a_picture("JPEG"),
    "webp": lambda: a_picture("WEBP"),
    "heic": a_heic,
    "audio": a_recording,
    "text": a_statement,
    "eml": a_mail,
    "mbox": a_mailbox,
    "msg": lambda: a_message(message_node("", {0x001A: "IPM.Note", 0x0037: "older", 0x1000: WORDS})),
    "tnef": a_package,
    "zip": a_zip,
    "tar": a_tar,
    "gzip": lambda: gzip.compress(a_statement()),
    "bzip2": lambda: bz2.compress(a_statement()),
    "xz": lambda: lzma.compress(a_statement()),
    "html": a_page,
    "rtf": an_rtf,
    "csv": a_table,
    "vtt": captions,
    "srt": lambda: captions(web=False),
    "video": walking,
}


def originals() -> dict[str, bytes]:
    """A file of every kind, and the real files that are small enough where they are at hand; by name."""
    found = {name: make() for name, make in SEEDS.items()}
    if SHARED.exists():
        for path in sorted(p for p in SHARED.rglob("*") if p.is_file() and p.suffix not in (".jsonl", ".md")):
            if 0 < path.stat().st_size <= _MOST:
                found[str(path.relative_to(SHARED))] = path.read_bytes()
    return found


def damaged(original: bytes, dice: random.Random) -> bytes:
    """The file with bits turned, its end cut off, stretches exchanged or zeroed, or a number in it made another."""
    raw, how = bytearray(original), dice.randrange(5)
    if how == 0:
        for _ in range(dice.randrange(1, 40)):
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    elif how == 1:
        del raw[dice.randrange(1, max(2, len(raw))) :]
    elif how == 2:
        size = dice.randrange(1, max(2, len(raw) // 4))
        a, b = (dice.randrange(max(1, len(raw) - size)) for _ in range(2))
        raw[a : a + size], raw[b : b + size] = raw[b : b + size], raw[a : a + size]
    elif how == 3:
        at = dice.randrange(len(raw))
        size = dice.randrange(1, 2 + min(4096, len(raw) // 4))
        raw[at : at + size] = bytes(len(raw[at : at + size]))
    else:  # lengths and offsets stand near the beginning and the end of most kinds
        for _ in range(dice.randrange(1, 6)):
            near = dice.choice((0, 0, len(raw) // 2, max(0, len(raw) - 600)))
            at = min(len(raw) - 1, near + dice.randrange(600))
            value = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x80", b"9999"))
            raw[at : at + 4] = value[: len(raw) - at]
    return bytes(raw)
