"""The desk at which a draft is written: what is read of the case, what an overview chooses, claims judged in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from provenance.errors import TaskError
from provenance.near import Near
from provenance.points import NewPoint
from provenance.ports import Embedder, Entailment, PassageIndex, Progress, Vectors
from provenance.records import Notice, Passage
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim
from summarise import candidates, copies, mail, names
from summarise.accounts import When
from summarise.backdrop import Backdrop
from summarise.byhand import footage_of
from summarise.compose import Composer, Written
from summarise.contested import contested
from summarise.headings import Entry, arrange, grouped
from summarise.lexrank import centrality
from summarise.material import Material, gather, usable
from summarise.meaning import MeaningCheck
from summarise.moments import time_notes, unit_times
from summarise.near import nearest_first
from summarise.observations import Footage, observe
from summarise.opposition.reading import Account
from summarise.points import Row, accounts_of, point, rows
from summarise.retrieve import fuse, marginal, nearest
from summarise.select import overview
from summarise.settings import DEFAULT, Settings
from summarise.similar import Like, alike
from summarise.text import content_words, overlap
from summarise.units import Unit
from summarise.verdicts import Judge, fails

_POINTS = 2_000  # that are looked through for conflicts
_BATCH = 128  # texts embedded between two looks at "stop"


@dataclass(frozen=True, eq=False, slots=True)
class Chosen:
    """Units to be quoted, their vectors (n, d), the ids of the passages they were chosen from, the sources that had
    something to choose, and for copies of which all that could be chosen stands in another source that other; `near`
    what each passage says nearest, the nearest first; `left` why sources may not be quoted, where the chooser knows."""

    units: tuple[Unit, ...] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    retrieved: tuple[str, ...] = ()
    offered: frozenset[str] = frozenset()
    copied: Mapping[str, str] = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Drafting:
    """The desk at which one draft is written; everything read from the case is read once."""

    store: CaseStore
    embedder: Embedder
    index: PassageIndex | None
    source_ids: Sequence[str] | None
    progress: Progress
    settings: Settings = field(default=DEFAULT)
    entailment: Entailment | None = None
    _embedded: dict[str, Vectors] = field(default_factory=dict, init=False)

    @cached_property
    def material(self) -> Material:
        return gather(self.store, self.source_ids, self.embedder.dimension)

    @cached_property
    def composer(self) -> Composer:
        return Composer(self.store, self.material.by_id)

    @cached_property
    def backdrop(self) -> Backdrop:
        return Backdrop(self.material.passages, self.material.by_id)

    @cached_property
    def passages_of(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.material.passages:
            found.setdefault(passage.source_id, []).append(passage)
        return found

    @cached_property
    def facts(self) -> frozenset[str]:
        """Ids of passages of what a device or program recorded with a picture ("Software: …"), and of the headers of
        mails: found, not drafted."""
        found: set[str] = set()
        for source_id, passages in self.passages_of.items():
            if self.material.by_id[source_id].kind == "picture":
                spans = [(p.start, p.end) for p in self.composer.layer(source_id).parts if p.kind == "fact"]
            else:
                spans = mail.headers(self.composer.layer(source_id)) if source_id in self.mails else []
            found |= {p.id for p in passages if any(a <= p.start < b for a, b in spans)}
        return frozenset(found)

    @cached_property
    def mails(self) -> frozenset[str]:
        """Ids of the sources that are mails."""
        return frozenset(s.id for s in self.material.sources if s.kind in mail.KINDS)

    @cached_property
    def footage(self) -> dict[str, Footage]:
        """The videos in scope, by source id."""
        found = {}
        for source in self.material.sources:
            footage = footage_of(self.store, source) if usable(source) else None
            if footage is not None:
                found[source.id] = footage
        return found

    @cached_property
    def points(self) -> list[NewPoint]:
        """The points on which sources in scope speak, conflicts first, the surest first."""
        return [point(row, self) for row in self.rows]

    @cached_property
    def rows(self) -> list[Row]:
        """What the points are made of: each pair of assertions that differ."""
        return rows(self, _POINTS, self.accounts) if self.material.passages else []

    @cached_property
    def accounts(self) -> list[Account]:
        """The accounts of the sources in scope, read once."""
        return accounts_of(self)

    @cached_property
    def judge(self) -> Judge:
        layer, passages = self.composer.layer, lambda source_id: self.passages_of.get(source_id, [])
        meaning = MeaningCheck(self.embedder, self.entailment)
        return Judge(self.material.by_id, layer, passages, self.footage.get, meaning=meaning)

    def without_copies(self, found: list[Unit]) -> tuple[list[Unit], dict[str, str]]:
        """Units to choose from without the same words of a copy; and the copies of which none is left."""
        said = {one: [p for p in found if p.id not in self.facts] for one, found in self.passages_of.items()}
        return copies.without_copies(found, copies.keepers(self.material.sources, said))

    def tick(self, what: str, done: float, total: float = 1.0) -> None:
        """Tell progress; raises TaskError("cancelled") when it answers stop."""
        if not self.progress(what, done, total):
            raise TaskError("cancelled")

    def embed(self, texts: Sequence[str], what: str) -> Vectors:
        """Unit vectors (n, d), in batches of fixed order and size, with a look at "stop" between them."""
        rows = [np.zeros((0, self.embedder.dimension), np.float32)]
        for start in range(0, len(texts), _BATCH):
            self.tick(what, start, len(texts))
            rows.append(np.asarray(self.embedder.embed(list(texts[start : start + _BATCH])), np.float32))
        return np.concatenate(rows)

    def embed_once(self, texts: Sequence[str], what: str) -> Vectors:
        """The same; a text that came before is not embedded again."""
        new = [text for text in dict.fromkeys(texts) if text not in self._embedded]
        if new:
            self._embedded.update(zip(new, self.embed(new, what), strict=True))
        return np.array([self._embedded[t] for t in texts], np.float32).reshape(len(texts), self.embedder.dimension)

    def choose_overview(self, count: int) -> Chosen:
        """The units of a draft without a brief: every source has its turn."""
        material = self.material
        self.tick("Comparing passages", 0)
        ranked = centrality(material.vectors, material.groups.tolist(), self.settings)
        ranked = replace(ranked, rank=ranked.rank * self.backdrop.weights(material.passages))
        found = candidates.overview_units(material, ranked, self.backdrop, self.settings, self.facts, self.mails)
        found, copied = self.without_copies(found)
        sides = contested(self.points, lambda source_id: self.passages_of.get(source_id, []), self.backdrop.units)
        found += [side for side in sides if not any(side.overlaps(unit) for unit in found)]
        vectors = self.embed([u.text for u in found], "Reading the telling sentences")
        scored = candidates.score_overview(found, vectors, material, ranked, self.backdrop)
        first = [i for side in sides for i, unit in enumerate(found) if side.overlaps(unit)]
        picked = overview(scored, count, self.settings, first)
        retrieved = tuple(dict.fromkeys(u.passage.id for u in found))
        offered = frozenset(u.source_id for u in found)
        near = nearest_first(found, np.maximum(scored.central, scored.distinct))
        return Chosen(tuple(found[i] for i in picked), vectors[picked], retrieved, offered, copied, near)

    def retrieve(self, words: str, vector: Vectors) -> tuple[str, ...]:
        """Ids of the passages near the words, best first: dense and lexical ranks fused, then thinned."""
        settings, material = self.settings, self.material
        ids = [p.id for p in material.passages]
        unread = {p.id for found in material.foreign.values() for p in found}
        place = {p: row for p, row in material.place.items() if p not in unread}
        if self.index is not None and self.source_ids is None and len(ids) > settings.retrieve_each:
            dense = self.index.nearest(vector, settings.retrieve_each)
        else:
            dense = nearest(vector, ids, material.vectors, settings.retrieve_each)
        lexical = self.store.search_words(words, settings.retrieve_each, self.source_ids)
        fused = fuse([dense, lexical], place, settings.fusion_k)
        rows = [place[h.passage_id] for h in fused]
        top = fused[0].score if fused else 1.0
        kept = marginal(
            [h.score / top for h in fused], material.vectors[rows], settings.retrieve_kept, settings.relevance_weight
        )
        return tuple(ids[rows[i]] for i in kept)

    def write(self, chosen: Chosen, footage: int, headings: Sequence[str] | None = None) -> list[NewClaim]:
        """Judged claims that quote the units, and `footage` observations; see `claims`."""
        return self.claims([(u, self.composer.write(u)) for u in chosen.units], chosen.vectors, footage, headings)

    def claims(
        self,
        drafted: Sequence[tuple[Unit, Written]],
        vectors: Vectors,
        footage: int,
        headings: Sequence[str] | None = None,
    ) -> list[NewClaim]:
        """Judged claims in reading order, those held back included; under `headings` (one a unit) where given.

        Each comes with the unit that it is placed by, whose vector stands in the same row of `vectors` (n, d).
        """
        units = [unit for unit, _ in drafted]
        self.tick("Finding similar accounts", 0)
        likes = alike(units, vectors, self.material, self.embed, self.settings)
        self.tick("Checking every claim", 0)
        at = {s.id: i for i, s in enumerate(self.material.sources)}
        rows: list[tuple[Entry, Written, list[Notice]]] = []
        for (unit, plain), row, when in zip(drafted, likes, self.times(units), strict=True):
            written = self._with_likes(plain, row)
            group = names.account(self.material.by_id[unit.source_id], unit.passage)
            rows.append((Entry(written.kind, group, when, (at[unit.source_id], unit.start)), written, time_notes(when)))
        rows += self._observations(footage, at)
        entries = [entry for entry, _, _ in rows]
        ordered = arrange(entries) if headings is None else grouped(entries, headings)
        return [self._judged(heading, rows[i][1], rows[i][2]) for heading, i in ordered]

    def _judged(self, heading: str, written: Written, notes: Sequence[Notice]) -> NewClaim:
        verdict = self.judge.verdict(written.text, written.citations, notes)
        return NewClaim(heading, written.text, written.kind, verdict, written.citations, fails(verdict))

    def _with_likes(self, written: Written, likes: Sequence[Like]) -> Written:
        sources = self.material.by_id
        similar = [self.composer.cite(sources[like.unit.source_id], like.unit, "similar") for like in likes]
        return Written(written.text, written.kind, (*written.citations, *similar))

    def _observations(self, count: int, at: Mapping[str, int]) -> list[tuple[Entry, Written, list[Notice]]]:
        """At most `count` observations, shared evenly between the cameras that saw movement."""
        moving = [f for f in self.footage.values() if f.events]
        rows: list[tuple[Entry, Written, list[Notice]]] = []
        for i, footage in enumerate(moving):
            share = min(self.settings.events_of_a_camera, -(-(count - len(rows)) // (len(moving) - i)))
            for observed in observe(footage, share):
                place = (at[footage.source.id], float(observed.seconds))
                entry = Entry("observation", names.item_name(footage.source), None, place, observed.corrected)
                rows.append((entry, self.composer.observe(observed, footage.source), []))
        return rows

    def times(self, chosen: Sequence[Unit]) -> list[When | None]:
        """When each unit says that it was."""
        times: list[When | None] = [None] * len(chosen)
        for source_id in dict.fromkeys(u.source_id for u in chosen):
            mine = [i for i, u in enumerate(chosen) if u.source_id == source_id]
            source = self.material.by_id[source_id]
            read = unit_times([chosen[i] for i in mine], self.passages_of[source_id], source)
            for i, when in zip(mine, read, strict=True):
                times[i] = when
        return times

    def brief_units(self, brief: str, passages: Sequence[Passage]) -> list[Unit]:
        """The units of the passages, thinned by words shared with the brief and by worth to what may be embedded."""
        found = [u for p in passages for u in self.backdrop.units(p) if u.worth >= candidates.LEAST_WORTH]
        if len(found) <= self.settings.embedded_sentences:
            return found
        asked = content_words(brief)
        value = [overlap(asked, content_words(u.text)) + u.worth for u in found]
        kept = sorted(range(len(found)), key=lambda i: (-round(value[i], 4), i))[: self.settings.embedded_sentences]
        return [found[i] for i in sorted(kept)]
