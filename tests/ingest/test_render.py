"""Drawn pages and frames: the marked place, read again from the drawing, shows what was cited."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import readers
from ingest.isolation import ChildRunner
from ingest.items import ReadSettings
from ingest.readers import ocr
from ingest.render import ChildRenderer, turned
from provenance.anchors import cut_frame
from provenance.errors import AnchorError, ReadError
from provenance.footage import Frame
from provenance.ports import Picture
from provenance.records import Box, Part, Source

QUOTE = "The van was blue"


@pytest.fixture(scope="module")
def renderer() -> Iterator[ChildRenderer]:
    with ChildRunner() as runner:
        yield ChildRenderer(runner)


def source(kind: str, name: str = "JS/1 notes.txt") -> Source:
    return Source("S1", "0" * 64, name, "", 0, kind, "read", "", "")


def pdf(rotation: int = 0) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_textbox((50, 80, 280, 400), "I stood at the gate. " * 6, fontsize=13)
        page.insert_textbox((315, 80, 545, 400), f"{QUOTE}. It went on to the bridge. " * 3, fontsize=13)
        page.set_rotation(rotation)
        return bytes(document.tobytes())


def place(raw: bytes, kind: str, quote: str) -> list[Box]:
    """Boxes of a quote as the reader of the kind gives them."""
    items = readers.reread(io.BytesIO(raw), kind, [0], ReadSettings())
    (part,) = [item for item in items if isinstance(item, Part)]
    start = part.text.index(quote)
    assert part.words is not None
    return [Box(part.page, *box) for box in part.words.lines(start, start + len(quote))]


def opened(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    assert (picture.width, picture.height) == image.size
    assert picture.mime == f"image/{(image.format or '').lower()}"
    return image.convert("RGB")


def marked(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where the picture is as yellow as an outline, or as a text marker leaves white paper."""
    rgb = np.asarray(image).astype(int)
    return (rgb[:, :, 0] > 225) & (rgb[:, :, 1] > 190) & (rgb[:, :, 2] < 160)


