"""Reads pictures by OCR, turned as a viewer shows them, and the facts that their files record.

PNG, JPEG, TIFF of one or many pages, BMP, GIF, WebP, HEIC and AVIF.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import pillow_heif
from PIL import Image, ImageFile, UnidentifiedImageError
from PIL import __version__ as pillow_version

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import ocr
from ingest.readers.ocr import Pixels, ocr_page
from ingest.readers.picture_colours import decoded_bytes, halved, rgb_of
from ingest.readers.picture_exif import Fact
from ingest.readers.picture_facts import fact_parts, facts, fields
from ingest.readers.picture_tiles import sought
from provenance.errors import ReadError
from provenance.records import Notice, Part
from provenance.report_words import counted
from provenance.words import Words

__all__ = ["extractor", "ocr_page", "page_count", "pixels", "read"]

pillow_heif.register_heif_opener()  # turns pictures as the file says and clears their EXIF orientation
FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "HEIF", "AVIF")
# What Pillow's decoders raise on damaged files, found by feeding them damaged files.
_DAMAGE: Final = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
    *(struct.error, zlib.error, RuntimeError, ZeroDivisionError),
)
_TURNED: Final = {1: "a quarter turn clockwise", 2: "upside down", 3: "a quarter turn anticlockwise"}


_LARGER: Final = 4  # times the pixels that are read, up to which a picture is reduced and not refused
_BYTES: Final = 1_200_000_000  # that a picture may take decoded: 400 megapixels in colour, 300 with transparency
_FEW: Final = 10  # lines on a large picture: fewer may not be all
_MANY_TIMES: Final = 3  # times that a picture is reduced from which lines may be missing, however many were found
_LEAST_LETTER: Final = 12  # pixels that a letter must be high to be found, at the size at which it is looked for
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS: Final = tuple(_TURNS[n] for n in (5, 6, 7, 8))


def extractor() -> str:
    """Name and version, with Pillow's, the engine's and the models'; raises ModelError("model_missing")."""
    return f"attest-picture/5 pillow/{pillow_version} pillow-heif/{pillow_heif.__version__} {ocr.extractor()}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """One Part per page of a TIFF (page 1 to n), or one Part of page 0; boxes in pixels as displayed.

    Then a Part of kind "fact" for each fact that the file records (of a TIFF its first page). `only` asks for the parts
    of these ordinals and nothing else. A picture without words has an empty text and is not refused. Raises ReadError:
    file_empty, file_damaged, too_large; ModelError("model_missing").
    """
    count, moving = _frames(stream)
    shown = min(count, settings.max_pages)
    if only is None:
        yield Opened("picture", count)
        if moving:
            yield Notice("first_frame_only", "a moving picture: only its first frame was read")
        if shown < count:
            yield Notice("pages_left_out", f"{shown} of {count} pages read")
    good = 0
    for ordinal in range(shown):
        if only is not None and ordinal not in only:
            continue
        try:
            items = _page(stream, ordinal, count, settings)
        except ReadError as bad:
            if count == 1:
                raise
            items = (Notice(bad.code, _label(ordinal, count)), Part(ordinal, "page", "", *_place(ordinal, count)))
        else:
            good += 1
        yield from (item for item in items if only is None or isinstance(item, Part))
        if only is None:
            yield Advance(ordinal + 1, shown)
    if only is None and not good:
        raise ReadError("file_damaged")
    if only is None or max(only, default=0) >= count:
        yield from _recorded(stream, count, only)


def _recorded(stream: BinaryIO, count: int, only: Collection[int] | None) -> Iterator[object]:
    """The facts that the file records, as fields and as parts that are numbered after all pages."""
    found, unread = _facts(stream)
    if only is None and found:
        yield Fields(fields(found))
    if only is None and unread:
        yield Notice("facts_unread", f"damaged or impossible: {', '.join(dict.fromkeys(unread))}")
    for part in fact_parts(found, count, 1 if count > 1 else 0):
        if only is None or part.ordinal in only:
            yield part


def _facts(stream: BinaryIO) -> tuple[list[Fact], list[str]]:
    """The facts, and the names of what was not read: Pillow warns of damaged metadata and reads on."""
    try:
        with warnings.catch_warnings(record=True) as said, _open(stream) as image:
            warnings.simplefilter("always")
            found, unread = facts(image)
            return found, unread or ["metadata"] * bool(said)
    except (*_DAMAGE, ReadError):
        return [], ["metadata"]


class Shown(NamedTuple):
    """A picture as RGB (h, w, 3); whether it is whole, its size in its own pixels, and how many of them in a row make
    one of these: more than one where it is very large."""

    rgb: Pixels
    whole: bool
    width: int
    height: int
    reduced: int


def pixels(stream: BinaryIO, page: int, max_pixels: int) -> Shown:
    """A page (0-based), turned by its EXIF orientation, transparency on white; reduced above `max_pixels`.

    Of a truncated file what can be decoded is given, the rest grey or black. Raises ReadError: file_damaged, too_large.
    """
    try:
        return _decoded(stream, page, max_pixels, whole=True)
    except _DAMAGE:
        pass
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # Pillow knows no other way to ask for it
    try:
        return _decoded(stream, page, max_pixels, whole=False)
    except _DAMAGE as bad:
        raise ReadError("file_damaged") from bad
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def page_count(stream: BinaryIO) -> int:
    """Pages of a TIFF, 1 for every other picture; raises ReadError as `read` does."""
    return _frames(stream)[0]


def _page(stream: BinaryIO, ordinal: int, count: int, settings: ReadSettings) -> tuple[Notice | Part, ...]:
    """What was noticed about a page, and its Part last."""
    label, where = _place(ordinal, count)
    rgb, whole, width, height, reduced = pixels(stream, ordinal, settings.max_pixels)
    notices = [] if whole else [Notice("picture_truncated", _said("the file ends early", label))]
    if reduced > 1:
        notices.append(Notice("picture_reduced", _said(f"{width} × {height} pixels", label)))
    if not settings.ocr:
        notices.append(Notice("not_read_by_ocr", label))
        return (*notices, Part(ordinal, "page", "", label, where, width, height))
    found = ocr.read_page(rgb)
    notices += _findings(found, label, sought(height, width))
    words = Words(found.words.spans, found.words.boxes * reduced, found.words.confidence)
    return (*notices, Part(ordinal, "page", found.text, label, where, width, height, words))


def _findings(found: ocr.PageText, label: str, longest: int) -> list[Notice]:
    """`longest` is the longer side, in pixels, of what is looked at in one go."""
    notices = []
    if not found.lines:
        notices.append(Notice("no_words_found", label))
    smallest = round(_LEAST_LETTER * longest / ocr.LONGEST)
    if longest >= (2 if found.lines < _FEW else _MANY_TIMES) * ocr.LONGEST:
        told = f"read at {ocr.LONGEST} of its {longest} pixels; letters lower than about {smallest} may be missed"
        notices.append(Notice("small_letters_missed", _said(told, label)))
    if found.turns:
        notices.append(Notice("page_turned", _said(f"stands {_TURNED[found.turns]}", label)))
    if found.uncertain:
        notices.append(Notice("low_confidence", _said(f"{found.uncertain} of {found.lines} lines uncertain", label)))
    if found.unread:
        notices.append(Notice("lines_unread", _said(f"{counted(found.unread, 'line')} not legible", label)))
    return notices


def _said(words: str, label: str) -> str:
    return f"{label}: {words}" if label else words


def _label(ordinal: int, count: int) -> str:
    return f"p. {ordinal + 1}" if count > 1 else ""


def _place(ordinal: int, count: int) -> tuple[str, int]:
    """Label and page number: a single picture has neither."""
    return _label(ordinal, count), ordinal + 1 if count > 1 else 0


def _frames(stream: BinaryIO) -> tuple[int, bool]:
    """Pages, and whether the picture moves (then only its first frame counts)."""
    stream.seek(0)
    if not stream.read(1):
        raise ReadError("file_empty")
    try:
        with _open(stream) as image:
            frames = int(getattr(image, "n_frames", 1))
            if image.format == "TIFF":
                return max(1, frames), False
            return 1, frames > 1 and image.format != "MPO"
    except _DAMAGE as bad:
        raise ReadError("file_damaged") from bad


def _open(stream: BinaryIO) -> ImageFile.ImageFile:
    """The picture, not decoded yet; a size that Pillow takes for an attack is too large."""
    stream.seek(0)
    Image.init()  # else Pillow knows only some of the formats by name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes, which `_decoded` checks itself, and of odd metadata
            return Image.open(stream, formats=FORMATS)
    except Image.DecompressionBombError as bomb:
        raise ReadError("too_large") from bomb
    except UnidentifiedImageError as bad:
        raise ReadError("file_damaged") from bad


def _decoded(stream: BinaryIO, page: int, max_pixels: int, whole: bool) -> Shown:
    with _open(stream) as image, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if page:
            image.seek(page)
        width, height = image.size
        count = width * height
        reduced = 1 if count <= max_pixels else 2
        if count > _LARGER * max_pixels:
            raise ReadError("too_large", pixels=count, limit=_LARGER * max_pixels)
        if reduced > 1:
            image.draft("RGB", (-(-width // reduced), -(-height // reduced)))  # JPEG alone can be decoded smaller
        if (needed := decoded_bytes(image)) > _BYTES:
            raise ReadError("too_large", bytes=needed, limit=_BYTES)
        try:
            image.load()
        except Image.DecompressionBombError as bomb:
            raise ReadError("too_large") from bomb
        turn = _turn(image)  # the reduced copy is turned, not the picture: of a very large one there's room for one
        rgb = halved(image) if reduced > 1 and image.width * image.height == count else rgb_of(image)
        if turn is not None:
            rgb = rgb.transpose(turn)
            width, height = (height, width) if turn in _SIDEWAYS else (width, height)
        return Shown(np.asarray(rgb, np.uint8), whole, width, height, reduced)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the picture is to be turned as its EXIF orientation says (EXIF 2.32, tag 0x0112).

    Pillow's own turning also writes the metadata anew, and fails where a value in it is damaged.
    """
    with suppress(*_DAMAGE):
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    return None
