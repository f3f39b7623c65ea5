"""Reads transcripts with times (WebVTT, SubRip): every cue with its time and its speakers, and the notes between.

Cues after the W3C's WebVTT (1 May 2025) and, for SubRip, after common use. Times are whole milliseconds throughout.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers.text import extractor as text_extractor
from ingest.readers.text import whole
from provenance.anchors import MEDIA_FRAGMENT
from provenance.errors import ReadError
from provenance.records import Notice, Part, Place

_STEP = 500
_TIMING = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})[ \t]*-->[ \t]*"
    r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})(?:[ \t]+[^\n]*)?"
)
_TAG = re.compile(r"<(/?)([A-Za-z0-9:]*)((?:\.[^\s>]*)?)(?:\s([^>]*))?>|\{\\[^}]*\}")
# "MR SMITH: …", "DC Dean: …": a name in capitals, or of one to four words that each begin with one.
_NAMED = re.compile(
    r"(?:>>\s*)?((?:[A-Z][\w.'’-]*|\d{1,2})(?: (?:[A-Z(][\w.'’)-]*|\d{1,2}|of|de|van|the)){0,4}):\s+(?=\S)"
)
_NOT_NAMES: Final = {
    "time",
    "date",
    "note",
    "notes",
    "subject",
    "re",
    "location",
    "address",
    "http",
    "https",
    "warning",
}


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of the file between blank ones: a cue with its times in milliseconds, or a note (`start` -1)."""

    start: int
    end: int
    lines: tuple[str, ...]


