"""Draws the two CCTV clips frame by frame and encodes them with PyAV, one of them at a truly variable frame rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.codec.codec import UnknownCodecError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.sample import figures, osd, props, scenes, script
from app.sample.figures import Picture
from app.sample.props import Props
from app.sample.scenes import HIGH, WIDE, Scene
from app.sample.script import Clip

TIME_BASE = Fraction(1, 12800)
_STILL_EVERY = 1.0  # seconds between frames of camera 4 while it sleeps
_WAKES, _STAYS = 0.6, 5.0  # seconds for which it is awake before and after something moves, as motion recorders are
_NOISE = 2.2  # standard deviation of the sensor's grain, in grey levels


def write(clip: Clip, path: Path, seed: int, look: Callable[[], None] = lambda: None) -> None:
    """Draw and encode one clip to `path` (H.264 in MP4, or MPEG-4 part 2 where the encoder is absent).

    `look` is called before each frame, and ends the work by what it raises.
    """
    dice = np.random.default_rng([seed, sum(clip.camera.encode())])
    scene, extra = _SETS[clip.file](dice)
    painter, noise = _Painter(clip, scene, extra), _grain(dice)
    with av.open(str(path), "w", format="mp4") as out:
        stream = cast(VideoStream, out.add_stream(*_encoder()))
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TIME_BASE
        stream.codec_context.thread_count = 1  # more threads give other bytes
        stream.codec_context.gop_size = 50
        stream.codec_context.max_b_frames = 0
        stream.options = {"crf": "27", "preset": "veryfast"}
        for number, t in enumerate(times(clip, seed)):
            look()
            grainy = cv2.add(painter.frame(t), noise[number % len(noise)], dtype=cv2.CV_8U)
            picture = np.asarray(grainy, np.uint8)
            osd.burn(picture, clip.first + timedelta(seconds=t), clip.camera)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = round(t / TIME_BASE), TIME_BASE
            out.mux(stream.encode(frame))
        out.mux(stream.encode())


def _encoder() -> tuple[str, Fraction]:
    rate = Fraction(script.RATE)
    try:
        av.Codec("libx264", "w")
    except UnknownCodecError:
        return "mpeg4", rate
    return "libx264", rate


def times(clip: Clip, seed: int) -> Iterator[float]:
    """Stream seconds of the frames, from 0: even, or fast while something moves, else slow and with gaps."""
    if not clip.variable:
        yield from (n / script.RATE for n in range(round(clip.seconds * script.RATE)))
        return
    dice = np.random.default_rng([seed, 4])
    awake = [(e.start - _WAKES, e.end + _STAYS) for e in clip.events]
    t = 0.0
    while t < clip.seconds:
        yield t
        fast = any(start <= t < end for start, end in awake)
        step = (1 / script.RATE if fast else _STILL_EVERY) * float(dice.uniform(0.8, 1.3))
        later = _over_gap(clip, t + step)
        t = min([later, *(start for start, _ in awake if t < start)])


def _over_gap(clip: Clip, t: float) -> float:
    return next((end for start, end in clip.gaps if start <= t < end), t)


def _grain(dice: np.random.Generator) -> list[NDArray[np.int16]]:
    """A few fields of sensor noise, to be used in turn."""
    fields = [
        cv2.GaussianBlur(dice.normal(0, _NOISE * 1.6, (HIGH, WIDE)).astype(np.float32), (0, 0), 0.6) for _ in range(7)
    ]
    return [np.repeat(np.asarray(f).round().astype(np.int16)[:, :, None], 3, axis=2) for f in fields]


def _platform(dice: np.random.Generator) -> tuple[Scene, Props]:
    return scenes.platform(dice), props.Platform()


def _forecourt(dice: np.random.Generator) -> tuple[Scene, Props]:
    return scenes.forecourt(dice), props.Forecourt()


_SETS = {script.CAM2.file: _platform, script.CAM4.file: _forecourt}


class _Painter:
    """Draws a clip's pictures without grain and clock; while nothing moves the last one is given again."""

    def __init__(self, clip: Clip, scene: Scene, extra: Props) -> None:
        self._clip, self._scene, self._extra = clip, scene, extra
        self._last: tuple[object, Picture] | None = None
        self._edges = [(at, at + 16) for at in range(0, WIDE, 16) if scene.mask[:, at : at + 16].any()]

    def frame(self, t: float) -> Picture:
        there = [(actor.look, s) for actor in self._clip.actors if (s := actor.stance(t)) is not None]
        moment = self._extra.moment(t)
        state = ([s for _, s in there], moment)
        if self._last is None or self._last[0] != state:
            self._last = (state, self._draw(there, moment))
        return self._last[1]

    def _draw(self, there: list[tuple[figures.Look, figures.Stance]], moment: tuple[float, ...]) -> Picture:
        picture = self._scene.back.copy()
        self._extra.draw(picture, *moment)
        for look, stance in sorted(there, key=lambda one: one[1].y):
            figures.draw(picture, look, replace(stance, height=self._scene.height(stance.y)))
        for left, right in self._edges:
            over, front = self._scene.mask[:, left:right], self._scene.front[:, left:right]
            picture[:, left:right] = picture[:, left:right] * (1 - over) + front * over
        return picture
