"""The rows of the evidence list as Qt asks for them: filtered, with groups that fold, tens of thousands at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from ui.evidence.rows import Entry, Head, Row, matching
from ui.strings import evidence as words

Index = QModelIndex | QPersistentModelIndex


class SourcesModel(QStringListModel):
    """`entries` are the headings and rows shown now; a fold is not heeded while there is a filter.

    It is a list of strings, all of them empty, only so that Qt counts the rows without asking Python: laying out
    twenty thousand takes half the time. What stands in a row comes from `data`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.shown_id = ""  # the source in the source pane
        self.text = ""
        self._rows: Sequence[Row] = []
        self._at: dict[str, int] = {}
        self._folded: set[str] = set()

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows, under the same filter and folds."""
        self._rows = rows
        self._lay_out()

    def again(self) -> None:
        """Show the same anew: rows are of another height."""
        self._lay_out()

    def filter(self, text: str) -> None:
        """Show the rows with these words only."""
        if text != self.text:
            self.text = text
            self._lay_out()

    def fold(self, group: str, folded: bool) -> None:
        """Fold a group up, or open it."""
        if folded != (group in self._folded):
            (self._folded.add if folded else self._folded.discard)(group)
            self._lay_out()

    def mark_shown(self, source_id: str) -> None:
        """Mark the source that is in the source pane."""
        before, self.shown_id = self.shown_id, source_id
        for one in (before, source_id):
            if one in self._at:
                self.dataChanged.emit(self.index(self._at[one]), self.index(self._at[one]))

    def entry(self, index: Index) -> Entry | None:
        return self.entries[index.row()] if index.isValid() and index.row() < len(self.entries) else None

    def at(self, key: str) -> int | None:
        """The number of the entry of a source, or of a group's heading, if it is shown."""
        return self._at.get(key)

    @property
    def count(self) -> int:
        """Sources that there are, whether shown or not."""
        return len(self._rows)

    def _lay_out(self) -> None:
        entries: list[Entry] = []
        for group, of_group in groupby(matching(self._rows, self.text), key=lambda row: row.group):
            rows = list(of_group)
            folded = group in self._folded and not self.text.strip()
            entries.append(Head(group, len(rows), folded))
            if not folded:
                entries += rows
        self.entries = entries
        self._at = {e.id if isinstance(e, Row) else e.group: at for at, e in enumerate(entries)}
        self.setStringList([""] * len(entries))

    # What Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        shown = isinstance(entry, Row) and entry.id == self.shown_id
        return f"{entry.spoken}, {words.SHOWN_NOW}" if shown else entry.spoken
