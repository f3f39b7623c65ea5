"""Has a model choose among its claims, where there are more than a draft may hold: by name alone, it writes no word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provenance.errors import ModelError
from provenance.language import Prompt
from summarise import prompts
from summarise.model import grammar
from summarise.model.aliases import aliases
from summarise.model.answers import kept
from summarise.model.shown import seen

if TYPE_CHECKING:
    from summarise.model.drafter import ModelDrafter

_MARGIN = 6  # tokens by which other names of that length may cost more


def pick(drafter: ModelDrafter, texts: Sequence[str], owners: Sequence[str], most: int) -> list[int]:
    """Indices of `most` of the claims, in order: the first of every source, as many as there is room for, then what the
    model names, most important first, then the others as they come. No source that was heard falls silent.
    """
    first = list({owner: i for i, owner in reversed(list(enumerate(owners)))}.values())
    chosen = sorted(first)[:most]
    for i in [*_named(drafter, texts, most), *range(len(texts))]:
        if len(chosen) < most and i not in chosen:
            chosen.append(i)
    return sorted(chosen)


def _named(drafter: ModelDrafter, texts: Sequence[str], most: int) -> list[int]:
    """What the model names; asked of parts that fit its memory, each naming its share, and the shares in turn."""
    prompt = Prompt(prompts.PICK_SYSTEM, prompts.PICK, "", "", prompts.PICK_CLOSING)
    notes = [prompts.note("C9Z9", seen(text)) for text in texts]
    frame, costs = drafter.model.count(prompt, notes, drafter.meter.loading)
    parts = _parts([cost + _MARGIN for cost in costs], drafter.room(frame))
    found = [
        _of_part(drafter, prompt, texts, part, -(-most * len(part) // len(texts)), n) for n, part in enumerate(parts)
    ]
    return [row[k] for k in range(max(map(len, found), default=0)) for row in found if k < len(row)]


def _of_part(
    drafter: ModelDrafter, prompt: Prompt, texts: Sequence[str], part: Sequence[int], most: int, number: int
) -> list[int]:
    words = " ".join([prompt.system, prompt.opening, *(texts[i] for i in part)])
    seed = drafter.seed + 1000 + number
    given = dict(zip(aliases("C", len(part), seed, words), part, strict=True))
    body = "".join(prompts.note(name, seen(texts[i])) for name, i in given.items())

    def writing(text: str, evaluated: int, generated: int) -> None:
        drafter.meter.tell(f"{drafter.model.name} chooses among {len(texts)} claims", evaluated, generated)

    asked = Prompt(prompt.system, prompt.opening, "", body, prompt.closing)
    answer = drafter.ask(asked, grammar.picks(list(given), most), writing, 1000 + number)
    drafter.meter.done(answer)
    try:
        return [given[name] for name in kept(answer.text, frozenset(given))]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError("model_crashed", name=drafter.model.name, error="it wrote outside the grammar") from error


def _parts(costs: Sequence[int], room: int) -> list[list[int]]:
    """Neighbours together, as many as fit; what does not fit alone is left out and stands where it stood."""
    parts: list[list[int]] = [[]]
    for i, cost in enumerate(costs):
        if cost > room:
            continue
        if sum(costs[j] for j in parts[-1]) + cost > room:
            parts.append([])
        parts[-1].append(i)
    return [part for part in parts if part]
