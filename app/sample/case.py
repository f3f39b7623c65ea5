"""Makes the whole sample case in a folder: evidence, exhibit list, and the record of what was planted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.sample import clips, duty_log, letter, mg11_docx, mg11_pdf, mg11_text, scan, script, statements, truth
from provenance.errors import TaskError
from provenance.ports import Progress

TITLE = "Incident at the station, 3 May"
BRIEF = "What happened on the platform?"
_HEAD = (
    *("exhibit", "file", "description", "producer", "date", "mark", "privilege"),
    *("disclosure status", "sensitivity reason", "location"),
)


@dataclass(frozen=True, slots=True)
class SampleCase:
    """Where the sample case lies: `files` in the order of the exhibit list; `truth` is for tests and exercises only."""

    folder: Path
    evidence: Path
    files: tuple[Path, ...]
    register: Path
    truth: Path
    reference: str = statements.REFERENCE
    title: str = TITLE
    brief: str = BRIEF


def make_sample(folder: Path, seed: int = 7, progress: Progress | None = None) -> SampleCase:
    """Write the sample case into `folder` (made if absent; files of the same names are replaced).

    The words, places and times are always the same; `seed` moves signatures, grain and the frame times of camera 4.
    The same seed with the same libraries gives the same bytes. The evidence lies in a folder of its own, so that
    taking that folder in leaves exhibit list and truth out. Raises OSError when the folder cannot be written, and
    TaskError("cancelled") when `progress`, asked before each file and frame, says stop.
    """
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    rows: list[list[str]] = statements.data("register.toml")["rows"]
    names = {row[0]: row[1] for row in rows if row[1]}
    for done, (exhibit, name) in enumerate(names.items()):

        def look(name: str = name, done: int = done) -> None:
            if progress and not progress(f"Making {name}", done, len(names)):
                raise TaskError("cancelled")

        look()
        _write(exhibit, evidence / name, seed, look)
    case = SampleCase(
        folder=folder,
        evidence=evidence,
        files=tuple(evidence / name for name in names.values()),
        register=folder / "exhibit_list.csv",
        truth=folder / "truth.json",
    )
    with case.register.open("w", encoding="utf-8-sig", newline="") as out:  # as Excel saves it
        csv.writer(out).writerows([_HEAD, *rows])
    truth.write(case.truth, names, seed, reference=case.reference, title=case.title)
    return case


def _write(exhibit: str, path: Path, seed: int, look: Callable[[], None]) -> None:
    """Write one exhibit: the two log sheets, the letter and the clips by name, every other one is a statement."""
    if clip := next((c for c in script.CLIPS if c.exhibit == exhibit), None):
        clips.write(clip, path, seed, look)
    elif exhibit == "JS/4":
        scan.write(path, seed)
    elif exhibit == "JS/5":
        duty_log.write(path)
    elif exhibit == "LW/1":
        letter.write(path, seed)
    else:
        _statement(statements.load(exhibit), path, seed)


def _statement(one: statements.Statement, path: Path, seed: int) -> None:
    if one.form == "pdf":
        mg11_pdf.write(one, path, seed)
    elif one.form == "docx":
        mg11_docx.write(one, path)
    else:
        mg11_text.write(one, path)
