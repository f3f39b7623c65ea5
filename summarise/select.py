"""Chooses which units a draft quotes: every source's telling words first, then what adds most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from summarise.candidates import Candidates, Floats
from summarise.retrieve import marginal
from summarise.settings import Settings

SECOND_WORTH = 0.15  # a source's first claim may be poor, if it says nothing better; no further one
TURNING = 0.2  # of the highest score: less tells of no act to speak of
SECOND = 0.3  # of the highest score: less is no reason for a further claim of a source
SAY = 0.5  # of the highest relevance to a brief: so near, every source has its say before any speaks twice
SOURCE_SHARE = 3  # of a source's shortlisted units, one in so many is quoted at most beyond its first two


def overview(found: Candidates, count: int, settings: Settings, contested: Sequence[int] = ()) -> list[int]:
    """Indices of at most `count` units for a draft without a brief.

    First round: the most telling unit of every source. Then those on which sources conflict (`contested`, the surest
    first), a third of the draft at most. Second: what each source tells most of acts and of what came of them. Third:
    what it says most differently from the others, and what it insists on, so that being alone never means being left
    out; its most central unit where that gave nothing. Then the units that add most to what is chosen.
    """
    blend = 0.35 * found.central + 0.35 * found.distinct + 0.3 * found.turning
    chosen: list[int] = []
    _round(found, blend, 0.0, count, settings, chosen)
    _add(found, contested, len(chosen) + count // 3, count, chosen)
    _round(found, found.turning, TURNING, count, settings, chosen)
    _round(found, found.distinct, SECOND, count, settings, chosen)
    _round(found, found.insists, SECOND, count, settings, chosen)
    alone = [o for o, n in Counter(found.units[i].source_id for i in chosen).items() if n < 2]
    _round(found, found.central, SECOND, count, settings, chosen, alone)
    value = 0.6 * np.maximum(found.central, found.distinct) + 0.4 * found.turning
    return chosen + _fill(found, value, count - len(chosen), settings, chosen)


def _add(found: Candidates, wanted: Sequence[int], most: int, count: int, chosen: list[int]) -> None:
    """Add the units `wanted` to `chosen` until there are `most`, or `count`; none that quotes the same words again."""
    for i in wanted:
        if len(chosen) < min(most, count) and not any(found.units[i].overlaps(found.units[c]) for c in chosen):
            chosen.append(i)


def _round(
    found: Candidates,
    value: Floats,
    least: float,
    count: int,
    settings: Settings,
    chosen: list[int],
    owners: Sequence[str] | None = None,
) -> None:
    """Add the best unit of every source (or of `owners`) to `chosen`, the best of them first, up to `count` in all."""
    turn = dict.fromkeys(u.source_id for u in found.units) if owners is None else owners
    picks = [best for o in turn if (best := _best(found, value, o, chosen, settings)) is not None]
    if chosen:
        picks = [i for i in picks if value[i] >= least and found.units[i].worth >= SECOND_WORTH]
    chosen += sorted(picks, key=lambda i: (-value[i], i))[: max(0, count - len(chosen))]


def near_brief(found: Candidates, relevance: Floats, count: int, settings: Settings) -> list[int]:
    """Indices of at most `count` units for a brief: each source's best that is near enough, then what adds most."""
    if not len(found):
        return []
    floor = near_floor(relevance, settings)
    allowed = [i for i in range(len(found)) if relevance[i] >= floor]
    spread = max(settings.brief_floor, SAY * float(relevance.max()))
    chosen: list[int] = []
    for owner in dict.fromkeys(found.units[i].source_id for i in allowed):
        best = _best(found, relevance, owner, chosen, settings)
        if best is not None and relevance[best] >= spread:
            chosen.append(best)
    chosen = sorted(chosen, key=lambda i: (-relevance[i], i))[:count]
    barred = np.where(relevance >= floor, relevance, -1)
    return chosen + _fill(found, barred, count - len(chosen), settings, chosen)


def near_floor(relevance: Floats, settings: Settings) -> float:
    """The relevance (n,) below which nothing is near enough to a brief to be quoted."""
    return max(settings.brief_floor, 0.45 * float(relevance.max(initial=0)))


def _best(found: Candidates, value: Floats, owner: str, chosen: Sequence[int], settings: Settings) -> int | None:
    """The unit of a source with the highest value that does not say again what the source is quoted with already."""
    mine = [i for i in range(len(found)) if found.units[i].source_id == owner and i not in set(chosen)]
    said = [i for i in chosen if found.units[i].source_id == owner]
    mine = [i for i in mine if not _repeats(found, i, said, settings)]
    return min(mine, key=lambda i: (-value[i], i)) if mine else None


def _fill(found: Candidates, value: Floats, count: int, settings: Settings, chosen: Sequence[int]) -> list[int]:
    """More units by marginal relevance; a source that is quoted often waits for the others."""
    shares = Counter(u.source_id for u in found.units)

    def allowed(i: int, picked: Sequence[int]) -> bool:
        owner = found.units[i].source_id
        mine = [p for p in picked if found.units[p].source_id == owner]
        poor = value[i] < 0 or found.units[i].worth < SECOND_WORTH
        if poor or len(mine) >= max(2, -(-shares[owner] // SOURCE_SHARE)):
            return False
        if _repeats(found, i, mine, settings):
            return False
        return all(float(found.vectors[i] @ found.vectors[p]) < settings.repeat_cosine for p in picked)

    def handicap(i: int, picked: Sequence[int]) -> float:
        return settings.spread_penalty * sum(found.units[p].source_id == found.units[i].source_id for p in picked)

    weight = 1 - settings.novelty_weight
    return marginal(value.tolist(), found.vectors, max(0, count), weight, allowed, handicap, chosen)


def _repeats(found: Candidates, i: int, said: Sequence[int], settings: Settings) -> bool:
    unit = found.units[i]
    return any(
        unit.overlaps(found.units[p]) or float(found.vectors[i] @ found.vectors[p]) >= settings.repeat_in_source
        for p in said
    )
