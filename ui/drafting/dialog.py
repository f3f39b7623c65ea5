"""Begins a new draft: what it is for, from which sources, by which drafter."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QListView, QSpinBox, QWidget

from summarise.settings import SEED
from ui.drafting.brief_field import BriefField
from ui.drafting.drafter import Drafter
from ui.drafting.sources import SourceModel
from ui.session import Session
from ui.strings import common
from ui.strings import drafting as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, look, row
from ui.widgets.room import scrolled, take_room

LONGEST = 2000  # characters of a brief; what is too long is told and stays, for people to shorten
_MOST_CLAIMS, _MOST_SEED = 500, 2**31 - 1
_SIZE, _LEAST_LIST = (600, 700), 160  # pixels at normal text size


class DraftDialog(QDialog):
    """Starts `session.summarise`; the draft is shown once it is written."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.NEW_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.model = SourceModel(list(session.sources.values()), self)
        self._build()
        self._lay()
        self.model.changed.connect(self._count)
        self._count()

    def _build(self) -> None:
        self.brief = BriefField()
        self.brief.entered.connect(self.accept)
        self.brief.setAccessibleName(words.BRIEF)
        self.brief.setPlaceholderText(words.BRIEF_HINT)
        self.brief.textChanged.connect(self._count)
        self.left = label("", "muted")
        self.filter = QLineEdit()
        self.filter.setAccessibleName(words.FILTER)
        self.filter.setPlaceholderText(words.FILTER)
        self.filter.setClearButtonEnabled(True)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self.model)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.textChanged.connect(self.shown.setFilterFixedString)
        self.list = QListView()
        self.list.setModel(self.shown)
        self.list.setAccessibleName(words.SOURCES_NAME)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.all, self.none = button(words.ALL, lambda: self._tick(True)), button(words.NONE, lambda: self._tick(False))
        self.all.setToolTip(words.ALL_MORE)
        self.none.setToolTip(words.NONE_MORE)
        self.count = label("", "muted")
        self.seed, self.most = QSpinBox(), QSpinBox()
        self.seed.setRange(0, _MOST_SEED)
        self.seed.setValue(SEED)
        self.most.setRange(0, _MOST_CLAIMS)
        self.most.setSpecialValueText(words.MOST_FREE)
        for box, name, more in ((self.seed, words.SEED, words.SEED_MORE), (self.most, words.MOST, words.MOST_MORE)):
            box.setAccessibleName(name)
            box.setToolTip(more)
            box.lineEdit().setTextMargins(6, 0, 0, 0)
            box.setMinimumWidth(max(self.seed.sizeHint().width(), self.most.sizeHint().width()))
        self.drafter = Drafter(self._session)
        self.said = label("", "amber", wrap=True)
        self.start = button(words.START, self.accept, "primary")
        self.start.setDefault(True)

    def _lay(self) -> None:
        top = row(self.filter, self.all, self.none)
        top.setStretch(0, 1)
        numbers = row(label(words.MOST), self.most, 16, label(words.SEED), self.seed, None)
        self._list_frame = frame("pane", column(self.list, margins=(1, 1, 1, 1)))
        self._list_frame.setMinimumHeight(theme().px(_LEAST_LIST))
        inside = column(gap=8, margins=(20, 16, 20, 8))
        inside.addLayout(row(label(words.BRIEF, "strong"), None, self.left))
        inside.addWidget(self.brief)
        inside.addWidget(label(words.BRIEF_MORE, "muted", wrap=True))
        inside.addSpacing(4)
        inside.addLayout(row(label(words.SOURCES, "strong"), None, self.count))
        inside.addLayout(top)
        inside.addWidget(self._list_frame, 1)
        inside.addWidget(label(words.DRAFTER, "strong"))
        inside.addWidget(self.drafter)
        inside.addLayout(numbers)
        page = QWidget()
        page.setLayout(inside)
        foot = column(self.said, gap=8, margins=(20, 0, 20, 16))
        foot.addLayout(row(None, button(common.CANCEL, self.reject), self.start))
        layout = column(scrolled(page), gap=8)
        layout.addLayout(foot)
        self.setLayout(layout)
        take_room(self, *_SIZE)

    def _tick(self, on: bool) -> None:
        """Tick or untick what the filter shows."""
        shown = [self.shown.mapToSource(self.shown.index(at, 0)).row() for at in range(self.shown.rowCount())]
        self.model.tick(shown, on)

    def _count(self) -> None:
        self.count.setText(words.CHOSEN.format(chosen=f"{self.model.count:,}", all=f"{self.model.offered:,}"))
        over = len(self.brief.wanted()) - LONGEST
        self.left.setText(words.brief_left(-over, LONGEST))
        look(self.left, "amber" if over > 0 else "muted")
        trouble = ""
        if not self._session.writable:
            trouble = words.READ_ONLY
        elif not self.model.offered:
            trouble = words.NO_SOURCES
        elif not self.model.count:
            trouble = words.CHOOSE_ONE
        elif over > 0:
            trouble = words.BRIEF_LONG.format(most=f"{LONGEST:,}", over=counted(over, "character"))
        told = trouble or (words.BUSY if self._session.jobs.active("draft") else "")
        look(self.said, "amber" if trouble else "muted")
        self.said.setText(told)
        self.said.setVisible(bool(told))
        self.start.setEnabled(not trouble)

    def accept(self) -> None:
        """Start drafting; how far it is stands at the foot of the window."""
        if not self.start.isEnabled():
            return
        brief = self.brief.wanted() or None
        most = self.most.value() or None
        self._session.summarise(brief, self.model.chosen(), self.seed.value(), most, self.drafter.model)
        super().accept()
