"""Children are killable, limited, offline, replaced after a crash, and cannot take over their parent."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from pathlib import Path

import psutil
import pytest

from ingest.isolation import ChildRunner
from provenance.errors import AttestError, ReadError, TaskError
from provenance.ports import Limits, Task

TESTS = str(Path(__file__).parent)


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTHONPATH", TESTS)  # the child finds the tasks of these tests
    with ChildRunner(workers=1) as made:
        yield made
    patch.undo()


def failure(runner: ChildRunner, name: str, limits: Limits | None = None) -> AttestError:
    with pytest.raises(AttestError) as caught:
        task = Task(f"tasks:{name}")
        runner.submit(task, lambda: io.BytesIO(b"evidence"), limits, lambda _: None).result(timeout=60)
    return caught.value


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_reads_the_stream_that_the_parent_serves(runner: ChildRunner) -> None:
    content = bytes(range(256)) * 20_000
    steps = runner.submit(Task("tasks:digest", {"step": 700_001}), lambda: io.BytesIO(content)).result(60)
    assert steps == [(len(c), sum(c)) for c in (content[i : i + 700_001] for i in range(0, len(content), 700_001))]
    assert runner.submit(Task("tasks:ends"), lambda: io.BytesIO(b"0123456789")).result(60) == [b"6789", b"234"]


def test_records_and_arrays_come_back_equal(runner: ChildRunner) -> None:
    notice, moment, array = runner.submit(Task("tasks:records")).result(60)
    assert notice.detail == "emoji 🙂"  # type: ignore[attr-defined]
    assert moment.seconds * 12800 == 3  # type: ignore[attr-defined]
    assert array.tolist() == [[0, 1, 2], [3, 4, 5]]  # type: ignore[attr-defined]


def test_a_refusal_keeps_its_code_and_the_child_lives_on(runner: ChildRunner) -> None:
    before = runner.submit(Task("tasks:who")).result(60)
    error = failure(runner, "refuse")
    assert isinstance(error, ReadError)
    assert (error.code, error.facts) == ("file_damaged", {"at": "7"})
    assert runner.submit(Task("tasks:who")).result(60) == before


@pytest.mark.parametrize(
    ("name", "limits", "code"),
    [
        ("fail", None, "task_crashed"),
        ("crash", None, "task_crashed"),
        ("hang", Limits(stall_seconds=0.5), "task_timed_out"),
        ("unknown_task", None, "task_crashed"),
        ("junk", None, "task_crashed"),
        ("no_message", None, "task_crashed"),
        ("impossible_read", None, "task_crashed"),
        ("greedy_read", None, "task_crashed"),
        ("forged_dtype", None, "task_crashed"),
        ("forged_array", None, "task_crashed"),
        ("endless_fraction", None, "task_crashed"),
        ("hoard", Limits(memory_bytes=400 << 20), "task_out_of_memory"),
        ("flood", Limits(output_bytes=2_000_000), "task_output_too_large"),
        ("call_out", None, "task_crashed"),
        ("take_over", None, "task_crashed"),
    ],
)
def test_every_bad_end_has_a_code_and_the_next_task_works(
    runner: ChildRunner, name: str, limits: Limits | None, code: str
) -> None:
    assert failure(runner, name, limits).code == code
    assert runner.submit(Task("tasks:chatter")).result(60) == ["still clear"]


def test_a_parent_that_takes_its_time_is_no_silence_of_the_child(runner: ChildRunner) -> None:
    taken: list[object] = []

    def slowly(item: object) -> None:
        time.sleep(0.8)
        taken.append(item)

    task = Task("tasks:digest", {"step": 4})
    runner.submit(task, lambda: io.BytesIO(b"evidence"), Limits(stall_seconds=0.3), slowly).result(60)
    assert len(taken) == 2
    assert failure(runner, "hang", Limits(stall_seconds=0.3)).code == "task_timed_out"


def test_a_child_cannot_speak_for_the_case(runner: ChildRunner) -> None:
    assert isinstance(failure(runner, "blame_the_case"), TaskError)


def test_a_refused_connection_is_told(runner: ChildRunner) -> None:
    before = len(runner.refusals)
    failure(runner, "call_out")
    closed = any(held.sockets for held in runner.held)  # where the kernel refuses the socket, no address is reached
    told = ("socket.__new__", "AF_INET") if closed else ("socket.connect", "192.0.2.1")
    assert [(r.event, r.address) for r in runner.refusals[before:]] == [told]


def test_what_a_crash_said_stays_out_of_the_record(runner: ChildRunner) -> None:
    assert failure(runner, "fail").facts == {"error": "RuntimeError"}


def test_a_child_sees_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", TESTS)
    monkeypatch.setenv("ATTEST_PASSPHRASE", "correct horse")
    with ChildRunner() as fresh:
        assert fresh.submit(Task("tasks:secret")).result(60) == ["not there"]


def test_closing_ends_what_waits_without_starting_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", TESTS)
    fresh = ChildRunner()
    futures = [fresh.submit(Task("tasks:hang")) for _ in range(20)]
    began = time.monotonic()
    fresh.close()
    assert until(lambda: all(f.done() for f in futures), 5)
    assert sum(f.cancelled() for f in futures) >= 18, f"{time.monotonic() - began:.1f} s"


def test_no_task_is_left_behind_the_closing() -> None:
    """Whatever the moment, a task either is refused or ends."""
    for _ in range(20):
        fresh, begun = ChildRunner(), threading.Event()
        with ThreadPoolExecutor(1) as pool:
            submitting = pool.submit(_submit_until_refused, fresh, begun)
            assert begun.wait(10)
            fresh.close()
            assert not wait(submitting.result(10), 10).not_done


def _submit_until_refused(runner: ChildRunner, begun: threading.Event) -> list[Future[list[object]]]:
    futures: list[Future[list[object]]] = []
    with pytest.raises(TaskError, match="runner_closed"):
        while True:
            futures.append(runner.submit(Task("no_such_module:task")))
            begun.set()
    return futures


def test_cancel_ends_the_child_and_what_it_started(runner: ChildRunner) -> None:
    pids: list[object] = []
    future = runner.submit(Task("tasks:hang_with_family"), on_item=pids.append)
    assert until(lambda: bool(pids))
    assert future.cancel()
    with pytest.raises((TaskError, CancelledError)):
        future.result(2)
    assert until(lambda: gone(int(str(pids[0]))), 2)


def test_a_waiting_task_can_be_cancelled(runner: ChildRunner) -> None:
    first, second = runner.submit(Task("tasks:hang")), runner.submit(Task("tasks:who"))
    assert second.cancel()
    assert first.cancel()
    assert runner.submit(Task("tasks:chatter")).result(60) == ["still clear"]


def test_children_end_with_their_parent(tmp_path: Path) -> None:
    code = (
        "from ingest.isolation import ChildRunner\nfrom provenance.ports import Task\nimport time\n"
        "ChildRunner().submit(Task('tasks:hang'), on_item=lambda p: print(p, flush=True))\ntime.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env={"PYTHONPATH": TESTS}) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    assert until(lambda: gone(child))
