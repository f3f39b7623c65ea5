"""Reads the words of a picture by RapidOCR, with a box and a confidence for every word, turned pages included.

Detection and recognition are called one by one instead of through RapidOCR's own pipeline, because that averages
confidence over a line, reads upside-down lines one at a time (half of them wrongly), and crops from a reduced picture.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.readers.picture_layout import reading_order
from ingest.readers.picture_words import composed, is_tall, sides, tokens
from provenance.errors import ModelError
from provenance.records import ModelUse
from provenance.words import Words

if TYPE_CHECKING:
    from rapidocr import RapidOCR

Pixels = NDArray[np.uint8]
THREADS = 2
LEAST_SCORE = 0.5  # lines below are noise, not text: they are counted, not kept
UNCERTAIN = 0.8  # lines below are kept and named in a warning
_UPRIGHT = 0.85  # a page whose lines average below may stand on its head
_SAMPLE = 6  # lines that are tried both ways round; one batch
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


@dataclass(frozen=True, slots=True)
class _Found:
    """Lines of a picture as the models gave them: corners (n, 4, 2) float32 clockwise from top left, text, score."""

    quads: NDArray[np.float32]
    texts: tuple[str, ...]
    scores: tuple[float, ...]
    details: tuple[Any, ...]

    @property
    def confidence(self) -> float:
        """Mean score of the lines, each counted by its length."""
        lengths = [len(text) for text in self.texts]
        return float(np.average(self.scores, weights=lengths)) if sum(lengths) else 0.0


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
    bgr = _widened(np.ascontiguousarray(rgb[:, :, ::-1]))
    turns, found = _upright(engine, bgr)
    kept = [i for i, score in enumerate(found.scores) if score >= LEAST_SCORE and found.texts[i].strip()]
    lines = [tokens(found.quads[i], found.texts[i], found.details[i]) for i in kept]
    height, width = bgr.shape[:2]
    text, words = composed(reading_order([line for line in lines if line]), turns, width, height)
    return PageText(
        text,
        words,
        lines=len(kept),
        uncertain=sum(found.scores[i] < UNCERTAIN for i in kept),
        unread=len(found.scores) - len(kept),
        turns=turns,
    )


def read_strips(strips: Sequence[Pixels]) -> list[tuple[str, float]]:
    """Text and score of strips (h, w, 3) that hold one upright line each, read without looking for lines first.

    Raises ModelError("model_missing") where the models are not installed.
    """
    if not strips:
        return []
    result = _engine().recognize_txt(list(strips))
    assert result.txts is not None
    return [(text, float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def models() -> list[ModelUse]:
    """The models that read pictures, hashed as they lie on this machine; raises ModelError("model_missing")."""
    return [
        ModelUse(f"ocr {role.lower()}", path.stem, hashlib.sha256(path.read_bytes()).hexdigest())
        for role, path in _model_paths().items()
    ]


@lru_cache(maxsize=1)
def extractor() -> str:
    """Name and version of what reads pictures: RapidOCR, onnxruntime, and the models by the start of their hashes."""
    hashes = ",".join(hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in _model_paths().values())
    return f"rapidocr {version('rapidocr')} onnxruntime {version('onnxruntime')} models {hashes}"


def _model_paths() -> dict[str, Path]:
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
    from rapidocr import RapidOCR

    params: dict[str, Any] = {f"{role}.model_path": str(path) for role, path in _model_paths().items()}
    params |= {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidOCR(params=params)


def _widened(bgr: Pixels) -> Pixels:
    """The picture with more ground to its right and below where it is small or a strip; places stay what they are."""
    height, width = bgr.shape[:2]
    below, right = (max(0, max(_LEAST_SIDE, long // 2) - short) for long, short in ((width, height), (height, width)))
    if not below and not right:
        return bgr
    edges = np.concatenate([bgr[0], bgr[-1], bgr[:, 0], bgr[:, -1]])
    wide = np.empty((height + below, width + right, 3), np.uint8)
    wide[:] = np.median(edges, axis=0).astype(np.uint8)
    wide[:height, :width] = bgr
    return wide


def _upright(engine: RapidOCR, bgr: Pixels) -> tuple[int, _Found]:
    """Quarter turns anticlockwise that set the page upright, and the lines found on it so turned.

    A page on its side shows as tall lines before anything is read; one on its head as lines read badly.
    """
    quads = _detect(engine, bgr)
    if not len(quads):
        return 0, _Found(quads, (), (), ())
    sideways = _mostly_tall(quads)
    if not sideways:
        found = _recognise(engine, bgr, quads)
        if found.confidence >= _UPRIGHT:
            return 0, found
    turns = _turns(engine, bgr, quads, sideways)
    if turns:
        turned = np.ascontiguousarray(np.rot90(bgr, turns))
        quads = _detect(engine, turned)
        return turns, _recognise(engine, turned, quads)
    return 0, _recognise(engine, bgr, quads) if sideways else found


def _turns(engine: RapidOCR, bgr: Pixels, quads: NDArray[np.float32], sideways: bool) -> int:
    """Tries the longest lines both ways round. Tall crops come out turned once anticlockwise."""
    longest = np.argsort(-sides(quads).max(axis=1), kind="stable")[:_SAMPLE]
    crops = engine.crop_text_regions(bgr, quads[longest])
    one, other = (_mean_score(engine, [np.ascontiguousarray(np.rot90(c, k)) for c in crops]) for k in (0, 2))
    if sideways:
        # Letters set upright in a tall line (signs, Chinese) read badly both ways: leave such pages as they are.
        return 0 if max(one, other) < _UPRIGHT else (1 if one >= other else 3)
    return 2 if other > one + 0.1 and other >= UNCERTAIN else 0


def _mean_score(engine: RapidOCR, crops: Sequence[Pixels]) -> float:
    result = engine.recognize_txt(list(crops))
    assert result.txts is not None
    lengths = [len(text) for text in result.txts]
    return float(np.average(result.scores, weights=lengths)) if sum(lengths) else 0.0


def _detect(engine: RapidOCR, bgr: Pixels) -> NDArray[np.float32]:
    """Corners of the lines (n, 4, 2) in pixels of `bgr`."""
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.process_img import map_boxes_to_original

    small, record = engine.preprocess_img(bgr)
    try:
        _, found = engine.detect_and_crop(small, record)
    except RapidOCRError:  # its way of saying that there is no line
        return np.empty((0, 4, 2), np.float32)
    assert found.boxes is not None
    height, width = bgr.shape[:2]
    return np.asarray(map_boxes_to_original(found.boxes, record, height, width), np.float32)


def _recognise(engine: RapidOCR, bgr: Pixels, quads: NDArray[np.float32]) -> _Found:
    if not len(quads):
        return _Found(quads, (), (), ())
    result = engine.recognize_txt(engine.crop_text_regions(bgr, quads))
    assert result.txts is not None
    return _Found(quads, tuple(result.txts), tuple(result.scores), tuple(result.word_results))


def _mostly_tall(quads: NDArray[np.float32]) -> bool:
    tall = is_tall(quads)
    longest = sides(quads).max(axis=1)
    return bool(longest[tall].sum() > longest[~tall].sum())
