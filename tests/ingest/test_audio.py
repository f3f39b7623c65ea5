"""Sound recordings: their length and what they say of themselves, never their words; and footage without a decoder."""

from __future__ import annotations

import io
import random
from fractions import Fraction

import av
import numpy as np
import pytest
import video_clips as clips

from ingest import readers
from ingest.items import Fields, Opened, ReadSettings
from ingest.readers.sniff import sniff
from ingest.video.spans import spelt
from provenance.errors import ReadError
from provenance.footage import Frame
from provenance.records import Notice

QUIET = ReadSettings(ocr=False)
KINDS = {
    "wav": ("wav", "pcm_s16le", 16000),
    "mp3": ("mp3", "libmp3lame", 44100),
    "m4a": ("ipod", "aac", 44100),
    "aac": ("adts", "aac", 44100),
    "amr": ("amr", "libopencore_amrnb", 8000),
    "opus": ("ogg", "libopus", 48000),
    "flac": ("flac", "flac", 44100),
    "aiff": ("aiff", "pcm_s16be", 16000),
    "mka": ("matroska", "libopus", 48000),
    "mp4": ("mp4", "aac", 44100),
}


def tone(container: str, codec: str, rate: int, seconds: int = 7) -> bytes:
    """A sound file with one tone."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        stream = made.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        wave = np.sin(np.arange(seconds * rate) / rate * 2 * np.pi * 440) * 8000
        sound = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None], format="s16", layout="mono")
        sound.rate, sound.pts, sound.time_base = rate, 0, Fraction(1, rate)
        size = stream.codec_context.frame_size or None
        cut = av.AudioResampler(stream.codec_context.format, "mono", rate, frame_size=size)
        for frame in [*cut.resample(sound), *cut.resample(None)]:
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


def _read(raw: bytes) -> list[object]:
    return list(readers.read(io.BytesIO(raw), "given", QUIET))


@pytest.mark.parametrize("kind", KINDS)
def test_length_is_told_and_that_nobody_heard_it(kind: str) -> None:
    items = _read(tone(*KINDS[kind]))
    assert items[0] == Opened("audio")
    (fields,) = (item.values for item in items if isinstance(item, Fields))
    assert abs(float(fields["duration_seconds"]) - 7) < 0.1
    assert fields["channels"] == "1"
    assert fields["sample_rate"] == f"{KINDS[kind][2]} Hz"
    assert [item for item in items if isinstance(item, Notice)] == [Notice("not_heard", "7.0 s")]


@pytest.mark.parametrize("kind", ["wav", "flac", "mka", "aiff"])
def test_a_cut_recording_has_the_length_that_is_there(kind: str) -> None:
    raw = tone(*KINDS[kind])
    items = _read(raw[: len(raw) * 6 // 10])
    (fields,) = (item.values for item in items if isinstance(item, Fields))
    assert 3.5 < float(fields["duration_seconds"]) < 5
    codes = {item.code for item in items if isinstance(item, Notice)}
    assert "not_heard" in codes
    assert codes & {"incomplete", "truncated"}


def test_tags_are_recorded() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="ipod") as made:
        made.metadata["title"] = "Interview 3"
        stream = made.add_stream("aac", rate=16000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.rate, frame.pts, frame.time_base = 16000, 0, Fraction(1, 16000)
        made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    (fields,) = (item.values for item in _read(out.getvalue()) if isinstance(item, Fields))
    assert fields["title"] == "Interview 3"


@pytest.mark.parametrize("kind", ["m4a", "mp4"])
def test_a_file_cut_before_its_index_is_damaged(kind: str) -> None:
    raw = tone(*KINDS[kind])
    with pytest.raises(ReadError) as refused:
        _read(raw[: len(raw) * 6 // 10])
    assert refused.value.code == "file_damaged"


def test_noise_behind_a_recorders_head_is_damaged() -> None:
    with pytest.raises(ReadError, match="file_damaged"):
        _read(b"fLaC" + random.Random(1).randbytes(4000))


def test_sound_has_no_parts() -> None:
    assert list(readers.reread(io.BytesIO(tone(*KINDS["wav"])), "audio", [0], QUIET)) == []
    assert "PyAV" in readers.extractor("audio")


def test_a_film_with_sound_says_that_it_was_not_heard() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as made:
        film = made.add_stream("libx264", rate=25)
        film.width, film.height, film.pix_fmt = 160, 120, "yuv420p"
        sound = made.add_stream("aac", rate=16000)
        assert isinstance(sound, av.AudioStream)
        sound.layout = "mono"
        for number in range(50):
            made.mux(film.encode(av.VideoFrame.from_ndarray(clips.walk(number), format="rgb24")))
        for number in range(32):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.rate, frame.pts, frame.time_base = 16000, 1024 * number, Fraction(1, 16000)
            made.mux(sound.encode(frame))
        for stream in (film, sound):
            made.mux(stream.encode(None))
    items = _read(out.getvalue())
    assert items[0] == Opened("video")
    (said,) = (item for item in items if isinstance(item, Notice))
    assert said.code == "sound_not_heard"
    assert "2.0 s" in said.detail


@pytest.mark.parametrize(
    ("start", "maker"),
    [
        (b"DHAV\xfd\x00", "Dahua"),
        (b"IMKH\x01\x01", "Hikvision"),
        (b"4HKH\0", "Hikvision"),
        (b".RMF\0\0", "RealMedia"),
        (b"HXVS\0", "HXVS"),
    ],
)
def test_a_recorders_own_format_is_kept_and_named(start: bytes, maker: str) -> None:
    raw = start + random.Random(2).randbytes(20_000)
    assert sniff(io.BytesIO(raw)) == "video"
    opened, notice = _read(raw)
    assert opened == Opened("footage")
    assert isinstance(notice, Notice)
    assert notice.code == "not_decoded"
    assert maker in notice.detail
    assert "PyAV" in readers.extractor("footage")


def test_a_recorders_format_that_decodes_is_video() -> None:
    """Hikvision writes forty bytes of its own before an MPEG programme stream."""
    stream = clips.walking(50, container="mpeg", codec="mpeg2video")
    items = _read(b"IMKH" + bytes(36) + stream)
    assert items[0] == Opened("video")
    assert any(isinstance(item, Frame) for item in items)


def test_a_codec_without_a_decoder_is_footage() -> None:
    raw = clips.walking(25, container="avi", codec="mpeg4").replace(b"FMP4", b"GMXX").replace(b"XVID", b"GMXX")
    opened, notice = _read(raw)
    assert opened == Opened("footage")
    assert isinstance(notice, Notice)
    assert "no decoder" in notice.detail


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3.04, "3.0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (125, "2 min 5 s"),
        (2580, "43 min"),
        (7500, "2 h 5 min"),
        (7200, "2 h"),
    ],
)
def test_lengths_in_words(seconds: float, words: str) -> None:
    assert spelt(seconds) == words
