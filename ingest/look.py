"""The viewer's tasks on pages, in a long-lived child: draws them without marks as raw pixels, and places their words.

The child keeps the documents and pictures that it opened last, by the SHA-256 that the caller checked, so that turning
a page costs its drawing alone.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest import rendition
from provenance.errors import AnchorError, ReadError

if TYPE_CHECKING:
    import pymupdf
    from PIL import Image

    from ingest.readers.picture import Shown

T = TypeVar("T")
MOST_PIXELS: Final = 24_000_000  # of one drawing: 72 MB on the wire
_KEPT_BYTES: Final = 256 << 20
_LEAST_SCALE: Final = 0.01
Drawn = tuple[int, int, bytes, float, float, float]  # width, height, RGB rows, points wide and high, pixels per point
PlacedWords = tuple[NDArray[np.int32], NDArray[np.float32]]


class Kept(Generic[T]):
    """What was made last, by key, up to so many bytes; the latest stays even when it is larger than that."""

    def __init__(self, most: int, end: Callable[[T], object] = id) -> None:
        self._most = most
        self._end = end
        self._held: OrderedDict[object, tuple[T, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: object) -> T | None:
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][0]

    def put(self, key: object, value: T, size: int) -> T:
        """Keep `value`; what no longer fits is let go, the longest unused first."""
        if key in self._held:
            self._drop(key)
        self._held[key] = value, size
        self._bytes += size
        while self._bytes > self._most and len(self._held) > 1:
            self._drop(next(iter(self._held)))
        return value

    def _drop(self, key: object) -> None:
        value, size = self._held.pop(key)
        self._bytes -= size
        self._end(value)


_documents: Kept[pymupdf.Document] = Kept(_KEPT_BYTES, lambda document: document.close())
_pictures: Kept[Shown] = Kept(_KEPT_BYTES)


def warm(_stream: BinaryIO | None) -> Iterator[object]:
    """A task: loads what drawing needs, so that the first page does not wait for it."""
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    yield from ()


def page_count(stream: BinaryIO, kind: str, key: str, passwords: tuple[str, ...] = ()) -> Iterator[int]:
    """A task: how many pages a PDF or a picture has, for one that intake could not read."""
    if kind == "pdf":
        yield len(_document(stream, key, passwords))
        return
    from ingest.readers import picture

    yield picture.page_count(stream)


def pdf_page(stream: BinaryIO, key: str, page: int, scale: float, passwords: tuple[str, ...] = ()) -> Iterator[Drawn]:
    """A task: draws a page (1-based) as displayed; raises AnchorError(no_such_page), ReadError as opening does."""
    import pymupdf

    document = _document(stream, key, passwords)
    try:
        if not 1 <= page <= len(document):
            raise AnchorError("no_such_page", page=page, pages=len(document))
        sheet = document[page - 1]
        width, height = max(1.0, sheet.rect.width), max(1.0, sheet.rect.height)
        scale = bounded(scale, width, height)
        drawn = sheet.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, colorspace=pymupdf.csRGB)
        rows = np.frombuffer(drawn.samples_mv, np.uint8).reshape(drawn.height, drawn.stride)
        yield drawn.width, drawn.height, rows[:, : 3 * drawn.width].tobytes(), width, height, scale
    except _mupdf_errors() as bad:
        raise ReadError("file_damaged") from bad


def picture_page(stream: BinaryIO, key: str, page: int, scale: float, max_pixels: int) -> Iterator[Drawn]:
    """A task: a picture (page 0 or 1) or a page of a TIFF as displayed, never enlarged; boxes are in its pixels."""
    from PIL import Image

    from ingest.readers import picture

    shown = _pictures.get((key, page))
    if shown is None:
        pages = picture.page_count(stream)
        if not 0 <= page <= pages:
            raise AnchorError("no_such_page", page=page, pages=pages)
        shown = picture.pixels(stream, max(0, page - 1), max_pixels)
        _pictures.put((key, page), shown, shown.rgb.nbytes)
    width, height = shown.width, shown.height
    scale = min(1.0, bounded(scale, width, height))
    image = Image.fromarray(shown.rgb)
    size = max(1, int(width * scale)), max(1, int(height * scale))
    if size != image.size:
        image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    yield _packed(image, width, height, scale)


def rendition_page(_stream: BinaryIO | None, page: rendition.SetPage, foot: str, scale: float) -> Iterator[Drawn]:
    """A task: sets a page of a source without pages, with its foot."""
    from ingest.render import set_page

    scale = bounded(scale, page.paper.width, page.paper.height)
    yield _packed(set_page(page, foot, scale), page.paper.width, page.paper.height, scale)


def rendition_words(_stream: BinaryIO | None, page: rendition.SetPage) -> Iterator[PlacedWords]:
    """A task: the words of a set page: spans (n, 2) from its start and boxes (n, 4) x, y, width, height.

    A word that is broken over a line end stands twice.
    """
    from ingest.readers.pdf_page import WORD

    asked = [(number, *found.span()) for number, found in enumerate(WORD.finditer(page.text))]
    placed = list(rendition.place(None, [(page, asked)]))
    rows = [(asked[number][1:], (b.x, b.y, b.w, b.h)) for number, boxes in placed for b in boxes]
    spans = np.array([span for span, _ in rows], np.int32).reshape(-1, 2)
    yield spans, np.array([box for _, box in rows], np.float32).reshape(-1, 4)


def bounded(scale: float, width: float, height: float) -> float:
    """The scale, or the largest at which the page stays within the most pixels though its sides are rounded up."""
    room = math.sqrt((width + height) ** 2 + 4 * width * height * (MOST_PIXELS - 1)) - (width + height)
    return max(_LEAST_SCALE, min(scale, room / (2 * width * height)))


def _packed(image: Image.Image, width: float, height: float, scale: float) -> Drawn:
    return image.width, image.height, image.tobytes(), float(width), float(height), scale


def _document(stream: BinaryIO, key: str, passwords: tuple[str, ...]) -> pymupdf.Document:
    """The PDF of that key, read from `stream` if it is not kept; raises as `open_pdf` does."""
    from ingest.readers.pdf_open import open_pdf

    kept = _documents.get(key)
    if kept is not None:
        return kept
    raw = stream.read()
    return _documents.put(key, open_pdf(raw, passwords)[0], len(raw))


def _mupdf_errors() -> tuple[type[Exception], ...]:
    """What MuPDF's binding is seen to raise on hostile files."""
    from ingest.readers.pdf_open import MUPDF_ERRORS

    return MUPDF_ERRORS
