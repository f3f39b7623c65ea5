"""Burning areas out of a copy of a picture: black pixels, and nothing else of the file."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from ingest.redact_picture import burn, faces
from ingest.render import video_frame
from provenance.ports import Picture
from provenance.records import Box

SECRET = "Marmaduke"
MOST = 100_000_000
AREA = Box(0, 30.4, 20, 40, 30)


def noise(width: int = 160, height: int = 120) -> Image.Image:
    return Image.fromarray(np.random.default_rng(7).integers(40, 256, (height, width, 3), np.uint8))


def saved(form: str, **how: object) -> bytes:
    out = io.BytesIO()
    noise().save(out, form, **how)
    return out.getvalue()


def with_everything() -> bytes:
    """A JPEG with orientation, a thumbnail, a comment, XMP and a description in its EXIF."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, f"Seen by {SECRET}", SECRET
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (51.0, 30.0, 0.0)
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    return saved("JPEG", quality=95, exif=exif, xmp=xmp, comment=SECRET.encode(), icc_profile=SECRET.encode() * 20)


def text_png() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Comment", SECRET, zip=True)
    return saved("PNG", pnginfo=told)


def burnt(data: bytes, area: Box = AREA) -> Picture:
    (made,) = burn(io.BytesIO(data), {area.page: [area]}, MOST)
    return made


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (with_everything(), "image/jpeg"),
        (text_png(), "image/png"),
        (saved("BMP"), "image/png"),
        (saved("GIF", comment=SECRET.encode()), "image/png"),
        (saved("WEBP", lossless=True, exif=b"Exif\0\0"), "image/jpeg"),
        (saved("TIFF", description=SECRET), "image/png"),
    ],
)
def test_the_area_is_black_and_nothing_but_pixels_is_left(data: bytes, mime: str) -> None:
    made = burnt(data)
    assert made.mime == mime
    with Image.open(io.BytesIO(made.data)) as image:
        assert not image.getexif() and not {"exif", "xmp", "comment", "icc_profile", "Comment"} & set(image.info)
        pixels = np.asarray(image.convert("RGB")).astype(int)
    ring = 48 if made.mime == "image/jpeg" else 0  # of the noise beside it: it is encoded after it is black
    assert int(pixels[21:49, 31:70].max()) <= ring
    assert float(pixels[60:].mean()) > 100
    assert SECRET.encode() not in made.data
    assert made.data.count(b"\xff\xd8\xff") == (mime == "image/jpeg")


def test_it_stays_turned_as_it_is_shown() -> None:
    made = burnt(with_everything())
    assert (made.width, made.height) == (120, 160)


def test_every_page_of_a_tiff_stays_and_only_the_marked_one_is_black() -> None:
    out = io.BytesIO()
    noise().save(out, "TIFF", save_all=True, append_images=[noise(), noise()])
    made = burnt(out.getvalue(), Box(2, 30.4, 20, 40, 30))
    with Image.open(io.BytesIO(made.data)) as image:
        assert getattr(image, "n_frames", 1) == 3
        blackest = []
        for page in range(3):
            image.seek(page)
            blackest.append(int(np.asarray(image.convert("RGB"))[22:48, 32:68].max()))
    assert blackest[1] == 0 and min(blackest[0], blackest[2]) > 200


def test_an_area_over_the_edge_takes_what_is_there() -> None:
    pixels = np.asarray(Image.open(io.BytesIO(burnt(saved("PNG"), Box(0, -10, -10, 30, 400)).data)))
    assert int(pixels[:, :20].max()) == 0 and int(pixels[:, 20:].min()) > 0


def test_a_picture_without_faces_has_none_to_suggest() -> None:
    flat = io.BytesIO()
    Image.new("RGB", (200, 200), "grey").save(flat, "PNG")
    assert list(faces(flat, 0, MOST)) == []


@pytest.mark.parametrize("name", ["plain", "turned"])
def test_a_frame_is_shown_without_what_is_taken_out_of_it(name: str) -> None:
    import video_clips as clips

    from provenance.records import FrameAnchor

    raw = clips.walking(12, options={"g": "12"})
    data = raw if name == "plain" else clips.turned(raw)
    anchor = _first(data)
    assert isinstance(anchor, FrameAnchor)
    (whole,) = video_frame(io.BytesIO(data), anchor)
    (covered,) = video_frame(io.BytesIO(data), anchor, [Box(0, 0, 0, 24, 4000)])
    seen, left = (np.asarray(Image.open(io.BytesIO(p.data)).convert("RGB")).astype(int) for p in (whole, covered))
    black = (left.max(axis=2) <= 12) & (seen.max(axis=2) > 30)
    rows, columns = np.nonzero(black)
    assert len(rows) > 200
    wide, high = (rows.max() - rows.min() + 1, columns.max() - columns.min() + 1)
    assert min(wide, high) <= 26


def _first(data: bytes) -> object:
    import av

    from ingest.video.planes import plane_hash
    from provenance.records import FrameAnchor

    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        frame = next(container.decode(stream))
        assert stream.time_base is not None and frame.pts is not None
        return FrameAnchor(
            "00" * 32, stream.index, 0, frame.pts, stream.time_base, plane_hash(frame), frame.format.name, "test"
        )  # fmt: skip
