"""The places that a report cites, numbered in the order in which they are shown, each with its words in context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance import report_words as words
from provenance.anchors import decimal_seconds
from provenance.records import Citation, Draft, FrameAnchor, Role, TextAnchor
from provenance.report_claims import Pages, citation_view

ORDER: tuple[Role, ...] = ("cited", "against", "similar")  # as a claim shows its places
_AS: dict[Role, str] = {"cited": "cited by", "against": "against", "similar": "like account to"}


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """One cited place: `before` and `after` are what stands around the words `exact`, "" for a frame.

    `used` tells for what it is cited, `used_at` where that stands in the report; `facts` locate it exactly.
    """

    number: int
    anchor: str
    title: str
    label: str
    source: str
    picture: str
    before: str
    exact: str
    after: str
    used: str
    used_at: str
    facts: tuple[str, ...]
    sha256: str
    failure: str


def cited_in_order(draft: Draft) -> Iterator[Citation]:
    """Every place that a report shows: of the claims that stand, of the conflicts, of what was held back."""
    for claim in (c for c in draft.claims if not c.held_back):
        yield from (c for role in ORDER for c in claim.cited(role))
    yield from (cell.citation for point in draft.conflicts for cell in point.cells)
    for claim in (c for c in draft.claims if c.held_back):
        yield from (c for role in ORDER for c in claim.cited(role))


def numbered(draft: Draft) -> dict[str, int]:
    """The number of each place by the id of its citation, from 1."""
    found: dict[str, int] = {}
    for citation in cited_in_order(draft):
        found.setdefault(citation.id, len(found) + 1)
    return found


def anchor_of(number: int) -> str:
    """The place of an excerpt in the report."""
    return f"excerpt-{number}"


def excerpts(draft: Draft, pages: Pages, numbers: Mapping[str, int]) -> tuple[ExcerptView, ...]:
    """The appendix of a report: each numbered place once."""
    first: dict[str, Citation] = {}
    for citation in cited_in_order(draft):
        first.setdefault(citation.id, citation)
    return tuple(_excerpt(citation, numbers[key], pages) for key, citation in first.items())


def _excerpt(citation: Citation, number: int, pages: Pages) -> ExcerptView:
    view, anchor = citation_view(citation, pages, ""), citation.anchor
    text = anchor if isinstance(anchor, TextAnchor) else None
    facts = _facts(anchor) if isinstance(anchor, FrameAnchor) else _span(anchor, citation.by_ocr)
    claim, used_at = pages.claim_of(citation.id)
    role = "a side of conflict" if claim.startswith("K") else f"{_AS[citation.role]} claim"
    before, after = (_whole(text.prefix, at_end=False), _whole(text.suffix, at_end=True)) if text else ("", "")
    return ExcerptView(
        number=number,
        anchor=anchor_of(number),
        title=view.title,
        label=citation.label,
        source=view.source,
        picture=view.picture,
        before=before,
        exact=_fold(text.exact) if text else "",
        after=after,
        used=f"{role} {claim}",
        used_at=used_at,
        facts=tuple(filter(None, (view.use, *facts))),
        sha256=anchor.source_sha256,
        failure=view.failure,
    )


def _facts(anchor: FrameAnchor) -> Iterator[str]:
    yield f"frame {words.number(anchor.ordinal)} at {decimal_seconds(anchor.seconds)} s of the recording"
    if r := anchor.region:
        yield f"area {r.x:g}, {r.y:g}, {r.w:g} × {r.h:g} pixels"
    yield f"SHA-256 of the frame's pixels {anchor.frame_sha256}"


def _span(anchor: TextAnchor, by_ocr: bool) -> Iterator[str]:
    if anchor.end == 0:  # its source was removed
        return
    if by_ocr:
        yield "words read from a picture by a machine"
    yield f"characters {words.number(anchor.start)} to {words.number(anchor.end)} of the text as it was read"


def _whole(context: str, at_end: bool) -> str:
    """Context without a word that is cut in two at its far end, and with dots there; white space folded.

    The space between it and the excerpt is kept, so that words that belong together are not set apart.
    """
    near = context[:1] if at_end else context[-1:]
    folded = _fold(context)
    if not folded:
        return ""
    cut = (folded.rpartition(" ")[0] if at_end else folded.partition(" ")[2]) if " " in folded else folded
    space = " " if near.isspace() else ""
    return f"{space}{cut} …" if at_end else f"… {cut}{space}"


def _fold(text: str) -> str:
    return " ".join(text.split())
