"""The way of a draft or an answer by a language model, from what was chosen to what the run keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance.asked_words import NOT_PUT, POINTS
from provenance.errors import AttestError, ModelError, UsageError
from provenance.language import LanguageModel
from provenance.records import Source, Unused
from provenance.runs import ModelUse
from provenance.store.records import NewClaim, NewDraft
from summarise import prompts
from summarise.draft import Chosen, Drafting
from summarise.model.drafter import Asked, Drafted, ModelDrafter, Said
from summarise.model.settings import GENERATOR

STOPPING = ("model_crashed", "model_out_of_memory", "model_timed_out")  # what ends a run, however far it has come
WITHHELD = "withheld_meanwhile"  # a source that the run had read came to be held for privilege
_SILENT = "passages of it were shown to the language model, which wrote no claim over them"
_STOPPED = "the language model stopped before the draft was whole"
_BROKEN_OFF = "the run stopped before the draft was whole"


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """What a drafter made of what was chosen: claims, the units they cite, and what the run keeps.

    `left` says of sources why they are not cited, where the drafter knows better.
    """

    chosen: Chosen
    claims: Sequence[NewClaim]
    generator: str
    models: tuple[ModelUse, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)


def overview(wanted: str) -> Asked:
    """What is asked for a draft on a brief, or for an overview."""
    return Asked(prompts.BRIEF, wanted) if wanted else Asked(prompts.OVERVIEW, each=True)


def asked(wanted: str) -> Asked:
    """What is asked for an answer."""
    return Asked(prompts.QUESTION, wanted, none=True)


def by_model(
    desk: Drafting,
    model: LanguageModel,
    chosen: Chosen,
    wanted: Asked,
    most: int,
    footage: int,
    headings: Sequence[str] | None,
    seed: int,
    drafted: Drafted | None,
) -> Drawn:
    """The draft of a model over the passages of the chosen units, beside `footage` observations.

    A model that ends in the middle of its work, for whatever reason, gives a draft without claims whose settings say so
    under "stopped", so that the run is recorded; whoever asked raises it then (`stopped`). So does a source that came
    to be withheld. Else raises what `LanguageModel` raises.
    """
    writer = ModelDrafter(desk, model, seed, *(() if drafted is None else (drafted,)))
    used = (ModelUse("language_model", model.name, model.sha256),)
    shown = {u.source_id for u in chosen.units}
    try:
        return _written(
            desk, writer, used, chosen, writer.draft(chosen, wanted, most, headings or ()), footage, headings
        )
    except (ModelError, UsageError) as error:
        if not (error.code in STOPPING or _withheld(error) or (isinstance(error, ModelError) and writer.groups)):
            raise
        settings = {**writer.settings.recorded(), "stopped": _why(error)}
        nothing = replace(chosen, units=(), vectors=chosen.vectors[:0])
        return Drawn(nothing, (), GENERATOR, used, settings, dict.fromkeys(shown, _STOPPED))


def _written(
    desk: Drafting,
    writer: ModelDrafter,
    used: tuple[ModelUse, ...],
    chosen: Chosen,
    said: Sequence[Said],
    footage: int,
    headings: Sequence[str] | None,
) -> Drawn:
    shown = {u.source_id for u in chosen.units}
    settings = writer.recorded() if writer.meter.calls else {**writer.settings.recorded(), "calls": 0}
    units = tuple(unit for one in said for unit in one.units)
    first = [sum(len(one.units) for one in said[:i]) for i in range(len(said))]
    vectors = desk.embed([u.text for u in units], "Reading what the claims cite")
    placed = [(one.units[0], one.written) for one in said]
    titles = None if headings is None else [one.heading for one in said]
    claims = desk.claims(placed, vectors[first], footage, titles)
    return Drawn(
        replace(chosen, units=units, vectors=vectors), claims, GENERATOR, used, settings, dict.fromkeys(shown, _SILENT)
    )


def stopped_draft(made: NewDraft, error: AttestError, sources: Iterable[Source]) -> NewDraft:
    """The same run as one that stopped: without claims and conflicts. Raises `error` again where it is no reason for
    that: another than that a source is withheld."""
    if not _withheld(error):
        raise error
    cited = {c.source_id for claim in made.claims for c in claim.citations}
    listed = {u.source_id for u in made.coverage.unused_sources}
    left = [Unused(s.id, s.name, s.exhibit, _BROKEN_OFF) for s in sources if s.id in cited - listed]
    coverage = replace(made.coverage, cited=0, unused_sources=(*made.coverage.unused_sources, *left))
    kept = {name: value for name, value in made.run.settings.items() if name not in (POINTS, NOT_PUT)}
    run = replace(made.run, settings={**kept, "stopped": _why(error)})
    return replace(made, found=False, run=run, claims=(), coverage=coverage, conflicts=(), compared=None)


def stopped_drawn(drawn: Drawn, error: AttestError) -> Drawn:
    """The same for what was drawn and not yet made into a draft."""
    if not _withheld(error):
        raise error
    chosen = replace(drawn.chosen, units=(), vectors=drawn.chosen.vectors[:0])
    left = {**drawn.left, **dict.fromkeys((u.source_id for u in drawn.chosen.units), _BROKEN_OFF)}
    return replace(drawn, chosen=chosen, claims=(), settings={**drawn.settings, "stopped": _why(error)}, left=left)


def _withheld(error: AttestError) -> bool:
    return error.code == "source_held"


def _why(error: AttestError) -> dict[str, str]:
    """What a run keeps of why it stopped."""
    told = {name: str(value) for name, value in error.facts.items()}
    return {"code": WITHHELD if _withheld(error) else error.code, **told}


def stopped(settings: Mapping[str, object]) -> AttestError | None:
    """Why a recorded run was stopped, None for one that was not."""
    told = settings.get("stopped")
    if not isinstance(told, Mapping):
        return None
    facts = {str(name): value for name, value in told.items() if name != "code"}
    code = str(told.get("code", STOPPING[0]))
    return UsageError(code, **facts) if code == WITHHELD else ModelError(code, **facts)
