"""One pass over a video: decode all of it, keep its times, find movement, and take the frames that may be cited."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from itertools import zip_longest
from typing import BinaryIO

import cv2
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.items import Advance
from ingest.video.camera import CameraWatch
from ingest.video.clock import ClockReader
from ingest.video.container import beside, choose_stream, is_encrypted, missing_bytes, open_container
from ingest.video.decode import DamagedError, Decoding, Shot, Way
from ingest.video.events import EventFinder
from ingest.video.keyframes import EventShelf, FrameMaker
from ingest.video.movement import MovementDetector
from ingest.video.planes import clockwise, decoder_name, luma
from ingest.video.settings import Region, VideoSettings
from ingest.video.spans import spelt
from provenance.errors import ModelError, ReadError
from provenance.footage import ClockReading, Frame, VideoStream
from provenance.records import Notice

_TELL_SECONDS = 0.5  # wall time between two words of progress
_AHEAD = 1  # batches waiting while one is looked at
_BATCH = 8  # frames handed on at once, at most; handing on costs a switch of threads
_RATE_OFF = 0.01  # of a clock's rate against stream time: more is to be looked into
UNREAD = "a clock seems to stand in the picture, but its readings do not agree: read it by eye"
BACKWARDS = "the times of the frames run back, as of recordings that were joined: read the clock in the picture by eye"
_BACK = 1  # seconds; by less, frames may stand in another order than they were recorded in
_BATCH_PIXELS = 16_000_000  # and so many pixels, so that a batch of large frames stays small


def analyse(stream: BinaryIO, settings: VideoSettings, region: Region | None = None) -> Iterator[object]:
    """Yields Advance while decoding (seconds), then VideoStream, MovementEvents, Frames, ClockReading, Notices.

    `region` (coded pixels) restricts where movement is sought. Raises ReadError: file_empty, not_a_video, file_damaged,
    kind_not_read (sound only), no_frames, encrypted_not_read, too_large.
    """
    try:
        yield from _pass(stream, settings, region, "strict")
    except DamagedError:
        yield from _pass(stream, settings, region, "patient")


def _pass(stream: BinaryIO, settings: VideoSettings, region: Region | None, way: Way) -> Iterator[object]:
    with open_container(stream) as container:
        watch = _Watch(container, choose_stream(container, settings.max_pixels), way, settings, region)
        yield from watch.run()
        if watch.first is None:
            raise ReadError("encrypted_not_read" if is_encrypted(stream) else "no_frames")
        yield from watch.results()
        yield from beside(container, watch.stream)
    if missing := missing_bytes(stream):
        yield Notice("incomplete", f"the file says that it is {missing} bytes longer than it is")


class _Watch:
    """The state of one pass."""

    def __init__(
        self, container: InputContainer, stream: CodedStream, way: Way, settings: VideoSettings, region: Region | None
    ) -> None:
        self.stream = stream
        self._settings = settings
        self._region = region
        self._base = stream.time_base or Fraction(1, 1)
        self._gap = settings.gap_seconds / float(self._base)  # in the stream's unit
        self._total = _duration(container, stream)
        self._decoding = Decoding(container, stream, way)
        self._maker = FrameMaker(stream.index, self._base, decoder_name(stream))
        self._finder = EventFinder(self._base, settings)
        self._shelf = EventShelf(self._maker, settings.max_events, settings.frames)
        self._clock: ClockReader | None = None
        self._camera = CameraWatch(self._base)
        self._detector: MovementDetector | None = None
        self._looked: int | None = None  # the stamp of the frame in which movement was sought last
        self._batch = max(1, min(_BATCH, _BATCH_PIXELS // max(1, stream.width * stream.height)))
        self._stopped = False
        self._rotation = 0
        self.first: Frame | None = None

    def run(self) -> Iterator[Advance]:
        """Decode to the end, or to the bound that the settings give; frames are looked at in order."""
        told = time.monotonic()
        looking: deque[Future[None]] = deque()
        batch: list[Shot] = []
        with _opencv_alone(), ThreadPoolExecutor(1, "attest-movement") as looker:
            for shots in self._decoding:
                batch += shots
                if len(batch) >= self._batch:
                    looking.append(looker.submit(self._take, batch))
                    batch = []
                while len(looking) > _AHEAD:
                    looking.popleft().result()
                if time.monotonic() - told >= _TELL_SECONDS:
                    told = time.monotonic()
                    yield Advance(self._seconds(), self._total, "seconds")
                if self._bounded():
                    self._stopped = True
                    break
            looking.append(looker.submit(self._take, batch))
            while looking:
                looking.popleft().result()
        if last := self._finder.finish():
            self._shelf.add(last)

    def results(self) -> Iterator[object]:
        """What the pass found."""
        assert self.first is not None
        first, decoding = self.first, self._decoding
        yield Advance(self._seconds(), self._seconds(), "seconds")
        clock = list(self._burnt_in())  # first: what moves is told apart from its figures
        yield VideoStream(
            index=self.stream.index,
            codec=self.stream.codec_context.codec.canonical_name,
            width=first.width,
            height=first.height,
            pixel_format=first.pixel_format,
            time_base=self._base,
            decoder=first.decoder,
            rotation=self._rotation,
            times=tuple(decoding.times),
            keys=tuple(decoding.keys),
        )
        yield from self._shelf.take(self._clock.place if self._clock else None)
        if self._settings.frames:
            yield first
        if self._stopped:
            yield Notice("read_in_part", f"only the first {self._seconds():.0f} seconds were decoded")
        else:
            yield from decoding.notices()
        yield from self._camera.findings()
        yield from decoding.findings()
        yield from clock

    def _burnt_in(self) -> Iterator[ClockReading | Notice]:
        """The clock in the picture with what is to be looked into, or that one was seen and not read."""
        if self._clock is None:
            return
        try:
            reading = self._clock.reading()
        except ModelError as error:  # the footage is read none the less
            yield Notice("clock_unread", error.code)
            return
        if self._runs_back() and (reading is not None or self._clock.seen):
            yield Notice("clock_unread", BACKWARDS)
        elif reading is not None:
            yield reading
            yield from leaps(reading)
        elif self._clock.seen:
            yield Notice("clock_unread", UNREAD)

    def _runs_back(self) -> bool:
        """Whether the times go back so far that a moment of stream time stands for several of the recording."""
        steps = np.diff(np.frombuffer(self._decoding.times, np.int64))
        return bool(steps.size) and int(steps.min()) * self._base < -_BACK

    def _take(self, shots: list[Shot]) -> None:
        for shot in shots:
            self._look(shot)

    def _look(self, shot: Shot) -> None:
        frame = shot.frame
        if self.first is None:
            self._rotation = clockwise(frame)
            self.first = self._maker.frame(shot, "first")
            self._clock = ClockReader(self._base, self._rotation) if self._settings.clock else None
        passed_by = self._looked is not None and 0 <= shot.pts - self._looked < self._gap
        timed = self._clock if self._clock and self._clock.wants(shot.pts) else None
        if passed_by and not timed:
            return
        grey = luma(frame)
        if timed:
            timed.see(shot.pts, grey)
        if passed_by:
            return
        self._looked = shot.pts
        self._camera.see(shot.pts, grey)
        detector = self._detector_for(frame)
        change = detector.see(grey, self._finder.trusts(shot))
        if found := self._finder.push(shot, change, detector):
            self._shelf.add(found)

    def _detector_for(self, frame: VideoFrame) -> MovementDetector:
        size = (frame.width, frame.height)
        if self._detector is None or self._detector.size != size:
            if size[0] * size[1] > self._settings.max_pixels:
                raise ReadError("too_large", pixels=size[0] * size[1], most=self._settings.max_pixels)
            chosen = self._settings
            watch = (self._region,) if self._region else chosen.watch
            self._detector = MovementDetector(size, watch, chosen.mask, chosen.width, chosen.threshold)
        return self._detector

    def _seconds(self) -> float:
        """Stream time from the first frame to the latest."""
        times = self._decoding.times
        return max(0.0, float((times[-1] - times[0]) * self._base)) if times else 0.0

    def _bounded(self) -> bool:
        most, longest = self._settings.max_frames, self._settings.max_seconds
        return bool((most and len(self._decoding.times) >= most) or (longest and self._seconds() >= longest))


@contextmanager
def _opencv_alone() -> Iterator[None]:
    """OpenCV on one thread: on reduced pictures its pool costs more than it gains, and the decoder needs the cores."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)


