"""Readers: bytes → their kind, their text with places, their frames; chosen by content, imported when needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO, Final

from ingest.items import Fitted, Opened, ReadSettings
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice, Part

_MODULES: Final = {
    "audio": ("audio",),
    "docx": ("docx", "wordml"),
    "eml": ("eml",),
    "epub": ("epub",),
    "footage": ("footage",),
    "html": ("html",),
    "mbox": ("mbox",),
    "msg": ("msg",),
    "odt": ("odt", "odp", "odg"),
    "old_office": ("doc", "xls", "ppt", "xlsb", "sheetml", "emf", "wmf"),
    "packed": ("gzip", "bzip2", "xz", "tar"),
    "pdf": ("pdf",),
    "picture": ("picture", "heic"),
    "pptx": ("pptx",),
    "rtf": ("rtf",),
    "table": ("csv",),
    "text": ("text",),
    "tnef": ("tnef",),
    "transcript": ("vtt", "srt"),
    "video": ("video",),
    "workbook": ("xlsx", "ods"),
    "zip": ("zip",),
}
_READERS: Final = {kind: f"ingest.readers.{module}" for module, kinds in _MODULES.items() for kind in kinds}
_LOCKABLE: Final = ("docx", "xlsx", "pptx")  # kinds that stand inside another one when a password locks them


def read(stream: BinaryIO, name: str, settings: ReadSettings) -> Iterator[object]:
    """What the file holds: Opened first, then Parts (or VideoStream, MovementEvents, Frames, ClockReading).

    Notices, Fields and Advances stand between.

    `name` is for people only; the kind comes from the content. Raises ReadError, with the fact `kind` where that is
    known: kind_unknown, kind_not_read, and what `sniff` and the reader of the kind raise.
    """
    kind, stream, fits = _opened(stream, settings)
    if kind == "unknown":
        raise ReadError("kind_unknown", name=name)
    if kind not in _READERS:
        raise ReadError("kind_not_read", name=name, kind=kind)
    stream.seek(0)
    try:
        named = replace(settings, extra={**settings.extra, "name": name})
        for item in import_module(_READERS[kind]).read(stream, named):
            yield item
            if fits is not None and isinstance(item, Opened):
                yield Fitted(fits)
                yield Notice("opened_with_password")
    except ReadError as refused:
        raise ReadError(refused.code, **{"kind": kind, **refused.facts}) from refused


def _opened(stream: BinaryIO, settings: ReadSettings) -> tuple[str, BinaryIO, int | None]:
    """The kind of the content, a stream of it, and which password it took, if any; raises as `sniff` does."""
    try:
        return sniff(stream), stream, None
    except ReadError as error:
        if error.code != "password_needed" or error.facts.get("kind") != "office":
            raise
    from ingest.readers.unlock import unlocked

    inside, fits = unlocked(stream, settings.passwords)
    return sniff(inside), inside, fits


def extractor(kind: str) -> str:
    """Name and version of what reads this kind now, its library's version included; raises ReadError(kind_not_read)."""
    if kind not in _READERS:
        raise ReadError("kind_not_read", kind=kind)
    return str(import_module(_READERS[kind]).extractor())


def reread(stream: BinaryIO, kind: str, ordinals: Collection[int], settings: ReadSettings) -> Iterator[Part]:
    """The parts of these ordinals, extracted again; parts that no longer exist are absent. Raises as `read` does."""
    if kind not in _READERS:
        raise ReadError("kind_not_read", kind=kind)
    if kind in _LOCKABLE:
        _, stream, _ = _opened(stream, settings)
    stream.seek(0)
    for item in import_module(_READERS[kind]).read(stream, settings, only=frozenset(ordinals)):
        if isinstance(item, Part):
            yield item
