"""What a case works with: its store, and the children, models, index and passwords that are wired to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from psutil import virtual_memory

from app.access import NOT_ALLOWED, Act, may, not_allowed
from app.models import LanguageFile
from app.once import end, once, take
from app.passwords import Keyring
from app.settings import Settings
from app.turns import Turns
from app.viewing import Viewer
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner
from ingest.reopen import ChildReopener
from provenance.clock import who
from provenance.confining import Held
from provenance.errors import ModelError, UsageError
from provenance.offline import Refusal
from provenance.ports import Renderer, Reopener
from provenance.protection.users import CaseUser
from provenance.records import Source
from provenance.store.case_store import CaseStore
from summarise.model.child import ChildLanguageModel
from summarise.model.loading import ModelFile

if TYPE_CHECKING:
    from ingest.index import ChromaIndex, ExactIndex

Children = TypeVar("Children", ChildRunner, Viewer)
_LEAVE_SECONDS = 5.0  # for work under way to leave a case that is being closed


class Workshop:
    """The parts of one open case; children and models start when they are first needed."""

    def __init__(self, store: CaseStore, settings: Settings | None = None, user: CaseUser | None = None) -> None:
        self.store = store
        self.settings = settings or Settings()
        self._keyring = Keyring(self.settings.read.passwords)
        self.user = user  # who has a protected case open
        self.first_passphrase = False  # it was chosen by who gave access: until it is changed nothing else can be done
        self.by = user.name if user else who()
        self.turns = Turns()
        self._children: list[ChildRunner | Viewer] = []  # all that this case ever had

    def close(self) -> None:
        """End the children, wait a few seconds for who works in the case on another thread, and give it back.

        Safe while such work goes on, whatever it does: it is told by TaskError(cancelled | runner_closed) or
        CaseError("case_closed"), and what it has not written as a whole it writes no more.
        """
        self.turns.close()
        parts = end(self)
        for name in ("viewer", "readers", "models", "writers"):
            if name in parts:
                parts[name].close()
        self.turns.wait(_LEAVE_SECONDS)
        if "index" in parts:
            parts["index"].close()
        self._leave()
        self.store.close()

    def _leave(self) -> None:
        """The last that is done with the store, before it closes."""

    def require(self, act: Act) -> None:
        """Nothing, where who has the case open may do this; else UsageError(not_allowed | passphrase_first), which the
        log of a case that is open for writing keeps."""
        if self.user is None:
            return
        if self.first_passphrase:
            raise UsageError("passphrase_first", user=self.by)
        if not may(self.user.roles, act):
            if self.store.writable:
                self.store.record(NOT_ALLOWED, {"act": act.value, "roles": list(self.user.roles)}, self.by, once=True)
            raise not_allowed(self.user, act, self.store.users())

    def unlock(self, passwords: Iterable[str], known: Iterable[Source] | None = None) -> None:
        """Try these passwords, too, on locked files from here on. They are kept in memory only, never written; what
        opens nothing of the files that are added next is forgotten. `known` are the case's sources, where they are at
        hand; else they are read."""
        self._keyring.give(passwords, lambda: self.store.sources() if known is None else known)
        self._use_passwords()

    def unlock_source(self, source_id: str, password: str) -> bool:
        """Whether this password opens a source that was read with one before; if so it is used from here on, for every
        source that it fits, and kept in memory only. Raises as opening an original does, see `Viewer`."""
        if not self.viewer.fits(source_id, (password,)):
            return False
        self._keyring.keep(password)
        self._use_passwords()
        return True

    def locked(self, source_id: str) -> bool:
        """Whether a source that was read with a password fits none that is known now; raises as `unlock_source`."""
        return not self.viewer.fits(source_id, self.settings.read.passwords)

    def _use_passwords(self) -> None:
        with self._keyring.lock:
            read = self.settings.read
            if read.passwords == self._keyring.all:
                return
            self.settings = replace(self.settings, read=replace(read, passwords=self._keyring.all))
            take(self, "reopener", "renderer")
            if "viewer" in self.__dict__:
                self.viewer.unlock(self.settings)

    @property
    def refused_connections(self) -> int:
        """Outside connections that this case's children asked for and were refused, as far as they told."""
        return len(self.refusals)

    @property
    def refusals(self) -> list[Refusal]:
        """What they asked for, in no order."""
        return [refusal for children in list(self._children) for refusal in children.refusals]

    @property
    def children_held(self) -> list[Held]:
        """What the system holds of each child of this case that has told."""
        return [held for children in list(self._children) for held in children.held]

    @once
    def readers(self) -> ChildRunner:
        return self._counted(ChildRunner(self.settings.readers, private=self.store.key is not None))

    @once
    def models(self) -> ChildRunner:
        return self._counted(ChildRunner(1))

    @once
    def writers(self) -> ChildRunner:
        """The child of a language model, which stays loaded for as long as the case is open."""
        return self._counted(ChildRunner(1))

    def writer(self, file: LanguageFile) -> ChildLanguageModel:
        """The language model of a file, in its child; raises ModelError("model_too_large") where it cannot be held."""
        memory = virtual_memory().total
        if file.size > memory:
            raise ModelError(
                "model_too_large", name=file.name, size=f"{file.size / 1e9:.0f}", memory=f"{memory / 1e9:.0f}"
            )
        settings = self.settings
        run = ModelFile(str(file.path), file.size, file.stamp, settings.model_context, settings.model_threads)
        return ChildLanguageModel(self.writers, run, file.sha256, settings.model_limits(file.size))

    @once
    def embedder(self) -> ChildEmbedder:
        return ChildEmbedder(self.models, self.settings.embedding)

    @once
    def index(self) -> ChromaIndex | ExactIndex:
        """The vector index of this case, rebuilt from the record when it is absent or disagrees with it."""
        from ingest.index import open_index

        on_disk = self.store.writable and self.store.key is None  # vectors tell of the words that they were made from
        return open_index(self.store.info.folder / "index", self.store.vectors, writable=on_disk)

    @once
    def renderer(self) -> Renderer:
        from ingest.render import ChildRenderer

        return ChildRenderer(self.readers, self.settings.read.passwords)

    @once
    def viewer(self) -> Viewer:
        """Shows sources, with children of its own; see `app.viewing`."""
        return self._counted(Viewer(self.store, self.settings))

    @once
    def reopener(self) -> Reopener:
        largest = max((source.size for source in self.store.sources()), default=0)
        return ChildReopener(self.readers, self.settings.read, self.settings.limits(largest))

    def _counted(self, made: Children) -> Children:
        self._children.append(made)
        return made
