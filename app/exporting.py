"""Writes a draft for an audience: one table of formats, each of which gets the same served draft and sees no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import report_writers
from provenance import export
from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.serving import Served, serve
from provenance.store.records import VerifyReport
from summarise.timeline.line import timeline

if TYPE_CHECKING:
    from app.case import Case
    from provenance.audience import Audience


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written where; `verified` tells how each citation re-opened, None where that was not asked."""

    case: Case
    served: Served
    out: Path
    overwrite: bool
    verified: VerifyReport | None
    progress: Progress


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
    sha256 = WRITERS[format](Job(case, served, out, overwrite, verified, progress))
    detail = {"draft": draft_id, "format": format, "audience": audience, "sha256": sha256}
    case.record("draft_exported", detail)
    return verified


def _html(job: Job) -> str:
    case = job.case
    return export.write_html(
        job.served, case.store, case.renderer, job.out, job.verified, job.progress, overwrite=job.overwrite,
        timeline=timeline(case.store, None, job.progress), lanes=case.settings.readers,
    )  # fmt: skip


def _json(job: Job) -> str:
    return export.write_json(job.served, job.case.store, job.out, overwrite=job.overwrite)


WRITERS: Mapping[str, Writer] = {
    "html": _html,
    "pdf": report_writers.write_pdf,
    "docx": report_writers.write_docx,
    "md": report_writers.write_markdown,
    "csv": report_writers.write_csv,
    "json": _json,
}
DATA = frozenset({"json", "csv"})  # formats for programs: nothing is re-opened for them
