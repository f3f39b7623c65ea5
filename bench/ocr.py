"""Measures reading pictures of text: words found, words in reading order, and the time beside RapidOCR alone.

Run as `python -m bench.ocr`. Scans with a true text are read where they are at hand, else pages drawn here. For each
page the two readers take turns on the same pixels with the same models and threads, so that a busy machine slows both.
Words are compared by their letters and figures, whatever their case: the true texts write other quotes and dashes than
are printed. Pages that stand on their side or head cost RapidOCR alone less because it does not turn them.
"""

from __future__ import annotations

import difflib
import statistics
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidocr import RapidOCR

from bench.intake import made_up
from ingest.readers import ocr, picture
from ingest.readers.ocr import Pixels

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "ocr"
LEAST_FOUND, LEAST_IN_ORDER, MOST_COST = 0.97, 0.93, 1.2
ROUNDS = 3


def pages() -> Iterator[tuple[str, Pixels, list[str]]]:
    """Name, pixels and true words of each page."""
    truths = {path.stem: path for path in SHARED.glob("*.txt")} if SHARED.is_dir() else {}
    for path in sorted(SHARED.iterdir()) if truths else ():
        names = [stem for stem in truths if path.stem.startswith(stem)]
        if names and path.suffix != ".txt":
            words = compared(truths[max(names, key=len)].read_text(encoding="utf-8", errors="replace"))
            with path.open("rb") as stream:
                yield path.name, picture.pixels(stream, 0, 100_000_000)[0], words
    if not truths:
        yield from _drawn()


def compared(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word for piece in text.casefold().split() if (word := "".join(filter(str.isalnum, piece)))]


def _drawn() -> Iterator[tuple[str, Pixels, list[str]]]:
    """Two pages of made-up text, one of them in two columns."""
    for columns in (1, 2):
        text = made_up(400)
        lines = textwrap.wrap(text, 84 // columns)
        each = -(-len(lines) // columns)
        image = Image.new("RGB", (2480, 3508), "white")
        draw = ImageDraw.Draw(image)
        for n, line in enumerate(lines):
            place = 200 + n // each * 1100, 200 + n % each * 60
            draw.text(place, line, fill="black", font=ImageFont.load_default(42))
        yield f"drawn page, columns: {columns}", np.asarray(image), compared(text)


def main() -> int:
    """Read every page; 1 when a figure is missed."""
    threads = {f"EngineConfig.onnxruntime.{name}": ocr.THREADS for name in ("intra_op_num_threads",)}
    alone = RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, **threads})
    true = found = ordered = 0
    costs: list[tuple[float, float]] = []
    for name, rgb, words in pages():
        text = compared(ocr.read_page(rgb).text)  # also loads the models
        hits = (Counter(words) & Counter(text)).total()
        blocks = difflib.SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
        in_order = sum(block.size for block in blocks)
        bgr = np.ascontiguousarray(rgb[:, :, ::-1])
        ours, theirs = _in_turn(lambda rgb=rgb: ocr.read_page(rgb), lambda bgr=bgr: alone(bgr))  # type: ignore[misc]
        costs.append((ours, theirs))
        true, found, ordered = true + len(words), found + hits, ordered + in_order
        print(
            f"  {name:<28}{len(words):5} words  found {hits / len(words):.3f}  in order {in_order / len(words):.3f}",
            end="",
        )
        print(f"  {ours:6.2f} s, RapidOCR alone {theirs:6.2f} s", flush=True)
    cost = sum(a for a, _ in costs) / sum(b for _, b in costs)
    rows = [
        ("words found", found / true, f"≥ {LEAST_FOUND}", found / true >= LEAST_FOUND),
        ("words in reading order", ordered / true, f"≥ {LEAST_IN_ORDER}", ordered / true >= LEAST_IN_ORDER),
        ("time over RapidOCR alone", cost, f"≤ {MOST_COST}", cost <= MOST_COST),
    ]
    for what, figure, wanted, reached in rows:
        print(f"pictures of text: {what}: {figure:.3f} (wanted {wanted}) {'reached' if reached else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1


def _in_turn(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of each, over rounds in which the two take turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, kept in zip((one, other), times, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


if __name__ == "__main__":
    sys.exit(main())
