"""What changed between two answers to one line of enquiry, and what came new that nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from provenance.comparing_settings import known_sources
from provenance.coverage import Seen
from provenance.coverage_near import near_unused
from provenance.records import Anchor, Citation, Draft, FrameAnchor
from provenance.store.case_store import CaseStore
from provenance.store.left_out import Covered
from summarise.near import MOST
from summarise.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Changes:
    """`new`: found now, quoted or beyond the number that is quoted, and not found then. `gone`: quoted then, and not
    found any more. `still`: quoted then and found now, but beyond the number that is quoted, or among so many passages
    nearer to the words that it was not looked at again. `kept`: quoted both times."""

    new: tuple[Citation, ...] = ()
    gone: tuple[Citation, ...] = ()
    still: tuple[Citation, ...] = ()
    kept: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Spans:
    """Where the passages of sources stand, each source read once."""

    store: CaseStore
    _read: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)

    def ids(self, citation: Citation) -> set[str]:
        """Ids of the passages that a citation touches. Raises CaseError."""
        at, source_id = citation.anchor, citation.source_id
        if isinstance(at, FrameAnchor):
            return set()
        if source_id not in self._read:
            self._read[source_id] = [(p.id, p.start, p.end) for p in self.store.passages([source_id])]
        return {p for p, start, end in self._read[source_id] if start < at.end and at.start < end}


def changes(store: CaseStore, now: Draft, before: Draft, spans: Spans | None = None) -> Changes:
    """Between two answers to the same words; places in the same words, or the same frame, are the same.

    A passage counts as found where it reached the run's threshold, cited or not: new evidence that takes its place
    among the few that are quoted makes no passage go. What may have been found then, beyond as many as a run records,
    is not new. Raises CaseError.
    """
    spans = spans or Spans(store)
    here, there = places(now), places(before)
    found_then, found_now = _found(before), _found(now)
    new = [c for c in _without(here, there) if not _perhaps_then(ids := spans.ids(c), now, before) & ids]
    if beyond := found_now - _perhaps_then(found_now, now, before):
        near = tuple(one for one in now.coverage.near if one.passage_id in beyond)
        only = replace(now, coverage=replace(now.coverage, near=near))
        unused = near_unused(only, store, len(near))
        new += _without([one.citation for one in unused], [*here, *there])
    missing = _without(there, here)
    gone = tuple(c for c in missing if _is_gone(spans.ids(c), now, found_then, found_now))
    kept = tuple(c for c in _without(there, ()) if c not in missing)
    return Changes(tuple(new), gone, tuple(c for c in missing if c not in gone), kept)


def unseen(store: CaseStore, steps: Iterable[Changes]) -> tuple[Citation, ...]:
    """What came new at any step of a chain of askings, the oldest first, and was not before a person since: neither
    opened as a citation of any draft, nor shown in the window. Raises CaseError."""
    came = [c for step in steps for c in step.new]
    if not came:
        return ()
    covered = store.covered()
    return tuple(c for c in _without(came, ()) if not _seen(c, covered))


def places(draft: Draft) -> list[Citation]:
    """The places that the machine's claims cite, of those that stand."""
    return [c for claim in draft.claims if not claim.held_back and not claim.by for c in claim.cited()]


def _found(draft: Draft) -> set[str]:
    """Ids of the passages that reached the threshold of the draft's run."""
    least = Settings.of(draft.run.settings).ask_threshold
    return {one.passage_id for one in draft.coverage.near if one.score >= least}


def _is_full(draft: Draft) -> bool:
    """Whether as many passages reached the threshold as a run records: more may have, of which nothing is known."""
    near, least = draft.coverage.near, Settings.of(draft.run.settings).ask_threshold
    return len(near) >= MOST and min(one.score for one in near) >= least


def _perhaps_then(ids: set[str], now: Draft, before: Draft) -> set[str]:
    """Those of these passages that were found before, or may have been beyond as many as that run records."""
    found = ids & _found(before)
    if not _is_full(before):
        return found
    last = min(one.score for one in before.coverage.near)
    scores, known = {one.passage_id: one.score for one in now.coverage.near}, known_sources(before)
    lower = {p for p in ids if p.partition(".")[0] in known and scores.get(p, last) <= last}
    return found | lower | (ids & set(before.run.retrieved))


def _is_gone(ids: set[str], now: Draft, found_then: set[str], found_now: set[str]) -> bool:
    """Whether what was quoted is not found any more, though it was looked at or all there was.

    What was quoted for another reason than its nearness, such as for a rare word, is not told by the threshold.
    """
    if not ids:
        return True
    if ids & found_now:
        return False
    if ids & {one.passage_id for one in now.coverage.near}:
        return bool(ids & found_then)
    if _is_full(now):
        return False
    kept = Settings.of(now.run.settings).retrieve_kept or DEFAULT.retrieve_kept
    return len(now.run.retrieved) < kept


def _seen(citation: Citation, covered: Covered) -> bool:
    opened = [anchor for _, anchor in covered.opened.get(citation.source_id, ())]
    return any(_overlap(citation.anchor, one) for one in opened) or any(
        _shown(citation.anchor, seen) for _, seen in covered.viewed.get(citation.source_id, ())
    )


def _shown(anchor: Anchor, seen: Seen) -> bool:
    """Whether a place that a person had before them in the window holds the place of an anchor."""
    if isinstance(anchor, FrameAnchor):
        return seen.unit == "minute" and seen.first * 60 <= anchor.seconds < (seen.last + 1) * 60
    if seen.unit == "page":
        return any(seen.first <= box.page <= seen.last for box in anchor.boxes)
    return seen.unit == "text" and seen.first < anchor.end and anchor.start < seen.last


def _without(these: Iterable[Citation], others: Sequence[Citation]) -> list[Citation]:
    kept: list[Citation] = []
    for one in these:
        if not any(_same(one, other) for other in (*others, *kept)):
            kept.append(one)
    return kept


def _same(one: Citation, other: Citation) -> bool:
    return one.source_id == other.source_id and _overlap(one.anchor, other.anchor)


def _overlap(a: Anchor, b: Anchor) -> bool:
    if isinstance(a, FrameAnchor) or isinstance(b, FrameAnchor):
        return isinstance(a, FrameAnchor) and isinstance(b, FrameAnchor) and a.ordinal == b.ordinal
    return a.start < b.end and b.start < a.end
