"""Looks in every byte of an exported file, decompressed, for traces of a source that must not be in it."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pymupdf

from provenance.audience import Audience
from provenance.records import Source
from provenance.serving import serve
from provenance.store.case_store import CaseStore

RUN = 5  # words in a row
PIXEL = bytes.fromhex(  # a picture of one point
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b600"
    "00000049454e44ae426082"
)
_URI = re.compile(rb"data:[\w/+.-]+;base64,([A-Za-z0-9+/=\s]+)")
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|div|li|td|th|dd|dt|h\d|article|section|figcaption|blockquote)>")
_APART = "¶"  # words before and after it do not stand in a row
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Marks:
    """What would tell of a source: literal words, its id, and runs of words that stand in it and in no served one."""

    literal: frozenset[str]
    id: re.Pattern[str]
    exhibit: re.Pattern[str]
    runs: frozenset[tuple[str, ...]]

    def found(self, inside: Inside) -> list[str]:
        """What of it is in a file, in any of the forms in which it can hold it."""
        traces = [" ".join(run) for run in inside.runs & self.runs]
        for piece, lower, readable in inside.pieces:
            traces += [word for word in self.literal if word in lower]
            traces += self.exhibit.findall(piece)
            if readable:  # two characters are found in the bytes of any picture
                traces += self.id.findall(piece)
        return traces


class Inside:
    """All texts that a file holds: (as it is, in lower case, whether it is text), and the runs of their words."""

    def __init__(self, data: bytes) -> None:
        found = dict.fromkeys(pieces(data))
        self.pieces = [(piece, piece.casefold(), _readable(piece)) for piece in found]
        self.runs = {run for piece, _, readable in self.pieces if readable for run in _runs(piece)}


def marks(store: CaseStore, source: Source, served: Iterable[Source]) -> Marks:
    """What would tell of `source` beside what tells of those that are `served`."""
    theirs = {run for one in served for run in _text_runs(_text(store, one))}
    frames = {f.sha256 for f in store.frames(source.id)} if source.kind == "video" and not source.withheld else set()
    path = Path(source.name)
    literal = {source.sha256, source.name, path.stem, source.path, *frames}
    return Marks(
        frozenset(word.casefold() for word in literal if word),
        re.compile(rf"(?<![\w./-]){source.id}(?=\.[\df]|[^\w.]|$)"),
        re.compile(rf"(?<![\w/]){re.escape(source.exhibit)}(?![\w/])"),
        _text_runs(_text(store, source)) - theirs,
    )


def traces(store: CaseStore, audience: Audience, files: Iterable[bytes], draft: str = "D1") -> dict[str, list[str]]:
    """What files tell of each source that the audience may not see, by its exhibit."""
    served = serve(store, store.draft(draft), audience).sources
    shown = [s for s in store.sources() if s.id in served]
    hidden = {s.exhibit: marks(store, s, shown) for s in store.sources() if s.id not in served}
    assert hidden
    inside = [Inside(data) for data in files]
    found = {exhibit: [trace for one in inside for trace in mark.found(one)] for exhibit, mark in hidden.items()}
    return {exhibit: told for exhibit, told in found.items() if told}


def files_of(out: Path) -> list[bytes]:
    """Every file of an export that is a folder, and the names of them all; PDFs are searched as a format of their own,
    since packed bytes hold any two letters by chance."""
    paths = sorted(p for p in out.rglob("*") if p.is_file())
    names = "\n".join(p.relative_to(out).as_posix() for p in paths).encode()
    return [names, *(p.read_bytes() for p in paths if p.suffix != ".pdf")]


def pieces(data: bytes, deep: int = 0) -> Iterator[str]:
    """Every text that the bytes hold: themselves, and what is packed in them, however deep."""
    assert deep < 8
    inner = [packed for match in _URI.finditer(data) if (packed := _decoded(match[1]))]
    bare = _URI.sub(b"data:", data)
    yield bare.decode("latin-1")
    yield bare.decode("utf-8", "replace")
    yield bare.decode("utf-16-le", "replace")
    yield bare.decode("utf-16-be", "replace")
    yield from _structured(bare)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed_file:
            yield "\n".join([*packed_file.namelist(), packed_file.comment.decode("utf-8", "replace")])
            inner += [packed_file.read(name) for name in packed_file.namelist()]
    if data[:2] == b"\x1f\x8b":
        inner.append(gzip.decompress(data))
    if data[:5] == b"%PDF-":
        yield from _pdf(data, inner)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        inner += _png_text(data)
    for one in inner:
        yield from pieces(one, deep + 1)


def _structured(data: bytes) -> Iterator[str]:
    """JSON and markup as the words that a reader sees."""
    text = data.decode("utf-8", "replace")
    if text.lstrip()[:1] in ("{", "["):
        try:
            yield f"\n\n{_APART} ".join(_strings(json.loads(text)))
        except ValueError:
            yield from text.splitlines()  # JSON lines
    if "<" in text[:2000]:
        parted = _BLOCK.sub(f" {_APART} ", text)
        yield html.unescape(_TAG.sub(" ", parted))
        yield html.unescape(_TAG.sub("", parted))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    else:
        yield str(value)


def _pdf(data: bytes, inner: list[bytes]) -> Iterator[str]:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        yield "\n".join(f"{key}: {value}" for key, value in (document.metadata or {}).items())
        yield document.get_xml_metadata()
        yield "\n".join(str(entry) for entry in document.get_toc(simple=False))
        for xref in range(1, document.xref_length()):
            yield document.xref_object(xref)
            if document.xref_is_stream(xref):  # of a picture its file, not its pixels, which spell anything by chance
                picture = document.xref_get_key(xref, "Subtype")[1] == "/Image"
                inner.append((document.xref_stream_raw(xref) if picture else document.xref_stream(xref)) or b"")
        for name in document.embfile_names():
            yield name
            inner.append(document.embfile_get(name))
        for page in document:
            yield page.get_text()
            yield str(page.get_links()) + str([a.info for a in page.annots()])


def _png_text(data: bytes) -> list[bytes]:
    """The text chunks of a picture, decompressed."""
    found, at = list[bytes](), 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            found.append(body)
            packed = body.partition(b"\0")[2][1:]
            if kind == b"zTXt":
                found.append(zlib.decompress(packed))
        at += 12 + size
    return found


def _readable(piece: str) -> bool:
    """Whether it is text, and not bytes read as such."""
    odd = sum(count for c, count in Counter(piece).items() if not (c.isprintable() or c.isspace()) or c == "\ufffd")
    return odd * 50 <= len(piece)


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(re.sub(rb"\s", b"", text), validate=True)
    except binascii.Error:
        return b""


def _text(store: CaseStore, source: Source) -> str:
    return "" if source.withheld or not source.passages else store.layer(source.id).text()


@cache
def _text_runs(text: str) -> frozenset[tuple[str, ...]]:
    """Of a source, which is asked about for each export anew."""
    return frozenset(_runs(text))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    for part in text.casefold().split(_APART):
        tokens = _TOKEN.findall(part)
        yield from (tuple(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1))
