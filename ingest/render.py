"""Draws what was cited, in a child process: pages, pictures, renditions and frames, with the cited place marked."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from ingest import rendition
from ingest.marking import covered, highlighted, outlined
from ingest.page_picture import encoded, page_picture
from provenance.errors import AnchorError, ReadError
from provenance.layers import Layer
from provenance.ports import PAGED, Limits, Open, Picture, Task, TaskRunner
from provenance.records import Box, FrameAnchor, Source

if TYPE_CHECKING:
    import pymupdf
    from PIL import Image

LONG_SIDE: Final = 2000  # pixels of a drawn picture at most
_DPI: Final = 144
_NARROW: Final = 500  # pixels: a picture that would be drawn narrower is drawn in part
_FOOT_WIDTH: Final = 260.0  # points
_HIGHEST: Final = 40_000  # pixels of parts of a picture one below the other; a JPEG has 65,535 at the most
Cut = tuple[int, int, int, int]  # left, top, right and bottom of a part of a picture, in its own pixels
_LIMITS: Final = Limits(seconds=120.0)
_DECODING: Final = Limits(stall_seconds=600.0)  # a frame may need the whole stream decoded before it, in silence


class ChildRenderer:
    """Implements `provenance.ports.Renderer`: every parse happens in a child of `runner`."""

    def __init__(self, runner: TaskRunner, passwords: tuple[str, ...] = ()) -> None:
        self._runner = runner
        self._passwords = passwords

    def rendition_boxes(self, layer: str | Layer, spans: Sequence[tuple[int, int]]) -> list[tuple[Box, ...]]:
        """See `rendition.rendition_boxes`; raises TaskError."""
        asked = rendition.by_page(rendition.pages_of(layer), spans)
        if not asked:
            return [()] * len(spans)
        task = Task("ingest.rendition:place", {"asked": asked})
        found = cast("list[tuple[int, tuple[Box, ...]]]", self._runner.submit(task, None, _LIMITS).result())
        return rendition.gathered(iter(found), len(spans))

    def page(
        self,
        source: Source,
        original: Open | None,
        layer: str | Layer | None,
        page: int,
        marks: Sequence[Box],
        covers: Sequence[Box] = (),
    ) -> Picture:
        """A page (1-based; 0 for a picture) with those of the marks that are on it, and grey where `covers` lie.

        PDF and pictures are drawn from `original`, all else is set from `layer`. Raises AnchorError("no_such_page"),
        and what reading the file raises.
        """
        on_page, covered = (tuple(box for box in boxes if box.page == page) for boxes in (marks, covers))
        if source.kind in PAGED:
            settings: dict[str, object] = {"page": page, "marks": on_page, "covers": covered}
            if source.kind == "pdf":
                settings["passwords"] = self._passwords
            return self._drawn(Task(f"ingest.render:{source.kind}_page", settings), original)
        pages = rendition.pages_of(layer or "")
        if not 1 <= page <= len(pages):
            raise AnchorError("no_such_page", page=page, pages=len(pages))
        foot = f"Set by Attest from the text of {source.name} · page {page} of {len(pages)}"
        set_as = {"page": pages.page(page), "foot": foot, "marks": on_page, "covers": covered}
        return self._drawn(Task("ingest.render:rendition_page", set_as), None)

    def frame(self, source: Source, original: Open, anchor: FrameAnchor, covers: Sequence[Box] = ()) -> Picture:
        """The frame decoded again, turned for display; raises AnchorError("frame_missing") when it is not there."""
        settings = {"anchor": anchor, "covers": tuple(covers)}
        return self._drawn(Task("ingest.render:video_frame", settings), original, _DECODING)

    def _drawn(self, task: Task, original: Open | None, limits: Limits = _LIMITS) -> Picture:
        (picture,) = self._runner.submit(task, original, limits).result()
        return cast(Picture, picture)


def pdf_page(
    stream: BinaryIO, page: int, marks: Sequence[Box], covers: Sequence[Box] = (), passwords: tuple[str, ...] = ()
) -> Iterator[Picture]:
    """A task: draws a page of a PDF (1-based) at 144 dots per inch or less; boxes are in points as displayed."""
    from ingest.readers.pdf_open import MUPDF_ERRORS, open_pdf

    try:
        with open_pdf(stream.read(), passwords)[0] as document:
            if not 1 <= page <= len(document):
                raise AnchorError("no_such_page", page=page, pages=len(document))
            sheet = document[page - 1]
            scale = min(_DPI / 72, LONG_SIDE / max(sheet.rect.width, sheet.rect.height, 1.0))
            image = _rastered(sheet, scale)
            photographic = bool(sheet.get_images())
    except MUPDF_ERRORS as bad:
        raise ReadError("file_damaged") from bad
    if photographic:
        yield encoded(covered(highlighted(image, marks, scale), covers, scale), "JPEG")
    else:
        yield page_picture(image, marks, covers, scale)


def picture_page(stream: BinaryIO, page: int, marks: Sequence[Box], covers: Sequence[Box] = ()) -> Iterator[Picture]:
    """A task: draws a picture (page 0) or a page of a TIFF, as displayed, scaled down to 2,000 pixels if larger.

    Of a picture many times longer than wide only what stands round the marks is drawn, which is said below it.
    """
    from PIL import Image

    from ingest.items import ReadSettings
    from ingest.readers.picture import page_count, pixels

    if not 0 <= page <= page_count(stream):
        raise AnchorError("no_such_page", page=page)
    shown = pixels(stream, max(0, page - 1), ReadSettings().max_pixels)
    image, parts = Image.fromarray(shown.rgb), _about(marks, shown.width, shown.height)
    scale = min(1.0, LONG_SIDE / max(max(right - left, bottom - top) for left, top, right, bottom in parts))
    scale = min(scale, _HIGHEST / sum(bottom - top for _, top, _, bottom in parts))
    drawn = [_part(image, part, shown.reduced, marks, covers, scale) for part in parts]
    whole = parts == [(0, 0, shown.width, shown.height)]
    yield encoded(drawn[0] if whole else _stacked(drawn, parts, shown.width, shown.height), "JPEG")


def _about(marks: Sequence[Box], width: int, height: int) -> list[Cut]:
    """The parts of a picture to draw: of one too long to be read when it is drawn whole, what stands round the marks,
    and those apart that stand far from the others."""
    long, short = max(width, height), min(width, height)
    if not marks or long <= LONG_SIDE or short * LONG_SIDE >= _NARROW * long:
        return [(0, 0, width, height)]
    upright = height > width
    length = min(long, max(round(1.5 * short), _NARROW))
    spans = sorted((box.y, box.y + box.h) if upright else (box.x, box.x + box.w) for box in marks)
    groups = [list(spans[0])]
    for first, last in spans[1:]:
        if last - groups[-1][0] > length:
            groups.append([first, last])
        groups[-1][1] = max(groups[-1][1], last)
    starts = [round(min(max(0.0, (first + last - length) / 2), long - length)) for first, last in groups]
    return [(0, at, width, at + length) if upright else (at, 0, at + length, height) for at in starts]


def _part(
    image: Image.Image, part: Cut, reduced: int, marks: Sequence[Box], covers: Sequence[Box], scale: float
) -> Image.Image:
    """A part of a picture at a scale, with its marks and covers; `image` may be reduced, the part is not."""
    left, top, right, bottom = part
    inside = image.crop((left / reduced, top / reduced, right / reduced, bottom / reduced))
    drawn = inside.resize((max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))))
    marks, covers = ([replace(box, x=box.x - left, y=box.y - top) for box in boxes] for boxes in (marks, covers))
    return covered(outlined(drawn, marks, scale), covers, scale)


def _stacked(drawn: Sequence[Image.Image], parts: Sequence[Cut], width: int, height: int) -> Image.Image:
    """Parts of a picture one below the other, each with a line that says which it is."""
    from PIL import Image

    measure = max(drawn[0].width * 72 / _DPI, _FOOT_WIDTH)
    feet = [
        _footer(
            f"Part of the picture: {left} to {right} of {width} across, {top} to {bottom} of {height} down (pixels)",
            measure,
            _DPI / 72,
        )
        for left, top, right, bottom in parts
    ]
    sheet = Image.new("RGB", (max(drawn[0].width, feet[0].width), sum(i.height for i in (*drawn, *feet))), "white")
    at = 0
    for image in (i for pair in zip(drawn, feet, strict=True) for i in pair):
        sheet.paste(image, (0, at))
        at += image.height
    return sheet


def rendition_page(
    _stream: BinaryIO | None, page: rendition.SetPage, foot: str, marks: Sequence[Box], covers: Sequence[Box] = ()
) -> Iterator[Picture]:
    """A task: sets a page of a source without pages, with `foot` below it, which is no part of the text."""
    scale = _DPI / 72
    yield page_picture(set_page(page, foot, scale), marks, covers, scale)


def set_page(page: rendition.SetPage, foot: str, scale: float) -> Image.Image:
    """A page of a rendition with its foot, at `scale` pixels per point."""
    paper = page.paper
    with rendition.opened(page) as document:
        image = _rastered(document[0], scale)
    below = round(paper.side * scale), round((paper.height - rendition.FOOT_UP) * scale)
    image.paste(_footer(foot, paper.measure, scale), below)
    return image


def video_frame(stream: BinaryIO, anchor: FrameAnchor, covers: Sequence[Box] = ()) -> Iterator[Picture]:
    """A task: decodes the anchor's frame again and draws round its region; that and `covers`, of which nothing is
    shown, are in coded pixels."""
    from PIL import Image

    from ingest.readers.video import grab
    from ingest.redact_picture import blackened

    rgb = grab(stream, anchor.stream, anchor.pts, anchor.ordinal, anchor.frame_sha256)
    if rgb is None:
        raise AnchorError("frame_missing", ordinal=anchor.ordinal)
    image = Image.fromarray(rgb)
    scale = min(1.0, LONG_SIDE / max(image.size))
    turn = _turn(stream, anchor.stream) if anchor.region or covers else 0
    marks = [turned(anchor.region, turn, image.size)] if anchor.region else []
    if covers:  # before it is made smaller, so that no pixel beside them takes anything of them along
        image = Image.fromarray(blackened(rgb, [turned(box, turn, image.size) for box in covers]))
    if scale < 1:
        image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    yield encoded(outlined(image, marks, scale), "JPEG")


def turned(box: Box, clockwise: int, displayed: tuple[int, int]) -> Box:
    """A box of the coded picture on the picture turned clockwise by 0, 90, 180 or 270 degrees (width, height)."""
    width, height = displayed
    if clockwise == 90:
        return Box(box.page, width - box.y - box.h, box.x, box.h, box.w)
    if clockwise == 180:
        return Box(box.page, width - box.x - box.w, height - box.y - box.h, box.w, box.h)
    if clockwise == 270:
        return Box(box.page, box.y, height - box.x - box.w, box.h, box.w)
    return box


def _turn(stream: BinaryIO, index: int) -> int:
    """Degrees that the stream's pictures are turned clockwise for display, as its first frame says."""
    from ingest.video.container import open_container
    from ingest.video.planes import clockwise

    with open_container(stream) as container:
        coded = next(s for s in container.streams.video if s.index == index)
        return next((clockwise(frame) for frame in container.decode(coded)), 0)


def _rastered(page: pymupdf.Page, scale: float) -> Image.Image:
    import pymupdf
    from PIL import Image

    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False, colorspace=pymupdf.csRGB)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def _footer(foot: str, width: float, scale: float) -> Image.Image:
    """A small grey line or two, `width` points wide; set by MuPDF too, because a file's name may be in any script."""
    style = "@page{margin:0}body{margin:0}p{margin:0;color:#666;font-family:sans-serif}"
    with rendition.html_document(style, f"<p>{html.escape(foot)}</p>") as document:
        document.layout(width=width, height=24, fontsize=7.5)
        return _rastered(document[0], scale)
