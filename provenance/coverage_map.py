"""Counts for every source, cell by cell, what a draft found, cited and left out, and what people had before them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from provenance import coverage_cells as grids
from provenance.coverage import FOREIGN, LEGIBLE, Cell, SourceCells
from provenance.coverage_cells import MINUTE, Grid
from provenance.records import Anchor, Claim, Draft, FrameAnchor, Source
from provenance.reviews import BY_HAND
from provenance.store.covering import PassageRow
from provenance.store.ids import passage_key
from provenance.store.left_out import Covered, LeftOut


def by_source(draft: Draft, store: LeftOut) -> tuple[SourceCells, ...]:
    """The cells of every source that is open now, in the case's order; duplicates of others are left out.

    `draft` is without what is withheld or rejected. Raises CaseError.
    """
    read = _Read(draft, store)
    open_now = [s for s in store.sources() if not s.withheld and s.outcome != "duplicate"]
    return tuple(_of(source, read) for source in open_now)


@dataclass
class _Read:
    """What is read of the case once."""

    draft: Draft
    store: LeftOut

    @cached_property
    def covered(self) -> Covered:
        return self.store.covered()

    @cached_property
    def retrieved(self) -> Mapping[str, set[int]]:
        """Ordinals of the passages that the run drew on, by source."""
        found = defaultdict[str, set[int]](set)
        for passage_id in self.draft.run.retrieved:
            number, ordinal = passage_key(passage_id)
            found[f"S{number}"].add(ordinal)
        return found

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Ids of the passages that the run left to people, as they are not in English."""
        left = self.draft.run.settings.get(FOREIGN)
        return frozenset(map(str, left)) if isinstance(left, list) else frozenset()

    @cached_property
    def cited(self) -> Mapping[str, list[Anchor]]:
        """The anchors that claims which stand cite, by source."""
        found = defaultdict[str, list[Anchor]](list)
        for claim in standing(self.draft.claims):
            for citation in claim.cited():
                found[citation.source_id].append(self.store.as_read(citation))
        return found

    @cached_property
    def went_through_footage(self) -> bool:
        """Whether the run chose among movements: an overview does, a brief where it speaks of footage."""
        by_hand = self.draft.run.generator == BY_HAND
        told = any(c.kind == "observation" and not c.by for c in self.draft.claims)
        return not by_hand and not self.draft.question and (told or not self.draft.brief)


def standing(claims: Iterable[Claim]) -> list[Claim]:
    """Without those that the checks held back."""
    return [c for c in claims if not c.held_back]


def _of(source: Source, read: _Read) -> SourceCells:
    parts, passages = read.covered.parts.get(source.id, []), read.covered.passages.get(source.id, [])
    if source.kind == "video" and source.outcome in ("read", "partly"):
        return SourceCells(source.id, source.exhibit, "minute", _footage(source, read))
    if not parts:
        unread = [Cell("the whole file", 0, 0, why=source.reason or "no_text")] if source.outcome == "refused" else []
        return SourceCells(source.id, source.exhibit, "part", tuple(unread))
    paged = any(p.kind == "page" for p in parts)
    layer = read.store.layer
    grid = grids.pages(source, parts, passages) if paged else grids.stretches(layer(source.id), parts, passages)
    cells = _counted(grid, source, read)
    return SourceCells(source.id, source.exhibit, "page" if paged else "part", cells, _missed(source, passages, read))


def _counted(grid: Grid, source: Source, read: _Read) -> tuple[Cell, ...]:
    indexed, retrieved, cited = Counter[int](), Counter[int](), Counter[int]()
    drawn_on = read.retrieved.get(source.id, set[int]())
    for passage in read.covered.passages.get(source.id, ()):
        if passage.section == "body":
            touched = grid.touched(passage.start, passage.end)
            indexed.update(touched)
            retrieved.update(touched if passage.ordinal in drawn_on else ())
    for anchor in read.cited.get(source.id, ()):
        cited.update(_cells_of(grid, anchor))
    people = _people(grid, source.id, read)
    return tuple(
        replace(
            cell, label=read.store.told(source.id, cell.label),
            indexed=indexed[n], retrieved=retrieved[n], cited=cited[n], opened=len(people[n]),
        )
        for n, cell in enumerate(grid.cells)
    )  # fmt: skip


