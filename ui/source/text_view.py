"""The text of a page as it was taken in, with the cited words marked; words are selected by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.strings import source as words
from ui.theme.theme import theme
from ui.utf16 import Offsets, shown

Span = tuple[int, int]
_SETTLED_MILLISECONDS = 150  # after the selection last changed
_ON_MARKER = "#14181D"  # words on the yellow are dark in either palette


class TextView(QPlainTextEdit):
    """Read-only text of one page; spans are of the source's layer, in code points."""

    selected = Signal(object)  # (start, end), or None
    seen = Signal(object)  # what was given to `await_seen`

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
        self._awaited: object = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MILLISECONDS)
        self._settled.timeout.connect(lambda: self.selected.emit(self.selection()))
        self.selectionChanged.connect(self._settled.start)
        theme().changed.connect(self._paint_marks)

    def show_text(self, start: int, text: str, mark: Span | None) -> None:
        """Show layer[start : start + len(text)], with the part of `mark` that lies in it marked and in sight."""
        self._start, self._offsets = start, Offsets(text)
        self._mark, self._found, self._current, self._awaited = mark, [], None, None
        self.blockSignals(True)  # a new text is no selection
        self.setPlainText(shown(text))
        self.blockSignals(False)
        self.setEnabled(True)
        self._paint_marks()
        self._reveal(mark)

    def leave(self) -> None:
        """Another place is being opened: what is here is not that."""
        self._mark, self._found, self._current, self._awaited = None, [], None, None
        self.setEnabled(False)
        self._paint_marks()

    def forget(self) -> None:
        """Show nothing."""
        self.leave()
        self.clear()
        self._start, self._offsets = 0, Offsets("")

    def await_seen(self, token: object) -> None:
        """Tell by `seen(token)`, once, when the text was painted with its mark in sight; of a mark that is longer than
        the view, its beginning. Never of a text that holds nothing of its mark."""
        self._awaited = token
        self._reveal(self._mark)  # the scroll bar came with the text and broke its lines anew
        self.viewport().update()

    def show_found(self, found: Sequence[Span], current: Span | None) -> None:
        """Mark places that were looked for, and bring the current one into sight."""
        self._found, self._current = list(found), current
        self._paint_marks()
        if current is not None and self._cursor(current) is not None:
            self._reveal(current)

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

    def _reveal(self, span: Span | None) -> None:
        """Put the caret before the words and bring as many of them into sight as fit; nothing gets selected."""
        cursor = self._cursor(span) if span else None
        caret = QTextCursor(self.document())
        caret.setPosition(cursor.selectionStart() if cursor is not None else 0)
        self.setTextCursor(caret)
        if cursor is None:
            return
        self._lay_out()
        self.centerCursor()
        bar = self.verticalScrollBar()
        for at in range(bar.value() + 1, bar.maximum() + 1):
            first, last = self._lines(cursor)
            if last.bottom() < self.viewport().height() or first.top() < first.height():
                break
            bar.setValue(at)

    def _lay_out(self) -> None:
        """Break every paragraph into its lines: Qt does so only when one is painted, and reckons one line till then."""
        block = self.document().begin()
        while block.isValid():
            self.blockBoundingRect(block)
            block = block.next()

    def _lines(self, cursor: QTextCursor) -> tuple[QRect, QRect]:
        """Where the first and the last line of a stretch stand in the view."""
        caret = QTextCursor(self.document())
        caret.setPosition(cursor.selectionStart())
        first = self.cursorRect(caret)
        caret.setPosition(cursor.selectionEnd() - 1)
        return first, self.cursorRect(caret)

    def _in_sight(self) -> bool:
        """Whether the mark lies within what can be seen of the text now."""
        visible = self.viewport().visibleRegion().boundingRect()
        if self._mark is None or visible.isEmpty():
            return not visible.isEmpty()
        cursor = self._cursor(self._mark)
        if cursor is None:
            return False
        first, last = self._lines(cursor)
        longer = last.bottom() - first.top() + first.height() > self.viewport().height()
        wanted = first if longer else first.united(last)
        return visible.top() <= wanted.top() and wanted.bottom() <= visible.bottom()

    def _tell(self, token: object) -> None:
        if token is self._awaited:
            self._awaited = None
            self.seen.emit(token)

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
        if self._awaited is not None and self._in_sight():
            token = self._awaited
            QTimer.singleShot(0, self, lambda: self._tell(token))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._awaited is not None:
            self._reveal(self._mark)
