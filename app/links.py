"""Pairs sources that belong together: a translation, a transcript or a working copy, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.errors import UsageError
from provenance.records import Source
from provenance.store.case_store import CaseStore

TRANSCRIPT_OF = "transcript_of"  # the field of a transcript that names its recording
PARTED = "transcript_parted"  # the field of a transcript that a person parted from its recording, which it names
# The field of the one that was made, and what the other calls it.
KINDS = {
    "translation_of": "translated_in",
    TRANSCRIPT_OF: "transcribed_in",
    "working_copy_of": "working_copy_in",
}


def check(store: CaseStore, source_id: str, name: str, value: str) -> str:
    """The value to be written in the field `name` of a source: the other's id as it is spelt, or "" to part them.

    Raises UsageError("unknown_id") where there is no such source, UsageError("bad_value") for a source that would be
    paired with itself, at once or by way of others.
    """
    if name not in KINDS or not value:
        return value
    other = store.source(value.upper())
    seen, at = {source_id}, other
    while at.id not in seen:
        seen.add(at.id)
        following = at.fields.get(name, "")
        if not following:
            return other.id
        at = store.source(following)
    raise UsageError("bad_value", value=value, what=name.replace("_", " "), why=_why(source_id, other.id, name))


def _why(source_id: str, other_id: str, name: str) -> str:
    """Why the two can't be paired so: in words that name the pair that stands in the way."""
    if source_id == other_id:
        return "a source is not paired with itself"
    said = name.replace("_", " ")
    return f"{other_id} is recorded as {said} {source_id} already, at once or by way of others; part these first"


def parted(source: Source, changes: Mapping[str, str]) -> dict[str, str]:
    """The change that remembers what `changes` part, so that no later taking-in links it again by its name."""
    if TRANSCRIPT_OF not in changes:
        return {}
    was = source.fields.get(TRANSCRIPT_OF, "")
    if changes[TRANSCRIPT_OF]:
        return {PARTED: ""}
    return {PARTED: was} if was else {}


def links(store: CaseStore, source: Source) -> list[dict[str, str]]:
    """What a source is paired with, both ways: {"kind", "source_id", "title", "sha256"}."""
    return of_all(store.sources()).get(source.id, [])


def of_all(sources: list[Source]) -> dict[str, list[dict[str, str]]]:
    """`links` of all these sources, by id; what a withheld one is paired with is not told."""
    by_id = {source.id: source for source in sources}
    found: dict[str, list[dict[str, str]]] = {}
    for source in sources:
        for name, back in KINDS.items():
            other = by_id.get(source.fields.get(name, ""))
            if other is not None:
                found.setdefault(source.id, []).append(_link(name, other))
                found.setdefault(other.id, []).append(_link(back, source))
    return found


def _link(kind: str, other: Source) -> dict[str, str]:
    return {"kind": kind, "source_id": other.id, "title": other.title, "sha256": other.sha256}
