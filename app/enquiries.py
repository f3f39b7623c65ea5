"""Lines of enquiry at work: kept in order, asked again in one go, and compared with what was found the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from app.enquiry_changes import Spans, changes, unseen
from provenance.enquiries import Enquiry
from provenance.errors import UsageError
from provenance.open_part import open_part
from provenance.ports import Progress
from provenance.records import Citation, Draft
from provenance.report_reviews import without_rejected
from provenance.reviews import BY_HAND
from provenance.store.case_store import CaseStore
from provenance.store.ids import draft_number
from summarise.settings import SEED

if TYPE_CHECKING:
    from app.case import Case


_CHAIN = 12  # earlier answers that are looked at for what came new and was not looked at since


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest answer to an enquiry as it is worded now, without what cites withheld sources, and what changed.

    `before` is the answer of the time before to the same words over the whole case, None where there is none. What is
    `new`, `gone`, `still` and `kept` there is told by `app.enquiry_changes`; all are empty without `before`. `unseen`
    came new at this or an earlier asking, and was not before a person yet. `withheld` claims of the answer cite sources
    that are withheld now, and a person rejected `rejected` of the others.
    """

    enquiry: Enquiry
    draft: Draft
    before: Draft | None = None
    new: tuple[Citation, ...] = ()
    gone: tuple[Citation, ...] = ()
    still: tuple[Citation, ...] = ()
    kept: tuple[Citation, ...] = ()
    unseen: tuple[Citation, ...] = ()
    withheld: int = 0
    rejected: int = 0

    @property
    def same(self) -> bool:
        """Whether it quotes the places of the time before, no more and no fewer, and found nothing else."""
        return self.before is not None and not (self.new or self.gone or self.still)

    @property
    def shown(self) -> int:
        """How many of its claims are shown: neither held back by the checks, nor rejected by a person."""
        return sum(not c.held_back for c in self.draft.claims) - self.rejected

    @property
    def held_back(self) -> int:
        return sum(c.held_back for c in self.draft.claims)

    @property
    def all_held_back(self) -> bool:
        """Whether something was drafted, and nothing of it stood up to the checks."""
        return bool(self.held_back) and self.held_back == len(self.draft.claims) + self.withheld

    @property
    def found(self) -> bool:
        """Whether a claim stands that answers it, and is shown."""
        return self.shown > 0

    @property
    def drafted(self) -> bool:
        """Whether anything was drafted, shown or not."""
        return bool(self.draft.claims or self.withheld)


class Enquiring:
    """The enquiries of one case; what is done to them is done by the account that runs this process."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def every(self) -> list[Enquiry]:
        """All of them in order, closed ones too."""
        return self._case.store.enquiries()

    def add(self, kind: str, words: str, dated: str = "") -> Enquiry:
        """Raises UsageError("bad_value")."""
        return self._case.store.add_enquiry(kind, words, dated, self._case.by)

    def change(
        self, enquiry_id: str, kind: str | None = None, words: str | None = None, dated: str | None = None
    ) -> Enquiry:
        """Change what is not None. Raises UsageError(unknown_id | bad_value)."""
        now = self._case.store.enquiry(enquiry_id).now
        new = (kind or now.kind, now.words if words is None else words, now.dated if dated is None else dated)
        return self._case.store.change_enquiry(enquiry_id, *new, self._case.by)

    def close(self, enquiry_id: str, reason: str) -> Enquiry:
        """Raises UsageError(unknown_id | bad_value)."""
        return self._case.store.close_enquiry(enquiry_id, reason, self._case.by)

    def reopen(self, enquiry_id: str) -> Enquiry:
        """Raises UsageError("unknown_id")."""
        return self._case.store.reopen_enquiry(enquiry_id, self._case.by)

    def move(self, enquiry_id: str, way: str) -> Enquiry:
        """Raises UsageError(unknown_id | bad_value)."""
        return self._case.store.move_enquiry(enquiry_id, way, self._case.by)

    def ask(self, progress: Progress, enquiry_ids: Sequence[str] | None = None, seed: int = SEED) -> list[Answer]:
        """Put every open enquiry, or these, to the case as a question, one after the other; gives what came of each.

        Each answer is recorded as it comes: what was asked before a stop stays. Raises UsageError("unknown_id"), and
        as `Case.ask` does.
        """
        store = self._case.store
        if enquiry_ids is None:
            wanted = [e for e in store.enquiries() if e.open]
        else:
            wanted = [store.enquiry(one) for one in enquiry_ids]
        for number, enquiry in enumerate(wanted):
            draft = self._case.ask(enquiry.words, None, seed, _nth(progress, number, len(wanted)))
            store.add_asking(enquiry.id, draft.id, self._case.by, len(enquiry.versions))  # it may be worded anew by now
        asked = {e.id for e in wanted}
        return [answer for answer in answers(store) if answer.enquiry.id in asked]


def answers(store: CaseStore) -> list[Answer]:
    """The latest answer to each enquiry that was ever asked in its present words, in the order of the enquiries.

    A run that was stopped in the middle of its work answers nothing, and is passed over.
    """
    searches = store.searches()
    stopped = {one.draft_id for one in searches if "stopped" in one.settings}
    asked: dict[str, list[str]] = {}
    for one in (s for s in searches if s.draft_id not in stopped):
        if one.question and one.generator != BY_HAND and one.settings.get("sources") is None:
            asked.setdefault(one.brief, []).append(one.draft_id)
    sources = {s.id: s for s in store.sources()}

    def load(draft_id: str) -> tuple[Draft, int]:
        draft, withheld = open_part(store.draft(draft_id), sources)
        return draft, len(withheld)

    spans, found = Spans(store), list[Answer]()
    for enquiry in store.enquiries():
        own = {a.draft_id for a in enquiry.askings if a.words == enquiry.words and a.draft_id not in stopped}
        latest = max(own, key=draft_number, default=None)
        if latest is not None:
            earlier = [d for d in asked.get(enquiry.words, ()) if draft_number(d) < draft_number(latest)]
            chain = [load(d)[0] for d in earlier[-_CHAIN:]]
            draft, withheld = load(latest)
            rejected = len(without_rejected(draft, store.claim_states(latest))[1])
            compared = _compared(spans, enquiry, [*chain, draft])
            found.append(replace(compared, withheld=withheld, rejected=rejected))
    return found


def _compared(spans: Spans, enquiry: Enquiry, chain: Sequence[Draft]) -> Answer:
    """The last of a chain of answers to the same words, beside the one before it."""
    if len(chain) < 2:
        return Answer(enquiry, chain[-1])
    steps = [changes(spans.store, now, before, spans) for before, now in pairwise(chain)]
    last = steps[-1]
    waiting = unseen(spans.store, steps)
    return Answer(enquiry, chain[-1], chain[-2], last.new, last.gone, last.still, last.kept, waiting)


def require_action(action: str, known: Sequence[str]) -> str:
    """The action, if it is known; raises UsageError("bad_value")."""
    if action not in known:
        raise UsageError("bad_value", value=action, what="an action", why=f"choose from {', '.join(known)}")
    return action


def _nth(progress: Progress, number: int, count: int) -> Progress:
    """The progress of one of several questions as a share of all."""

    def told(what: str, done: float, total: float) -> bool:
        share = min(1.0, done / total) if total else 0.0
        return progress(f"Question {number + 1} of {count}: {what}", number + share, count)

    return told
