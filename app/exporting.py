"""Writes a draft for an audience: one table of formats, each of which gets the same served draft and sees no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import bundling, policy, receipts, report_writers
from app.bundle_told import travelling
from provenance import export, report_pictures
from provenance.audience import AUDIENCES
from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.redactions import redact_timeline
from provenance.report_reviews import without_rejected
from provenance.serving import Served, require_audience, serve_and_kept, times_part, verify_part
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport
from provenance.timeline import Timeline
from summarise.timeline.line import timeline

if TYPE_CHECKING:
    from app.case import Case
    from provenance.audience import Audience
    from provenance.report_pictures import Figure


@dataclass(slots=True)
class Made:
    """What takes long to make and is the same in every form, kept while one job writes several of them."""

    figures: list[Figure] | None = None
    times: Timeline | None = None
    sources: list[dict[str, object]] | None = None  # what became of each in a bundle


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written where; `verified` tells how each citation re-opened, None where that was not asked.

    A writer reads the case by `store`, which holds what the audience may see and nothing else; `case` is for its
    renderer and for what is no evidence. `options` are those of one format alone: see `app.bundling.Options`.
    """

    case: Case
    served: Served
    out: Path
    overwrite: bool
    verified: VerifyReport | None
    progress: Progress
    options: Mapping[str, object] = field(default_factory=dict)
    made: Made = field(default_factory=Made)

    @property
    def store(self) -> CaseStore:
        """The case as the audience may see it."""
        return self.served.store or self.case.store

    def timeline(self) -> Timeline:
        """The times that sources state, as the audience may see them."""
        if self.made.times is None:
            times = times_part(self.served, timeline(self.store, None, self.progress))
            self.made.times = redact_timeline(times, self.served.copies)
        return self.made.times

    def figures(self) -> list[Figure]:
        """The cited pages and frames, as many drawn at a time as the case has readers."""
        if self.made.figures is None:
            shown, _ = without_rejected(self.served.draft, self.served.states)
            served, case = replace(self.served, draft=shown), self.case
            lanes = case.settings.readers
            self.made.figures = report_pictures.draw(served, self.store, case.renderer, self.progress, lanes)
        return self.made.figures


Writer = Callable[[Job], str]  # writes to `Job.out`, whole or not at all, and gives the SHA-256 of what it wrote


def write(
    case: Case,
    draft_id: str,
    format: str,
    out: Path,
    progress: Progress,
    verified: VerifyReport | None = None,
    *,
    audience: Audience = "working",
    overwrite: bool = False,
    options: Mapping[str, object] | None = None,
) -> VerifyReport | None:
    """Write a draft in one of `WRITERS`' formats and log it; gives how its citations re-opened, None for data alone.

    What it leaves out for its audience is told by `case.kept`, which sources are in a bundle by `case.travelling`.
    Raises UsageError(unknown_id | bad_value | export_in_case | file_exists | no_such_folder | not_for_training |
    export_unreviewed), AttestError("export_failed"), TaskError("cancelled").
    """
    if format not in WRITERS:
        raise UsageError("bad_value", value=format, what="a format", why=f"choose from {', '.join(WRITERS)}")
    if audience not in AUDIENCES:
        raise UsageError("bad_value", value=audience, what="an audience", why=f"choose from {', '.join(AUDIENCES)}")
    draft = case.store.draft(draft_id)
    require_reviewed(case.store, draft_id)
    require_audience(case.store, audience)
    export.may_write(out, overwrite)
    if format not in DATA and verified is None:
        verified = case.verify(draft_id, progress)
        require_reviewed(case.store, draft_id)  # that took a while: a decision may have been taken back meanwhile
    served, case.kept = serve_and_kept(case.store, draft, audience)
    served, verified = case.redacting.serve(served, progress), verify_part(served, verified)
    job = Job(case, served, out, overwrite, verified, progress, options or {})
    sha256 = WRITERS[format](job)
    case.travelling = None if job.made.sources is None else travelling(job.made.sources)
    detail: dict[str, object] = {"draft": draft_id, "format": format, "audience": audience, "sha256": sha256}
    case.record("draft_exported", detail if audience == "working" else detail | {"not_served": served.not_served})
    if format in SEALED and case.receipt is not None:
        receipts.lay_beside(out, case.receipt)
    return verified


def require_reviewed(store: CaseStore, draft_id: str) -> None:
    """Raises UsageError("export_unreviewed") for a draft with claims that nobody came to an end with, where the force's
    policy lets nothing unchecked leave. That it is signed off is not enough: where a source was released since, claims
    on it came back that are no part of what was signed."""
    force = policy.current()
    if force.unreviewed_export:
        return
    left, of = to_check(store, draft_id)
    if left:
        named = f"the policy “{force.name}”" if force.name else "the policy in force"
        raise UsageError("export_unreviewed", draft=draft_id, left=left, all=of, policy=named)


def to_check(store: CaseStore, draft_id: str) -> tuple[int, int]:
    """(claims still to be checked, all of them); raises UsageError("unknown_id")."""
    checked, of = store.review_progress(draft_id)
    return of - checked, of


def signed_off(store: CaseStore, draft_id: str) -> bool:
    """Whether a signature stands, and all that is shown is part of what was signed."""
    return store.signature(draft_id) is not None and not to_check(store, draft_id)[0]


def signed_before_second(store: CaseStore, draft_id: str) -> bool:
    """Whether one person's acceptance was enough when the draft was signed off, though two are asked for now: a draft
    that was signed stays so under the rule of that time, and this is told."""
    signature = store.signature(draft_id)
    return signature is not None and not signature.second and policy.current().second_reviewer


def _html(job: Job) -> str:
    return export.write_html(
        job.served, job.store, job.case.renderer, job.out, job.verified, job.progress, overwrite=job.overwrite,
        timeline=job.timeline(), figures=job.figures(),
    )  # fmt: skip


def _json(job: Job) -> str:
    return export.write_json(job.served, job.store, job.out, overwrite=job.overwrite)


def _bundle(job: Job) -> str:
    return bundling.write(job, WRITERS)


WRITERS: Mapping[str, Writer] = {
    "html": _html,
    "pdf": report_writers.write_pdf,
    "docx": report_writers.write_docx,
    "md": report_writers.write_markdown,
    "csv": report_writers.write_csv,
    "json": _json,
    "bundle": _bundle,
}
DATA = frozenset({"json", "csv"})  # formats for programs: nothing is re-opened for them
SEALED = frozenset({"bundle"})  # formats beside which a receipt of the log lies
