"""The list of sources with what each is in the case, from which one or many are chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from provenance.audience import Use
from provenance.material import USE, Material
from provenance.records import Source
from ui.evidence.rows import plain
from ui.source_name import name_of
from ui.strings import use as words
from ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
ICONS: dict[Use, str] = {use: use for use in USE}


class UseModel(QAbstractListModel):
    """Sources by name, each with its use in a word and an icon; tens of thousands at once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ids: list[str] = []
        self._named: list[tuple[str, str, str]] = []  # id, name, what the filter seeks in
        self._decided: Mapping[str, Material] = {}
        self._names: dict[str, str] = {}
        self._text = ""

    def show(self, sources: Mapping[str, Source], decided: Mapping[str, Material]) -> bool:
        """Show these; gives whether they stand in other lines than before."""
        named = [(id, name_of(source)) for id, source in sources.items()]
        self._decided, self._names = decided, dict(named)
        self._named = [(id, name, plain(f"{name} {USE[self.use(id)]}")) for id, name in named]
        return self._lay_out()

    def filter(self, text: str) -> bool:
        self._text = text
        return self._lay_out()

    def use(self, source_id: str) -> Use:
        return self._decided[source_id].use if source_id in self._decided else "undecided"

    def name(self, source_id: str) -> str:
        return self._names.get(source_id, source_id)

    def _lay_out(self) -> bool:
        wanted = plain(self._text).split()
        ids = [id for id, _, hay in self._named if all(word in hay for word in wanted)]
        if ids == self.ids:
            if ids:
                self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
            return False
        self.beginResetModel()
        self.ids = ids
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        source_id = self.ids[index.row()]
        use = self.use(source_id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words.LINE.format(name=self.name(source_id), use=USE[use])
        if role == Qt.ItemDataRole.DecorationRole:
            return icon(ICONS[use], "amber" if use in ("undecided", "sensitive") else "muted")
        return None


class UseList(QListView):
    """Chooses several lines by mouse and keyboard; `chosen` are the ids of those, in order.

    A letter of `words.KEYS` asks that they be marked.
    """

    asked = Signal(str)  # a use

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self.sources = UseModel(self)
        self.setModel(self.sources)
        self.setAccessibleName(words.LIST)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        use = next((use for use, key in words.KEYS.items() if key == event.text().upper()), "")
        if use and not event.modifiers():
            self.asked.emit(use)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are for marking."""

    @property
    def chosen(self) -> list[str]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.sources.ids[row] for row in rows if row < len(self.sources.ids)]

    def choose(self, source_ids: list[str]) -> None:
        """Make these the chosen lines, those of them that are shown."""
        at = {id: row for row, id in enumerate(self.sources.ids)}
        rows = [at[id] for id in source_ids if id in at]
        model = self.selectionModel()
        model.clearSelection()
        for row in rows:
            model.select(self.sources.index(row), model.SelectionFlag.Select | model.SelectionFlag.Rows)
        if rows:
            model.setCurrentIndex(self.sources.index(rows[0]), model.SelectionFlag.NoUpdate)
            self.scrollTo(self.sources.index(rows[0]))
