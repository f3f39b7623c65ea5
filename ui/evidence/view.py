"""The list of sources: opening, folding and asking for more from the mouse and from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.evidence.delegate import RowDelegate
from ui.evidence.model import Index, SourcesModel
from ui.evidence.rows import Head, Row
from ui.strings import evidence as words
from ui.theme.theme import theme


class SourcesView(QListView):
    """A click or Enter opens a source or folds a group; `left` says that Up was pressed on the first line."""

    opened = Signal(str)
    chosen = Signal(str)  # "" for none
    details_asked = Signal(str)
    edit_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._quiet = self._on_arrow = False
        self.sources = SourcesModel(self)
        self.setModel(self.sources)
        self.setAccessibleName(words.LIST_NAME)
        self.setUniformItemSizes(True)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setStyleSheet("QListView, QListView:focus { background: transparent; border: none; }")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._act)
        theme().changed.connect(self._dress)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; what is chosen and where the list stands stays as it is."""
        self._keeping(lambda: self.sources.show(rows))

    def filter(self, text: str) -> None:
        self._keeping(lambda: self.sources.filter(text))
        if not self.currentIndex().isValid() and text:
            self.scrollToTop()

    def source_id(self) -> str:
        """The chosen source, "" for none."""
        entry = self.sources.entry(self.currentIndex())
        return entry.id if isinstance(entry, Row) else ""

    def choose(self, key: str) -> bool:
        """Make a source, or a group's heading, the chosen line without opening it; gives whether it is in the list."""
        at = self.sources.at(key)
        if at is not None:
            self.setCurrentIndex(self.sources.index(at))
        return at is not None

    def reveal(self, source_id: str) -> None:
        """Make a source the chosen line, wherever it is folded away; where a filter hides it, nothing is chosen."""
        self._keeping(lambda: self.sources.reveal(source_id))
        if self.choose(source_id):
            self.scrollTo(self.currentIndex())

    def follow(self, source_id: str) -> None:
        """A source is being shown beside the list: it is the chosen line from now on, none where it is folded away."""
        self.sources.mark_shown(source_id)
        if self.choose(source_id):
            self.scrollTo(self.currentIndex())
        elif not self.hasFocus():
            self.setCurrentIndex(QModelIndex())

    def enter(self) -> None:
        """Take the keyboard; where nothing is chosen, at the first source."""
        if not self.currentIndex().isValid():
            first = next((n for n, e in enumerate(self.sources.entries) if isinstance(e, Row)), 0)
            self.setCurrentIndex(self.sources.index(first))
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keeping(self, change: Callable[[], None]) -> None:
        """Change the list and leave the chosen line and the place of the list as they were, where they still are."""
        entry, bar = self.sources.entry(self.currentIndex()), self.verticalScrollBar()
        key, at = (entry.id if isinstance(entry, Row) else entry.group) if entry else "", bar.value()
        before, self._quiet = self.source_id(), True
        change()
        row = self.sources.at(key)
        if row is not None:
            chosen, index = self.selectionModel(), self.sources.index(row)
            chosen.setCurrentIndex(index, chosen.SelectionFlag.ClearAndSelect)
        self.executeDelayedItemsLayout()
        bar.setValue(at)
        self._quiet = False
        if self.source_id() != before:
            self.chosen.emit(self.source_id())

    def _dress(self) -> None:
        self._delegate.dress()
        self._keeping(self.sources.again)

    def _act(self, index: Index) -> None:
        entry = self.sources.entry(index)
        if isinstance(entry, Head):
            self._fold(entry, not entry.folded)
        elif entry is not None:
            self.opened.emit(entry.id)

    def _fold(self, entry: Head | Row, folded: bool) -> None:
        """Fold a group, or a container, up or open it."""
        key = entry.id if isinstance(entry, Row) else entry.group
        self._keeping(lambda: self.sources.fold(key, folded))
        self.choose(key)

    def _turn(self, row: Row, key: int) -> None:
        """Left and Right on a source, as in a tree."""
        folded = self.sources.folded(row)
        if key == Qt.Key.Key_Left and row.inside and not folded and not self.sources.text:
            self._fold(row, True)
        elif key == Qt.Key.Key_Left:
            self.choose(row.above[-1] if row.above else row.group)
        elif folded:
            self._fold(row, False)
        elif row.inside:
            self.setCurrentIndex(self.sources.index(self.currentIndex().row() + 1))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if not self._quiet:
            self.chosen.emit(self.source_id())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        entry, key = self.sources.entry(self.currentIndex()), event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.details_asked.emit(self.source_id())
        elif enter or (key == Qt.Key.Key_Space and isinstance(entry, Head)):
            self._act(self.currentIndex())
        elif key == Qt.Key.Key_F2 and isinstance(entry, Row):
            self.edit_asked.emit(entry.id)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(entry, Row):
            self._turn(entry, key)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and isinstance(entry, Head):
            self._fold(entry, key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A press on the arrow before a container folds it, and opens nothing."""
        index, place = self.indexAt(event.pos()), event.pos()
        entry = self.sources.entry(index)
        self._on_arrow = isinstance(entry, Row) and self._delegate.arrow(self.visualRect(index), entry).contains(place)
        if self._on_arrow and isinstance(entry, Row):
            self._fold(entry, not self.sources.folded(entry))
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if not self._on_arrow:
            super().mouseReleaseEvent(event)
        self._on_arrow = False

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are not for jumping about in evidence."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        entry = self.sources.entry(index)
        if isinstance(entry, Row):
            self.choose(entry.id)
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(entry.id, self.viewport().mapToGlobal(place))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """There is always a line that shows where the keyboard is."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.enter()
