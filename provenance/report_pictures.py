"""Pictures for a report: each cited page and frame once, with every cited place on it marked."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from provenance.errors import AttestError, TaskError
from provenance.ports import PAGED, Picture, Progress, Renderer
from provenance.rear import RearBoxes
from provenance.records import Box, Citation, FrameAnchor, Source, TextAnchor
from provenance.redaction_copy import ServedCopy
from provenance.store.case_store import CaseStore
from provenance.view import copy_picture, page_picture, picture_of

if TYPE_CHECKING:
    from provenance.serving import Served

Key = tuple[str, int, Fraction, Box | None]  # source, page or ordinal, stream time, region
SHOWN_AS = ("image/png", "image/jpeg")
MOST = 300  # pictures in one report; the rest is named, not drawn


@dataclass(slots=True)
class Figure:
    """One page or frame of a report; `data_uri` is empty where it could not be drawn, `failure` then says why."""

    source: Source
    page: int
    label: str
    frame: FrameAnchor | None = None
    marks: list[Box] = field(default_factory=list)
    citations: list[str] = field(default_factory=list)
    by_ocr: bool = False  # words that are cited on it were read by a machine
    data_uri: str = ""
    width: int = 0
    height: int = 0
    failure: str = ""

    @property
    def rendition(self) -> bool:
        """Whether the page is set by Attest, the source having no pages of its own."""
        return self.frame is None and self.source.kind not in PAGED


def draw(
    served: Served, store: CaseStore, renderer: Renderer, progress: Progress | None, lanes: int = 1
) -> list[Figure]:
    """The figures of a served draft in the order of its claims, then of its conflicts; of a source that is served as a
    redacted copy they are drawn from that, and of its footage what is taken out is black.

    So many are drawn at a time as there are `lanes`, each more than one in a thread of its own. Raises
    TaskError(cancelled) when `progress` says stop.
    """
    figures = plan(served, store, renderer)
    rear = RearBoxes(store, renderer, served.copies)
    for figure in figures[MOST:]:
        figure.failure = "report_is_long"
    drawn = figures[:MOST]

    def work(figure: Figure) -> None:
        try:
            _show(figure, _picture(figure, store, renderer, rear, served.copies.get(figure.source.id)))
        except AttestError as error:
            figure.failure = error.code

    with closing(_each(drawn, work, lanes)) as under_way:
        for done, figure in enumerate(drawn):
            if progress and not progress(f"Drawing {figure.source.title}, {figure.label}", done, len(figures)):
                raise TaskError("cancelled")
            next(under_way)
    if progress and not progress("Writing the report", len(figures), len(figures)):
        raise TaskError("cancelled")
    return figures


def _each(figures: Sequence[Figure], work: Callable[[Figure], None], lanes: int) -> Generator[None, None, None]:
    """The work on one after the other as it is done; what is not begun when nobody waits any more is left."""
    if lanes < 2:
        yield from map(work, figures)
        return
    with ThreadPoolExecutor(lanes) as pool:
        try:
            yield from pool.map(work, figures)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def plan(served: Served, store: CaseStore, renderer: Renderer) -> list[Figure]:
    """Which pages and frames to draw, with their marks, nothing drawn yet."""
    draft, sources = served.draft, served.sources
    cited = [c for claim in draft.claims for c in claim.citations if c.role != "similar"]
    cited += [cell.citation for point in draft.conflicts for cell in point.cells]
    cited = [c for c in cited if c.source_id in sources]
    placed = _renditions(cited, store, served, renderer)
    figures: dict[Key, Figure] = {}
    for citation in cited:
        source = sources[citation.source_id]
        for key, figure, marks in _places(citation, source, placed.get(citation.id, ())):
            kept = figures.setdefault(key, figure)
            kept.marks += [m for m in marks if m not in kept.marks]
            kept.by_ocr |= citation.by_ocr
            kept.citations += [citation.id] if citation.id not in kept.citations else []
    return list(figures.values())


def _renditions(
    cited: list[Citation], store: CaseStore, served: Served, renderer: Renderer
) -> dict[str, tuple[Box, ...]]:
    """Places of citations of sources without pages, by citation id; each source is set once."""
    bare: dict[str, dict[str, tuple[int, int]]] = {}
    for c in cited:
        if isinstance(c.anchor, TextAnchor) and served.sources[c.source_id].kind not in PAGED:
            bare.setdefault(c.source_id, {})[c.id] = (c.anchor.start, c.anchor.end)
    found: dict[str, tuple[Box, ...]] = {}
    for source_id, spans in bare.items():
        try:
            copy = served.copies.get(source_id)
            layer = copy.layer if copy is not None and copy.layer is not None else store.layer(source_id)
            boxes = renderer.rendition_boxes(layer, list(spans.values()))
        except AttestError:
            continue  # these citations keep their words and stay without a picture; the report says so
        found |= dict(zip(spans, boxes, strict=True))
    return found


def _places(citation: Citation, source: Source, placed: tuple[Box, ...]) -> Iterator[tuple[Key, Figure, list[Box]]]:
    anchor = citation.anchor
    if isinstance(anchor, FrameAnchor):
        key = (source.id, anchor.ordinal, anchor.seconds, anchor.region)
        yield key, Figure(source, 0, citation.label, anchor), []
        return
    boxes = placed or anchor.boxes  # a rendition is set anew: what a draft keeps of an older one is no place on it
    for page in sorted({b.page for b in boxes}):
        label = "picture" if source.kind == "picture" else f"page {page}"
        yield (source.id, page, Fraction(-1), None), Figure(source, page, label), [b for b in boxes if b.page == page]


def _picture(
    figure: Figure, store: CaseStore, renderer: Renderer, rear: RearBoxes, copy: ServedCopy | None
) -> Picture:  # fmt: skip
    if copy is not None:
        return copy_picture(store, renderer, copy, figure.page, figure.marks, figure.frame, rear)
    if figure.frame:
        return picture_of(store, renderer, figure.source, figure.frame)
    return page_picture(store, renderer, figure.source, figure.page, figure.marks, rear)


def _show(figure: Figure, picture: Picture) -> None:
    if picture.mime not in SHOWN_AS:
        figure.failure = "picture_kind_unknown"
        return
    figure.data_uri = f"data:{picture.mime};base64,{b64encode(picture.data).decode('ascii')}"
    figure.width, figure.height = picture.width, picture.height
