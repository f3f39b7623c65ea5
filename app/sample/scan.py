"""Draws the sample's scanned page: a typed form, as an office scanner with a worn lid sees it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from app.sample import typeset
from app.sample.statements import data, paragraphs
from app.sample.typeset import SANS, SANS_BOLD, Sheet

DPI = 150
_SKEW = 0.9  # degrees, anticlockwise
_TYPE, _TYPE_SIZE, _TYPE_LEADING = "cour", 11.5, 19.0
_LEFT, _RIGHT = 62.0, 533.0

Grey = NDArray[np.float32]


def write(path: Path, seed: int) -> None:
    """Write the page to `path` as a JPEG of 150 dots per inch, grey."""
    page = _worn(_picture(), np.random.default_rng(seed))
    ok, coded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 84])
    if not ok:
        raise OSError(f"cannot encode {path.name}")
    path.write_bytes(coded.tobytes())


def text() -> str:
    """What is typed on the page, for truth and tests: labels and answers, then the account."""
    log = data("first_aid.toml")
    rows = [f"{label}: {answer}" for label, answer in log["rows"]]
    return "\n".join([log["heading"], log["title"], *rows, *paragraphs(log["account"]), log["typed"], log["signed"]])


def _picture() -> Grey:
    """The clean page, (height, width) from 0 (black) to 255."""
    log = data("first_aid.toml")
    document = pymupdf.open()
    sheet = Sheet(document)
    sheet.text(_LEFT, 66, log["heading"], SANS_BOLD, 12)
    sheet.text(_RIGHT, 66, log["number"], SANS_BOLD, 12, align="right")
    sheet.text(_LEFT, 92, log["title"], SANS_BOLD, 15)
    y = 124.0
    for label, answer in log["rows"]:
        sheet.box(_LEFT, y, _RIGHT, y + 27)
        sheet.text(_LEFT + 6, y + 17, f"{label}:", SANS, 10)
        sheet.text(_LEFT + 150, y + 18, answer, _TYPE, _TYPE_SIZE)
        y += 27
    y += 34
    sheet.text(_LEFT, y - 8, "What happened and what was done", SANS, 10)
    y += 14
    for paragraph in paragraphs(log["account"]):
        lines = typeset.wrap(paragraph, _TYPE, _TYPE_SIZE, _RIGHT - _LEFT)
        y = sheet.lines(_LEFT, y, lines, _TYPE, _TYPE_SIZE, _TYPE_LEADING) + 8
    sheet.text(_LEFT, y + 16, log["typed"], _TYPE, _TYPE_SIZE)
    sheet.text(_LEFT, y + 44, log["signed"], _TYPE, _TYPE_SIZE)
    sheet.signature(_LEFT + 250, y + 46, "Dennis Attlebury", 7)
    sheet.finish()
    pixels = sheet.page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width).astype(np.float32)


def _worn(page: Grey, dice: np.random.Generator) -> NDArray[np.uint8]:
    """Skew, uneven ink and light, grain, punch holes, and the dark edge where the lid does not close."""
    high, wide = page.shape
    page = 255 - (255 - page) * _cloud(dice, high, wide, 0.78, 1.0)
    for middle in (high // 2 - 236, high // 2 + 236):
        cv2.circle(page, (58, middle), 17, 165.0, -1, cv2.LINE_AA)
        cv2.circle(page, (56, middle - 2), 17, 120.0, 1, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), _SKEW, 1.0)
    page = np.asarray(cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=96.0), np.float32)
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.65), np.float32)
    page = page * _cloud(dice, high, wide, 0.93, 0.985)
    page[:, -26:] *= np.linspace(1.0, 0.62, 26, dtype=np.float32)
    for _ in range(60):
        x, y = int(dice.integers(0, wide)), int(dice.integers(0, high))
        cv2.circle(page, (x, y), int(dice.integers(0, 2)), float(dice.uniform(90, 190)), -1)
    page = page + dice.normal(0, 5.0, page.shape).astype(np.float32)
    return np.clip(page, 0, 255).astype(np.uint8)


def _cloud(dice: np.random.Generator, high: int, wide: int, low: float, top: float) -> Grey:
    """A smooth field of values between `low` and `top`."""
    field = dice.uniform(low, top, (9, 7)).astype(np.float32)
    return np.asarray(cv2.resize(field, (wide, high), interpolation=cv2.INTER_CUBIC), np.float32).clip(low, top)
