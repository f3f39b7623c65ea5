"""Reads the words of a picture by RapidOCR, with a box and a confidence for every word, turned pages included.

Detection and recognition are called one by one, because RapidOCR's own pipeline averages confidence over a line, reads
upside-down lines one at a time (half of them wrongly), and crops from a reduced picture.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from ingest.readers.picture_along import rejoined
from ingest.readers.picture_layout import reading_order
from ingest.readers.picture_tiles import cut_out, in_parts, is_strip
from ingest.readers.picture_words import (
    Quads,
    Recognised,
    composed,
    is_tall,
    lean,
    levelled,
    sides,
    tokens,
    turned,
    upright_corners,
)
from provenance import offline
from provenance.errors import ModelError
from provenance.runs import ModelUse
from provenance.words import Words

if TYPE_CHECKING:
    from rapidocr import RapidOCR

Pixels = NDArray[np.uint8]
THREADS = 1 if os.environ.get("OMP_NUM_THREADS") == "1" else 2  # where the processors are shared, a second one waits
LONGEST = 2000  # pixels of the longer side at which lines are looked for, whatever the picture's own size
LEAST_SCORE = 0.5  # lines below are noise, not text: they are counted, not kept
UNCERTAIN = 0.8  # lines below are kept and named in a warning
_UPRIGHT = 0.85  # lines that average below may not be read the right way round
_CLEARLY = 0.1  # better than the other way round by as much is no chance
_SAMPLE = 6  # lines that may be tried both ways round; one batch
_LEAST_SIDE = 368  # the detector enlarges until the short side has 736 pixels: more than twice over harms
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of one picture in reading order, and how well they were read.

    `text` has a line feed after each line, and an empty line where a block ends; `words` are in displayed pixels.
    `lines` were kept, `uncertain` of them below UNCERTAIN; `unread` were seen but not legible. `turns` is how many
    quarter turns anticlockwise set the page upright.
    """

    text: str
    words: Words
    lines: int = 0
    uncertain: int = 0
    unread: int = 0
    turns: int = 0


class _Line(NamedTuple):
    """A line as the recogniser read it, with its score and where each character stands (`picture_words.Recognised`)."""

    text: str
    score: float
    detail: Recognised


def ocr_page(rgb: Pixels, scale: float) -> tuple[str, Words]:
    """Text and words of a drawn page `rgb` (h, w, 3); boxes are divided by `scale` (pixels per unit).

    Raises ModelError("model_missing") where the models are not installed.
    """
    page = read_page(rgb)
    return page.text, Words(page.words.spans, (page.words.boxes / scale).astype(np.float32), page.words.confidence)


def read_page(rgb: Pixels) -> PageText:
    """Everything legible on a picture (h, w, 3), in reading order; the same pixels give the same words.

    Raises ModelError("model_missing") where the models are not installed.
    """
    engine = _engine()
    bgr = np.ascontiguousarray(rgb[:, :, ::-1])
    bgr = _widened(bgr)
    turns, quads, read = _upright(engine, bgr)
    kept = [i for i, line in enumerate(read) if line.score >= LEAST_SCORE and line.text.strip()]
    level = levelled(quads, lean(quads))
    lines = [tokens(quads[i], level[i], read[i].text, read[i].detail) for i in kept]
    height, width = bgr.shape[:2]
    return PageText(
        *composed(reading_order(rejoined(level[kept], lines)), turns, width, height),
        lines=len(kept),
        uncertain=sum(read[i].score < UNCERTAIN for i in kept),
        unread=len(read) - len(kept),
        turns=turns,
    )


def read_strips(strips: Sequence[Pixels]) -> list[tuple[str, float]]:
    """Text and score of strips (h, w, 3) that hold one upright line each, read without looking for lines first.

    Raises ModelError("model_missing") where the models are not installed.
    """
    return [(line.text, line.score) for line in _recognise(_engine(), strips)]


