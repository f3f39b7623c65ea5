"""The way of a draft or an answer by a language model, from what was chosen to what the run keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance.errors import ModelError
from provenance.ports import LanguageModel
from provenance.records import ModelUse
from provenance.store.records import NewClaim
from summarise import prompts
from summarise.draft import Chosen, Drafting
from summarise.model.drafter import Asked, Drafted, ModelDrafter
from summarise.model.settings import GENERATOR

STOPPING = ("model_crashed", "model_out_of_memory", "model_timed_out")  # what ends a run that has begun
_SILENT = "passages of it were shown to the language model, which wrote no claim over them"
_STOPPED = "the language model stopped before the draft was whole"


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

    A model that ends in the middle of its work gives a draft without claims whose settings say so under "stopped", so
    that the run is recorded; whoever asked raises it then (`stopped`). Else raises what `LanguageModel` raises.
    """
    writer = ModelDrafter(desk, model, seed, *(() if drafted is None else (drafted,)))
    used = (ModelUse("language_model", model.name, model.sha256),)
    shown = {u.source_id for u in chosen.units}
    try:
        said = writer.draft(chosen, wanted, most, headings or ())
        settings = writer.recorded() if writer.meter.calls else {**writer.settings.recorded(), "calls": 0}
    except ModelError as error:
        if error.code not in STOPPING:
            raise
        told = {name: str(value) for name, value in error.facts.items()}
        settings = {**writer.settings.recorded(), "stopped": {"code": error.code, **told}}
        nothing = replace(chosen, units=(), vectors=chosen.vectors[:0])
        return Drawn(nothing, (), GENERATOR, used, settings, dict.fromkeys(shown, _STOPPED))
    units = tuple(unit for one in said for unit in one.units)
    first = [sum(len(one.units) for one in said[:i]) for i in range(len(said))]
    vectors = desk.embed([u.text for u in units], "Reading what the claims cite")
    placed = [(one.units[0], one.written) for one in said]
    titles = None if headings is None else [one.heading for one in said]
    claims = desk.claims(placed, vectors[first], footage, titles)
    return Drawn(
        replace(chosen, units=units, vectors=vectors), claims, GENERATOR, used, settings, dict.fromkeys(shown, _SILENT)
    )


def stopped(settings: Mapping[str, object]) -> ModelError | None:
    """Why a recorded run was stopped, None for one that was not."""
    told = settings.get("stopped")
    if not isinstance(told, Mapping):
        return None
    facts = {str(name): value for name, value in told.items() if name != "code"}
    return ModelError(str(told.get("code", STOPPING[0])), **facts)
