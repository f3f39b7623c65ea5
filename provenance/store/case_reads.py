"""What can be read of a case: sources and their content, footage, drafts, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from provenance import audit
from provenance.errors import AnchorError, UsageError
from provenance.footage import ClockReading, Frame, Look, MovementEvent, VideoStream
from provenance.layers import Layer
from provenance.ports import Hit, Vectors
from provenance.records import Claim, Draft, Passage, Section, Source
from provenance.retention import REMOVED
from provenance.runs import ModelUse
from provenance.store import drafts, layers, looks, passages, search, sources, videos
from provenance.store.database import Database, Read, stored
from provenance.store.ids import frame_key, passage_key, source_number
from provenance.store.records import AuditEntry, AuditReport, SearchRecord
from provenance.vault import Vault

T = TypeVar("T")
_KEPT_LAYERS = 32


class CaseReads:
    """The reading half of `CaseStore`, over the case's database and its files; may be used from any thread."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._db = db
        self.vault = vault
        self._layers = lru_cache(_KEPT_LAYERS)(self._load_layer)

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
        """The sources with these bytes, first taken in first; not those that were removed."""
        return self._sources("WHERE sha256 = ? AND coalesce(reason, '') <> ? ORDER BY n", (sha256, REMOVED))

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

    def count_rears(self, source_ids: Sequence[str] | None = None) -> int:
        """How many of the sources that can be searched have a rear of a statement's form, which is not."""
        return passages.count_rears(self._db.read, source_ids)

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

    def pending_vectors(self, limit: int | None = None) -> list[Passage]:
        """Body passages that have no vector yet, in passage order."""
        return passages.pending(self._db.read, limit)

    # Footage

    def video(self, source_id: str) -> VideoStream | None:
        """The decoded stream with the time stamp of every frame, or None where the source has none."""
        return self._video(source_id, videos.stream)

    def events(self, source_id: str) -> list[MovementEvent]:
        """Movement in order of time, as the latest look found it."""
        look = self.look(source_id)
        return list(look.events) if look else []

    def frames(self, source_id: str) -> list[Frame]:
        """The frames of the latest look in order, without their pictures (see `frame_picture`)."""
        look = self.look(source_id)
        return list(look.frames) if look else []

    def look(self, source_id: str) -> Look | None:
        """The latest look for movement; None where the source has no video."""
        with self._db.snapshot():
            return self._video(source_id, lambda read, number: looks.load(read, number, looks.newest(read, number)))

    def looks(self, source_id: str) -> list[Look]:
        """All looks for movement, that at intake first: what any of them took may be cited."""
        with self._db.snapshot():
            return self._video(source_id, looks.every)

    def newest_look(self, source_id: str) -> int:
        """The number of the latest look; it changes when what `look`, `events` and `frames` give does."""
        return self._video(source_id, looks.newest)

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

    def draft(self, draft_id: str) -> Draft:
        """Raises UsageError("unknown_id")."""
        with stored(f"draft {draft_id}"):
            return drafts.load(self._db.read, draft_id)

    def claim(self, claim_id: str) -> Claim:
        """Raises UsageError("unknown_id")."""
        with stored(f"claim {claim_id}"):
            return drafts.claim(self._db.read, claim_id)

    def looks_told(self, claim_id: str) -> dict[str, int] | None:
        """The looks for movement that the run knew which wrote a claim, by source id: 0, that at intake, for one that
        it does not name. None for a claim by hand. Raises UsageError("unknown_id")."""
        with stored(f"claim {claim_id}"):
            return drafts.looks_told(self._db.read, claim_id)

    def draft_ids(self) -> list[str]:
        """Ids of all drafts in order."""
        return drafts.ids(self._db.read)

    def searches(self) -> list[SearchRecord]:
        """Every brief and question, with settings, counts, when and who, empty results too; and drafts by hand."""
        with stored("the search record"):
            return drafts.searches(self._db.read)

    def cited_sources(self) -> dict[str, str]:
        """The id of the source of every citation, by the citation's id."""
        rows = self._db.read("SELECT draft, claim, n, source FROM citation")
        return {f"D{draft}.{claim}.{n}": f"S{source}" for draft, claim, n, source in rows}

    # The log

    def audit_entries(self) -> list[AuditEntry]:
        """The whole log in order."""
        return audit.entries(self._db.read(f"SELECT {audit.COLUMNS} FROM audit ORDER BY seq"))

    def check_audit(self) -> AuditReport:
        """Follow the hash chain from the first entry to the recorded last one."""
        with self._db.snapshot():
            return audit.check(self._db.read)

    def log_head(self) -> tuple[int, str]:
        """Number of entries and last hash of the log, as the case recorded them."""
        with self._db.snapshot():
            return audit.state(self._db.read)

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """Queries that all see the same moment, for checks of the stored record."""
        with self._db.snapshot():
            yield self._db.read

    def _sources(self, where: str, parameters: Sequence[object]) -> list[Source]:
        with stored("the list of sources"):
            return [sources.load(row) for row in self._db.read(f"{sources.SELECT} {where}", parameters)]

    def _video(self, source_id: str, get: Callable[[Read, int], T]) -> T:
        source = self.source(source_id)
        if not source.removed:  # of which there is no footage any more, as of one that could not be read
            sources.require_open(source)
        with stored(f"the video of {source_id}"):
            return get(self._db.read, source_number(source_id))

    def _load_layer(self, source_id: str) -> Layer:
        return layers.load(self._db.read, source_number(source_id), self.source(source_id).kind)
