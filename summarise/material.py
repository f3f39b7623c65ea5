"""Gathers what a draft may use: the passages in scope with their vectors, and the sources they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from provenance.containers import lacking
from provenance.ports import Vectors
from provenance.records import Passage, Source
from provenance.store.case_store import CaseStore
from summarise.english import not_read, partly


@dataclass(frozen=True, eq=False)
class Material:
    """`sources` are all in scope, usable or not, `apart` those that were not chosen.

    Passages, `vectors` (n, d) and `groups` (n,) go row by row: `groups` holds the position of each passage's source in
    `sources`. `pending` counts passages of a source that have no vector yet and so are not searched.
    """

    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    groups: NDArray[np.int64]
    pending: dict[str, int]
    apart: tuple[Source, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Source]:
        return {s.id: s for s in (*self.sources, *self.apart)}

    @cached_property
    def lacking(self) -> dict[str, int]:
        """For containers of which not all files inside were taken in: how many were not."""
        return lacking((*self.sources, *self.apart))

    @cached_property
    def read_elsewhere(self) -> frozenset[str]:
        """Ids of files that were refused, and read when the same bytes, or the same member of an archive, came again:
        with the password that was wanted, most often."""
        known = (*self.sources, *self.apart)
        there = [s for s in known if s.outcome != "refused"]
        bytes_, members = {s.sha256 for s in there if s.sha256}, {(s.parent, s.path) for s in there if s.parent}
        return frozenset(
            s.id for s in known if s.outcome == "refused" and (s.sha256 in bytes_ or (s.parent, s.path) in members)
        )

    @cached_property
    def foreign(self) -> dict[str, list[Passage]]:
        """By source id, the passages that the checks cannot read: they are not in English, and left to people."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            if not_read(passage.text, self.by_id[passage.source_id]):
                found.setdefault(passage.source_id, []).append(passage)
        return found

    @cached_property
    def partly_foreign(self) -> dict[str, list[Passage]]:
        """By source id, other passages of which sentences are not in English: those are left out of claims."""
        found: dict[str, list[Passage]] = {}
        whole = {p.id for passages in self.foreign.values() for p in passages}
        for passage in self.passages:
            if passage.id not in whole and partly(passage, self.by_id[passage.source_id]):
                found.setdefault(passage.source_id, []).append(passage)
        return found

    @cached_property
    def place(self) -> dict[str, int]:
        """Row of each passage."""
        return {p.id: i for i, p in enumerate(self.passages)}


def usable(source: Source) -> bool:
    """Whether a source may be read by the drafter: taken in, and not held or waiting on a privilege decision."""
    return source.outcome in ("read", "partly") and not source.withheld


def gather(store: CaseStore, source_ids: Sequence[str] | None, dimension: int) -> Material:
    """The material of the sources named (all for None), in the case's order; held sources give no passage."""
    wanted = None if source_ids is None else set(source_ids)
    known = store.sources()
    sources = tuple(s for s in known if wanted is None or s.id in wanted)
    apart = tuple(s for s in known if wanted is not None and s.id not in wanted)
    readable = [s.id for s in sources if usable(s)]
    passages = [p for p in store.passages(readable) if p.source_id in set(readable)] if readable else []
    ids, matrix = store.vectors([p.id for p in passages]) if passages else ([], np.zeros((0, dimension), np.float32))
    row = {p: i for i, p in enumerate(ids)}
    kept = [p for p in passages if p.id in row]
    pending: dict[str, int] = {}
    for passage in passages:
        if passage.id not in row:
            pending[passage.source_id] = pending.get(passage.source_id, 0) + 1
    order = [row[p.id] for p in kept]
    vectors = np.asarray(matrix, np.float32)[order] if order else np.zeros((0, dimension), np.float32)
    at = {s.id: i for i, s in enumerate(sources)}
    groups = np.array([at[p.source_id] for p in kept], dtype=np.int64)
    return Material(sources, tuple(kept), vectors, groups, pending, apart)
