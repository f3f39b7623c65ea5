"""Asking, drafting and searching while files are taken in: one indexer, nobody waits, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from working_case import PlainEmbedder, go_on, take_in, working_case

from app import indexing
from app.case import Case
from app.jobs import Jobs
from app.once import once
from app.search import search
from ingest.embed import ChildEmbedder
from ingest.index import ChromaIndex
from provenance.errors import TaskError
from provenance.ports import Vectors

SOON = 30.0
FIRST = "The quokkafarthing was hidden under the bridge, and he told me so himself on the Monday evening.\n"
SECOND = "A silver hatchback stood by the ticket hall at noon, and its lights were on the whole time.\n"


class HeldEmbedder(PlainEmbedder):
    """Holds the indexer, at its first texts, until it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> Vectors:
        if threading.current_thread().name == "attest-index":
            self.asked.set()
            assert self.go.wait(SOON)
        return super().embed(texts)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each indexer that was started."""
    started: list[str] = []
    begin = indexing.Indexer.__init__

    def counted(self: indexing.Indexer, *parts: object) -> None:
        started.append("indexer")
        begin(self, *parts)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing.Indexer, "__init__", counted)
    return started


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    lanes = Jobs()
    yield lanes
    assert lanes.close(SOON)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "one.txt").write_text(FIRST)
    (tmp_path / "two.txt").write_text(SECOND)
    with working_case(tmp_path / "case") as opened:
        take_in(opened, tmp_path / "one.txt")
        yield opened


def added(case: Case, path: Path) -> Callable[[object], None]:
    return lambda progress: case.add([path], lambda source: None, progress)  # type: ignore[arg-type]


def test_questions_are_answered_from_what_has_vectors(case: Case, jobs: Jobs, made: list[str], tmp_path: Path) -> None:
    held = case.__dict__["embedder"] = HeldEmbedder()
    adding = jobs.start("Taking in", added(case, tmp_path / "two.txt"), "intake")
    assert held.asked.wait(SOON), adding.error
    assert case.store.pending_vectors(), "the second file has no vectors yet"
    answer = jobs.start("Asking", lambda p: case.ask("Where was the quokkafarthing hidden?", None, 0, p), "draft")
    draft = jobs.start("Drafting", lambda p: case.summarise(None, None, 0, None, p), "draft")
    looked = jobs.start("Looking", lambda p: search(case, "hatchback", "meaning"), "quick")
    assert answer.wait(SOON) and draft.wait(SOON) and looked.wait(SOON)
    assert (answer.state, draft.state, looked.state) == ("done", "done", "done"), (answer.error, draft.error)
    assert answer.result and draft.result and looked.result
    assert (answer.result.searched, draft.result.searched) == (1, 1)
    assert (looked.result.searched, looked.result.pending) == (1, 1)
    assert (adding.state, made) == ("running", ["indexer"])
    held.go.set()
    assert adding.wait(SOON) and adding.state == "done"
    assert not case.store.pending_vectors()
    assert case.ask("Where did the hatchback stand?", None, 0, go_on).searched == 2
    assert made == ["indexer"]


def test_stopping_the_taking_in_leaves_a_draft_alone(case: Case, jobs: Jobs, tmp_path: Path) -> None:
    """The stop would end the models' child, which the draft is using just then."""
    held = case.__dict__["embedder"] = HeldEmbedder()
    adding = jobs.start("Taking in", added(case, tmp_path / "two.txt"), "intake")
    assert held.asked.wait(SOON)
    drafting, hold = threading.Event(), threading.Event()

    def watched(what: str, done: float, total: float) -> bool:
        drafting.set()
        return hold.wait(SOON)

    draft = jobs.start("Drafting", lambda p: case.summarise(None, None, 0, None, watched), "draft")
    assert drafting.wait(SOON)
    adding.cancel()
    assert adding.wait(SOON) and adding.state == "cancelled"
    assert case.__dict__["embedder"] is held, "still in use"
    held.go.set()
    hold.set()
    assert draft.wait(SOON) and draft.state == "done", draft.error
    jobs.start("Again", lambda p: case.summarise(None, None, 0, None, p), "draft").wait(SOON)
    assert not case.store.pending_vectors(), "what was left is made up for by the next draft"


def test_an_indexer_waits_for_the_one_before_it_and_can_be_stopped(case: Case, made: list[str]) -> None:
    told: list[str] = []

    def stop(what: str, done: float, total: float) -> bool:
        told.append(what)
        return False

    with case.turns.indexing(go_on), pytest.raises(TaskError, match="cancelled"):
        case.set("S1", {"privilege": "privileged"}, stop)
    assert told and told[0].startswith("Waiting") and made == []
    assert case.store.source("S1").withheld, "the decision itself waits for nobody"
    assert case.follow("S1", go_on).withheld and made == ["indexer"]


@pytest.mark.usefixtures("own_children")
def test_parts_of_a_case_are_made_once_for_all_threads(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    count: list[int] = []

    class Owner:
        @once
        def part(self) -> object:
            count.append(1)
            return object()

    owner = Owner()

    def ask() -> object:
        together.wait(SOON)
        return owner.part

    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(ask) for _ in range(8)]
        assert len({id(f.result(SOON)) for f in futures}) == 1
    assert count == [1]
    with Case.create(tmp_path / "case", "R") as case:
        names = ("index", "embedder", "readers", "models")

        def get(name: str) -> object:
            together.wait(SOON)
            return getattr(case, name)

        with ThreadPoolExecutor(8) as pool:
            parts = list(pool.map(get, names * 2))
        assert [parts[i] is parts[i + 4] for i in range(4)] == [True] * 4
        assert isinstance(case.embedder, ChildEmbedder) and isinstance(case.index, ChromaIndex)


def test_chroma_is_asked_by_one_thread_while_another_adds(tmp_path: Path) -> None:
    rows, wide, batch = 3_000, 32, 50
    vectors = np.random.default_rng(7).normal(size=(rows, wide)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"S1.{n + 1}" for n in range(rows)]
    place = {one: n for n, one in enumerate(ids)}

    def exact(asked: Sequence[str] | None) -> tuple[list[str], Vectors]:
        found = ids if asked is None else sorted(asked, key=place.__getitem__)
        return list(found), vectors[[place[one] for one in found]]

    index = ChromaIndex(tmp_path / "index", exact)
    index.add(ids[:batch], vectors[:batch])
    over = threading.Event()

    def add() -> None:
        try:
            for at in range(batch, rows, batch):
                index.add(ids[at : at + batch], vectors[at : at + batch])
            index.remove(ids[:batch])
        finally:
            over.set()

    def ask() -> int:
        asked = 0
        while not over.is_set():
            hits = index.nearest(vectors[batch + asked % batch], 5)
            assert len(hits) == 5 and [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        adding, asking = pool.submit(add), [pool.submit(ask) for _ in range(2)]
        adding.result(SOON * 4)
        assert all(one.result(SOON) > 3 for one in asking)
    assert len(index) == rows - batch
    for n in (batch, rows // 2, rows - 1):
        assert index.nearest(vectors[n], 1)[0].passage_id == ids[n]
    index.close()
