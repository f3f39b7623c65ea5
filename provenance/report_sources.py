"""What a report shows of the pictures that it cites and of each source that it lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from provenance import report_words as words
from provenance.containers import whereabouts
from provenance.footage import Look
from provenance.kinds import KINDS
from provenance.looked import told as sought
from provenance.looked import took
from provenance.records import Draft, FrameAnchor, Source
from provenance.redaction_copy import ServedCopy
from provenance.report_claims import Pages
from provenance.report_clocks import check_changed, check_told
from provenance.report_pictures import Figure
from provenance.reviews import BY_HAND
from provenance.serving import Served
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport


@dataclass(frozen=True, slots=True)
class FigureView:
    """A picture with its caption; `claims` are (number, anchor) of the claims and conflicts that cite it, and
    `cited_by` says which of both they are."""

    anchor: str
    title: str
    place: str
    note: str
    uri: Markup
    width: int
    height: int
    failure: str
    claims: tuple[tuple[str, str], ...]
    cited_by: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as the report lists it."""

    anchor: str
    title: str
    name: str
    kind: str
    outcome: str
    ok: bool
    amount: str
    facts: tuple[str, ...]
    remarks: tuple[str, ...]
    sha256: str
    cited: int
    changed: str  # what is wrong with the file since, "" for nothing known
    redacted: str = ""  # that a copy is served in its place, and whose SHA-256 stands here


def figure_view(figure: Figure, index: int, pages: Pages) -> FigureView:
    """A picture that was drawn; `index` counts them from 1."""
    note = "Set by Attest: the source has no pages of its own." if figure.rendition else ""
    if figure.by_ocr:
        note = words.READ_BY_OCR
    claims = tuple(dict.fromkeys(pages.claim_of(c) for c in figure.citations))
    conflicts = all(number.startswith("K") for number, _ in claims)
    return FigureView(
        anchor=f"picture-{index}",
        title=figure.source.title,
        place=figure.label,
        note=note,
        uri=Markup(figure.data_uri),
        width=figure.width,
        height=figure.height,
        failure=words.reason(figure.failure) if figure.failure else "",
        claims=claims,
        cited_by=f"{'conflict' if conflicts else 'claim'}{'s' if len(claims) != 1 else ''}",
    )


def source_views(
    served: Served, store: CaseStore, draft: Draft, verify: VerifyReport | None, uses: Mapping[str, str]
) -> Iterator[SourceView]:
    """Every source that is served, with what is known of it; `uses` by id in words."""
    sources = served.sources
    for source in sources.values():
        told = (
            uses.get(source.id, ""),
            whereabouts(source, sources.get),
            check_told(store, source),
            _movement(store, source, draft),
        )
        copy = served.copies.get(source.id)
        view = _source(source, store, draft, verify, told)
        yield view if copy is None else _of_copy(view, copy, source.id, verify)


def uses_told(served: Served, store: CaseStore) -> dict[str, str]:
    """What each source is, as it was decided, in words by id: for the case team and the prosecutor alone."""
    if served.audience not in ("working", "prosecutor"):
        return {}
    found = {id: words.USE[one.use] for id, one in store.materials().items() if id in served.sources}
    return {id: told for id, told in found.items() if told and not served.sources[id].withheld}


def _of_copy(view: SourceView, copy: ServedCopy, source_id: str, verify: VerifyReport | None) -> SourceView:
    """The view of a source in the place of which a redacted copy is served."""
    if copy.data is None:
        return replace(view, redacted=words.REDACTED_FRAMES)
    return replace(view, redacted=words.REDACTED, changed=words.changed(source_id, verify, copied=True))


def _movement(store: CaseStore, source: Source, draft: Draft) -> str:
    """How movement was sought in footage that the draft tells of; "" for any other source."""
    looks = store.looks(source.id) if source.kind == "video" and not source.withheld else []
    if not looks:
        return ""
    numbers = _looks_told(looks, source.id, draft)
    told = [look for look in looks if look.number in numbers] or looks[-1:]
    since = "; looked at again since" if told[-1].number < looks[-1].number else ""
    return f"{'. '.join(sought(look, words.when) for look in told)}{since}"


def _looks_told(looks: Sequence[Look], source_id: str, draft: Draft) -> set[int]:
    """The look that the run knew, and those whose frames a person cites: the latest that took the frame."""
    recorded = draft.run.settings.get("looks")
    known = int(recorded.get(source_id, 0)) if isinstance(recorded, Mapping) else 0
    numbers = set() if draft.run.generator == BY_HAND else {known}
    by_hand = [c.anchor for claim in draft.claims if claim.by for c in claim.cited() if c.source_id == source_id]
    for anchor in by_hand:
        look = took(looks, anchor.ordinal) if isinstance(anchor, FrameAnchor) else None
        numbers |= {look.number} if look else set()
    return numbers


def _source(
    source: Source, store: CaseStore, draft: Draft, verify: VerifyReport | None, before: Sequence[str]
) -> SourceView:
    """A source with its facts, those of `before` first; empty ones are left out."""
    told = [*before, source.producer, source.dated, source.mark, words.PRIVILEGE[source.privilege]]
    changed = [told for told in [check_changed(store, source, draft)] if told]
    remarks = [*changed, *words.notices((*source.warnings, *source.findings))]
    if source.removed:
        remarks = [*changed, source.removed[1:-1]]
    elif source.reason and not source.withheld:
        remarks.insert(0, words.reason(source.reason))
    return SourceView(
        anchor=f"source-{source.id}",
        title=source.title,
        name=source.name,
        kind=KINDS.get(source.kind, source.kind or "kind not looked at"),
        outcome=words.REMOVED if source.removed else words.OUTCOME[source.outcome],
        ok=source.outcome in ("read", "duplicate"),
        amount=", ".join(_amounts(source)),
        facts=tuple(t for t in told if t),
        remarks=tuple(remarks),
        sha256=source.sha256,
        cited=sum(
            any(c.source_id == source.id for c in claim.cited()) for claim in draft.claims if not claim.held_back
        ),
        changed=words.changed(source.id, verify),
    )


def _amounts(source: Source) -> list[str]:
    counts = ((source.pages, "page"), (source.passages, "passage"), (source.frames, "kept frame"))
    return [words.counted(count, name) for count, name in counts if count]
