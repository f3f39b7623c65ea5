"""Language model: tokens a second beside the library's own call, and prompt tokens read. `python -m bench.generation`.

A small model with random weights answers the same prompts within the same grammar three ways: as Attest drafts (in a
child), by plain `Llama.create_completion`, and by the same call with a reset before each. A GGUF file may be named.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from ingest.isolation import ChildRunner
from provenance.language import Prompt
from provenance.ports import GIB, Limits
from summarise import prompts
from summarise.model import grammar
from summarise.model.child import ChildLanguageModel
from summarise.model.loading import ModelFile

SPEED, READ = 0.95, 1.05  # at least so fast as the library's call; at most so many prompt tokens as must be
ROUNDS, CALLS, MOST = 5, 4, 160
CONTEXT, THREADS = 4096, 1
LINE = "At {i}.15 I saw a red lorry strike the gate of depot {i}. The driver ran off towards the river. "
RULES = grammar.claims([["P7K3", "P4M9"], ["P2X8"]], 4, 12, 3, 320)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way took: seconds, tokens written, prompt tokens evaluated."""

    seconds: float
    written: int
    read: int


def main(path: Path | None) -> int:
    """Measure, print the table; 1 when a figure is missed."""
    if find_spec("llama_cpp") is None:
        print("Generation: the runtime of language models is not installed here (make llm); nothing was measured.")
        return 0
    with tempfile.TemporaryDirectory() as folder, ChildRunner(1) as runner:
        if path is None:
            from tiny_gguf import write_tiny

            path = write_tiny(Path(folder) / "tiny.gguf")
        found = path.stat()
        file = ModelFile(str(path), found.st_size, found.st_mtime_ns, CONTEXT, THREADS)
        memory = found.st_size + 8 * GIB
        model = ChildLanguageModel(runner, file, "", Limits(seconds=3600, memory_bytes=memory, renew_bytes=memory))
        return _compare(model, path)


def _compare(model: ChildLanguageModel, path: Path) -> int:
    asked = [_prompt(i) for i in range(CALLS)]
    tokens, shared = _tokens(path, asked)
    plain = _Counting(path)
    ours, theirs, naive = [], [], []
    for _ in range(ROUNDS + 1):
        ours.append(_ours(model, asked))
        theirs.append(plain.answers(tokens, reset=False))
        naive.append(plain.answers(tokens, reset=True))
    first, *ours = ours  # loads the model, and reads what is shared: from then on it stands in its memory
    speed = _speed(ours) / _speed(theirs[1:])
    least = shared + sum(len(t) - shared for t in tokens)
    read = first.read / least
    print(f"Generation: {CALLS} calls over {path.name}, {THREADS} thread, median of {ROUNDS} rounds")
    for name, costs in (
        ("as Attest drafts", ours),
        ("plain create_completion", theirs[1:]),
        ("with resets", naive[1:]),
    ):
        print(f"  {name:<28} {_speed(costs):8.0f} tokens/s")
    print(f"  beside plain                 {speed:8.2f}           {'reached' if speed >= SPEED else 'MISSED'}")
    print(f"  prompt tokens read           {first.read:8} of {least} that must be ({read:.3f})  ", end="")
    print(f"{'reached' if read <= READ else 'MISSED'}; with resets {naive[0].read}; later rounds {ours[0].read}")
    return 0 if speed >= SPEED and read <= READ else 1


def _prompt(i: int) -> Prompt:
    body = prompts.passage("P7K3", f"Witness {i}, statement", LINE.format(i=i) * 3)
    return Prompt(prompts.SYSTEM, prompts.OVERVIEW, "", body, prompts.CLOSING)


def _tokens(path: Path, asked: Sequence[Prompt]) -> tuple[list[list[int]], int]:
    """The same prompts as token ids for the library's own call, and how many of them are shared."""
    from summarise.model.engine import load

    found = path.stat()
    loaded = load(ModelFile(str(path), found.st_size, found.st_mtime_ns, CONTEXT, THREADS))
    rows = []
    for prompt in asked:
        shared, end = loaded.frame(prompt)
        rows.append(shared + loaded.tokeniser.others(prompt.body) + end)
    return rows, len(shared)


def _ours(model: ChildLanguageModel, asked: Sequence[Prompt]) -> Cost:
    begun = time.monotonic()
    answers = [model.write(p, RULES, _quiet, most=MOST, temperature=0.0, seed=1) for p in asked]
    seconds = time.monotonic() - begun
    return Cost(seconds, sum(a.generated for a in answers), sum(a.evaluated for a in answers))


def _quiet(text: str, evaluated: int, generated: int) -> None:
    pass


def _speed(costs: Sequence[Cost]) -> float:
    return statistics.median(cost.written / cost.seconds for cost in costs)


class _Counting:
    """The library's own call, counting what it evaluates: its `usage` counts the tokens that it takes over, too."""

    def __init__(self, path: Path) -> None:
        import llama_cpp

        self.read = 0
        self._rules = llama_cpp.LlamaGrammar.from_string(RULES)
        self._llama = llama_cpp.Llama(
            str(path), n_ctx=CONTEXT, n_threads=THREADS, n_threads_batch=THREADS, verbose=False
        )
        evaluate = self._llama.eval

        def counted(tokens: Sequence[int]) -> None:
            self.read += len(tokens)
            evaluate(tokens)

        self._llama.eval = counted  # type: ignore[method-assign]

    def answers(self, rows: Sequence[list[int]], reset: bool) -> Cost:
        self.read, written, begun = 0, 0, time.monotonic()
        for row in rows:
            if reset:
                self._llama.reset()
            told = self._llama.create_completion(row, max_tokens=MOST, temperature=0.0, grammar=self._rules)
            written += told["usage"]["completion_tokens"]  # type: ignore[index, typeddict-item]
        return Cost(time.monotonic() - begun, written, self.read - written + len(rows))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
