"""What becomes of real files of every kind: the table of outcomes by kind. `python -m bench.outcomes [FOLDER…]`.

Takes in the files of the folders (by default the shared ones, when they are there) by command line. A figure is missed
when a file is lost, has no reason or warning where it needs one, or ran into the limit of time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from provenance.kinds import KINDS

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
KINDS_OF_FOLDERS = ("pdf", "office", "video", "ocr", "testimony")
OUTCOMES = ("read", "partly", "held", "duplicate", "refused")
_HUNG = "task_timed_out"


def main(folders: list[Path]) -> int:
    """Take in, print the table; 1 when a figure is missed."""
    wanted = [folder for folder in folders if folder.is_dir()]
    files = sorted(path for folder in wanted for path in folder.rglob("*") if path.is_file())
    if not files:
        print("Outcomes: there are no files to take in; name a folder.")
        return 0
    started = time.monotonic()
    sources = _taken_in(files)
    seconds = time.monotonic() - started
    given = [source for source in sources if not source.get("parent")]
    inside = len(sources) - len(given)
    print(f"Outcomes: {len(files)} files given and {inside} found inside them, taken in within {seconds:.0f} s")
    _print_table(sources)
    lost = Counter(path.name for path in files) - Counter(source["name"] for source in given)
    silent = [s["name"] for s in sources if _silent(s)]
    hung = [s["name"] for s in sources if s.get("reason") == _HUNG]
    for what, names in (("lost", list(lost)), ("without a reason", silent), ("over the limit of time", hung)):
        print(f"  {what:<28} {len(names):5}     {'reached' if not names else 'MISSED: ' + ', '.join(names[:5])}")
    return 1 if lost or silent or hung else 0


def _taken_in(files: list[Path]) -> list[dict[str, Any]]:
    attest = [sys.executable, "-P", "-m", "app.cli.main"]
    with tempfile.TemporaryDirectory() as folder:
        case = str(Path(folder) / "case")
        subprocess.run([*attest, "new", case, "--reference", "BENCH"], check=True, stdout=subprocess.DEVNULL)
        added = [*attest, "add", case, *map(str, files), "--json"]
        done = subprocess.run(added, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)["sources"]
    return found


def _print_table(sources: list[dict[str, Any]]) -> None:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        by_kind[source["kind"]][source["outcome"]] += 1
    print(f"  {'kind':<34}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for kind, counts in sorted(by_kind.items(), key=lambda item: -item[1].total()):
        print(f"  {KINDS.get(kind, kind):<34}" + "".join(f"{counts[o] or '·':>10}" for o in OUTCOMES))
    every = Counter(source["outcome"] for source in sources)
    print(f"  {'all':<34}" + "".join(f"{every[outcome]:>10}" for outcome in OUTCOMES))


def _silent(source: dict[str, Any]) -> bool:
    """Whether a file ended without saying why it was not read, or not wholly."""
    refused, partly = source["outcome"] == "refused", source["outcome"] == "partly"
    return bool((refused and not source["reason"]) or (partly and not source["warnings"]))


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or [SHARED / name for name in KINDS_OF_FOLDERS]))
