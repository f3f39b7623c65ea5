"""The main job of the self-test, in a process of its own that is watched: `python -P -m app.selftest.job FOLDER`.

It writes lines of JSON to standard output: how far it is, and at the end what it did.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.case import Case
from app.selftest import files
from ingest.isolation import ChildRunner
from provenance import confining, offline
from provenance.errors import AttestError
from provenance.policy import BUILT_IN
from provenance.ports import Progress, Task
from provenance.records import Draft, Source
from summarise.settings import SEED

_STEPS = ("new", "add", "summarise", "verify", "export")
_FORMATS = ("html", "pdf")


class _NotDoneError(Exception):
    """A step came to its end, and not to what it is for."""


class _Passing(Case):
    """A case that is thrown away: no receipt of it is kept in the account."""

    def keep_receipt(self, what: str, sha256: str = "", state: tuple[int, str] | None = None) -> None:
        self.receipt = self.unreceipted = None


class _Job:
    """The steps, each told as it is done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._steps: list[dict[str, object]] = []
        self._refused: list[tuple[str, str]] = []
        self._children: list[confining.Held] = []

    def run(self) -> None:
        evidence, given = self._folder / "evidence", list[Path]()

        def new() -> Case:
            evidence.mkdir()
            given.extend(files.write(evidence))
            return _Passing.create(self._folder / "case", "SELF-TEST", training=True)

        case = self._step("new", new)
        if isinstance(case, Case):
            with case:
                case.store.policy = BUILT_IN  # what a force has decided about exports says nothing of being offline
                self._work(case, given)
                self._children += case.readers.held
                self._children += case.models.held
                self._refused += [(r.event, r.address) for r in case.refusals]
        self._refused += [(r.event, r.address) for r in offline.refusals()]

    def _work(self, case: Case, given: list[Path]) -> None:
        taken: list[Source] = []
        self._step("add", lambda: self._add(case, given, taken))
        draft = self._step("summarise", lambda: case.summarise(None, None, SEED, None, self._progress("summarise")))
        if not isinstance(draft, Draft):
            return
        self._step("verify", lambda: self._verified(case))
        for format in _FORMATS:
            out = self._folder / f"report.{format}"
            self._step("export", lambda out=out, format=format: self._export(case, draft, format, out))  # type: ignore[misc]

    def _add(self, case: Case, given: list[Path], taken: list[Source]) -> str:
        case.add(given, taken.append, self._progress("add"))
        read = sum(source.outcome in ("read", "partly") for source in taken)
        if read < len(given) // 2:
            raise _NotDoneError(f"{read} of {len(taken)} files were read")
        return f"{len(taken)} files, {read} read"

    def _verified(self, case: Case) -> str:
        report = case.verify(None, self._progress("verify"))
        if not report.ok or not report.checked:
            raise _NotDoneError(f"{len(report.failed)} of {report.checked} citations did not re-open")
        return f"{report.checked} citations re-opened"

    def _export(self, case: Case, draft: Draft, format: str, out: Path) -> str:
        case.export(draft.id, format, out, self._progress("export"))
        return out.name

    def _step(self, name: str, act: Callable[[], object]) -> object:
        """Do one step; what goes wrong in it is told, by its kind alone, and not raised."""
        begun = time.monotonic()
        done, wrong = None, ""
        try:
            done = act()
        except AttestError as error:
            wrong = error.code
        except _NotDoneError as error:
            wrong = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test has not passed
            wrong = type(error).__name__
        detail = wrong or (done if isinstance(done, str) else "")
        self._steps.append({"step": name, "ok": not wrong, "detail": detail, "seconds": time.monotonic() - begun})
        return done

    def _progress(self, step: str) -> Progress:
        at = _STEPS.index(step)

        def progress(what: str, done: float, total: float) -> bool:
            share = max(0.0, min(1.0, done / total)) if total else 0.0
            _tell({"what": what, "done": at - 1 + share, "total": len(_STEPS) - 1})
            return True

        return progress

    def result(self) -> dict[str, object]:
        return {
            "steps": self._steps,
            "refused": self._refused,
            "held": dataclasses.asdict(confining.held()),
            "children": [dataclasses.asdict(one) for one in self._children],
            "tries": _tries(self._folder / "evidence" / "AB1 statement.txt"),
        }


def _tries(file: Path) -> list[tuple[str, str]]:
    """What a child is answered that reaches for what it may not: by the system, not by Python."""
    if not confining.NATIVE:
        return []
    with ChildRunner() as child:
        found = child.submit(
            Task("ingest.reach:reach", {"file": str(file), "new": str(file.with_suffix(".new"))})
        ).result(60)
    return [(str(what), str(answer)) for what, answer in found]  # type: ignore[misc, has-type]


def _tell(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do the job in the folder that is named; the last line is its result."""
    confining.hold_program()
    offline.guard()
    job = _Job(Path(sys.argv[1]))
    job.run()
    _tell({"result": job.result()})


if __name__ == "__main__":
    main()
