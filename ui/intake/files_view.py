"""The table of files being taken in: skipping, opening what was read, copying a reason, from mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.watch import FileProgress
from ui.intake.files_model import FILE, KIND, LEFT, SHARE_ROLE, STATE, WHY, FilesModel
from ui.strings import intake as words
from ui.theme.theme import theme

_WIDTHS = {FILE: (260, 0.26), KIND: (120, 0.12), STATE: (130, 0.16), LEFT: (90, 0.12)}  # pixels, at most of the width


class FilesView(QTableView):
    """`opened` names the source that a file became."""

    opened = Signal(str)
    skipped = Signal()
    unlock_asked = Signal(str)  # a source that is locked

    def __init__(self) -> None:
        super().__init__()
        self._stood: int | None = None  # where the list was left when it last followed the work
        self.setAccessibleName(words.TABLE_NAME)
        self.setItemDelegateForColumn(STATE, _Bar(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding-left: 3px; }")  # above the cells' words
        self.horizontalHeader().setStretchLastSection(True)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(lambda _: self._open())
        theme().changed.connect(self.dress)
        self.dress()

    def show_files(self, model: FilesModel) -> None:
        """Show another taking-in."""
        self.setModel(model)
        model.modelReset.connect(self._anew)
        self._anew()
        self.dress()

    def follow(self) -> None:
        """Bring the file being worked on into sight, unless somebody chose a row or scrolled away from the work."""
        model = self.model()
        at = model.at_work() if isinstance(model, FilesModel) else None
        if at is None or self.selectionModel().hasSelection():
            return
        index, bar = model.index(at, FILE), self.verticalScrollBar()
        moved = self._stood is not None and bar.value() != self._stood
        if moved and not self.viewport().rect().intersects(self.visualRect(index)):
            return
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._stood = bar.value()

    def _anew(self) -> None:
        """The rows stand otherwise: where the list stands says nothing of what somebody wants to see."""
        self._stood = None

    def dress(self) -> None:
        """Take the text's size anew."""
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(theme().font()).height() + theme().px(10))
        self.setIconSize(QSize(theme().px(14), theme().px(14)))
        self._share_width()

    def _share_width(self) -> None:
        if self.model() is not None:
            for column, (width, share) in _WIDTHS.items():
                self.setColumnWidth(column, min(theme().px(width), round(self.viewport().width() * share)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share_width()

    def files(self) -> list[FileProgress]:
        """The chosen files."""
        model = self.model()
        if not isinstance(model, FilesModel):
            return []
        found = (model.file(index) for index in self.selectionModel().selectedRows())
        return [file for file in found if file is not None]

    def _open(self) -> None:
        ids = [file.source_id for file in self.files() if file.source_id]
        if ids:
            self.opened.emit(ids[0])

    def _show_menu(self, place: QPoint) -> None:
        files = self.files()
        if not files:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(words.OPEN_SOURCE, self._open).setEnabled(any(f.source_id for f in files))
        locked = next((f.source_id for f in files if f.reason == "password_needed" and f.source_id), "")
        if locked:
            menu.addAction(words.UNLOCK, lambda: self.unlock_asked.emit(locked))
        menu.addAction(words.SKIP, self.skipped.emit).setEnabled(any(f.outcome is None for f in files))
        menu.addAction(words.COPY_REASON, self._copy)
        menu.popup(self.viewport().mapToGlobal(place))

    def _copy(self) -> None:
        model, rows = self.model(), self.selectionModel().selectedRows()
        lines = [" · ".join(str(model.index(r.row(), c).data()) for c in (FILE, STATE, WHY)) for r in rows]
        QApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            self.skipped.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are not for jumping about."""


class _Bar(QStyledItemDelegate):
    """Draws a thin bar below the words of a file that is being read."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if not isinstance(share, float):
            return
        box = option.rect.adjusted(4, option.rect.height() - 5, -12, -2)
        painter.fillRect(box, theme().colour("line"))
        painter.fillRect(
            QRect(box.topLeft(), QSize(round(box.width() * share), box.height())), theme().colour("accent")
        )
