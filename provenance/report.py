"""Builds what a report shows from a draft and its case, and sets it as one self-contained HTML page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
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
from provenance.records import Claim, Draft, Source, Unused
from provenance.report_check import Step
from provenance.report_check import steps as check_steps
from provenance.report_claims import ClaimView, Pages, claim_view
from provenance.report_excerpts import ExcerptView, excerpts, numbered
from provenance.report_left_out import CoverageView, coverage_view, title_of
from provenance.report_people import ReviewerView, reviewers
from provenance.report_pictures import Figure
from provenance.report_points import OpposedView, opposed_view
from provenance.report_reopened import ReopenedView, reopened_view
from provenance.report_reviews import RejectedView, banner, rejected_view, state_in, without_rejected
from provenance.report_settings import settings_told
from provenance.report_sources import FigureView, SourceView, figure_view, source_views, uses_told
from provenance.report_times import TimesView, times_view
from provenance.runs import ModelUse
from provenance.serving import Served
from provenance.signing import Signature
from provenance.store.case_store import CaseStore
from provenance.store.records import AuditReport, CaseInfo, VerifyReport
from provenance.timeline import Timeline

TEMPLATES = Path(__file__).parent / "templates"
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


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
    reopened: ReopenedView
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


@dataclass
class _Parts:
    """What a report is set together from; `draft` is without what a person rejected."""

    served: Served
    store: CaseStore
    draft: Draft
    rejected: tuple[Claim, ...]
    pages: Pages
    numbers: Mapping[str, int]
    verify: VerifyReport | None

    def claims(self, held_back: bool) -> list[ClaimView]:
        """The claims that stand, or those that the checks held back."""
        states = self.served.states
        return [claim_view(c, self.pages, state_in(states, c)) for c in self.draft.claims if c.held_back == held_back]

    @property
    def checked(self) -> int:
        """How many claims a person came to an end with."""
        stand = [c for c in self.draft.claims if not c.held_back]
        return sum(state_in(self.served.states, c).checked for c in stand) + len(self.rejected)


def build(
    served: Served,
    store: CaseStore,
    figures: Sequence[Figure],
    verify: VerifyReport | None = None,
    timeline: Timeline | None = None,
) -> Report:
    """The report of a draft as its audience may see it; `figures` are drawn already.

    What a person rejected is listed and shown nowhere else."""
    draft, rejected = without_rejected(served.draft, served.states)
    numbers = numbered(draft)
    pages = Pages.of(figures, served.sources, verify, served.draft.claims, numbers, uses_told(served, store))
    parts = _Parts(served, store, draft, tuple(rejected), pages, numbers, verify)
    times = times_view(timeline, _cited(draft)) if timeline else None
    return _report(parts, tuple(figure_view(f, i, pages) for i, f in enumerate(figures, 1)), times)


def _report(parts: _Parts, figures: tuple[FigureView, ...], times: TimesView | None) -> Report:
    served, store, draft, pages = parts.served, parts.store, parts.draft, parts.pages
    states, sources, rejected = served.states, served.sources, parts.rejected
    views, audit = parts.claims(held_back=False), store.check_audit()
    return Report(
        info=store.info,
        draft=draft,
        made=now(),
        groups=tuple((heading, tuple(g)) for heading, g in groupby(views, key=lambda v: v.heading)),
        banner=banner(draft.claims, states, store.signature(draft.id)),
        signatures=tuple(store.signatures(draft.id)),
        checked=parts.checked,
        of=len(views) + len(rejected),
        rejected=tuple(rejected_view(c, state_in(states, c)) for c in rejected),
        held_back=tuple(parts.claims(held_back=True)),
        opposed=opposed_view(draft, pages, served.conflicts_withheld),
        withheld=tuple((claim.rpartition(".")[2], title_of(sources, source)) for claim, source in served.withheld),
        figures=figures,
        sources=tuple(source_views(served, store, draft, parts.verify, pages.uses)),
        left_out=_listed(u for u in draft.coverage.unused_sources if u not in draft.coverage.unread_sources),
        unread=_listed(draft.coverage.unread_sources),
        models=draft.run.models,
        audit=audit,
        reopened=reopened_view(served, draft, rejected, parts.numbers.keys(), parts.verify),
        marks=_marks(sources.values()),
        citations=sum(len(c.cited()) for c in draft.claims if not c.held_back),
        coverage=coverage_view(draft, store, sources, states),
        none_shown=_none_shown(served, draft, len(rejected)),
        audience=words.AUDIENCE[served.audience],
        log=words.log(audit.entries, audit.head),
        reviewers=reviewers(served.draft.claims, states),
        excerpts=excerpts(draft, pages, parts.numbers),
        check=check_steps(audit, [served.copies.get(id) for id, s in sources.items() if s.sha256]),
        not_served=served.told,
        times=times,
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
        "settings_told": settings_told,
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
