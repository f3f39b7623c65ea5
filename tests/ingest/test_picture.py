"""The picture reader: formats, pages, orientation, damage and size, each with an outcome."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, ImageOps

from ingest.items import Opened, ReadSettings
from ingest.readers import picture
from provenance.errors import ReadError
from provenance.records import Notice, Part

SETTINGS = ReadSettings()
UNREAD = ReadSettings(ocr=False)


def drawn(text: str = "Exhibit JS/1 was found") -> Image.Image:
    image = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(image).text((30, 30), text, fill="black", font=ImageFont.load_default(40))
    return image


def saved(image: Image.Image, form: str, **options: object) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out


def parts(stream: io.BytesIO, chosen: ReadSettings = SETTINGS, only: list[int] | None = None) -> list[Part]:
    return [item for item in picture.read(stream, chosen, only) if isinstance(item, Part)]


def codes(stream: io.BytesIO, chosen: ReadSettings = SETTINGS) -> set[str]:
    return {item.code for item in picture.read(stream, chosen) if isinstance(item, Notice)}


def test_a_picture_is_one_part_without_a_page() -> None:
    items = list(picture.read(saved(drawn(), "PNG"), SETTINGS))
    assert items[0] == Opened("picture", 1)
    (part,) = [item for item in items if isinstance(item, Part)]
    assert (part.text, part.label, part.page) == ("Exhibit JS/1 was found\n", "", 0)
    assert (part.width, part.height) == (700, 120)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_formats(form: str) -> None:
    rgb, whole, *_ = picture.pixels(saved(drawn(), form), 0, 1_000_000)
    assert whole
    assert np.abs(rgb.astype(int) - np.asarray(drawn())).mean() < 3


def test_pages_of_a_tiff_and_asking_for_one() -> None:
    stream = saved(drawn("First page"), "TIFF", save_all=True, append_images=[drawn("Second page")])
    found = parts(stream)
    assert [(p.ordinal, p.page, p.label, p.text) for p in found] == [
        (0, 1, "p. 1", "First page\n"),
        (1, 2, "p. 2", "Second page\n"),
    ]
    again = parts(stream, only=[1])
    assert [p.text for p in again] == ["Second page\n"]
    assert again[0].words is not None and found[1].words is not None
    assert again[0].words.pack() == found[1].words.pack()


def test_pages_over_the_limit_are_named() -> None:
    stream = saved(drawn(), "TIFF", save_all=True, append_images=[drawn(), drawn()])
    limited = ReadSettings(max_pages=2, ocr=False)
    assert len(parts(stream, limited)) == 2
    assert "pages_left_out" in codes(stream, limited)


def test_orientation_is_as_displayed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise for display
    stream = saved(drawn().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)
    (part,) = parts(stream)
    assert (part.width, part.height) == (700, 120)
    assert part.text == "Exhibit JS/1 was found\n"
    assert part.words is not None and part.words.boxes[0, 0] < 60


def test_a_picture_without_words_is_read() -> None:
    items = list(picture.read(saved(Image.new("RGB", (300, 200), "grey"), "PNG"), SETTINGS))
    assert [item.code for item in items if isinstance(item, Notice)] == ["no_words_found"]
    assert [item.text for item in items if isinstance(item, Part)] == [""]


def test_transparency_stands_on_white_and_deep_greys_are_spread() -> None:
    clear = Image.new("RGBA", (700, 120), "black")
    clear.putalpha(ImageOps.invert(drawn().convert("L")))
    deep = Image.fromarray(np.asarray(drawn().convert("L")).astype(np.uint16) * 200)
    for image in (clear, deep):
        rgb = picture.pixels(saved(image, "PNG"), 0, 1_000_000).rgb
        assert np.abs(rgb.astype(int) - np.asarray(drawn())).max() <= 1


def test_a_moving_picture_is_said_to_be_read_in_part() -> None:
    assert "first_frame_only" in codes(saved(drawn(), "GIF", save_all=True, append_images=[drawn("Other")]), UNREAD)


def test_a_truncated_file_gives_what_can_be_read() -> None:
    whole = saved(drawn(), "JPEG").getvalue()
    cut = io.BytesIO(whole[: len(whole) * 9 // 10])
    assert "picture_truncated" in codes(cut, UNREAD)
    assert parts(cut)[0].text.startswith("Exhibit")


@pytest.mark.parametrize(("raw", "code"), [(b"", "file_empty"), (b"\x89PNG\r\n\x1a\nrubbish", "file_damaged")])
def test_refusals(raw: bytes, code: str) -> None:
    with pytest.raises(ReadError) as refused:
        list(picture.read(io.BytesIO(raw), SETTINGS))
    assert refused.value.code == code


@pytest.mark.parametrize("size", [(2100, 2000), (30000, 30000)])
def test_a_picture_over_the_limit_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    stream = saved(Image.new("1", size), "PNG")
    with pytest.raises(ReadError) as refused:
        list(picture.read(stream, ReadSettings(max_pixels=1_000_000)))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("turned", [1, 6])
def test_a_very_large_picture_is_read_at_half_its_size_with_places_in_its_own_pixels(form: str, turned: int) -> None:
    """As telephones make them; here the limit is small."""
    shown = Image.new("RGB", (1601, 901), "white")
    ImageDraw.Draw(shown).text((800, 600), "Exhibit", font=ImageFont.load_default(80), fill="black")
    marks = Image.Exif()
    marks[0x0112] = turned
    kept = io.BytesIO()
    (shown.rotate(90, expand=True) if turned == 6 else shown).save(kept, form, exif=marks)
    found = list(picture.read(kept, ReadSettings(max_pixels=800_000)))
    (part,) = [item for item in found if isinstance(item, Part) and item.kind == "page"]
    assert (part.width, part.height) == (1601, 901) and part.text == "Exhibit\n" and part.words is not None
    x, y, w, h = part.words.boxes[0].tolist()
    assert 770 < x < 830 and 590 < y < 650 and 230 < w < 360 and 50 < h < 120
    told = {item.code: item.detail for item in found if isinstance(item, Notice)}
    assert told["picture_reduced"] == "1601 × 901 pixels"


FORMS = st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])


@given(FORMS, st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_end_in_parts_or_a_refusal(form: str, flips: list[tuple[int, int]]) -> None:
    raw = bytearray(saved(drawn().resize((140, 24)), form).getvalue())
    for at, value in flips:
        raw[at % len(raw)] = value
    try:
        assert parts(io.BytesIO(bytes(raw)), UNREAD)
    except ReadError as refused:
        assert refused.code in {"file_damaged", "too_large"}
