"""Burns areas out of a copy of a picture, in a child process: its pixels, without anything else of its file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from provenance.errors import ReadError
from provenance.ports import Picture
from provenance.records import Box

_QUALITY: Final = 92
_PHOTOS: Final = ("JPEG", "MPO", "HEIF", "AVIF", "WEBP")  # what is encoded with losses already


def burn(stream: BinaryIO, areas: Mapping[int, Sequence[Box]], max_pixels: int) -> Iterator[Picture]:
    """A task: the picture as displayed with the areas black, encoded anew from its pixels alone: no EXIF, XMP, profile,
    comment or thumbnail. A TIFF of many pages stays one.

    `areas` by page (0 for a picture, else from 1) are in its pixels as displayed. Raises what reading a picture raises.
    """
    from ingest.readers import picture

    count = picture.page_count(stream)
    form = _form(stream)
    pages = []
    for number in range(count):
        shown = picture.pixels(stream, number, max_pixels)
        on_page = areas.get(number + 1 if count > 1 else 0, ())
        pages.append(Image.fromarray(blackened(shown.rgb, on_page, 1 / shown.reduced)))
    out, first = io.BytesIO(), pages[0]
    if count > 1:
        first.save(out, "TIFF", compression="tiff_deflate", save_all=True, append_images=pages[1:])
        yield Picture("image/tiff", out.getvalue(), first.width, first.height)
    elif form in _PHOTOS:
        first.save(out, "JPEG", quality=_QUALITY, subsampling=0)
        yield Picture("image/jpeg", _bare(out.getvalue()), first.width, first.height)
    else:
        first.save(out, "PNG", compress_level=6)
        yield Picture("image/png", _bare(out.getvalue()), first.width, first.height)


def blackened(rgb: NDArray[np.uint8], areas: Sequence[Box], scale: float = 1.0) -> NDArray[np.uint8]:
    """A copy with every pixel black that an area touches."""
    made = rgb.copy()
    for box in areas:
        rows = slice(max(0, floor(box.y * scale)), max(0, ceil((box.y + box.h) * scale)))
        columns = slice(max(0, floor(box.x * scale)), max(0, ceil((box.x + box.w) * scale)))
        made[rows, columns] = 0
    return made


def faces(stream: BinaryIO, page: int, max_pixels: int) -> Iterator[Box]:
    """A task: areas of a picture (pixels as displayed) that may be faces, as suggestions; never whose they are."""
    from ingest.readers import picture
    from ingest.video.still import face_areas

    shown = picture.pixels(stream, max(0, page - 1), max_pixels)
    for x, y, w, h in face_areas(shown.rgb):
        n = shown.reduced
        yield Box(page, float(x * n), float(y * n), float(w * n), float(h * n))


def _form(stream: BinaryIO) -> str:
    from ingest.readers.picture import FORMATS

    stream.seek(0)
    with Image.open(stream, formats=FORMATS) as image:
        return image.format or ""


def _bare(data: bytes) -> bytes:
    """The same bytes, after looking that they hold no metadata; raises ReadError("redaction_left")."""
    with Image.open(io.BytesIO(data)) as image:
        told = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
        if told or image.getexif():
            raise ReadError("redaction_left", page="")
    return data
