"""Finds like words in other sources: shown beside a claim as a similar account, never counted as support for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from provenance.ports import Vectors
from summarise.material import Material
from summarise.settings import Settings
from summarise.text import content_words, overlap
from summarise.units import Unit, units
from summarise.worth import bare

Embed = Callable[[Sequence[str], str], Vectors]
_PASSAGE_SLACK = 0.15  # a passage is about more than its best sentence: it may be this much less like the claim


@dataclass(frozen=True, slots=True)
class Like:
    """A unit of another source that says something like a claim, with its cosine (4 decimals)."""

    unit: Unit
    cosine: float


def alike(
    chosen: Sequence[Unit], vectors: Vectors, material: Material, embed: Embed, settings: Settings
) -> list[list[Like]]:
    """For each chosen unit (its vector in the same row), the units of other sources at or above the threshold.

    At most `similar_count` each, one a source, nearest first. Only the best unit by shared words of each near passage
    is embedded, by `embed(texts, what)`.
    """
    if not chosen:
        return []
    places = [_near(unit, vectors[i], material, settings) for i, unit in enumerate(chosen)]
    wanted = [(i, _best_unit(chosen[i], material, row)) for i, rows in enumerate(places) for row in rows]
    found = [(i, unit) for i, unit in wanted if unit is not None]
    texts = list(dict.fromkeys(unit.text for _, unit in found))
    place = {text: k for k, text in enumerate(texts)}
    embedded = embed(texts, "Finding similar accounts")
    likes: list[list[Like]] = [[] for _ in chosen]
    for i, unit in found:
        cosine = round(float(embedded[place[unit.text]] @ vectors[i]), 4)
        if cosine >= settings.similar_threshold:
            likes[i].append(Like(unit, cosine))
    return [sorted(row, key=lambda like: -like.cosine)[: settings.similar_count] for row in likes]


def _near(unit: Unit, vector: Vectors, material: Material, settings: Settings) -> list[int]:
    """Rows of the nearest passages of other sources, one a source, nearest first."""
    scores = np.round(material.vectors @ vector, 4)
    own = next(i for i, s in enumerate(material.sources) if s.id == unit.source_id)
    near = np.flatnonzero((scores >= settings.similar_threshold - _PASSAGE_SLACK) & (material.groups != own))
    rows: list[int] = []
    seen: set[int] = set()
    for row in near[np.argsort(-scores[near], kind="stable")].tolist():
        if len(rows) >= settings.similar_count + 1:
            break
        if int(material.groups[row]) not in seen:
            seen.add(int(material.groups[row]))
            rows.append(row)
    return rows


def _best_unit(claim: Unit, material: Material, row: int) -> Unit | None:
    """The unit of a passage that shares most content words with the claim."""
    asked = content_words(claim.text)
    found = [u for u in units(material.passages[row]) if not bare(u.text) and not _interrupted(u)]
    if not found:
        return None
    shares = [overlap(asked, content_words(u.text)) for u in found]
    return found[max(range(len(found)), key=lambda k: (shares[k], found[k].worth, -k))]


def _interrupted(unit: Unit) -> bool:
    """Whether much of the stretch is page furniture: a sentence that runs on over a sheet's head shows badly."""
    masked = unit.end - unit.start - len(unit.text)
    return masked > 60 + 0.9 * len(unit.text)
