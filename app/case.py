"""A case opened for work: evidence taken in, decided on, drafted from, verified and exported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from app import exporting, models, policy, purging, receipts
from app.access import Act
from app.bundle_told import Travelling
from app.case_evidence import CaseEvidence
from app.enquiries import Enquiring
from app.entering import entered, user_of
from app.granting import Granting
from app.guarded import GuardedStore
from app.matrix import Matrix, matrix
from app.once import once
from app.recording import record
from app.redacting import Redacting
from app.retaining import Retaining
from app.reviewing import Reviewing
from app.scheduling import Scheduling
from app.settings import Settings
from ingest.embed import EmbeddingModel
from ingest.entail import ChildEntailment
from provenance.audience import Audience
from provenance.clock import who
from provenance.errors import AttestError, CaseError, ModelError, TaskError
from provenance.ports import Progress
from provenance.protection.converting import tidied
from provenance.protection.unlocking import Unlocked
from provenance.protection.users import CaseUser, First
from provenance.receipts import Receipt
from provenance.records import Draft
from provenance.serving_bars import Kept
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport
from provenance.verify import verify
from summarise.model.child import ChildLanguageModel
from summarise.model.drafter import Drafted
from summarise.service import ask, draft
from summarise.settings import DEFAULT
from summarise.settings import Settings as DrafterSettings


class Case(CaseEvidence):
    """One case and everything that is done in it."""

    def __init__(self, store: CaseStore, settings: Settings | None = None, user: CaseUser | None = None) -> None:
        super().__init__(store, settings, user)
        store.policy = policy.current()
        self.unrecorded: AttestError | None = None  # why the last export or verification is not in the log
        self.receipt: Receipt | None = None  # of the log after the last of them
        self.unreceipted: AttestError | None = None  # why it is not kept outside the case
        self.kept: Kept | None = None  # what the last export left out
        self.travelling: Travelling | None = None  # which sources are whole files in the last bundle
        self._receipted = store.log_head() if store.writable else None  # the log at the last receipt, or at opening

    @classmethod
    def create(
        cls, folder: Path, reference: str, title: str = "", *, training: bool = False, first: First | None = None
    ) -> Case:
        """An empty case, for live evidence or for `training`; a protected one of its `first` user.

        Raises CaseError(case_exists | folder_not_empty | disk_full), UsageError("bad_value").
        """
        by = first.ring.users[0].name if first else who()
        store = GuardedStore.create(folder, reference, title, by, training=training, first=first)
        return cls(store, user=store.users()[0] if first else None).guarded(store)

    @classmethod
    def open(
        cls, folder: Path, *, write: bool = True, settings: Settings | None = None, unlocked: Unlocked | None = None
    ) -> Case:
        """The case in `folder`; a protected one by who `unlocked` its key, which its log keeps.

        Raises CaseError(not_a_case | case_protected | access_withdrawn | case_locked | case_damaged | case_newer |
        case_purged).
        """
        purging.require_standing(folder)
        store = GuardedStore.open(folder, write=write, key=unlocked.key if unlocked else None)
        try:
            case = cls(store, settings, user_of(store, unlocked) if unlocked else None).guarded(store)
            if unlocked:
                case.first_passphrase = unlocked.first
                entered(store, unlocked)
            if store.writable:
                tidied(store)
        except BaseException:
            store.close()
            raise
        return case

    @once
    def access(self) -> Granting:
        """Who may do what in a protected case; see `app.granting`."""
        return Granting(self)

    def guarded(self, store: GuardedStore) -> Case:
        """This case, whose store asks it before it writes."""
        store.guard = self.require
        return self

    def __enter__(self) -> Case:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @once
    def reviewing(self) -> Reviewing:
        """What people decide about claims; see `app.reviewing`."""
        return Reviewing(self)

    @once
    def enquiring(self) -> Enquiring:
        """Lines of enquiry; see `app.enquiries`."""
        return Enquiring(self)

    @once
    def scheduling(self) -> Scheduling:
        """Disclosure schedules; see `app.scheduling`."""
        return Scheduling(self)

    @once
    def retaining(self) -> Retaining:
        """How long the case is kept, and what is removed from it; see `app.retaining`."""
        return Retaining(self)

    @once
    def redacting(self) -> Redacting:
        """Marks for redaction and the copies made from them; see `app.redacting`."""
        return Redacting(self)

    def summarise(
        self,
        brief: str | None,
        source_ids: Iterable[str] | None,
        seed: int,
        max_claims: int | None,
        progress: Progress,
        model: str | None = None,
        drafted: Drafted | None = None,
        settings: DrafterSettings = DEFAULT,
        noted: Mapping[str, object] | None = None,
    ) -> Draft:
        """One run, one draft, written to the case; by a language model where one is named, told of claim by claim.

        `noted` is kept with the run's settings. Raises what `language_model`, `LanguageModel` and `record` raise."""
        self.require(Act.DRAFT)
        writer, judge = self._writer(model, progress), self._entailment(progress)
        self._complete(progress)
        with self.turns.reading():
            made = draft(
                self.store, self.embedder, self.index, brief=brief, source_ids=self._known(source_ids), seed=seed,
                max_claims=max_claims, progress=progress, renderer=self.renderer, model=writer, drafted=drafted,
                settings=settings, entailment=judge,
            )  # fmt: skip
        return record(self.store, made, self.by, noted)

    def ask(
        self,
        question: str,
        source_ids: Iterable[str] | None,
        seed: int,
        progress: Progress,
        model: str | None = None,
        drafted: Drafted | None = None,
        settings: DrafterSettings = DEFAULT,
        noted: Mapping[str, object] | None = None,
    ) -> Draft:
        """The same for a question; an answer that was not found is recorded too."""
        self.require(Act.DRAFT)
        writer, judge = self._writer(model, progress), self._entailment(progress)
        self._complete(progress)
        with self.turns.reading():
            made = ask(
                self.store, self.embedder, self.index, question=question, source_ids=self._known(source_ids), seed=seed,
                progress=progress, renderer=self.renderer, model=writer, drafted=drafted, settings=settings,
                entailment=judge,
            )  # fmt: skip
        return record(self.store, made, self.by, noted)

    def _writer(self, model: str | None, progress: Progress) -> ChildLanguageModel | None:
        if model is None:
            return None
        file = models.language_model(model, progress)
        writer = self.writer(file)
        if file.new:
            self._require_loads(writer, file, progress)
        return writer

    def _require_loads(self, writer: ChildLanguageModel, file: models.LanguageFile, progress: Progress) -> None:
        """What cannot be loaded is not a model that was used: it leaves the register again."""

        def going_on(text: str, evaluated: int, generated: int) -> None:
            if not progress(f"Loading {file.name}", 0, 0):
                raise TaskError("cancelled")

        try:
            writer.facts(going_on)
        except ModelError:
            models.remove(file.name)
            raise

    def _entailment(self, progress: Progress) -> ChildEntailment | None:
        """The registered model that tells what follows from what, if there is one; it lives beside the embedder."""
        found = models.entailment_model(progress)
        if found is None:
            return None
        return ChildEntailment(self.models, EmbeddingModel(found.name, str(found.path), found.sha256))

    def compare(self, source_ids: Iterable[str] | None, progress: Progress, *, placed: bool = False) -> Matrix:
        """What the sources say on the same points, as the case is now: withheld ones are neither read nor named.

        `placed`: citations of sources without pages tell where they stand on the pages that Attest sets. Raises
        UsageError("unknown_id"), TaskError("cancelled") when `progress` says stop, ModelError, CaseError.
        """
        if self.store.writable:
            self._complete(progress)
        return matrix(self, self._known(source_ids), progress, placed)

    def verify(self, draft_id: str | None, progress: Progress) -> VerifyReport:
        """Re-open every citation from the original bytes, compare the log with the receipts, log that it was done."""
        self.require(Act.VERIFY)
        told = receipts.as_failures(self.store)  # before the log grows by what is done here
        report = verify(self.store, self.reopener, draft_id, progress)
        report = replace(report, failed=(*report.failed, *told[0]), notes=(*report.notes, *told[1]))
        self.record("verified", {"draft": draft_id, "checked": report.checked, "failed": len(report.failed)})
        return report

    def export(
        self,
        draft_id: str,
        format: str,
        out: Path,
        progress: Progress,
        verified: VerifyReport | None = None,
        *,
        audience: Audience = "working",
        overwrite: bool = False,
        options: Mapping[str, object] | None = None,
    ) -> VerifyReport | None:
        """Write a draft for an audience, and log it; see `app.exporting.write`.

        A report says how each citation re-opened: just now, unless the caller has `verified` it.
        """
        self.require(Act.EXPORT)
        return exporting.write(
            self, draft_id, format, out, progress, verified, audience=audience, overwrite=overwrite, options=options
        )  # fmt: skip

    def record(self, action: str, detail: Mapping[str, object]) -> None:
        """Log what changed nothing in the case; one open for reading is opened for writing for this entry alone.

        Of what leaves the case, and of verifications, a receipt is kept outside it.
        """
        self.unrecorded = self.receipt = self.unreceipted = None
        try:
            if self.store.writable:
                state = self.store.record(action, detail, self.by)
            else:
                with CaseStore.open(self.store.info.folder, key=self.store.key) as writing:
                    state = writing.record(action, detail, self.by)
        except CaseError as error:  # the work is done all the same; the caller tells
            self.unrecorded = error
            return
        if what := receipts.what_for(action, detail):
            self.keep_receipt(what, str(detail.get("sha256", "")), state)

    def _leave(self) -> None:
        """Keep how the log stands where it grew since the last receipt; closing twice keeps nothing more."""
        if self._receipted is None:
            return
        try:
            state = self.store.log_head()
        except CaseError as error:
            self.unreceipted = error
            return
        if state != self._receipted:
            self.keep_receipt("the case was closed", state=state)

    def keep_receipt(self, what: str, sha256: str = "", state: tuple[int, str] | None = None) -> None:
        """Keep outside the case how its log stands (or stood, at `state`): `what` says what for, "D2 was signed off".

        `receipt` is that, and `unreceipted` why it could not be kept: what was done is done all the same.
        """
        self.receipt = self.unreceipted = None
        try:
            state = state or self.store.log_head()
            if self.store.writable:
                self._receipted = state
            self.receipt = receipts.made(self.store, what, sha256, state)
            receipts.keep(self.store, self.receipt)
        except AttestError as error:
            self.unreceipted = error

    def _known(self, source_ids: Iterable[str] | None) -> list[str] | None:
        return None if source_ids is None else [self.store.source(i).id for i in source_ids]
