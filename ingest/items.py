"""What readers and the splitter hand on besides the records of a case: openings, fields, progress, spans, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.records import Notice, Section, Sentence

MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """The first item of every reading: the kind as found in the content, and the pages (0 where there are none)."""

    kind: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Fields:
    """What a file says of itself (title, author, created, producer, …), as plain text."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a reading is: `done` of `total` in `unit` (pages, seconds, bytes); `total` is 0 when not known."""

    done: float
    total: float
    unit: str = "pages"


@dataclass(frozen=True, slots=True)
class Held:
    """The text is, or may be, legally privileged: nothing of it goes further before a person decides."""

    signs: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage before it has an id: offsets in the layer, and what a stored passage holds."""

    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    label: str
    speaker: str = ""
    section: Section = "body"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What readers may do; plain values only, so that a run can record them.

    `max_pixels` bounds a picture or a drawn page (width × height); `max_bytes` a text file or a zip member, unpacked.
    `ocr` off leaves pages that are pictures unread, with a warning. `video_max_seconds` 0 means no bound.
    """

    max_pages: int = 5000
    max_pixels: int = 100_000_000
    max_bytes: int = 512 * MEBI
    ocr: bool = True
    ocr_dpi: int = 300
    video_max_seconds: float = 0.0
    video_max_frames: int = 0
    video_width: int = 400
    extra: Mapping[str, str] = field(default_factory=dict)
