"""A case as an audience may see it: a store for reading that answers of what is served and of nothing else."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar, cast

from provenance.audience import Audience
from provenance.enquiries import Enquiry
from provenance.errors import CaseError, UsageError
from provenance.layers import Layer
from provenance.material import Material
from provenance.ports import Hit, Vectors
from provenance.protection.sealed import Sealed
from provenance.protection.users import CaseUser
from provenance.records import Anchor, Citation, Claim, Draft, FrameAnchor, Passage, Section, Source
from provenance.redaction_marks import Redaction
from provenance.removal import Plan
from provenance.retention import Stand
from provenance.reviews import ClaimState
from provenance.schedule import Submission
from provenance.serving_traces import Traces
from provenance.signing import Ready, Signature, locking, ready
from provenance.store.case_reads import CaseReads
from provenance.store.case_store import CaseStore
from provenance.store.database import Database, Read
from provenance.store.left_out import Covered
from provenance.store.opener import Connection
from provenance.store.records import AuditEntry, SearchRecord
from provenance.store.resting import Changed

T = TypeVar("T")
_TOLD_OF_ENQUIRIES: frozenset[Audience] = frozenset({"prosecutor"})
_TOLD_REASONS: frozenset[Audience] = frozenset({"prosecutor"})  # why a signed draft was taken up again


class ServedStore(CaseStore):
    """A `CaseStore` over the same case that holds only what is served: asked for anything else, by id too, it answers
    as if that were not there. It writes nothing; closing it leaves the case open.

    What a writer of an export reads of a case, it reads here, so that nothing withheld can come into a file by a way
    that nobody thought of.
    """

    def __init__(
        self,
        store: CaseStore,
        audience: Audience,
        sources: Mapping[str, Source],
        draft: Draft,
        states: Mapping[str, ClaimState],
        told: Sequence[AuditEntry],
        traces: Traces,
    ) -> None:
        CaseReads.__init__(self, cast(Database, _Reading(store._db)), store.vault)
        self.writable, self.info, self._held = False, store.info, None
        self._audience, self._served, self.traces = audience, sources, traces
        self._draft, self._states, self._told = draft, states, told
        self._copied: frozenset[str] = frozenset()
        self._masked: Callable[[str], str] = str
        self._read_at: Mapping[str, tuple[int, int]] = {}

    def with_copies(
        self, sources: Mapping[str, Source], masked: Callable[[str], str], read_at: Mapping[str, tuple[int, int]]
    ) -> ServedStore:
        """The same where redacted copies are served in the place of these `sources`, given as they are served; `masked`
        takes out of people's words what was taken out of any. `read_at` tells by the id of a citation of theirs where
        it stands in the original's layer.

        Bytes, layers and passages stay those of the originals, since a copy's places are reckoned from them: nothing of
        them is quoted.
        """
        made = copy.copy(self)
        made._copied, made._masked, made._read_at = frozenset(sources), masked, read_at
        made._served = {**self._served, **{id: _told_as(self._served[id], one) for id, one in sources.items()}}
        return made

    def may_quote(self, source_id: str) -> bool:
        return source_id not in self._copied

    def as_read(self, citation: Citation) -> Anchor:
        span = self._read_at.get(citation.id)
        if span is None or isinstance(citation.anchor, FrameAnchor):
            return citation.anchor
        return replace(citation.anchor, start=span[0], end=span[1])

    def told(self, source_id: str, label: str) -> str:
        return self._masked(label) if source_id in self._copied else label

    # Sources: all reading of content asks for the source by its id first, which is unknown where it is not served

    def _sources(self, where: str, parameters: Sequence[object]) -> list[Source]:
        return [self._served[s.id] for s in super()._sources(where, parameters) if s.id in self._served]

    def stored_layer(self, source_id: str) -> Layer:
        return super().layer(source_id)

    def passages(self, source_ids: Sequence[str] | None = None, section: Section | None = "body") -> list[Passage]:
        """Passages of what is served; of the body of a text without those that name what is not."""
        found = super().passages(self._among(source_ids), section)
        return [p for p in found if p.section != "body" or not self.traces.names(p.text)]

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        raise UsageError("not_in_this_version", what="The vectors of a case in an export")

    def count_passages(self, source_ids: Sequence[str] | None = None) -> tuple[int, int]:
        return super().count_passages(self._among(source_ids))

    def count_rears(self, source_ids: Sequence[str] | None = None) -> int:
        return super().count_rears(self._among(source_ids))

    def passages_by_source(self) -> dict[str, int]:
        return {id: count for id, count in super().passages_by_source().items() if id in self._served}

    def search_words(
        self, query: str, count: int, source_ids: Sequence[str] | None = None, phrases: Sequence[str] = ()
    ) -> list[Hit]:
        return super().search_words(query, count, self._among(source_ids), phrases)

    def pending_vectors(self, limit: int | None = None) -> list[Passage]:
        return []

    def materials(self) -> dict[str, Material]:
        """What sources are in the case; why that was decided, and for what schedule, is not for the defence."""
        found = {id: one for id, one in super().materials().items() if id in self._served}
        if self._audience == "prosecutor":
            return found
        return {id: Material(id, one.use) for id, one in found.items()}

    def material_versions(self, source_id: str) -> list[Material]:
        return [self.materials()[self.source(source_id).id]]

    def redactions(self, source_id: str | None = None) -> list[Redaction]:
        """None: marks say where and why words are taken out; what they leave is served as copies (`Served.copies`)."""
        return []

    def redaction_history(self, redaction_id: str) -> list[Redaction]:
        raise UsageError("unknown_id", what="mark for redaction", id=redaction_id)

    def submissions(self) -> list[Submission]:
        """None: a disclosure schedule goes its own way (`app.scheduling`), and is part of no export of a draft."""
        return []

    def made_materials(self) -> dict[str, Material]:
        return {}

    # The draft, and what people did

    def draft(self, draft_id: str) -> Draft:
        if draft_id != self._draft.id:
            raise UsageError("unknown_id", what="draft", id=draft_id)
        return self._draft

    def claim(self, claim_id: str) -> Claim:
        found = next((c for c in self._draft.claims if c.id == claim_id), None)
        if found is None:
            raise UsageError("unknown_id", what="claim", id=claim_id)
        return found

    def looks_told(self, claim_id: str) -> dict[str, int] | None:
        found = super().looks_told(self.claim(claim_id).id)
        return None if found is None else {id: look for id, look in found.items() if id in self._served}

    def draft_ids(self) -> list[str]:
        return [self._draft.id]

    def signatures(self, draft_id: str) -> list[Signature]:
        """Sign-offs; why a draft was taken up again is a person's note, and is served as notes are. The digest over
        what was signed would let others try out what was taken out of it."""
        self.draft(draft_id)
        return [
            replace(one, reason=self._reason(one.reason), record="" if self._copied else one.record)
            for one in super().signatures(draft_id)
        ]

    def signature(self, draft_id: str) -> Signature | None:
        return locking(self.signatures(draft_id))

    def _reason(self, words: str) -> str:
        silent = self._audience not in _TOLD_REASONS or self.traces.tells(words)
        return "" if silent else self._masked(words)

    def searches(self) -> list[SearchRecord]:
        found = (s for s in super().searches() if s.draft_id == self._draft.id)
        settings, run = self._draft.run.settings, self._draft.run
        return [
            replace(
                s, brief=self._draft.brief, found=self._draft.found, searched=self._draft.searched,
                retrieved=len(run.retrieved), claims=sum(not c.held_back for c in self._draft.claims),
                held_back=sum(c.held_back for c in self._draft.claims), settings=settings,
            )
            for s in found
        ]  # fmt: skip

    def claim_states(self, draft_id: str, by: str = "") -> dict[str, ClaimState]:
        self.draft(draft_id)
        return dict(self._states)

    def claim_state(self, claim_id: str, by: str = "") -> ClaimState:
        return self._states.get(self.claim(claim_id).id) or ClaimState(claim_id)

    def ready(self, draft_id: str) -> Ready:
        shown = [c.id for c in self.draft(draft_id).claims if not c.held_back]
        return ready(shown, self._states)

    def cited_sources(self) -> dict[str, str]:
        return {c.id: c.source_id for claim in self._draft.claims for c in claim.citations}

    def review_progress(self, draft_id: str) -> tuple[int, int]:
        stands = [c for c in self.draft(draft_id).claims if not c.held_back]
        return sum(self.claim_state(c.id).checked for c in stands), len(stands)

    def covered(self) -> Covered:
        found = super().covered()

        def ours(by_id: Mapping[str, list[T]]) -> dict[str, list[T]]:
            return {id: rows for id, rows in by_id.items() if id in self._served}

        return Covered(ours(found.parts), ours(found.passages), ours(found.opened), ours(found.viewed))

    def enquiries(self) -> list[Enquiry]:
        """Lines of enquiry are the investigation's own: the prosecutor is told of them, no other audience."""
        if self._audience not in _TOLD_OF_ENQUIRIES:
            return []
        return [e for e in super().enquiries() if not any(self.traces.tells(v.words) for v in e.versions)]

    def enquiry(self, enquiry_id: str) -> Enquiry:
        found = next((e for e in self.enquiries() if e.id == enquiry_id), None)
        if found is None:
            raise UsageError("unknown_id", what="line of enquiry", id=enquiry_id)
        return found

    # How the case is kept, who has access, where its files lie: nobody's who is served

    def stand(self) -> Stand:
        """Nothing: reasons of holds, and of what was removed, are the case team's."""
        return Stand((), (), ())

    def removal_plan(self, source_id: str) -> Plan:
        raise CaseError("case_read_only", folder=str(self.info.folder))

    def every_user(self) -> list[CaseUser]:
        return []

    def form(self) -> Sealed:
        raise CaseError("case_read_only", folder=str(self.info.folder))

    def file_names(self) -> list[tuple[str, str]]:
        return []

    # The log, and the database as a whole

    def changed_outside(self) -> Changed | None:
        """None: the hash of a database is over all that is withheld, too; verifying the case tells of it."""
        return None

    def audit_entries(self) -> list[AuditEntry]:
        """The entries that are told whole."""
        return list(self._told)

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """Refused: it would read the case as it stands."""
        raise CaseError("case_read_only", folder=str(self.info.folder))
        yield  # pragma: no cover

    def close(self) -> None:
        """The case stays open: it is not this store's."""

    def _among(self, source_ids: Sequence[str] | None) -> list[str]:
        return [id for id in (self._served if source_ids is None else source_ids) if id in self._served]


def _told_as(source: Source, served: Source) -> Source:
    """The record of an original as its redacted copy is told of; its bytes are still found by it."""
    return replace(
        source, name=served.name, exhibit=served.exhibit, producer=served.producer, dated=served.dated,
        fields=served.fields, warnings=served.warnings, findings=served.findings,
    )  # fmt: skip


class _Reading:
    """A database that is read and never written."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.read, self.snapshot, self.version, self.newer = db.read, db.snapshot, db.version, db.newer

    def write(self, work: Callable[[Connection], T]) -> T:
        raise CaseError("case_read_only", folder="")
