"""One child process and the thread that talks to it: takes jobs from a queue, serves bytes, kills at a limit.

A child is kept between tasks, so that libraries and models are loaded once; one that is killed or crashes is replaced
at the next task.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

import psutil

from ingest import patience, room
from ingest.bounds import Bounds
from ingest.channel import Channel
from provenance.confining import Held
from provenance.errors import AnchorError, AttestError, ModelError, ReadError, TaskError
from provenance.offline import Refusal
from provenance.ports import Limits, Open, Task

_log = logging.getLogger(__name__)
_WATCH_SECONDS = 0.1
Pairs = list[tuple[str, str]]
_MOST_READ = 8 << 20  # bytes that a child may ask for at once
_ERRORS = {kind.__name__: kind for kind in (ReadError, AnchorError, TaskError, ModelError)}  # what a child may raise
# What a child may know of the machine: enough to find Python and its libraries, no secret that may stand beside it.
_ENVIRONMENT = (
    *("PATH", "HOME", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
    *("TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "LOCALAPPDATA", "OMP_NUM_THREADS", "ATTEST_DEBUG"),
)


class TaskFuture(Future[list[object]]):
    """A future whose `cancel` also ends a task that is running."""

    def __init__(self) -> None:
        super().__init__()
        self.stop: Callable[[], None] = _nothing
        self.cancelling = False

    def cancel(self) -> bool:
        if super().cancel():
            return True
        if self.done():
            return False
        self.cancelling = True
        self.stop()
        return True

    def result(self, timeout: float | None = None) -> list[object]:
        """As of any future; on a thread that is `patience.looking_up` what the look raises ends the task too."""
        try:
            patience.await_done(self)
        except BaseException:
            self.cancel()
            raise
        return super().result(timeout)


@dataclass(eq=False)
class Job:
    """A task as it waits and runs: times are of the monotonic clock, `verdict` is why its child was killed."""

    task: Task
    original: Open | None
    limits: Limits
    on_item: Callable[[object], None] | None
    future: TaskFuture = field(default_factory=TaskFuture)
    started: float = 0.0
    heard: float = 0.0  # when the child began to be waited for; infinite while it is not
    verdict: TaskError | None = None


class Worker:
    """One child process and the thread that talks to it."""

    def __init__(self, jobs: queue.SimpleQueue[Job | None], private: bool = False) -> None:
        self._jobs = jobs
        self._private = private
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._room = room.Room()
        self._folder: Path | None = None  # what the child may write in
        self.refusals: list[Refusal] = []
        self.held: Held | None = None  # what the kernel holds of the child, as it told
        self._closing = False
        self._current: Job | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, name="attest-task", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """End the child; what waits is told of as cancelled."""
        self._closing = True
        self._kill()

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._closing:
                job.future.cancel()
            if not job.future.set_running_or_notify_cancel():
                continue
            self._current = job
            job.future.stop = partial(self._stop, job)
            try:
                items = self._run(job)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits on the future
                self._finished()
                job.future.set_exception(error)
            else:
                self._finished()
                job.future.set_result(items)
        self._kill()
        room.remove(self._folder)

    def _stop(self, job: Job) -> None:
        """Kill the child if it still works on this job, and not on the next."""
        with self._lock:
            if self._current is job:
                self._kill()

    def _finished(self) -> None:
        with self._lock:
            self._current = None

    def _run(self, job: Job) -> list[object]:
        """Run one job; raises what the task raised, or why the child was ended."""
        channel = self._child(job.limits, room.Room.of(job.task))
        job.started = job.heard = time.monotonic()
        over = threading.Event()
        threading.Thread(target=self._watch, args=(job, over), daemon=True).start()
        items: list[object] = []
        stream = None
        try:
            stream = job.original() if job.original else None
            size = stream.seek(0, os.SEEK_END) if stream else None
            channel.send((job.task.entry, dict(job.task.settings), size, job.limits.memory_bytes))
            closing = self._converse(job, channel, stream, items)
        except (EOFError, OSError) as gone:
            self._kill()
            raise self._reason(job) from gone
        except AttestError:
            self._kill()  # the child may still be sending: never reuse it
            raise
        except Exception as odd:
            self._kill()
            _log.warning("task %s sent what cannot be used", job.task.entry, exc_info=odd)
            raise TaskError("task_crashed", error=type(odd).__name__) from odd
        finally:
            over.set()
            if stream:
                stream.close()
            if self._room.converts:
                room.clear_sockets()
        if closing[0] != "done":
            raise _error_of(job.task, closing)
        return items

    def _converse(self, job: Job, channel: Channel, stream: BinaryIO | None, items: list[object]) -> tuple[object, ...]:
        """Serve bytes and collect items; gives the closing message."""
        bounds = Bounds(job.limits)
        while True:
            if job.future.cancelling or self._closing:
                raise TaskError("cancelled")
            job.heard = time.monotonic()
            received, size = channel.receive(most=bounds.most)
            job.heard = math.inf  # what is done here with what was sent is no silence of the child
            message = cast("tuple[object, ...]", received)
            bounds.count(message, size)
            if message[0] == "read" and stream is not None:
                channel.send(_bytes_asked(stream, *message[1:]))
            elif message[0] == "refused":
                self.refusals += [Refusal(str(event), str(address)[:200]) for event, address in cast(Pairs, message[1])]
            elif message[0] == "held" and self.held is None:  # once: before the child saw evidence
                self.held = _held(*message[1:])
            elif message[0] == "item":
                items.append(message[1]) if job.on_item is None else job.on_item(message[1])
            else:
                return message

    def _watch(self, job: Job, over: threading.Event) -> None:
        """Kill the child when it is over one of its limits."""
        limits = job.limits
        while not over.wait(_WATCH_SECONDS):
            now = time.monotonic()
            if now - job.started > limits.seconds or now - job.heard > limits.stall_seconds:
                job.verdict = TaskError("task_timed_out", seconds=round(now - job.started))
            elif self._memory() > limits.memory_bytes:
                job.verdict = TaskError("task_out_of_memory", limit=limits.memory_bytes)
            if job.verdict:
                self._kill()
                return

    def _reason(self, job: Job) -> TaskError:
        if job.verdict:
            return job.verdict
        if job.future.cancelling or self._closing:
            return TaskError("cancelled")
        status = self._process.returncode if self._process else None
        return TaskError("task_crashed", error=f"the process ended with status {status}")

    def _memory(self) -> int:
        try:
            return psutil.Process(self._process.pid).memory_info().rss if self._process else 0
        except psutil.Error:
            return 0

    def _child(self, limits: Limits, needed: room.Room) -> Channel:
        """The channel of a living child; one that has grown fat on earlier tasks, or may not touch what this one needs,
        is replaced."""
        alive = self._process is not None and self._process.poll() is None
        if alive and (
            self._memory() > (limits.renew_bytes or limits.memory_bytes // 2) or not self._room.covers(needed)
        ):
            self._kill()
            alive = False
        if not alive or self._channel is None:
            self._room = self._room.with_(needed)
            self._channel = self._started()
        return self._channel

    def _started(self) -> Channel:
        """A new child, told first what it may touch."""
        room.remove(self._folder)
        self._folder, self.held = room.new_folder(), None
        known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        known |= {room.NO_SCRATCH: "1"} if self._private and room.in_memory() is None else {}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("ATTEST_DEBUG") else subprocess.DEVNULL,
            env=known | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._folder)),
            cwd=Path(sys.executable).parent,
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        with contextlib.suppress(BrokenPipeError):  # a child that ended at once is told of where it is waited for
            self._process.stdin.write(json.dumps(self._room.line(self._folder)).encode() + b"\n")
            self._process.stdin.flush()
        return Channel(cast(BinaryIO, self._process.stdout), cast(BinaryIO, self._process.stdin))

    def _kill(self) -> None:
        """End the child and everything that it started."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        else:
            family = psutil.Process(process.pid)
            for one in [*family.children(recursive=True), family]:
                one.kill()
        process.wait(timeout=10)


