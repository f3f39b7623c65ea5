"""The help window: the guides as they came with Attest, with links between them and nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QStackedWidget, QTextBrowser, QTextEdit, QWidget

from ui.strings import settings as words
from ui.theme.palette import LIGHT
from ui.theme.theme import theme
from ui.widgets.basics import column, label, row, tool
from ui.widgets.empty import EmptyState
from ui.widgets.room import take_room

_SIZE = (980, 720)  # pixels at normal text size
_MOST_BYTES = 1 << 20  # a guide is shorter
_MOST_PLACES = 500


def docs_folder() -> Path:
    """Where the guides lie: in the package, as the offline kit installs it, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "docs"
    return packed if packed.is_dir() else package.parent / "docs"


class HelpWindow(QDialog):
    """Shows the guides of a folder, beside the main window. Escape closes it."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.HELP_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = (folder or docs_folder()).resolve()
        self.shown = ""
        self._been: list[str] = []
        self._at = 0
        self._places: list[QTextCursor] = []
        self._build()
        take_room(self, *_SIZE)
        theme().changed.connect(self._redraw)
        guides = [name for name in words.GUIDES if (self._folder / name).is_file()]
        self._stack.setCurrentIndex(0 if guides else 1)
        for name in guides:
            self.list.addItem(words.GUIDES[name])
            self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, name)
        if guides:
            self.list.setCurrentRow(0)

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(words.GUIDES_NAME)
        self.list.setMaximumWidth(theme().px(210))
        self.list.setWordWrap(True)
        self.list.currentItemChanged.connect(lambda item, _: item and self.open(item.data(Qt.ItemDataRole.UserRole)))
        self.page = _Page()
        self.page.setProperty("look", "reading")
        self.page.setAccessibleName(words.GUIDE_NAME)
        self.page.anchorClicked.connect(self._follow)
        self.field = QLineEdit()
        self.field.setPlaceholderText(words.HELP_FIND)
        self.field.setAccessibleName(words.HELP_FIND)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._find())
        self.field.installEventFilter(self)
        self.count = label("", "muted")
        self.back = tool(words.HELP_BACK, self.go_back, "back")
        self.back.setEnabled(False)
        before = tool(words.FIND_BEFORE, lambda: self.step(-1), "up")
        after = tool(words.FIND_NEXT, lambda: self.step(1), "down")
        top = row(self.back, self.field, self.count, before, after)
        top.setStretch(1, 1)
        self.said = label("", "amber", wrap=True)
        self.said.hide()
        right = QWidget()
        layout = column(self.said, self.page)
        layout.insertLayout(0, top)
        right.setLayout(layout)
        whole = QWidget()
        parts = row(self.list, right, gap=12)
        parts.setStretch(1, 1)
        whole.setLayout(parts)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(EmptyState(words.NO_DOCS_HEAD, words.NO_DOCS_TEXT.format(folder=self._folder)))
        self.setLayout(column(self._stack, margins=(12, 12, 12, 12)))
        QShortcut(QKeySequence("Ctrl+F"), self, self.field.setFocus)
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)

    # Guides

    def open(self, name: str = "") -> None:
        """Show a guide by its file's name; what is not a guide of the folder is not shown."""
        path = (self._folder / name).resolve()
        if not name or path.parent != self._folder or path.suffix != ".md" or name == self.shown:
            return
        try:
            text = path.read_bytes()[:_MOST_BYTES].decode("utf-8", "replace")
        except OSError:
            self._say(words.NO_DOCS_TEXT.format(folder=path))
            return
        if self.shown:
            self._been.append(self.shown)
        self._show(name, text)

    def go_back(self) -> None:
        """To the guide that was shown before."""
        if self._been:
            name = self._been.pop()
            self.open(name)
            self._been.pop()  # `open` noted where it came from
            self.back.setEnabled(bool(self._been))

    def _show(self, name: str, text: str) -> None:
        self.shown = name
        self._say("")
        self.page.document().setDefaultFont(theme().font())
        self.page.setMarkdown(_without_pictures(text))
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self.back.setEnabled(bool(self._been))
        self._find()
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(at)

    def _follow(self, url: QUrl) -> None:
        """A link to another guide, or to a heading; any other is told of and not followed."""
        path, heading = url.path(), url.fragment()
        target = (self._folder / path).resolve() if path else self._folder / self.shown
        known = not url.scheme() and not url.host() and target.parent == self._folder
        if not known or target.suffix != ".md" or not target.is_file():
            self._say(words.OUTSIDE.format(address=url.toString()))
            return
        self.open(target.name)
        if heading:
            self._to_heading(heading)

    def _to_heading(self, slug: str) -> None:
        block = self.page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and _slug(block.text()) == slug:
                self.page.setTextCursor(QTextCursor(block))
                self.page.ensureCursorVisible()
                return
            block = block.next()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _redraw(self) -> None:
        name, self.shown, been = self.shown, "", list(self._been)
        self.open(name)
        self._been = been

    # Finding

    def step(self, by: int) -> None:
        """Go to the next or the previous place of what is looked for."""
        if self._places:
            self._at = (self._at + by) % len(self._places)
            self._mark()

    def _find(self) -> None:
        document, wanted = self.page.document(), self.field.text()
        self._places, self._at = [], 0
        found = document.find(wanted) if wanted else QTextCursor()
        while not found.isNull() and len(self._places) < _MOST_PLACES:
            self._places.append(found)
            found = document.find(wanted, found)
        self._mark()

    def _mark(self) -> None:
        marks = []
        for at, cursor in enumerate(self._places):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            form = QTextCharFormat()
            here = at == self._at
            form.setBackground(theme().colour("marker" if here else "chip"))
            form.setForeground(QColor(LIGHT.text) if here else theme().colour("text"))  # the marker is light in both
            mark.format = form
            marks.append(mark)
        self.page.setExtraSelections(marks)
        if self._places:
            here = QTextCursor(self._places[self._at])
            here.clearSelection()
            self.page.setTextCursor(here)
            self.page.ensureCursorVisible()
        told = words.PLACES.format(at=self._at + 1, count=len(self._places)) if self._places else words.NO_PLACES
        self.count.setText(told if self.field.text() else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter and Shift+Enter step through what was found; Escape empties the field before it closes the window."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)


class _Page(QTextBrowser):
    """A page that loads nothing: no picture, no style sheet, no other page."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)

    def loadResource(self, kind: int, url: QUrl) -> object:  # noqa: N802 - Qt's name
        return b""


def _without_pictures(text: str) -> str:
    """Markdown with its pictures as their words."""
    return re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _slug(heading: str) -> str:
    """A heading as links name it: "An hour with a case" → "an-hour-with-a-case"."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
