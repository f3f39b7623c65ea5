"""Builds schedules and the cases they are made of for tests."""

from __future__ import annotations

from collections.abc import Mapping

from store_case import BY, add_text

from provenance.policy import BUILT_IN, Policy
from provenance.schedule import Form, Item, ItemWords, Schedule
from provenance.schedule_build import build
from provenance.store.case_store import CaseStore


def item(number: int, title: str = "", **words: object) -> Item:
    """An item of MG6C by a person's words; `words` replace some of it."""
    known = {"description": f"Statement {number}", "described_by": "person", "source_ids": (f"S{number}",), **words}
    return Item("mg6c", f"S{number}", ItemWords(title or f"AB/{number}", **known), number)  # type: ignore[arg-type]


def schedule(*items: Item, form: Form = "mg6c", **known: object) -> Schedule:
    plain = {"reference": "OP ALDER", "title": "The station", "at": "2026-05-09T10:00:00Z", "by": BY}
    return Schedule(form=form, items=items, **{**plain, **known})  # type: ignore[arg-type]


def add(store: CaseStore, name: str, use: str = "", **changes: str) -> str:
    """A source with a decision on it; gives its id."""
    source = add_text(store, f"What {name} says.\n", name)
    if use:
        store.decide_material(source.id, {"use": use, **changes}, BY)
    return source.id


def decide(store: CaseStore, source_id: str, changes: Mapping[str, str]) -> None:
    store.decide_material(source_id, changes, BY)


def made(store: CaseStore, form: Form = "mg6c", policy: Policy = BUILT_IN, *, only_new: bool = False) -> Schedule:
    return build(store, form, policy, BY, only_new=only_new)[0]


def submit(store: CaseStore, form: Form = "mg6c", *, only_new: bool = False) -> Schedule:
    return store.submit_schedule(made(store, form, only_new=only_new), BY).schedule


def numbers(found: Schedule) -> dict[str, int]:
    return {i.key: i.number for i in found.items}
