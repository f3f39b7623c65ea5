"""The case store: everything a case knows, behind one object; each write is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock

from provenance import audit, lock
from provenance.clock import who
from provenance.errors import CaseError, UsageError
from provenance.ports import Vectors
from provenance.protection import keyring
from provenance.protection.keys import CaseKey, is_protected
from provenance.protection.users import First
from provenance.records import Draft, Source
from provenance.runs import ModelUse
from provenance.store import before, citing, identity, intake, opener, openings, resting, users
from provenance.store.codec import clean
from provenance.store.database import Database, stored
from provenance.store.folder import DATABASE, claim, in_backup
from provenance.store.material import Materials
from provenance.store.opener import Connection
from provenance.store.records import CaseInfo, NewDraft, NewLayer, NewLook, NewVideo, Span
from provenance.store.redactions import Redactions
from provenance.store.resting import CHANGED_OUTSIDE, Changed
from provenance.store.retention import Retention
from provenance.store.reviewed import Reviewed
from provenance.store.schedules import Schedules
from provenance.store.users import Users
from provenance.vault import Vault


class CaseStore(Reviewed, Materials, Redactions, Schedules, Retention, Users):
    """One open case. Made by `create` or `open`; may be used from any thread; `close` it, or use it in a `with`.

    Sources held for privilege are listed by `sources`, and nothing of their content is given out by any other call:
    asked for by id they raise UsageError("source_held"), elsewhere they are left out.
    """

    def __init__(self, folder: Path, held: FileLock | None, key: CaseKey | None = None) -> None:
        self.key = key  # of a protected case: for who opens a second connection to it
        self._held, self._at = held, folder / DATABASE
        self._log_held = False  # whether the log was seen to hold
        self._changed = resting.changed(self._at) if held is not None else None
        kept = before.keep(self._at, key) if held is not None else None
        db = Database(self._at, write=held is not None, key=key, migrated=partial(_brought_up, kept))
        try:
            self.writable = held is not None and not db.newer
            form = users.form(db.read) if key is not None else None
            super().__init__(db, Vault(folder, write=self.writable, form=form))
            meta = dict(db.read("SELECT key, value FROM meta"))
            with stored("what the case says of itself"):
                named = (meta["reference"], meta["title"], meta["created"], meta["created_by"])
                training = meta.get("purpose") == intake.TRAINING
                self.info = CaseInfo(*named, folder, db.version, meta.get(identity.KEY, ""), training)
            if self.writable and self._changed is not None:
                self._tell_of_change(self._changed)
            if self.writable:
                self.removal_unfinished()
        except BaseException:
            db.close()
            raise

    @classmethod
    def create(
        cls, folder: Path, reference: str, title: str, by: str, *, training: bool = False, first: First | None = None
    ) -> Self:
        """An empty case in a new or empty folder, open for writing; one for `training` stays so for good.

        `first` makes it a protected one, of this first user. Raises UsageError("bad_value") for a name that no text
        file could hold, CaseError(case_exists | folder_not_empty | folder_not_made | case_locked | disk_full |
        case_io).
        """
        for what, name in (("a reference", reference), ("a title", title)):
            if clean(name) != name:
                raise UsageError("bad_value", value=clean(name), what=what, why="a character of it is not whole")
        held = claim(folder)
        case_id = first.ring.case if first else identity.new()
        key = first.key if first else None

        def rows(db: Connection) -> None:
            intake.first_rows(db, reference, title, by, training, case_id)
            if first is not None:
                users.first_rows(db, first)

        try:
            if first is not None:
                keyring.write(folder, first.ring)
            opener.create(folder / DATABASE, rows, key)
            return cls(folder, held, key)
        except BaseException:
            held.release()
            raise

    @classmethod
    def open(cls, folder: Path, *, write: bool = True, key: CaseKey | None = None) -> Self:
        """An existing case; a protected one with its `key`. With `write` it takes the case's lock; a newer case is
        opened, but not `writable`.

        Raises CaseError(not_a_case | backup_not_opened | case_protected | case_locked | case_damaged | case_older |
        case_io).
        """
        if not (folder / DATABASE).is_file():
            raise CaseError("not_a_case", folder=str(folder))
        if key is None and is_protected(folder):
            raise CaseError("case_protected", folder=str(folder))
        if write and in_backup(folder):
            raise CaseError("backup_not_opened", folder=str(folder))
        held = lock.take(folder) if write else None
        try:
            return cls(folder, held, key)
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

    # The log

    def changed_outside(self) -> Changed | None:
        """How the database differs from what was left when the case was last closed: as it was opened for writing, or,
        of one open for reading, as it is now."""
        return self._changed if self._held is not None else resting.changed(self._at)

    def _tell_of_change(self, changed: Changed) -> None:
        """The sum that told of it goes with the first write; behind a log that does not hold, which tells for itself,
        nothing is written."""
        with suppress(CaseError):
            self.record(CHANGED_OUTSIDE, {"was": changed.was, "now": changed.now}, who())

    def record(self, action: str, detail: Mapping[str, object], by: str, *, once: bool = False) -> tuple[int, str]:
        """Write an entry for what was done with the case and changed nothing in it: an export, a verification. Gives
        the number of entries and the head of the log after it.

        Nothing is put behind a log that does not hold: CaseError("case_damaged"); else CaseError as any write. With
        `once`, for what is done often, that it held before, since the case was opened, is enough.
        """
        if not (once and self._log_held) and not self.check_audit().ok:
            raise CaseError("case_damaged", detail="the log does not hold")
        self._log_held = True
        return self._db.write(lambda db: audit.append(db, by, action, detail))


def _brought_up(kept: before.Kept | None, db: Connection, schema: int) -> None:
    """What a case from before needs besides SQL, as its schema comes to `schema`, and last the entry that tells of it:
    its database from before was `kept`."""
    openings.take_over(db, schema)
    identity.take_over(db, schema)
    if kept is not None and schema == opener.newest():
        audit.append(db, who(), before.MIGRATED, kept.detail(schema))
