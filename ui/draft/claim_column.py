"""The Summary tab: the claims of the shown draft as cards, and what it left out in one line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from provenance import draft_words
from provenance.reviews import BY_HAND
from ui.draft.claims_view import ClaimsView
from ui.draft.held_line import HeldLine
from ui.draft.notices import ConflictsLine, PointsLine
from ui.draft.sign_dialog import AgainDialog, SignDialog
from ui.draft.sign_line import SignLine
from ui.enquiries.flag import BeforeLine
from ui.session import Session
from ui.strings import draft as words
from ui.strings import signing as signing_words
from ui.strings.common import counted
from ui.widgets.basics import Elided, button, column, row
from ui.widgets.empty import EmptyState


class ClaimColumn(QWidget):
    """The cards of the shown draft; `new_draft` and `add_evidence` are the ways on from nothing."""

    def __init__(
        self,
        session: Session,
        keys: Callable[[str], str],
        new_draft: Callable[[], object],
        add_evidence: Callable[[], object],
    ) -> None:
        super().__init__()
        self._session = session
        self._new_draft, self._add_evidence = new_draft, add_evidence
        self._filling = False  # whether something is being taken in
        self._left_out = Elided("", "muted")
        self._coverage = button(
            f"{words.OPEN_COVERAGE} ›", lambda: session.tab_asked.emit("coverage"), "link", words.OPEN_COVERAGE
        )
        self.claims = ClaimsView(session, keys, self._nothing)
        self.setFocusProxy(self.claims.list.card)
        foot = row(self._left_out, self._coverage)
        foot.setStretch(0, 1)
        self.signing = SignLine(session, keys, self.sign, self.take_up_again)
        self.before, self.held, self.points = BeforeLine(session), HeldLine(session), PointsLine(session)
        self.conflicts = ConflictsLine(session)
        layout = column(self.signing.widget, self.before.widget, self.held.widget, self.points.widget, gap=6)
        layout.addWidget(self.claims, 1)
        layout.addLayout(column(self.conflicts.widget, gap=0))
        layout.addLayout(foot)
        self.setLayout(layout)
        session.draft_changed.connect(self._show)
        session.sources_changed.connect(self._sources_changed)
        session.job_changed.connect(lambda _: self._jobs_changed())
        session.job_ended.connect(lambda _: self._jobs_changed())
        self._show()
        self.claims.reload()

    def sign(self) -> None:
        """While the claims are seen: ask for the name under which the draft is signed off, or say what is left."""
        session = self._session
        if not self.isVisible():
            return
        if session.draft is None or not session.writable:
            session.told.emit(words.READ_ONLY if session.draft else signing_words.NOTHING)
        elif session.signature is not None:
            session.tell_of_claims(signing_words.LOCKED)
        else:
            SignDialog(session, self.window()).open()

    def take_up_again(self) -> None:
        """Ask why the signed draft is taken up again."""
        if self._session.signature is not None and self._session.writable:
            AgainDialog(self._session, self.window()).open()

    def _show(self) -> None:
        draft = self._session.draft
        for one in (self._left_out, self._coverage):
            one.setVisible(draft is not None)
        if draft is None:
            return
        cover = draft.coverage
        cited = {c.source_id for claim in draft.claims if not claim.held_back for c in claim.cited()}
        sources = self._session.sources.keys() | cited
        told = words.COVERAGE_LINE.format(
            unused=f"{len(sources - cited):,}",
            sources=counted(len(sources), "source"),
            cited=f"{cover.cited:,}",
            passages=f"{cover.passages:,}",
        )
        withheld = len(self._session.withheld)
        extra = f" · {words.WITHHELD_LINE.format(count=counted(withheld, 'claim'))}" if withheld else ""
        self._left_out.set(told + extra)

    def _jobs_changed(self) -> None:
        """Where nothing is in the case yet: whether something is on its way."""
        filling = bool(self._session.jobs.active("intake"))
        if filling != self._filling:
            self._filling = filling
            if self._session.draft is None and not self._session.sources:
                self.claims.reload()

    def _sources_changed(self) -> None:
        if self._session.draft is None:
            self.claims.reload()
        else:
            self._show()

    def _nothing(self) -> QWidget:
        """What stands where there are no claims."""
        draft = self._session.draft
        if draft is None and not self._session.sources and self._filling:
            return EmptyState(words.FILLING_HEAD, words.FILLING_TEXT)
        if draft is None and not self._session.sources:
            return EmptyState(words.EMPTY_CASE_HEAD, words.EMPTY_CASE_TEXT, (words.ADD_EVIDENCE, self._add_evidence))
        if draft is None:
            return EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT, (words.NEW_DRAFT, self._new_draft))
        if "stopped" in draft.run.settings:
            return EmptyState(words.STOPPED_HEAD, words.STOPPED_TEXT, (words.NEW_DRAFT, self._new_draft))
        if draft.run.generator == BY_HAND or self._session.withheld:
            told = draft_words.none_shown(draft, withheld=len(self._session.withheld))
            return EmptyState(words.NO_CLAIMS_HEAD, told)
        if silent := draft_words.wrote_none(draft.run.settings):
            ways = [] if draft.question else [(words.NEW_DRAFT, self._new_draft)]
            return EmptyState(words.NO_CLAIMS_HEAD, f"{silent}. {draft_words.again(draft.question)}", *ways)
        if draft.question and not draft.found:
            return EmptyState(words.NOT_FOUND_HEAD, words.NOT_FOUND_TEXT.format(searched=draft.searched))
        return EmptyState(words.NO_CLAIMS_HEAD, words.NO_CLAIMS_TEXT, (words.NEW_DRAFT, self._new_draft))
