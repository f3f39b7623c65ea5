"""Builds what a report shows from a draft and its case, and sets it as one self-contained HTML page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from provenance import draft_words, report_check, review_words
from provenance import report_words as words
from provenance.asked_words import points_told
from provenance.clock import now
from provenance.containers import whereabouts
from provenance.footage import Look
from provenance.kinds import KINDS
from provenance.looked import told as sought
from provenance.looked import took
from provenance.records import Draft, FrameAnchor, Source, Unused
from provenance.report_check import Step
from provenance.report_check import steps as check_steps
from provenance.report_claims import ClaimView, Pages, claim_view
from provenance.report_clocks import check_changed, check_told
from provenance.report_excerpts import ExcerptView, excerpts, numbered
from provenance.report_left_out import CoverageView, coverage_view, title_of
from provenance.report_people import ReviewerView, reviewers
from provenance.report_pictures import Figure
from provenance.report_points import OpposedView, opposed_view
from provenance.report_reviews import RejectedView, banner, rejected_view, state_in, without_rejected
from provenance.report_times import TimesView, times_view
from provenance.reviews import BY_HAND
from provenance.runs import ModelUse
from provenance.serving import Served
from provenance.signing import Signature
from provenance.store.case_store import CaseStore
from provenance.store.records import AuditReport, CaseInfo, VerifyReport
from provenance.timeline import Timeline

TEMPLATES = Path(__file__).parent / "templates"
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


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


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the template shows."""

    info: CaseInfo
    draft: Draft
    made: str
    groups: tuple[tuple[str, tuple[ClaimView, ...]], ...]
    banner: str
    signatures: tuple[Signature, ...]
    checked: int
    of: int
    rejected: tuple[RejectedView, ...]
    held_back: tuple[ClaimView, ...]
    opposed: OpposedView
    withheld: tuple[tuple[str, str], ...]
    figures: tuple[FigureView, ...]
    sources: tuple[SourceView, ...]
    left_out: tuple[tuple[str, str, str], ...]
    unread: tuple[tuple[str, str, str], ...]
    models: tuple[ModelUse, ...]
    audit: AuditReport
    verify: VerifyReport | None
    marks: tuple[str, ...]
    citations: int
    coverage: CoverageView
    none_shown: str  # why there is no claim, where there is none
    audience: str  # for whom it was made, in words
    log: str  # the state of the log that it was made from
    reviewers: tuple[ReviewerView, ...]
    excerpts: tuple[ExcerptView, ...]
    check: tuple[Step, ...]
    not_served: tuple[str, ...]  # what is said of material that is not served to the audience
    times: TimesView | None = None

    @property
    def title(self) -> str:
        """What the file is called as a document."""
        kind = draft_words.kind(self.draft.question).lower()
        checked = "not checked" if self.unchecked else "signed off" if self.signed else "not signed off"
        return f"{self.info.reference}: {kind} {self.draft.id} ({checked})"

    @property
    def unchecked(self) -> bool:
        """Whether nobody came to accept all that it shows."""
        return self.banner == words.DRAFT_WORDS

    @property
    def signed(self) -> bool:
        """Whether a signature stands."""
        return any(one.stands for one in self.signatures)


def build(
    served: Served,
    store: CaseStore,
    figures: Sequence[Figure],
    verify: VerifyReport | None = None,
    timeline: Timeline | None = None,
) -> Report:
    """The report of a draft as its audience may see it; `figures` are drawn already.

    What a person rejected is listed and shown nowhere else."""
    draft, states, sources = served.draft, served.states, served.sources
    people = reviewers(draft.claims, states)
    draft, rejected = without_rejected(draft, states)
    numbers, audit = numbered(draft), store.check_audit()
    pages = Pages.of(figures, sources, verify, served.draft.claims, numbers)
    views = [claim_view(c, pages, state_in(states, c)) for c in draft.claims if not c.held_back]
    return Report(
        info=store.info,
        draft=draft,
        made=now(),
        groups=tuple((heading, tuple(g)) for heading, g in groupby(views, key=lambda v: v.heading)),
        banner=banner(draft.claims, states, store.signature(draft.id)),
        signatures=tuple(store.signatures(draft.id)),
        checked=sum(state_in(states, c).checked for c in draft.claims if not c.held_back) + len(rejected),
        of=len(views) + len(rejected),
        rejected=tuple(rejected_view(c, state_in(states, c)) for c in rejected),
        held_back=tuple(claim_view(c, pages, state_in(states, c)) for c in draft.claims if c.held_back),
        opposed=opposed_view(draft, pages, served.conflicts_withheld),
        withheld=tuple((claim.rpartition(".")[2], title_of(sources, source)) for claim, source in served.withheld),
        figures=tuple(_figure(f, i, pages) for i, f in enumerate(figures, 1)),
        sources=tuple(_sources(sources, store, draft, verify)),
        left_out=_listed(u for u in draft.coverage.unused_sources if u not in draft.coverage.unread_sources),
        unread=_listed(draft.coverage.unread_sources),
        models=draft.run.models,
        audit=audit,
        verify=verify,
        marks=_marks(sources.values()),
        citations=sum(len(c.cited()) for c in draft.claims if not c.held_back),
        coverage=coverage_view(draft, store, sources, states),
        none_shown=_none_shown(served, draft, len(rejected)),
        audience=words.AUDIENCE[served.audience],
        log=words.log(audit.entries, audit.head),
        reviewers=people,
        excerpts=excerpts(draft, pages, numbers),
        check=check_steps(audit),
        not_served=served.told,
        times=times_view(timeline, _cited(draft)) if timeline else None,
    )


