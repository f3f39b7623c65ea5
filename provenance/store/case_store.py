"""The case store: everything a case knows, behind one object; each write is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from filelock import FileLock

from provenance import audit, lock
from provenance.clock import who
from provenance.errors import AnchorError, CaseError, UsageError
from provenance.layers import Layer
from provenance.ports import Hit, Vectors
from provenance.records import (
    Claim,
    ClockReading,
    Draft,
    Frame,
    ModelUse,
    MovementEvent,
    Passage,
    Section,
    Source,
    Verdict,
    VideoStream,
)
from provenance.reviews import Action, ClaimState
from provenance.store import citing, drafts, intake, layers, opener, passages, reviews, search, sources, videos
from provenance.store.codec import clean
from provenance.store.database import Database, Read, stored
from provenance.store.folder import DATABASE, claim
from provenance.store.ids import frame_key, passage_key, source_number
from provenance.store.openings import add_opening, take_over, was_opened
from provenance.store.records import (
    AuditEntry,
    AuditReport,
    CaseInfo,
    NewClaim,
    NewDraft,
    NewLayer,
    NewVideo,
    SearchRecord,
    Span,
)
from provenance.vault import Vault

T = TypeVar("T")
_KEPT_LAYERS = 32


class CaseStore:
    """One open case. Made by `create` or `open`; may be used from any thread; `close` it, or use it in a `with`.

    Sources held for privilege are listed by `sources`, and nothing of their content is given out by any other call:
    asked for by id they raise UsageError("source_held"), elsewhere they are left out.
    """

    def __init__(self, folder: Path, held: FileLock | None) -> None:
        self._held = held
        self._log_held = False  # whether the log was seen to hold
        self._db = Database(folder / DATABASE, write=held is not None, migrated=take_over)
        self._layers = lru_cache(_KEPT_LAYERS)(self._load_layer)
        try:
            self.writable = held is not None and not self._db.newer
            self.vault = Vault(folder, write=self.writable)
            meta = dict(self._db.read("SELECT key, value FROM meta"))
            with stored("what the case says of itself"):
                named = (meta["reference"], meta["title"], meta["created"], meta["created_by"])
            self.info = CaseInfo(*named, folder, self._db.version)
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def create(cls, folder: Path, reference: str, title: str, by: str) -> CaseStore:
        """An empty case in a new or empty folder, open for writing.

        Raises UsageError("bad_value") for a name that no text file could hold, CaseError(case_exists |
        folder_not_empty | case_locked | disk_full | case_io).
        """
        for what, name in (("a reference", reference), ("a title", title)):
            if clean(name) != name:
                raise UsageError("bad_value", value=clean(name), what=what, why="a character of it is not whole")
        held = claim(folder)
        try:
            opener.create(folder / DATABASE, lambda db: intake.first_rows(db, reference, title, by))
            return cls(folder, held)
        except BaseException:
            held.release()
            raise

    @classmethod
    def open(cls, folder: Path, *, write: bool = True) -> CaseStore:
        """An existing case. With `write` it takes the case's lock; a newer case is opened, but not `writable`.

        Raises CaseError(not_a_case | case_locked | case_damaged | case_older | case_io).
        """
        if not (folder / DATABASE).is_file():
            raise CaseError("not_a_case", folder=str(folder))
        held = lock.take(folder) if write else None
        try:
            return cls(folder, held)
        except BaseException:
            if held is not None:
                held.release()
            raise

    def close(self) -> None:
        """Finish the write under way and release the case; closing twice is harmless."""
        self._db.close()
        if self._held is not None:
            self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # Intake

    def add_source(
        self, source: Source, layer: NewLayer | None, spans: Iterable[Span], video: NewVideo | None, by: str
    ) -> Source:
        """Store a source (its id is given here) with its content; a held one keeps its row only.

        Raises UsageError("bad_span") for a passage outside the layer, CaseError.
        """
        content = intake.Content(layer, spans, video)
        return self._db.write(lambda db: intake.add_source(db, self.vault, source, content, by))

    def release_source(
        self, source: Source, layer: NewLayer | None, spans: Iterable[Span], video: NewVideo | None, by: str
    ) -> Source:
        """Store what was read of a source that had been held; `source` carries its id, new outcome and warnings.

        Content that is there already (held after it was taken in) stays as it is. Raises UsageError(unknown_id |
        source_held | bad_span), CaseError.
        """
        content = intake.Content(layer, spans, video)
        return self._db.write(lambda db: intake.release_source(db, self.vault, source, content, by))

    def set_source(self, source_id: str, changes: Mapping[str, str], by: str) -> Source:
        """Set exhibit, producer, dated, mark, privilege, or any other name as a field of the source ("" removes it).

        Raises UsageError(unknown_id | bad_value | container_held), CaseError.
        """
        return self._db.write(lambda db: intake.set_source(db, source_id, changes, by))

    def hold_strays(self, by: str) -> None:
        """Withhold files inside what is withheld that an earlier version left open; mostly there are none."""
        if intake.has_strays(self._db.read):
            self._db.write(lambda db: intake.hold_strays(db, by))

    def store_vectors(self, ids: Sequence[str], vectors: Vectors, model: ModelUse, by: str = "") -> None:
        """Store unit vectors (n, dimension) of passages; a case holds those of one model only.

        Raises ModelError("model_mixed"), UsageError(unknown_id | bad_vectors), CaseError.
        """
        if ids:
            self._db.write(lambda db: intake.store_vectors(db, list(ids), vectors, model, by or who()))

    def pending_vectors(self, limit: int | None = None) -> list[Passage]:
        """Body passages that have no vector yet, in passage order."""
        return passages.pending(self._db.read, limit)

    # Sources and their content

    def sources(self) -> list[Source]:
        """All sources in the order they were taken in."""
        return self._sources("ORDER BY n", ())

    def source(self, source_id: str) -> Source:
        """Raises UsageError("unknown_id")."""
        found = self._sources("WHERE n = ?", (source_number(source_id),))
        if not found:
            raise UsageError("unknown_id", what="source", id=source_id)
        return found[0]

    def by_sha256(self, sha256: str) -> list[Source]:
        """The sources with these bytes, first taken in first."""
        return self._sources("WHERE sha256 = ? ORDER BY n", (sha256,))

    def at_path(self, path: str) -> list[Source]:
        """The sources that were taken in from this path, first taken in first."""
        return self._sources("WHERE path = ? ORDER BY n", (path,))

    def inside(self, source_id: str) -> list[Source]:
        """The files found in a source, those tried again more than once, first taken in first."""
        return self._sources("WHERE parent = ? ORDER BY n", (source_number(source_id),))

    def layer(self, source_id: str) -> Layer:
        """The text layer; raises UsageError(unknown_id | source_held | no_layer)."""
        sources.require_open(self.source(source_id))
        return self._layers(source_id)

    def stored_layer(self, source_id: str) -> Layer:
        """`layer` for checks, which also re-open what was cited before a source was held."""
        return self._layers(source_id)

    def passages(self, source_ids: Sequence[str] | None = None, section: Section | None = "body") -> list[Passage]:
        """Passages in order (source, ordinal) of all sources or these, of one section or (None) of all."""
        return passages.of_sources(self._db.read, source_ids, section)

    def passage(self, passage_id: str) -> Passage:
        """Raises UsageError(unknown_id | source_held)."""
        sources.require_open(self.source(f"S{passage_key(passage_id)[0]}"))
        return passages.one(self._db.read, passage_id)

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and float32 (n, dimension) of the body passages that have a vector, in passage order."""
        return passages.vectors(self._db.read, ids)

    def vector_model(self) -> ModelUse | None:
        """The model whose vectors the case holds, or None before the first."""
        return passages.model_of(self._db.read)

    def count_passages(self, source_ids: Sequence[str] | None = None) -> tuple[int, int]:
        """How many body passages can be searched by their words, and how many by their vectors."""
        return passages.count(self._db.read, source_ids)

    def passages_by_source(self) -> dict[str, int]:
        """How many body passages each open source has that can be searched by their words, if any."""
        return passages.count_by_source(self._db.read)

    def search_words(
        self, query: str, count: int, source_ids: Sequence[str] | None = None, phrases: Sequence[str] = ()
    ) -> list[Hit]:
        """The `count` best body passages for any of the words, by bm25 (higher = better), ties in passage order.

        Where there are `phrases`, only those passages in which each stands, as far as the index tells words apart.
        """
        limited = None if source_ids is None else passages.numbers(source_ids)
        return search.words(self._db.read, query, count, limited, phrases)

    # Video

    def video(self, source_id: str) -> VideoStream | None:
        """The decoded stream with the time stamp of every frame, or None where the source has none."""
        return self._video(source_id, videos.stream)

    def events(self, source_id: str) -> list[MovementEvent]:
        """Movement in order of time."""
        return self._video(source_id, videos.events)

    def frames(self, source_id: str) -> list[Frame]:
        """The citable frames in order, without their pictures (see `frame_picture`)."""
        return self._video(source_id, videos.frames)

    def clock(self, source_id: str) -> ClockReading | None:
        """The burnt-in clock, or None where none was read."""
        return self._video(source_id, videos.clock)

    def frame(self, frame_id: str) -> Frame:
        """Raises UsageError(unknown_id | source_held)."""
        sources.require_open(self.source(f"S{frame_key(frame_id)[0]}"))
        return videos.frame(self._db.read, frame_id)

    def frame_picture(self, frame_id: str) -> bytes:
        """The frame's JPEG for display; raises AnchorError("picture_missing") where it must be built again."""
        picture = self.vault.derived_read(videos.picture_name(self.frame(frame_id).id))
        if picture is None:
            raise AnchorError("picture_missing", frame=frame_id)
        return picture

    # Drafts

    def write_draft(self, new: NewDraft, by: str = "") -> Draft:
        """Store a draft and give it its ids; the search record is part of it.

        Raises AnchorError("not_cut") for an anchor that is not what the stored source holds at its place,
        UsageError(unknown_id | source_held | no_layer), CaseError.
        """
        citing.check(self, new.claims)
        return self.draft(self._db.write(lambda db: intake.write_draft(db, new, by or who())))

    def draft(self, draft_id: str) -> Draft:
        """Raises UsageError("unknown_id")."""
        with stored(f"draft {draft_id}"):
            return drafts.load(self._db.read, draft_id)

    def claim(self, claim_id: str) -> Claim:
        """Raises UsageError("unknown_id")."""
        with stored(f"claim {claim_id}"):
            return drafts.claim(self._db.read, claim_id)

    def draft_ids(self) -> list[str]:
        """Ids of all drafts in order."""
        return drafts.ids(self._db.read)

    def searches(self) -> list[SearchRecord]:
        """Every brief and question, with settings, counts, when and who, empty results too; and drafts by hand."""
        with stored("the search record"):
            return drafts.searches(self._db.read)

    # Review: what people decide about claims

    def open_citation(self, citation_id: str, by: str) -> ClaimState:
        """Record that `by` opened it; the first time counts. Raises UsageError(unknown_id | source_held)."""
        if not was_opened(self._db.read, citation_id, by):
            self._db.write(lambda db: add_opening(db, citation_id, by))
        return self.claim_state(citation_id.rpartition(".")[0], by)

    def review(
        self,
        claim_id: str,
        action: Action,
        by: str,
        text: str = "",
        note: str = "",
        fault: str = "",
        verdict: Verdict | None = None,
        seen: str | None = None,
    ) -> ClaimState:
        """Write a decision or a note; gives how the claim stands then. `seen` is as for `reviews.Decision`.

        Raises UsageError(unknown_id | bad_value | source_held | claim_changed), and not_all_opened, with `left`, for
        accepting before `by` has opened every citation and what speaks against the claim.
        """
        decision = reviews.Decision(action, text, note, fault, verdict, seen)
        return self._db.write(lambda db: reviews.decide(db, claim_id, decision, by))

    def undo_review(self, draft_id: str, by: str) -> ClaimState | None:
        """Take back the latest decision or note of `by` in the draft; None where there is none to take back."""
        return self._db.write(lambda db: reviews.undo(db, draft_id, by))

    def claim_states(self, draft_id: str, by: str = "") -> dict[str, ClaimState]:
        """How every claim stands, by id, in order; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {draft_id}"):
            return reviews.states(self._db.read, draft_id, by)

    def claim_state(self, claim_id: str, by: str = "") -> ClaimState:
        """How one claim stands; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {claim_id}"):
            return reviews.state(self._db.read, claim_id, by)

    def review_progress(self, draft_id: str) -> tuple[int, int]:
        """(checked, all) of the claims that are neither held back nor withheld; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the reviews of {draft_id}"):
            return reviews.progress(self._db.read, draft_id)

    def add_claim(self, draft_id: str, new: NewClaim, by: str) -> Claim:
        """Store a claim that a person wrote, beside the machine's; raises as `write_draft`, and bad_value."""
        citing.check(self, [new])
        return self.claim(self._db.write(lambda db: reviews.add_claim(db, draft_id, new, by)))

    # The log, and checks

    def record(self, action: str, detail: Mapping[str, object], by: str, *, once: bool = False) -> None:
        """Write an entry for what was done with the case and changed nothing in it: an export, a verification.

        Nothing is put behind a log that does not hold: CaseError("case_damaged"); else CaseError as any write. With
        `once`, for what is done often, that it held before, since the case was opened, is enough.
        """
        if not (once and self._log_held) and not self.check_audit().ok:
            raise CaseError("case_damaged", detail="the log does not hold")
        self._log_held = True
        self._db.write(lambda db: audit.append(db, by, action, detail))

    def audit_entries(self) -> list[AuditEntry]:
        """The whole log in order."""
        return audit.entries(self._db.read(f"SELECT {audit.COLUMNS} FROM audit ORDER BY seq"))

    def check_audit(self) -> AuditReport:
        """Follow the hash chain from the first entry to the recorded last one."""
        with self._db.snapshot():
            return audit.check(self._db.read)

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """Queries that all see the same moment, for checks of the stored record."""
        with self._db.snapshot():
            yield self._db.read

    def _sources(self, where: str, parameters: Sequence[object]) -> list[Source]:
        with stored("the list of sources"):
            return [sources.load(row) for row in self._db.read(f"{sources.SELECT} {where}", parameters)]

    def _video(self, source_id: str, get: Callable[[Read, int], T]) -> T:
        sources.require_open(self.source(source_id))
        with stored(f"the video of {source_id}"):
            return get(self._db.read, source_number(source_id))

    def _load_layer(self, source_id: str) -> Layer:
        return layers.load(self._db.read, source_number(source_id), self.source(source_id).kind)
