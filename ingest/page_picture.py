"""Makes the picture of a drawn page: its marks laid on, what may not be shown covered, as small as it is exact.

Most pages are black words on white. Those are kept in a palette: 128 greys, and the same 128 under the marker. No grey
is off by more than 1 of 255; black, white, the marker on white and what covers are exact. That is a third of the bytes
of the same page in full colours, in a fifth of the time. A page with colours keeps each of them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from ingest.marking import COVER, MARKER, cover_cuts, covered, highlighted, mark_cuts
from provenance.ports import Picture
from provenance.records import Box

if TYPE_CHECKING:
    from PIL import Image

Form = Literal["PNG", "JPEG"]
_MARKED: Final = 128  # the first index of greys under the marker


def encoded(image: Image.Image, form: Form) -> Picture:
    """A picture as it is: PNG without losses, JPEG for what was photographed or scanned."""
    out = io.BytesIO()
    if form == "PNG":
        image.save(out, "PNG", compress_level=3)  # of pages, as small as 6, in two thirds of the time
    else:
        image.save(out, "JPEG", quality=85)
    return Picture(f"image/{form.lower()}", out.getvalue(), image.width, image.height)


def page_picture(image: Image.Image, marks: Sequence[Box], covers: Sequence[Box], scale: float) -> Picture:
    """A page (RGB) that nothing photographed is on, with its marks and covers, as PNG."""
    grey = _grey(image)
    if grey is None:
        return encoded(covered(highlighted(image, marks, scale), covers, scale), "PNG")
    return encoded(_in_palette(grey, marks, covers, scale), "PNG")


def _grey(image: Image.Image) -> NDArray[np.uint8] | None:
    """The greys of a page (height, width), or None where it has a colour."""
    red, green, blue = image.split()
    if not red.tobytes() == green.tobytes() == blue.tobytes():
        return None
    return np.asarray(red, np.uint8)


def _in_palette(grey: NDArray[np.uint8], marks: Sequence[Box], covers: Sequence[Box], scale: float) -> Image.Image:
    from PIL import Image

    height, width = grey.shape
    index = grey >> 1
    for cut in mark_cuts(marks, scale, (width, height)):
        index[cut] |= _MARKED
    for cut in cover_cuts(covers, scale):
        index[cut] = COVER[0] >> 1
    made = Image.fromarray(index)
    made.putpalette(_palette())
    return made


def _palette() -> bytes:
    """Red, green and blue of each index: the even greys, but white whole; then these under the marker."""
    greys = np.arange(0, 256, 2)
    greys[-1] = 255
    plain = np.repeat(greys[:, None], 3, axis=1)
    return np.concatenate([plain, plain * np.array(MARKER) // 255]).astype(np.uint8).tobytes()
