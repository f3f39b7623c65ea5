"""Takes a mail apart as bytes: headers, parts and nested parts (RFC 5322, RFC 2045 to 2047), however badly written.

Our own, because the standard library's parser recurses as deep as the file asks, and gives a forwarded message back
rewritten: here every part is a slice of the file. Single headers are left to the standard library.
"""

from __future__ import annotations

import binascii
import io
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from ingest.readers import charsets, mail_base64
from ingest.readers.normal import same_length
from ingest.readers.text import find_encoding

_DEPTH = 20  # multiparts within multiparts
_PARTS = 10_000  # of one mail
_HEADER = 1 << 20  # bytes of a header; the rest of a longer one is left out, and said
_PARAMETERS = 1 << 16  # characters of a header that are searched for parameters
_STRETCH = 1 << 14  # characters that are decoded in one go: the standard library's way is quadratic
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_BOUNDARY_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_GUESSED_BOUNDARY = re.compile(rb"(?m)^--([!-~]{5,70})[ \t]*\r?$(?=\r?\n[!-9;-~]{1,60}:)")


@dataclass(slots=True)
class Entity:
    """A mail or a part of one: headers as they stand (name, value), and the bytes of its body within the file.

    `faults` are codes of what is wrong with it: cut_off (its last boundary is missing), no_boundary, too_deep,
    header_cut (one is longer than is read).
    """

    headers: list[tuple[str, str]]
    body: bytes
    parts: list[Entity] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    outside: list[bytes] = field(default_factory=list)  # what stands before the first and after the last boundary

    def get(self, name: str) -> str:
        """The first header of this name, or ""."""
        return next((value for n, value in self.headers if n.lower() == name), "")

    @property
    def type(self) -> str:
        """The media type in lower case; text/plain where none is said, or nothing that can be one."""
        said = self.get("content-type").partition(";")[0].strip().lower()
        return said if re.fullmatch(r"[\w.+-]+/[\w.+-]+", said) else "text/plain"

    @property
    def attached(self) -> bool:
        return self.get("content-disposition").strip().lower().startswith("attachment")

    @property
    def filename(self) -> str:
        """The name that the sender gave the part, decoded (RFC 2231, and RFC 2047 as many programs write it)."""
        return self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")

    def parameter(self, header: str, name: str) -> str:
        """A parameter of a header, or ""."""
        one = Message()
        one[header] = _FOLD.sub(" ", self.get(header))[:_PARAMETERS]
        try:
            value = one.get_param(name, "", header)
            plain = collapse_rfc2231_value(value) if value else ""
        except (ValueError, LookupError, TypeError, IndexError):  # what it raises on parameters that are no parameters
            return ""
        return decoded_header(plain) if isinstance(plain, str) else ""

    def leaves(self) -> Iterator[Entity]:
        """The parts that are not made of parts, in order; the mail itself where it is not."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def data(self) -> tuple[bytes, bool]:
        """The body's bytes without their transfer encoding, and whether all of them could be had."""
        coding = self.get("content-transfer-encoding").partition(";")[0].strip().lower()
        if coding == "base64":
            packed, after = mail_base64.parted(self.body)
            if (self.attached or self.filename) and not packed.rstrip().endswith(b"="):
                packed, after = self.body, b""  # a file goes on below a damaged line
            data, whole = mail_base64.decoded(packed)
            return data, whole and not after
        if coding == "quoted-printable":
            return quopri.decodestring(self.body), True
        if coding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _from_uu(self.body)
        return self.body, True

    def behind(self) -> bytes:
        """The plain lines that a mail gateway set below a body in base64, or in place of it; b"" for none."""
        coding = self.get("content-transfer-encoding").partition(";")[0].strip().lower()
        return mail_base64.parted(self.body)[1] if coding == "base64" else b""

    def text(self) -> tuple[str, str]:
        """The body as text, and the code of what was done to get it: "", encoding_guessed, bytes_replaced."""
        return self.words(self.data()[0])

    def words(self, data: bytes) -> tuple[str, str]:
        """As `text`, of `data`, where only some of the body's bytes are words; an encoding not said is guessed."""
        charset = self.parameter("content-type", "charset")
        text, code = decoded(data, charset)
        if code and not charsets.known(charset):
            guess, notices = find_encoding(io.BytesIO(data))
            guessed = any(notice.code == "encoding_guessed" for notice in notices)
            return (data.decode(guess, "replace"), "encoding_guessed") if guessed else (text, code)
        return text, code


def parse(data: bytes) -> Entity:
    """The mail in `data`, which begins with its first header; never raises, whatever the bytes are."""
    return _entity(data, 0, [_PARTS])


