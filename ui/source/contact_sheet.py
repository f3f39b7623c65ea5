"""The contact sheet: every frame of the footage that can be cited, as a thumbnail with its times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QBuffer,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from provenance.errors import AttestError
from provenance.footage import Frame
from provenance.records import Source
from ui.session import Session
from ui.source.contact_cell import ContactDelegate, cell_size
from ui.source.frame_times import FrameTimes, times_of
from ui.source.turns import Turns
from ui.strings import footage as words
from ui.theme.theme import theme

if TYPE_CHECKING:
    from app.viewing import FootageView, Viewer

Index = QModelIndex | QPersistentModelIndex
BATCH = 9  # thumbnails read in one go
MOST_WAITING = 60  # what was scrolled past longest ago is not read any more
MOST_KEPT = 400
_ROLES = {role: at for at, role in enumerate(("first", "start", "peak", "end"))}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands under a thumbnail: what the frame is, one or several things, and its times."""

    headings: tuple[str, ...]
    times: FrameTimes


class ContactModel(QAbstractListModel):
    """The citable frames in order of the stream, each once; their times are worked out when they are first asked for.

    `most` is the most things that one of the frames is: a short movement may begin where it is at its most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.footage: FootageView | None = None
        self.frames: Sequence[Frame] = ()
        self.most = 1
        self._same: dict[int, list[Frame]] = {}
        self._source: Source | None = None
        self._cells: dict[int, Cell] = {}

    def show(self, footage: FootageView | None, source: Source | None) -> None:
        """Show the frames of this footage, whose source is recorded so."""
        self.beginResetModel()
        self.footage, self._source = footage, source
        frames = footage.frames if footage else ()
        self._same = {}
        for frame in sorted(frames, key=lambda f: (f.ordinal, f.event or 0, _ROLES.get(f.role, 0))):
            self._same.setdefault(frame.ordinal, []).append(frame)
        self.frames = [same[0] for same in self._same.values()]
        self.most = max(map(len, self._same.values()), default=1)
        self._cells.clear()
        self.endResetModel()

    def retell(self, source: Source) -> None:
        """The source is recorded otherwise now: say its times anew."""
        self._source = source
        self._cells.clear()
        if self.frames:
            self.dataChanged.emit(self.index(0), self.index(len(self.frames) - 1))

    def cell(self, row: int) -> Cell:
        if row not in self._cells:
            frame, footage, source = self.frames[row], self.footage, self._source
            assert footage is not None and source is not None
            told = [words.ROLES[f.role].format(number=(f.event or 0) + 1) for f in self._same[frame.ordinal]]
            self._cells[row] = Cell(tuple(dict.fromkeys(told)), times_of(footage, source, frame.ordinal))
        return self._cells[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        return 0 if parent.isValid() else len(self.frames)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        cell = self.cell(index.row())
        return f"{', '.join(cell.headings)}, {cell.times.spoken()}"


class ContactSheet(QListView):
    """A click, Enter or Space on a frame opens it. Pictures are read as they come into sight, never all at once."""

    chosen = Signal(int)  # ordinal

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.frames = ContactModel()
        self.pictures: OrderedDict[str, QImage | None] = OrderedDict()  # None: there is none to be had
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._reading = Turns(session.viewing, self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read)
        self.setModel(self.frames)
        self.setItemDelegate(ContactDelegate(self))
        self.setAccessibleName(words.SHEET_NAME)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._open)
        theme().changed.connect(self._fit)

    def begin(self, footage: FootageView | None, source: Source | None) -> None:
        """Other footage, or none."""
        self._reading.forget()
        self._wanted.clear()
        self.pictures.clear()
        self.frames.show(footage, source)
        self._fit()

    def choose(self, ordinal: int) -> None:
        """Mark the frame with this ordinal, or the last one before it, and bring it into sight."""
        before = [row for row, frame in enumerate(self.frames.frames) if frame.ordinal <= ordinal]
        index = self.frames.index(before[-1] if before else 0)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def picture(self, frame_id: str) -> QImage | None:
        """The thumbnail of a frame; where it is not here yet, it is read soon."""
        if frame_id not in self.pictures:
            self._wanted[frame_id] = None
            self._wanted.move_to_end(frame_id)
            while len(self._wanted) > MOST_WAITING:
                self._wanted.popitem(last=False)
            self._soon.start()
            return None
        self.pictures.move_to_end(frame_id)
        return self.pictures[frame_id]

    def _read(self) -> None:
        """Read a few thumbnails, those that came into sight last first."""
        if self._reading.busy or not self._wanted:
            return
        viewer = self._session.case.viewer
        ids = list(self._wanted)[-BATCH:]
        size = cell_size(self).picture * self.devicePixelRatioF()

        def then(found: dict[str, QImage | None]) -> None:
            self.pictures.update(found)
            for frame_id in found:
                self._wanted.pop(frame_id, None)
            while len(self.pictures) > MOST_KEPT:
                self.pictures.popitem(last=False)
            self.viewport().update()
            self._soon.start()

        self._reading.ask(lambda: {i: _thumbnail(viewer, i, size) for i in ids}, then, self._session.failed.emit)

    def _open(self, index: Index) -> None:
        self.chosen.emit(self.frames.frames[index.row()].ordinal)

    def _fit(self) -> None:
        if self.frames.footage is not None:
            self.setGridSize(cell_size(self).whole)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _OPENS and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _thumbnail(viewer: Viewer, frame_id: str, within: QSize) -> QImage | None:
    """A stored frame made small while it is read; None where it can neither be read nor be made again."""
    try:
        data = QByteArray(viewer.stored_frame(frame_id))
    except AttestError:
        return None  # it says so itself where it would stand
    buffer = QBuffer(data)
    reader = QImageReader(buffer)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
