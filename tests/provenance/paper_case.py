"""The report of the small case as blocks, for the tests of PDF, Word, Markdown and CSV: with every state of a claim."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

from report_case import BY, PageRenderer, claims_of, default_claims, make_case, make_draft

from provenance import report, report_pdf, report_pictures
from provenance.records import Verdict
from provenance.report_blocks import Paper
from provenance.report_paper import paper
from provenance.report_reviews import without_rejected
from provenance.serving import Served, serve
from provenance.store.case_store import CaseStore
from provenance.store.records import NewClaim, VerifyReport

JUDGED = Verdict("exact", "valid", "partly", 0.5)


def served_of(store: CaseStore, claims: list[NewClaim] | None = None, brief: str = "") -> Served:
    return serve(store, make_draft(store, claims, brief))


def paper_of(store: CaseStore, served: Served, verify: VerifyReport | None = None) -> Paper:
    drawn, _ = without_rejected(served.draft, served.states)
    figures = report_pictures.draw(replace(served, draft=drawn), store, PageRenderer(), None)
    return paper(report.build(served, store, figures, verify))


def pdf_of(made: Paper) -> bytes:
    """The PDF, set in this process."""
    return next(report_pdf.typeset(io.BytesIO(json.dumps(report_pdf._data(made)).encode())))


def reviewed_case(folder: Path) -> tuple[CaseStore, Served]:
    """Of the first draft's claims the first is accepted, the second amended, the third rejected."""
    store = make_case(folder)
    draft = make_draft(store, default_claims(store), "What did people hear?")
    first, second, third = claims_of(draft)
    for citation in store.claim_state(first.id, "anna").to_open:
        store.open_citation(citation, "anna")
    store.review(first.id, "accept", "anna")
    store.review(second.id, "amend", "ben", text="A man in a coat walked to the bridge.", verdict=JUDGED)
    store.review(third.id, "reject", "ben", fault="irrelevant")
    return store, serve(store, store.draft(draft.id))


__all__ = ["BY", "JUDGED", "paper_of", "pdf_of", "reviewed_case", "served_of"]
