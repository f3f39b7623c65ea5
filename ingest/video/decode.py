"""Decodes one stream from the place where the container stands, counting frames and keeping their exact time stamps.

Where a stream is damaged, several threads patch it up differently from run to run (seen on H.264), so that a frame's
hash would not come out the same again. One thread gives the same planes every time, at half the speed. So a first
pass is strict: many threads, and the first sign of damage ends it; a stream that is damaged is decoded again by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import av
import numpy as np
from av import Packet, VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.video.spans import spelt
from provenance.records import Notice

_GAP_SECONDS = 2.0  # a shorter step is no gap
_GAP_STEPS = 10  # times the usual step
_FEW = 10  # frames: of fewer, no step is usual
_MOST_GAPS = 20


@dataclass(frozen=True, slots=True)
class Shot:
    """One decoded frame with its place: `ordinal` counts from where decoding began, `pts` is in the stream's unit."""

    ordinal: int
    pts: int
    frame: VideoFrame


Way = Literal["strict", "patient", "quick"]


class DamagedError(Exception):
    """A strict pass met damage."""


class Decoding:
    """One pass over a stream; the table of times grows, nothing else does.

    `way` is "strict" (many threads; raises DamagedError at the first damage), "patient" (one thread, as far as it goes)
    or "quick" (many threads, as far as it goes: for looks whose outcome is checked by hash). `times` are time stamps in
    the order in which frames leave the decoder, `keys` the ordinals of key frames.
    """

    def __init__(self, container: InputContainer, stream: CodedStream, way: Way) -> None:
        if not stream.codec_context.is_open:  # it is already where a container is sought through a second time
            stream.thread_type = "NONE" if way == "patient" else "AUTO"
            stream.codec_context.options = {"err_detect": "explode"} if way == "strict" else {}
        self._strict = way == "strict"
        self._container = container
        self._stream = stream
        self.times: array[int] = array("q")
        self.keys: array[int] = array("l")
        self.packets = 0
        self.damaged = 0
        self.undated = 0
        self.cut_short = ""
        self.interlaced = 0
        self._last_duration = 0
        self.sizes: set[tuple[int, int]] = set()

    def __iter__(self) -> Iterator[list[Shot]]:
        """The frames of each packet: often one, at times none or several."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError as error:
                self.cut_short = error.strerror or "the file cannot be read further"
                yield self._shots(None)
                return
            if packet is None:
                return
            self.packets += packet.size > 0
            yield self._shots(packet)

    def _shots(self, packet: Packet[CodedStream] | None) -> list[Shot]:
        try:
            frames = self._stream.codec_context.decode(packet)
        except av.error.FFmpegError as error:
            if packet is not None:  # when the file breaks off, there may be nothing left to flush
                self._note_damage(error)
            return []
        return [self._take(frame) for frame in frames]

    def _take(self, frame: VideoFrame) -> Shot:
        ordinal, pts = len(self.times), frame.pts
        if pts is None:
            pts = self._stand_in(frame)
            frame.pts = pts
            self.undated += 1
        self.times.append(pts)
        if frame.key_frame:
            self.keys.append(ordinal)
        if frame.is_corrupt:
            self._note_damage(None)
        self.interlaced += frame.interlaced_frame
        self._last_duration = frame.duration or 0
        self.sizes.add((frame.width, frame.height))
        return Shot(ordinal, pts, frame)

    def _note_damage(self, cause: Exception | None) -> None:
        self.damaged += 1
        if self._strict:
            raise DamagedError from cause

    def _stand_in(self, frame: VideoFrame) -> int:
        """A time for a frame without one: its decoding time, else one step after the frame before."""
        last = self.times[-1] if self.times else None
        if frame.dts is not None and (last is None or frame.dts > last):
            return frame.dts
        if last is None:
            return 0
        return last + max(1, frame.duration or self._step())

    def _step(self) -> int:
        """Ticks from frame to frame as the stream's stated rate has it."""
        rate, base = self._stream.average_rate or self._stream.guessed_rate, self._stream.time_base
        return round(1 / (rate * base)) if rate and base else 1

    def notices(self) -> Iterator[Notice]:
        """What was found wrong or uncommon, once the pass is over."""
        count = len(self.times)
        if self.cut_short:
            yield Notice("truncated", f"{count} frames could be decoded; then: {self.cut_short}")
        elif short := self._seconds_missing():
            yield Notice("truncated", f"the file ends {short:.1f} s before the end that it states")
        if self.damaged:
            yield Notice("packets_damaged", f"{self.damaged} packets or frames are damaged")
        if self.undated:
            yield Notice("times_missing", f"{self.undated} of {count} frames carry no time; theirs is worked out")
        if len(self.sizes) > 1:
            yield Notice("size_changes", ", ".join(f"{w} × {h}" for w, h in sorted(self.sizes)))
        if self.interlaced:
            detail = f"{self.interlaced} of {count} frames are interlaced: each shows two moments in alternate lines"
            yield Notice("interlaced", detail)
        yield from self._time_notices()

    def _seconds_missing(self) -> float:
        """How far the last frame stands before the end that the file states, where that cannot be by design."""
        base, stated = self._stream.time_base, self._container.duration
        complete = 0 < self._stream.frames <= self.packets
        if complete or not (base and stated and self.times):
            return 0.0
        begin = (self._container.start_time or 0) / av.time_base
        end = float((max(self.times) + self._last_duration) * base) - begin
        missing = stated / av.time_base - end
        return missing if missing > max(1.0, 0.05 * stated / av.time_base) else 0.0

    def _time_notices(self) -> Iterator[Notice]:
        steps = np.diff(np.frombuffer(self.times, np.int64)) if len(self.times) > 1 else np.empty(0, np.int64)
        base = self._stream.time_base or 1
        if same := int((steps == 0).sum()):
            yield Notice("times_repeat", f"{same} frames carry the time of the frame before")
        if back := int((steps < 0).sum()):
            yield Notice("times_backwards", f"the time runs backwards {back} times")
        ahead = steps[steps > 0]
        if ahead.size and ahead.max() - ahead.min() > max(2, 0.1 * float(np.median(ahead))):
            low, high = (float(int(v) * base) for v in (ahead.min(), ahead.max()))
            yield Notice("variable_rate", f"frames stand {low:.3f} to {high:.3f} s apart")
        if self.times and self.times[0] * base > 0:
            yield Notice("starts_late", f"the first frame stands at {float(self.times[0] * base):.3f} s")

    def findings(self) -> Iterator[Notice]:
        """Gaps: steps of time far beyond those that are usual in this stream, as where recording stopped meanwhile."""
        if len(self.times) < _FEW or not self._stream.time_base:
            return
        times, base = np.frombuffer(self.times, np.int64), self._stream.time_base
        steps = np.diff(times)
        usual = float(np.percentile(steps[steps > 0], 95) * base) if (steps > 0).any() else 0.0
        far = max(_GAP_SECONDS, _GAP_STEPS * usual)
        gaps = np.flatnonzero(steps > far / base)
        for at in gaps[:_MOST_GAPS].tolist():
            start, end = float(int(times[at]) * base), float(int(times[at + 1]) * base)
            detail = f"no frame for {spelt(end - start)} from {start:.1f} s; frames usually stand {usual:.2f} s apart"
            yield Notice("recording_gap", detail, f"t={start:.3f},{end:.3f}")
        if len(gaps) > _MOST_GAPS:
            yield Notice("recording_gap", f"{len(gaps) - _MOST_GAPS} more gaps follow")
