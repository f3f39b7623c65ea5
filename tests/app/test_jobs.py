"""Jobs: lanes keep their order, a pause holds, a cancel ends within two seconds, also in a child's work."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from working_case import GivenReader, working_case

from app import trouble
from app.case import Case
from app.jobs import Jobs
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner
from provenance.errors import CaseError, TaskError
from provenance.ports import Progress, Task

SOON = 20.0  # seconds within which what must happen has happened on the slowest machine


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs({"intake": 1, "draft": 1, "quick": 4})
    yield made
    assert made.close(SOON), "a thread was left"


def told_for_ever(begun: threading.Event) -> Callable[[Progress], None]:
    """Work that does nothing but tell, until it is told to stop."""

    def work(progress: Progress) -> None:
        while progress("Counting", 1, 4):
            begun.set()
        raise TaskError("cancelled")

    return work


def test_a_job_tells_how_far_it_is_and_gives_its_result(jobs: Jobs) -> None:
    seen, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> int:
        assert progress("Reading a.pdf", 3, 4)
        seen.set()
        assert go_on.wait(SOON)
        return 7

    job = jobs.start("Taking in", work, "intake")
    assert seen.wait(SOON)
    assert (job.state, job.what, job.done, job.total, job.share) == ("running", "Reading a.pdf", 3, 4, 0.75)
    assert job.started.endswith("Z") and jobs.active() == [job] and jobs.active("draft") == []
    go_on.set()
    assert job.wait(SOON)
    assert (job.state, job.result, job.error, jobs.active(), jobs.jobs()) == ("done", 7, None, [], [job])


def test_a_result_that_was_told_is_kept_no_longer(jobs: Jobs) -> None:
    class Large:
        """Stands for a draft of thousands of claims."""

    made = Large()
    kept = weakref.ref(made)
    job = jobs.start("Drafting", lambda progress, result=made: result, "draft")
    del made
    assert job.wait(SOON) and job.result is kept()
    assert jobs.start("another", lambda progress: 1, "draft").wait(SOON)  # the lane holds the first no more
    job.let_go()
    gc.collect()
    assert kept() is None and jobs.jobs()[0] is job and job.state == "done"


def test_a_lane_does_one_at_a_time_and_lanes_do_not_wait_for_each_other(jobs: Jobs) -> None:
    order: list[int] = []
    begun, hold = threading.Event(), threading.Event()

    def first(progress: Progress) -> None:
        begun.set()
        assert hold.wait(SOON)
        order.append(1)

    one = jobs.start("one", first, "intake")
    two = jobs.start("two", lambda progress: order.append(2), "intake")
    assert begun.wait(SOON)
    assert jobs.start("beside", lambda progress: order.append(0), "draft").wait(SOON)
    assert (one.state, two.state, order) == ("running", "waiting", [0])
    hold.set()
    assert two.wait(SOON)
    assert order == [0, 1, 2]


def test_four_look_ups_run_at_once(jobs: Jobs) -> None:
    together = threading.Barrier(4)
    made = [jobs.start("look", lambda progress: together.wait(SOON), "quick") for _ in range(4)]
    assert all(job.wait(SOON) and job.state == "done" for job in made)


def test_a_pause_holds_the_work_until_it_is_resumed(jobs: Jobs) -> None:
    begun, go, past = threading.Event(), threading.Event(), threading.Event()

    def work(progress: Progress) -> bool:
        begun.set()
        assert go.wait(SOON)
        answer = progress("Going on", 1, 2)
        past.set()
        return answer

    job = jobs.start("one", work, "draft")
    assert begun.wait(SOON)
    job.pause()
    go.set()
    assert not past.wait(0.3)
    assert job.state == "paused"
    job.resume()
    assert job.wait(SOON) and job.result is True


def test_a_paused_job_can_be_cancelled(jobs: Jobs) -> None:
    begun = threading.Event()
    job = jobs.start("one", told_for_ever(begun), "draft")
    assert begun.wait(SOON)
    job.pause()
    job.cancel()
    assert job.wait(2)
    assert (job.state, job.error) == ("cancelled", None)


@pytest.mark.parametrize("paused", [False, True])
def test_what_is_cancelled_while_it_waits_never_runs(jobs: Jobs, paused: bool) -> None:
    ran: list[int] = []
    begun, hold = threading.Event(), threading.Event()
    jobs.start("first", lambda progress: begun.set() or hold.wait(SOON), "draft")
    job = jobs.start("second", lambda progress: ran.append(1), "draft")
    if paused:
        job.pause()
    job.cancel()
    assert job.over and job.state == "cancelled"
    hold.set()
    assert jobs.start("third", lambda progress: 3, "draft").wait(SOON)
    assert ran == []


def test_an_error_of_ours_is_noted_and_kept_and_the_lane_goes_on(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "log_file", lambda: tmp_path / "errors.log")

    def broken(progress: Progress) -> None:
        raise LookupError("the quokkafarthing")

    def refused(progress: Progress) -> None:
        raise CaseError("disk_full")

    def stopped(progress: Progress) -> None:
        raise TaskError("cancelled")

    bug, full, unasked = (jobs.start("x", work, "draft") for work in (broken, refused, stopped))
    assert jobs.start("next", lambda progress: 1, "draft").wait(SOON)
    assert [job.state for job in (bug, full, unasked)] == ["failed"] * 3, "nobody cancelled the last"
    assert isinstance(bug.error, LookupError) and isinstance(full.error, CaseError)
    noted = (tmp_path / "errors.log").read_text()
    assert noted.count("builtins.LookupError") == 1 and "CaseError" not in noted and "quokkafarthing" not in noted


def test_work_that_waits_in_a_child_is_cancelled_within_two_seconds(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "ingest"))  # where the task lies
    with ChildRunner(1) as runner:
        asked = threading.Event()

        def work(progress: Progress) -> object:
            assert progress("Waiting for the child", 0, 1)
            future = runner.submit(Task("tasks:hang"))
            asked.set()
            return future.result()

        job = jobs.start("one", work, "draft")
        assert asked.wait(SOON)
        at = time.monotonic()
        job.cancel()
        assert job.wait(SOON) and time.monotonic() - at < 2
        assert job.state == "cancelled"


def test_a_real_taking_in_is_cancelled_within_two_seconds(jobs: Jobs, tmp_path: Path) -> None:
    """While a child reads a file that takes it many seconds, with the real reader."""
    long = tmp_path / "long.txt"
    long.write_text("At 14:20 I saw a man in a blue coat by the ticket hall. He ran off.\n" * 150_000)
    with working_case(tmp_path / "case") as case:
        job = jobs.start("Taking in", lambda progress: case.add([long], print, progress), "intake")
        for _ in iter(lambda: job.what.startswith("Reading") or job.over, True):
            job.wait(0.05)
        assert job.state == "running", job.error
        at = time.monotonic()
        job.cancel()
        assert job.wait(SOON) and time.monotonic() - at < 2
        assert (job.state, case.store.sources()) == ("cancelled", [])


def test_a_question_is_cancelled_while_the_model_is_being_loaded(jobs: Jobs, tmp_path: Path) -> None:
    """And the loading goes on: the next question finds the model ready."""
    (tmp_path / "a.txt").write_text("At 14:20 I saw a man in a blue coat by the ticket hall. He ran off.\n")
    with working_case(tmp_path / "case") as case, ChildRunner(1) as runner:
        case.add([tmp_path / "a.txt"], lambda source: None, lambda *told: True)
        embedder = case.__dict__["embedder"] = ChildEmbedder(runner)
        job = jobs.start("Asking", lambda progress: case.ask("Who ran?", None, 0, progress), "draft")
        for _ in iter(lambda: embedder._described is not None or job.over, True):
            job.wait(0.05)
        at = time.monotonic()
        job.cancel()
        assert job.wait(SOON) and time.monotonic() - at < 2
        assert (job.state, case.store.draft_ids()) == ("cancelled", [])
        assert embedder.dimension == 384


def test_closing_cancels_all_and_takes_no_more(tmp_path: Path) -> None:
    jobs, begun = Jobs(), threading.Event()
    running = jobs.start("one", told_for_ever(begun), "intake")
    waiting = jobs.start("two", lambda progress: 2, "intake")
    assert begun.wait(SOON)
    assert jobs.close(2)
    assert (running.state, waiting.state) == ("cancelled", "cancelled")
    with pytest.raises(TaskError, match="runner_closed"):
        jobs.start("three", lambda progress: 3, "quick")


def test_closing_does_not_wait_longer_than_it_was_told() -> None:
    jobs, begun, hold = Jobs(), threading.Event(), threading.Event()
    jobs.start("deaf", lambda progress: begun.set() or hold.wait(SOON), "draft")
    assert begun.wait(SOON)
    at = time.monotonic()
    assert not jobs.close(0.2)
    assert time.monotonic() - at < 2
    hold.set()
    assert jobs.close(SOON)


def test_a_taking_in_can_be_paused_and_goes_on(jobs: Jobs, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He ran.\n")
    reader = GivenReader()
    with working_case(tmp_path / "case", readers=reader) as case:
        job = jobs.start("Taking in", lambda progress: _added(case, tmp_path / "a.txt", progress), "intake")
        for _ in iter(lambda: bool(reader.futures) or job.over, True):
            job.wait(0.05)
        job.pause()
        reader.futures[0].set_result([])
        assert not job.wait(0.5) and job.state == "paused"
        job.resume()
        assert job.wait(SOON) and job.result == 1, job.error


def _added(case: Case, path: Path, progress: Progress) -> int:
    done: list[object] = []
    case.add([path], done.append, progress)
    return len(done)
