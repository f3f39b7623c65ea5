"""Keeps the rear of a statement's form out of sight: the witness's address and phone, until a person asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from app import messages, rear_shown
from provenance.errors import AttestError
from provenance.rear import Span, covers, on_page, stretches, within
from provenance.records import Box
from ui.session import Session
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import button, label

if TYPE_CHECKING:
    from app.viewing import PagePixels, PageText

_GREY = 0xD4


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
            self._spans[source_id] = stretches(self._session.case.store.passages([source_id], "rear"))
        return self._spans[source_id]

    def known(self, source_id: str) -> bool:
        """Whether a source whose rear was looked for has one."""
        return bool(self._spans.get(source_id))

    def lifted(self, source_id: str) -> bool:
        return source_id in self._lifted

    def lift(self, source_id: str, owner: QObject) -> bool:
        """Uncover it, which the case's log tells of; gives whether it was covered."""
        before, self._lifted = self._lifted, self._lifted | {source_id}
        if before == self._lifted:
            return False
        self._session.reviews.run(owner, lambda: self._record(source_id), self._told)
        return True

    def _record(self, source_id: str) -> AttestError | None:
        case = self._session.case
        rear_shown.record(case, case.store.source(source_id), "the window")
        return case.unrecorded

    def _told(self, unrecorded: AttestError | None) -> None:
        if unrecorded is not None:
            self._session.told.emit(words.REAR_UNRECORDED.format(why=messages.unrecorded(unrecorded)))

    def cover_again(self, source_id: str) -> bool:
        """Gives whether it was uncovered."""
        before, self._lifted = self._lifted, self._lifted - {source_id}
        return before != self._lifted

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
        """The parts of a page to be covered, as reports cover them; none where the rear was lifted."""
        if source_id in self._lifted or not self.spans(source_id):
            return ()
        viewer = self._session.case.viewer
        outline = viewer.outline(source_id)
        if not outline.rendition:
            number = page if outline.first else 0
            return on_page(self._session.case.store.layer(source_id), self.spans(source_id), number)
        text = viewer.page_text(source_id, page)

        def places(start: int, end: int) -> tuple[Box, ...]:
            return viewer.places(source_id, start + text.start, end + text.start)

        return covers(page, text.text, self._on(source_id, text), places, scan=False)

    def _on(self, source_id: str, text: PageText) -> list[Span]:
        """What of the rear stands on a page and is covered, as offsets in its text."""
        if source_id in self._lifted:
            return []
        return within(self.spans(source_id), text.start, text.start + len(text.text))


def _signed(line: str) -> str:
    """A line of the same length that says nothing."""
    kept = line.rstrip("\r\n")
    return words.REAR_SIGN * len(kept) + line[len(kept) :]


def covered(pixels: PagePixels, boxes: tuple[Box, ...]) -> PagePixels:
    """A drawn page with these parts grey, so that what they hide is not even in memory."""
    if not boxes:
        return pixels
    rows = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.stride).copy()
    for box in boxes:
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
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.clear()
        if lifted is not None:
            said, act = (words.REAR_SHOWN, self.cover_asked) if lifted else (words.REAR_COVERED, self.show_asked)
            way: Callable[[], object] = act.emit
            self.flow.addWidget(label(said, "amber" if lifted else "muted"))
            change = button(words.REAR_COVER if lifted else words.REAR_SHOW, way, "link")
            self.flow.addWidget(change)
            if had_keyboard:
                change.show()  # what is not shown yet takes no focus
                change.setFocus()
        self.setVisible(lifted is not None)
