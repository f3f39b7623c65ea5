"""Measures how soon a cited place stands before the reader, in text, a long PDF, footage: `python -m bench.viewing`.

A place is its boxes and the page under them, as the window asks for both. Exact frames are compared with decoding
from the key frame before them, measured in the same run. The first time of each is told beside the median.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import pymupdf

from app.case import Case
from app.originals import BEHIND
from app.reading import Reading
from app.viewing import Viewer
from bench.keyframes import draw_clip
from bench.memory import WORDS
from provenance.clock import now
from provenance.footage import VideoStream
from provenance.records import Source
from provenance.vault import digest_of

ROUNDS = 20
PAGES = 1000
SCALE = 2.0  # pixels per point: a page as wide as a window on a common screen
PLACE = 0.150  # seconds until a place is shown
FRAME, DECODE = 0.400, 1.1  # an exact frame: seconds, and times the decode from its key frame
_STRIDE = 97  # frames from one exact frame to the next, so that none was kept from the one before


def main() -> int:
    """Make a case of three sources, show twenty places of each; 1 when a figure is missed."""
    with tempfile.TemporaryDirectory() as folder:
        files = [_text(Path(folder) / "log.txt"), _pdf(Path(folder) / "log.pdf")]
        files.append(draw_clip(Path(folder) / "camera.mp4"))
        with Case.create(Path(folder) / "case", "BENCH") as case:
            for path in files:
                _take_in(case, path)
            print(f"Viewing: medians of {ROUNDS} in one session, one call at a time")
            good = [_places(case.viewer, *told) for told in (("S1", "5 MB of text"), ("S2", f"PDF of {PAGES:,} pages"))]
            good += [_stored(case.viewer), _exact(case.viewer, files[2])]
            _hashing(files[2])
    return 0 if all(good) else 1


def _places(viewer: Viewer, source_id: str, name: str) -> bool:
    """A place in the source: its boxes, and the page that they are on."""
    dice = random.Random(5)
    length = viewer.outline(source_id).text_length

    def show() -> None:
        start = dice.randrange(length - 100)
        boxes = viewer.places(source_id, start, start + 80)
        viewer.page(source_id, boxes[0].page, SCALE)

    return _line(f"a place in {name}", *_timed(show), PLACE)


def _stored(viewer: Viewer) -> bool:
    frames = viewer.footage("S3").frames
    turn = iter(range(ROUNDS + 1))
    return _line(
        "a stored frame, 1080p", *_timed(lambda: viewer.stored_frame(frames[next(turn) % len(frames)].id)), PLACE
    )


def _exact(viewer: Viewer, path: Path) -> bool:
    """Every frame within its own allowance, which depends on how far its key frame is."""
    stream = viewer.footage("S3").stream
    viewer.frame("S3", 0)
    taken, decoding, late = [], [], 0
    for n in range(1, ROUNDS + 1):
        ordinal = n * _STRIDE % len(stream.times)
        started = time.perf_counter()
        viewer.frame("S3", ordinal)
        taken.append(time.perf_counter() - started)
        decoding.append(_decode(path, stream, ordinal))
        late += taken[-1] > FRAME + DECODE * decoding[-1]
    told = f"decode from its key frame {1000 * statistics.median(decoding):4.0f} ms"
    verdict = "MISSED" if late else "reached"
    print(
        f"  {'an exact frame, 1080p':<32} {1000 * statistics.median(taken):6.0f} ms   {told}; {late} of {ROUNDS} over"
    )
    print(f"  {'':<32} (wanted ≤ {1000 * FRAME:.0f} ms + {DECODE} × the decode)  {verdict}")
    return not late


def _decode(path: Path, stream: VideoStream, ordinal: int) -> float:
    """Seconds of decoding, by PyAV alone, from the key frame before to this frame."""
    key = max(k for k in stream.keys if k <= ordinal)
    with av.open(str(path)) as container:
        coded = container.streams.video[0]
        coded.thread_type = "AUTO"
        container.seek(stream.times[key], stream=coded, backward=True)
        started = time.perf_counter()
        for frame in container.decode(coded):
            if frame.pts is not None and frame.pts >= stream.times[ordinal]:
                break
        return time.perf_counter() - started


def _hashing(path: Path) -> None:
    """What checking an original costs before the first look."""
    size, spent = path.stat().st_size, 0.0
    while spent < 0.5:
        with path.open("rb") as stream:
            started = time.perf_counter()
            digest_of(stream, len)
            spent += time.perf_counter() - started
        size += path.stat().st_size
    speed = (size - path.stat().st_size) / spent / 1e6
    small = 1000 * BEHIND / 1e6 / speed
    print(f"  SHA-256 of an original: {speed:.0f} MB/s, so {small:.0f} ms for 64 MB; larger ones behind the first look")


def _timed(show: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the first time, and the median of those after it."""
    times = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        show()
        times.append(time.perf_counter() - started)
    return times[0], statistics.median(times[1:])


def _line(name: str, first: float, median: float, wanted: float) -> bool:
    good = median <= wanted
    told = f"first time {1000 * first:5.0f} ms   (wanted ≤ {1000 * wanted:.0f} ms)  {'reached' if good else 'MISSED'}"
    print(f"  {name:<32} {1000 * median:6.0f} ms   {told}")
    return good


def _take_in(case: Case, path: Path) -> None:
    """Read a file into the case; without passages and vectors, which nothing here needs."""
    sha256, size = case.store.vault.put_file(path)
    source = Source("", sha256, path.name, str(path), size, "unknown", "read", now(), "bench")
    reading = Reading()
    reading.start(case.readers, case.settings, source, case.store.vault).result()
    case.store.add_source(reading.describe(source), reading.layer(), [], reading.video(), "bench")


def _sentences(dice: random.Random, count: int) -> str:
    return ". ".join(" ".join(dice.choices(WORDS, k=14)).capitalize() for _ in range(count)) + "."


def _text(path: Path) -> Path:
    dice = random.Random(3)
    path.write_text("".join(f"{n} {_sentences(dice, 4)}\n" for n in range(15_500)), encoding="utf-8")
    return path


def _pdf(path: Path) -> Path:
    dice = random.Random(4)
    with pymupdf.open() as document:
        for n in range(PAGES):
            words = f"Page {n + 1}. {_sentences(dice, 24)}"
            document.new_page().insert_textbox((60, 60, 530, 780), words, fontsize=10)
        document.save(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
