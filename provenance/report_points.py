"""How JSON and reports show where sources conflict: each side in its own words, side by side, and no judgement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from provenance import opposed_words as words
from provenance.anchors import citation_json
from provenance.points import Cell, Point
from provenance.records import Draft, Source
from provenance.report_claims import CitationView, Pages, citation_view


@dataclass(frozen=True, slots=True)
class SideView:
    """What one source says: `who` names the witness, or the file; `value` is what was compared, and whether with
    doubt."""

    who: str
    value: str
    citation: CitationView


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict as it is set; `kind` says in a word in what the sides differ."""

    id: str
    number: str
    anchor: str
    kind: str
    about: str
    sides: tuple[SideView, ...]


@dataclass(frozen=True, slots=True)
class OpposedView:
    """All that a report tells of conflicts; of so many a side is `withheld`, `compared` passages were read for them.

    `not_looked_for` names what no search was made for, `compared` is None where that is conflicts. `more`: there were
    more conflicts than a draft keeps.
    """

    conflicts: tuple[ConflictView, ...]
    withheld: int
    compared: int | None
    not_looked_for: tuple[str, ...]
    more: bool


def opposed_view(draft: Draft, pages: Pages, withheld: int) -> OpposedView:
    """What the report of a draft tells of conflicts."""
    conflicts = tuple(conflict_view(point, pages) for point in draft.conflicts)
    return OpposedView(
        conflicts,
        withheld,
        draft.compared,
        tuple(words.not_looked_for(draft)),
        bool(draft.run.settings.get("more_conflicts")),
    )


def conflict_json(point: Point) -> dict[str, object]:
    """A conflict of a draft in the contract's shape; "kind" is in what the sides differ, "point" what kind of point."""
    known: dict[str, object] = {"id": point.id, "about": point.about, "kind": point.conflict, "point": point.kind}
    return known | {"sides": [citation_json(c.citation) | {"value": c.value, "hedged": c.hedged} for c in point.cells]}


def conflict_view(point: Point, pages: Pages) -> ConflictView:
    """The conflict as the report shows it."""
    number, anchor = pages.claim_of(f"{point.id}.1")
    sides = tuple(_side(cell, pages) for cell in point.cells)
    return ConflictView(point.id, number, anchor, words.conflict(point.conflict), point.about, sides)


def _side(cell: Cell, pages: Pages) -> SideView:
    source = pages.sources.get(cell.citation.source_id)
    value = f"{cell.value}, {words.HEDGED}" if cell.hedged else cell.value
    return SideView(who(source) if source else "", value, citation_view(cell.citation, pages, ""))


def who(source: Source) -> str:
    """The witness of a statement, as its form has the name, else the file's name where the exhibit does not say it."""
    return source.fields.get("witness", "") or (source.name if source.name != source.title else "")


def open_points(points: Iterable[Point], held: Collection[str]) -> tuple[tuple[Point, ...], int]:
    """The points without what sources say that are `held`, and of how many a side was left out.

    A conflict of which all that is left agrees, or one source alone is left, is left out as a whole. What is left is
    called by its kind: its words can be cut from the source that is held.
    """
    kept, cut = list[Point](), 0
    for point in points:
        cells = tuple(c for c in point.cells if c.citation.source_id not in held)
        if len(cells) == len(point.cells):
            kept.append(point)
            continue
        cut += 1
        said = {" ".join(c.value.casefold().split()) for c in cells}
        if len(said) > 1 and len({c.citation.source_id for c in cells}) > 1:
            kept.append(replace(point, about=words.POINT.get(point.kind, ""), cells=cells))
    return tuple(kept), cut
