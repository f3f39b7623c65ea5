"""The open case as the window sees it: what is shown, what changed, and where the panes meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from provenance.material import Material
from provenance.open_part import open_part
from provenance.records import Claim, Draft, Source
from provenance.signing import locking
from summarise.settings import SEED
from ui.attended import Attended
from ui.background import Background
from ui.compare.comparing import Comparing
from ui.others import Listed, Others, listed
from ui.place import Place
from ui.working import Working

if TYPE_CHECKING:
    from app.case import Case
    from app.jobs import Job, Jobs
    from app.preferences import Preferences
    from app.taking_in import TakingIn
    from provenance.reviews import ClaimState
    from provenance.signing import Signature
    from provenance.store.records import SearchRecord

    _Shown = tuple[Draft, list[tuple[str, str]], dict[str, ClaimState], list[Signature]]


class Session(Working):
    """One open case. Panes read its fields and hear its signals; whatever takes time runs in `background` or `jobs`.

    `draft` is the draft or answer shown, without what cites withheld sources; `states` are the reviews of its claims.
    """

    sources_withheld = Signal(frozenset)  # ids of sources that came to be withheld; told before `sources_changed`
    sources_changed = Signal()
    footage_changed = Signal(str)  # id of a source whose movement was sought again
    passwords_changed = Signal()  # one was given that opens something
    drafts_changed = Signal()  # the list of drafts and questions
    draft_changed = Signal()  # another draft is shown, or it has other claims
    claim_changed = Signal(str)  # the selected claim's id, "" for none
    state_changed = Signal(str)  # the review of a claim
    place_asked = Signal(object)  # a Place to be shown in the source pane
    told = Signal(str)  # a sentence for the status bar
    told_of_claims = Signal()  # the sentence told last is of the shown draft's claims: see `tell_of_claims`
    tab_asked = Signal(str)  # name of a tab of the middle pane to bring up
    conflicts_asked = Signal(tuple)  # conflicts of the shown draft, Points, to be looked at side by side
    preferences_changed = Signal()
    remember_asked = Signal(dict)  # fields of the preferences and what they are to be
    models_folder_chosen = Signal(str)  # a folder with language models, for who keeps the preferences
    enquiries_changed = Signal()  # lines of enquiry were added, changed or asked
    viewed = Signal()  # more pages or minutes are recorded as having been before a person
    redactions_changed = Signal(str)  # id of a source of which other places are marked for redaction now
    closing = Signal()  # the last moment at which something can be asked of `reviews`

    def __init__(self, case: Case, jobs: Jobs, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(jobs, parent)
        self.case, self.preferences = case, preferences
        self.background = Background(self.failed.emit)
        self.lists = Background(self.failed.emit, threads=1)  # what is in the case: never held up, it may be withheld
        self.viewing = Background(self.failed.emit)  # what waits for the viewer's children
        self.reviews = Background(self.failed.emit, threads=1)  # what people write, in the order in which they did it
        self._by_hand = ""  # the draft that a claim by hand began last; known to the thread of `reviews` alone
        self.sources: dict[str, Source] = {}
        self.materials: dict[str, Material] = {}  # what people decided that each source is in the case
        self._barred: set[str] = set()  # ids of those that are withheld
        self.drafts: list[SearchRecord] = []
        self.draft: Draft | None = None
        self.withheld: list[tuple[str, str]] = []
        self.states: dict[str, ClaimState] = {}
        self.signatures: list[Signature] = []  # of the shown draft
        self.signature: Signature | None = None  # the one that locks it
        self.attended = Attended()
        self._wanted = ""  # the id of the draft that was asked for last
        self.comparing = Comparing(self)
        self._sorted: tuple[Draft | None, dict[str, Claim]] = (None, {})
        self.claim_id = ""
        self.taking_in: TakingIn | None = None
        self._others = Others(self)

    @property
    def wanted(self) -> str:
        """The id of the draft that was asked for last, "" for none: it is shown or on its way."""
        return self._wanted

    @property
    def writable(self) -> bool:
        return self.case.store.writable

    # What is shown

    def refresh_sources(self) -> None:
        """Read the list of sources again; what came to be withheld leaves the window at once."""
        self.lists.run(self, lambda: listed(self.case.store), self._take_sources, latest="sources")

    def _take_sources(self, found: Listed) -> None:
        before, barred = self.sources.keys(), self._barred
        self.sources, self._barred, self.materials = found
        other = {s for s in self._barred ^ barred if s in before}
        withheld = frozenset(other & self._barred)
        if withheld:
            if self.draft is not None:
                self.draft, left_out = open_part(self.draft, self.sources)
                self.withheld += left_out
                self.draft_changed.emit()
                self._select_one_of(self.claim_id)
            self.sources_withheld.emit(withheld)
        self.sources_changed.emit()
        if other and self.draft is not None:
            self.show_draft(self._wanted or self.draft.id)  # what is to be opened, and what was released, is read anew

    def refresh_drafts(self) -> None:
        """Read the search record again."""

        def then(found: list[SearchRecord]) -> None:
            self.drafts = found
            self.drafts_changed.emit()

        self.lists.run(self, self.case.store.searches, then, latest="drafts")

    def show_draft(self, draft_id: str, claim_id: str = "") -> None:
        """Show a draft or an answer, with its reviews: after all that is being written, so that none is missed.

        Selects `claim_id`, else the claim that is selected already, else the first that is not checked. What the person
        selects meanwhile stays selected: the next key is meant for that claim.
        """
        selected, self._wanted = self.claim_id, draft_id

        def read() -> _Shown:
            sources = {s.id: s for s in self.case.store.sources()}
            draft, withheld = open_part(self.case.store.draft(draft_id), sources)
            return draft, withheld, self.case.reviewing.states(draft_id), self.case.reviewing.signatures(draft_id)

        def then(found: _Shown) -> None:
            self.draft, self.withheld, self.states, self.signatures = found
            self.signature = locking(self.signatures)
            self.draft_changed.emit()
            self._select_one_of(claim_id if self.claim_id == selected else "", self.claim_id)

        self.reviews.run(self, read, then, latest="draft")

    def _select_one_of(self, *wanted: str) -> None:
        """Select the first of these that is shown, else the first claim that is not checked."""
        shown = self._claims()
        unchecked = (c for c in shown if not self.checked(c))
        self.select(next((c for c in (*wanted, *unchecked, *shown) if c in shown), ""))

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
        self.reviews.run(self, lambda: self.case.reviewing.opened(place.citation_id), self.take_state)

    # Review

    def checked(self, claim_id: str) -> bool:
        return claim_id in self.states and self.states[claim_id].checked

    def progress(self) -> tuple[int, int]:
        """Claims checked, and claims to be checked, of the shown draft."""
        asked = [c for c in self.claims() if not c.held_back]
        return sum(self.checked(c.id) for c in asked), len(asked)

    def add_by_hand(
        self,
        owner: QObject,
        make: Callable[[str | None], Claim],
        then: Callable[[Claim], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Have a claim added to the shown draft, or to the one by hand that an earlier claim began; `make` gets its id,
        None where a draft is to be begun."""
        shown, selected = self.draft.id if self.draft else "", self.claim_id

        def work() -> Claim:
            claim = make(shown or self._by_hand or None)
            self._by_hand = claim.id.rpartition(".")[0]
            return claim

        def added(claim: Claim) -> None:
            draft_id = claim.id.rpartition(".")[0]
            if self.draft is None or self.draft.id == draft_id:
                self.show_draft(draft_id, claim.id if self.claim_id == selected else "")
            if not shown:
                self.refresh_drafts()
            then(claim)

        self.reviews.run(owner, work, added, failed)

    def tell_of_claims(self, sentence: str) -> None:
        """Tell what names claims of the shown draft by number: of another draft's it would be untrue."""
        self.told.emit(sentence)
        self.told_of_claims.emit()

    def take_state(self, state: ClaimState) -> None:
        """A claim's review is another one now."""
        self.states[state.claim_id] = state
        self.state_changed.emit(state.claim_id)

    # Long work

    def summarise(
        self,
        brief: str | None,
        source_ids: Sequence[str] | None,
        seed: int,
        most: int | None,
        model: str | None = None,
    ) -> Job:
        from ui.strings import draft as words

        def work(progress: Callable[[str, float, float], bool]) -> Draft:
            return self.case.summarise(brief, source_ids, seed, most, progress, model, self._begin_writing(model))

        job = self.start(words.DRAFTING, work)
        if model is not None:
            self.writing_jobs[job.id] = lambda: self.summarise(brief, source_ids, seed, most)
        return job

    def ask(
        self, question: str, source_ids: Sequence[str] | None = None, seed: int = SEED, model: str | None = None
    ) -> Job:
        from ui.strings import draft as words

        def work(progress: Callable[[str, float, float], bool]) -> Draft:
            return self.case.ask(question, source_ids, seed, progress, model, self._begin_writing(model))

        job = self.start(words.ASKING, work)
        if model is not None:
            self.writing_jobs[job.id] = lambda: self.ask(question, source_ids, seed)
        return job

    # The end

    def close(self) -> None:
        """Take nothing more; `end` then waits for what is under way."""
        self.stop_telling()
        self._others.stop()
        self.closing.emit()
        for one in (self.background, self.lists, self.viewing):
            one.close()
        self.reviews.refuse()

    def end(self, seconds: float) -> None:
        """Write what was decided, stop the jobs within so many seconds, and give the case back. For any thread."""
        for job in self.jobs.active():
            job.cancel()
        self.reviews.finish()
        self.jobs.close(seconds)
        self.case.close()
