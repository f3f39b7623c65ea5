"""A language model in a child of its own; implements `provenance.ports.LanguageModel` through a TaskRunner."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import asdict, replace
from typing import TypeVar, cast

from provenance.errors import AttestError, ModelError
from provenance.language import Answer, ModelFacts, Prompt, Writing
from provenance.ports import Limits, Task, TaskRunner
from summarise.model.loading import ModelFile

T = TypeVar("T")
LOOK_SECONDS = 0.2  # between two looks at whether to stop
TEMPLATE_SECONDS = 60.0  # a file's chat template is a stranger's program: long before a slow disk is given up
_CODES = {
    "task_crashed": "model_crashed",
    "task_out_of_memory": "model_out_of_memory",
    "task_timed_out": "model_timed_out",
    "task_output_too_large": "model_crashed",
}


class ChildLanguageModel:
    """A LanguageModel whose file is run in the child of a one-worker runner."""

    def __init__(
        self,
        runner: TaskRunner,
        file: ModelFile,
        sha256: str,
        limits: Limits | None = None,
        name: str = "",
    ) -> None:
        self._runner = runner
        self._file = file
        self._limits = limits
        self._facts: ModelFacts | None = None
        self._tried = False  # whether the file's template came to an end
        self.sha256 = sha256
        self.name = name or file.name

    def facts(self, writing: Writing) -> ModelFacts:
        """See `LanguageModel.facts`; asked once."""
        if self._facts is None:
            self._facts = self._run("describe", ModelFacts, writing)
        return self._facts

    def count(self, prompt: Prompt, texts: Sequence[str], writing: Writing) -> tuple[int, list[int]]:
        """See `LanguageModel.count`."""
        return cast("tuple[int, list[int]]", self._run("count", tuple, writing, prompt=prompt, texts=list(texts)))

    def write(
        self, prompt: Prompt, grammar: str, writing: Writing, *, most: int, temperature: float, seed: int
    ) -> Answer:
        """See `LanguageModel.write`; `writing` is called on this thread."""
        asked = {"prompt": prompt, "grammar": grammar, "most": most, "temperature": temperature, "seed": seed}
        return self._run("write", Answer, writing, **asked)

    def _run(self, entry: str, kind: type[T], writing: Writing, **settings: object) -> T:
        """The last item of a task, before the first of which the file's template is tried."""
        if not self._tried:
            limits = self._limits or Limits()
            short = replace(limits, stall_seconds=min(limits.stall_seconds, TEMPLATE_SECONDS))
            self._last("template", str, writing, short)
            self._tried = True
        return self._last(entry, kind, writing, self._limits, **settings)

    def _last(self, entry: str, kind: type[T], writing: Writing, limits: Limits | None, **settings: object) -> T:
        """The last item of a task; what `writing` raises kills the child, as does what interrupts this thread."""
        task = Task(f"summarise.model.engine:{entry}", {"file": asdict(self._file), **settings}, (self._file.path,))
        told: queue.SimpleQueue[object] = queue.SimpleQueue()
        items: list[object] = []
        try:
            future = self._runner.submit(task, limits=limits, on_item=told.put)
            try:
                while not _done(future):
                    _pass_on(told, items, writing)
                future.result()
                _pass_on(told, items, writing)
            finally:
                future.cancel()
        except AttestError as error:
            raise self._told(error) from error
        if not items or not isinstance(items[-1], kind):
            raise ModelError("model_crashed", name=self.name, error="its answer is of another kind")
        return items[-1]

    def _told(self, error: AttestError) -> AttestError:
        """The error as one of a model, with its name."""
        code = _CODES.get(error.code, error.code)
        if isinstance(error, ModelError) or code != error.code:
            return ModelError(code, **{**error.facts, "name": self.name})
        return error


def _done(future: Future[list[object]]) -> bool:
    return bool(wait([future], LOOK_SECONDS).done)


def _pass_on(told: queue.SimpleQueue[object], items: list[object], writing: Writing) -> None:
    """Hand on what has come, or that nothing has: so that work can be stopped while a model loads and reads."""
    before = len(items)
    with contextlib.suppress(queue.Empty):
        while True:
            items.append(told.get_nowait())
    new = [item for item in items[before:] if _is_told(item)]
    for text, evaluated, generated in cast("list[tuple[str, int, int]]", new):
        writing(text, evaluated, generated)
    if not new:
        _, evaluated, generated = cast("tuple[str, int, int]", next(filter(_is_told, reversed(items)), ("", 0, 0)))
        writing("", evaluated, generated)


def _is_told(item: object) -> bool:
    return isinstance(item, tuple) and [type(part) for part in item] == [str, int, int]
