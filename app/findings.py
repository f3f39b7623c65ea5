"""Findings on the quality of the evidence: those of one source as it was read, and those that only the case shows.

Nothing of a source that privilege withholds is looked at, so nothing of it can show in what is said of others; that
there is an exhibit of its reference, as people recorded it, is known from the list of sources anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from app import finding_exhibits, finding_texts
from app.finding_texts import Found, Sketches
from provenance.containers import lacking, stated
from provenance.records import Notice, Source
from provenance.store.case_store import CaseStore


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """What comes out when sources are laid side by side: a stable code, its words, and the sources it speaks of.

    `places` are where a person looks in each of them, in the order of `source_ids`, as `Notice.place`; "" for none.
    """

    code: str
    detail: str
    source_ids: tuple[str, ...]
    places: tuple[str, ...] = ()

    def of(self, source_id: str) -> Notice:
        """The same, as a finding of one of its sources."""
        at = self.source_ids.index(source_id)
        return Notice(self.code, self.detail, self.places[at] if at < len(self.places) else "")


@dataclass(slots=True)
class _Known:
    """What was worked out for one open case: sketches stay, findings as long as the sources are the same."""

    sketches: Sketches
    sources: list[Source]
    found: list[CaseFinding]


_known: WeakKeyDictionary[CaseStore, _Known] = WeakKeyDictionary()


def of_case(store: CaseStore) -> list[CaseFinding]:
    """What the sources of a case show side by side: like texts, versions of a statement, exhibits and pages missing.

    The first call reads the text of every source, later ones that of new sources only.
    """
    sources = store.sources()
    known = _known.setdefault(store, _Known({}, [], []))
    if known.sources != sources:
        known.found, known.sources = _look(store, sources, known.sketches), sources
    return list(known.found)


def of_source(store: CaseStore, source_id: str) -> list[Notice]:
    """The findings of one source: its own, then those of the case that speak of it. Raises UsageError("unknown_id")."""
    return [*store.source(source_id).findings, *by_source(of_case(store)).get(source_id, [])]


def by_source(found: Sequence[CaseFinding]) -> dict[str, list[Notice]]:
    """Findings of the case as those of each source that they speak of."""
    shared: dict[str, list[Notice]] = {}
    for finding in found:
        for source_id in finding.source_ids:
            shared.setdefault(source_id, []).append(finding.of(source_id))
    return shared


def _look(store: CaseStore, sources: list[Source], sketches: Sketches) -> list[CaseFinding]:
    open_ones = [source for source in sources if not (source.withheld or source.removed)]
    found = [
        *finding_texts.look(store, open_ones, sketches),
        *finding_exhibits.exhibits(store, sources, open_ones),
        *finding_exhibits.pages(open_ones),
        *_inside(sources, open_ones),
    ]
    return [CaseFinding(*each) for each in found]


def _inside(sources: Sequence[Source], open_ones: Sequence[Source]) -> Iterator[Found]:
    """Code inside_not_taken_in: of a container of which an interrupted taking-in left files out."""
    lack = lacking(sources)
    for source in open_ones:
        if count := lack.get(source.id):
            of = stated(source)
            yield "inside_not_taken_in", f"{count:,} of {of:,} files inside are not taken in", (source.id,), ()
