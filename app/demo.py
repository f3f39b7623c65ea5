"""The main job on the sample case: make it, take it in, summarise, re-open every citation, write the report."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import register
from app.case import Case
from app.sample import SampleCase, make_sample
from provenance import lock
from provenance.errors import AttestError, CaseError, UsageError
from provenance.ports import Progress
from provenance.receipts import Receipt
from provenance.records import Draft, Source
from provenance.store.records import VerifyReport
from summarise.settings import SEED

Say = Callable[[str], None]
QUESTION = "What was the man who ran off wearing?"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration made."""

    case: Path
    report: Path
    sources: tuple[Source, ...]
    draft: Draft
    answer: Draft
    verified: VerifyReport
    receipt: Receipt | None = None  # of the log after the report
    unreceipted: AttestError | None = None  # why it is not kept outside the case
    unrecorded: AttestError | None = None  # why the report is not in the log


def run(folder: Path, say: Say, progress: Progress) -> Demo:
    """Do the main job in `folder`; a second time the sample is kept and a new case is made beside it.

    Raises UsageError("case_exists") when ninety-nine demonstrations lie there already.
    """
    say("1  Making the sample case: statements, documents and footage of a fictional incident")
    sample = make_sample(folder / "sample")
    place = _free(folder)
    say(f"2  Taking it in to {place}")
    with Case.create(place, sample.reference, sample.title, training=True) as case:
        sources = _add(case, sample, progress)
        say(f"3  Summarising {sum(s.passages for s in sources)} passages")
        draft, answer = _draft(case, progress)
        say("4  Re-opening every citation from the original bytes")
        verified = case.verify(None, progress)
        say("5  Writing the report")
        report = place.with_suffix(".html")
        case.export(draft.id, "html", report, progress, verified=verified)
        log = case.receipt, case.unreceipted, case.unrecorded
    return Demo(place, report, sources, draft, answer, verified, *log)


def sample_case(folder: Path) -> Path:
    """Where in `folder` the sample case lies once it was made."""
    return folder / "case"


def prepare(folder: Path, progress: Progress) -> Path:
    """The sample case in `folder`, taken in and drafted from; one that lies there already is kept as it is.

    It is made beside its place and moved there when it is whole: what was stopped half-way is begun anew. Raises
    TaskError("cancelled") when `progress` says stop, CaseError(case_locked | disk_full | case_io).
    """
    place = sample_case(folder)
    if (place / "case.db").is_file():
        return place
    beside = folder / "case.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if beside.exists():
            lock.take(beside).release()  # another process may be making it just now
            shutil.rmtree(beside)
        sample = make_sample(folder / "files", progress=progress)
        with Case.create(beside, sample.reference, sample.title, training=True) as case:
            _add(case, sample, progress)
            _draft(case, progress)
        beside.rename(place)
    except OSError as error:
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
    return place


def _add(case: Case, sample: SampleCase, progress: Progress) -> tuple[Source, ...]:
    done: list[Source] = []
    case.add(sample.files, done.append, progress, register.load(sample.register))
    return tuple(done)


def _draft(case: Case, progress: Progress) -> tuple[Draft, Draft]:
    """An overview of everything, and the answer to a question."""
    return case.summarise(None, None, SEED, None, progress), case.ask(QUESTION, None, SEED, progress)


def _free(folder: Path) -> Path:
    """The next case folder that is not there yet."""
    names = ["case", *(f"case-{n}" for n in range(2, 100))]
    for name in names:
        if not (folder / name).exists() and not (folder / f"{name}.html").exists():
            return folder / name
    raise UsageError("case_exists", folder=folder)
