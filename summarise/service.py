"""The entries of this room: `draft` writes an overview or on a brief, `ask` answers, `compare` finds conflicts."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from provenance import camera_clock
from provenance.asked_words import NOT_HELD
from provenance.clock import now
from provenance.coverage import FOREIGN
from provenance.errors import UsageError
from provenance.language import LanguageModel
from provenance.points import NewPoint
from provenance.ports import RENDITION, Embedder, Entailment, PassageIndex, Progress, Renderer
from provenance.records import TextAnchor
from provenance.runs import ModelUse, Run
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise.ask import choose_answer
from summarise.asked import unheld
from summarise.brief import choose_brief
from summarise.budget import budget, mentions_footage, usable_text
from summarise.coverage import cover, held_back
from summarise.draft import Chosen, Drafting
from summarise.leaving import left_out
from summarise.material import usable
from summarise.model.drafter import Drafted
from summarise.model.path import Drawn, asked, by_model, overview, stopped_drawn
from summarise.opposed import Opposed, near, oppose, placed_points
from summarise.point_by_point import choose_points, with_points
from summarise.points import points
from summarise.settings import DEFAULT, GENERATOR, SEED, Settings
from summarise.statement import points_of

_BUILT_OF = ("numpy", "scipy", "sentence-transformers", "torch", "chromadb")
_NOTHING = Chosen()
MOST_POINTS = 500  # rows of the matrix


def _go_on(what: str, done: float, total: float) -> bool:
    return True


def draft(
    store: CaseStore,
    embedder: Embedder,
    index: PassageIndex | None,
    *,
    brief: str | None = None,
    source_ids: Sequence[str] | None = None,
    seed: int = SEED,
    max_claims: int | None = None,
    progress: Progress = _go_on,
    renderer: Renderer | None = None,
    settings: Settings = DEFAULT,
    model: LanguageModel | None = None,
    drafted: Drafted | None = None,
    entailment: Entailment | None = None,
) -> NewDraft:
    """A draft over the sources named (all for None): on the brief, or an overview that gives every source its turn.

    `max_claims` None allows 24 claims and two more for each source. Nothing is random: `seed` is recorded because other
    drafters use one. A case with nothing to quote gives a draft without claims. With a `model` the claims are in its
    words, and `drafted` is told of each as it comes; see `by_model`. What it says is put to the `entailment` model,
    where there is one. Raises TaskError("cancelled") when `progress` answers False.
    """
    started, wanted = now(), clean(brief or "")
    desk = Drafting(store, embedder, index, source_ids, progress, settings, entailment)
    allowed = budget(max_claims, usable_text(desk.material.sources), _movements(desk), settings)
    footage = allowed.footage if not wanted or mentions_footage(wanted) else 0

    def choose() -> tuple[Chosen, None]:
        if not desk.material.passages:
            return _NOTHING, None
        return choose_brief(desk, wanted, allowed.text) if wanted else desk.choose_overview(allowed.text), None

    if model is None:
        drawn = _quoted(desk, choose, footage)
    else:
        chosen, _ = choose()
        drawn = by_model(desk, model, chosen, overview(wanted), allowed.text, footage, None, seed, drafted)
    return _made(desk, drawn, renderer, wanted, False, seed, started, {"brief": wanted, "max_claims": max_claims})


def ask(
    store: CaseStore,
    embedder: Embedder,
    index: PassageIndex | None,
    *,
    question: str,
    source_ids: Sequence[str] | None = None,
    seed: int = SEED,
    progress: Progress = _go_on,
    renderer: Renderer | None = None,
    settings: Settings = DEFAULT,
    model: LanguageModel | None = None,
    drafted: Drafted | None = None,
    entailment: Entailment | None = None,
) -> NewDraft:
    """What the case says to a question: the passages above the threshold, best first, or `found` False without claims.

    A long one, such as a defence statement, is put point by point, and what was found is told for each point.
    A `model` says in claims what of them answers, as for `draft`. Raises TaskError("cancelled") as that does.
    """
    started, wanted = now(), clean(question)
    desk, points = Drafting(store, embedder, index, source_ids, progress, settings, entailment), points_of(wanted)

    def choose() -> tuple[Chosen, list[str]]:
        if not desk.material.passages or not wanted:
            return _NOTHING, []
        if points is None:
            return choose_answer(desk, wanted, settings.ask_claims)
        return choose_points(desk, points.asserted)

    if model is None:
        drawn = _quoted(desk, choose, 0)
    else:
        chosen, headings = choose()
        most = max(settings.ask_claims, len(headings))
        drawn = by_model(desk, model, chosen, asked(wanted), most, 0, headings, seed, drafted)
    held = {} if points else {NOT_HELD: unheld(desk.material.passages, wanted)}
    recorded = {"question": wanted, "max_claims": settings.ask_claims, **held}
    made = _made(desk, drawn, renderer, wanted, True, seed, started, recorded)
    return with_points(made, points) if points else made


@dataclass(frozen=True, slots=True)
class Compared:
    """Points on which sources speak, conflicts first; `searched` passages were read, `pending` have no vector yet.

    `more`: there are more points than were asked for; the surest are here.
    """

    points: tuple[NewPoint, ...]
    searched: int
    pending: int
    more: bool


def compare(
    store: CaseStore,
    embedder: Embedder,
    index: PassageIndex | None,
    *,
    source_ids: Sequence[str] | None = None,
    progress: Progress = _go_on,
    renderer: Renderer | None = None,
    settings: Settings = DEFAULT,
) -> Compared:
    """What the sources named (all for None) say on the same points, each in its own words; nothing is written.

    Raises TaskError("cancelled") when `progress` answers False.
    """
    desk = Drafting(store, embedder, index, source_ids, progress, settings)
    found = points(desk, MOST_POINTS + 1) if desk.material.passages else []
    shown = placed_points(desk, found[:MOST_POINTS], renderer)
    pending = sum(desk.material.pending.values())
    return Compared(tuple(shown), len(desk.material.passages), pending, len(found) > MOST_POINTS)


def clean(words: str) -> str:
    """A brief or question as it is used and kept: one line, without NUL and lone surrogates."""
    whole = words.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return " ".join(whole.split())


def _quoted(desk: Drafting, choose: Callable[[], tuple[Chosen, Sequence[str] | None]], footage: int) -> Drawn:
    """What is quoted of what is chosen; a source that came to be withheld stops the run, which is recorded as such."""
    chosen = _NOTHING
    try:
        chosen, headings = choose()
        return Drawn(chosen, desk.write(chosen, footage, headings), GENERATOR)
    except UsageError as error:
        return stopped_drawn(Drawn(chosen, (), GENERATOR), error)


def _made(
    desk: Drafting,
    drawn: Drawn,
    renderer: Renderer | None,
    wanted: str,
    question: bool,
    seed: int,
    started: str,
    recorded: Mapping[str, object],
) -> NewDraft:
    drawn, opposed = _opposed(desk, drawn, renderer, wanted, question)
    material, chosen = desk.material, drawn.chosen
    claims = opposed.claims
    used = [c for claim in claims if not claim.held_back for c in claim.citations if c.role == "cited"]
    ends = {(c.source_id, c.anchor.end) for c in used if isinstance(c.anchor, TextAnchor)}
    passages = [u.passage.id for u in chosen.units if (u.source_id, u.end) in ends]
    left = left_out(desk, chosen, wanted, question) | dict(drawn.left) | held_back(claims)
    coverage = cover(material, chosen.retrieved, passages, {c.source_id for c in used}, left, chosen.near)
    run = Run(
        generator=drawn.generator,
        models=(*_judged_with(desk), *drawn.models),
        settings=_settings(desk, drawn, recorded) | ({"more_conflicts": True} if opposed.more else {}),
        seed=seed,
        build=build(),
        started=started,
        finished=now(),
        retrieved=tuple(chosen.retrieved),
    )
    found = any(not claim.held_back for claim in claims)
    searched = len(material.passages)
    known = (wanted, question, found, searched, run, tuple(claims), coverage)
    return NewDraft(*known, tuple(opposed.conflicts), opposed.compared)


def _settings(desk: Drafting, drawn: Drawn, recorded: Mapping[str, object]) -> dict[str, object]:
    """All that the run went by, the drafter's own settings included."""
    return {
        **desk.settings.recorded(),
        **drawn.settings,
        **recorded,
        "rendition": RENDITION,
        **_foreign(desk),
        "sources": None if desk.source_ids is None else list(desk.source_ids),
        **_looks(desk),
    }


