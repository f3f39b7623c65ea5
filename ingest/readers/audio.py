"""Reads what a sound recording says of itself: length, coding, tags. Nobody has heard it, and the notice says so."""

from __future__ import annotations

import itertools
import time
from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import BinaryIO, Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers.normal import clean
from ingest.video.container import AUDIO_FORMATS, is_encrypted, missing_bytes, open_container
from ingest.video.spans import spelt
from provenance.errors import ReadError
from provenance.records import Notice

# Formats whose beginning states the length as a count of samples or of ticks; that of others is a guess from bytes.
_STATED: Final = frozenset(
    {"wav", "w64", "aiff", "flac", "mov", "matroska", "ogg", "asf", "caf", "au", "wv", "tta", "ape"}
)
_SHORT: Final = 0.5  # seconds by which the packets may fall short of what is stated: codecs cut their last one
_TELL_SECONDS: Final = 0.5
_TAGS: Final = ("creation_time", "date", "title", "artist", "comment", "encoder", "encoded_by", "location")
_TAG_LENGTH: Final = 500
_TRIED: Final = 50  # packets in which the decoder must find sound


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Yields Opened, Fields and Notice("not_heard", "43 min"); sound has no parts.

    Raises ReadError: file_empty, file_damaged (no sound in it), encrypted_not_read.
    """
    if only is not None:
        return
    with open_container(stream, AUDIO_FORMATS) as container:
        if not container.streams.audio:
            raise ReadError("file_damaged", kind="audio")
        sound = container.streams.audio[0]
        if not _sounds(container, sound):
            raise ReadError("encrypted_not_read" if is_encrypted(stream, b"enca") else "file_damaged", kind="audio")
    yield Opened("audio")
    with open_container(stream, AUDIO_FORMATS) as container:
        sound = container.streams.audio[0]
        known = stated(container, sound)
        walk = _Walk(sound)
        yield from walk.through(container, float(known or 0))
        seconds = known if known and walk.seconds + _SHORT >= known else walk.seconds
        yield Fields(dict(_fields(container, sound, seconds)))
    yield Notice("not_heard", spelt(seconds))
    if missing := missing_bytes(stream):
        yield Notice("incomplete", f"the file says that it is {missing} bytes longer than it is")
    elif known and seconds < known:
        yield Notice("truncated", f"the sound ends after {spelt(seconds)}; the file states {spelt(known)}")


def extractor() -> str:
    """Name and version of what reads sound recordings."""
    return f"attest-audio/1 PyAV/{av.__version__}"


def stated(container: InputContainer, sound: AudioStream) -> Fraction | None:
    """Seconds of sound as the container states them, where it counts samples or ticks; None where it would guess."""
    if not set(container.format.name.split(",")) & _STATED:
        return None
    if sound.duration and sound.time_base:
        return Fraction(sound.duration * sound.time_base)
    return Fraction(container.duration, av.time_base) if container.duration else None


class _Walk:
    """A walk through the packets: from the first one's time to the end of the last."""

    def __init__(self, sound: AudioStream) -> None:
        self._sound = sound
        self._base = sound.time_base or Fraction(1, 1)
        self._first: int | None = None
        self._end = self._total = 0

    def through(self, container: InputContainer, total: float) -> Iterator[Advance]:
        """To the end, or to where the file is cut off, which shows in the length; tells how far it is (seconds)."""
        told = time.monotonic()
        packets = container.demux(self._sound)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                return
            if packet is None:
                return
            self._total += packet.duration or 0
            if packet.pts is not None and packet.size:
                self._first = packet.pts if self._first is None else min(self._first, packet.pts)
                self._end = max(self._end, packet.pts + (packet.duration or 0))
            if time.monotonic() - told >= _TELL_SECONDS:
                told = time.monotonic()
                yield Advance(float(self.seconds), total, "seconds")

    @property
    def seconds(self) -> Fraction:
        """The sum of the packets' lengths where they carry no times."""
        return Fraction((self._total if self._first is None else self._end - self._first) * self._base)


def _sounds(container: InputContainer, sound: AudioStream) -> bool:
    """Whether sound comes out of one of the first packets; a coding without a decoder is taken at its word."""
    if sound.codec_context is None:
        return any(packet.size for packet in itertools.islice(container.demux(sound), _TRIED))
    try:
        for packet in itertools.islice(container.demux(sound), _TRIED):
            try:
                if sound.codec_context.decode(packet):
                    return True
            except av.error.FFmpegError:  # one bad packet is not the file
                continue
    except av.error.FFmpegError:
        return False
    return False


def _fields(container: InputContainer, sound: AudioStream, seconds: Fraction) -> Iterator[tuple[str, str]]:
    yield "duration_seconds", f"{float(seconds):.3f}"
    yield "duration", spelt(seconds)
    context = sound.codec_context
    if context is not None:
        yield "codec", context.name
        yield "sample_rate", f"{context.sample_rate} Hz"
        yield "channels", str(context.layout.nb_channels)
    tags = {
        **{k.lower(): v for k, v in sound.metadata.items()},
        **{k.lower(): v for k, v in container.metadata.items()},
    }
    for name in _TAGS:
        if value := clean(tags.get(name, "")).strip():
            yield name, value[:_TAG_LENGTH]