def extractor() -> str:
    """Name and version; text is decoded as plain text is."""
    return f"attest-transcript/1 {text_extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "cue" in the order of the file, and "note" for the notes of a WebVTT file.

    A cue's text is its lines without marks, "Name: words" where its speaker is named; each stretch of one speaker's
    words is a place "t=12.480,15.200" (seconds, exact to the millisecond), so that what stands before a place in its
    line is the speaker's name. `only` asks for the parts of these ordinals and nothing else. Raises ReadError:
    file_empty, too_large, no_text.
    """
    text, encoding, notices = whole(stream, settings)
    marked = text.startswith("WEBVTT")
    if only is None:
        yield Opened("vtt" if marked else "srt")
        yield Fields({"encoding": encoding})
        yield from notices
    told = _Told()
    usable = False
    for part in _parts(text, marked, told):
        usable = usable or part.kind == "cue"
        if only is None or part.ordinal in only:
            yield part
        if only is None and part.ordinal % _STEP == 0:
            yield Advance(part.ordinal, 0, "cues")
    if only is None:
        if not usable:
            raise ReadError("no_text")
        yield from told.notices()


@dataclass(slots=True)
class _Told:
    """What is odd in a transcript, counted."""

    unread: int = 0
    backwards: int = 0

    def notices(self) -> Iterator[Notice]:
        if self.unread:
            yield Notice("cues_not_read", f"passages without a time that can be read: {self.unread}")
        if self.backwards:
            yield Notice("cues_backwards", f"cues that end before they begin: {self.backwards}")


def _parts(text: str, marked: bool, told: _Told) -> Iterator[Part]:
    ordinal = 0
    for block in _blocks(text, marked, told):
        part = _note(ordinal, block) if block.start < 0 else _cue(ordinal, block, told)
        if part is not None:
            yield part
            ordinal += 1


def _blocks(text: str, marked: bool, told: _Told) -> Iterator[_Block]:
    """Cues and notes; what has no time is lost words, unless it is the head, a style or a region of WebVTT."""
    first = True
    for lines in _groups(text):
        timed = next((i for i, line in enumerate(lines[:2]) if _TIMING.fullmatch(line)), -1)
        if timed >= 0:
            yield from _timed(lines, timed)
        elif marked and re.match(r"NOTE(\s|$)", lines[0]):
            yield _Block(-1, -1, (lines[0][4:].strip(), *lines[1:]))
        elif marked and first:
            beside = lines[0].removeprefix("WEBVTT").strip(" \t-–—")
            yield _Block(-1, -1, (beside, *lines[1:]))
        elif not (marked and lines[0].strip() in ("STYLE", "REGION")) and not all(x.strip().isdigit() for x in lines):
            told.unread += 1
            yield _Block(-1, -1, lines)
        first = False


def _groups(text: str) -> Iterator[tuple[str, ...]]:
    """Runs of lines that are not blank."""
    held: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            held.append(line)
        elif held:
            yield tuple(held)
            held = []


def _timed(lines: tuple[str, ...], at: int) -> Iterator[_Block]:
    """The cue whose timing is line `at`, and others that follow it without a blank line between."""
    starts = [i for i in range(at, len(lines)) if _TIMING.fullmatch(lines[i])]
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = lines[start + 1 : following]
        if following < len(lines) and body and body[-1].strip().isdigit():
            body = body[:-1]  # the next cue's number
        found = _TIMING.fullmatch(lines[start])
        if found:
            yield _Block(_ticks(found, 1), _ticks(found, 5), body)


def _ticks(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds = (int(found[first + n] or 0) for n in range(3))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(found[first + 3].ljust(3, "0"))


def _note(ordinal: int, block: _Block) -> Part | None:
    text = "\n".join(block.lines).strip()
    return Part(ordinal, "note", text + "\n", "note in the transcript") if text else None


def _cue(ordinal: int, block: _Block, told: _Told) -> Part | None:
    """A cue as a part; None where nothing is said in it."""
    told.backwards += block.end < block.start
    end = f",{_seconds(block.end)}" if block.end > block.start else ""  # no stretch of time runs backwards
    value, label = f"t={_seconds(block.start)}{end}", clock(block.start)
    text, places = "", []
    for speaker, words in _voices(block.lines):
        text += f"{speaker}: " if speaker else ""
        places.append(Place(len(text), len(text) + len(words), value, MEDIA_FRAGMENT, label))
        text += words + "\n"
    return Part(ordinal, "cue", text, label, places=tuple(places)) if text else None


def _voices(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(speaker or "", words) of each stretch of a cue that one speaker says, by its voice tags or its lines."""
    speaker = ""
    found: list[tuple[str, str]] = []
    for line in lines:
        at, words = 0, ""
        for tag in _TAG.finditer(line):
            words += line[at : tag.start()]
            at = tag.end()
            if tag[2] == "v" or (tag[1] and tag[2] in ("v", "")):
                found.append((speaker, words))
                speaker, words = ("" if tag[1] else " ".join(html.unescape(tag[4] or "").split())), ""
        found.append((speaker, words + line[at:]))
        found.append((speaker, "\n"))
    yield from _joined(found)


def _joined(stretches: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Stretches of one speaker as one, their names taken from "Name: words" where no tag gives them."""
    joined: list[tuple[str, str]] = []
    for speaker, raw in stretches:
        if joined and joined[-1][0] == speaker:
            joined[-1] = (speaker, joined[-1][1] + raw)
        elif raw.strip():
            joined.append((speaker, raw))
    for speaker, raw in joined:
        words = html.unescape(raw).strip()
        if speaker or not words:
            yield from [(speaker, words)] if words else []
            continue
        yield from _by_name(words)


def _by_name(words: str) -> Iterator[tuple[str, str]]:
    """Lines that begin with a name are that person's, with the lines after them."""
    name, held = "", list[str]()
    for line in words.split("\n"):
        named = _NAMED.match(line)
        if named and named[1].casefold() not in _NOT_NAMES:
            if held:
                yield name, "\n".join(held)
            name, held = named[1], [line[named.end() :].strip()]
        elif name and line.startswith(("- ", "– ", "— ")):  # another voice, which nobody names
            yield name, "\n".join(held)
            name, held = "", [line.strip()]
        else:
            held.append(line.strip())
    if held:
        yield name, "\n".join(held)


def _seconds(ticks: int) -> str:
    return f"{ticks // 1000}.{ticks % 1000:03}"


def clock(ticks: int) -> str:
    """Milliseconds as people write a place in a recording: "00:12", "1:02:03"; parts of a second are left out."""
    minutes, seconds = divmod(ticks // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
