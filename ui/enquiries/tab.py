"""The Enquiries tab: points to prove, the defence statement and open questions, with their answers and what is new."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.access import Act
from app.enquiries import Answer, answers
from app.jobs import Job
from provenance.enquiries import Enquiry
from ui.access.allowed import bar, why_not
from ui.enquiries.form import CloseForm, EnquiryForm
from ui.enquiries.telling import changed, enquiry_row
from ui.following import Following
from ui.search.lines import Line
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.source.flow import FlowBox
from ui.strings import enquiries as words
from ui.strings.common import counted
from ui.widgets.basics import button, column, keys_within, label, tool
from ui.widgets.empty import EmptyState
from ui.widgets.standing import Standing

_SOON = 200  # milliseconds in which changes are gathered


class EnquiriesTab(QWidget):
    """Buttons that act on the chosen one, the work under way, and the list: open ones first, then those closed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: dict[str, Enquiry] = {}
        self._answers: dict[str, Answer] = {}
        self.work = Following(session, self)
        self.work.ended.connect(self._asked)
        self._again = QTimer(self, singleShot=True, interval=_SOON)
        self._again.timeout.connect(self.reload)
        self._build()
        session.enquiries_changed.connect(self._changed)
        session.drafts_changed.connect(self._changed)
        session.sources_changed.connect(self._changed)
        session.sources_withheld.connect(lambda _: self._drop())
        self._may()

    def _build(self) -> None:
        self.add = button(words.ADD, self.begin, "primary", words.ADD_MORE, "")
        self.ask_all = button(words.ASK_ALL, lambda: self.ask(None), name=words.ASK_ALL_MORE)
        self.ask_one = button(words.ASK_ONE, lambda: self._with(lambda e: self.ask([e.id])))
        self.edit = button(words.EDIT, lambda: self._with(self._edit), name=words.EDIT_MORE)
        self.close_it = button(words.CLOSE, lambda: self._with(self._close_or_reopen))
        self.up = tool(words.UP_MORE, lambda: self._with(lambda e: self._move(e, "up")), "up")
        self.down = tool(words.DOWN_MORE, lambda: self._with(lambda e: self._move(e, "down")), "down")
        for one, more in ((self.add, words.ADD_MORE), (self.ask_all, words.ASK_ALL_MORE), (self.edit, words.EDIT_MORE)):
            one.setToolTip(more)
        self.said = label(words.MORE, "muted", wrap=True)
        self.list = Rows(words.LIST_NAME)
        self.list.opened.connect(self._open)
        self.list.chosen.connect(lambda _: self._may())
        for one in (self.add, self.edit, self.close_it, self.up, self.down):
            bar(one, self._session.case, Act.ENQUIRE)
        for one in (self.ask_all, self.ask_one):
            bar(one, self._session.case, Act.DRAFT)
        self._stack = Standing(self.list)
        self.setFocusProxy(self.list)
        keys_within(
            self.list,
            {
                "F2": self.edit.click,
                "Del": self.close_it.click,
                "Ctrl+Up": self.up.click,
                "Ctrl+Down": self.down.click,
            },
        )
        self.acts = FlowBox(
            self.add, self.ask_all, self.ask_one, self.edit, self.close_it, self.up, self.down, gap=6, between=4
        )
        layout = column(self.acts, self.work.line, self._stack, self.said, gap=8)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    # Showing

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.reload()

    def _changed(self) -> None:
        if self.isVisible():
            self._again.start()
        self._may()

    def reload(self) -> None:
        """Read the enquiries and their latest answers again, off this thread."""
        store = self._session.case.store

        def read() -> tuple[list[Enquiry], list[Answer]]:
            return store.enquiries(), answers(store)

        self._session.background.run(self, read, lambda found: self._show(*found), latest="enquiries")

    def _show(self, enquiries: list[Enquiry], latest: list[Answer]) -> None:
        self._known = {e.id: e for e in enquiries}
        self._answers = {a.enquiry.id: a for a in latest}
        rows = [enquiry_row(e, self._answers.get(e.id)) for e in enquiries if e.open]
        closed = [enquiry_row(e, self._answers.get(e.id)) for e in enquiries if not e.open]
        if closed:
            rows += [Row("", (Line(words.CLOSED_HEAD.upper(), "section"),), heading=True), *closed]
        self.list.show_rows(rows, keep=True)
        ways = [(words.ADD_FIRST, self.begin)] if self._may_write() else []
        self._stack.put(None if rows else EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT, *ways))
        self.acts.setVisible(bool(rows))  # each of them acts on what is in the list, and the empty state adds
        self._may()

    def _drop(self) -> None:
        """Sources came to be withheld: places in them stay no longer."""
        self.list.show_rows([])
        self._answers = {}
        self.reload()

    def _may_write(self) -> bool:
        return self._session.writable and not why_not(self._session.case, Act.ENQUIRE)

    def _may(self) -> None:
        """Which buttons can do something now; says why none can."""
        session, chosen = self._session, self._known.get(str(self.list.key() or ""))
        busy, some_open = self.work.busy, any(e.open for e in self._known.values())
        if not session.writable:
            why = words.READ_ONLY
        elif not session.sources:
            why = words.NO_SOURCES
        elif self._known and not some_open:
            why = words.NONE_OPEN
        else:
            why = words.MORE if self._known else ""
        self.said.setText(why)
        self.said.setVisible(bool(why))
        self.add.setEnabled(session.writable)
        asks = session.writable and bool(session.sources) and not busy
        self.ask_all.setEnabled(asks and some_open)
        self.ask_one.setEnabled(asks and chosen is not None and chosen.open)
        for one in (self.edit, self.close_it, self.up, self.down):
            one.setEnabled(session.writable and chosen is not None)
        self.close_it.setText(words.REOPEN if chosen is not None and not chosen.open else words.CLOSE)

    # Doing

    def begin(self) -> None:
        """Open the form for a new one."""
        EnquiryForm(self._session, None, self._written, self.window()).open()

    def ask(self, enquiry_ids: list[str] | None) -> None:
        """Ask every open one, or these, in one go."""
        if not self.work.busy:
            case = self._session.case
            self.work.follow(
                self._session.start(words.ASKING, lambda progress: case.enquiring.ask(progress, enquiry_ids))
            )
            self._may()

    def _with(self, act: object) -> None:
        """Act on the chosen one."""
        chosen = self._known.get(str(self.list.key() or ""))
        if chosen is not None and callable(act):
            act(chosen)

    def _edit(self, enquiry: Enquiry) -> None:
        EnquiryForm(self._session, enquiry, self._written, self.window()).open()

    def _close_or_reopen(self, enquiry: Enquiry) -> None:
        if enquiry.open:
            CloseForm(self._session, enquiry, self._written, self.window()).open()
        else:
            doing = self._session.case.enquiring
            self._session.reviews.run(self, lambda: doing.reopen(enquiry.id), self._written)

    def _move(self, enquiry: Enquiry, way: str) -> None:
        doing = self._session.case.enquiring
        self._session.reviews.run(self, lambda: doing.move(enquiry.id, way), self._written)

    def _written(self, _: Enquiry) -> None:
        self._session.enquiries_changed.emit()

    def _open(self, enquiry_id: object) -> None:
        """Show the latest answer to an enquiry."""
        answer = self._answers.get(str(enquiry_id))
        if answer is not None:
            self._session.show_draft(answer.draft.id)
            self._session.tab_asked.emit("summary")

    def _asked(self, job: Job[object]) -> None:
        """Every asking is over, or was stopped: what came before the stop is recorded."""
        if isinstance(job.result, list):
            new, nothing = sum(changed(a) for a in job.result), sum(not a.found and not a.drafted for a in job.result)
            count = counted(len(job.result), *words.ENQUIRY)
            told = words.ASKED.format(count=count, new=f"{new:,}", nothing=f"{nothing:,}")
            unshown = sum(a.drafted and not a.found for a in job.result)
            more = words.NONE_SHOWN.format(unshown=f"{unshown:,}") if unshown else ""
            self._session.told.emit(told + more)
        self._session.refresh_drafts()
        self._session.enquiries_changed.emit()
        self._may()
