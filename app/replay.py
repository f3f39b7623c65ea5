"""Repeats a run with all that it recorded, and compares drafts of a case with each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.models import drafted_by
from provenance.comparing import Comparison, compare
from provenance.comparing_settings import REPLAY_OF
from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.records import Draft
from provenance.reviews import BY_HAND
from summarise.settings import Settings

if TYPE_CHECKING:
    from app.case import Case

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run was given; `words` are its brief or question, `sources` the ids of those chosen, None for all."""

    words: str
    question: bool
    sources: tuple[str, ...] | None
    max_claims: int | None
    seed: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run that was repeated: the new draft, and how it compares with the one that it repeats."""

    draft: Draft
    comparison: Comparison

    @property
    def of(self) -> str:
        """The id of the draft that was repeated."""
        return self.comparison.a.id


def inputs(draft: Draft) -> Inputs:
    """What to repeat a draft's run with; raises UsageError("not_repeated") for a draft that a person wrote."""
    run = draft.run
    if run.generator == BY_HAND:
        raise UsageError("not_repeated", id=draft.id)
    chosen, most = run.settings.get("sources"), run.settings.get("max_claims")
    return Inputs(
        words=draft.brief,
        question=draft.question,
        sources=tuple(map(str, chosen)) if isinstance(chosen, (list, tuple)) else None,
        max_claims=most if isinstance(most, int) else None,
        seed=run.seed,
        settings=Settings.of(run.settings),
    )


def replay(
    case: Case, draft_id: str, progress: Progress, seed: int | None = None, model: str | None = None
) -> Replayed:
    """Run a draft's run again, as a new draft that says which it repeats, and compare the two.

    `seed` and `model` replace those of the run; the model "extractive" is none. Where the case or this build is another
    by now, so may the draft be; the comparison tells. Raises UsageError(unknown_id | not_repeated),
    ModelError("model_of_run_missing") for a run whose model is not registered, and as `Case.summarise`.
    """
    before = case.store.draft(draft_id)
    given = inputs(before)
    name = drafted_by(before.run.models, draft_id) if model is None else None if model == EXTRACTIVE else model
    seed = given.seed if seed is None else seed
    told = {REPLAY_OF: draft_id}
    if given.question:
        draft = case.ask(given.words, given.sources, seed, progress, name, settings=given.settings, noted=told)
    else:
        draft = case.summarise(
            given.words or None, given.sources, seed, given.max_claims, progress, name, settings=given.settings,
            noted=told,
        )  # fmt: skip
    return Replayed(draft, _compared(case, before, draft))


def comparison(case: Case, a: str, b: str) -> Comparison:
    """Draft `b` compared with draft `a`, claim by claim; raises UsageError("unknown_id")."""
    return _compared(case, case.store.draft(a), case.store.draft(b))


def _compared(case: Case, a: Draft, b: Draft) -> Comparison:
    sources = {s.id: s for s in case.store.sources()}
    cited = sorted({c.source_id for draft in (a, b) for claim in draft.claims for c in claim.cited()})
    open_ = [source_id for source_id in cited if not sources[source_id].withheld]
    passages = {source_id: case.store.passages([source_id]) for source_id in open_}
    found, kept = compare(a, b, sources, passages), (a, b) if a.id != b.id else (a,)
    states = [one for draft in kept for one in case.store.claim_states(draft.id).values()]
    return replace(found, rejected=tuple(one.claim_id for one in states if one.state == "rejected"))
