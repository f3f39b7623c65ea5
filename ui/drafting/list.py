"""Earlier drafts and answers, with what came of each: shown, run again, compared; the record saved as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMenu, QStackedWidget, QWidget

from app.models import language_models
from app.replay import EXTRACTIVE
from provenance.enquiries import Enquiry, before
from provenance.enquiries import told as told_before
from provenance.store.ids import draft_number
from provenance.store.records import SearchRecord
from ui.drafting.naming import named, within
from ui.drafting.picking import DraftRows, row_of
from ui.search.rows import Row
from ui.session import Session
from ui.start.naming import folder_name
from ui.strings import common
from ui.strings import compare as compare_words
from ui.strings import drafting as words
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import EmptyState, Trouble
from ui.widgets.room import take_room

_SIZE = (760, 640)  # pixels at normal text size


class DraftList(QDialog):
    """Shows `session.drafts`, the newest first; asked to compare one, it offers the others in the same list."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.LIST_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.picking_for = ""  # the id of the draft that another one is chosen for, to be compared with
        self._wanted = session.draft.id if session.draft else ""  # what a person chose last, or saw
        self._enquiries: list[Enquiry] = []
        self._checked: dict[str, tuple[int, int]] = {}
        self._build()
        self._lay()
        session.drafts_changed.connect(self._fill)
        session.drafts_changed.connect(self._read)
        session.draft_changed.connect(self._fill)
        session.state_changed.connect(self._read)  # bound: a closed list hears nothing more
        self._fill()
        self._read()
        self.list.enter()

    def _build(self) -> None:
        self.asked = label("", "strong", wrap=True)
        self.asked.hide()
        self.filter = QLineEdit()
        self.filter.setAccessibleName(words.FILTER_LIST)
        self.filter.setPlaceholderText(words.FILTER_LIST)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _: self._fill())
        self.filter.installEventFilter(self)
        self.list = DraftRows(words.LIST_NAME)
        self.list.opened.connect(self._open)
        self.list.left.connect(self.filter.setFocus)
        self.list.chosen.connect(self._take)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState(words.NONE_HEAD, words.NONE_TEXT))
        self._stack.addWidget(EmptyState(words.NOTHING_MATCHES, words.NOTHING_MATCHES_TEXT))
        self.why = label("", "muted", wrap=True)
        self.said = label("", "green", wrap=True)
        self.said.hide()
        self.show_button = button(words.SHOW_CHOSEN, lambda: self._open(self.list.key()), "primary")
        self.show_button.setToolTip(words.SHOW_MORE)
        self.again = button(compare_words.RUN_AGAIN, self._run_again, icon_name="retry")
        self.again.setToolTip(compare_words.RUN_AGAIN_MORE)
        self.compare = button(compare_words.COMPARE_WITH, self.pick)
        self.compare.setToolTip(compare_words.COMPARE_MORE)
        self.picked = button(compare_words.PICKED, lambda: self._open(self.list.key()), "primary")
        self.back = button(compare_words.BACK, self.leave_picking)
        self.save_button = button(words.SAVE, self._choose_file)
        self.close_button = button(common.CLOSE, self.reject)
        self._usual = (self.show_button, self.again, self.compare, self.save_button, self.close_button)
        for one in (*self._usual, self.picked, self.back):
            one.setAutoDefault(False)

    def _lay(self) -> None:
        self._kept = label(words.KEPT, "muted", wrap=True)
        self._troubles = column()
        inside = frame("pane", column(self._stack, margins=(8, 8, 8, 8)))
        layout = column(self.asked, self.filter, inside, gap=8)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setStretch(2, 1)
        layout.addWidget(self.why)
        layout.addWidget(self._kept)
        layout.addWidget(self.said)
        layout.addLayout(self._troubles)
        act, leave = (self.show_button, self.again, self.compare, self.picked), (self.save_button, self.close_button)
        layout.addLayout(row(*act, None, self.back, *leave))
        self.setLayout(layout)
        self._set_picking("")
        take_room(self, *_SIZE)

    def _fill(self) -> None:
        wanted = self.filter.text().casefold().split()
        listed = [one for one in reversed(self._session.drafts) if one.draft_id != self.picking_for]
        rows = [self._row(one) for one in listed]
        kept = [r for r in rows if all(word in r.spoken().casefold() for word in wanted)]
        self.list.show_some(kept, self._wanted)
        self._stack.setCurrentIndex(0 if kept else 2 if rows else 1)
        self._offer()

    def _read(self) -> None:
        """How many claims of each draft are checked, and which lines of enquiry there are."""
        case, ids = self._session.case, [one.draft_id for one in self._session.drafts]

        def work() -> tuple[list[Enquiry], dict[str, tuple[int, int]]]:
            return case.store.enquiries(), {one: case.reviewing.progress(one) for one in ids}

        def then(found: tuple[list[Enquiry], dict[str, tuple[int, int]]]) -> None:
            self._enquiries, self._checked = found
            self._fill()

        self._session.background.run(self, work, then, latest="list of drafts")

    def _row(self, one: SearchRecord) -> Row:
        earlier = told_before(before(draft_number(one.draft_id), "", (), self._enquiries))
        return row_of(one, self._session, self._checked, earlier)

    def _open(self, draft_id: object) -> None:
        """Compare with the chosen one where that was asked for, else show it."""
        if draft_id is None:
            return
        if self.picking_for:
            self._compare(str(draft_id))
            return
        self._session.show_draft(str(draft_id))
        self._session.tab_asked.emit("summary")
        self.accept()

    # Running again, and comparing

    def _take(self, key: object) -> None:
        """What a person chose is kept in mind while a filter hides it."""
        if key is not None and not self.filter.text():
            self._wanted = str(key)
        self._offer()

    def _chosen(self) -> SearchRecord | None:
        return next((one for one in self._session.drafts if one.draft_id == self.list.key()), None)

    def _offer(self) -> None:
        """Offer what can be done with the chosen draft, and say why something cannot."""
        one, writable = self._chosen(), self._session.writable
        few = len(self._session.drafts) < 2
        for each in (self.show_button, self.picked):
            each.setEnabled(one is not None)
        self.again.setEnabled(one is not None and writable and not one.by_hand)
        self.compare.setEnabled(one is not None and not few)
        why = [words.NOT_CHOSEN] if one is None and self._session.drafts else []
        if one is not None and not self.picking_for:
            why += [compare_words.RUN_AGAIN_READ_ONLY] if not writable else []
            why += [compare_words.RUN_AGAIN_NOT] if one.by_hand and writable else []
            why += [compare_words.COMPARE_FEW] if few else []
        self.why.setText(" · ".join(why))
        self.why.setVisible(bool(why))

    def _run_again(self) -> None:
        """Begin at once where there is nothing to choose, else offer the drafters."""
        menu = self.drafters()
        if len(menu.actions()) > 1:
            menu.popup(self.again.mapToGlobal(self.again.rect().bottomLeft()))
        elif menu.actions():
            menu.actions()[0].trigger()

    def drafters(self) -> QMenu:
        """By whom the chosen run can be done again: as it was, without a language model, by a registered one."""
        menu, one = QMenu(self), self._chosen()
        if one is None:
            return menu
        menu.addAction(compare_words.AS_IT_WAS, lambda: self._replay(one.draft_id, None))
        names = language_models()
        if names:
            menu.addAction(compare_words.WITHOUT_MODEL, lambda: self._replay(one.draft_id, EXTRACTIVE))
        for name in names:
            menu.addAction(compare_words.BY_MODEL.format(name=name), lambda n=name: self._replay(one.draft_id, n))
        return menu

    def _replay(self, draft_id: str, model: str | None) -> None:
        self._session.comparing.replay(draft_id, model)
        self.accept()

    def pick(self) -> None:
        """Offer the other drafts in this list, to be compared with the chosen one."""
        one = self._chosen()
        if one is not None:
            self._set_picking(one.draft_id)
            self.asked.setText(compare_words.PICK.format(name=within(named(one))))
            self.list.verticalScrollBar().setValue(0)
            self.list.enter()

    def leave_picking(self) -> None:
        """Go back to the list of all drafts, with the same one chosen."""
        chosen = self.picking_for
        self._set_picking("")
        self.list.choose(chosen)
        self.list.enter()

    def _set_picking(self, draft_id: str) -> None:
        self.picking_for = draft_id
        for one in self._usual:
            one.setVisible(not draft_id)
        for one in (self.asked, self.picked, self.back):
            one.setVisible(bool(draft_id))
        self._kept.setVisible(not draft_id)
        self.list.setAccessibleName(compare_words.PICK_NAME if draft_id else words.LIST_NAME)
        self.filter.clear()
        self._fill()

    def _compare(self, other: str) -> None:
        numbers = sorted((self.picking_for, other), key=draft_number)
        self._session.comparing.compare(*numbers)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape goes back one step."""
        if event.key() == Qt.Key.Key_Escape and self.picking_for:
            self.leave_picking()
        else:
            super().keyPressEvent(event)

    # The record as a file

    def _choose_file(self) -> None:
        name = words.FILE_NAME.format(reference=folder_name(self._session.case.store.info.reference))
        folder = self._session.preferences.last_folder
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.SAVE_TITLE, str(Path(folder) / name) if folder else name, words.CSV_FILES
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, out: Path) -> None:
        """Write the whole record to `out`, whatever is filtered, and note in the log that it was done."""
        case = self._session.case

        def work() -> int:
            from app.search_record import save

            return save(case, out, overwrite=True)

        def then(count: int) -> None:
            said = words.SAVED.format(name=out.name, rows=common.counted(count, "entry", "entries"))
            self.said.setText(said + ("" if case.unrecorded is None else words.SAVED_UNRECORDED))
            self.said.show()

        def failed(error: Exception) -> None:
            self._troubles.addWidget(Trouble(error))

        self.said.hide()
        self._session.background.run(self, work, then, failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down and Enter go from the filter to the list; Escape empties the filter before it closes the dialog."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.enter()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)
