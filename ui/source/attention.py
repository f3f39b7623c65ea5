"""Measures for how long a cited place was before the person: shown in the active window, with a hand at the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from ui.session import Session
from ui.source.viewed import Viewed, sight_of

if TYPE_CHECKING:
    from ui.source.pane import SourcePane

LOOK_MILLISECONDS = 500
MOST_BETWEEN = 2_000  # longer between two looks, the window or the whole machine slept
MOST_IDLE = 120_000  # without a key, a click or a movement of the pointer: see `provenance.review_words.MEASURED`
_INPUT = (
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
)  # fmt: skip


class Attention(QObject):
    """Asks `cited` for the id of the citation whose place stands in `pane` now, "" for none, and adds what passed since
    the last look to `session.attended`; `clock` counts milliseconds."""

    def __init__(
        self, session: Session, cited: Callable[[], str], pane: QWidget, clock: Callable[[], int] | None = None
    ) -> None:
        super().__init__(pane)
        self._session, self._cited, self._pane = session, cited, pane
        since = QElapsedTimer()
        since.start()
        self._clock = clock or since.elapsed
        self._last, self._looked = "", 0
        self.touched_at = 0
        self._watched: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        session.closing.connect(self._end)
        if session.writable:
            self._timer.start(LOOK_MILLISECONDS)

    def look(self) -> None:
        """Add the time since the last look to the place that stood there then, and stands there still."""
        now, cited = self._clock(), self._cited()
        self._watch()
        if not self._pane.isActiveWindow():
            cited = ""
        if cited != self._last:
            self.touched_at = now  # somebody opened it, or came back to it
        elif cited and now - self.touched_at <= MOST_IDLE:
            self._session.attended.add(cited, min(now - self._looked, MOST_BETWEEN))
        self._last, self._looked = cited, now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _INPUT:
            self.touched_at = self._clock()
        return False

    def _watch(self) -> None:
        """Hear of keys and the pointer where the system hands them to the window, not to each part of it."""
        window = self._pane.window().windowHandle()
        if window is not self._watched and window is not None:
            window.installEventFilter(self)
            self._watched = window

    def _end(self) -> None:
        """Have what was not told with a decision written; another pane may have done so already."""
        self._timer.stop()
        write_attended(self._session, self)


def write_attended(session: Session, owner: QObject) -> None:
    """Have the time since it was last written recorded, behind all that is being written."""
    spent = session.attended.take()
    if spent and session.writable:
        reviewing = session.case.reviewing
        session.reviews.run(owner, lambda: reviewing.looked(spent))


def cited_in(pane: SourcePane) -> str:
    """The id of the citation whose place stands in a source pane: on a page that bears its marks, or in its footage."""
    if not pane.isVisible() or pane.window().isMinimized():
        return ""
    if pane.state == "frame":
        return pane.shown_place.citation_id if pane.shown_place is not None else ""
    found = pane.leaf.opened
    if pane.state not in ("page", "text") or found is None or pane.leaf.kept_only:
        return ""
    return found.place.citation_id if pane.leaf.page in found.to_see else ""


def watch(session: Session, pane: SourcePane) -> tuple[Viewed, Attention]:
    """Begin to record what a pane shows, and for how long what is cited."""
    return Viewed(session, lambda: sight_of(pane), pane), Attention(session, lambda: cited_in(pane), pane)
