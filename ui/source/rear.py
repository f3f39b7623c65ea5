"""Keeps the rear of a statement's form out of sight: the witness's address and phone, until a person asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal

from provenance.records import Box
from ui.session import Session
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from app.viewing import PagePixels, PageText

Span = tuple[int, int]
_MOST = 0.85  # of a page's text
_ROUND = 6.0  # in the unit of boxes, around what is covered
_GREY = 0xD4
_EDGE = 1e6


class Rear:
    """Where the rear stands in each source, and in which of them it is uncovered. Reads on whatever thread it is asked
    from, apart from `lift`, `cover_again` and `forget`, which are the window's."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._lifted: frozenset[str] = frozenset()

    def spans(self, source_id: str) -> tuple[Span, ...]:
        """The stretches of the layer that are rear, in order."""
        if source_id not in self._spans:
            found, last = list[Span](), -2
            for one in self._session.case.store.passages([source_id], "rear"):
                follows = one.ordinal == last + 1 and found
                found[-1:] = [(found[-1][0], one.end)] if follows else [*found[-1:], (one.start, one.end)]
                last = one.ordinal
            self._spans[source_id] = tuple(found)
        return self._spans[source_id]

    def known(self, source_id: str) -> bool:
        """Whether a source whose rear was looked for has one."""
        return bool(self._spans.get(source_id))

    def lifted(self, source_id: str) -> bool:
        return source_id in self._lifted

    def lift(self, source_id: str) -> bool:
        """Uncover it; gives whether it was covered."""
        before, self._lifted = self._lifted, self._lifted | {source_id}
        return before != self._lifted

    def cover_again(self, source_id: str) -> None:
        self._lifted -= {source_id}

    def forget(self, source_id: str) -> None:
        """The source may be read anew: look for its rear again."""
        self._spans.pop(source_id, None)

    def touches(self, source_id: str, span: Span) -> bool:
        """Whether some of a stretch is rear, covered or not."""
        return any(start < span[1] and span[0] < end for start, end in self.spans(source_id))

    def hides(self, source_id: str, span: Span) -> bool:
        """Whether some of a stretch is covered."""
        return source_id not in self._lifted and self.touches(source_id, span)

    def masked(self, source_id: str, text: PageText) -> PageText:
        """The text of a page with a sign in the place of each line of the rear; as long as before."""
        shown = text.text
        for start, end in self._on(source_id, text):
            shown = shown[:start] + "".join(map(_signed, shown[start:end].splitlines(keepends=True))) + shown[end:]
        return replace(text, text=shown) if shown != text.text else text

    def covers(self, source_id: str, page: int) -> tuple[Box, ...]:
        """The parts of a page to be covered, over its whole width. Of a scan, where ink stands that nobody read, all
        of a page that is rear for the most part, and else what follows the rear, too."""
        if source_id in self._lifted or not self.spans(source_id):
            return ()
        viewer = self._session.case.viewer
        text, scan = viewer.page_text(source_id, page), not viewer.outline(source_id).rendition
        on = self._on(source_id, text)
        if not on:
            return ()
        hidden = sum(_letters(text.text[start:end]) for start, end in on)
        if scan and hidden >= _MOST * _letters(text.text):
            return (_whole(page),)
        bands = []
        for start, end in on:
            boxes = [b for b in viewer.places(source_id, start + text.start, end + text.start) if b.page == page]
            if not boxes:
                return (_whole(page),)  # it is on the page, and not known where
            top, low = min(b.y for b in boxes) - _ROUND, max(b.y + b.h for b in boxes) + _ROUND
            if scan and not _letters(text.text[end:]):
                low = _EDGE
            bands.append(Box(page, 0, max(0.0, top), _EDGE, low - max(0.0, top)))
        return tuple(bands)

    def _on(self, source_id: str, text: PageText) -> list[Span]:
        """What of the rear stands on a page and is covered, as offsets in its text."""
        if source_id in self._lifted:
            return []
        end = text.start + len(text.text)
        on = [(max(a, text.start), min(b, end)) for a, b in self.spans(source_id)]
        return [(a - text.start, b - text.start) for a, b in on if a < b]


def _whole(page: int) -> Box:
    return Box(page, 0, 0, _EDGE, _EDGE)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _signed(line: str) -> str:
    """A line of the same length that says nothing."""
    kept = line.rstrip("\r\n")
    return words.REAR_SIGN * len(kept) + line[len(kept) :]


def covered(pixels: PagePixels, covers: tuple[Box, ...]) -> PagePixels:
    """A drawn page with these parts grey, so that what they hide is not even in memory."""
    if not covers:
        return pixels
    rows = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.stride).copy()
    for box in covers:
        top, low = (min(pixels.height, round(y * pixels.scale)) for y in (box.y, box.y + box.h))
        rows[top:low] = _GREY
    return replace(pixels, data=rows.tobytes())


class RearLine(FlowBox):
    """Above a source that has a rear: whether it is covered, and the way to change that."""

    show_asked = Signal()
    cover_asked = Signal()

    def __init__(self) -> None:
        super().__init__(gap=6, between=2)
        self._told: bool | None = None
        self.hide()

    def tell(self, lifted: bool | None) -> None:
        """Of a rear that is uncovered or not; None for a source without one."""
        if lifted == self._told:
            return
        self._told = lifted
        self.clear()
        if lifted is not None:
            said, act = (words.REAR_SHOWN, self.cover_asked) if lifted else (words.REAR_COVERED, self.show_asked)
            way: Callable[[], object] = act.emit
            self.flow.addWidget(label(said, "amber" if lifted else "muted"))
            self.flow.addWidget(button(words.REAR_COVER if lifted else words.REAR_SHOW, way, "link"))
        self.setVisible(lifted is not None)
