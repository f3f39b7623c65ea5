"""A bar of tabs that all stay in sight: set closer where it is narrow, the longest names cut where it is more so."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabBar

from ui.theme.style import TAB_SMALLEST, TAB_TIGHT
from ui.theme.theme import theme
from ui.widgets.basics import look, tip

_ROUND, _CLOSE, _CLOSEST = 24, 11, 7  # pixels round a name: where there is room, where there is less, and least
_BOLD = 6  # pixels by which the name of the tab in front is wider, as it is bold


class Tabs(QTabBar):
    """No arrows, behind which a tab could hide; the whole name of one that is cut is its tooltip."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._names: list[str] = []
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        theme().changed.connect(self.fit)

    def add(self, name: str) -> None:
        """Add a tab at the end."""
        self._names.append(name)
        self.setAccessibleTabName(self.addTab(name), name)

    def show_tab(self, at: int, shown: bool) -> None:
        """Bring a tab into sight, or take it out."""
        if self.isTabVisible(at) != shown:
            self.setTabVisible(at, shown)
            self.fit()

    def fit(self) -> None:
        """Set the tabs closer where they would not fit otherwise, then smaller, then cut the longest names."""
        seen = [at for at in range(self.count()) if self.isTabVisible(at)]
        room, measure = self.width() - theme().px(_BOLD), QFontMetrics(theme().font())
        wide = [measure.horizontalAdvance(self._names[at]) for at in seen]
        how = "" if sum(wide) + _ROUND * len(seen) <= room else "close"
        if how and sum(wide) + _CLOSE * len(seen) > room:
            how, measure = "tight", QFontMetrics(theme().font(TAB_TIGHT))
            wide = [measure.horizontalAdvance(self._names[at]) for at in seen]
        if how == "tight" and sum(wide) + _CLOSE * len(seen) > room:
            how, measure = "tightest", QFontMetrics(theme().font(TAB_SMALLEST))
            wide = [measure.horizontalAdvance(self._names[at]) for at in seen]
        most = widest(wide, room - _CLOSEST * len(seen)) if how == "tightest" else max(wide, default=0)
        for at in seen:
            shown = measure.elidedText(self._names[at], Qt.TextElideMode.ElideRight, most + 1)
            if self.tabText(at) != shown:
                self.setTabText(at, shown)
            self.setTabToolTip(at, tip(self._names[at]) if shown != self._names[at] else "")
        look(self, how)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Names do not keep a pane from being made narrow."""
        return QSize(theme().px(120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


def widest(wide: list[int], room: int) -> int:
    """How wide each of these may be at most, so that all go into the room; those that are narrower stay as they are."""
    left, rest = room, len(wide)
    for one in sorted(wide):
        if one * rest > left:
            return max(1, left // rest)
        left, rest = left - one, rest - 1
    return max(wide, default=0)
