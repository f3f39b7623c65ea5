"""The middle of the source pane: one of its views, or what stands where a source cannot be shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget

from ui.source.footage_panel import FootagePanel
from ui.source.page_view import PageView
from ui.source.text_view import TextView
from ui.strings import source as words
from ui.widgets.basics import column, label
from ui.widgets.empty import Action, EmptyState, Trouble
from ui.widgets.room import scrolled
from ui.widgets.way import Way

_MOST_WAYS = 100


class Stage(QStackedWidget):
    """Shows a view once it holds what was asked for; until then what was there stays, dimmed by its view."""

    def __init__(self, page: PageView, text: TextView, frame: FootagePanel) -> None:
        super().__init__()
        self.setMinimumHeight(80)
        self._views = {"page": page, "text": text, "frame": frame}
        self._empty = EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT)
        self._blank = QWidget()
        self._other: QWidget | None = None
        for view in (self._empty, self._blank, *self._views.values()):
            self.addWidget(view)
        self._opening = QLabel(self)
        self._opening.setTextFormat(Qt.TextFormat.PlainText)
        self._opening.setStyleSheet("padding: 6px 12px;")
        self._opening.setProperty("look", "notice")
        self._opening.hide()

    def show_view(self, name: str) -> None:
        """Bring up "page", "text" or "frame"."""
        self.quiet()
        self._drop_other(self._views[name])

    def show_blank(self) -> None:
        """Nothing, where what is here may not stay: an error, a reason, the empty state."""
        if self.currentWidget() not in self._views.values():
            self._drop_other(self._blank)

    def show_reason(
        self, heading: str, sentence: str, actions: Sequence[Action] = (), ways: Sequence[Action] = ()
    ) -> None:
        """Why nothing of a source can be shown, what can be done, and where else to look."""
        said = EmptyState(heading, sentence, *actions)
        if not ways:
            self.put(said)
            return
        made: list[QWidget] = [Way(text, act) for text, act in ways[:_MOST_WAYS]]
        if len(ways) > _MOST_WAYS:
            made.append(label(words.MORE_OTHERS.format(count=f"{len(ways) - _MOST_WAYS:,}"), "muted"))
        links, holder = QWidget(), QWidget()
        links.setAccessibleName(words.OTHERS_NAME)
        links.setLayout(column(*made, gap=2, margins=(24, 0, 24, 8)))
        holder.setLayout(column(said, links, None, gap=0))
        said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        scroll = scrolled(holder)
        holder.setAutoFillBackground(False)  # once it is in what scrolls it, which sets it
        self.put(scroll)

    def show_error(self, error: Exception, *actions: Action) -> None:
        """What went wrong, and the ways on."""
        holder = QWidget()
        holder.setLayout(column(Trouble(error, *actions, closable=False), None, margins=(0, 8, 0, 8)))
        self.put(holder)

    def put(self, widget: QWidget) -> None:
        """Something else, until a view or another such thing takes its place."""
        self.quiet()
        self.addWidget(widget)
        self._drop_other(widget)
        self._other = widget

    def fit_hidden(self) -> None:
        """Give views that are not shown the size they will have, so that they ask for the right scale."""
        for view in self._views.values():
            if view is not self.currentWidget():
                view.resize(self.size())

    def say_opening(self, text: str) -> None:
        """Say what is being opened, over what is there."""
        self._opening.setText(text)
        self._opening.adjustSize()
        self._opening.show()
        self._opening.raise_()
        self._place_opening()

    def quiet(self) -> None:
        """Nothing is being opened any more."""
        self._opening.hide()

    @property
    def saying(self) -> str:
        """What is said to be opened."""
        return "" if self._opening.isHidden() else self._opening.text()

    def _drop_other(self, current: QWidget) -> None:
        self.setCurrentWidget(current)
        if self._other is not None:
            self.removeWidget(self._other)
            self._other.deleteLater()
            self._other = None

    def _place_opening(self) -> None:
        width = min(self._opening.sizeHint().width(), self.width() - 16)
        self._opening.setGeometry((self.width() - width) // 2, 16, width, self._opening.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place_opening()
