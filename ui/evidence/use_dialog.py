"""Decides what sources are in the case, one or many at once, and writes what schedules say of one; each step undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QFrame, QLineEdit, QPushButton, QScrollArea, QWidget

from provenance.audience import USES, Use
from provenance.material import USE, WORDS, Material, use_of
from ui.evidence.use_list import ICONS, UseList
from ui.session import Session
from ui.strings import common
from ui.strings import use as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

Changes = dict[str, dict[str, str]]  # by source id
_SIZE, _WORDS = (720, 680), 232  # pixels of the dialog, and of the height of the words below


class UseDialog(QDialog):
    """Every choice is written at once; `undo` takes back what was changed here, the last first."""

    def __init__(self, session: Session, source_ids: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TITLE)
        self._session = session
        self._done: list[tuple[str, Changes]] = []  # what was changed, and how it was before
        self._sent: Changes = {}  # what is being written: lists show it later, and the next key may come before that
        self._writing = 0
        self._written: dict[str, Material] = {}  # by source id, as the record had it after it was written here
        self._shown = ""  # the source whose words are in the fields
        self._build()
        self._lay_out()
        session.sources_changed.connect(self._show)
        self._show()
        self.list.choose(source_ids)
        self._chosen()
        (self.list if source_ids else self.filter).setFocus()

    def _build(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(words.FILTER)
        self.filter.setAccessibleName(words.FILTER)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.list = UseList(self)
        self.list.asked.connect(lambda use: self.mark(use_of(use) or "undecided"))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.uses: dict[Use, QPushButton] = {}
        for use in USES:
            text, name = words.ACT.format(use=USE[use], key=words.KEYS[use]), words.ACT_NAMES[use]
            self.uses[use] = button(text, lambda use=use: self.mark(use), name=name, icon_name=ICONS[use])
            self.uses[use].setToolTip(name)
        self.how_many = label("", "muted")
        self.left = label("", "amber")
        self.fields = {name: QLineEdit() for name in WORDS}
        for name, field in self.fields.items():
            field.setAccessibleName(words.FIELDS[name])
            field.editingFinished.connect(lambda name=name: self._write_words(name))
        self.rebuttable = QCheckBox(words.REBUTTABLE)
        self.rebuttable.clicked.connect(lambda on: self._write({self._shown: {"rebuttable": "yes" if on else "no"}}))
        self.of_one = label(words.WORDS_OF_ONE, "muted", wrap=True)
        self.error = label("", "red", wrap=True)
        self.error.hide()
        self.undo_button = button(words.UNDO, self.undo, name=words.UNDO_NAME, icon_name="undo")
        self.undo_button.setToolTip(words.UNDO_NAME)
        self.undo_button.setEnabled(False)
        for one in (*self.uses.values(), self.undo_button):
            one.setAutoDefault(False)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(6)
        for name, field in self.fields.items():
            form.addRow(words.FIELDS[name], field)
        form.addRow("", self.rebuttable)
        self._words = QWidget()
        self._words.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        below = QWidget()
        below.setProperty("look", "ground")
        below.setLayout(column(label(words.WORDS_HEAD, "strong"), self.of_one, self._words, None, gap=6))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(below)
        scroll.setMinimumHeight(theme().px(_WORDS))
        close = button(common.CLOSE, self.accept, "primary")
        close.setAutoDefault(False)
        layout = column(label(words.HELP, "muted", wrap=True), self.filter, self.list, gap=8, margins=(16, 16, 16, 16))
        layout.addLayout(row(self.how_many, None, self.left))
        layout.addLayout(row(*self.uses.values(), None, gap=6))
        layout.addWidget(scroll)
        layout.addWidget(self.error)
        layout.addLayout(row(self.undo_button, None, close))
        layout.setStretch(2, 3)
        layout.setStretch(5, 2)
        self.setLayout(layout)
        self.resize(theme().px(_SIZE[0]), min(theme().px(_SIZE[1]), _SIZE[1]))

    # What is shown

    def _show(self) -> None:
        chosen = self.list.chosen
        if self.list.sources.show(self._session.sources, self._session.materials):
            self.list.choose(chosen)
        open_now = sum(self.list.sources.use(id) == "undecided" for id in self._session.sources)
        self.left.setText(words.LEFT.format(count=f"{open_now:,}") if open_now else words.ALL_DECIDED)
        self.left.setProperty("look", "amber" if open_now else "muted")
        self.left.style().polish(self.left)
        self._chosen()

    def _filter(self, text: str) -> None:
        chosen = self.list.chosen
        if self.list.sources.filter(text):
            self.list.choose(chosen)
        self._chosen()

    def _chosen(self) -> None:
        """The lines chosen are others, or are something else now."""
        ids, writable = self.list.chosen, self._session.writable
        self.how_many.setText(words.CHOSEN.format(count=f"{len(ids):,}") if ids else words.NONE_CHOSEN)
        for one in self.uses.values():
            one.setEnabled(bool(ids) and writable)
        one = ids[0] if len(ids) == 1 else ""
        self.of_one.setVisible(not one)
        self._words.setEnabled(bool(one) and writable)
        decided = self._material(one)
        for name, field in self.fields.items():
            if one != self._shown or not field.hasFocus():  # what is being typed stays
                field.setText(getattr(decided, name))
                field.setCursorPosition(0)
        self.rebuttable.setChecked(decided.rebuttable)
        self._shown = one

    def _material(self, source_id: str) -> Material:
        """The later of what the session's lists have and what was written here."""
        listed = self._session.materials.get(source_id) or Material(source_id)
        return max(listed, self._written.get(source_id, listed), key=lambda one: one.version)

    def _now(self, source_id: str, name: str) -> str:
        """What it is once all that was asked for is written."""
        sent = self._sent.get(source_id, {})
        return sent[name] if name in sent else _value(self._material(source_id), name)

    # What is done

    def mark(self, use: Use) -> None:
        """Say of all that are chosen that they are this."""
        self._write({id: {"use": use} for id in self.list.chosen if self._now(id, "use") != use}, USE[use])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        else:
            super().keyPressEvent(event)

    def undo(self) -> None:
        """Take back the last change made here, as a decision of its own: the record keeps all of them."""
        if self._done:
            step = what, before = self._done.pop()
            self._send(before, words.UNDONE.format(what=what), lambda: self._done.append(step))

    def _write_words(self, name: str) -> None:
        text = " ".join(self.fields[name].text().split())
        if self._shown and text != self._now(self._shown, name):
            self._write({self._shown: {name: text}})

    def _write(self, changes: Mapping[str, Mapping[str, str]], use: str = "") -> None:
        named = [id for id in changes if id in self._session.sources]
        if not named or not self._session.writable:
            return
        sources = self._session.sources
        what = sources[named[0]].title if len(named) == 1 else f"{len(named):,} sources"
        before = {id: {name: self._now(id, name) for name in changes[id]} for id in named}
        step = what, before
        self._done.append(step)
        told = words.DONE.format(what=what, use=use) if use else words.DONE_WORDS.format(what=what)
        self._send(
            {id: dict(changes[id]) for id in named}, told, lambda: step in self._done and self._done.remove(step)
        )

    def _send(self, changes: Changes, told: str, take_back: Callable[[], object]) -> None:
        """Have it written; `take_back` is for where it cannot be."""
        self.error.hide()
        self.undo_button.setEnabled(bool(self._done))
        session = self._session
        self._writing += 1
        for id, values in changes.items():
            self._sent[id] = self._sent.get(id, {}) | values

        def over() -> None:
            self._writing -= 1
            if not self._writing:
                self._sent = {}

        def then(written: list[Material]) -> None:
            self._written |= {one.source_id: one for one in written}
            over()
            session.told.emit(told)
            session.refresh_sources()

        def failed(error: Exception) -> None:
            over()
            take_back()
            self.undo_button.setEnabled(bool(self._done))
            self.error.setText(sentence_of(error))
            self.error.show()
            session.refresh_sources()

        session.reviews.run(self, lambda: session.case.decide_materials(changes), then, failed)


def _value(material: Material, name: str) -> str:
    value = getattr(material, name)
    return str(value) if name != "rebuttable" else "yes" if value else "no"


def decide_use(session: Session, source_ids: list[str], parent: QWidget | None) -> None:
    """Open the dialog with these sources chosen."""
    UseDialog(session, source_ids, parent).open()
