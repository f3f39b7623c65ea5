"""Writes a draft for an audience: one table of formats, each of which gets the same served draft and sees no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app import bundling
from provenance import export
from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport
from summarise.timeline.line import timeline

if TYPE_CHECKING:
    from app.case import Case
    from provenance.audience import Audience


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written where; `verified` tells how each citation re-opened, None where that was not asked.

    `options` are those of one format alone: see `app.bundling.Options`.
    """

    case: Case
    served: Served
    out: Path
    overwrite: bool
    verified: VerifyReport | None
    progress: Progress
    options: Mapping[str, object] = field(default_factory=dict)

    @property
    def store(self) -> CaseStore:
        """The case as the audience may see it."""
        return self.case.store


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

    Raises UsageError(unknown_id | bad_value | file_exists | no_such_folder), AttestError("export_failed"),
    TaskError("cancelled").
    """
    if format not in WRITERS:
        raise UsageError("bad_value", value=format, what="a format", why=f"choose from {', '.join(WRITERS)}")
    draft = case.store.draft(draft_id)
    export.may_write(out, overwrite)
    if format not in DATA and verified is None:
        verified = case.verify(draft_id, progress)
    served = serve(case.store, draft, audience)
    sha256 = WRITERS[format](Job(case, served, out, overwrite, verified, progress, options or {}))
    detail = {"draft": draft_id, "format": format, "audience": audience, "sha256": sha256}
    case.record("draft_exported", detail)
    if format == "bundle":
        bundling.leave_receipt(case, draft_id, out, sha256)
    return verified


def _html(job: Job) -> str:
    case = job.case
    return export.write_html(
        job.served, case.store, case.renderer, job.out, job.verified, job.progress, overwrite=job.overwrite,
        timeline=timeline(case.store, None, job.progress),
    )  # fmt: skip


def _json(job: Job) -> str:
    return export.write_json(job.served, job.case.store, job.out, overwrite=job.overwrite)


def _bundle(job: Job) -> str:
    return bundling.write(job, WRITERS)


WRITERS: Mapping[str, Writer] = {"html": _html, "json": _json, "bundle": _bundle}
DATA = frozenset({"json"})  # formats for programs: nothing is re-opened for them