def leaps(reading: ClockReading) -> Iterator[Notice]:
    """What is to be looked into where the burnt-in clock leaves its line, stands still, or runs at another rate."""
    stopped = False
    for at, leap, since in zip_longest(reading.jumps, reading.leaps, reading.since):
        place = f"t={at:.3f}"
        if at in reading.stops:
            yield Notice("clock_stops", f"from about {at:.1f} s on the clock in the picture stands still", place)
        elif stopped and leap is not None:
            way = f"{spelt(abs(leap))} {'ahead' if leap > 0 else 'behind'}"
            told = f"at about {at:.1f} s the clock in the picture, which stood still, goes on {way}"
            yield Notice("clock_jumps", told, place)
        else:
            when = f"at about {at:.1f} s" if since is None else f"between {max(0.0, since):.1f} s and {at:.1f} s"
            way = f"{spelt(abs(leap))} {'forward' if leap > 0 else 'back'}" if leap else "off its line"
            yield Notice("clock_jumps", f"{when} the clock in the picture jumps {way}", place)
        stopped = at in reading.stops
    if abs(reading.rate - 1) > _RATE_OFF:
        told = f"the clock in the picture runs {reading.rate:.3g} times as fast as the recording plays"
        yield Notice("clock_rate", told)


def _duration(container: InputContainer, stream: CodedStream) -> float:
    """Seconds that the file states, 0 when it states none."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return max(0.0, (container.duration or 0) / 1_000_000)
