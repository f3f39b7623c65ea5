"""Shows sources without a screen: pages as pixels, the places of words, words under the pointer, frames of footage.

The viewer has children of its own, one for pages and one for frames, so that neither a long decode nor a taking-in
delays a page. All calls wait for their answer and may come from any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, cast

import numpy as np

from app import viewing_sent as sent
from app.originals import Integrity, Originals
from app.settings import Settings
from app.viewing_frames import FrameViewer
from app.viewing_records import (
    Boxes,
    FootageView,
    FramePixels,
    Outline,
    PagePixels,
    PageText,
    Spans,
    clock_at,
    region_as_coded,
    region_on_display,
)
from app.viewing_text import MOST_FOUND, WholeText, picked
from ingest import rendition
from ingest.isolation import ChildRunner
from provenance.confining import Held
from provenance.errors import AnchorError, UsageError
from provenance.layers import Layer, PartInfo
from provenance.offline import Refusal
from provenance.ports import PAGED, Task
from provenance.records import Box, Source
from provenance.store.case_store import CaseStore
from provenance.store.sources import require_open

__all__ = [
    "FootageView",
    "FramePixels",
    "Integrity",
    "Outline",
    "PagePixels",
    "PageText",
    "Viewer",
    "clock_at",
    "region_as_coded",
    "region_on_display",
]
_KEPT_TEXTS: Final = 4
_KEPT_OUTLINES: Final = 64
_KEPT_PLACES: Final = 512
Words = tuple[Spans, Boxes]


class Viewer:
    """Shows the sources of a case; `close` it. Nothing is shown of a source that is held: UsageError("source_held").

    Besides what each call names, all raise UsageError("unknown_id"), and TaskError when a child ended badly: the next
    call starts another. Whatever opens an original raises AnchorError(original_missing | original_changed) and what
    reading such a file raises (ReadError).
    """

    def __init__(self, store: CaseStore, settings: Settings | None = None) -> None:
        self._store = store
        self._settings = settings or Settings()
        self._originals = Originals(store.vault)
        private = store.key is not None
        self._pages, self._decoder = ChildRunner(1, private=private), ChildRunner(1, private=private)
        self._footage = FrameViewer(store, self._settings, self._decoder, self._originals)
        self._outline: Callable[[str], Outline] = lru_cache(_KEPT_OUTLINES)(self._read_outline)
        self._text: Callable[[str], WholeText] = lru_cache(_KEPT_TEXTS)(self._read_text)
        self._placed: Callable[[str, int, int], tuple[Box, ...]] = lru_cache(_KEPT_PLACES)(self._set_places)
        self._words: Callable[[str, int], Words] = lru_cache(_KEPT_PLACES)(self._read_words)

    def close(self) -> None:
        """End the children; calls under way raise TaskError("cancelled")."""
        self._pages.close()
        self._decoder.close()
        self._originals.close()

    @property
    def refusals(self) -> list[Refusal]:
        """See `ChildRunner.refusals`."""
        return self._pages.refusals + self._decoder.refusals

    @property
    def held(self) -> list[Held]:
        """See `ChildRunner.held`."""
        return self._pages.held + self._decoder.held

    def warm(self) -> None:
        """Start both children without waiting, so that the first page does not wait for theirs."""
        self._pages.submit(Task("ingest.look:warm"), None, self._settings.viewing)
        self._decoder.submit(Task("ingest.look_frames:warm"), None, self._settings.decoding)

    def unlock(self, settings: Settings) -> None:
        """Use the passwords of these settings from here on."""
        self._settings = settings

    def fits(self, source_id: str, passwords: tuple[str, ...]) -> bool:
        """Whether one of the passwords opens the original of a source that is locked."""
        source = self._source(source_id)
        task = Task("ingest.readers.unlock:fitting", {"kind": source.kind, "passwords": passwords})
        return bool(self._asked(task, source))

    # Pages

    def outline(self, source_id: str) -> Outline:
        """The pages of a source; footage, and what could not be read and has no pages of its own, has none."""
        self._source(source_id)
        return self._outline(source_id)

    def page(self, source_id: str, page: int, scale: float) -> PagePixels:
        """A page at `scale` pixels per point, or at less where that would be over 24 megapixels; without marks.

        Pages count from 1; a single picture is page 0 or 1, and is never enlarged. Raises AnchorError("no_such_page"),
        UsageError("no_layer") for a source with nothing to draw.
        """
        source = self._source(source_id)
        if source.kind not in PAGED:
            return sent.page(self._asked(self._rendition_task(source, page, scale)), rendition=True)
        settings: dict[str, object] = {"page": page, "scale": float(scale)}
        if source.kind == "picture":
            settings["max_pixels"] = self._settings.read.max_pixels
        else:
            settings["passwords"] = self._settings.read.passwords
        return sent.page(self._asked(Task(f"ingest.look:{source.kind}_page", settings), source), rendition=False)

    def places(self, source_id: str, start: int, end: int) -> tuple[Box, ...]:
        """Where layer[start:end] stands: a box for each line of each page that it touches; page 0 for a picture.

        Raises UsageError("no_layer").
        """
        source = self._source(source_id)
        boxes = self._layer(source_id).boxes(start, end)
        return boxes if boxes or source.kind in PAGED else self._placed(source_id, start, end)

    def page_text(self, source_id: str, page: int) -> PageText:
        """What of the layer stands on a page; nothing for a page that intake did not read.

        Raises AnchorError("no_such_page"), UsageError("no_layer").
        """
        source, layer = self._source(source_id), self._layer(source_id)
        if source.kind not in PAGED:
            found = self._set_page(source_id, page)
            return PageText(found.start, found.text)
        part = self._part(source_id, page)
        return PageText(part.start, layer.part_text(part.ordinal)) if part else PageText(layer.length, "")

    def page_words(self, source_id: str, page: int) -> Words:
        """The words of a page: spans (n, 2) in the layer, and boxes (n, 4) x, y, width, height; in layer order.

        A word that is set over a line end may stand twice. Raises as `page_text`.
        """
        self._source(source_id)
        return self._words(source_id, page)

    def span_at(self, source_id: str, page: int, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int] | None:
        """The span of the layer dragged over from (x0, y0) to (x1, y1), in the unit of boxes, word by word.

        From the word nearest the first point to that nearest the last, in reading order; None where the drag touched
        no word. Raises as `page_text`.
        """
        return picked(*self.page_words(source_id, page), x0, y0, x1, y1)

    def find(self, source_id: str, words: str, most: int | None = MOST_FOUND) -> list[tuple[int, int]]:
        """The first places of the words in the layer (None: all), whatever their case, white space and quotes' shape.

        Raises UsageError("no_layer").
        """
        self._layer(source_id)
        return self._text(source_id).find(words, most)

    def check(self, source_id: str) -> None:
        """Look at the original as drawing it would: what is set from the text, and kept pages, do not open it."""
        with self._originals.opened(self._source(source_id)):
            pass

    def integrity(self, source_id: str) -> Integrity:
        """What is known of the original in this session, without waiting. Files over 64 MB are hashed behind the first
        look; until then they are "unchecked"."""
        return self._originals.integrity(self._source(source_id))

    # Footage

    def footage(self, source_id: str) -> FootageView:
        """The stream with every frame's time, citable frames, movement, clock; raises ReadError("no_frames")."""
        return self._footage.footage(source_id)

    def stored_frame(self, frame_id: str) -> bytes:
        """A citable frame's JPEG, its long side 1920 pixels at most; made again from the original when it is gone.

        Raises AnchorError("frame_missing") when the original no longer gives it.
        """
        return self._footage.stored_frame(frame_id)

    def frame(self, source_id: str, ordinal: int) -> FramePixels:
        """The frame with this ordinal of a decode from the beginning, found from the key frame before it.

        Raises AnchorError("frame_missing"), or "frame_changed" for a citable frame whose planes are not those stored.
        """
        return self._footage.frame(source_id, ordinal)

    def strip(self, source_id: str, first: int, last: int, height: int) -> list[FramePixels]:
        """Frames `first` to `last` as pictures of that height, in one decode; those beyond the ends are left out.

        Raises UsageError("bad_value") for more than 240 frames, AnchorError("frame_missing").
        """
        return self._footage.strip(source_id, first, last, height)

    # What is worked out once

    def _source(self, source_id: str) -> Source:
        return require_open(self._store.source(source_id))

    def _layer(self, source_id: str) -> Layer:
        return self._store.layer(source_id)

    def _asked(self, task: Task, source: Source | None = None) -> list[object]:
        if source is None:
            return self._pages.submit(task, None, self._settings.viewing).result()
        with self._originals.opened(source) as (key, original):
            keyed = Task(task.entry, {**task.settings, "key": key})
            return self._pages.submit(keyed, original, self._settings.viewing).result()

    def _rendition_task(self, source: Source, page: int, scale: float) -> Task:
        found, pages = self._set_page(source.id, page), self._text(source.id).pages
        foot = f"Set by Attest from the text of {source.name} · page {page} of {len(pages)}"
        settings = {"page": found, "foot": foot, "scale": float(scale)}
        return Task("ingest.look:rendition_page", settings)

    def _set_page(self, source_id: str, page: int) -> rendition.SetPage:
        self._layer(source_id)
        pages = self._text(source_id).pages
        if not 1 <= page <= len(pages):
            raise AnchorError("no_such_page", page=page, pages=len(pages))
        return pages.page(page)

    def _part(self, source_id: str, page: int) -> PartInfo | None:
        """The part of a page of a PDF or picture; raises AnchorError("no_such_page")."""
        outline = self._outline(source_id)
        if not outline.holds(page):
            raise AnchorError("no_such_page", page=page, pages=outline.pages)
        number = page if outline.first else 0
        parts = self._layer(source_id).parts  # notes and fields on a page stand after all pages
        return next((part for part in parts if part.page == number and part.kind == "page"), None)

    def _read_outline(self, source_id: str) -> Outline:
        source = self._source(source_id)
        try:
            layer = self._layer(source_id)
        except UsageError as error:
            if error.code != "no_layer":
                raise
            return self._bare_outline(source)
        if source.kind not in PAGED:
            pages = len(self._text(source_id).pages)
            return Outline(source.kind, pages, 1, ("",) * pages, True, layer.length)
        sheets = [part for part in layer.parts if part.kind == "page"]
        own = {part.page: part.label for part in sheets if part.label != f"p. {part.page}"}
        pages = max(source.pages, len(sheets))
        first = 0 if source.kind == "picture" and pages == 1 else 1
        labels = tuple(own.get(number, "") for number in range(first, first + pages))
        return Outline(source.kind, pages, first, labels, False, layer.length)

    def _bare_outline(self, source: Source) -> Outline:
        """Of a source without text: pages that can be looked at all the same are counted in the child."""
        pages = 0
        if source.kind in PAGED:
            settings = {"kind": source.kind, "passwords": self._settings.read.passwords}
            task = Task("ingest.look:page_count", settings)
            pages = next((n for n in self._asked(task, source) if isinstance(n, int)), 0)
        first = 0 if source.kind == "picture" and pages == 1 else 1
        return Outline(source.kind, pages, first, ("",) * pages, False, 0)

    def _read_text(self, source_id: str) -> WholeText:
        return WholeText(self._layer(source_id))

    def _set_places(self, source_id: str, start: int, end: int) -> tuple[Box, ...]:
        pages = self._text(source_id).pages
        asked = rendition.by_page(pages, [(start, end)])
        task = Task("ingest.rendition:place", {"asked": asked})
        found = cast("list[tuple[int, tuple[Box, ...]]]", self._asked(task) if asked else [])
        return rendition.gathered(iter(found), 1)[0]

    def _read_words(self, source_id: str, page: int) -> Words:
        if self._source(source_id).kind not in PAGED:
            return self._set_words(source_id, page)
        part, layer = self._part(source_id, page), self._layer(source_id)
        words = layer.part_words(part.ordinal) if part else None
        if part is None or words is None:
            return np.empty((0, 2), np.int64), np.empty((0, 4), np.float32)
        return words.spans.astype(np.int64) + part.start, words.boxes

    def _set_words(self, source_id: str, page: int) -> Words:
        found = self._set_page(source_id, page)
        task = Task("ingest.look:rendition_words", {"page": found})
        return sent.words(self._asked(task), found.start, len(found.text))
