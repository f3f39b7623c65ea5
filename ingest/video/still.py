"""Draws a still of one exact frame for export: areas blurred in the copy, region outlined, caption and scale below.

Nothing is enhanced: the pixels are the decoder's, turned as the file says, converted to RGB and not resized.
"""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from ingest import rendition
from ingest.render import turned
from ingest.video.decode import Shot
from ingest.video.planes import Pixels, clockwise, display, plane_hash
from ingest.video.reopen import at_anchor
from provenance.ports import Picture
from provenance.records import Box, FrameAnchor

_CELLS: Final = 6  # of a blurred area along its longer side: too few to tell a face or a number plate
_BAR: Final = (100, 50, 20, 10, 200, 500, 1000)  # lengths in pixels that a scale may have, the best first
_OUTLINE: Final = (255, 205, 0)
_SCALE_HEIGHT: Final = 26
_LEAST_WIDTH: Final = 480  # pixels of the caption, for small pictures
_CASCADES: Final = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
_STYLE: Final = "@page{margin:0}body{margin:0}p{margin:0 0 2px 0;color:#000;font-family:sans-serif}"


def draw(
    stream: BinaryIO, anchor: FrameAnchor, blurred: Sequence[Box], caption: Sequence[str], facts: Mapping[str, object]
) -> Iterator[Picture]:
    """A task: the still as a PNG, with `facts` as JSON in its text chunk "Attest".

    `blurred` and the anchor's region are in coded pixels. Raises AnchorError("frame_missing") where no frame has the
    anchor's hash, ReadError as opening does.
    """
    rgb, turn = _exact(stream, anchor)
    size = rgb.shape[1], rgb.shape[0]
    picture = Image.fromarray(blur(rgb, [turned(box, turn, size) for box in blurred]))
    if anchor.region:
        _outline(picture, turned(anchor.region, turn, size))
    below = _below(picture.width, anchor.region, caption)
    sheet = Image.new("RGB", (max(picture.width, below.width), picture.height + below.height), "white")
    sheet.paste(picture, (0, 0))
    sheet.paste(below, (0, picture.height))
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Attest", json.dumps(facts, ensure_ascii=False, sort_keys=True))
    out = io.BytesIO()
    sheet.save(out, "PNG", compress_level=6, pnginfo=told)
    yield Picture("image/png", out.getvalue(), sheet.width, sheet.height)


def faces(stream: BinaryIO, anchor: FrameAnchor) -> Iterator[Box]:
    """A task: areas (coded pixels) that OpenCV's cascades take for faces, as suggestions to blur; never whose they are.

    The cascades are those of Viola and Jones (2001) that OpenCV 4 brings along; they miss faces that are small, turned
    or dark, and take other things for faces. Raises as `draw` does.
    """
    rgb, turn = _exact(stream, anchor)
    coded = (rgb.shape[1], rgb.shape[0]) if turn % 180 == 0 else (rgb.shape[0], rgb.shape[1])
    for x, y, w, h in face_areas(rgb):
        yield turned(Box(0, float(x), float(y), float(w), float(h)), -turn % 360, coded)


def face_areas(rgb: Pixels) -> Iterator[tuple[int, int, int, int]]:
    """Areas (x, y, width, height) of a picture that the cascades take for faces, from left to right."""
    grey = cv2.equalizeHist(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    least = max(16, min(grey.shape) // 40)
    found: list[tuple[int, int, int, int]] = []
    for name in _CASCADES:
        cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / name))
        for mirrored in (False, True) if "profile" in name else (False,):
            seen = cascade.detectMultiScale(cv2.flip(grey, 1) if mirrored else grey, 1.1, 4, minSize=(least, least))
            for x, y, w, h in np.asarray(seen, np.int64).reshape(-1, 4).tolist():
                found.append((grey.shape[1] - x - w if mirrored else x, y, w, h))
    yield from _apart(found)


