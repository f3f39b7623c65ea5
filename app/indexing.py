"""Gives every passage its vector, beside reading: one thread feeds the embedding model and the vector index."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

import numpy as np

from ingest.split_rows import meaning
from provenance.errors import TaskError
from provenance.ports import Embedder, PassageIndex, Progress, Vectors
from provenance.records import Passage
from provenance.runs import ModelUse
from provenance.store.case_store import CaseStore

_MOST_KEPT = 10_000  # texts of one source that are kept with their vectors, for those that repeat
_STOP_SECONDS = 2.0  # for what is being written when work is stopped
_log = logging.getLogger(__name__)


class Indexer:
    """Embeds the passages of whole sources in fixed batches: batch mates change a vector's last bits.

    Passages of one source that mean the same (`meaning`) are embedded once.

    The case's record holds the vectors; the index only finds them. So an index that fails (`index_failed`) loses
    nothing and stops nobody: it is left alone, to be built again from the record when it is next opened.
    """

    def __init__(self, store: CaseStore, embedder: Embedder, index: PassageIndex, batch: int) -> None:
        self._store = store
        self._embedder = embedder
        self._index = index
        self._batch = batch
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._failure: BaseException | None = None
        self._stopped = threading.Event()
        self._waiting = 0
        self._done = 0
        self.index_failed = False
        self._thread = threading.Thread(target=self._serve, name="attest-index", daemon=True)
        self._thread.start()

    def resume(self) -> None:
        """Queue what an earlier, interrupted run left without vectors."""
        for _, passages in groupby(self._store.pending_vectors(), lambda p: p.source_id):
            self.add(list(passages))

    def add(self, passages: Sequence[Passage]) -> None:
        """Queue the passages of one source; those that have a vector already are only indexed."""
        self._waiting += len(passages)
        self._queue.put(lambda: self._take(passages))

    def forget(self, passage_ids: Sequence[str]) -> None:
        """Take passages out of the index, after what was queued before; their vectors stay in the record."""
        self._queue.put(lambda: self._try_index(lambda: self._index.remove(passage_ids)))

    @property
    def progress(self) -> tuple[int, int]:
        """Passages done and passages queued since the start."""
        return self._done, self._waiting

    def stop(self) -> None:
        """Leave what is not done for the next time; what fails from now on is not looked at."""
        self._stopped.set()
        self._queue.put(None)

    def join(self, seconds: float) -> None:
        """Wait until what is under way has ended, at most so long."""
        self._thread.join(seconds)

    def finish(self, tick: Callable[[], None]) -> None:
        """Wait until all is done, calling `tick` a few times a second; raises what it raises.

        Raises what made the embedding model or the case's record fail, too.
        """
        self._queue.put(None)
        while self._thread.is_alive():
            self._thread.join(0.2)
            tick()
        if self._failure:
            raise self._failure

    def _serve(self) -> None:
        try:
            while (work := self._queue.get()) is not None and not self._stopped.is_set():
                work()
        except Exception as error:  # noqa: BLE001 - raised again by finish(), on the caller's thread
            self._failure = error

    def _take(self, passages: Sequence[Passage]) -> None:
        ids, vectors = self._store.vectors([p.id for p in passages])
        if ids:
            self._try_index(lambda: self._index.add(ids, vectors))
            self._done += len(ids)
        known = set(ids)
        left = [p for p in passages if p.id not in known]
        kept: dict[str, Vectors] = {}
        for at in range(0, len(left), self._batch):
            if self._stopped.is_set():
                return
            self._embed(left[at : at + self._batch], kept)

    def _embed(self, passages: Sequence[Passage], kept: dict[str, Vectors]) -> None:
        """Embed these; `kept` holds the vectors of texts that came before."""
        texts = [meaning(p.label, p.text) for p in passages]
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        found = {**kept, **(dict(zip(new, self._embedder.embed(new), strict=True)) if new else {})}
        vectors = np.stack([found[text] for text in texts])
        kept.update((text, found[text]) for text in new[: max(0, _MOST_KEPT - len(kept))])
        ids = [p.id for p in passages]
        model = ModelUse("embedder", self._embedder.name, self._embedder.sha256)
        self._store.store_vectors(ids, vectors, model)
        self._try_index(lambda: self._index.add(ids, vectors))
        self._done += len(ids)

    def _try_index(self, change: Callable[[], None]) -> None:
        if self.index_failed:
            return
        try:
            change()
        except Exception as error:  # noqa: BLE001 - whatever a full disk makes of Chroma
            self.index_failed = True
            _log.warning("the vector index failed and will be built again: %s", type(error).__name__)


@contextmanager
def beside(
    indexer: Indexer, progress: Progress, abort: Callable[[], None], drop_index: Callable[[], None]
) -> Iterator[Indexer]:
    """Runs an indexer beside other work and waits for it at the end, also when that work was stopped.

    Raises TaskError("cancelled") when told to stop; what has its vector is kept. `abort` ends what the indexer waits
    for, `drop_index` lets go of an index that failed.
    """

    def tick() -> None:
        if not progress("Indexing passages", *indexer.progress):
            raise TaskError("cancelled")

    try:
        try:
            indexer.resume()
            yield indexer
            indexer.finish(tick)
        except BaseException:
            indexer.stop()
            abort()
            indexer.join(_STOP_SECONDS)
            raise
    finally:
        if indexer.index_failed:
            drop_index()
