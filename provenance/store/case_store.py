"""The case store: everything a case knows, behind one object; each write is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock

from provenance import audit, lock
from provenance.clock import who
from provenance.errors import CaseError, UsageError
from provenance.ports import Vectors
from provenance.records import Claim, Draft, Source, Verdict
from provenance.reviews import Action, ClaimState
from provenance.runs import ModelUse
from provenance.store import citing, intake, opener, reviews
from provenance.store.codec import clean
from provenance.store.database import Database, stored
from provenance.store.folder import DATABASE, claim
from provenance.store.left_out import LeftOut
from provenance.store.material import Materials
from provenance.store.openings import add_opening, take_over, was_opened
from provenance.store.records import CaseInfo, NewClaim, NewDraft, NewLayer, NewLook, NewVideo, Span
from provenance.store.schedules import Schedules
from provenance.vault import Vault


class CaseStore(LeftOut, Materials, Schedules):
    """One open case. Made by `create` or `open`; may be used from any thread; `close` it, or use it in a `with`.

    Sources held for privilege are listed by `sources`, and nothing of their content is given out by any other call:
    asked for by id they raise UsageError("source_held"), elsewhere they are left out.
    """

    def __init__(self, folder: Path, held: FileLock | None) -> None:
        self._held = held
        self._log_held = False  # whether the log was seen to hold
        db = Database(folder / DATABASE, write=held is not None, migrated=take_over)
        try:
            self.writable = held is not None and not db.newer
            super().__init__(db, Vault(folder, write=self.writable))
            meta = dict(db.read("SELECT key, value FROM meta"))
            with stored("what the case says of itself"):
                named = (meta["reference"], meta["title"], meta["created"], meta["created_by"])
            self.info = CaseInfo(*named, folder, db.version, meta.get("purpose") == intake.TRAINING)
        except BaseException:
            db.close()
            raise

    @classmethod
    def create(cls, folder: Path, reference: str, title: str, by: str, *, training: bool = False) -> CaseStore:
        """An empty case in a new or empty folder, open for writing; one for `training` stays so for good.

        Raises UsageError("bad_value") for a name that no text file could hold, CaseError(case_exists |
        folder_not_empty | folder_not_made | case_locked | disk_full | case_io).
        """
        for what, name in (("a reference", reference), ("a title", title)):
            if clean(name) != name:
                raise UsageError("bad_value", value=clean(name), what=what, why="a character of it is not whole")
        held = claim(folder)
        try:
            opener.create(folder / DATABASE, lambda db: intake.first_rows(db, reference, title, by, training))
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

    def add_look(self, source_id: str, new: NewLook, by: str) -> Source:
        """Store a later look at footage for movement; the looks before it, and their frames, stay as they are.

        Raises UsageError(unknown_id | source_held | bad_value), CaseError.
        """
        return self._db.write(lambda db: intake.add_look(db, self.vault, source_id, new, by))

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

    # Drafts

    def write_draft(self, new: NewDraft, by: str = "") -> Draft:
        """Store a draft and give it its ids; the search record is part of it.

        Raises AnchorError("not_cut") for an anchor that is not what the stored source holds at its place,
        UsageError(unknown_id | source_held | no_layer | bad_value), CaseError.
        """
        citing.check(self, new.claims, new.conflicts)
        return self.draft(self._db.write(lambda db: intake.write_draft(db, new, by or who())))

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

    # The log

    def record(self, action: str, detail: Mapping[str, object], by: str, *, once: bool = False) -> None:
        """Write an entry for what was done with the case and changed nothing in it: an export, a verification.

        Nothing is put behind a log that does not hold: CaseError("case_damaged"); else CaseError as any write. With
        `once`, for what is done often, that it held before, since the case was opened, is enough.
        """
        if not (once and self._log_held) and not self.check_audit().ok:
            raise CaseError("case_damaged", detail="the log does not hold")
        self._log_held = True
        self._db.write(lambda db: audit.append(db, by, action, detail))
