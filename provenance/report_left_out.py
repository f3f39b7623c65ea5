"""What was left out, for reports and JSON: coverage in numbers, passages not used, what was recorded after a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from provenance import report_words as words
from provenance.coverage import WHY_NOT, Cell, SourceCells, Totals, totals
from provenance.coverage_map import by_source
from provenance.coverage_near import near_json, near_unused
from provenance.enquiries import told
from provenance.records import Anchor, Draft, FrameAnchor, Source
from provenance.report_reviews import States
from provenance.store.codec import plain
from provenance.store.left_out import LeftOut

FIRST = 10  # passages named in a report
UNITS = {
    "page": ("page", "pages"),
    "part": ("stretch of text", "stretches of text"),
    "minute": ("minute", "minutes"),
    "longer": ("stretch of footage", "stretches of footage"),
}
_NAMED = 6  # cells named one by one
_LONGEST = 320  # characters of a passage that are shown


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What the report tells: `totals` in sentences, a row for each source, the first passages not used of `near`.

    A row is (source, cells, cited, opened, not cited though indexed, what is unreadable and why). `before` says which
    lines of enquiry came after the draft, or "".
    """

    totals: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str, str, str], ...]
    near: int
    first: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]
    before: str


def coverage_json(draft: Draft, store: LeftOut) -> dict[str, object]:
    """The contract's "coverage" of a draft that is without what is withheld or rejected."""
    cover = draft.coverage
    counts = {"passages": cover.passages, "retrieved": cover.retrieved, "cited": cover.cited}
    listed = {"unread_sources": cover.unread_sources, "unused_sources": cover.unused_sources}
    places = {"by_source": [source.json() for source in by_source(draft, store)]}
    near = [near_json(one) for one in near_unused(draft, store)]
    clean: dict[str, object] = plain({**counts, **listed, **places, "near_unused": near})
    return clean


def before_json(draft: Draft, store: LeftOut, states: States) -> dict[str, object]:
    """Lines of enquiry that were recorded or changed after the draft, and how many decisions were made before them."""
    found = store.made_before(draft.id, draft.run.started, states.values())
    return {"enquiries": [e.id for e in found.enquiries], "reviews": found.reviews, "told": told(found)}


def coverage_view(draft: Draft, store: LeftOut, sources: Mapping[str, Source], states: States) -> CoverageView:
    """The same for a report; `states` are those of the draft's claims by id."""
    cells = by_source(draft, store)
    near = near_unused(draft, store)
    first = ((f"{title_of(sources, one.citation.source_id)} {one.citation.label}".strip(), _quote(one.citation.anchor))
             for one in near[:FIRST])  # fmt: skip
    return CoverageView(
        tuple(totals_told(one) for one in totals(cells)),
        tuple(_row(source, sources) for source in cells if source.cells),
        len(near),
        tuple(first),
        tuple(missed_told(cells)),
        told(store.made_before(draft.id, draft.run.started, states.values())),
    )


def totals_told(one: Totals) -> str:
    """ "24 pages: 20 searched, 14 drawn on, 9 cited, 3 opened by a person, 1 unreadable or read in part."""
    indexed, retrieved = "searched", "drawn on"
    if one.unit == "minute":
        indexed, retrieved = "with kept frames", "with movement gone through"
    counts = [(one.indexed, indexed), (one.retrieved, retrieved), (one.cited, "cited")]
    counts += [(one.opened, "opened by a person"), (one.unreadable, "unreadable or read in part")]
    said = ", ".join(f"{words.number(n)} {what}" for n, what in counts)
    return f"{words.counted(one.cells, *UNITS[one.counted])}: {said}"


def missed_told(cells: Sequence[SourceCells]) -> list[tuple[str, str]]:
    """(how many passages, why they were not looked at) over all sources, the most first."""
    count: dict[str, int] = {}
    for source in cells:
        for why, n in source.missed:
            count[why] = count.get(why, 0) + n
    ordered = sorted(count.items(), key=lambda one: (-one[1], one[0]))
    return [(words.counted(n, "passage"), WHY_NOT[why]) for why, n in ordered]


def cells_named(cells: Sequence[Cell]) -> str:
    """ "p. 2, p. 4 and 3 more"; "" for none."""
    named = [cell.label for cell in cells[:_NAMED]]
    more = len(cells) - len(named)
    return ", ".join(named) + (f" and {words.number(more)} more" if more > 0 else "")


def unread_told(source: SourceCells) -> str:
    """ "p. 2, p. 4: words that are hard to read", for each reason; "" where all was read."""
    by_why: dict[str, list[Cell]] = {}
    for cell in source.cells:
        if cell.why:
            by_why.setdefault(cell.why, []).append(cell)
    return "; ".join(f"{cells_named(cells)}: {words.reason(why)}" for why, cells in by_why.items())


def _row(source: SourceCells, sources: Mapping[str, Source]) -> tuple[str, str, str, str, str, str]:
    cells = source.cells
    cited, opened = (sum(bool(n) for n in counts) for counts in ([c.cited for c in cells], [c.opened for c in cells]))
    left = [c for c in cells if c.indexed and not c.cited]
    counted = words.counted(len(cells), *UNITS[source.counted])
    numbers = (words.number(cited), words.number(opened))
    return (title_of(sources, source.source_id), counted, *numbers, cells_named(left), unread_told(source))


def title_of(sources: Mapping[str, Source], source_id: str) -> str:
    """What people call a source; its id where it is not known."""
    return sources[source_id].title if source_id in sources else source_id


def _quote(anchor: Anchor) -> str:
    """The words, so many that a list of them can be read."""
    said = "" if isinstance(anchor, FrameAnchor) else " ".join(anchor.exact.split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rpartition(' ')[0]} …"
