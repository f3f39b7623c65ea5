"""Nearest passages by vector: a Chroma index on disk, and an exact one in memory, behind one port.

Chroma holds ids and vectors only, given by us; it finds candidates, which are scored again exactly. Settings as tried
(see DESIGN, "Dense search"): with these, two builds of an index give the same answers.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import re
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from provenance.errors import CaseError
from provenance.ports import Hit, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

# Ids and their vectors in passage order, of all or of those asked; `CaseStore.vectors` is one.
VectorsOf = Callable[[Sequence[str] | None], tuple[list[str], Vectors]]

SPACE: CreateHNSWConfiguration = {"space": "ip", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}
CANDIDATES = 10  # times the hits asked for
_NAME = "passages"
_BATCH = 2_000  # rows handed to Chroma at once (it takes at most about 5,400)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LEAST_FREE = 1 << 20
_SMALL = 0.1  # of the passages: a difference up to which the index is not built anew
_log = logging.getLogger(__name__)


def passage_order(passage_id: str) -> tuple[int, ...]:
    """The numbers of an id such as "S3.12", by which passages stand in order: (3, 12)."""
    return tuple(int(n) for n in re.findall(r"\d+", passage_id))


def open_index(folder: Path, vectors: VectorsOf, *, writable: bool = True) -> ChromaIndex | ExactIndex:
    """The index of a case, equal to the record: rebuilt when it is absent, damaged or holds much else.

    Without `writable` nothing is written: an exact index is made in memory. Raises CaseError(disk_full | case_io).
    """
    ids, matrix = vectors(None)
    if not writable:
        exact = ExactIndex()
        exact.add(ids, matrix)
        return exact
    generation = _generation(folder)
    try:
        return _agreeing(ChromaIndex(folder / str(generation), vectors), ids, matrix)
    except Exception as error:  # noqa: BLE001 - whatever a damaged index raises: it can be built again
        _log.warning("the vector index is damaged and will be built again: %s", error)
    shutil.rmtree(folder, ignore_errors=True)
    with _disk_errors(folder):
        return _agreeing(ChromaIndex(folder / str(generation + 1), vectors), ids, matrix)


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """Chroma hides what the system said behind errors of its own; a full disk is told by the space that is left."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (OSError, ChromaError) as error:
        full = isinstance(error, OSError) and error.errno in _FULL
        full = full or shutil.disk_usage(folder.parent).free < _LEAST_FREE
        raise CaseError("disk_full" if full else "case_io", detail="the vector index") from error


def _generation(folder: Path) -> int:
    """The number of the index folder in use. A rebuilt index gets a new one: Chroma won't open a failed path twice."""
    numbers = [int(p.name) for p in folder.glob("*") if p.name.isdecimal()] if folder.is_dir() else []
    return max(numbers, default=1)


def _agreeing(index: ChromaIndex, ids: Sequence[str], vectors: Vectors) -> ChromaIndex:
    """The index, holding exactly these passages and able to answer; closed when it cannot."""
    try:
        if not index.matches(ids) and not _made_up(index, ids, vectors):
            index.rebuild(ids, vectors)
        if ids:
            index.nearest(vectors[0], 1)
    except BaseException:
        index.close()
        raise
    return index


def _made_up(index: ChromaIndex, ids: Sequence[str], vectors: Vectors) -> bool:
    """Make up for a small difference, such as a source that was held just before the process was ended."""
    there, wanted = set(index.ids()), set(ids)
    more, rows = sorted(there - wanted), [row for row, one in enumerate(ids) if one not in there]
    if len(more) + len(rows) > len(ids) * _SMALL:
        return False
    index.remove(more)
    index.add([ids[row] for row in rows], vectors[rows])
    return True


