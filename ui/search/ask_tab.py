"""The Ask tab: a question to the evidence, and every question that was put to the case before, found or not."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from app.access import Act
from app.jobs import Job
from provenance import draft_words
from provenance.asked_words import NEAREST_BUT, not_held
from provenance.coverage import NearUnused
from provenance.coverage_near import nearest
from provenance.enquiries import LONGEST
from provenance.open_part import open_part
from provenance.records import Draft, Unused
from provenance.store.records import SearchRecord
from ui.access.allowed import bar, why_not
from ui.drafting.drafter import Drafter
from ui.following import Following
from ui.search import telling
from ui.search.ask_sources import AskSources
from ui.search.choice import Choice
from ui.search.lines import Line, folded
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.strings import search as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.when import local_time
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import EmptyState
from ui.widgets.standing import Standing

MOST_NAMED = 6  # unread sources named under an answer that was not found


class AskTab(QWidget):
    """A field, the sources to ask, and the questions before; `answer_shown` gives the id of one to look at."""

    answer_shown = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.work = Following(session, self)
        self.work.ended.connect(self._answered)
        self._unfound: Draft | None = None  # the question put here last, where nothing answers it
        self._unread: dict[str, tuple[Unused, ...]] = {}  # of questions that were not answered; they never change
        self._near: dict[str, list[NearUnused]] = {}  # to the questions shown that were not answered
        self._near_of: frozenset[str] = frozenset()  # the sources that could be read when they were looked up
        self._cut = False  # whether the field took only the beginning of what was put in
        self._added: list[str] = []  # when each source was added, in order
        self._build()
        session.drafts_changed.connect(self._drafts_changed)
        session.sources_changed.connect(self._sources_changed)
        session.sources_withheld.connect(lambda _: self._drop_near())
        session.draft_changed.connect(self._draft_changed)
        self._sources_changed()
        self._drafts_changed()

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(words.QUESTION_HINT)
        self.field.setAccessibleName(words.QUESTION_NAME)
        self.field.setMaxLength(LONGEST)
        self.field.returnPressed.connect(self.ask)
        self.field.inputRejected.connect(self._was_cut)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self.go = button(words.ASK, self.ask, "primary")
        bar(self.go, self._session.case, Act.DRAFT)
        self.which = Choice(words.ASK_WHICH, {"all": words.ALL_SOURCES, "these": words.THESE_SOURCES}, {})
        self.which.chosen.connect(lambda _: self._which_changed())
        self.sources = AskSources(self)
        self.sources.ticked.connect(self._may_ask)
        listed = QListView()
        listed.setModel(self.sources)
        listed.setUniformItemSizes(True)
        listed.setAccessibleName(words.ASK_WHICH)
        self._listed = frame("card", column(listed, margins=(6, 6, 6, 6)))
        self._listed.hide()
        self.said = label(words.ANSWERS_ARE, "muted", wrap=True)
        self.before = Rows(words.ASKED_BEFORE)
        self.before.opened.connect(self._open)
        self.before.left.connect(self.focus_question)
        self._stack = Standing(self.before)
        self.drafter = Drafter(self._session, brief=True)
        self.drafter.chosen.connect(self._may_ask)
        top = row(self.field, self.go)
        top.setStretch(0, 1)
        layout = column(gap=8)
        layout.addLayout(top)
        layout.addLayout(row(self.which, None))
        for part in (self._listed, self.drafter, self.said, self.work.line):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    # Asking

    def focus_question(self) -> None:
        """Put the keyboard into the question, with what stands in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def ask(self) -> None:
        """Put the question that stands in the field to the chosen sources."""
        question = " ".join(self.field.text().split())  # what was pasted may have several lines
        if reason := why_not(self._session.case, Act.DRAFT):
            self.said.setText(reason)
            return
        if not question or not self._may_ask():
            if self.work.busy:
                self.said.setText(words.ASKING_ALREADY)
            return
        self.work.follow(self._session.ask(question, self._chosen(), model=self.drafter.model))
        self._may_ask()

    def _was_cut(self) -> None:
        self._cut = True
        self._may_ask()

    def _typed(self, text: str) -> None:
        self._cut = self._cut and len(text) >= LONGEST
        self._may_ask()

    def _chosen(self) -> list[str] | None:
        """Ids of the chosen sources, None for all."""
        return None if self.which.value == "all" else self.sources.chosen()

    def _may_ask(self) -> bool:
        """Whether a question can be put now; says why not."""
        session, chosen = self._session, self._chosen()
        if not session.writable:
            why = words.READ_ONLY
        elif not session.sources:
            why = words.NO_SOURCES_TEXT
        elif chosen == []:
            why = words.CHOOSE_SOURCES
        else:
            why = ""
        usual = words.ANSWERS_BY_MODEL if self.drafter.model else words.ANSWERS_ARE
        self.said.setText(why or (words.CUT.format(most=f"{LONGEST:,}") if self._cut else usual))
        may = not why and not self.work.busy
        self.go.setEnabled(may and bool(self.field.text().strip()))
        return may

    def _which_changed(self) -> None:
        self._listed.setVisible(self.which.value == "these")
        self._listed.setMaximumHeight(theme().px(160))
        self._may_ask()

    def _answered(self, job: Job[object]) -> None:
        self._may_ask()
        if isinstance(job.result, Draft):
            self._unfound = None if job.result.found else job.result
            self._read_near()
            self.field.clear()

    # Showing

    def _sources_changed(self) -> None:
        """The sources that can be asked, and how many were added since each question."""
        sources = self._session.sources.values()
        self.sources.show(sources)
        self._added = sorted(s.added for s in sources)
        self._near_again()
        self._may_ask()
        self._show_before()

    def _questions(self) -> list[SearchRecord]:
        return [one for one in reversed(self._session.drafts) if one.question]

    def _drafts_changed(self) -> None:
        """Show the questions, and look up what was unread when one was not answered."""
        self._show_before()
        self._read_near()
        case = self._session.case
        ask = [q.draft_id for q in self._questions() if not q.found and q.draft_id not in self._unread]
        if not ask:
            return

        def read() -> dict[str, tuple[Unused, ...]]:
            return {draft_id: case.store.draft(draft_id).coverage.unread_sources for draft_id in ask}

        def then(found: dict[str, tuple[Unused, ...]]) -> None:
            self._unread |= found
            self._show_before()

        self._session.background.run(self, read, then, latest="ask: unread")

    def _read_near(self, again: bool = False) -> None:
        """Look up the nearest passages of the questions that are shown and were not answered."""
        case = self._session.case
        shown = [d for d in (self._session.draft, self._unfound) if d is not None and d.question and not d.found]
        ask = [d.id for d in shown if again or d.id not in self._near]
        if not ask:
            return

        def read() -> dict[str, list[NearUnused]]:
            return {draft_id: nearest(case.store.draft(draft_id), case.store) for draft_id in ask}

        def then(found: dict[str, list[NearUnused]]) -> None:
            self._near |= {draft_id: [n for n in near if self._shown(n)] for draft_id, near in found.items()}
            self._show_before()

        self._session.background.run(self, read, then, latest="ask: nearest")

    def _near_again(self) -> None:
        """A source was released, or more can be read: what was withheld before may be nearest now."""
        now = frozenset(s.id for s in self._session.sources.values() if not s.withheld)
        if now != self._near_of:
            self._near_of = now
            self._read_near(again=True)

    def _drop_near(self) -> None:
        """Sources came to be withheld: none of their words is kept."""
        self._near = {}
        self._show_before()
        self._read_near()

    def _show_before(self) -> None:
        questions = self._questions()
        if not questions:
            head, text = words.ASK_EMPTY_HEAD, words.ASK_EMPTY_TEXT
            if not self._session.sources:
                head, text = words.NO_SOURCES_HEAD, words.NO_SOURCES_TEXT
            self._stack.put(EmptyState(head, text))
            return
        heading = Row("", (Line(words.ASKED_BEFORE.upper(), "section"),), heading=True)
        self.before.show_rows([heading, *(self._row(q) for q in questions)], keep=True)
        self._stack.put(None)

    def _row(self, asked: SearchRecord) -> Row:
        came = self._came_of(asked)
        when = " · ".join((came, local_time(asked.at), asked.by))
        look = "muted" if asked.found and asked.claims else "amber"
        lines = [Line(folded(asked.brief)[0], "text", most=3), Line(when, look)]
        if "stopped" not in asked.settings and (unheld := not_held(asked.settings, asked.found)):
            lines.append(Line(unheld, "amber", most=3))
        unfound = open_part(self._unfound, self._session.sources)[0] if self._unfound else None
        shown = [d for d in (self._session.draft, unfound) if d is not None and d.id == asked.draft_id]
        lines += telling.points(asked.settings, whole=bool(shown))
        for draft in shown:
            if "stopped" not in asked.settings and not draft.found:
                lines += [Line(told, "muted") for told in telling.not_found(draft, self._session.sources, MOST_NAMED)]
                lines += self._nearest(draft.id)
                break
        return Row(asked.draft_id, tuple(lines))

    def _nearest(self, draft_id: str) -> list[Line]:
        """The passages nearest to a question that was not answered, without those withheld since."""
        near = [one for one in self._near.get(draft_id, ()) if self._shown(one)]
        return [Line(NEAREST_BUT, "muted")] * bool(near) + [Line(telling.near(one), "muted", most=3) for one in near]

    def _shown(self, near: NearUnused) -> bool:
        """Whether its source is known and not withheld."""
        source = self._session.sources.get(near.passage.source_id)
        return source is not None and not source.withheld

    def _came_of(self, asked: SearchRecord) -> str:
        """ "4 passages found", "Not found in 1,204 passages searched; 2 sources unread"."""
        if "stopped" in asked.settings:
            return words.STOPPED
        if asked.held_back and not asked.claims:
            return draft_words.not_shown(asked.held_back)
        if asked.found and not asked.claims:
            return words.ALL_HELD_BACK
        if asked.found:
            return counted(asked.claims, words.FOUND, words.FOUND_MANY)
        if silent := draft_words.wrote_none(asked.settings):
            return silent
        told = [words.NOT_FOUND.format(searched=counted(asked.searched, "passage"))]
        unread = len(self._unread.get(asked.draft_id, ()))
        added = len(self._added) - bisect_right(self._added, asked.at)
        told += [words.UNREAD.format(sources=counted(unread, "source"))] if unread else []
        told += [words.ADDED_SINCE.format(sources=counted(added, "source"))] if added else []
        return "; ".join(told)

    def _draft_changed(self) -> None:
        """The answer that is shown is the chosen question."""
        self._show_before()
        self._read_near()
        draft = self._session.draft
        if draft is not None and draft.question:
            self.before.choose(draft.id)

    def _open(self, draft_id: str) -> None:
        self._session.show_draft(draft_id)
        self.answer_shown.emit(draft_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down goes to the questions before; Escape empties the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self._questions():
                self.before.enter()
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)
