"""Re-opens every citation from the original bytes, checks the stored record against the log, and names what fails.

For each source: the original's SHA-256; the cited parts extracted again and compared, with the cells, cues and facts in
them; the cited frames decoded again and compared by the hash of their planes. Codes of failures: original_missing,
original_changed, quote_missing, quote_moved, place_changed, location_invalid, frame_missing, frame_changed,
record_changed, audit_broken, database_changed, and those of a child process that could not read the source, `LOCKED`
among them. Notes do not fail: database_changed as the log tells of it from before, extractor_changed, text_differs, and
quote_moved and place_changed by another extractor, source_removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provenance.errors import AnchorError, AttestError, CaseError, ReadError, TaskError, UsageError
from provenance.layers import Layer
from provenance.ports import Progress, ReopenedFrame, Reopener
from provenance.records import Citation, FrameAnchor, Part, Place, Source, TextAnchor
from provenance.retention import REMOVED
from provenance.store import integrity, material, retention, schedules, users
from provenance.store.case_store import CaseStore
from provenance.store.citing import cut_again
from provenance.store.codec import sha256 as text_sha256
from provenance.store.database import stored
from provenance.store.records import AuditEntry, Failure, VerifyReport
from provenance.store.resting import CHANGED_OUTSIDE
from provenance.vault import digest_of

LOCKED = "password_needed"  # code of a source that is as it was taken in, and was read with a password then
_Found = Iterator[tuple[list[Failure], Failure]]  # (failed or notes, what to put there)
_Named = tuple[str, str, str]  # value, conforms and label of a place


def verify(
    store: CaseStore, reopener: Reopener, draft_id: str | None = None, progress: Progress | None = None
) -> VerifyReport:
    """Check all drafts, all originals and the whole record, or one draft and the sources it cites.

    Raises UsageError("unknown_id") for a draft that does not exist, TaskError("cancelled") when `progress` says stop,
    CaseError when the case cannot be read.
    """
    check = _Check(store, reopener, progress or _unwatched)
    if changed := store.changed_outside():
        check.failed.append(Failure(CHANGED_OUTSIDE, changed.told()))
    with store.snapshot() as read:
        if other := integrity.check_schema(read):  # what tables of another form hold cannot be relied on
            return VerifyReport(0, (*check.failed, *other))
    wanted = None if draft_id is None else [draft_id]
    cited = check.citations(wanted)
    with stored("the case's record"):
        check.record(wanted, sorted(cited))
    chosen = [s for s in store.sources() if wanted is None or s.id in cited]
    for done, source in enumerate(chosen):
        check.source(source, cited.get(source.id, []), done, len(chosen))
    count = sum(not citation.removed for found in cited.values() for citation in found)
    return VerifyReport(count, tuple(check.failed), tuple(check.notes), tuple(check.sources))


@dataclass(slots=True)
class _Check:
    """One verification under way."""

    store: CaseStore
    reopener: Reopener
    progress: Progress
    failed: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)
    sources: list[tuple[str, bool]] = field(default_factory=list)
    _hashes: dict[tuple[str, str], str] = field(default_factory=dict)

    def citations(self, draft_ids: Sequence[str] | None) -> dict[str, list[Citation]]:
        """The citations of these drafts, or all, by source; a draft that cannot be read any more fails."""
        found: dict[str, list[Citation]] = {}
        for draft_id in self.store.draft_ids() if draft_ids is None else draft_ids:
            try:
                draft = self.store.draft(draft_id)
            except CaseError as error:
                self.failed.append(Failure(integrity.CHANGED, _said(error), draft_id=draft_id))
                continue
            cells = (cell.citation for point in draft.conflicts for cell in point.cells)
            for citation in (*(c for claim in draft.claims for c in claim.citations), *cells):
                found.setdefault(citation.source_id, []).append(citation)
        return found

    def record(self, draft_ids: Sequence[str] | None, cited: Sequence[str]) -> None:
        """The chain of the log, and the stored rows against the digests in it."""
        failed, notes = check_record(self.store, draft_ids, cited)
        self.failed += failed
        self.notes += notes

    def source(self, source: Source, citations: Sequence[Citation], done: int, total: int) -> None:
        """The original, then what is cited from it; nothing to check where no bytes were taken in."""
        if not source.sha256:
            return
        if source.removed:
            detail = source.removed[1:-1]
            more = f"; it is cited {len(citations)} times" if citations else ""
            self.notes.append(Failure(REMOVED, f"{detail.removesuffix('.')}{more}", source_id=source.id))
            return
        trouble = self._original(source, done, total)
        self.sources.append((source.id, trouble is None))
        if trouble is not None:
            self._fail_all(source, citations, *trouble)
            return
        text = [(c, c.anchor) for c in citations if isinstance(c.anchor, TextAnchor)]
        frames = [(c, c.anchor) for c in citations if isinstance(c.anchor, FrameAnchor)]
        if text:
            self._guarded(source, [c for c, _ in text], self._text(source, text))
        if frames:
            self._guarded(source, [c for c, _ in frames], self._frames(source, frames))

    def _original(self, source: Source, done: int, total: int) -> tuple[str, str] | None:
        """Code and words of what is wrong with the original's bytes, or None."""
        key = (source.sha256, source.path if source.by_reference else "")
        if key not in self._hashes:
            try:
                with self.store.vault.open(source) as stream:
                    self._hashes[key], _ = digest_of(stream, lambda _: self._go_on(source, done, total))
            except (AnchorError, ReadError) as error:
                return error.code, _said(error)
        if self._hashes[key] != source.sha256:
            return "original_changed", f"its SHA-256 is now {self._hashes[key]}"
        return None

    def _text(self, source: Source, cited: Sequence[tuple[Citation, TextAnchor]]) -> _Found:
        """Each quote against the parts it touches, extracted again."""
        layer, original = self.store.stored_layer(source.id), self.store.vault.opener(source)
        now = self.reopener.extractor(source.kind)
        same = now == layer.extractor
        if not same:
            detail = f"taken in by {layer.extractor}, read again by {now}"
            yield self.notes, Failure("extractor_changed", detail, source_id=source.id)
        ordinals = sorted({part.ordinal for _, a in cited for part in layer.touched(a.start, a.end)})
        parts = {part.ordinal: part for part in self.reopener.parts(source, original, ordinals)}
        for ordinal in ordinals if same else ():
            if ordinal in parts and text_sha256(parts[ordinal].text) != layer.part(ordinal).sha256:
                detail = f"part {ordinal} is read otherwise than when it was taken in"
                yield self.notes, Failure("text_differs", detail, source_id=source.id)
        for citation, anchor in cited:
            if not 0 <= anchor.start < anchor.end <= layer.length:
                yield self.failed, _failure(citation, "location_invalid", "the place lies outside the text")
            elif _slice(layer, parts, anchor) != anchor.exact:
                place = self.reopener.find(source, original, anchor.exact)
                yield self._moved(citation, anchor, place, same)
            elif cut_again(layer, anchor, kept=True) != anchor:
                yield self.failed, _failure(citation, "location_invalid", "the place stated is not that of the words")
            elif detail := _misplaced(layer, parts, anchor):
                yield self.failed if same else self.notes, _failure(citation, "place_changed", detail)

    def _moved(
        self, citation: Citation, anchor: TextAnchor, place: int | None, same: bool
    ) -> tuple[list[Failure], Failure]:
        """A quote that is not at its place: gone, or elsewhere, which only another extractor may explain."""
        if place is None:
            return self.failed, _failure(citation, "quote_missing", "the words are nowhere in the original")
        detail = f"the words stand at {place}, not at {anchor.start}"
        return (self.failed if same else self.notes), _failure(citation, "quote_moved", detail)

    def _frames(self, source: Source, cited: Sequence[tuple[Citation, FrameAnchor]]) -> _Found:
        """Each frame decoded again, compared by the hash of its planes."""
        anchors = [anchor for _, anchor in cited]
        found = self.reopener.frames(source, self.store.vault.opener(source), anchors)
        for (citation, anchor), frame in zip(cited, found, strict=True):
            if frame.sha256 is None:
                detail = f"no frame {anchor.ordinal} with time stamp {anchor.pts}"
                yield self.failed, _failure(citation, "frame_missing", detail)
            elif frame.sha256 != anchor.frame_sha256:
                yield self.failed, _failure(citation, "frame_changed", _difference(anchor, frame))
            elif (frame.time_base, frame.pixel_format) != (anchor.time_base, anchor.pixel_format):
                detail = f"the stream counts time in units of {frame.time_base} s, its pixels are {frame.pixel_format}"
                yield self.failed, _failure(citation, "location_invalid", detail)

    def _guarded(self, source: Source, citations: Sequence[Citation], found: _Found) -> None:
        """Keep what was found; a source that cannot be read again fails its citations and nothing else."""
        try:
            results = list(found)
        except AttestError as error:
            if error.code == "cancelled" or (isinstance(error, CaseError) and error.code != "case_damaged"):
                raise
            code = integrity.CHANGED if isinstance(error, CaseError | UsageError) else error.code
            locked = f"{source.title} is locked, and no password that opens it was given"
            self._fail_all(source, citations, code, locked if code == LOCKED else _said(error))
            return
        for where, failure in results:
            where.append(failure)

    def _fail_all(self, source: Source, citations: Sequence[Citation], code: str, detail: str) -> None:
        self.failed += [_failure(citation, code, detail) for citation in citations]
        if not citations:
            self.failed.append(Failure(code, detail, source_id=source.id))

    def _go_on(self, source: Source, done: int, total: int) -> None:
        if not self.progress(f"Verifying {source.title}", done, total):
            raise TaskError("cancelled")