def read_under_mark(image: Image.Image, turns: int = 0) -> str:
    rows, columns = np.nonzero(marked(image))
    cut = np.asarray(image)[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return ocr.read_page(np.ascontiguousarray(np.rot90(cut, turns))).text.strip().rstrip(".")  # marks are of words


def test_a_place_in_the_second_column_of_a_pdf(renderer: ChildRenderer) -> None:
    raw = pdf()
    image = opened(renderer.page(source("pdf"), lambda: io.BytesIO(raw), None, 1, place(raw, "pdf", QUOTE)))
    assert read_under_mark(image) == QUOTE


def test_a_place_on_a_rotated_page(renderer: ChildRenderer) -> None:
    raw = pdf(rotation=90)
    image = opened(renderer.page(source("pdf"), lambda: io.BytesIO(raw), None, 1, place(raw, "pdf", QUOTE)))
    assert image.width > image.height
    assert read_under_mark(image, turns=1) == QUOTE


def test_words_stay_black_under_the_marker(renderer: ChildRenderer) -> None:
    raw = pdf()
    plain = opened(renderer.page(source("pdf"), lambda: io.BytesIO(raw), None, 1, []))
    with_mark = opened(renderer.page(source("pdf"), lambda: io.BytesIO(raw), None, 1, place(raw, "pdf", QUOTE)))
    black = np.asarray(plain).max(axis=2) < 60
    assert np.array_equal(black, np.asarray(with_mark).max(axis=2) < 60)
    assert not marked(plain).any()


def test_marks_of_other_pages_are_not_drawn(renderer: ChildRenderer) -> None:
    raw = pdf()
    image = opened(renderer.page(source("pdf"), lambda: io.BytesIO(raw), None, 1, [Box(2, 50, 50, 200, 200)]))
    assert not marked(image).any()


def test_a_rendition_with_its_footer(renderer: ChildRenderer) -> None:
    layer = "I stood at the gate.\n" * 70 + f"I said: 😀 “{QUOTE}”, and left.\n"
    at = layer.index(QUOTE)
    (boxes,) = renderer.rendition_boxes(layer, [(at, at + len(QUOTE))])
    assert [box.page for box in boxes] == [2]
    image = opened(renderer.page(source("text"), None, layer, 2, boxes))
    assert read_under_mark(image) == QUOTE
    foot = ocr.read_page(np.asarray(image.crop((0, image.height - 100, image.width, image.height)))).text
    assert "Set by Attest from the text of JS/1 notes.txt" in foot and "page 2 of 2" in foot


def test_nothing_to_place_costs_no_child(renderer: ChildRenderer) -> None:
    assert renderer.rendition_boxes("some text", [(3, 3)]) == [()]


def drawn_picture() -> bytes:
    image = Image.new("RGB", (2600, 700), "white")
    for n, text in enumerate(("I stood at the gate.", QUOTE, "It went on.")):
        ImageDraw.Draw(image).text((100, 100 + 180 * n), text, fill="black", font=ImageFont.load_default(90))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_place_on_a_picture_is_drawn_round(renderer: ChildRenderer) -> None:
    raw = drawn_picture()
    image = opened(renderer.page(source("picture"), lambda: io.BytesIO(raw), None, 0, place(raw, "picture", QUOTE)))
    assert image.width == 2000
    assert read_under_mark(image) == QUOTE


@pytest.mark.parametrize("turned_by", [0, 90])
def test_of_a_long_picture_what_is_round_the_mark_is_drawn_and_said(renderer: ChildRenderer, turned_by: int) -> None:
    shown = Image.new("RGB", (400, 9000), "white")
    draw, font = ImageDraw.Draw(shown), ImageFont.load_default(20)
    for y in range(20, 8960, 60):
        draw.text((30, y), QUOTE if y == 6020 else f"message {y}", font=font, fill="black")
    kept = io.BytesIO()
    shown.rotate(turned_by, expand=True).save(kept, "PNG")
    mark = Box(0, 26, 6016, 180, 32) if not turned_by else Box(0, 6016, 400 - 26 - 180, 32, 180)
    cover = replace(mark, x=mark.x, y=mark.y + 60) if not turned_by else replace(mark, x=mark.x + 60)
    image = opened(renderer.page(source("picture"), lambda: io.BytesIO(kept.getvalue()), None, 0, [mark], [cover]))
    assert min(image.size) >= 400 and max(image.size) <= 850
    assert QUOTE.replace(" ", "") in read_under_mark(image, turned_by // 90 * 3).replace(" ", "")
    text, _ = ocr.ocr_page(np.asarray(image), 1.0)
    assert "Part of the picture" in text and "message 6080" not in text
    far = replace(mark, y=mark.y - 4500) if not turned_by else replace(mark, x=mark.x - 4500)
    both = opened(renderer.page(source("picture"), lambda: io.BytesIO(kept.getvalue()), None, 0, [mark, far]))
    assert both.height >= 2 * min(image.size) and max(both.size) <= 1700
    yellow = marked(both).any(axis=1)
    assert np.count_nonzero(np.diff(np.flatnonzero(yellow)) > 100) + 1 == 2  # one outline in each part
    whole = opened(renderer.page(source("picture"), lambda: io.BytesIO(kept.getvalue()), None, 0, []))
    assert max(whole.size) == 2000


def test_pages_that_are_not_there(renderer: ChildRenderer) -> None:
    raw = pdf()
    for kind, page in (("pdf", 2), ("pdf", 0), ("text", 2)):
        with pytest.raises(AnchorError) as missing:
            renderer.page(source(kind), lambda: io.BytesIO(raw), "one line", page, [])
        assert missing.value.code == "no_such_page"


def test_a_damaged_file_is_refused(renderer: ChildRenderer) -> None:
    with pytest.raises(ReadError) as refused:
        renderer.page(source("pdf"), lambda: io.BytesIO(b"%PDF-1.7 rubbish"), None, 1, [])
    assert refused.value.code == "file_damaged"


@pytest.fixture(scope="module")
def footage() -> bytes:
    """A bright square that goes from left to right, 20 frames."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for n in range(20):
            rgb = np.full((240, 320, 3), 40, np.uint8)
            rgb[80:140, 10 * n : 10 * n + 60] = (200, 200, 220)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


def frame_of(raw: bytes, ordinal: int) -> Frame:
    from ingest.video.planes import plane_hash

    with av.open(io.BytesIO(raw)) as container:
        stream = container.streams.video[0]
        shot = list(container.decode(stream))[ordinal]
        base = Fraction(stream.time_base or 1)
        return Frame(0, ordinal, shot.pts or 0, base, plane_hash(shot), "yuv420p", "h264", 320, 240, "peak")


def test_a_frame_with_its_region(renderer: ChildRenderer, footage: bytes) -> None:
    anchor = cut_frame(frame_of(footage, 12), "0" * 64, Box(0, 120, 80, 60, 60))
    image = opened(renderer.frame(source("video"), lambda: io.BytesIO(footage), anchor))
    rgb = np.asarray(image).astype(int)
    assert image.size == (320, 240)
    assert rgb[90:130, 125:175].min() > 150 and rgb[110, 60].max() < 90
    ring = rgb[78:80, 130:170].reshape(-1, 3).mean(axis=0)
    assert ring[0] - ring[2] > 60  # yellow


def test_a_frame_that_is_not_there(renderer: ChildRenderer, footage: bytes) -> None:
    frame = frame_of(footage, 12)
    other = cut_frame(Frame(**{**{f: getattr(frame, f) for f in frame.__dataclass_fields__}, "sha256": "1" * 64}), "")
    with pytest.raises(AnchorError) as missing:
        renderer.frame(source("video"), lambda: io.BytesIO(footage), other)
    assert missing.value.code == "frame_missing"


@pytest.mark.parametrize("clockwise", [0, 90, 180, 270])
def test_a_region_turns_with_its_frame(clockwise: int) -> None:
    coded = np.zeros((40, 60), bool)
    coded[5:15, 20:50] = True
    shown = np.rot90(coded, -clockwise // 90)
    box = turned(Box(0, 20, 5, 30, 10), clockwise, (shown.shape[1], shown.shape[0]))
    found = np.zeros_like(shown)
    found[int(box.y) : int(box.y + box.h), int(box.x) : int(box.x + box.w)] = True
    assert np.array_equal(found, shown)
