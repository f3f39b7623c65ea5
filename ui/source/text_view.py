"""The text of a page as it was taken in, with the cited words marked; words are selected by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.source.utf16 import Offsets, shown
from ui.strings import source as words
from ui.theme.theme import theme

Span = tuple[int, int]
_SETTLED_MILLISECONDS = 150  # after the selection last changed
_ON_MARKER = "#14181D"  # words on the yellow are dark in either palette


class TextView(QPlainTextEdit):
    """Read-only text of one page; spans are of the source's layer, in code points."""

    selected = Signal(object)  # (start, end), or None
    seen = Signal()  # the text was painted, with the mark in sight

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(words.TEXT_VIEW)
        self.setProperty("look", "reading")
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._start = 0
        self._offsets = Offsets("")
        self._mark: Span | None = None
        self._found: list[Span] = []
        self._current: Span | None = None
        self._awaited = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MILLISECONDS)
        self._settled.timeout.connect(lambda: self.selected.emit(self.selection()))
        self.selectionChanged.connect(self._settled.start)
        theme().changed.connect(self._paint_marks)

    def show_text(self, start: int, text: str, mark: Span | None) -> None:
        """Show layer[start : start + len(text)], with the part of `mark` that lies in it marked and in sight."""
        self._start, self._offsets = start, Offsets(text)
        self._mark, self._found, self._current = mark, [], None
        self.blockSignals(True)  # a new text is no selection
        self.setPlainText(shown(text))
        self.blockSignals(False)
        self.setEnabled(True)
        self._paint_marks()
        here = self._cursor(mark) if mark else None
        self._reveal(here)

    def leave(self) -> None:
        """Another place is being opened: what is here is not that."""
        self._mark, self._found, self._current, self._awaited = None, [], None, False
        self.setEnabled(False)
        self._paint_marks()

    def forget(self) -> None:
        """Show nothing."""
        self.leave()
        self.clear()

    def await_seen(self) -> None:
        """Tell by `seen`, once, when the text has been painted."""
        self._awaited = True
        self.viewport().update()

    def show_found(self, found: Sequence[Span], current: Span | None) -> None:
        """Mark places that were looked for, and bring the current one into sight."""
        self._found, self._current = list(found), current
        self._paint_marks()
        here = self._cursor(current) if current else None
        if here is not None:
            self._reveal(here)

    def marked(self) -> list[str]:
        """The words that are marked as cited, as the document holds them."""
        cursor = self._cursor(self._mark) if self._mark else None
        return [cursor.selectedText().replace("\u2029", "\n")] if cursor is not None else []

    def selection(self) -> Span | None:
        """The selected stretch of the layer."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        ends = (self._offsets.points(at) + self._start for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return next(ends), next(ends)

    def select_nothing(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def _cursor(self, span: Span) -> QTextCursor | None:
        """A cursor over the part of a span that this page holds; None where it holds nothing of it."""
        last = self.document().characterCount() - 1
        start, end = (min(max(0, self._offsets.units(max(0, at - self._start))), last) for at in span)
        if start >= end:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _reveal(self, cursor: QTextCursor | None) -> None:
        """Put the caret before the words and bring them into sight; nothing gets selected."""
        caret = QTextCursor(self.document())
        caret.setPosition(cursor.selectionStart() if cursor is not None else 0)
        self.setTextCursor(caret)
        if cursor is not None:
            self.centerCursor()

    def _paint_marks(self) -> None:
        accent, marker = theme().colour("accent"), theme().colour("marker")
        found, current = QTextCharFormat(), QTextCharFormat()
        found.setBackground(theme().colour("chip"))
        current.setBackground(accent)
        current.setForeground(theme().colour("on_accent"))
        cited = QTextCharFormat()
        cited.setBackground(marker)
        cited.setForeground(QColor(_ON_MARKER))
        cited.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)  # not by colour alone
        cited.setUnderlineColor(theme().colour("marker_edge"))
        wanted = [(cited, self._mark), *((found, s) for s in self._found), (current, self._current)]
        shown_marks = []
        for form, span in wanted:
            cursor = self._cursor(span) if span else None
            if cursor is not None:
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, form
                shown_marks.append(one)
        self.setExtraSelections(shown_marks)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._awaited:
            self._awaited = False
            QTimer.singleShot(0, self, self.seen.emit)