def check_record(
    store: CaseStore, draft_ids: Sequence[str] | None = None, cited: Sequence[str] = ()
) -> tuple[list[Failure], list[Failure]]:
    """The chain of the log, and the stored rows against the digests in it, without a look at any original: failures and
    notes. Of some drafts only where `draft_ids` are given, and then of the sources that they `cited`."""
    failed, notes = list[Failure](), list[Failure]()
    with store.snapshot() as read:
        report = store.check_audit()
        if not report.ok:
            failed.append(Failure("audit_broken", f"entry {report.broken_at} of the log does not hold"))
        entries = store.audit_entries()
        notes += [_changed_before(entry) for entry in entries if entry.action == CHANGED_OUTSIDE]
        log = integrity.logged(entries)
        failed += integrity.check_case(read, log.case)
        failed += integrity.check_enquiries(read, log.enquiries)
        failed += integrity.check_viewed(read, log.viewed)
        failed += integrity.check_redactions(read, log.redactions)
        failed += integrity.check_attention(read, log.attention)
        sources, drafts = integrity.all_ids(read, log)
        for source_id in sources if draft_ids is None else cited:
            failed += integrity.check_source(read, source_id, log)
        failed += material.check(read, material.logged(entries), sources if draft_ids is None else cited)
        failed += schedules.check(read, entries)
        failed += retention.check(read, entries)
        failed += users.check(read, entries)
        for draft_id in drafts if draft_ids is None else draft_ids:
            failed += integrity.check_draft(read, draft_id, log)
    return failed, notes


