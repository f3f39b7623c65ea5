"""The desk: header, evidence at the left, draft in the middle, source at the right, and what is under way below."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import receipts, unfinished
from app.jobs import Job
from app.replay import Replayed
from app.unfinished import Unfinished
from provenance.draft_words import again, wrote_none
from provenance.errors import AttestError
from provenance.points import Point
from provenance.records import Draft
from provenance.store.records import VerifyReport
from ui.compare.compare_tab import CompareTab
from ui.draft.claim_column import ClaimColumn
from ui.drafting.coming import Coming
from ui.drafting.naming import came_to, named, within
from ui.enquiries.tab import EnquiriesTab
from ui.evidence.findings_tab import FindingsTab
from ui.evidence.pane import EvidencePane
from ui.header import Header
from ui.intake.strip import StatusStrip
from ui.intake.taking import go_on_with
from ui.middle import Middle
from ui.search.ask_tab import AskTab
from ui.search.coverage_tab import CoverageTab
from ui.search.log_tab import LogTab
from ui.search.search_tab import SearchTab
from ui.session import Session
from ui.source.locked import ask_for, locked_in, titles
from ui.source.pane import SourcePane
from ui.strings import common
from ui.strings import compare as compare_words
from ui.strings import desk as words
from ui.strings import draft as draft_words
from ui.strings import intake as intake_words
from ui.strings import log as log_words
from ui.strings import source as source_words
from ui.timeline.tab import TimelineTab
from ui.widgets.basics import column, frame, label, row, symbol
from ui.widgets.empty import Action, Notice, Trouble
from ui.witnesses.tab import WitnessesTab

_SIZES = (280, 620, 540)
_MOST_TROUBLE = 2


class Desk(QWidget):
    """Everything that is seen of an open case."""

    sizes_changed = Signal(str, list)  # a name, and sizes to be remembered under it

    def __init__(
        self,
        session: Session,
        keys: Callable[[str], str],
        acts: Mapping[str, Callable[[], object]],
        menu: Mapping[str, Callable[[], object] | None],
    ) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        self.session = session
        self.header = Header(session, menu, acts["lock"])
        self.evidence = EvidencePane(session, acts["add"])
        self.source = SourcePane(session)
        self.summary = ClaimColumn(session, keys, acts["new_draft"], acts["add"])
        pages: dict[str, Callable[[], QWidget]] = {
            "summary": lambda: self.summary,
            "ask": self._make_ask,
            "timeline": self._make_timeline,
            "search": lambda: SearchTab(session),
            "witnesses": lambda: WitnessesTab(session),
            "enquiries": lambda: EnquiriesTab(session),
            "coverage": lambda: CoverageTab(session),
            "compare": lambda: CompareTab(session),
            "findings": lambda: FindingsTab(session, self.evidence.findings),
            "log": lambda: LogTab(session),
        }
        self.middle = Middle(session, pages, lambda _: acts["drafts"](), acts["export"])
        self.strip = StatusStrip(session)
        self.coming = Coming(session)
        self._troubles = QVBoxLayout()
        self._troubles.setContentsMargins(8, 0, 8, 0)
        self.splitter = self._panes()
        self.evidence.sizes_changed.connect(self.sizes_changed)
        self._lay_out()
        self._listen()

    def _listen(self) -> None:
        session = self.session
        session.failed.connect(self.show_error)
        session.model_failed.connect(lambda error, again: self.show_error(error, (draft_words.WITHOUT_MODEL, again)))
        session.draft_ready.connect(self._ready)
        session.comparing.replayed.connect(self._replayed)
        session.conflicts_asked.connect(self._show_conflicts)
        session.job_ended.connect(self._tell)
        store = session.case.store
        session.background.run(self, lambda: receipts.mismatch(store), self._tell_of_receipts)
        if session.writable:
            vault = session.case.store.vault
            session.background.run(self, lambda: unfinished.left(vault), self._offer_to_go_on)

    def _panes(self) -> QSplitter:
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setHandleWidth(8)
        made.setChildrenCollapsible(False)
        for pane, name, least in zip(
            (self.evidence, self.middle, self.source),
            (words.EVIDENCE, words.MIDDLE, words.SOURCE),
            (200, 424, 320),
            strict=True,
        ):
            pane.setAccessibleName(name)
            pane.setMinimumWidth(least)
            made.addWidget(pane)
        made.setStretchFactor(1, 1)
        made.setStretchFactor(2, 1)
        kept = self.session.preferences.pane_sizes.get("desk", list(_SIZES))
        made.setSizes(list(kept))
        made.splitterMoved.connect(lambda *_: self.sizes_changed.emit("desk", made.sizes()))
        return made

    def _lay_out(self) -> None:
        advice = frame(
            "advice", row(symbol("look", "amber"), label(common.ADVICE, "amber"), None, margins=(16, 4, 16, 4))
        )
        layout = column(self.header, advice, gap=0)
        layout.addLayout(self._troubles)
        layout.addWidget(self.coming)
        body = QWidget()
        body.setLayout(column(self.splitter, margins=(8, 8, 8, 8)))
        layout.addWidget(body, 1)
        layout.addWidget(self.strip)
        self.setLayout(layout)

    def _make_ask(self) -> QWidget:
        made = AskTab(self.session)
        made.answer_shown.connect(lambda *_: self.middle.show_tab("summary"))
        return made

    def _make_timeline(self) -> QWidget:
        made = TimelineTab(self.session)
        made.sizes_changed.connect(self.sizes_changed)
        return made

    def toggle(self, pane: QWidget) -> None:
        """Hide or show the evidence or the source."""
        pane.setVisible(not pane.isVisible())

    def step_pane(self, by: int) -> None:
        """Move the keyboard to the next or previous pane that is shown."""
        panes = [p for p in (self.evidence, self.middle, self.source) if p.isVisible()]
        here = self.focusWidget()
        at = next((n for n, p in enumerate(panes) if here is not None and (p is here or p.isAncestorOf(here))), -1)
        pane = panes[(at + by) % len(panes)]
        if pane is self.middle and self.middle.tab == "summary" and self.summary.claims.list.card.isVisible():
            self.summary.claims.list.card.setFocus()
            return
        first = next((w for w in pane.findChildren(QWidget) if _takes_tab(w)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_error(self, error: Exception, *actions: Action) -> None:
        """Show an error until it is dismissed; the same one is not shown twice, older ones give way."""
        self.tell_above(Trouble(error, *actions))

    def _tell_of_receipts(self, found: AttestError | None) -> None:
        """Tell at once of a log that is not as a receipt outside the case says."""
        if found is not None:
            self.show_error(found, (log_words.OPEN_LOG, lambda: self.middle.show_tab("log")))

    def _offer_to_go_on(self, found: list[Unfinished]) -> None:
        """Tell of a taking-in that was broken off before: nothing that was given disappears in silence."""
        if not found:
            return
        vault = self.session.case.store.vault
        count = common.counted(sum(len(one.paths) for one in found), "file or folder", "files and folders")
        go_on = (intake_words.GO_ON, lambda: go_on_with(self.session, found))
        drop = (intake_words.LEAVE_OUT, lambda: self.session.background.run(self, lambda: unfinished.forget(vault)))
        self.tell_above(Notice(intake_words.BROKEN_OFF.format(count=count), go_on, drop))

    def _ready(self, draft: Draft) -> None:
        """Show a draft that was waited for; who reviews another one is asked first."""
        session, before, asking = self.session, self.session.draft, self.middle.tab == "ask"

        def show(draft_id: str = draft.id) -> None:
            session.show_draft(draft_id)
            self.middle.show_tab("summary")

        if draft.question and asking and not draft.found:
            return  # that is told where it was asked
        if before is None:
            show()
        elif draft.question and asking:
            show()
            told = draft_words.BEFORE.format(name=named(draft), before=within(named(before)))
            self.strip.offer(told, draft_words.BACK, lambda: show(before.id), of=draft.id)
        else:
            count = came_to(draft)
            told = draft_words.DRAFT_READY.format(name=named(draft), claims=count)
            self.strip.offer(told, draft_words.SHOW_IT, show)

    def _show_conflicts(self, points: tuple[Point, ...]) -> None:
        page = self.middle.show_tab("witnesses")
        assert isinstance(page, WitnessesTab)
        page.show_conflicts(points)

    def _replayed(self, done: Replayed) -> None:
        """Offer to put a draft beside the one that it repeats."""
        told = compare_words.READY_SAME if done.comparison.same else compare_words.READY_APART
        said = told.format(new=named(done.draft), old=within(named(done.comparison.a)))
        self.strip.offer(said, compare_words.COMPARE, lambda: self.session.comparing.compare(done.of, done.draft.id))

    def tell_above(self, new: Notice | Trouble) -> None:
        """Show it above the panes until it is dealt with."""
        shown = [self._troubles.itemAt(n).widget() for n in range(self._troubles.count())]
        for old in shown:
            if old is not None and old.accessibleName() == new.accessibleName():
                old.deleteLater()
        if len(shown) >= _MOST_TROUBLE and shown[0] is not None:
            shown[0].deleteLater()
        self._troubles.addWidget(new)
        QTimer.singleShot(0, new, new.update)

    def _tell(self, job: Job[object]) -> None:
        """One sentence on what a job came to; what failed is shown by itself."""
        result = job.result
        if isinstance(result, Draft) and not result.claims and (silent := wrote_none(result.run.settings)):
            self.session.told.emit(f"{named(result)}: {within(silent)}. {again(result.question)}")
        elif isinstance(result, Draft) and result.question and not result.claims:
            self.session.told.emit(words.NOT_FOUND.format(searched=result.searched))
        elif isinstance(result, Draft):
            self.session.told.emit(words.DRAFTED.format(name=named(result), claims=came_to(result)))
        elif isinstance(result, VerifyReport):
            count = common.counted(result.checked, "citation")
            if result.ok:
                self.session.told.emit(words.VERIFIED.format(checked=count))
            else:
                first = result.failed[0]
                told = words.VERIFY_FAILED.format(
                    failed=len(result.failed), checked=count, first=first.citation_id or first.source_id
                )
                self.session.told.emit(told)
                self._tell_locked(result)

    def _tell_locked(self, report: VerifyReport) -> None:
        """Sources that could not be re-opened without their passwords, and where to give these."""
        session = self.session
        locked = locked_in(report)
        if not locked:
            return

        def once_more() -> None:
            session.start(words.VERIFYING, lambda progress: session.case.verify(None, progress))

        enter = source_words.ENTER_PASSWORD, lambda: ask_for(session, locked, self, once_more)
        self.tell_above(Notice(words.VERIFY_LOCKED.format(titles=titles(session, locked)), enter))


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
