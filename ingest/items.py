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
class Shown:
    """A form's field whose entry stands in the text of its page: its names, and its box x, y, w, h as displayed."""

    names: tuple[str, ...]
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a reading is: `done` of `total` in `unit` (pages, seconds, bytes); `total` is 0 when not known."""

    done: float
    total: float
    unit: str = "pages"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The beginning of a file found inside the one that is read: an attachment, a member of a ZIP, a message.

    Its bytes follow as `Chunk`s, and end with the next `Enclosed` or any other item. `path` is its place in the
    container as written there ("photos/1.jpg"), `name` its last part. With a `problem` (the code of a refusal:
    password_needed, too_large, file_damaged, nested_too_deep) no bytes follow, and it is listed as refused with that.
    `made` says how the bytes came about where they do not stand in the container as they are ("converted by …").
    """

    name: str
    path: str = ""
    problem: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes of the file that the last `Enclosed` began; at most a mebibyte."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Fitted:
    """A password given opened the file, or one inside it: the place of the password in the settings, from 0."""

    number: int


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
    `ocr` off leaves pages that are pictures unread, with a warning. `video_max_seconds` 0 means no bound. Of one
    container at most `max_enclosed` files and `max_enclosed_bytes` come out. `passwords` are tried on locked files and
    never recorded.
    """

    max_pages: int = 5000
    max_pixels: int = 100_000_000
    max_bytes: int = 512 * MEBI
    ocr: bool = True
    ocr_dpi: int = 300
    video_max_seconds: float = 0.0
    video_max_frames: int = 0
    video_width: int = 320
    max_enclosed: int = 10_000
    max_enclosed_bytes: int = 8 << 30
    passwords: tuple[str, ...] = field(default=(), repr=False)
    extra: Mapping[str, str] = field(default_factory=dict)