def _changed_before(entry: AuditEntry) -> Failure:
    detail = f"when the case was opened at {entry.at} (entry {entry.seq}), its database was not as it had been left"
    return Failure(CHANGED_OUTSIDE, detail)


def _misplaced(layer: Layer, parts: Mapping[int, Part], anchor: TextAnchor) -> str:
    """What is wrong with the cells, cues and facts that the quote touches, by the parts as extracted now; or ""."""
    stated, found = _named(layer.places(anchor.start, anchor.end)), list[_Named]()
    for part in layer.touched(anchor.start, anchor.end):
        start, end = anchor.start - part.start, anchor.end - part.start
        found += _named(p for p in parts[part.ordinal].places if p.start < end and p.end > start)
    return "" if found == stated else f"the words stand at {_listed(found)} in the original, not at {_listed(stated)}"


def _named(places: Iterable[Place]) -> list[_Named]:
    return [(place.value, place.conforms, place.label) for place in places]


def _listed(places: Sequence[_Named]) -> str:
    return ", ".join(label or value for value, _, label in places) or "no cell, cue or fact"


def _slice(layer: Layer, parts: Mapping[int, Part], anchor: TextAnchor) -> str | None:
    """What stands at the anchor in the parts as extracted now; None where a part is gone."""
    touched = layer.touched(anchor.start, anchor.end)
    if any(part.ordinal not in parts for part in touched):
        return None
    # A part may have grown or shrunk: the slice's end counts from the start of the last part.
    pieces = (parts[p.ordinal].text[max(0, anchor.start - p.start) : _end(p.start, p.end, anchor.end)] for p in touched)
    return "".join(pieces)


def _end(start: int, end: int, wanted: int) -> int | None:
    return wanted - start if wanted <= end else None


def _difference(anchor: FrameAnchor, frame: ReopenedFrame) -> str:
    if (frame.decoder, frame.pixel_format) == (anchor.decoder, anchor.pixel_format):
        return f"its planes now have the SHA-256 {frame.sha256}"
    return f"decoded by {frame.decoder} ({frame.pixel_format}), taken in by {anchor.decoder} ({anchor.pixel_format})"


def _failure(citation: Citation, code: str, detail: str) -> Failure:
    return Failure(code, detail, citation_id=citation.id, source_id=citation.source_id)


def _said(error: AttestError) -> str:
    """The facts of an error as plain words."""
    return ", ".join(f"{name} {value}" for name, value in error.facts.items()) or error.code.replace("_", " ")


def _unwatched(what: str, done: float, total: float) -> bool:
    return True
