"""Earlier drafts and questions, with what came of each; one is shown by Enter, the whole record saved as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMenu, QStackedWidget, QWidget

from app.models import language_models
from app.replay import EXTRACTIVE
from provenance.comparing_settings import REPLAY_OF
from provenance.enquiries import Enquiry, before
from provenance.enquiries import told as told_before
from provenance.store.ids import draft_number
from provenance.store.records import SearchRecord
from ui.compare.compare_tab import draft_name
from ui.search.lines import Line
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.start.naming import folder_name
from ui.strings import common
from ui.strings import compare as compare_words
from ui.strings import drafting as words
from ui.when import local_time
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import EmptyState, Trouble
from ui.widgets.room import take_room

_SIZE = (640, 600)  # pixels at normal text size
_MOST_LINES = 3  # of a brief; the rest is its tooltip


class DraftList(QDialog):
    """Shows `session.drafts`, the newest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.LIST_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._build()
        session.drafts_changed.connect(self._fill)
        session.draft_changed.connect(self._fill)
        self._enquiries: list[Enquiry] = []
        self._fill()
        session.background.run(self, session.case.store.enquiries, self._take_enquiries)
        if session.draft is not None:
            self.list.choose(session.draft.id)
        self.list.enter()

    def _build(self) -> None:
        self.filter = QLineEdit()
        self.filter.setAccessibleName(words.FILTER_LIST)
        self.filter.setPlaceholderText(words.FILTER_LIST)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _: self._fill())
        self.filter.installEventFilter(self)
        self.list = Rows(words.LIST_NAME)
        self.list.opened.connect(self._show)
        self.list.left.connect(self.filter.setFocus)
        self.list.chosen.connect(lambda _: self._offer())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState(words.NONE_HEAD, words.NONE_TEXT))
        self._stack.addWidget(EmptyState(words.NOTHING_MATCHES, words.NOTHING_MATCHES_TEXT))
        self.said = label("", "green", wrap=True)
        self.said.hide()
        self.save_button = button(words.SAVE, self._choose_file)
        close = button(common.CLOSE, self.reject)
        self.again = button(compare_words.RUN_AGAIN, self._run_again, icon_name="retry")
        self.compare = button(compare_words.COMPARE_WITH, self._choose_other)
        self.compare.setToolTip(compare_words.COMPARE_MORE)
        for one in (self.save_button, close, self.again, self.compare):
            one.setAutoDefault(False)
        self._troubles = column()
        layout = column(self.filter, frame("pane", column(self._stack, margins=(8, 8, 8, 8))), gap=8)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setStretch(1, 1)
        layout.addWidget(label(words.KEPT, "muted", wrap=True))
        layout.addWidget(self.said)
        layout.addLayout(self._troubles)
        layout.addLayout(row(self.again, self.compare, None, self.save_button, close))
        self.setLayout(layout)
        take_room(self, *_SIZE)

    def _fill(self) -> None:
        wanted = self.filter.text().casefold().split()
        rows = [self._row(one) for one in reversed(self._session.drafts)]
        kept = [r for r in rows if all(word in r.spoken().casefold() for word in wanted)]
        self.list.show_rows(kept, keep=True)
        self._stack.setCurrentIndex(0 if kept else 2 if rows else 1)
        self._offer()

    def _take_enquiries(self, found: list[Enquiry]) -> None:
        self._enquiries = found
        self._fill()

    def _row(self, one: SearchRecord) -> Row:
        kind = words.QUESTION_MARK if one.question else words.BRIEF_MARK
        number = words.NUMBER.format(kind=kind, number=one.draft_id.removeprefix("D"))
        shown = self._session.draft is not None and self._session.draft.id == one.draft_id
        brief, told = " ".join(one.brief.split()) or words.OVERVIEW, [local_time(one.at), one.by]
        if one.by_hand:
            brief = words.BY_HAND.format(claims=_came_of(one))
        else:
            told = [_came_of(one), *told, words.SEEDED.format(seed=one.seed)]
        if repeated := one.settings.get(REPLAY_OF):
            told.append(compare_words.REPEATS.format(number=str(repeated).removeprefix("D")))
        lines = [Line(number, "head"), Line(brief, "text", most=_MOST_LINES)]
        earlier = told_before(before(draft_number(one.draft_id), "", (), self._enquiries))
        lines += [Line(earlier, "muted" if one.question else "amber")] if earlier else []
        came = Line(" · ".join(told), "muted" if one.found or one.by_hand else "amber")
        return Row(one.draft_id, (*lines, came), side=words.SHOWN if shown else "")

    def _show(self, draft_id: object) -> None:
        self._session.show_draft(str(draft_id))
        self._session.tab_asked.emit("summary")
        self.accept()

    # Running again, and comparing

    def _chosen(self) -> SearchRecord | None:
        return next((one for one in self._session.drafts if one.draft_id == self.list.key()), None)

    def _offer(self) -> None:
        """Offer what can be done with the chosen draft."""
        one, writable = self._chosen(), self._session.writable
        self.again.setEnabled(one is not None and writable and not one.by_hand)
        more = compare_words.RUN_AGAIN_MORE if writable else compare_words.RUN_AGAIN_READ_ONLY
        self.again.setToolTip(compare_words.RUN_AGAIN_NOT if one is not None and one.by_hand else more)
        self.compare.setEnabled(one is not None and len(self._session.drafts) > 1)

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

    def others(self) -> QMenu:
        """The drafts that the chosen one can be compared with, the newest first."""
        menu, chosen = QMenu(self), self._chosen()
        for one in reversed(self._session.drafts) if chosen else ():
            if one is not chosen:
                menu.addAction(draft_name(one), lambda other=one.draft_id: self._compare(other))
        return menu

    def _choose_other(self) -> None:
        self.others().popup(self.compare.mapToGlobal(self.compare.rect().bottomLeft()))

    def _compare(self, other: str) -> None:
        one = self._chosen()
        if one is not None:
            numbers = sorted((one.draft_id, other), key=lambda draft_id: int(draft_id.removeprefix("D")))
            self._session.comparing.compare(*numbers)
            self.accept()

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


def _came_of(one: SearchRecord) -> str:
    """ "24 claims", "nothing found in 1,204 passages searched"."""
    if "stopped" in one.settings:
        return words.MODEL_STOPPED
    if one.claims:
        return common.counted(one.claims, "claim")
    if one.question and not one.found:
        return words.NOT_FOUND.format(searched=common.counted(one.searched, "passage"))
    return words.NO_CLAIMS