def _opposed(
    desk: Drafting, drawn: Drawn, renderer: Renderer | None, wanted: str, question: bool
) -> tuple[Drawn, Opposed]:
    """What was drawn, with what speaks against it; a run that a withheld source stops keeps neither."""
    try:
        beside = near(desk, drawn.claims, drawn.chosen.retrieved, wanted, question)
        return drawn, oppose(desk, drawn.claims, beside, renderer)
    except UsageError as error:
        return stopped_drawn(drawn, error), Opposed([], [], None, more=False)


def _judged_with(desk: Drafting) -> list[ModelUse]:
    """The models with which the desk compared and judged."""
    used = [ModelUse("embedder", desk.embedder.name, desk.embedder.sha256)]
    entailing = desk.entailment
    return [*used, ModelUse("nli", entailing.name, entailing.sha256)] if entailing else used


def build() -> dict[str, str]:
    """What the run ran on: Attest, Python, the machine, and the libraries that can change a number."""
    found = {
        "attest": _version("attest"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
    }
    return found | {name: _version(name) for name in _BUILT_OF}


def _foreign(desk: Drafting) -> dict[str, object]:
    """The passages that the checks cannot read, where there are any."""
    found = [p.id for passages in desk.material.foreign.values() for p in passages]
    return {FOREIGN: found} if found else {}


def _looks(desk: Drafting) -> dict[str, object]:
    """Which look for movement was the latest, of all footage that was open: of what was told of, and of the rest.

    And how the cameras' clocks were checked then, as far as times depend on it.
    """
    with desk.store.snapshot():
        videos = [s for s in desk.store.sources() if s.kind == "video" and usable(s)]
        found = {source.id: desk.store.newest_look(source.id) for source in videos}
    found |= {source_id: footage.look for source_id, footage in desk.footage.items()}
    told = {s.id: s for s in videos} | {source_id: footage.source for source_id, footage in desk.footage.items()}
    checks = {source_id: camera_clock.recorded(source) for source_id, source in told.items()}
    return {"looks": found, "clock_checks": checks} if found else {}


def _movements(desk: Drafting) -> list[int]:
    return [len(f.events) for f in desk.footage.values()]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
