"""Labels, buttons and rows in the few forms that the window uses; every control is made with a name."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme.icons import icon
from ui.theme.theme import theme

L = TypeVar("L", bound=QBoxLayout)
PASSING = "passing"  # property of a field whose words are of no use later: they only look for something


def label(text: str = "", look: str = "", wrap: bool = False) -> QLabel:
    """A label; what people may want to copy can be selected with the mouse."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        made.setProperty("look", look)
    return made


def symbol(name: str, colour: str = "muted") -> QLabel:
    """An icon that stands beside words which say the same."""
    made = QLabel()

    def draw() -> None:
        size = theme().px(16)
        made.setPixmap(icon(name, colour).pixmap(QSize(size, size), made.devicePixelRatioF()))

    draw()
    _Redraw(made, draw)
    return made


class Elided(QLabel):
    """A one-line label that ends in "…" where it does not fit; the whole text is its tooltip."""

    def __init__(self, text: str = "", look: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.set(text)

    def set(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(tip(self._whole) if shown != self._whole else "")


def tip(text: str) -> str:
    """A tooltip that shows text as it is: Qt takes what looks like markup for markup, and file names are hostile."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if text else ""


def button(text: str, act: Callable[[], object], look: str = "", name: str = "", icon_name: str = "") -> QPushButton:
    """A push button. `name` is its accessible name where the text alone does not say enough."""
    made = QPushButton(text)
    _dress(made, act, look, name or text, icon_name)
    return made


def tool(name: str, act: Callable[[], object], icon_name: str, look: str = "plain", text: str = "") -> QToolButton:
    """A small button with an icon; `name` is its tooltip and accessible name."""
    made = QToolButton()
    made.setToolTip(name)
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    _dress(made, act, look, name, icon_name)
    return made


def _dress(made: QAbstractButton, act: Callable[[], object], look: str, name: str, icon_name: str) -> None:
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(lambda _=False: act())
    if look:
        made.setProperty("look", look)
    if icon_name:
        colour = {"primary": "on_accent", "danger": "red", "link": "accent"}.get(look, "muted")

        def draw() -> None:
            made.setIcon(icon(icon_name, colour))
            made.setIconSize(QSize(theme().px(16), theme().px(16)))

        draw()
        _Redraw(made, draw)


class _Redraw(QObject):
    """Draws an icon again when the theme changes; a child of its widget, so that it goes with it."""

    def __init__(self, made: QWidget, draw: Callable[[], None]) -> None:
        super().__init__(made)
        self._draw = draw
        theme().changed.connect(self.again)

    def again(self) -> None:
        self._draw()


def row(*items: QWidget | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Widgets side by side; a number is a space of so many pixels, None takes what is left."""
    return _fill(QHBoxLayout(), items, gap, margins)


def column(
    *items: QWidget | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Widgets one below the other; a number is a space of so many pixels, None takes what is left."""
    return _fill(QVBoxLayout(), items, gap, margins)


def _fill(layout: L, items: tuple[QWidget | int | None, ...], gap: int, margins: tuple[int, int, int, int]) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        else:
            layout.addWidget(item)
    return layout


def frame(look: str, layout: QBoxLayout | None = None) -> QFrame:
    """A frame with a look of the style sheet: "pane", "card", "rule", "notice", "trouble"."""
    made = QFrame()
    made.setProperty("look", look)
    if layout is not None:
        made.setLayout(layout)
    return made


def look(widget: QWidget, value: str) -> None:
    """Change a widget's look while it is shown."""
    if widget.property("look") != value:
        widget.setProperty("look", value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def keys_within(
    widget: QWidget, keys: Mapping[str, Callable[[], object]] | Mapping[Qt.Key, Callable[[], object]]
) -> None:
    """Have keys do something while the keyboard is in the widget or in a part of it."""
    for key, act in keys.items():
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
