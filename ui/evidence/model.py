"""The rows of the evidence list as Qt asks for them: filtered, with groups that fold, tens of thousands at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from ui.evidence.rows import Entry, Head, Row, matching
from ui.strings import evidence as words

Index = QModelIndex | QPersistentModelIndex
MOST_OPEN = 30  # files inside one, above which it stands folded at first


class SourcesModel(QStringListModel):
    """`entries` are the headings and rows shown now; a fold is not heeded while there is a filter.

    A fold is of a group, or of a container with the files inside it. With a filter the containers of what is found are
    shown, too.

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
        self._folded: set[str] = set()  # groups
        self._turned: set[str] = set()  # containers that stand otherwise than at first

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

    def fold(self, key: str, folded: bool) -> None:
        """Fold a group or a container up, or open it."""
        row = next((r for r in self._rows if r.id == key), None) if key not in words.GROUPS else None
        if row is None:
            (self._folded.add if folded else self._folded.discard)(key)
        else:
            (self._turned.add if folded != (row.inside > MOST_OPEN) else self._turned.discard)(key)
        self._lay_out()

    def folded(self, row: Row) -> bool:
        """Whether what lies inside a source is out of sight."""
        return row.inside > 0 and (row.inside > MOST_OPEN) != (row.id in self._turned) and not self.text.strip()

    def reveal(self, source_id: str) -> None:
        """Open the group and the containers in which a source stands."""
        row = next((r for r in self._rows if r.id == source_id), None)
        if row is not None and source_id not in self._at:
            self._folded.discard(row.group)
            for above in (r for r in self._rows if r.id in row.above and self.folded(r)):
                self._turned ^= {above.id}
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
        found = matching(self._rows, self.text)
        counts = Counter(row.group for row in found)
        shut = {row.id for row in self._rows if self.folded(row)} if len(found) == len(self._rows) else set()
        entries: list[Entry] = []
        for group, of_group in groupby(self._with_containers(found), key=lambda row: row.group):
            folded = group in self._folded and not self.text.strip()
            entries.append(Head(group, counts[group], folded))
            if not folded:
                entries += [row for row in of_group if not row.above or shut.isdisjoint(row.above)]
        self.entries = entries
        self._at = {e.id if isinstance(e, Row) else e.group: at for at, e in enumerate(entries)}
        self.setStringList([""] * len(entries))

    def _with_containers(self, found: Sequence[Row]) -> Sequence[Row]:
        """What was found, and the containers that it lies in."""
        wanted = {above for row in found for above in row.above}
        if len(found) == len(self._rows) or not wanted:
            return found
        wanted |= {row.id for row in found}
        return [row for row in self._rows if row.id in wanted]

    # What Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(entry, Head):
            return entry.spoken
        fold = (words.FOLDED if self.folded(entry) else words.UNFOLDED) if entry.inside else ""
        shown = words.SHOWN_NOW if entry.id == self.shown_id else ""
        return ", ".join(t for t in (entry.spoken, fold, shown) if t)
