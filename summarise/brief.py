"""What a draft on a brief quotes: the whole brief is looked for, and each of the things that it names by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from provenance.ports import Vectors
from summarise import candidates
from summarise.candidates import Candidates, Floats
from summarise.draft import Chosen, Drafting
from summarise.leaving import Nearest, why_not
from summarise.near import nearest_first
from summarise.select import near_brief, near_floor
from summarise.text import content_words
from summarise.units import Unit

MOST_NAMED = 16  # things of a brief that are looked for by themselves
OF_EACH = 12  # passages looked at for each
MOST_SOURCES = 100  # sources of which a passage is looked at that is not among the nearest
_NAMED_COUNTS = 0.8  # of the nearness to one thing of several
_TITLE = r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bProf)(?<!\bSgt)(?<!\bInsp)(?<!\bSt)(?<!\bNo)(?<!\b[A-Z])"
_BETWEEN = re.compile(rf"[,;:!?\n]\s|{_TITLE}\.\s|[,;:.!?]$|\s(?i:and|or)\s")
_ONE_NAME = re.compile(r"(\bthe [A-Z]\w+) and (?=[A-Z])")  # "the Rose and Crown": an inn, not two things
_ASKED = re.compile(r"^(?:what|who|where|when|how|which|why)\s(?:did|do|does|was|were|is|are|had|has)\s", re.IGNORECASE)
_DONE = re.compile(r"\s(?:see|saw|hear|heard|say|said|do|tell|know)$", re.IGNORECASE)
_JOINED = "\0"


def named_things(brief: str) -> list[str]:
    """The things that a brief lists, at most `MOST_NAMED`; none where it names one."""
    whole = _ONE_NAME.sub(rf"\1{_JOINED}", _ASKED.sub("", brief.rstrip(" ?")))
    pieces = [piece.replace(_JOINED, " and ").strip() for piece in _BETWEEN.split(_DONE.sub("", whole))]
    found = [piece for piece in pieces if content_words(piece)]
    return list(dict.fromkeys(found))[:MOST_NAMED] if len(found) > 1 else []


def choose_brief(desk: Drafting, brief: str, count: int) -> Chosen:
    """The units of a draft on a brief. Of every source a passage is looked at: why it is not quoted is then known."""
    put = [brief, *named_things(brief)]
    asked = dict(zip(put, desk.embed(put, "Reading the brief"), strict=True))
    retrieved = _retrieved(desk, asked, brief)
    place = desk.material.place
    found = desk.brief_units(brief, [desk.material.passages[row] for row in sorted(place[p] for p in retrieved)])
    found, copied = desk.without_copies(found)
    vectors = desk.embed([u.text for u in found], "Reading the telling sentences")
    relevance = _relevance(desk, found, vectors, asked, brief)
    picked = near_brief(Candidates(tuple(found), vectors), relevance, count, desk.settings)
    near = nearest_first(found, relevance)
    floor = near_floor(relevance, desk.settings)
    looked = {desk.material.passages[place[p]].source_id for p in retrieved}
    left = why_not(desk, Nearest(found, vectors, relevance, picked, floor, count, looked), "the brief")
    kept, offered = tuple(found[i] for i in picked), frozenset(desk.passages_of)
    return Chosen(kept, vectors[picked], retrieved, offered, copied, near, left)


def _retrieved(desk: Drafting, asked: Mapping[str, Vectors], brief: str) -> tuple[str, ...]:
    """Ids of the passages near the brief, near each thing that it names, and the nearest of every other source."""
    found = list(desk.retrieve(brief, asked[brief]))
    for named, vector in asked.items():
        found += desk.retrieve(named, vector)[:OF_EACH] if named != brief else ()
    heard = {desk.material.passages[desk.material.place[p]].source_id for p in found}
    nearness = desk.material.vectors @ asked[brief]
    best: dict[str, tuple[float, str]] = {}
    for row, passage in enumerate(desk.material.passages):
        if passage.source_id not in heard and desk.backdrop.units(passage):
            this = (round(float(nearness[row]), 4), passage.id)
            if passage.source_id not in best or this[0] > best[passage.source_id][0]:
                best[passage.source_id] = this
    others = sorted(best.values(), key=lambda one: -one[0])[:MOST_SOURCES]
    return tuple(dict.fromkeys([*found, *(passage_id for _, passage_id in others)]))


def _relevance(
    desk: Drafting, found: Sequence[Unit], vectors: Vectors, asked: Mapping[str, Vectors], brief: str
) -> Floats:
    """How near each unit (n,) is to the brief, or to one thing that it names, which counts a little less."""
    rows = [desk.material.place[u.passage.id] for u in found]
    best = np.zeros(len(found))
    for words, vector in asked.items():
        around = np.clip(desk.material.vectors[rows] @ vector, 0, 1).tolist()
        scores = candidates.score_brief(found, vectors, words, vector, around)
        best = np.maximum(best, scores if words == brief else np.round(_NAMED_COUNTS * scores, 4))
    return best