def _entity(data: bytes, depth: int, left: list[int]) -> Entity:
    headers, at, cut = _headers(data)
    made = Entity(headers, data[at:], faults=["header_cut"] if cut else [])
    if not made.type.startswith("multipart/"):
        return made
    if depth >= _DEPTH or left[0] <= 0:
        made.faults.append("too_deep")
        return made
    boundary = made.parameter("content-type", "boundary").encode("utf-8", "surrogateescape").rstrip()
    cuts = _cuts(made.body, boundary) if boundary else []
    if not cuts and (guess := _GUESSED_BOUNDARY.search(made.body)):
        made.faults.append("no_boundary")
        cuts = _cuts(made.body, guess[1])
    if not cuts:
        made.faults.append("no_boundary")
        return made
    ends = [start for start, _, _ in cuts[1:]] + ([] if cuts[-1][2] else [len(made.body)])
    made.outside.append(made.body[: cuts[0][0]])
    if cuts[-1][2]:
        made.outside.append(made.body[cuts[-1][1] :])
    else:
        made.faults.append("cut_off")
    for (_, start, _), end in zip(cuts, ends, strict=False):
        left[0] -= 1
        made.parts.append(_entity(made.body[start:end], depth + 1, left))
        if left[0] <= 0:
            made.faults.append("too_deep")
            break
    return made


def _cuts(body: bytes, boundary: bytes) -> list[tuple[int, int, bool]]:
    """Where boundaries stand: (end of the part before, start of the part after, whether it is the last one)."""
    found: list[tuple[int, int, bool]] = []
    mark = b"--" + boundary
    at = body.find(mark)
    while at >= 0:
        tail = _BOUNDARY_END.match(body, at + len(mark))
        if tail and (at == 0 or body[at - 1] == 10):
            before = at - (body[at - 2 : at] == b"\r\n") - (at > 0)
            found.append((before, tail.end(), bool(tail[1])))
            if tail[1]:
                break
        at = body.find(mark, at + len(mark))
    return found


def _headers(data: bytes) -> tuple[list[tuple[str, str]], int, bool]:
    """The headers, each unfolded only when it is decoded, where the body begins, and whether one is cut."""
    found: list[tuple[str, bytearray]] = []
    at, cut = 0, False
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        line = data[at:end]
        if not line.strip(b"\r\n"):
            return _strings(found), end, cut
        named = _NAME.match(line)
        if line[:1] in b" \t" and found:
            value = line
        elif named:
            found.append((named[1].decode("ascii"), bytearray()))
            value = line[named.end() :]
        else:  # no header and no empty line: the body has begun
            return _strings(found), at, cut
        room = _HEADER - len(found[-1][1])
        cut = cut or len(value) > room
        found[-1][1].extend(value[:room])
        at = end
    return _strings(found), len(data), cut


def _strings(found: list[tuple[str, bytearray]]) -> list[tuple[str, str]]:
    return [(name, decoded(bytes(value), "utf-8")[0].strip()) for name, value in found]


def decoded_header(value: str) -> str:
    """A header's value as a person reads it: unfolded, its encoded words (RFC 2047) decoded where they can be."""
    line = _FOLD.sub(" ", value).strip()
    if "=?" not in line:
        return same_length(line)
    return same_length(_FOLD.sub(" ", "".join(_decoded_stretch(stretch) for stretch in _stretches(line)))).strip()


def _stretches(line: str) -> Iterator[str]:
    """The line in stretches that can be decoded one by one; white space between two encoded words is no text."""
    at = 0
    while at < len(line):
        end = min(at + _STRETCH, len(line))
        space = line.rfind(" ", at, end) if end < len(line) else -1
        if space <= at:
            yield line[at:end]
            at = end
            continue
        words = line[at:space].rstrip(" ")
        within = words.endswith("?=") and line.startswith("=?", space + 1)
        yield words if within else line[at : space + 1]
        at = space + 1


def _decoded_stretch(line: str) -> str:
    try:
        pieces = decode_header(line)
    except (HeaderParseError, ValueError, binascii.Error):
        return line
    return "".join(raw if isinstance(raw, str) else decoded(raw, charset or "utf-8")[0] for raw, charset in pieces)


def decoded(data: bytes, charset: str) -> tuple[str, str]:
    """Bytes as text by the charset that is said, else UTF-8, else Windows Western; and what was done, as a code."""
    codec = charsets.codec(charset)
    for name in dict.fromkeys((codec, "utf-8")):
        try:
            return data.decode(name), "" if name == codec or data.isascii() else "encoding_guessed"
        except UnicodeError:
            continue
    for name in (codec, "utf-8"):  # a few broken bytes do not make it another encoding
        text = data.decode(name, "replace") if name != "ascii" else "\ufffd" * len(data)
        good = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        if text.count("\ufffd") < good:
            return text, "bytes_replaced"
    return data.decode("cp1252", "replace"), "encoding_guessed"


def _from_uu(body: bytes) -> tuple[bytes, bool]:
    """Bytes of uuencoded lines between "begin" and "end"."""
    out, whole, inside = bytearray(), True, False
    for line in body.splitlines():
        if line.startswith(b"begin ") and not inside:
            inside = True
        elif line.strip() == b"end":
            return bytes(out), whole
        elif inside and line.strip():
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:
                whole = False
    return bytes(out), False
