"""Ten questions with an answer and three without to real testimony: `python -m bench.asking_testimony`.

Questions and answers were written by a reader of the four transcripts before they were put.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from app.case import Case
from bench.asking import _go_on, _right
from summarise.settings import SEED

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "testimony"


def main() -> int:
    asked = json.loads((Path(__file__).parent / "asking_testimony.json").read_text(encoding="utf-8"))
    files = [DATA / name for name in asked["corpus"]]
    if not all(file.is_file() for file in files):
        print("shared/data/testimony is absent: nothing to ask")
        return 1
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Case.create(Path(folder) / "case", "BENCH") as case,
    ):
        case.add(files, lambda source: None, _go_on)
        right, quoted = _right(case, asked["answerable"])
        wrongly = [q for q in asked["unanswerable"] if case.ask(q, None, SEED, _go_on).found]
        passages = len(case.store.passages())
    for question in wrongly:
        print(f"   found wrongly: {question}")
    print(f"{passages:,} passages of {len(files)} files")
    print(f"answers that cite a right passage: {right} of {len(asked['answerable'])}; quote the right words: {quoted}")
    print(f"nothing found: {len(asked['unanswerable']) - len(wrongly)} of {len(asked['unanswerable'])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
