"""Keys of a window: actions from the one table, under the keys that this person has, never in the way of typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.preferences import Preferences
from ui.settings.actions import ACTIONS, BY_NAME, Action, key_text, working

__all__ = ["ACTIONS", "Action", "Keys"]

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
_EDITS = (
    QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut, QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo,
)  # fmt: skip
_TYPED_IN = (QLineEdit, QAbstractSpinBox, QComboBox, QKeySequenceEdit)
KEEPS_CTRL_ENTER = "keeps_ctrl_enter"  # property of what has this key for itself: it saves, or adds
LIKE_A_LIST = "like_a_list"  # property of drawn widgets in which arrows move and Enter opens, as in lists
_MOVED_IN = (QAbstractItemView, QAbstractSlider, QTabBar, QTextEdit, QPlainTextEdit)


class Keys(QObject):
    """The keys of `window`. `bind` says what an action does; `take` other preferences change keys at once.

    Keys without Ctrl or Alt go to whatever has the focus and needs them: all to a field that is typed in, arrows and
    Enter to lists, Enter to buttons.
    """

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._bound: dict[str, list[QAction]] = {}
        self._watched: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        self._focus_moved(None, application.focusWidget())

    def bind(self, name: str, act: Callable[[], object], widget: QWidget | None = None) -> QAction:
        """Do `act` on the keys of an action, everywhere in the window or only while `widget` has the focus.

        Raises KeyError for a name that the table does not know.
        """
        action = BY_NAME[name]
        place = widget or self._window
        made = QAction(action.words, place)
        made.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if widget else Qt.ShortcutContext.WindowShortcut
        )
        made.setAutoRepeat(action.repeats)  # a key held too long must not accept one claim after the other
        made.triggered.connect(lambda _=False: act())
        place.addAction(made)
        self._bound.setdefault(name, []).append(made)
        self._set(action, made)
        return made

    def bound(self) -> set[str]:
        """Names of the actions that do something here."""
        return set(self._bound)

    def take(self, preferences: Preferences) -> None:
        """Have the keys that these preferences say."""
        self._preferences = preferences
        for name, made in self._bound.items():
            self._bound[name] = [one for one in made if isValid(one)]
            for one in self._bound[name]:
                self._set(BY_NAME[name], one)

    def shown(self, name: str) -> str:
        """The first key of an action that works now, as people read it; "" without one."""
        keys = working(BY_NAME[name], self._preferences)
        return key_text(keys[0]) if keys else ""

    def _set(self, action: Action, made: QAction) -> None:
        made.setShortcuts([QKeySequence(k) for k in working(action, self._preferences)])

    # Keys that belong to what has the focus

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = now if now is not None and now.window() is self._window else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt asks the widget with the focus, before a shortcut runs, whether it wants the key for itself."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _keeps(watched, event):
            event.accept()
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._has(event):
            event.ignore()  # Ctrl+E and others are a field's own on some systems, unknown to who uses it
            return True
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _wants(watched, event):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QAbstractButton):
            return event.key() in _ENTER and not event.isAutoRepeat() and _press(watched)
        return False

    def _has(self, event: QKeyEvent) -> bool:
        """Whether an action has this key, with Ctrl or Alt, and it is not one that edits text."""
        if not event.modifiers() & _HELD or any(event.matches(one) for one in _EDITS):
            return False
        pressed = QKeySequence(event.keyCombination())
        return any(pressed in made.shortcuts() for some in self._bound.values() for made in some if isValid(made))


def _keeps(widget: QObject, event: QKeyEvent) -> bool:
    control = event.modifiers() & _HELD == Qt.KeyboardModifier.ControlModifier
    return control and event.key() in _ENTER and bool(widget.property(KEEPS_CTRL_ENTER))


def _wants(widget: QObject, event: QKeyEvent) -> bool:
    if event.modifiers() & _HELD:
        return False
    key = event.key()
    if isinstance(widget, _TYPED_IN):
        return not _is_function_key(key)
    if isinstance(widget, (QTextEdit, QPlainTextEdit)) and not widget.isReadOnly():
        return not _is_function_key(key)
    if isinstance(widget, QAbstractButton):
        return key in (*_ENTER, Qt.Key.Key_Space)
    if isinstance(widget, QAbstractItemView) or widget.property(LIKE_A_LIST):
        return key in (*_MOVES, *_ENTER, Qt.Key.Key_Space)
    return isinstance(widget, _MOVED_IN) and key in _MOVES


def _is_function_key(key: int) -> bool:
    return Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35


def _press(widget: QAbstractButton) -> bool:
    """Enter presses a button, as it does in dialogs."""
    widget.click()
    return True
