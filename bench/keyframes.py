"""Measures frames per second of decoding alone, of our whole analysis, and of PySceneDetect's ContentDetector.

The three take turns over the same clip, so that a busy machine slows all of them; medians are compared. Run as
`python -m bench.keyframes [CLIP]`; without a clip the figure is that of a 1080p one, drawn and encoded on the spot (see
`bench.street`), and the shared traffic camera (720p) is measured beside it. All three run in the environment of the
rivals, which holds ours too.
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

from bench.environment import ROOT, rival_python
from bench.street import draw_clip
from ingest.items import ReadSettings
from ingest.readers import video
from provenance.footage import Frame, VideoStream

ROUNDS, ROUNDS_BESIDE = 7, 3
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


def table(clip: Path, rounds: int = ROUNDS) -> tuple[list[str], bool]:
    """The lines of the table, and whether every wanted ratio is reached."""
    speeds = measure(clip, rounds)
    ours = speeds["Attest"]
    lines = [f"Key frames: {clip.name}, {_described(clip)}, median of {rounds} alternating runs"]
    good = True
    for name, speed in speeds.items():
        wanted = WANTED.get(name)
        line = f"  {name:<16} {speed:8.1f} frames/s"
        if wanted is not None:
            good = good and ours >= wanted * speed
            line += f"   Attest is {ours / speed:4.2f} × (wanted ≥ {wanted:.1f} ×)"
        lines.append(line)
    return lines, good


def _described(clip: Path) -> str:
    """Size, codec, length and bit rate: what decides how fast a clip decodes."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        seconds = (container.duration or 0) / av.time_base
        rate = clip.stat().st_size * 8 / max(1e-3, seconds) / 1e6
        name = stream.codec_context.name
        return f"{stream.width} × {stream.height} {name}, {seconds:.0f} s, {rate:.1f} Mbit/s"


def main() -> int:
    """Print the table; 1 when a wanted ratio is missed."""
    if find_spec("scenedetect") is None:
        command = [rival_python(), "-m", "bench.keyframes", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(sys.argv[1]) if len(sys.argv) > 1 else draw_clip(Path(folder) / "street, drawn.mp4")
        lines, good = table(clip)
    if len(sys.argv) == 1 and SHARED.exists():
        beside, _ = table(SHARED, ROUNDS_BESIDE)
        lines += ["beside it, no figure:", *beside]
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