def _none_shown(served: Served, draft: Draft, rejected: int) -> str:
    """Why there is no claim: where material is not served, whether that is why is not said, as it would tell of it."""
    if (served.not_served or served.withheld) and served.audience != "working":
        return words.NONE_SERVED
    return draft_words.none_shown(draft, rejected, len(served.withheld))


def _cited(draft: Draft) -> set[str]:
    """The sources that claims which stand cite."""
    return {c.source_id for claim in draft.claims if not claim.held_back for c in claim.cited()}


def _marks(sources: Iterable[Source]) -> tuple[str, ...]:
    """The highest handling mark of what is shown, marks that the scheme does not know, and that some have none."""
    found = {s.mark.upper() for s in sources if not s.withheld}
    known = [mark for mark in words.HANDLING if mark in found]
    others = sorted(found - set(words.HANDLING) - {""})
    return (*known[-1:], *others, *(("some sources unmarked",) if "" in found and len(found) > 1 else ()))


def render(report: Report) -> str:
    """The report as HTML; everything that came from evidence is escaped, and its control characters made visible."""
    css = _style(report)
    digest = b64encode(sha256(css.encode("utf-8")).digest()).decode("ascii")
    return _environment().get_template("report.html").render(r=report, css=Markup(css), css_hash=digest, w=words)


def visible(value: object) -> object:
    """Text with characters that could hide or reorder what is read written out, as ⟨U+202E⟩; Markup as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _ODD.sub(lambda m: "\n" if m[0] == "\r" else f"⟨U+{ord(m[0]):04X}⟩", value)


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"when": words.when, "number": words.number}
    env.globals |= {
        "counted": words.counted,
        "points_told": points_told,
        "check": report_check,
        "rw": review_words,
    }
    return env


def _style(report: Report) -> str:
    """The style sheet, with the reference for the foot of printed pages written in CSS escapes only."""
    foot = f"{report.info.reference} · {report.draft.id} · {report.audience} · {report.made[:10]} · {report.log}"
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\{ord(c):06x} " for c in str(visible(foot)))
    return (TEMPLATES / "report.css").read_text(encoding="utf-8").replace("@reference@", escaped)


def _listed(sources: Iterable[Unused]) -> tuple[tuple[str, str, str], ...]:
    return tuple((u.exhibit or u.source_name, u.source_name, words.reason(u.reason)) for u in sources)


def _figure(figure: Figure, index: int, pages: Pages) -> FigureView:
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


def _sources(
    sources: Mapping[str, Source], store: CaseStore, draft: Draft, verify: VerifyReport | None
) -> Iterator[SourceView]:
    for source in sources.values():
        told = (whereabouts(source, sources.get), check_told(store, source), _movement(store, source, draft))
        yield _source(source, store, draft, verify, told)


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
    changed = filter(None, [check_changed(store, source, draft)])
    remarks = [*changed, *words.notices((*source.warnings, *source.findings))]
    if source.reason and not source.withheld:
        remarks.insert(0, words.reason(source.reason))
    return SourceView(
        anchor=f"source-{source.id}",
        title=source.title,
        name=source.name,
        kind=KINDS.get(source.kind, source.kind or "kind not looked at"),
        outcome=words.OUTCOME[source.outcome],
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
