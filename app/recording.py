"""Writes what a run made into the case, with all that the run must tell of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app import models
from provenance.errors import UsageError
from provenance.records import Draft
from provenance.store.case_store import CaseStore
from provenance.store.records import NewDraft
from summarise.model.path import stopped, stopped_draft


def record(store: CaseStore, made: NewDraft, by: str, noted: Mapping[str, object] | None = None) -> Draft:
    """Write a draft with what is known of its models' licence and training data, `noted` among its run's settings.

    Then raises why its model stopped in the middle of its work, where it did: the run is recorded all the same. So it
    is where a source that it cites came to be withheld meanwhile.
    """
    try:
        written = _write(store, made, by, noted)
    except UsageError as error:
        made = stopped_draft(made, error, store.sources())
        written = _write(store, made, by, noted)
    if why := stopped(made.run.settings):
        raise type(why)(why.code, **{**why.facts, "draft": written.id})
    return written


def _write(store: CaseStore, made: NewDraft, by: str, noted: Mapping[str, object] | None) -> Draft:
    settings = {**made.run.settings, **(noted or {})}
    run = replace(made.run, settings=settings, models=models.recorded(made.run.models))
    return store.write_draft(replace(made, run=run), by)
