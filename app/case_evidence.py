"""The evidence of an open case: taken in, described, decided on, indexed, and looked at again for movement."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import confirming, links
from app.access import Act
from app.deciding import follow
from app.files import Given, given
from app.indexing import Indexer, beside
from app.intake import Intake, Reported
from app.looking import look_again
from app.once import take
from app.pairing import pair
from app.register import Register
from app.settings import Settings
from app.watch import Watch
from app.workshop import Workshop
from ingest.isolation import ChildRunner
from provenance import camera_check, material
from provenance.errors import UsageError
from provenance.footage import Area
from provenance.material import Material
from provenance.ports import Progress
from provenance.protection.users import CaseUser
from provenance.records import Source
from provenance.schedule import BLOCK
from provenance.store.case_store import CaseStore

SETTABLE = (
    *("exhibit", "producer", "dated", "mark", "privilege", "title", "language"),
    *(*confirming.READ, confirming.CONFIRMED, *links.KINDS, *camera_check.SETTABLE, *material.FIELDS, BLOCK),
)


class CaseEvidence(Workshop):
    """What is done with the sources of one case."""

    def __init__(self, store: CaseStore, settings: Settings | None = None, user: CaseUser | None = None) -> None:
        super().__init__(store, settings, user)
        self._behind = store.writable  # whether text and index may not have followed decisions on privilege

    def add(
        self,
        paths: Iterable[Path],
        reported: Reported,
        progress: Progress,
        register: Register | None = None,
        exhibit: str = "",
        by_reference: bool = False,
        watch: Watch | None = None,
    ) -> None:
        """Take in files and folders and give every passage its vector; see `Intake.add`."""
        self.require(Act.ADD)
        self.embedder.warm()
        take(self, "reopener")  # its limits follow the largest source
        with self.turns.indexing(progress), self._indexer(progress) as indexer:
            intake = self._intake(indexer, progress, watch)
            files = given(paths, self.store.info.folder)
            if register:
                files = (_but_the_list(file, register) for file in files)
            new: list[Source] = []

            def told(source: Source) -> None:
                new.append(source)
                reported(source)

            try:
                intake.add(files, told, register, exhibit, by_reference)
            finally:  # what was taken in before it was stopped stays, and its password with it
                self._keyring.fitted(intake.fitting)
            self._keyring.tried(intake.passwords)
            self._use_passwords()
            pair(self.store, new, self.by)

    def _intake(self, indexer: Indexer, progress: Progress, watch: Watch | None = None) -> Intake:
        return Intake(self.store, self.readers, indexer, self.settings, progress, self.by, watch)

    @contextmanager
    def _indexer(self, progress: Progress, decided: Iterable[str] = ()) -> Iterator[Indexer]:
        """An indexer that runs beside other work; only for who has the turn to index.

        First it has text and index follow the decisions on privilege: those on the sources `decided`, and those after
        which that was not done.
        """
        wanted = list(decided)
        behind, self._behind = self._behind or bool(wanted), False  # before the record is read
        try:
            indexer = Indexer(self.store, self.embedder, self.index, self.settings.embed_batch)
            with beside(indexer, progress, self._end_models, self._drop_index):
                if behind:
                    follow(self, indexer, progress, wanted)
                yield indexer
        except BaseException:
            self._behind = True
            raise

    def _end_models(self) -> None:
        """End the models' child in the middle of its work, unless a search or draft uses it; the next use starts
        another."""
        if self.turns.read_now:
            return
        for part in take(self, "embedder", "models"):
            if isinstance(part, ChildRunner):
                part.close()

    def _drop_index(self) -> None:
        """Let go of an index that failed; the next use builds it again from the record."""
        for index in take(self, "index"):
            with contextlib.suppress(Exception):  # it has failed already, and was told of
                index.close()

    def set(self, source_id: str, changes: Mapping[str, str], progress: Progress) -> Source:
        """`change`, and `follow` where that is a decision on privilege; raises what they raise, and `change` stands."""
        changed = self.change(source_id, changes)
        return self.follow(source_id, progress) if "privilege" in changes else changed

    def change(self, source_id: str, changes: Mapping[str, str]) -> Source:
        """Write what is recorded of a source; waits for no other work.

        A decision on privilege is one on all sources with the same bytes, and what it withholds is withheld from here
        on: nothing of it is shown, found or drafted. `follow` must come after it. What it is as material is decided of
        this source alone. Raises UsageError(unknown_id | bad_value).
        """
        for name in changes:
            if name not in SETTABLE:
                raise UsageError("bad_value", value=name, what="a field", why=f"choose from {', '.join(SETTABLE)}")
        self.require(Act.PRIVILEGE if "privilege" in changes else Act.DESCRIBE)
        source = self.store.source(source_id)
        decided, changes = material.material_changes(changes)
        changes = confirming.settle(source, camera_check.changes(source, changes))
        changes |= {name: links.check(self.store, source_id, name, value) for name, value in changes.items()}
        changes |= links.parted(source, changes)
        if decided:
            self.store.decide_material(source_id, decided, self.by)
        changed = self.store.set_source(source_id, changes, self.by)
        if "privilege" in changes:
            self._behind = True
        return changed

    def decide_materials(self, changes: Mapping[str, Mapping[str, str]]) -> list[Material]:
        """Write what sources are in the case, by id, all or none; see `CaseStore.decide_material`."""
        return self.store.decide_materials(changes, self.by)

    def follow(self, source_id: str, progress: Progress) -> Source:
        """Carry a decision on privilege through, after the taking-in under way: what is withheld leaves the index, the
        text of what was released is taken in, if it is not there yet.

        What is stopped or fails here is made up for by the next taking-in or draft. Raises what `read_released` raises.
        """
        source = self.store.source(source_id)
        same = self.store.by_sha256(source.sha256) if source.sha256 else [source]
        with self.turns.indexing(progress), self._indexer(progress, [s.id for s in same]) as indexer:
            intake = self._intake(indexer, progress)
            intake.add((), lambda _: None)  # what is inside what was released
            self._keyring.fitted(intake.fitting)
        return self.store.source(source_id)

    def look_again(
        self, source_id: str, watch: Sequence[Area], mask: Sequence[Area], threshold: float, progress: Progress
    ) -> Source:
        """Seek movement in footage again, beside what was found before; see `app.looking.look_again`."""
        self.require(Act.ADD)
        return look_again(self, source_id, watch, mask, threshold, progress)

    def _complete(self, progress: Progress) -> None:
        """Do what an interrupted taking-in or decision left undone: vectors for passages that have none, above all. One
        under way does so itself, meanwhile what has vectors is searched."""
        with self.turns.indexing_if_free() as free:
            if free and (self._behind or self.store.pending_vectors(1)):
                with self._indexer(progress):
                    pass


def _but_the_list(file: Given, register: Register) -> Given:
    """The exhibit list often lies among the evidence; it is used, not quoted."""
    same = file.problem is None and file.path.resolve() == register.path.resolve()
    return replace(file, problem="exhibit_list") if same else file
