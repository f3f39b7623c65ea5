"""Shortlists the units that are worth embedding, and scores them: how central, how distinct, how near the brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.ports import Vectors
from summarise.backdrop import Backdrop
from summarise.cues import DISSENT
from summarise.lexrank import Centrality
from summarise.material import Material
from summarise.settings import Settings
from summarise.text import content_words, overlap
from summarise.units import Unit

LEAST_WORTH = 0.03  # below this there is no sentence to speak of
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """Units with their vectors (n, d) and scores (n,), all 0..1."""

    units: tuple[Unit, ...]
    vectors: Vectors
    central: Floats
    distinct: Floats

    def __len__(self) -> int:
        return len(self.units)


def overview_units(material: Material, ranked: Centrality, backdrop: Backdrop, settings: Settings) -> list[Unit]:
    """For every source the units of its most central and most distinct passages, the most telling first chosen."""
    owners = sorted(set(material.groups.tolist()))
    if not owners:
        return []
    passages = min(40, max(8, settings.embedded_sentences // (2 * len(owners))))
    quota = min(24, max(4, settings.embedded_sentences // len(owners)))
    chosen: list[Unit] = []
    for owner in owners:
        rows = np.flatnonzero(material.groups == owner)
        chosen += _of_source(material, rows, ranked, backdrop, passages, quota)
    return chosen


def _of_source(
    material: Material, rows: NDArray[np.intp], ranked: Centrality, backdrop: Backdrop, passages: int, quota: int
) -> list[Unit]:
    """At most `quota` units of one source: half by their centre, the rest by how rare their words are."""
    central = rows[np.argsort(-ranked.rank[rows], kind="stable")]
    odd = rows[np.argsort(ranked.nearest_other[rows], kind="stable")]
    kept = central if len(rows) <= passages else np.unique([*central[: passages * 2 // 3], *odd[: passages // 3]])
    place = {int(row): 1 - i / len(central) for i, row in enumerate(central)}
    found = [(u, place[int(row)]) for row in sorted(kept.tolist()) for u in backdrop.units(material.passages[row])]
    found = [(u, p) for u, p in found if u.worth >= LEAST_WORTH]
    centre_value = [round(u.worth * (0.5 + 0.5 * p), 4) for u, p in found]
    odd_value = [round(u.worth * backdrop.rarity(u.text), 4) for u, _ in found]
    picked = set(sorted(range(len(found)), key=lambda i: (-centre_value[i], i))[: -(-quota // 2)])
    for i in sorted(range(len(found)), key=lambda i: (-odd_value[i], i)):
        if len(picked) >= quota:
            break
        picked.add(i)
    return [found[i][0] for i in sorted(picked)]


def score_overview(
    found: Sequence[Unit], vectors: Vectors, material: Material, ranked: Centrality, backdrop: Backdrop
) -> Candidates:
    """Central: near the middle of the case and in a central passage. Distinct: on the case's topic, yet in words and
    meaning unlike what other sources say."""
    if not found:
        return Candidates((), vectors, np.zeros(0), np.zeros(0))
    place, at = material.place, {s.id: i for i, s in enumerate(material.sources)}
    rows = np.array([place[u.passage.id] for u in found])
    topic = _scaled(vectors @ centre(material, ranked))
    owners = np.array([at[u.source_id] for u in found])
    near_other = _nearest_other(vectors, owners, material)
    value = np.sqrt([u.worth for u in found])
    odd = np.array([backdrop.rarity(u.text) for u in found])
    dissent = np.array([1.0 if DISSENT.search(u.text) else 0.0 for u in found])
    central = value * (0.6 * topic + 0.4 * ranked.rank[rows])
    distinct = value * (0.35 + 0.65 * topic) * (0.40 * odd + 0.35 * (1 - near_other) + 0.25 * dissent)
    return Candidates(tuple(found), vectors, _scaled(central), _scaled(distinct))


def score_brief(found: Sequence[Unit], vectors: Vectors, brief: str, vector: Vectors, near: Sequence[float]) -> Floats:
    """How near each unit is to the brief: its meaning, that of its passage (`near`), and shared words."""
    if not found:
        return np.zeros(0)
    asked = content_words(brief)
    shared = np.array([overlap(asked, content_words(u.text)) for u in found])
    cosine = np.clip(vectors @ vector.ravel(), 0, 1)
    value = np.sqrt([u.worth for u in found])
    scores: Floats = np.round((0.60 * cosine + 0.20 * np.asarray(near) + 0.20 * shared) * (0.4 + 0.6 * value), 4)
    return scores


def centre(material: Material, ranked: Centrality) -> Vectors:
    """The unit vector (d,) of what the case is about: passages weighed by rank, sources weighing the same."""
    total = np.zeros(material.vectors.shape[1], np.float64)
    for owner in np.unique(material.groups):
        rows = material.groups == owner
        mean = ranked.rank[rows] @ material.vectors[rows].astype(np.float64)
        total += mean / max(float(np.linalg.norm(mean)), 1e-9)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def _nearest_other(vectors: Vectors, owners: NDArray[np.int_], material: Material) -> Floats:
    """Each unit's highest cosine to a passage of another source, 0 when there is none."""
    nearest = np.zeros(len(vectors))
    for owner in np.unique(owners):
        other = material.vectors[material.groups != owner]
        if len(other):
            mine = owners == owner
            nearest[mine] = np.clip((vectors[mine] @ other.T).max(axis=1), 0, 1)
    return np.round(nearest, 4)


def _scaled(values: NDArray[np.floating]) -> Floats:
    """Values clipped at 0 and divided by the highest, rounded to 4 decimals."""
    clipped = np.clip(np.asarray(values, np.float64), 0, None)
    top = float(clipped.max()) if len(clipped) else 0.0
    return np.round(clipped / top, 4) if top > 0 else clipped