def _bytes_asked(stream: BinaryIO, at: object, count: object) -> bytes:
    """What a child asked for, if it asked sensibly: a child may be in hostile hands."""
    if type(at) is not int or type(count) is not int or at < 0 or not 0 < count <= _MOST_READ:
        raise TaskError("task_crashed", error="an impossible read")
    stream.seek(at)
    return stream.read(count)


def _held(sockets: object, namespace: object, landlock: object, why: object, firewall: object) -> Held:
    """What a child told as it started, before it saw any evidence."""
    codes = tuple(str(code)[:40] for code in why) if isinstance(why, tuple) else ()
    return Held(sockets is True, namespace is True, landlock if type(landlock) is int else 0, codes, firewall is True)


def _error_of(task: Task, closing: tuple[object, ...]) -> AttestError:
    """The error that a child's closing message tells of; a child can only raise the errors of readers."""
    if closing[0] == "failed":
        kind = _ERRORS.get(str(closing[1]), TaskError)
        facts = cast("dict[object, object]", closing[3])
        return kind(str(closing[2]), **{str(name): str(value) for name, value in facts.items()})
    _log.warning("task %s crashed: %s\n%s", task.entry, closing[1], closing[-1])
    return TaskError("task_crashed", error=str(closing[1]))


def _nothing() -> None:
    """What stopping a waiting or finished task does."""
