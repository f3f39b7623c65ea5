"""A case opened for work: the store with readers, models, index, renderer and reopener wired to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app.files import Given, given
from app.indexing import Indexer, beside
from app.intake import Intake, Reported
from app.once import once
from app.register import Register
from app.release import read_released
from app.reviewing import Reviewing
from app.settings import Settings
from app.turns import Turns
from app.viewing import Viewer
from app.watch import Watch
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner
from ingest.reopen import ChildReopener
from provenance import export
from provenance.clock import who
from provenance.errors import AttestError, CaseError, UsageError
from provenance.ports import Progress, Renderer, Reopener
from provenance.records import Draft, Source
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport
from provenance.verify import verify
from summarise.service import ask, draft

if TYPE_CHECKING:
    from ingest.index import ChromaIndex, ExactIndex

SETTABLE = ("exhibit", "producer", "dated", "mark", "privilege", "witness", "statement_date", "title")


class Case:
    """One case and everything that works on it; children and models start when they are first needed."""

    def __init__(self, store: CaseStore, settings: Settings | None = None) -> None:
        self.store = store
        self.settings = settings or Settings()
        self.by = who()
        self.turns = Turns()
        self.unrecorded: AttestError | None = None  # why the last export or verification is not in the log

    @classmethod
    def create(cls, folder: Path, reference: str, title: str = "") -> Case:
        """An empty case; raises CaseError(case_exists | folder_not_empty | disk_full), UsageError("bad_value")."""
        return cls(CaseStore.create(folder, reference, title, who()))

    @classmethod
    def open(cls, folder: Path, *, write: bool = True, settings: Settings | None = None) -> Case:
        """Raises CaseError(not_a_case | case_locked | case_damaged | case_newer)."""
        return cls(CaseStore.open(folder, write=write), settings)

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the children and give the case back."""
        for name in ("viewer", "readers", "models", "index"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
        self.store.close()

    @property
    def refused_connections(self) -> int:
        """Outside connections that this case's children asked for and were refused, as far as they told."""
        running = (self.__dict__[name] for name in ("readers", "models") if name in self.__dict__)
        return sum(len(runner.refusals) for runner in running)

    @once
    def readers(self) -> ChildRunner:
        return ChildRunner(self.settings.readers)

    @once
    def models(self) -> ChildRunner:
        return ChildRunner(1)

    @once
    def embedder(self) -> ChildEmbedder:
        return ChildEmbedder(self.models, self.settings.embedding)

    @once
    def index(self) -> ChromaIndex | ExactIndex:
        """The vector index of this case, rebuilt from the record when it is absent or disagrees with it."""
        from ingest.index import open_index

        return open_index(self.store.info.folder / "index", self.store.vectors, writable=self.store.writable)

    @once
    def renderer(self) -> Renderer:
        from ingest.render import ChildRenderer

        return ChildRenderer(self.readers)

    @once
    def viewer(self) -> Viewer:
        """Shows sources, with children of its own; see `app.viewing`."""
        return Viewer(self.store, self.settings)

    @once
    def reviewing(self) -> Reviewing:
        """What people decide about claims; see `app.reviewing`."""
        return Reviewing(self)

    @once
    def reopener(self) -> Reopener:
        largest = max((source.size for source in self.store.sources()), default=0)
        return ChildReopener(self.readers, self.settings.read, self.settings.limits(largest))

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
        self.embedder.warm()
        self.__dict__.pop("reopener", None)  # its limits follow the largest source
        with self._indexing(progress) as indexer:
            intake = Intake(self.store, self.readers, indexer, self.settings, progress, self.by, watch)
            files = given(paths, self.store.info.folder)
            if register:
                files = (_but_the_list(file, register) for file in files)
            intake.add(files, reported, register, exhibit, by_reference)

    @contextmanager
    def _indexing(self, progress: Progress) -> Iterator[Indexer]:
        with self.turns.indexing(progress), self._indexer(progress) as indexer:
            yield indexer

    def _indexer(self, progress: Progress) -> AbstractContextManager[Indexer]:
        """An indexer that runs beside other work; only for who has the turn to index."""
        indexer = Indexer(self.store, self.embedder, self.index, self.settings.embed_batch)
        return beside(indexer, progress, self._end_models, self._drop_index)

    def _end_models(self) -> None:
        """End the models' child in the middle of its work, unless a search or draft uses it; the next use starts
        another."""
        if self.turns.read_now:
            return
        self.__dict__.pop("embedder", None)
        models = self.__dict__.pop("models", None)
        if models is not None:
            models.close()

    def _drop_index(self) -> None:
        """Let go of an index that failed; the next use builds it again from the record."""
        with contextlib.suppress(Exception):  # it has failed already, and was told of
            self.__dict__.pop("index").close()

    def set(self, source_id: str, changes: Mapping[str, str], progress: Progress) -> Source:
        """Change what is recorded of a source. A decision on privilege is one on all sources with the same bytes:
        those withheld leave the index, the text of those released is taken in, if it is not there yet.

        Raises UsageError("unknown_id" | "bad_value"), and what `read_released` raises; the decision stands then.
        """
        before = self.store.source(source_id)
        for name in changes:
            if name not in SETTABLE:
                raise UsageError("bad_value", value=name, what="a field", why=f"choose from {', '.join(SETTABLE)}")
        if "privilege" not in changes:
            return self.store.set_source(source_id, changes, self.by)
        same = self.store.by_sha256(before.sha256) if before.sha256 else [before]
        searched = {s.id: [p.id for p in self.store.passages([s.id])] for s in same if not s.withheld}
        with self._indexing(progress) as indexer:
            self.store.set_source(source_id, changes, self.by)
            for was in same:
                self._carry_through(was, searched.get(was.id, []), indexer, progress)
        return self.store.source(source_id)

    def _carry_through(self, was: Source, searched: Sequence[str], indexer: Indexer, progress: Progress) -> None:
        """Do what a decision on privilege means for one source."""
        now = self.store.source(was.id)
        if now.outcome == "held" and now.privilege in ("none", "released"):  # held before anything of it was stored
            now = read_released(self.store, self.readers, self.settings, now, progress, self.by)
        if now.withheld:
            indexer.forget(searched)
        elif was.withheld:
            indexer.add(self.store.passages([now.id]))

    def summarise(
        self,
        brief: str | None,
        source_ids: Iterable[str] | None,
        seed: int,
        max_claims: int | None,
        progress: Progress,
    ) -> Draft:
        """One run, one draft, written to the case."""
        self._complete(progress)
        with self.turns.reading():
            made = draft(
                self.store, self.embedder, self.index, brief=brief, source_ids=self._known(source_ids), seed=seed,
                max_claims=max_claims, progress=progress, renderer=self.renderer,
            )  # fmt: skip
        return self.store.write_draft(made, self.by)

    def ask(self, question: str, source_ids: Iterable[str] | None, seed: int, progress: Progress) -> Draft:
        """The same for a question; an answer that was not found is recorded too."""
        self._complete(progress)
        with self.turns.reading():
            made = ask(
                self.store, self.embedder, self.index, question=question, source_ids=self._known(source_ids), seed=seed,
                progress=progress, renderer=self.renderer,
            )  # fmt: skip
        return self.store.write_draft(made, self.by)

    def verify(self, draft_id: str | None, progress: Progress) -> VerifyReport:
        """Re-open every citation from the original bytes, and log that it was done."""
        report = verify(self.store, self.reopener, draft_id, progress)
        self._record("verified", {"draft": draft_id, "checked": report.checked, "failed": len(report.failed)})
        return report

    def export(
        self,
        draft_id: str,
        format: str,
        out: Path,
        progress: Progress,
        verified: VerifyReport | None = None,
        *,
        overwrite: bool = False,
    ) -> VerifyReport | None:
        """Write a draft as "html" or "json", and log it; raises UsageError(unknown_id) and as `export` does.

        A report says how each citation re-opened: just now, unless the caller has `verified` it.
        """
        written = self.store.draft(draft_id)
        export.may_write(out, overwrite)
        if format == "html" and verified is None:
            verified = self.verify(draft_id, progress)
        if format == "json":
            sha256 = export.write_json(written, self.store, out, overwrite=overwrite)
        else:
            sha256 = export.write_html(
                written, self.store, self.renderer, out, verified, progress, overwrite=overwrite
            )  # fmt: skip
        detail = {"draft": draft_id, "format": format, "audience": "working", "sha256": sha256}
        self._record("draft_exported", detail)
        return verified

    def _record(self, action: str, detail: Mapping[str, object]) -> None:
        """Log what changed nothing in the case; one open for reading is opened for writing for this entry alone."""
        self.unrecorded = None
        try:
            if self.store.writable:
                self.store.record(action, detail, self.by)
            else:
                with CaseStore.open(self.store.info.folder) as writing:
                    writing.record(action, detail, self.by)
        except CaseError as error:  # the work is done all the same; the caller tells
            self.unrecorded = error

    def _complete(self, progress: Progress) -> None:
        """Give vectors to what an interrupted taking-in left without; one under way does so itself, meanwhile what has
        vectors is searched."""
        with self.turns.indexing_if_free() as free:
            if free and self.store.pending_vectors(1):
                with self._indexer(progress):
                    pass

    def _known(self, source_ids: Iterable[str] | None) -> list[str] | None:
        return None if source_ids is None else [self.store.source(i).id for i in source_ids]


def _but_the_list(file: Given, register: Register) -> Given:
    """The exhibit list often lies among the evidence; it is used, not quoted."""
    same = file.problem is None and file.path.resolve() == register.path.resolve()
    return replace(file, problem="exhibit_list") if same else file
