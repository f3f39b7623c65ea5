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
    question: str, vector: Vectors, found: Sequence[Unit], vectors: Vectors, settings: Settings
) -> Floats:
    """How well each unit answers the question (n,), 0..1: its cosine, and (weighed by `ask_lexical`) the
    share of the question's content words that it or its passage says. `vectors` (n, d) are the units'."""
    if not found:
        return np.zeros(0)
    asked = content_words(question)
    own = np.array([overlap(asked, content_words(u.text)) for u in found])
    around = np.array([overlap(asked, content_words(u.passage.text)) for u in found])
    cosine = np.clip(vectors @ vector.ravel(), 0, 1)
    shared = 0.5 * own + 0.5 * around
    scores: Floats = np.round((1 - settings.ask_lexical) * cosine + settings.ask_lexical * shared, 4)
    return scores


def choose_answer(desk: Drafting, question: str, count: int) -> tuple[Chosen, Floats]:
    """The units that answer a question, with their scores; none when no unit reaches the threshold."""
    vector = desk.embed([question], "Reading the question")[0]
    retrieved = desk.retrieve(question, vector)
    rows = sorted(desk.material.place[p] for p in retrieved)
    found = desk.brief_units(question, [desk.material.passages[row] for row in rows])
    vectors = desk.embed([u.text for u in found], "Reading the nearest passages")
    scores = answer_scores(question, vector, found, vectors, desk.settings)
    above = [i for i in range(len(found)) if scores[i] >= desk.settings.ask_threshold]
    kept = candidates.Candidates(tuple(found[i] for i in above), vectors[above], *[scores[above]] * 3)
    picked = near_brief(kept, scores[above], count, desk.settings)
    chosen = Chosen(tuple(kept.units[i] for i in picked), kept.vectors[picked], retrieved, frozenset(desk.passages_of))
    return chosen, scores[above][picked]


def answer_headings(scores: Floats) -> list[str]:
    """The heading of each unit: near the best, or also above the threshold."""
    return [NEAREST if s >= _NEARLY * float(scores.max()) else ALSO for s in scores.tolist()]
