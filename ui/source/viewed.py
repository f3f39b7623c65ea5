"""Records which pages and minutes a person had before them: what stood on screen a while, a few at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from provenance.coverage import Seen
from provenance.coverage_cells import MINUTE
from ui.session import Session

if TYPE_CHECKING:
    from app.case import Case
    from ui.source.pane import SourcePane

LOOK_MILLISECONDS = 600  # what stands there at two looks in a row was before the person, not scrolled past
WRITE_MILLISECONDS = 4_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What stands on screen: a page of a source (`rendition`: one set by Attest), or a minute of footage."""

    source_id: str
    number: int
    footage: bool = False
    rendition: bool = False


class Viewed(QObject):
    """Asks `sight` what stands on screen now, None for nothing; of a case open for reading nothing is recorded.

    Each place is handed to the case once, for as long as the window is open.
    """

    def __init__(self, session: Session, sight: Callable[[], Sight | None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._sight = session, sight
        self._last: Sight | None = None
        self._waiting: dict[Sight, None] = {}  # in the order in which they were seen
        self._written: set[Sight] = set()
        self._look, self._write = (QTimer(self) for _ in range(2))
        self._look.timeout.connect(self.look)
        self._write.setSingleShot(True)
        self._write.setInterval(WRITE_MILLISECONDS)
        self._write.timeout.connect(self.write)
        session.closing.connect(self._end)
        session.sources_withheld.connect(self._forget)
        if session.writable:
            self._look.start(LOOK_MILLISECONDS)

    def look(self) -> None:
        """Look at what stands on screen; what stood there the last time, too, was before the person."""
        now = self._sight()
        if now is not None and now == self._last and now not in self._written and now not in self._waiting:
            self._waiting[now] = None
            if not self._write.isActive():
                self._write.start()
        self._last = now

    def write(self) -> None:
        """Have what was seen written, behind all that is being written."""
        waiting, case = list(self._waiting), self._session.case
        self._waiting.clear()
        if not waiting or not self._session.writable:
            return
        self._written.update(waiting)

        def work() -> None:
            places = [seen for one in waiting if (seen := _place(case, one)) is not None]
            case.store.add_viewed(places, case.by)

        self._session.reviews.run(self, work, lambda _: self._session.viewed.emit())

    def _forget(self, source_ids: frozenset[str]) -> None:
        self._waiting = {one: None for one in self._waiting if one.source_id not in source_ids}

    def _end(self) -> None:
        self._look.stop()
        self._write.stop()
        self.write()


def sight_of(pane: SourcePane) -> Sight | None:
    """What of an original stands on screen in a source pane: text that is kept of one that cannot be opened is none."""
    frames, leaf = pane.frame_view, pane.leaf
    if not pane.isVisible() or pane.window().isMinimized():
        return None
    if pane.state == "frame" and frames.footage is not None:
        at = frames.footage.seconds(min(frames.named, frames.count - 1))
        return Sight(frames.footage.source.id, int(at // MINUTE), footage=True)
    found = leaf.opened
    if pane.state not in ("page", "text") or leaf.kept_only or found is None or found.outline is None:
        return None
    return Sight(found.source.id, leaf.page, rendition=found.outline.rendition)


def _place(case: Case, one: Sight) -> Seen | None:
    """The place as it is kept; None where the source came to be withheld meanwhile."""
    source = case.store.source(one.source_id)
    if source.withheld:
        return None
    if one.footage:
        return Seen(one.source_id, "minute", one.number, one.number)
    if not one.rendition:
        return Seen(one.source_id, "page", one.number, one.number)
    text = case.viewer.page_text(one.source_id, one.number)
    return Seen(one.source_id, "text", text.start, text.end)
