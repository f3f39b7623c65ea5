"""Pictures of every kind of colour as red, green and blue of 8 bits: whole, or at half their size band by band.

Deeper greys are spread over their own range; transparency stands on white.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BAND = 512  # rows that are turned into colours at a time; even, for two become one
_AT_ONCE: Final = ("WEBP", "HEIF", "AVIF")  # decoded as a whole before Pillow takes a copy


def decoded_bytes(image: Image.Image) -> int:
    """Bytes that a picture, not decoded yet, takes when it is."""
    deep = 2 if image.mode.startswith("I;16") else 4 if image.mode in ("I", "F") else 1
    return image.width * image.height * len(image.getbands()) * deep * (2 if image.format in _AT_ONCE else 1)


def rgb_of(image: Image.Image) -> Image.Image:
    """The picture as RGB."""
    return _rgb(image, _range(image))


def halved(image: Image.Image) -> Image.Image:
    """The picture as RGB at half its width and height, odd ones rounded up; little room is needed beside the two."""
    span = _range(image)
    small = Image.new("RGB", (-(-image.width // 2), -(-image.height // 2)))
    for top, band in _bands(image):
        small.paste(_rgb(band, span).reduce(2), (0, top // 2))
    return small


def _bands(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Stretches of rows, from the top, each with the row at which it begins."""
    for top in range(0, image.height, _BAND):
        yield top, image.crop((0, top, image.width, min(top + _BAND, image.height)))


def _range(image: Image.Image) -> tuple[float, float] | None:
    """The lowest and highest value of a deep grey; None for other kinds."""
    if not image.mode.startswith(("I", "F")):
        return None
    found = [(float(v.min()), float(v.max())) for v in (_values(band) for _, band in _bands(image))]
    return min(low for low, _ in found), max(high for _, high in found)


def _values(image: Image.Image) -> NDArray[np.float64]:
    return np.nan_to_num(np.asarray(image, np.float64))


def _rgb(image: Image.Image, span: tuple[float, float] | None) -> Image.Image:
    if span is not None:
        low, high = span
        values = (_values(image) - low) * (255 / max(high - low, 1e-9))
        image = Image.fromarray(values.astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return image.convert("RGB")
