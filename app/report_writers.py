"""Writes a served draft as a report that is set on pages (PDF, Word), as Markdown, or as a table of its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance import export, report
from provenance.report_csv import claims_csv
from provenance.report_markdown import markdown
from provenance.report_paper import paper
from provenance.report_pdf import pdf

if TYPE_CHECKING:
    from app.exporting import Job
    from provenance.report_blocks import Paper


def write_pdf(job: Job) -> str:
    """A tagged PDF with the cited pages and frames; raises as every writer, and what the setter's child raises."""
    return export.write_bytes(job.out, pdf(_paper(job), job.case.readers, job.progress), overwrite=job.overwrite)


def write_docx(job: Job) -> str:
    """A Word document that can be edited, its citations as footnotes, with the cited pages and frames."""
    from provenance.report_docx import docx  # loaded only when it is asked for: the window opens without it

    return export.write_bytes(job.out, docx(_paper(job)), overwrite=job.overwrite)


def write_markdown(job: Job) -> str:
    """The report's words as Markdown, without pictures."""
    data = markdown(_paper(job, pictures=False)).encode("utf-8")
    return export.write_bytes(job.out, data, overwrite=job.overwrite)


def write_csv(job: Job) -> str:
    """A row for each claim."""
    return export.write_bytes(job.out, claims_csv(job.served), overwrite=job.overwrite)


def _paper(job: Job, pictures: bool = True) -> Paper:
    figures = job.figures() if pictures else []
    return paper(report.build(job.served, job.store, figures, job.verified, job.timeline()))
