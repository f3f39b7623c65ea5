"""Long pictures are looked at part by part: no line is lost or found twice, and all are where they stand."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from test_pdf_drawn import with_models

from ingest.items import ReadSettings
from ingest.readers import picture
from ingest.readers.picture_tiles import in_parts, is_strip, sought
from provenance.records import Notice, Part

Spots = list[tuple[int, int]]


def spots(shown: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Stands for the detector: the corners of every stretch of white rows, cut where the part ends."""
    white = shown[:, 0, 0] == 255
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0])))).reshape(-1, 2)
    return np.array([[[5, a], [90, a], [90, b], [5, b]] for a, b in edges.tolist()], np.float32).reshape(-1, 4, 2)


@given(st.integers(2001, 6000), st.lists(st.tuples(st.integers(3, 60), st.integers(1, 11)), max_size=60), st.booleans())
def test_every_line_is_found_once_where_it_stands(long: int, lines: Spots, upright: bool) -> None:
    shown = np.zeros((long, 100, 3), np.uint8)
    at, wanted = 0, []
    for gap, high in lines:
        at += gap
        if at + high >= long:
            break
        shown[at : at + high] = 255
        wanted.append((float(at), float(at + high)))
        at += high
    assert is_strip(*shown.shape[:2])
    if upright:
        found = in_parts(shown, spots)
        axis = 1
    else:
        found = in_parts(shown.transpose(1, 0, 2), lambda part: spots(part.transpose(1, 0, 2))[..., ::-1])
        axis = 0
    assert sorted((quad[:, axis].min(), quad[:, axis].max()) for quad in found) == wanted


@pytest.mark.parametrize("upright", [True, False])
@pytest.mark.parametrize("slant", [0, 30])
@pytest.mark.parametrize("off", [0, 3])
def test_dense_lines_are_found_once_in_whichever_order_a_part_gives_them(upright: bool, slant: int, off: int) -> None:
    """RapidOCR gives lines by their top, so lines on their side in no order of theirs; `off`: a part finds them so."""
    lines = np.array([[[50, y], [1450, y + slant], [1450, y + slant + 18], [50, y + 18]] for y in range(10, 5900, 24)])
    parts = iter(((0, 3000, 0), (1500, 4500, off), (3000, 6000, 0)))

    def find(part: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        start, end, moved = next(parts)
        assert max(part.shape) == end - start
        inside = lines[(lines[..., 1].min(axis=1) >= start) & (lines[..., 1].max(axis=1) <= end)] - (0, start - moved)
        mixed = np.random.default_rng(start).permutation(inside).astype(np.float32)
        return mixed if upright else mixed[..., ::-1]

    shown = np.zeros((6000, 1500, 3) if upright else (1500, 6000, 3), np.uint8)
    found = in_parts(shown, find)[..., 1 if upright else 0].min(axis=1)
    assert np.abs(np.sort(found) - lines[:, 0, 1]).max() <= off


def test_only_long_pictures_are_parted() -> None:
    assert not is_strip(2400, 1080) and not is_strip(1900, 300) and is_strip(20_000, 1080) and is_strip(1080, 20_000)
    assert (sought(20_000, 1080), sought(2400, 1080)) == (2160, 2400)


@with_models
@pytest.mark.parametrize("turned", [0, 90])
def test_a_long_chat_is_read_to_its_end(turned: int) -> None:
    shown = Image.new("RGB", (420, 4000), "white")
    draw, font = ImageDraw.Draw(shown), ImageFont.load_default(18)
    lines = [f"message {n} came from the harbour" for n in range(3980 // 40)]
    for n, line in enumerate(lines):
        draw.text((20 + 60 * (n % 2), 10 + 40 * n), line, font=font, fill="black")
    kept = io.BytesIO()
    shown.rotate(turned, expand=True).save(kept, "PNG")
    found = list(picture.read(kept, ReadSettings()))
    (part,) = [item for item in found if isinstance(item, Part)]
    assert [line for line in part.text.split("\n") if line] == lines
    assert {item.code for item in found if isinstance(item, Notice)} == ({"page_turned"} if turned else set())
    assert part.words is not None
    for n, (start, _) in enumerate(part.words.spans.tolist()):
        row = part.text[:start].replace("\n\n", "\n").count("\n")
        x, y, _, h = part.words.boxes[n].tolist()
        if not turned:
            assert 0 <= y + h / 2 - (20 + 40 * row) < 12 and x >= 15
