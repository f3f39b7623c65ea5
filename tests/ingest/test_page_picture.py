"""The picture of a page: greys in a palette are what full colours would show, and colours stay as they are."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ingest.marking import COVER, MARKER, covered, highlighted
from ingest.page_picture import encoded, page_picture
from provenance.records import Box

MARKS = [Box(1, 20, 30, 200, 12), Box(1, 100, 36, 200, 12), Box(1, -10, 80, 30, 10), Box(1, 290, 180, 50, 50)]
COVERS = [Box(1, 60, 25, 20.3, 40.7), Box(1, 250, 190, 100, 100)]


def page(ink: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    """Words with soft edges on white, and every grey there is."""
    image = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(image)
    for line in range(10):
        draw.text((30, 20 + 36 * line), "She ran to the gate at nine.", ink, ImageFont.load_default(22))
    ramp = np.asarray(image).copy()
    ramp[200:220, :256] = np.arange(256, dtype=np.uint8)[None, :, None]
    return Image.fromarray(ramp)


def shown(data: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.int64)


@pytest.mark.parametrize("marks", [[], MARKS])
@pytest.mark.parametrize("covers", [[], COVERS])
def test_a_page_without_colours_is_as_in_full_colours(marks: list[Box], covers: list[Box]) -> None:
    made = page_picture(page(), marks, covers, 2.0)
    full = covered(highlighted(page(), marks, 2.0), covers, 2.0)
    now, wanted = shown(made.data), np.asarray(full).astype(np.int64)
    assert (made.mime, made.width, made.height) == ("image/png", 600, 400)
    assert np.abs(now - wanted).max() <= 1
    for exact in ((0, 0, 0), (255, 255, 255), MARKER, COVER):
        assert (now[(wanted == exact).all(axis=2)] == exact).all()
    assert len(made.data) < len(encoded(full, "PNG").data) / 1.5


def test_black_stays_black_under_the_marker() -> None:
    now, plain = shown(page_picture(page(), MARKS, [], 2.0).data), np.asarray(page()).max(axis=2)
    assert (now[plain == 0] == 0).all()
    assert (now.max(axis=2)[plain < 60] < 60).all()


@pytest.mark.parametrize("ink", [(0, 0, 1), (200, 0, 0), (10, 120, 240)])
def test_a_page_with_a_colour_keeps_all_of_them(ink: tuple[int, int, int]) -> None:
    made = page_picture(page(ink), MARKS, COVERS, 2.0)
    full = covered(highlighted(page(ink), MARKS, 2.0), COVERS, 2.0)
    assert np.array_equal(shown(made.data), np.asarray(full))


def test_one_coloured_pixel_is_a_colour() -> None:
    image = page()
    image.putpixel((599, 399), (255, 255, 254))
    assert np.array_equal(shown(page_picture(image, [], [], 2.0).data), np.asarray(image))


def test_where_two_marks_lie_it_is_marked_once() -> None:
    once, twice = (highlighted(page(), [MARKS[0]] * n, 2.0) for n in (1, 2))
    assert np.array_equal(np.asarray(once), np.asarray(twice))
    assert once.getpixel((44, 63)) == MARKER
