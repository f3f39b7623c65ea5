"""Works out, off the window's thread, what it takes to show a place: the source, its pages, where the marks are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.errors import AnchorError, AttestError, ReadError, UsageError
from provenance.footage import Look
from provenance.looked import took
from provenance.records import Box, FrameAnchor, Source, TextAnchor
from ui.place import Place
from ui.source.unshown import Unshown, held, other_links, unshown
from ui.strings import source as words

if TYPE_CHECKING:
    from app.case import Case
    from app.viewing import FootageView, Outline, Viewer


@dataclass(frozen=True, slots=True)
class Opened:
    """A place, ready to be shown. `unshown` says why nothing of the source can be shown.

    `boxes` are the marks of all pages, `span` the marked stretch of the layer, `pages` the pages that hold some of it,
    `page` the first page to show.
    """

    place: Place
    source: Source
    outline: Outline | None = None
    footage: FootageView | None = None
    boxes: tuple[Box, ...] = ()
    span: tuple[int, int] | None = None
    pages: tuple[int, ...] = ()
    page: int = 0
    unshown: Unshown | None = None
    trouble: AttestError | None = None  # what is wrong with the original
    look: Look | None = None  # by which the frame that the place cites is told of; None: the latest
    by_ocr: bool = False  # words of the marked place were read from a picture by a machine

    @property
    def has_text(self) -> bool:
        return self.outline is not None and self.outline.text_length > 0

    @property
    def ordinal(self) -> int:
        """The frame of a place of footage, by its ordinal; the first where it names none."""
        anchor, seconds = self.place.anchor, self.place.seconds
        if isinstance(anchor, FrameAnchor):
            return anchor.ordinal
        return self.footage.at(seconds) if self.footage is not None and seconds is not None else 0

    @property
    def to_see(self) -> frozenset[int]:
        """The pages, or the frame by its ordinal, that make the place seen."""
        if self.footage is not None:
            return frozenset({self.ordinal})
        return frozenset(self.pages or (self.page,))


def opened(case: Case, place: Place) -> Opened:
    """Raises UsageError("unknown_id"), AnchorError(bad_span | no_place), TaskError, and as opening an original does.

    Of the codes of reading it raises password_needed alone, for a source that was read with a password.
    """
    source = case.store.source(place.source_id)
    if source.withheld:
        return _held(source)
    if source.removed:
        return Opened(Place(source.id), source, unshown=unshown(case, source))
    try:
        found = _open(case.viewer, place, source)
        return replace(found, by_ocr=_by_ocr(case, found), look=_look(case, found))
    except (ReadError, UsageError) as error:
        if error.code == "source_held":  # since it was looked up above
            return _held(case.store.source(source.id))
        if error.code == "password_needed" != source.reason:  # it was read, with a password that is not known any more
            raise
        return Opened(place, source, unshown=unshown(case, source))


def _by_ocr(case: Case, found: Opened) -> bool:
    """Whether passages that the mark touches hold words read by a machine; only a source with pages may."""
    if found.span is None or found.outline is None or found.outline.rendition:
        return False
    start, end = found.span
    passages = case.store.passages([found.source.id], section=None)
    return any(p.confidence is not None and p.start < end and start < p.end for p in passages)


def _look(case: Case, found: Opened) -> Look | None:
    """The look that the draft told of which cites the frame, else the latest that took it."""
    place = found.place
    if found.footage is None or not isinstance(place.anchor, FrameAnchor):
        return None
    claim_id = place.citation_id.rpartition(".")[0]
    known = case.store.looks_told(claim_id) if claim_id else None
    number = None if known is None else known.get(place.source_id, 0)
    return took(found.footage.looks, place.anchor.ordinal, number)


def _held(source: Source) -> Opened:
    """Without the place: an anchor bears words of the source."""
    return Opened(Place(source.id), source, unshown=held())


def _open(viewer: Viewer, place: Place, source: Source) -> Opened:
    found = (_footage if source.kind == "video" else _pages)(viewer, place, source)
    try:
        viewer.check(source.id)
    except AnchorError as error:
        return replace(found, trouble=error)
    return found


def _footage(viewer: Viewer, place: Place, source: Source) -> Opened:
    return Opened(place, source, footage=viewer.footage(source.id))


def _pages(viewer: Viewer, place: Place, source: Source) -> Opened:
    outline = viewer.outline(source.id)
    if outline.pages == 0:
        raise ReadError("no_text")
    return _marked(viewer, place, source, outline)


def _marked(viewer: Viewer, place: Place, source: Source, outline: Outline) -> Opened:
    span = place.span
    if isinstance(place.anchor, TextAnchor):
        span = place.anchor.start, place.anchor.end
    elif isinstance(place.anchor, FrameAnchor):
        raise AnchorError("no_place", source=source.title)
    if span is None:
        return Opened(place, source, outline, page=_held_within(outline, place.page))
    boxes = viewer.places(source.id, *span)
    pages = sorted({box.page for box in boxes}) or _pages_of(viewer, source.id, outline, span)
    page = boxes[0].page if boxes else pages[0]
    return Opened(place, source, outline, None, boxes, span, tuple(pages), _held_within(outline, page))


def _pages_of(viewer: Viewer, source_id: str, outline: Outline, span: tuple[int, int]) -> list[int]:
    """The pages whose text holds some of the words of a span; at least the one on which it begins."""
    start, end = span
    first, last = (page_of(viewer, source_id, outline, at) for at in (start, max(start, end - 1)))
    texts = {page: viewer.page_text(source_id, page) for page in range(first, last + 1)}
    return [p for p, t in texts.items() if t.text[max(0, start - t.start) : max(0, end - t.start)].strip()] or [first]


def page_of(viewer: Viewer, source_id: str, outline: Outline, at: int) -> int:
    """The page whose text holds the layer's code point `at`."""
    numbers = range(outline.first, outline.first + outline.pages)
    later = bisect_right(numbers, at, key=lambda page: viewer.page_text(source_id, page).start)
    return numbers[max(0, later - 1)]


def differs(before: Source, now: Source) -> bool:
    """Whether what is shown of a source has to be shown anew."""
    return (before.withheld, before.outcome, before.exhibit) != (now.withheld, now.outcome, now.exhibit)


def to_show_anew(found: Opened, sources: Mapping[str, Source]) -> bool:
    """Whether what is shown of a source is not what the list of sources says now."""
    now = sources.get(found.source.id)
    return now is not None and (differs(found.source, now) or other_links(sources, found.source, found.unshown))


def page_asked(place: Place) -> int:
    """The page of a place as far as it can be told without asking; 0 for none."""
    if isinstance(place.anchor, TextAnchor) and place.anchor.boxes:
        return place.anchor.boxes[0].page
    return place.page


def under_way(source: Source | None, place: Place, page: int) -> str:
    """What is said while a place is being opened; `page` is 0 where it is not known yet."""
    title = source.title if source else place.source_id
    what = words.PAGE_SHORT.format(title=title, page=page) if page else title
    return words.OPENING.format(what=what)


def _held_within(outline: Outline, page: int) -> int:
    return min(max(page, outline.first), outline.first + outline.pages - 1)