def _cells_of(grid: Grid, anchor: Anchor) -> set[int]:
    return set() if isinstance(anchor, FrameAnchor) else grid.touched(anchor.start, anchor.end)


def _people(grid: Grid, source_id: str, read: _Read) -> Mapping[int, set[str]]:
    """Who had each cell before them: by a citation that they opened, or by looking at the page."""
    found = defaultdict[int, set[str]](set)
    at = {cell.first: n for n, cell in enumerate(grid.cells)}
    for by, anchor in read.covered.opened.get(source_id, ()):
        for n in _cells_of(grid, anchor):
            found[n].add(by)
    for by, seen in read.covered.viewed.get(source_id, ()):
        pages = {at[seen.first]} if seen.unit == "page" and seen.first in at else set[int]()
        for n in grid.touched(seen.first, seen.last) if seen.unit == "text" else pages:
            found[n].add(by)
    return found


def _footage(source: Source, read: _Read) -> tuple[Cell, ...]:
    """Its cells with the frames kept, the movements that the run went through, frames cited, and who looked."""
    stream = read.store.video(source.id)
    if stream is None or not stream.times:
        return ()
    reel = grids.minutes(source, stream)
    looks = read.store.looks(source.id)
    kept = Counter(reel.at(frame.seconds) for look in looks for frame in look.frames)
    chosen = read.draft.run.settings.get("sources")
    among = read.went_through_footage and (not isinstance(chosen, list) or source.id in chosen)
    known = read.draft.run.settings.get("looks")
    number = known.get(source.id) if isinstance(known, Mapping) else None
    events = [e for look in looks if among and look.number == number for e in look.events]
    moved = Counter(reel.at(event.start.seconds) for event in events)
    cited = Counter(reel.at(a.seconds) for a in read.cited.get(source.id, ()) if isinstance(a, FrameAnchor))
    people = defaultdict[int, set[str]](set)
    for by, anchor in read.covered.opened.get(source.id, ()):
        if isinstance(anchor, FrameAnchor):
            people[reel.at(anchor.seconds)].add(by)
    for by, seen in read.covered.viewed.get(source.id, ()):
        people[reel.at(seen.first * MINUTE)].add(by)
    return tuple(
        replace(cell, indexed=kept[n], retrieved=moved[n], cited=cited[n], opened=len(people[n]))
        for n, cell in enumerate(reel.cells)
    )


def _missed(source: Source, passages: Iterable[PassageRow], read: _Read) -> tuple[tuple[str, int], ...]:
    """Why passages of a source were not looked at, and how many for each reason."""
    drawn_on = read.retrieved.get(source.id, set[int]())
    found = Counter(_why_not(source, p, read) for p in passages if p.ordinal not in drawn_on)
    return tuple(sorted(found.items()))


def _why_not(source: Source, passage: PassageRow, read: _Read) -> str:
    draft, run = read.draft, read.draft.run
    chosen = run.settings.get("sources")
    if passage.section != "body":
        return passage.section
    if run.generator == BY_HAND:
        return "by_hand"
    if source.added > run.started:
        return "added_since"
    if isinstance(chosen, list) and source.id not in chosen:
        return "not_chosen"
    if not passage.indexed:
        return "not_indexed"
    if passage.confidence is not None and passage.confidence < LEGIBLE:
        return "low_confidence"
    if f"{source.id}.{passage.ordinal}" in read.foreign:
        return FOREIGN
    return "beyond_nearest" if draft.brief else "not_telling"
