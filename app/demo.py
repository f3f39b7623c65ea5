"""The main job on the sample case: make it, take it in, summarise, re-open every citation, write the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import register
from app.case import Case
from app.sample import SampleCase, make_sample
from provenance.errors import UsageError
from provenance.ports import Progress
from provenance.records import Draft, Source
from provenance.store.records import VerifyReport

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration made."""

    case: Path
    report: Path
    sources: tuple[Source, ...]
    draft: Draft
    answer: Draft
    verified: VerifyReport


def run(folder: Path, say: Say, progress: Progress) -> Demo:
    """Do the main job in `folder`; a second time the sample is kept and a new case is made beside it.

    Raises UsageError("case_exists") when ninety-nine demonstrations lie there already.
    """
    say("1  Making the sample case: statements, documents and footage of a fictional incident")
    sample = make_sample(folder / "sample")
    place = _free(folder)
    say(f"2  Taking it in to {place}")
    with Case.create(place, sample.reference, sample.title) as case:
        sources = _add(case, sample, progress)
        say(f"3  Summarising {sum(s.passages for s in sources)} passages")
        draft = case.summarise(None, None, 7, None, progress)
        answer = case.ask("What was the man who ran off wearing?", None, 7, progress)
        say("4  Re-opening every citation from the original bytes")
        verified = case.verify(None, progress)
        say("5  Writing the report")
        report = place.with_suffix(".html")
        case.export(draft.id, "html", report, progress, verified=verified)
    return Demo(place, report, sources, draft, answer, verified)


def _add(case: Case, sample: SampleCase, progress: Progress) -> tuple[Source, ...]:
    done: list[Source] = []
    case.add(sample.files, done.append, progress, register.load(sample.register))
    return tuple(done)


def _free(folder: Path) -> Path:
    """The next case folder that is not there yet."""
    names = ["case", *(f"case-{n}" for n in range(2, 100))]
    for name in names:
        if not (folder / name).exists() and not (folder / f"{name}.html").exists():
            return folder / name
    raise UsageError("case_exists", folder=folder)
