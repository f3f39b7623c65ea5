"""Sets beside judged claims what speaks against them, and beside a draft where its sources conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.points import NewPoint
from provenance.ports import Renderer
from provenance.records import TextAnchor
from provenance.store.records import NewCitation, NewClaim
from summarise.against import against, reason
from summarise.draft import Drafting
from summarise.opposition.assertion import Assertion
from summarise.opposition.pairing import Pair
from summarise.points import unit_of
from summarise.unlike import without_contrary

MOST = 200  # conflicts of a draft
Stretch = tuple[str, int, int]  # a source's id, and [start, end) of its layer


@dataclass(frozen=True, slots=True)
class Opposed:
    """Claims with what speaks against them, and conflicts between sources found in `compared` passages; None where they
    were not looked for to the end.

    `more`: there are more conflicts than a draft keeps; the surest are here.
    """

    claims: list[NewClaim]
    conflicts: list[NewPoint]
    compared: int | None
    more: bool


def near(
    desk: Drafting, claims: Sequence[NewClaim], retrieved: Sequence[str], wanted: str, question: bool
) -> list[Stretch] | None:
    """What conflicts must touch to stand with a draft: the places that an answer cites, the passages (by id) that were
    retrieved for a brief; None, for all, of an overview."""
    if question:
        cited = [c for claim in claims for c in claim.citations if c.role == "cited"]
        return [(c.source_id, c.anchor.start, c.anchor.end) for c in cited if isinstance(c.anchor, TextAnchor)]
    if not wanted:
        return None
    passages, place = desk.material.passages, desk.material.place
    return [(p.source_id, p.start, p.end) for p in (passages[place[one]] for one in retrieved)]


def oppose(
    desk: Drafting, claims: Sequence[NewClaim], near: Sequence[Stretch] | None, renderer: Renderer | None
) -> Opposed:
    """Neither changes, hides nor orders a claim; claims that failed their own citations are not searched for.

    Of the conflicts all (None), or those of which a side touches one of the stretches `near`. Citations of sources
    without pages get their boxes where there is a `renderer`. Raises TaskError("cancelled").
    """
    compared = len(desk.material.passages)
    conflicts = [p for p in desk.points if p.conflict is not None]
    if near is not None:
        conflicts = [p for p in conflicts if any(_touches(c.citation, near) for c in p.cells)]
    kept = placed_points(desk, conflicts[:MOST], renderer)
    judged = desk.composer.with_boxes(with_against(desk, claims), renderer)
    return Opposed(judged, kept, compared, len(conflicts) > MOST)


def with_against(desk: Drafting, claims: Sequence[NewClaim]) -> list[NewClaim]:
    """The claims, each with what speaks against it and the number of passages in which that was looked for; what says
    the opposite is no similar account."""
    asked = [i for i, claim in enumerate(claims) if not claim.held_back and claim.kind != "observation"]
    found = list(claims)
    opposing = against(desk, [claims[i] for i in asked], desk.accounts) if asked else []
    for i, contrary in zip(asked, opposing, strict=True):
        reasons = (*contrary.reasons, *[None] * (len(contrary.citations) - len(contrary.reasons)))
        cited = [replace(c, role="against", why=w) for c, w in zip(contrary.citations, reasons, strict=False)]
        searched = contrary.searched or None
        found[i] = replace(claims[i], citations=(*claims[i].citations, *cited), against_searched=searched)
        found[i] = with_sides(desk, found[i])
    return without_contrary(found, desk.accounts)


def with_sides(desk: Drafting, claim: NewClaim) -> NewClaim:
    """The claim, also with the other sides of each conflict of which its cited words are a side, one a value: a report
    that sets two sources in conflict must not say beside one of them that nothing speaks against it."""
    cited = [c for c in claim.citations if c.role == "cited"]
    held = [c for c in claim.citations if c.role in ("cited", "against")]
    found: list[NewCitation] = []
    for row in desk.rows:
        seen: set[str] = set()
        for pair in (p for one in row.differing for p in (one, _turned(one))):
            value = pair.second.value.casefold()
            if value in seen or not any(_within(pair.first, [c]) for c in cited):
                continue
            seen.add(value)
            if not _within(pair.second, [*held, *found]):
                source = desk.material.by_id[pair.second.line.source_id]
                side = desk.composer.cite(source, unit_of(pair.second), "against")
                found.append(replace(side, why=reason(pair, desk.material.by_id)))
    return replace(claim, citations=(*claim.citations, *found))


def _turned(pair: Pair) -> Pair:
    return replace(pair, first=pair.second, second=pair.first)


def _within(said: Assertion, citations: Sequence[NewCitation]) -> bool:
    """Whether one of the citations holds words of the line that asserts it."""
    return any(_touches(c, [(said.line.source_id, said.line.start, said.line.end)]) for c in citations)


def placed_points(desk: Drafting, found: Sequence[NewPoint], renderer: Renderer | None) -> list[NewPoint]:
    """The points, their citations of sources without pages with boxes; each source is set once."""
    placed = iter(desk.composer.placed([c.citation for p in found for c in p.cells], renderer))
    return [replace(p, cells=tuple(replace(c, citation=next(placed)) for c in p.cells)) for p in found]


def _touches(citation: NewCitation, near: Iterable[Stretch]) -> bool:
    anchor = citation.anchor
    return isinstance(anchor, TextAnchor) and any(
        source == citation.source_id and start < anchor.end and anchor.start < end for source, start, end in near
    )