def models() -> list[ModelUse]:
    """The models that read pictures, hashed as they lie on this machine; raises ModelError("model_missing")."""
    return [
        ModelUse(f"ocr {role.lower()}", path.stem, hashlib.sha256(path.read_bytes()).hexdigest())
        for role, path in model_paths().items()
    ]


@lru_cache(maxsize=1)
def extractor() -> str:
    """What reads pictures: this module, RapidOCR, onnxruntime, and the models by the start of their hashes."""
    hashes = ",".join(hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in model_paths().values())
    return f"attest-ocr/4 rapidocr {version('rapidocr')} onnxruntime {version('onnxruntime')} models {hashes}"


def model_paths() -> dict[str, Path]:
    """The packaged models, found without importing the engine; nothing is ever downloaded."""
    spec = importlib.util.find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    paths = {role: Path(folder) / "models" / name for folder in folders[:1] for role, name in _MODELS.items()}
    missing = [name for role, name in _MODELS.items() if role not in paths or not paths[role].is_file()]
    if missing:
        raise ModelError("model_missing", name=", ".join(missing))
    return paths


@lru_cache(maxsize=1)
def _engine() -> RapidOCR:
    """The engine of this process. A model that is given by path is never looked for on the network."""
    import onnxruntime
    from rapidocr import RapidOCR

    offline.quiet(onnxruntime)
    params: dict[str, Any] = {f"{role}.model_path": str(path) for role, path in model_paths().items()}
    params |= {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.max_side_len": LONGEST,
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=params)


def _widened(bgr: Pixels) -> Pixels:
    """The picture with more ground to its right and below where it is small or narrow; places stay what they are."""
    height, width = bgr.shape[:2]
    least = max(_LEAST_SIDE, 0 if is_strip(height, width) else max(height, width) // 2)  # a strip is read in parts
    below, right = max(0, least - height), max(0, least - width)
    if not below and not right:
        return bgr
    edges = np.concatenate([bgr[0], bgr[-1], bgr[:, 0], bgr[:, -1]])
    wide = np.empty((height + below, width + right, 3), np.uint8)
    wide[:] = np.median(edges, axis=0).astype(np.uint8)
    wide[:height, :width] = bgr
    return wide


def _upright(engine: RapidOCR, bgr: Pixels) -> tuple[int, Quads, list[_Line]]:
    """Quarter turns anticlockwise that set the page upright, and the lines on it so turned.

    A page on its side shows as tall lines before anything is read; one on its head as lines read badly. A few lines are
    read first, and the other way round only where that went badly, so that an upright page costs no more than to read
    it. Lines are not looked for again on the turned page: its reading would cost twice.
    """
    quads = _detect(engine, bgr)
    if not len(quads):
        return 0, quads, []
    sideways = _mostly_tall(quads)
    crops = _crops(engine, bgr, quads)
    asked = _sample(quads, sideways)
    decided = _turns(engine, [crops[i] for i in asked], sideways)
    if decided is None:
        asked = np.arange(len(quads))
        decided = _turns(engine, crops, sideways, at_odds=True)
    assert decided is not None
    turns, read = decided
    if turns:
        height, width = bgr.shape[:2]
        bgr, quads = np.ascontiguousarray(np.rot90(bgr, turns)), turned(quads, turns, width, height)
    others = np.setdiff1d(np.arange(len(quads)), asked)
    read += _recognise(engine, _crops(engine, bgr, quads[others]))
    order = np.argsort(np.concatenate([asked, others]))
    return turns, *_set_right(engine, bgr, quads, [read[i] for i in order])


def _set_right(engine: RapidOCR, bgr: Pixels, quads: Quads, lines: list[_Line]) -> tuple[Quads, list[_Line]]:
    """Lines that were read badly or run downwards, read the other way round where that is clearly better (stamps).

    The corners of such a line begin where its text begins.
    """
    weak = np.flatnonzero(is_tall(quads) | np.array([line.score < _UPRIGHT for line in lines]))
    crops = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in _crops(engine, bgr, quads[weak])]
    quads, lines = quads.copy(), list(lines)
    for i, line in zip(weak, _recognise(engine, crops), strict=True):
        if line.score > lines[i].score + _CLEARLY and line.score >= UNCERTAIN:
            lines[i], quads[i] = line, np.roll(quads[i], 2, axis=0)
    return quads, lines


