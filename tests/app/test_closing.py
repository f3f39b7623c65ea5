"""A case is closed while others still work in it: they are told so cleanly, nothing is left running or half-written."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import numpy as np
import pytest
from working_case import PlainEmbedder, go_on, take_in, working_case

from app.case import Case
from app.jobs import Jobs
from app.once import end, once, take
from app.search import search
from ingest.embed import ChildEmbedder
from ingest.index import ChromaIndex
from ingest.isolation import ChildRunner
from provenance.errors import AttestError, CaseError, TaskError
from provenance.ports import Task, Vectors

SOON = 30.0
CLEAN = {"cancelled", "runner_closed", "case_closed"}
LINE = "The quokkafarthing number {n} was hidden under the bridge, and he told me so on the Monday evening.\n"


def files(folder: Path, count: int) -> Path:
    (folder / "in").mkdir()
    for n in range(count):
        (folder / "in" / f"{n:03}.txt").write_text(LINE.format(n=n))
    return folder / "in"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """With a real index; tests close it."""
    made = working_case(tmp_path / "case")
    made.__dict__.pop("index")
    take_in(made, files(tmp_path, 5))
    return made


@pytest.mark.usefixtures("own_children")
@pytest.mark.parametrize("name", ["viewer", "readers", "models", "index", "renderer", "reviewing"])
def test_a_closed_case_starts_nothing(tmp_path: Path, name: str) -> None:
    case = Case.create(tmp_path / "case", "R")
    case.close()
    with pytest.raises(TaskError, match="runner_closed"):
        getattr(case, name)
    case.close()


class Owner:
    """Has a part whose making waits, and counts its parts that are not closed."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.living = 0

    @once
    def part(self) -> Part:
        self.begun.set()
        assert self.go.wait(SOON)
        return Part(self)


class Part:
    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        owner.living += 1

    def close(self) -> None:
        self.owner.living -= 1


def test_what_is_being_made_while_the_rest_is_ended_is_closed_by_its_maker() -> None:
    owner = Owner()
    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(lambda: owner.part)
        assert owner.begun.wait(SOON)
        assert end(owner) == {}
        owner.go.set()
        with pytest.raises(TaskError, match="runner_closed"):
            making.result(SOON)
    assert owner.living == 0


def test_taking_away_waits_for_what_is_being_made() -> None:
    owner = Owner()
    with ThreadPoolExecutor(2) as pool:
        making = pool.submit(lambda: owner.part)
        assert owner.begun.wait(SOON)
        taking = pool.submit(take, owner, "part")
        assert not taking.done()
        owner.go.set()
        assert taking.result(SOON) == [making.result(SOON)] and owner.part is not making.result()


