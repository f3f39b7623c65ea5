"""Measures taking in long text: our whole way, the embedding passes alone, and LlamaIndex with the same model.

The three take turns over the same files, so that a busy machine slows all of them; medians are compared. Run as
`python -m bench.intake [WORDS]` (100,000 words unless told). Models are loaded before the clocks start.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.case import Case
from bench.environment import rival_python
from ingest import embedding_model
from ingest.embed import WINDOW, packaged
from provenance.records import Passage

ROUNDS = 3
WORDS = 100_000
FILES = 4
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "testimony"
MOST_OVER_PASSES = 1.25
LEAST_OVER_RIVAL = 2.0


def write_texts(folder: Path, words: int) -> list[Path]:
    """FILES text files of `words` words together: real testimony where it is at hand, else made up."""
    sources = sorted(SHARED.glob("* AM*.txt")) if SHARED.is_dir() else []
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sources] or [made_up(words)]
    written = []
    for i in range(FILES):
        wanted, lines = words // FILES, []
        for line in "\n".join(texts[i % len(texts) :] + texts[: i % len(texts)]).splitlines():
            lines.append(line)
            wanted -= len(line.split())
            if wanted <= 0:
                break
        written.append(folder / f"testimony {i + 1}.txt")
        written[-1].write_text("\n".join(lines), encoding="utf-8")
    return written


def made_up(words: int) -> str:
    """Sentences of about that many words together, the same every time."""
    chance = random.Random(7)
    who = ["The driver", "My neighbour", "A woman in a green coat", "The officer", "One of the boys"]
    what = ["walked past the chemist's", "shouted at the man by the van", "opened the gate", "looked at the clock"]
    when = ["just after nine", "before it got dark", "while I was waiting", "as the bus pulled away"]
    said = [f"{chance.choice(who)} {chance.choice(what)} {chance.choice(when)}." for _ in range(words // 6)]
    return "\n\n".join(" ".join(said[i : i + 6]) for i in range(0, len(said), 6))


class Passes:
    """The forward passes over the passages of all files, in the batches that take-in makes, tokenised before."""

    def __init__(self, sources: Sequence[Sequence[Passage]]) -> None:
        default = packaged()
        self.model = embedding_model.load(default.folder, default.sha256, 2)
        self.batches: list[list[list[int]]] = []
        for passages in sources:
            for at in range(0, len(passages), WINDOW):
                texts = [p.text for p in passages[at : at + WINDOW]]
                rows, _ = embedding_model.tokens(self.model.engine, texts)
                self.batches += [[rows[i] for i in b] for b in embedding_model.batches([len(r) for r in rows])]
        self.run()

    def run(self) -> float:
        start = time.perf_counter()
        for _ in self.model.passes(self.batches):
            pass
        return time.perf_counter() - start


class Rival:
    """LlamaIndex in its own process and environment."""

    def __init__(self, files: Sequence[Path]) -> None:
        command = [rival_python(), Path(__file__).with_name("rival.py"), packaged().folder, *files]
        self._process = subprocess.Popen(
            [str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._line()

    def run(self) -> float:
        assert self._process.stdin
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return float(json.loads(self._line())["seconds"])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("LlamaIndex ended early; its own words are above")
        return line


def take_in(files: Sequence[Path]) -> tuple[float, list[list[Passage]]]:
    """Our whole way into a new case: seconds, and the passages of each source."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Case.create(Path(folder) / "case", "BENCH") as case,
    ):
        case.embedder.warm()
        case.index.nearest(np.zeros(case.embedder.dimension, np.float32), 1)
        start = time.perf_counter()
        case.add(files, lambda source: None, lambda what, done, total: True)
        seconds = time.perf_counter() - start
        assert not case.store.pending_vectors(1), "passages without vectors"
        return seconds, [case.store.passages([s.id]) for s in case.store.sources()]


def measure(words: int = WORDS, rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each way, with words and passages counted."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_texts(Path(folder), words)
        sources = take_in(files)[1]
        passes, rival = Passes(sources), Rival(files)
        times: dict[str, list[float]] = {"passes": [], "attest": [], "rival": []}
        for _ in range(rounds):
            times["passes"].append(passes.run())
            times["attest"].append(take_in(files)[0])
            times["rival"].append(rival.run())
        rival.close()
        counted = sum(len(p.read_text(encoding="utf-8").split()) for p in files)
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {**medians, "words": counted, "passages": sum(len(s) for s in sources)}


def report(found: dict[str, float]) -> list[tuple[str, float, str, bool]]:
    """Rows (what, figure, wanted, reached)."""
    over, faster = found["attest"] / found["passes"], found["rival"] / found["attest"]
    return [
        (
            "take-in of text: time over the embedding passes alone",
            over,
            f"≤ {MOST_OVER_PASSES}",
            over <= MOST_OVER_PASSES,
        ),
        (
            "take-in of text: words per second over LlamaIndex's",
            faster,
            f"≥ {LEAST_OVER_RIVAL}",
            faster >= LEAST_OVER_RIVAL,
        ),
    ]


def main() -> int:
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else WORDS)
    print(f"{found['words']:,.0f} words, {found['passages']:,.0f} passages; medians of {ROUNDS} rounds in turn")
    for name, what in (("passes", "embedding passes alone"), ("attest", "Attest, all"), ("rival", "LlamaIndex, all")):
        print(f"{what:<24}{found[name]:8.2f} s {found['words'] / found[name]:10,.0f} words/s")
    rows = report(found)
    for what, figure, wanted, reached in rows:
        print(f"{what}: {figure:.2f} (wanted {wanted}) {'reached' if reached else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
