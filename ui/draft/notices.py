"""What is said beside the claims of the shown draft: points of a long question without an answer, and conflicts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from provenance.asked_words import points_summary
from provenance.points import Point
from ui.search.telling import sentence_case
from ui.session import Session
from ui.strings import draft as words
from ui.strings.common import counted
from ui.strings.witnesses import kind
from ui.widgets.basics import Elided, button, frame, label, row, symbol


class PointsLine:
    """`widget` is shown over the answer to a question that was put point by point where a point found nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.said = label("", "amber", wrap=True)
        self.which = button(words.WHICH_POINTS, lambda: session.tab_asked.emit("ask"), "link")
        layout = row(symbol("look", "amber"), self.said, self.which, margins=(12, 4, 12, 4))
        layout.setStretch(1, 1)
        self.widget = frame("notice", layout)
        self.widget.hide()
        session.draft_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        draft = self._session.draft
        told = points_summary(draft.run.settings) if draft is not None else ""
        self.said.setText(f"{sentence_case(told)}.")
        self.which.setAccessibleName(f"{words.WHICH_POINTS}: {told}")
        self.widget.setVisible("nothing" in told)


class ConflictsLine:
    """`widget` is shown while the shown draft has conflicts between sources; `look` leads to them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.said = Elided("", "amber")
        self.look = button(f"{words.OPEN_CONFLICTS} ›", self._ask, "link", words.CONFLICTS_MORE)
        layout = row(symbol("look", "amber"), self.said, self.look)
        layout.setStretch(1, 1)
        self.widget = QWidget()
        self.widget.setLayout(layout)
        session.draft_changed.connect(self._show)
        self._show()

    def points(self) -> tuple[Point, ...]:
        """The conflicts of the shown draft, without those of which a side is withheld."""
        return self._session.draft.conflicts if self._session.draft is not None else ()

    def _ask(self) -> None:
        self._session.conflicts_asked.emit(self.points())

    def _show(self) -> None:
        points = self.points()
        about = "; ".join(f"{kind(point).lower()}: {point.about}" for point in points)
        self.said.set(f"{counted(len(points), words.CONFLICT, words.CONFLICTS)} – {about}")
        self.widget.setVisible(bool(points))
