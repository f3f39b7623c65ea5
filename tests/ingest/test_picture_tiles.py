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
from ingest.readers import ocr, picture
from ingest.readers.picture_along import put_together, rejoined
from ingest.readers.picture_layout import Token
from ingest.readers.picture_tiles import in_parts, is_strip, sought
from ingest.readers.picture_words import Quads
from provenance.records import Notice, Part

Spots = list[tuple[int, int]]


def spots(shown: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Stands for the detector: the corners of every stretch of white rows, cut where the part ends."""
    white = shown[:, 0, 0] == 255
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0])))).reshape(-1, 2)
    return np.array([[[5, a], [90, a], [90, b], [5, b]] for a, b in edges.tolist()], np.float32).reshape(-1, 4, 2)


def never(_: Quads) -> bool:
    return False


def always(_: Quads) -> bool:
    return True


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
        found = in_parts(shown, spots, never)
        axis = 1
    else:
        found = in_parts(shown.transpose(1, 0, 2), lambda part: spots(part.transpose(1, 0, 2))[..., ::-1], always)
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
    found = in_parts(shown, find, never if upright else always)[..., 1 if upright else 0].min(axis=1)
    assert np.abs(np.sort(found) - lines[:, 0, 1]).max() <= off


Runs = list[tuple[int, int]]


def along(part: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Stands for the detector of lines along a picture 100 high: the corners of white runs of two rows of text."""
    found = []
    for top, bottom in ((20, 40), (60, 80)):
        white = part[top + 5, :, 0] == 255
        edges = np.flatnonzero(np.diff(np.concatenate(([0], white.astype(np.int8), [0])))).reshape(-1, 2)
        found += [[[a, top], [b, top], [b, bottom], [a, bottom]] for a, b in edges.tolist() if b - a > 3]
    return np.array(found, np.float32).reshape(-1, 4, 2)


@given(*[st.lists(st.tuples(st.integers(30, 900), st.integers(40, 5000)), max_size=8)] * 2, st.booleans())
def test_lines_along_a_picture_are_put_together_out_of_its_parts(upper: Runs, lower: Runs, downwards: bool) -> None:
    shown, wanted = np.zeros((100, 9000, 3), np.uint8), []
    for runs, top in ((upper, 20), (lower, 60)):
        at = 0
        for gap, length in runs:
            start, at = at + gap, at + gap + length
            if at < 9000:
                shown[top + 1 : top + 20 : 2, start:at] = 255
                for space in range(start + 60, at - 60, 97):
                    shown[top : top + 21, space : space + 12] = 255
                wanted.append((top, start, at))
    if downwards:
        flipped = lambda part: along(part.transpose(1, 0, 2))[:, [0, 3, 2, 1], ::-1]  # noqa: E731
        quads = in_parts(shown.transpose(1, 0, 2), flipped, always)[:, [0, 3, 2, 1], ::-1]
    else:
        quads = in_parts(shown, along, never)
    assert (np.ptp(quads[..., 0], axis=1) <= 80 * 20).all()  # in heights of a line
    pieces = [(Token(".", *quad[0].tolist(), *quad[2].tolist(), 1.0, True, (0.0,) * 4),) for quad in quads]
    lines = [(int(line[0].y0), int(line[0].x0), int(line[-1].x1)) for line in rejoined(quads, pieces)]
    assert sorted(lines) == sorted(wanted)


def test_boxes_that_are_not_one_line_stay_apart() -> None:
    line = [[0, 190], [510, 190], [510, 210], [0, 210]]
    stamp = [[500, 0], [520, 0], [520, 400], [500, 400]]
    beside = [[505, 190], [900, 190], [900, 210], [505, 210]]
    below = [[400, 205], [900, 205], [900, 225], [400, 225]]
    shown = np.full((600, 3000, 3), 255, np.uint8)
    parts = [np.array(boxes, np.float32) for boxes in ([line, stamp], [stamp, beside, below])]
    found = put_together(shown, parts, downwards=False)
    assert sorted(found.tolist()) == sorted(np.array([line, stamp, beside, below], np.float32).tolist())


@with_models
def test_a_long_word_is_not_parted() -> None:
    word = "7f3a9c5d1e8b" * 16
    shown = Image.new("RGB", (3000, 300), "white")
    font = ImageFont.load_default(22)
    assert 2300 < ImageDraw.Draw(shown).textlength(word, font) < 2900
    ImageDraw.Draw(shown).text((30, 120), word, font=font, fill="black")
    (read,) = ocr.read_page(np.asarray(shown)).text.split()
    assert read == word


def test_only_long_pictures_are_parted() -> None:
    assert not is_strip(2400, 1080) and not is_strip(1900, 300) and is_strip(20_000, 1080) and is_strip(1080, 20_000)
    assert (sought(20_000, 1080), sought(2400, 1080)) == (2160, 2400)


@with_models
@pytest.mark.soak
@pytest.mark.parametrize(("turned", "slant"), [(90, 0.0), (0, 0.0), (0, 0.4)])
def test_lines_as_long_as_a_long_picture_are_read_whole(turned: int, slant: float) -> None:
    shown = Image.new("RGB", (6000, 320), "white")
    draw, font = ImageDraw.Draw(shown), ImageFont.load_default(20)
    lines = [" ".join(f"entry {n} of log {row}" for n in range(28)) for row in range(3)]
    for row, line in enumerate(lines):
        assert 4000 < draw.textlength(line, font) < 5900
        draw.text((30, 60 + 40 * row), line, font=font, fill="black")
    kept = io.BytesIO()
    shown.rotate(slant, fillcolor="white", resample=Image.Resampling.BICUBIC).rotate(turned, expand=True).save(
        kept, "PNG"
    )
    (part,) = [item for item in picture.read(kept, ReadSettings()) if isinstance(item, Part)]
    assert [line for line in part.text.split("\n") if line] == lines
    assert part.words is not None
    at, along_it = (1, 3) if turned else (0, 2)
    places = part.words.boxes[:: len(lines[0].split())]
    assert np.ptp(places[:, at]) < 40 and part.words.boxes[:, along_it].max() < 120


@with_models
def test_letters_that_may_be_missed_on_a_large_picture_are_told_however_many_lines_it_has() -> None:
    shown = Image.new("L", (6000, 4000), "white")
    draw, font = ImageDraw.Draw(shown), ImageFont.load_default(120)
    for n in range(14):
        draw.text((200, 200 + 260 * n), f"line {n} of a large notice", font=font, fill="black")
    kept = io.BytesIO()
    shown.save(kept, "PNG")
    (told,) = [item for item in picture.read(kept, ReadSettings()) if isinstance(item, Notice)]
    assert (told.code, told.detail) == (
        "small_letters_missed",
        "read at 2000 of its 6000 pixels; letters lower than about 36 may be missed",
    )


@with_models
@pytest.mark.parametrize("turned", [0, pytest.param(90, marks=pytest.mark.soak)])
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