def blur(rgb: Pixels, areas: Sequence[Box]) -> Pixels:
    """A copy whose areas (pixels as displayed) are a few flat cells run into each other: what was there can't be got
    back out of them."""
    made = rgb.copy()
    height, width = rgb.shape[:2]
    for area in areas:
        x0, y0 = max(0, int(area.x)), max(0, int(area.y))
        x1, y1 = min(width, int(np.ceil(area.x + area.w))), min(height, int(np.ceil(area.y + area.h)))
        if x0 >= x1 or y0 >= y1:
            continue
        part = made[y0:y1, x0:x1]
        longer = max(part.shape[:2])
        cells = (max(1, round(_CELLS * part.shape[1] / longer)), max(1, round(_CELLS * part.shape[0] / longer)))
        small = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
        made[y0:y1, x0:x1] = cv2.resize(small, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    return made


def _exact(stream: BinaryIO, anchor: FrameAnchor) -> tuple[Pixels, int]:
    """The picture turned for display, and by how many degrees clockwise; its planes have the anchor's hash."""

    def shown(shot: Shot) -> tuple[Pixels, int] | None:
        if plane_hash(shot.frame) != anchor.frame_sha256:
            return None
        turn = clockwise(shot.frame)
        return display(shot.frame, turn), turn

    return at_anchor(stream, anchor, shown)


def _outline(picture: Image.Image, box: Box) -> None:
    """A line round the region, outside it, so that no pixel of the region is covered."""
    draw = ImageDraw.Draw(picture)
    thick = max(2, round(max(picture.size) / 600))
    for step in range(thick + 2):
        around = (box.x - step - 1, box.y - step - 1, box.x + box.w + step, box.y + box.h + step)
        draw.rectangle(around, outline=_OUTLINE if 0 < step <= thick else (0, 0, 0))


def _below(width: int, region: Box | None, caption: Sequence[str]) -> Image.Image:
    """The white bar under the picture: a scale in pixels of the picture, then the caption."""
    wide = max(width, _LEAST_WIDTH)
    text = _set(caption, wide - 16)
    bar = Image.new("RGB", (wide, _SCALE_HEIGHT + text.height + 12), "white")
    draw = ImageDraw.Draw(bar)
    most = min(width - 16, max(10, int(region.w)) if region else width // 3)
    length = next((n for n in sorted(_BAR, reverse=True) if n <= most), max(1, most))
    draw.rectangle((8, 10, 8 + length - 1, 14), fill="black")
    for half in (8, 8 + length - 1):
        draw.line((half, 6, half, 18), fill="black")
    label = _set([f"{length} pixels of the picture"], wide - length - 30)
    bar.paste(label, (8 + length + 8, 6))
    bar.paste(text, (8, _SCALE_HEIGHT + 4))
    return bar


def _set(lines: Sequence[str], width: int) -> Image.Image:
    """Lines set by MuPDF, because a file's name may be in any script; cut to what they need."""
    import pymupdf

    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    with rendition.html_document(_STYLE, body) as document:
        document.layout(width=max(60, width), height=2000, fontsize=12)
        drawn = document[0].get_pixmap(alpha=False, colorspace=pymupdf.csRGB)
    image = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    ink = np.flatnonzero(np.asarray(image.convert("L")).min(axis=1) < 250)
    return image.crop((0, 0, image.width, int(ink[-1]) + 3 if ink.size else 1))


def _apart(found: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Areas of which none lies mostly within another, the larger kept, from left to right."""
    kept: list[tuple[int, int, int, int]] = []
    for x, y, w, h in sorted(found, key=lambda b: -b[2] * b[3]):
        shared = (max(0, min(x + w, a + c) - max(x, a)) * max(0, min(y + h, b + d) - max(y, b)) for a, b, c, d in kept)
        if all(area < 0.5 * w * h for area in shared):
            kept.append((x, y, w, h))
    yield from sorted(kept)
