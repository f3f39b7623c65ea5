"""Writes the rows of files that are not read: those refused, and copies of bytes that the case has already."""

from __future__ import annotations

from dataclasses import replace

from app.indexing import Indexer
from app.inside import Inside
from app.known import Known
from app.outcome import refused
from provenance.records import Source
from provenance.store.case_store import CaseStore
from provenance.store.privilege import stricter


class Unread:
    """The rows that a taking-in writes without a text; `known` learns of each."""

    def __init__(self, store: CaseStore, indexer: Indexer, inside: Inside, known: Known, by: str) -> None:
        self._store = store
        self._indexer = indexer
        self._inside = inside
        self._known = known
        self._by = by

    def write(self, source: Source) -> Source:
        """A file that cannot be opened, or whose bytes are in the case already."""
        twin = self._known.twin(source.sha256)
        if twin is not None:
            return self._duplicate(source, twin)
        if source.outcome == "refused":
            return self.store(source)
        first = self._known.first(source.sha256)  # read in this batch and refused: so is this one
        return self.store(replace(refused(source, first.reason or "file_unreadable"), kind=first.kind))

    def store(self, source: Source) -> Source:
        """Write a source without text, unless the same file ended the same way before.

        A path at which there is nothing is told and not recorded: most are slips of the hand.
        """
        if source.reason == "file_missing":
            return source
        known = self._known.row(source)
        return self._add(source) if known is None else self._record(known, source)

    def _duplicate(self, source: Source, twin: Source) -> Source:
        """A file whose bytes are known. What a list says of it is recorded, its privilege on all sources of them."""
        withholds = source.privilege != "none" and not twin.withheld
        searched = [p.id for p in self._store.passages(self._inside.below(twin))] if withholds else []
        reason = f"duplicate_of_{twin.id}"
        known = self._known.place(source)
        if known is None:
            fields = {**source.fields, "duplicate_of": twin.id}
            stored = self._add(replace(source, outcome="duplicate", reason=reason, kind=twin.kind, fields=fields))
        else:  # the same file once more
            stored = replace(self._record(known, source), outcome="duplicate", reason=reason)
        if searched and self._store.source(twin.id).withheld:
            self._indexer.forget(searched)
        return stored

    def _add(self, source: Source) -> Source:
        stored = self._store.add_source(source, None, (), None, self._by)
        self._known.add(stored)
        return stored

    def _record(self, known: Source, given: Source) -> Source:
        """Bring in what a list says now of a file that is recorded already; what it leaves empty stays."""
        names = ("exhibit", "producer", "dated", "mark")
        said = {name: getattr(given, name) for name in names} | {"title": given.fields.get("title", "")}
        changes = {name: value for name, value in said.items() if value}
        if known.privilege != "released":  # that was decided by a named person, and stands over a list
            changes["privilege"] = stricter(known.privilege, given.privilege)
        return self._store.set_source(known.id, changes, self._by)
