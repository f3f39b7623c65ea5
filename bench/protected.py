"""Measures what protecting a case costs, beside a plain one: `python -m bench.protected [PASSAGES]` (else 50,000).

Take-in and exact frames are measured in turns over the same files, and compared; opening is measured in a process that
has just started: from its first line to the first hits of a search for words, and of one for meaning.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.case import Case
from app.entering import first
from app.search import Mode, search
from bench.draft import fill
from bench.intake import write_texts
from bench.keyframes import draw_clip
from provenance.protection.unlocking import unlock

PASSAGES = 50_000
WORDS = 20_000
CLIP_SECONDS = 20
ROUNDS, FRAMES, STRIDE = 3, 24, 97
LEXICAL, DENSE = 3.0, 60.0  # seconds
TAKE_IN, FRAME = 0.8, 1.5  # of the speed, times the time, of a plain case
USER, PHRASE = "bench", "correct horse battery"


def main(passages: int = PASSAGES) -> int:
    """Measure all of it; 1 when a figure is missed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        files = [*write_texts(place, WORDS), draw_clip(place / "camera.mp4", seconds=CLIP_SECONDS)]
        good = [_taking_in(place, files), _frames(place), _opening(place, passages)]
    return 0 if all(good) else 1


def _taking_in(place: Path, files: list[Path]) -> bool:
    """The last case of each kind stays, for the frames."""
    taken: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(ROUNDS):
        for protected in (turn % 2 == 0, turn % 2 != 0):
            shutil.rmtree(_case(place, protected), ignore_errors=True)
            with _made(place, protected) as case:
                case.embedder.warm()
                started = time.perf_counter()
                case.add(files, lambda _: None, lambda *_: True)
                taken[protected].append(time.perf_counter() - started)
    plain, sealed = (statistics.median(taken[kind]) for kind in (False, True))
    size = sum(path.stat().st_size for path in files) / 1e6
    told = f"take-in of {WORDS:,} words and a recording, {size:.0f} MB: plain {plain:.1f} s, protected {sealed:.1f} s"
    return _line(f"{told}: speed", plain / sealed, TAKE_IN, least=True)


def _frames(place: Path) -> bool:
    """Exact frames of the recording, by turns in both cases, each a frame that was not shown before."""
    taken: dict[bool, list[float]] = {False: [], True: []}
    unlocked = unlock(_case(place, True), USER, PHRASE)
    with Case.open(_case(place, False)) as plain, Case.open(_case(place, True), unlocked=unlocked) as sealed:
        source = next(s for s in plain.store.sources() if s.kind == "video").id
        length = len(plain.viewer.footage(source).stream.times)
        for number in range(FRAMES + 1):
            for protected, case in ((False, plain), (True, sealed)):
                started = time.perf_counter()
                case.viewer.frame(source, (number * STRIDE + protected) % length)
                if number:  # the first starts the viewer's child
                    taken[protected].append(time.perf_counter() - started)
    plain_ms, sealed_ms = (1000 * statistics.median(taken[kind]) for kind in (False, True))
    told = f"an exact frame: plain {plain_ms:.0f} ms, protected {sealed_ms:.0f} ms: times"
    return _line(told, sealed_ms / plain_ms, FRAME)


def _opening(place: Path, passages: int) -> bool:
    """A large case, opened in a process of its own."""
    folder = place / "large"
    with Case.create(folder, "BENCH", first=first(USER, PHRASE)) as case:
        made = fill(case, place, passages)
    command = [sys.executable, "-m", "bench.protected", "open", str(folder)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"  {made:,} passages: unlocked after {told['unlocked']:.1f} s, opened after {told['opened']:.1f} s")
    lexical = _line("first hits of a search for words, seconds", told["words"], LEXICAL)
    return _line("first hits of a search for meaning, seconds", told["meaning"], DENSE) and lexical


def _open(folder: Path) -> None:
    started = time.perf_counter()
    unlocked = unlock(folder, USER, PHRASE)
    told = {"unlocked": time.perf_counter() - started}
    with Case.open(folder, unlocked=unlocked) as case:
        told["opened"] = time.perf_counter() - started
        modes: tuple[Mode, ...] = ("words", "meaning")
        for mode in modes:
            assert search(case, "the man at the door", mode).hits
            told[mode] = time.perf_counter() - started
    print(json.dumps(told))


def _case(place: Path, protected: bool) -> Path:
    return place / ("sealed" if protected else "plain")


def _made(place: Path, protected: bool) -> Case:
    return Case.create(_case(place, protected), "BENCH", first=first(USER, PHRASE) if protected else None)


def _line(what: str, figure: float, limit: float, *, least: bool = False) -> bool:
    good = figure >= limit if least else figure <= limit
    print(
        f"  {what} {figure:.2f} (wanted {'≥' if least else '≤'} {limit:g})  {'reached' if good else 'MISSED'}",
        flush=True,
    )
    return good


if __name__ == "__main__":
    if sys.argv[1:2] == ["open"]:
        _open(Path(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
