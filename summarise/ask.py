"""Answers a question with passages above a calibrated threshold, or with none: never with the nearest thing at hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.ports import Vectors
from summarise import candidates
from summarise.candidates import Floats
from summarise.draft import Chosen, Drafting
from summarise.select import near_brief
from summarise.settings import Settings
from summarise.text import content_words, overlap
from summarise.units import Unit

NEAREST = "Nearest to the question"
ALSO = "Also near the question"
_NEARLY = 0.85  # of the best score: what stands under the first heading


def answer_scores(
    question: str, vector: Vectors, found: Sequence[Unit], vectors: Vectors, around: Vectors, settings: Settings
) -> Floats:
    """How well each unit answers the question (n,), 0..1.

    `vectors` (n, d) are the units', `around` (n, d) those of their passages. Half and half: cosine (the unit's, and
    weighed by `ask_passage` its passage's), and the share of the question's content words that unit and passage say.
    """
    if not found:
        return np.zeros(0)
    asked = content_words(question)
    said = np.array([overlap(asked, content_words(u.text)) for u in found])
    near = np.array([overlap(asked, content_words(u.passage.text)) for u in found])
    own, passage = (np.clip(rows @ vector.ravel(), 0, 1) for rows in (vectors, around))
    meaning = (1 - settings.ask_passage) * own + settings.ask_passage * passage
    scores: Floats = np.round(
        (1 - settings.ask_lexical) * meaning + settings.ask_lexical * (0.5 * said + 0.5 * near), 4
    )
    return scores


def choose_answer(desk: Drafting, question: str, count: int) -> tuple[Chosen, Floats]:
    """The units that answer a question, with their scores; none when no unit reaches the threshold."""
    found, vectors, scores, retrieved = scored_units(desk, question)
    best = float(scores.max(initial=0))
    above = [
        i
        for i in range(len(found))
        if best >= desk.settings.ask_threshold and scores[i] >= desk.settings.ask_keep * best
    ]
    kept = candidates.Candidates(tuple(found[i] for i in above), vectors[above], *[scores[above]] * 3)
    picked = near_brief(kept, scores[above], count, desk.settings)
    chosen = Chosen(tuple(kept.units[i] for i in picked), kept.vectors[picked], retrieved, frozenset(desk.passages_of))
    return chosen, scores[above][picked]


def scored_units(desk: Drafting, question: str) -> tuple[list[Unit], Vectors, Floats, tuple[str, ...]]:
    """The units of the passages near a question, their vectors and scores, and the ids of those passages."""
    vector = desk.embed([question], "Reading the question")[0]
    retrieved, place = desk.retrieve(question, vector), desk.material.place
    found = desk.brief_units(question, [desk.material.passages[row] for row in sorted(place[p] for p in retrieved)])
    vectors = desk.embed([u.text for u in found], "Reading the nearest passages")
    around = desk.material.vectors[[place[u.passage.id] for u in found]]
    return found, vectors, answer_scores(question, vector, found, vectors, around, desk.settings), retrieved


def answer_headings(scores: Floats) -> list[str]:
    """The heading of each unit: near the best, or also above the threshold."""
    return [NEAREST if s >= _NEARLY * float(scores.max()) else ALSO for s in scores.tolist()]
