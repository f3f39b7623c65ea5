"""Gives every passage its vector, beside reading: one thread feeds the embedding model and the vector index."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence

from provenance.ports import Embedder, PassageIndex
from provenance.records import ModelUse, Passage
from provenance.store.case_store import CaseStore


class Indexer:
    """Embeds the passages of whole sources in fixed batches: batch mates change a vector's last bits."""

    def __init__(self, store: CaseStore, embedder: Embedder, index: PassageIndex, batch: int) -> None:
        self._store = store
        self._embedder = embedder
        self._index = index
        self._batch = batch
        self._queue: queue.SimpleQueue[Sequence[Passage] | None] = queue.SimpleQueue()
        self._failure: BaseException | None = None
        self._stopped = threading.Event()
        self._waiting = 0
        self._done = 0
        self._thread = threading.Thread(target=self._serve, name="attest-index", daemon=True)
        self._thread.start()

    def resume(self) -> None:
        """Queue what an earlier, interrupted run left without vectors."""
        pending = self._store.pending_vectors()
        for source_id in dict.fromkeys(p.source_id for p in pending):
            self.add([p for p in pending if p.source_id == source_id])

    def add(self, passages: Sequence[Passage]) -> None:
        """Queue the passages of one source."""
        self._waiting += len(passages)
        self._queue.put(passages)

    @property
    def progress(self) -> tuple[int, int]:
        """Passages done and passages queued since the start."""
        return self._done, self._waiting

    def stop(self) -> None:
        """Leave what is not done for the next time; what fails from now on is not looked at."""
        self._stopped.set()

    def finish(self, tick: Callable[[], None]) -> None:
        """Wait until all is done, calling `tick` a few times a second; raises what it raises.

        Raises what made the embedding model or the index fail, too.
        """
        self._queue.put(None)
        while self._thread.is_alive():
            self._thread.join(0.2)
            tick()
        if self._failure:
            raise self._failure

    def _serve(self) -> None:
        try:
            while (passages := self._queue.get()) is not None:
                for at in range(0, len(passages), self._batch):
                    if self._stopped.is_set():
                        return
                    self._embed(passages[at : at + self._batch])
        except Exception as error:  # noqa: BLE001 - raised again by finish(), on the caller's thread
            self._failure = error

    def _embed(self, passages: Sequence[Passage]) -> None:
        vectors = self._embedder.embed([p.text for p in passages])
        ids = [p.id for p in passages]
        model = ModelUse("embedder", self._embedder.name, self._embedder.sha256)
        self._store.store_vectors(ids, vectors, model)
        self._index.add(ids, vectors)
        self._done += len(ids)