def _sample(quads: Quads, sideways: bool) -> NDArray[np.intp]:
    """Some of the lines that run as the page does, the longest and others: a long stamp may stand on its head."""
    running = np.flatnonzero(is_tall(quads) == sideways)
    by_length = running[np.argsort(-sides(quads)[running].max(axis=1), kind="stable")]
    most = min(_SAMPLE, max(_SAMPLE // 2, len(quads) // 4), len(by_length))
    long = most // 2 + most % 2
    spread = np.linspace(long, len(by_length) - 1, most - long, dtype=int)
    return by_length[[*range(long), *spread]]


def _turns(
    engine: RapidOCR, crops: Sequence[Pixels], sideways: bool, at_odds: bool = False
) -> tuple[int, list[_Line]] | None:
    """How to turn the page by some of its lines, and those read that way; tall crops come out turned once.

    None where some lines are clearly better one way round, and some the other; `at_odds`: these are all, and decide by
    how well they read together.
    """
    one = _recognise(engine, crops)
    if _confidence(one) >= _UPRIGHT and not at_odds:
        return int(sideways), one
    other = _recognise(engine, [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops])
    better = np.array([b.score - a.score for a, b in zip(one, other, strict=True)])
    if not at_odds and (better > _CLEARLY).any() and (better < -_CLEARLY).any():
        return None
    at_first, turned_over = _confidence(one), _confidence(other)
    if not sideways:
        return (2, other) if turned_over > at_first + _CLEARLY and turned_over >= UNCERTAIN else (0, one)
    if max(at_first, turned_over) < _UPRIGHT:
        return 0, one  # letters set upright in a tall line (signs, Chinese) read badly both ways
    return (1, one) if at_first >= turned_over else (3, other)


def _confidence(lines: Sequence[_Line]) -> float:
    """Mean score of the lines, each counted by its length."""
    lengths = [len(line.text) for line in lines]
    return float(np.average([line.score for line in lines], weights=lengths)) if sum(lengths) else 0.0


def _detect(engine: RapidOCR, bgr: Pixels) -> Quads:
    """Corners of the lines (n, 4, 2) in pixels of `bgr`; a long one is looked at in parts."""
    if is_strip(*bgr.shape[:2]):
        return in_parts(bgr, lambda part: _found(engine, _widened(part)), _mostly_tall)
    return _found(engine, bgr)


def _found(engine: RapidOCR, bgr: Pixels) -> Quads:
    """Corners of the lines (n, 4, 2) that are found in one go."""
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.process_img import map_boxes_to_original

    small, record = engine.preprocess_img(bgr)
    try:
        _, found = engine.detect_and_crop(small, record)
    except RapidOCRError:  # its way of saying that there is no line
        return np.empty((0, 4, 2), np.float32)
    assert found.boxes is not None
    height, width = bgr.shape[:2]
    boxes = np.asarray(map_boxes_to_original(found.boxes, record, height, width), np.float32)
    return upright_corners(boxes)


def _crops(engine: RapidOCR, bgr: Pixels, quads: Quads) -> list[Pixels]:
    """The lines cut out and set level."""
    cut = engine.crop_text_regions
    return cut_out(bgr, quads, cut) if is_strip(*bgr.shape[:2]) else list(cut(bgr, quads))


def _recognise(engine: RapidOCR, crops: Sequence[Pixels]) -> list[_Line]:
    if not crops:
        return []
    result = engine.recognize_txt(list(crops))
    assert result.txts is not None
    details = cast("Sequence[Recognised]", result.word_results)  # RapidOCR's own annotation is of something else
    return [_Line(*line) for line in zip(result.txts, result.scores, details, strict=True)]


def _mostly_tall(quads: Quads) -> bool:
    tall = is_tall(quads)
    longest = sides(quads).max(axis=1)
    return bool(longest[tall].sum() > longest[~tall].sum())
