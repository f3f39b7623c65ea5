"""Writes what a run made into the case, with all that the run must tell of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app import models
from provenance.errors import ModelError
from provenance.records import Draft
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise.model.path import stopped


def record(store: CaseStore, made: NewDraft, by: str, noted: Mapping[str, object] | None = None) -> Draft:
    """Write a draft with what is known of its models' licence and training data, `noted` among its run's settings.

    Then raises why its model stopped in the middle of its work, where it did: the run is recorded all the same.
    """
    settings = {**made.run.settings, **(noted or {})}
    run = replace(made.run, settings=settings, models=models.recorded(made.run.models))
    written = store.write_draft(replace(made, run=run), by)
    if error := stopped(made.run.settings):
        raise ModelError(error.code, **{**error.facts, "draft": written.id})
    return written
