"""Measures frames per second of decoding alone, of our whole analysis, and of PySceneDetect's ContentDetector.

The three take turns over the same clip, so that a busy machine slows all of them; medians are compared. Run as
`python -m bench.keyframes [CLIP]`; without a clip a 1080p one is drawn and encoded. All three run in the environment
of the rivals, which holds ours too.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np

from bench.environment import ROOT, rival_python
from ingest.items import ReadSettings
from ingest.readers import video
from provenance.records import Frame, VideoStream

ROUNDS = 7
SHARED = ROOT.parent / "shared" / "data" / "video" / "traffic_camera.mp4"
WANTED = {"decoding alone": 0.7, "ContentDetector": 1.0}  # our frames per second over theirs, at least


def decoding_alone(clip: Path) -> int:
    """Decode with PyAV, all cores, and drop the frames."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def our_analysis(clip: Path) -> int:
    """Decode, keep times, find movement, hash and draw key frames; the clock, which is OCR, is off."""
    with clip.open("rb") as stream:
        items = list(video.read(stream, ReadSettings(ocr=False)))
    assert any(isinstance(item, Frame) for item in items)
    return next(len(item.times) for item in items if isinstance(item, VideoStream))


def content_detector(clip: Path) -> int:
    """PySceneDetect as its documentation uses it: OpenCV backend, automatic downscaling."""
    from scenedetect import ContentDetector, SceneManager, open_video

    manager = SceneManager()
    manager.add_detector(ContentDetector())
    return int(manager.detect_scenes(open_video(str(clip))))


def measure(clip: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Median frames per second of each way, by name."""
    ways: dict[str, Callable[[Path], int]] = {
        "decoding alone": decoding_alone,
        "Attest": our_analysis,
        "ContentDetector": content_detector,
    }
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            frames = way(clip)
            speeds[name].append(frames / (time.perf_counter() - started))
    return {name: statistics.median(values) for name, values in speeds.items()}


def draw_clip(path: Path, seconds: int = 12, size: tuple[int, int] = (1920, 1080)) -> Path:
    """A still, grained scene through which a box walks, 25 frames a second, H.264."""
    width, height = size
    scene = np.random.default_rng(1).integers(60, 90, (height, width, 3), dtype=np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(25 * seconds):
            picture = scene.copy()
            left = 8 * number % (width - 120)
            picture[height // 2 : height // 2 + 200, left : left + 120] = 220
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def table(clip: Path) -> tuple[list[str], bool]:
    """The lines of the table, and whether every wanted ratio is reached."""
    speeds = measure(clip)
    ours = speeds["Attest"]
    lines = [f"Key frames: {clip.name}, median of {ROUNDS} alternating runs"]
    good = True
    for name, speed in speeds.items():
        wanted = WANTED.get(name)
        line = f"  {name:<16} {speed:8.1f} frames/s"
        if wanted is not None:
            good = good and ours >= wanted * speed
            line += f"   Attest is {ours / speed:4.2f} × (wanted ≥ {wanted:.1f} ×)"
        lines.append(line)
    return lines, good


def main() -> int:
    """Print the table; 1 when a wanted ratio is missed."""
    if find_spec("scenedetect") is None:
        command = [rival_python(), "-m", "bench.keyframes", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
        clip = given if given.exists() else draw_clip(Path(folder) / "drawn.mp4")
        lines, good = table(clip)
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
