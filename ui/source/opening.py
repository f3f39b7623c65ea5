"""Works out, off the window's thread, what it takes to show a place: the source, its pages, where the marks are."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app import messages
from app.taking_in import why
from provenance.errors import AnchorError, AttestError, ReadError, UsageError
from provenance.records import Box, FrameAnchor, Source, TextAnchor
from ui.place import Place
from ui.strings import source as words

if TYPE_CHECKING:
    from app.case import Case
    from app.viewing import FootageView, Outline, Viewer


@dataclass(frozen=True, slots=True)
class Opened:
    """A place, ready to be shown. `unshown` is a heading and a reason where nothing of the source can be shown.

    `boxes` are the marks of all pages, `span` the marked stretch of the layer, `page` the first page to show.
    """

    place: Place
    source: Source
    outline: Outline | None = None
    footage: FootageView | None = None
    boxes: tuple[Box, ...] = ()
    span: tuple[int, int] | None = None
    page: int = 0
    unshown: tuple[str, str] | None = None
    trouble: AttestError | None = None  # what is wrong with the original

    @property
    def has_text(self) -> bool:
        return self.outline is not None and self.outline.text_length > 0

    @property
    def pages_marked(self) -> list[int]:
        return sorted({box.page for box in self.boxes})


def opened(case: Case, place: Place) -> Opened:
    """Raises UsageError("unknown_id"), AnchorError(bad_span | no_place), TaskError, and as opening an original does."""
    source = case.store.source(place.source_id)
    if source.withheld:
        return Opened(place, source, unshown=(words.HELD_HEAD, messages.sentence("privilege")))
    try:
        found = (_footage if source.kind == "video" else _pages)(case.viewer, place, source)
    except (ReadError, UsageError):
        return Opened(place, source, unshown=(words.REFUSED_HEAD, reason(case, source)))
    try:
        case.viewer.check(source.id)
    except AnchorError as error:
        return replace(found, trouble=error)
    return found


def reason(case: Case, source: Source) -> str:
    """Why a source was not read, as a sentence."""

    def title_of(source_id: str) -> str | None:
        return next((s.title for s in case.store.sources() if s.id == source_id), None)

    return why(source, title_of) or words.NO_REASON


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
    boxes: tuple[Box, ...] = ()
    if span is not None:
        boxes = viewer.places(source.id, *span)
    page = place.page
    if boxes:
        page = boxes[0].page
    elif span is not None:
        page = page_of(viewer, source.id, outline, span[0])
    return Opened(place, source, outline, None, boxes, span, _held_within(outline, page))


def page_of(viewer: Viewer, source_id: str, outline: Outline, at: int) -> int:
    """The page whose text holds the layer's code point `at`."""
    numbers = range(outline.first, outline.first + outline.pages)
    later = bisect_right(numbers, at, key=lambda page: viewer.page_text(source_id, page).start)
    return numbers[max(0, later - 1)]


def _held_within(outline: Outline, page: int) -> int:
    return min(max(page, outline.first), outline.first + outline.pages - 1)