class ExactIndex:
    """A PassageIndex that compares with every vector; quick below some 100,000 passages, and never wrong."""

    def __init__(self) -> None:
        self._rows: dict[str, Vectors] = {}
        self._matrix: Vectors | None = None

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace passages; `vectors` float32 (n, dimension), unit length."""
        self._rows.update(zip(ids, np.asarray(vectors, np.float32), strict=True))
        self._matrix = None

    def remove(self, ids: Sequence[str]) -> None:
        """Forget passages; those not held are ignored."""
        for one in ids:
            self._rows.pop(one, None)
        self._matrix = None

    def nearest(self, vector: Vectors, count: int) -> list[Hit]:
        """The `count` nearest passages, ties in passage order."""
        if not self._rows or count < 1:
            return []
        if self._matrix is None:
            self._matrix = np.stack(list(self._rows.values()))
        return ranked(list(self._rows), self._matrix, vector, count)

    def ids(self) -> list[str]:
        """The passages held, in no order."""
        return list(self._rows)

    def close(self) -> None:
        """Forget what was held."""
        self._rows, self._matrix = {}, None

    def __len__(self) -> int:
        return len(self._rows)


class ChromaIndex:
    """A PassageIndex over Chroma in `folder`, or in memory without one; may be used, and closed, from any thread.

    `vectors` gives the exact vectors for scoring (the case's record); without it Chroma's own copies are used. Once
    closed, every use raises CaseError("case_closed").
    """

    def __init__(self, folder: Path | None, vectors: VectorsOf | None = None) -> None:
        self._guard = threading.Condition()
        self._uses = 0
        self._closed = False
        self._client = _client(folder)
        self._vectors = vectors
        # In-memory clients share one state per process: a name of its own keeps them apart.
        self._name = _NAME if folder else f"{_NAME}-{uuid.uuid4().hex}"
        try:
            self._collection = self._get()
        except BaseException:
            self._client.close()
            raise

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace passages; `vectors` float32 (n, dimension), unit length."""
        rows = np.asarray(vectors, np.float32)
        for at in range(0, len(ids), _BATCH):
            with self._in_use() as collection:
                collection.upsert(ids=list(ids[at : at + _BATCH]), embeddings=rows[at : at + _BATCH])

    def remove(self, ids: Sequence[str]) -> None:
        """Forget passages; those not held are ignored."""
        for at in range(0, len(ids), _BATCH):
            with self._in_use() as collection:
                collection.delete(ids=list(ids[at : at + _BATCH]))

    def nearest(self, vector: Vectors, count: int) -> list[Hit]:
        """The `count` nearest of CANDIDATES × `count` candidates, scored exactly, ties in passage order."""
        with self._in_use() as collection:
            wanted = min(CANDIDATES * count, collection.count())
            if wanted < 1:
                return []
            query = np.asarray(vector, np.float32).reshape(1, -1)
            found = collection.query(query_embeddings=query, n_results=wanted, include=[])["ids"][0]
            return ranked(*self._exact(collection, found), vector, count)

    def __len__(self) -> int:
        with self._in_use() as collection:
            return collection.count()

    def ids(self) -> list[str]:
        """The passages held, in no order."""
        with self._in_use() as collection:
            return collection.get(include=[])["ids"]

    def matches(self, ids: Sequence[str]) -> bool:
        """Whether exactly these passages are in the index."""
        return len(self) == len(ids) and _digest(self.ids()) == _digest(ids)

    def rebuild(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Throw away what is there and index these passages, in their order."""
        with self._in_use():
            self._client.delete_collection(self._name)
            self._collection = self._get()
        self.add(ids, vectors)

    def close(self) -> None:
        """Wait for the calls under way, then let go of the files, or forget what was held in memory."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self._guard.wait_for(lambda: not self._uses)
        try:
            if self._name != _NAME:
                self._client.delete_collection(self._name)
        finally:
            self._client.close()

    @contextmanager
    def _in_use(self) -> Iterator[Collection]:
        """The collection for one call, which `close` waits for: Chroma is not to be closed under it."""
        with self._guard:
            if self._closed:
                raise CaseError("case_closed")
            self._uses += 1
        try:
            yield self._collection
        finally:
            with self._guard:
                self._uses -= 1
                self._guard.notify_all()

    def _get(self) -> Collection:
        return self._client.get_or_create_collection(self._name, embedding_function=None, configuration={"hnsw": SPACE})

    def _exact(self, collection: Collection, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        if self._vectors is not None:
            return self._vectors(ids)
        found: Any = collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], np.asarray(found["embeddings"], np.float32)


def ranked(ids: Sequence[str], vectors: Vectors, query: Vectors, count: int) -> list[Hit]:
    """The `count` best by inner product, rounded to 4 decimals so that ties are stable, then by passage order."""
    scores = np.round((vectors @ np.asarray(query, np.float32).reshape(-1)).astype(np.float64), 4)
    least = np.partition(scores, -count)[-count] if count < len(scores) else -np.inf
    near = [(ids[i], float(scores[i])) for i in np.flatnonzero(scores >= least).tolist()]
    best = sorted(near, key=lambda hit: (-hit[1], passage_order(hit[0])))
    return [Hit(passage_id, score) for passage_id, score in best[:count]]


def _client(folder: Path | None) -> Client:
    """A client of Chroma without telemetry; made as `PersistentClient` makes it, but typed as what can be closed."""
    from chromadb.api.client import Client
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=folder is not None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        settings.persist_directory = str(folder)
    return Client(settings=settings)


def _digest(ids: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
