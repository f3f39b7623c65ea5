"""The open case as the window sees it: what is shown, what changed, and where the panes meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from provenance.export import open_part
from provenance.records import Citation, Claim, Draft, FrameAnchor, Source
from ui.background import Background
from ui.place import Place

if TYPE_CHECKING:
    from app.case import Case
    from app.jobs import Job, Jobs
    from app.preferences import Preferences
    from app.taking_in import TakingIn
    from provenance.reviews import ClaimState
    from provenance.store.records import SearchRecord

POLL_MILLISECONDS = 150


class Session(QObject):
    """One open case. Panes read its fields and hear its signals; whatever takes time runs in `background` or `jobs`.

    `draft` is the draft or answer shown, without what cites withheld sources; `states` are the reviews of its claims.
    """

    sources_changed = Signal()
    drafts_changed = Signal()  # the list of drafts and questions
    draft_changed = Signal()  # another draft is shown, or it has new claims
    claim_changed = Signal(str)  # the selected claim's id, "" for none
    state_changed = Signal(str)  # the review of a claim
    place_asked = Signal(object)  # a Place to be shown in the source pane
    job_changed = Signal(object)  # a Job moved on
    job_ended = Signal(object)
    told = Signal(str)  # a sentence for the status bar
    failed = Signal(object)  # an Exception for the window's place for errors
    tab_asked = Signal(str)  # name of a tab of the middle pane to bring up
    preferences_changed = Signal()

    def __init__(self, case: Case, jobs: Jobs, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case, self.jobs, self.preferences = case, jobs, preferences
        self.background = Background(self.failed.emit)
        self.background.setParent(self)
        self.sources: dict[str, Source] = {}
        self.drafts: list[SearchRecord] = []
        self.draft: Draft | None = None
        self.withheld: list[tuple[str, str]] = []
        self.states: dict[str, ClaimState] = {}
        self._sorted: tuple[Draft | None, dict[str, Claim]] = (None, {})
        self.claim_id = ""
        self.taking_in: TakingIn | None = None
        self._seen: dict[int, tuple[object, ...]] = {}
        self._quiet: set[int] = set()  # ids of jobs whose errors somebody else tells
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(POLL_MILLISECONDS)

    @property
    def writable(self) -> bool:
        return self.case.store.writable

    # What is shown

    def refresh_sources(self) -> None:
        """Read the list of sources again."""

        def then(found: list[Source]) -> None:
            self.sources = {s.id: s for s in found}
            self.sources_changed.emit()

        self.background.run(self, self.case.store.sources, then, latest="sources")

    def refresh_drafts(self) -> None:
        """Read the search record again."""

        def then(found: list[SearchRecord]) -> None:
            self.drafts = found
            self.drafts_changed.emit()

        self.background.run(self, self.case.store.searches, then, latest="drafts")

    def show_draft(self, draft_id: str, claim_id: str = "") -> None:
        """Show a draft or an answer, with its reviews; selects `claim_id`, else the first claim not yet checked."""

        def read() -> tuple[Draft, list[tuple[str, str]], dict[str, ClaimState]]:
            sources = {s.id: s for s in self.case.store.sources()}
            draft, withheld = open_part(self.case.store.draft(draft_id), sources)
            return draft, withheld, self.case.reviewing.states(draft_id)

        def then(found: tuple[Draft, list[tuple[str, str]], dict[str, ClaimState]]) -> None:
            self.draft, self.withheld, self.states = found
            self.draft_changed.emit()
            claims = self.claims()
            wanted = next((c.id for c in claims if c.id == claim_id), "")
            self.select(
                wanted or next((c.id for c in claims if not self.checked(c.id)), claims[0].id if claims else "")
            )

        self.background.run(self, read, then, latest="draft")

    def claims(self) -> list[Claim]:
        """The claims of the shown draft that stand, then those that the checks held back."""
        return list(self._claims().values())

    def claim(self, claim_id: str) -> Claim | None:
        return self._claims().get(claim_id)

    def _claims(self) -> dict[str, Claim]:
        """The claims of the shown draft by id, sorted once for each: thousands are asked for while one scrolls."""
        if self._sorted[0] is not self.draft:
            shown = sorted(self.draft.claims if self.draft else (), key=lambda claim: claim.held_back)
            self._sorted = (self.draft, {claim.id: claim for claim in shown})
        return self._sorted[1]

    def select(self, claim_id: str) -> None:
        """Make a claim the selected one."""
        if claim_id != self.claim_id:
            self.claim_id = claim_id
            self.claim_changed.emit(claim_id)

    # Places

    def show_place(self, place: Place) -> None:
        """Ask the source pane to show a place."""
        self.place_asked.emit(place)

    def place_shown(self, place: Place) -> None:
        """Told by the source pane once the place is on screen: the citation counts as opened."""
        if not place.citation_id or not self.writable:
            return
        claim_id = place.citation_id.rpartition(".")[0]
        state = self.states.get(claim_id)
        if state is not None and place.citation_id in state.opened:
            return
        self.review(claim_id, lambda: self.case.reviewing.opened(place.citation_id))

    def cited_here(self, source_id: str, page: int) -> list[tuple[Claim, Citation]]:
        """The citations of the shown draft on a page of a source; all of a recording's for page 0."""
        return [
            (claim, c)
            for claim in self.claims()
            for c in claim.cited()
            if c.source_id == source_id and (page in _pages(c) or not _pages(c))
        ]

    # Review

    def checked(self, claim_id: str) -> bool:
        return claim_id in self.states and self.states[claim_id].checked

    def progress(self) -> tuple[int, int]:
        """Claims checked, and claims to be checked, of the shown draft."""
        asked = [c for c in self.claims() if not c.held_back]
        return sum(self.checked(c.id) for c in asked), len(asked)

    def review(self, claim_id: str, act: Callable[[], ClaimState | None]) -> None:
        """Do something that changes the review of a claim, in the background."""

        def then(state: ClaimState | None) -> None:
            if state is not None:
                self.take_state(state)

        self.background.run(self, act, then)

    def take_state(self, state: ClaimState) -> None:
        """A claim's review is another one now."""
        self.states[state.claim_id] = state
        self.state_changed.emit(state.claim_id)

    # Long work

    def start(self, title: str, work: Callable[..., object], lane: str = "draft", quiet: bool = False) -> Job:
        """Start long work, told of by `job_changed` and `job_ended`. `quiet`: who starts it tells of its errors."""
        job = self.jobs.start(title, work, lane)
        if quiet:
            self._quiet.add(job.id)
        self.job_changed.emit(job)
        return job

    def summarise(self, brief: str | None, source_ids: Sequence[str] | None, seed: int, most: int | None) -> Job:
        from ui.strings import draft as words

        def work(progress: Callable[[str, float, float], bool]) -> Draft:
            return self.case.summarise(brief, source_ids, seed, most, progress)

        return self.start(words.DRAFTING, work)

    def ask(self, question: str, source_ids: Sequence[str] | None = None, seed: int = 0) -> Job:
        from ui.strings import draft as words

        return self.start(words.ASKING, lambda progress: self.case.ask(question, source_ids, seed, progress))

    def _poll(self) -> None:
        """Tell which jobs moved since the last time."""
        for job in self.jobs.jobs():
            now = (job.over, job.state, job.what, job.done)
            before = self._seen.get(job.id, (False,))
            if before == now:
                continue
            self._seen[job.id] = now
            self.job_changed.emit(job)
            if job.over and not before[0]:
                self._ended(job)

    def _ended(self, job: Job) -> None:
        self.job_ended.emit(job)
        if job.state == "failed" and job.error is not None and job.id not in self._quiet:
            self.failed.emit(job.error)
        if isinstance(job.result, Draft):
            self.refresh_drafts()
            self.show_draft(job.result.id)

    def close(self) -> None:
        """Stop polling and let go of the case; jobs are ended by whoever started them."""
        self._timer.stop()
        self.background.close()


def _pages(citation: Citation) -> set[int]:
    anchor = citation.anchor
    return set() if isinstance(anchor, FrameAnchor) else {box.page for box in anchor.boxes}
