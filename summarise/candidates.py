"""Shortlists the units that are worth embedding, and scores them: how central, how distinct, how near the brief."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from provenance.ports import Vectors
from summarise.backdrop import Backdrop
from summarise.cues import ACT, DESCRIBED, DISSENT, HEARSAY, INSISTENCE, OUTCOME
from summarise.lexrank import Centrality
from summarise.mail import told_in
from summarise.material import Material
from summarise.settings import Settings
from summarise.text import content_words, overlap
from summarise.units import Unit

THEME_SOURCES = 4  # so many sources make a matter common; more would favour what everybody says
LEAST_WORTH = 0.03  # below this there is no sentence to speak of
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Candidates:
    """Units with their vectors (n, d) and scores (n,), all 0..1; `insists` is `distinct` where words insist or deny,
    else 0; `turning` is how much of what a case turns on is told: acts, what came of them, what was said of them."""

    units: tuple[Unit, ...]
    vectors: Vectors
    central: Floats = field(default_factory=lambda: np.zeros(0))
    distinct: Floats = field(default_factory=lambda: np.zeros(0))
    insists: Floats = field(default_factory=lambda: np.zeros(0))
    turning: Floats = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.units)


def overview_units(
    material: Material,
    ranked: Centrality,
    backdrop: Backdrop,
    settings: Settings,
    facts: Container[str] = (),
    mails: Container[str] = (),
) -> list[Unit]:
    """For every source the units of its most central and most distinct passages, the most telling first chosen.

    `facts` are ids of passages that are not looked at: what a device or program recorded with a file. `mails` are ids
    of sources of which only what is said in them is taken, nothing about them.
    """
    open_ = np.array([p.id not in facts for p in material.passages], dtype=bool)
    owners = sorted(set(material.groups[open_].tolist()))
    if not owners:
        return []
    passages = min(40, max(8, settings.embedded_sentences // (2 * len(owners))))
    quota = min(40, max(4, settings.embedded_sentences // len(owners)))
    chosen: list[Unit] = []
    for owner in owners:
        rows = np.flatnonzero((material.groups == owner) & open_)
        chosen += _of_source(material, rows, ranked, backdrop, passages, quota, mails)
    return chosen


def _of_source(
    material: Material,
    rows: NDArray[np.intp],
    ranked: Centrality,
    backdrop: Backdrop,
    passages: int,
    quota: int,
    mails: Container[str],
) -> list[Unit]:
    """At most `quota` units of one source: a third from its central passages, at most a third by the acts that
    they tell of, the rest by words that other sources use."""
    central = rows[np.argsort(-ranked.rank[rows], kind="stable")]
    odd = rows[np.argsort(ranked.nearest_other[rows], kind="stable")]
    kept = central if len(rows) <= passages else np.unique([*central[: passages * 2 // 3], *odd[: passages // 3]])
    place = {int(row): 1 - i / len(central) for i, row in enumerate(central)}
    found = [(u, place[int(row)]) for row in sorted(kept.tolist()) for u in backdrop.units(material.passages[row])]
    found = [(u, p) for u, p in found if u.worth >= LEAST_WORTH and told_in(u, mails)]
    centre_value = [round(u.worth * (0.5 + 0.5 * p), 4) for u, p in found]
    theme_value = [round(u.worth * (0.5 + 0.5 * backdrop.shared(u.text)), 4) for u, _ in found]
    act_value = [round(u.worth * acts(u.text), 4) for u, _ in found]
    picked = set(sorted(range(len(found)), key=lambda i: (-centre_value[i], i))[: -(-quota // 3)])
    picked |= set(sorted((i for i, a in enumerate(act_value) if a), key=lambda i: (-act_value[i], i))[: quota // 3])
    for i in sorted(range(len(found)), key=lambda i: (-theme_value[i], i)):
        if len(picked) >= quota:
            break
        picked.add(i)
    return [found[i][0] for i in sorted(picked)]


def score_overview(
    found: Sequence[Unit], vectors: Vectors, material: Material, ranked: Centrality, backdrop: Backdrop
) -> Candidates:
    """Central: on what several sources speak of, in a central passage. Distinct: on what several speak of, yet with
    denial, certainty or details that are this source's own; a lone voice is found by what it says of the common matter.
    """
    if not found:
        return Candidates((), vectors)
    place = material.place
    rows = np.array([place[u.passage.id] for u in found])
    common = _scaled(theme(vectors, [u.source_id for u in found]))
    value = np.sqrt([u.worth for u in found])
    own = np.array([1 - backdrop.shared(u.text) for u in found])
    dissent = np.array([_dissent(u.text) for u in found])
    central = value * (0.75 * common + 0.25 * ranked.rank[rows])
    distinct = value * np.sqrt(common) * (0.35 + 0.50 * dissent + 0.15 * own)
    distinct = _scaled(distinct)
    turning = _scaled(value * np.sqrt(common) * np.array([acts(u.text) for u in found]))
    insists = np.where(dissent == 1, distinct, 0.0)
    return Candidates(tuple(found), vectors, _scaled(central), distinct, insists, turning)


def _dissent(text: str) -> float:
    """1 where a sentence insists or contradicts, less where it only says no, 0 otherwise."""
    if INSISTENCE.search(text):
        return 1.0
    return 0.4 if DISSENT.search(text) else 0.0


def acts(text: str) -> float:
    """How much a sentence tells of what a case turns on, 0..1: each further act counts less than the one before it;
    outcomes and descriptions count less than acts, and what is told by hearsay half."""
    done, come, looked = (len({m[0].lower() for m in cue.finditer(text)}) for cue in (ACT, OUTCOME, DESCRIBED))
    told = 1 - math.pow(0.5, done + 0.4 * come + 0.3 * looked)
    return round(0.5 * told if HEARSAY.search(text) else told, 4)


def theme(vectors: Vectors, owners: Sequence[str]) -> Floats:
    """How much each unit (n,) speaks of what other sources speak of: the mean of its highest cosines to the units of
    the `THEME_SOURCES` sources nearest to it. Of a lone source, the mean cosine to its own units."""
    names = list(dict.fromkeys(owners))
    cosine = np.clip(vectors @ vectors.T, 0, 1)
    of = {name: np.array([o == name for o in owners]) for name in names}
    if len(names) < 2:
        alone: Floats = np.round(cosine.mean(axis=1), 4).astype(np.float64)
        return alone
    best = np.stack([np.where(of[name], 0, cosine[:, of[name]].max(axis=1)) for name in names], axis=1)
    nearest = -np.sort(-best, axis=1)[:, : min(THEME_SOURCES, len(names) - 1)]
    common: Floats = np.round(nearest.mean(axis=1), 4).astype(np.float64)
    return common


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


def _scaled(values: NDArray[np.floating]) -> Floats:
    """Values clipped at 0 and divided by the highest, rounded to 4 decimals."""
    clipped = np.clip(np.asarray(values, np.float64), 0, None)
    top = float(clipped.max()) if len(clipped) else 0.0
    return np.round(clipped / top, 4) if top > 0 else clipped
