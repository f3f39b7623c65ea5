"""The files of a taking-in as a table, those inside others below them; only what changed is told to the view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from app.taking_in import why
from app.time_left import TimeLeft
from app.watch import FileProgress
from provenance.kinds import KINDS
from ui.intake.taking import Taking
from ui.intake.tree import Tree
from ui.strings import common
from ui.strings import intake as words
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
FILE, KIND, STATE, LEFT, WHY = range(5)
_MOST_STRETCHES = 50  # told one by one: telling of thousands takes longer than painting what is seen of them
NEEDS_LOOK = {"partly", "held", "refused"}
SHARE_ROLE = Qt.ItemDataRole.UserRole
_ICONS = {
    "read": ("good", "green"),
    "partly": ("look", "amber"),
    "held": ("held", "amber"),
    "refused": ("refused", "amber"),
    "duplicate": ("duplicate", "muted"),
    "before": ("duplicate", "muted"),
    "list": ("good", "green"),
}


class FilesModel(QAbstractTableModel):
    """Rows of a `Taking`, all of them or those that need a look; `poll` brings it up to date.

    `title_of` gives what people call a source by its id.
    """

    def __init__(self, taking: Taking, title_of: Callable[[str], str | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.taking = taking
        self._title_of = title_of
        self.only_look = False
        self._version = 0
        self._tree = Tree()  # the rows of the taking-in that the view was told of, in the order in which they stand
        self._shown: list[int] = []  # those that need a look, while only they are shown
        self._left: dict[int, TimeLeft] = {}
        self._busy: set[int] = set()
        self._icons: dict[str, QIcon] = {}
        theme().changed.connect(self._icons.clear)

    def poll(self) -> bool:
        """Take up what changed; gives whether anything did."""
        version, rows = self.taking.changed_since(self._version)
        if version == self._version:
            return False
        self._version = version
        known = self._tree.count
        new, old = [at for at in rows if at >= known], [at for at in rows if at < known]
        for at in rows:
            self._time(at)
        self._add(new)
        if self.only_look:
            self._take_look(rows)
            return True
        standing = sorted(map(self._tree.standing, old))
        stretches = _stretches(standing)
        if len(stretches) > _MOST_STRETCHES:
            stretches = [(standing[0], standing[-1])]
        for first, last in stretches:
            self.dataChanged.emit(self.index(first, 0), self.index(last, WHY))
        return True

    def _add(self, new: list[int]) -> None:
        """Let new rows stand where they belong."""
        groups = self._tree.note([(at, self.taking.rows[at]) for at in new])
        if self.only_look:  # nothing that is shown moves
            self._tree.put_all(groups)
            return
        if len(groups) > _MOST_STRETCHES:
            self.beginResetModel()
            self._tree.put_all(groups)
            self.endResetModel()
            return
        for place, several in self._tree.places(groups):
            self.beginInsertRows(QModelIndex(), place, place + len(several) - 1)
            self._tree.put(place, several)
            self.endInsertRows()

    def show_only_look(self, only: bool) -> None:
        """Show the files that need a look alone, or all."""
        self.beginResetModel()
        self.only_look = only
        self._shown = [at for at in self._tree.order if self._needs_look(at)] if only else []
        self.endResetModel()

    def file(self, index: Index) -> FileProgress | None:
        return self.taking.rows[self._at(index.row())] if index.isValid() else None

    def at_work(self) -> int | None:
        """Where the first file stands that is being read or copied, if it is shown."""
        return self._tree.standing(min(self._busy)) if self._busy and not self.only_look else None

    def pause(self, paused: bool) -> None:
        """Time left stands still while the work does."""
        for left in self._left.values():
            (left.pause if paused else left.resume)()

    # What Qt asks

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        if parent is not None and parent.isValid():
            return 0
        return len(self._shown) if self.only_look else self._tree.count

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(words.COLUMNS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return words.COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        at = self._at(index.row())
        row, column = self.taking.rows[at], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(at, row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(str(row.path)) if column == FILE else tip(self._why(row)) if column == WHY else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            within = words.INSIDE.format(name=row.inside.name) if column == FILE and row.inside is not None else ""
            told = row.name if column == FILE else self._text(at, row, column)
            return f"{words.COLUMNS[column]}: {told}{within}"
        if role == Qt.ItemDataRole.DecorationRole and column == STATE and row.outcome is not None:
            return self._icon(row.told)
        if role == SHARE_ROLE and column == STATE and row.outcome is None and row.stage == "reading":
            return row.share
        return None

    def _text(self, at: int, row: FileProgress, column: int) -> str:
        match column:
            case 0:
                if self.only_look and row.inside is not None:  # what it lies in may not be shown
                    return words.NAME_INSIDE.format(name=row.name, container=row.inside.name)
                return words.INDENT * self._tree.depth(at) + row.name
            case 1:
                return "" if row.kind == "unknown" else KINDS.get(row.kind, row.kind)
            case 2:
                return _state(row, self.taking)
            case 3:
                return common.time_left(self._left[at].seconds()) if at in self._left else ""
            case _:
                return self._why(row)

    def _why(self, row: FileProgress) -> str:
        return why(row.source, self._title_of) if row.source is not None else ""

    def _at(self, row: int) -> int:
        return self._shown[row] if self.only_look else self._tree.order[row]

    def _needs_look(self, at: int) -> bool:
        return self.taking.rows[at].told in NEEDS_LOOK

    def _take_look(self, rows: list[int]) -> None:
        known = set(self._shown)
        standing = self._tree.standing
        new = sorted((at for at in rows if at not in known and self._needs_look(at)), key=standing)
        gone = any(at in known and not self._needs_look(at) for at in rows)
        if gone or (new and self._shown and standing(self._shown[-1]) > standing(new[0])):
            self.show_only_look(True)
        elif new:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(new) - 1)
            self._shown += new
            self.endInsertRows()

    def _time(self, at: int) -> None:
        row = self.taking.rows[at]
        at_work = row.outcome is None and row.stage in ("reading", "copying")
        (self._busy.add if at_work else self._busy.discard)(at)
        if row.stage == "reading" and row.outcome is None:
            self._left.setdefault(at, TimeLeft()).tell(row.share, 1.0)
        else:
            self._left.pop(at, None)

    def _icon(self, outcome: str) -> QIcon:
        if outcome not in self._icons:
            self._icons[outcome] = icon(*_ICONS[outcome])
        return self._icons[outcome]


def _state(row: FileProgress, taking: Taking) -> str:
    if row.outcome is not None:
        return words.OUTCOMES[row.told]
    if taking.skips(row.path):
        return words.LEFT_OUT_SOON
    stage = words.STAGES[row.stage]
    shown = row.stage == "reading" and row.share > 0
    return words.SHARE.format(stage=stage, percent=round(100 * row.share)) if shown else stage


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    """Row numbers in order as first and last of each run without a gap."""
    found: list[tuple[int, int]] = []
    for at in rows:
        if found and found[-1][1] == at - 1:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
