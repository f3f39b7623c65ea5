"""What each role may do, as a table that is read from the one in `app.access`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.access import ROLE_WORDS, Role, table
from ui.strings import access as words
from ui.widgets.basics import column, label


class RolesPage(QWidget):
    """Read only; every cell says yes or shows a dash."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        rows = table()
        self.table = QTableWidget(len(rows), 1 + len(Role))
        self.table.setAccessibleName(words.ROLES_TAB)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(True)
        self.table.verticalHeader().hide()
        heads = [words.ACT_HEAD, *(ROLE_WORDS[role].capitalize() for role in Role)]
        self.table.setHorizontalHeaderLabels(heads)
        for at, (act, allowed) in enumerate(rows):
            self.table.setItem(at, 0, QTableWidgetItem(act))
            for n, yes in enumerate(allowed, 1):
                cell = QTableWidgetItem(words.MAY if yes else words.MAY_NOT)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{heads[n]}, {act}: {'yes' if yes else 'no'}")
                self.table.setItem(at, n, cell)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setLayout(column(label(words.ROLES_MORE, "muted", wrap=True), self.table, margins=(0, 12, 0, 0)))