@pytest.mark.usefixtures("own_children")
def test_models_that_are_ended_are_never_an_embedders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An embedder made out of models that are being ended just then would fail at each use."""
    begun, go = threading.Event(), threading.Event()

    class Slow(ChildEmbedder):
        def __init__(self, *parts: object) -> None:
            begun.set()
            assert go.wait(SOON)
            super().__init__(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr("app.workshop.ChildEmbedder", Slow)
    with Case.create(tmp_path / "case", "R") as case, ThreadPoolExecutor(2) as pool:
        making = pool.submit(lambda: case.embedder)
        assert begun.wait(SOON)
        ending = pool.submit(case._end_models)
        assert not wait([ending], 0.3).done
        go.set()
        ending.result(SOON)
        assert making.result(SOON) is not case.embedder and case.embedder._runner is case.models


@pytest.mark.parametrize("round", range(3))
def test_searches_under_way_are_told(case: Case, round: int) -> None:
    together, codes = threading.Barrier(5), list[str]()

    def ask(mode: str) -> None:
        search(case, "quokkafarthing", mode)  # type: ignore[arg-type]
        together.wait(SOON)
        try:
            while True:
                search(case, "quokkafarthing", mode)  # type: ignore[arg-type]
        except AttestError as error:
            codes.append(error.code)

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, mode) for mode in ("words", "meaning") * 2]
        together.wait(SOON)
        case.close()
        assert [one.result(SOON) for one in asking] == [None] * 4
    assert len(codes) == 4 and set(codes) <= CLEAN


def test_who_writes_meanwhile_is_told(case: Case) -> None:
    begun, codes = threading.Barrier(4), list[str]()

    def write() -> None:
        begun.wait(SOON)
        try:
            while True:
                case.change("S1", {"mark": "one"})
                case.change("S1", {"mark": "other"})
        except AttestError as error:
            codes.append(error.code)

    with ThreadPoolExecutor(3) as pool:
        writing = [pool.submit(write) for _ in range(3)]
        begun.wait(SOON)
        case.close()
        assert [one.result(SOON) for one in writing] == [None] * 3
    assert codes == ["case_closed"] * 3


def test_a_vector_index_is_closed_between_two_calls(tmp_path: Path) -> None:
    vectors = np.eye(4, dtype=np.float32)
    asked, go = threading.Event(), threading.Event()

    def exact(ids: Sequence[str] | None) -> tuple[list[str], Vectors]:
        asked.set()
        assert go.wait(SOON)
        return list(ids or ()), vectors[: len(ids or ())]

    index = ChromaIndex(tmp_path / "index", exact)
    index.add(["S1.1", "S1.2"], vectors[:2])
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(index.nearest, vectors[0], 2)
        assert asked.wait(SOON)
        closing = pool.submit(index.close)
        assert not wait([closing], 0.3).done, "Chroma is not closed under a call"
        for late in (lambda: index.add(["S1.3"], vectors[2:3]), lambda: index.remove(["S1.1"]), index.ids):
            with pytest.raises(CaseError, match="case_closed"):
                late()
        go.set()
        closing.result(SOON)
        assert len(asking.result(SOON)) == 2
    index.close()


def test_a_draft_that_does_not_stop_in_time_is_not_written(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop._LEAVE_SECONDS", 1.0)
    jobs, begun, hold, folder = Jobs(), threading.Event(), threading.Event(), case.store.info.folder

    def deaf(what: str, done: float, total: float) -> bool:
        begun.set()
        return hold.wait(SOON)

    job = jobs.start("Drafting", lambda _: case.summarise(None, None, 0, None, deaf), "draft")
    assert begun.wait(SOON)
    assert not jobs.close(0.1)
    closing = threading.Thread(target=case.close)
    closing.start()
    closing.join(0.3)
    assert closing.is_alive() and case.store.sources(), "it is waited for, while it may end by itself"
    closing.join(SOON)
    assert not closing.is_alive() and not job.over, "but not for ever"
    hold.set()
    assert job.wait(SOON) and (job.state, job.error) == ("cancelled", None)
    with Case.open(folder) as again:
        assert again.store.draft_ids() == [] and again.store.check_audit().ok


def test_a_taking_in_under_way_leaves_whole_sources(tmp_path: Path) -> None:
    folder, lying, told = tmp_path / "case", files(tmp_path, 60), list[object]()
    case, begun = working_case(folder), threading.Event()
    case.__dict__.pop("index")
    jobs = Jobs()

    def reported(source: object) -> None:
        told.append(source)
        begun.set()

    job = jobs.start("Taking in", lambda _: case.add([lying], reported, go_on), "intake")
    assert begun.wait(SOON), job.error
    case.close()
    assert job.wait(SOON) and isinstance(job.error, AttestError) and job.error.code in CLEAN, job.error
    with Case.open(folder) as again:
        again.__dict__["embedder"] = PlainEmbedder()
        kept = again.store.sources()
        assert [s.id for s in kept][: len(told)] == [s.id for s in told] and len(told) < 60  # type: ignore[attr-defined]
        assert all(s.outcome == "read" and len(again.store.passages([s.id])) == s.passages == 1 for s in kept)
        take_in(again, lying)
        assert len(again.store.sources()) == len(again.index) == 60 and again.store.check_audit().ok


@pytest.mark.usefixtures("own_children")
def test_refused_connections_are_counted_of_all_children_there_ever_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "ingest"))  # where the task lies
    case = Case.create(tmp_path / "case", "R")

    def call_out(runner: ChildRunner) -> None:
        with pytest.raises(AttestError):
            runner.submit(Task("tasks:call_out")).result(SOON)

    call_out(case.models)
    case._end_models()
    call_out(case.models)
    call_out(case.viewer._pages)
    call_out(case.viewer._decoder)
    assert case.refused_connections == 4
    case.close()
    assert case.refused_connections == 4
