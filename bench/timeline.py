"""Measures the timeline of the sample case against a list that a person made by reading it: `python -m bench.timeline`.

Counts times found and placed rightly, placed wrongly, listed apart, and missed; movements of the footage against the
planted ones; and how long 1,000 sentences take. CASE may name the sample case as it was taken in before.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app import register
from app.case import Case
from app.sample import make_sample
from provenance.timeline import Mark, Timeline, Unplaced
from summarise.timeline.line import timeline

LEAST_FOUND = 0.95  # of all times that stand in the sources, placed rightly or listed apart
MOST_WRONG = 0
_NEAR = timedelta(minutes=2)


@dataclass(frozen=True)
class Stated:
    """One time that stands in a source, as a person read it."""

    exhibit: str
    words: str
    beside: str
    at: str | None
    made: bool

    def tells(self, one: Mark | Unplaced) -> bool:
        """Whether a mark is of these words."""
        said = f"{one.text} {one.citation.anchor.exact}" if hasattr(one.citation.anchor, "exact") else one.text
        return one.exhibit == self.exhibit and self.words in one.words and self.beside in " ".join(said.split())

    def right(self, mark: Mark) -> bool:
        """Whether a mark stands where it should, and is told as what it is."""
        if self.at is None or (mark.kind == "made") != self.made:
            return False
        start, _, end = self.at.partition("/")
        first = datetime.fromisoformat(start)
        if end:
            return mark.start == first and mark.end == datetime.fromisoformat(end)
        if "T" not in start:
            return mark.earliest <= first + timedelta(hours=12) <= mark.latest
        return abs(mark.start - first) < _NEAR


def main(case: str = "") -> int:
    if case:
        with Case.open(Path(case), write=False) as opened:
            return _measure(opened)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sample = make_sample(Path(folder) / "sample")
        with Case.create(Path(folder) / "case", sample.reference, sample.title) as made:
            made.add(sample.files, lambda _: None, _go_on, register.load(sample.register))
            return _measure(made)


def _measure(case: Case) -> int:
    told = json.loads((Path(__file__).parent / "timeline_truth.json").read_text(encoding="utf-8"))["times"]
    stated = [Stated(*row[:4], made=len(row) > 4) for row in told]
    begun = time.process_time()
    found = timeline(case.store, None, _go_on)
    seconds = time.process_time() - begun
    counts = _compare(stated, found)
    sentences = sum(len(p.sentences) for p in case.store.passages())
    reached = counts["right"] + counts["apart"]
    print(
        f"timeline of the sample case: {len(stated)} times stand in its sources: {counts['right']} placed rightly, "
        f"{counts['apart']} listed apart, {counts['wrong']} placed wrongly, {counts['missed']} missed"
    )
    print(
        f"  marks in all {len(found.marks)}, not placed {len(found.unplaced)}; {_others(stated, found)} marks of others"
    )
    print(f"  {seconds:.2f} s of processor time for {sentences:,} sentences")
    return 0 if reached >= LEAST_FOUND * len(stated) and counts["wrong"] <= MOST_WRONG else 1


def _compare(stated: Sequence[Stated], found: Timeline) -> dict[str, int]:
    counts = dict.fromkeys(("right", "apart", "wrong", "missed"), 0)
    for one in stated:
        marks = [m for m in found.marks if one.tells(m)]
        if any(one.right(m) for m in marks):
            counts["right"] += 1
        elif marks:
            counts["wrong"] += 1
            print(f"  WRONG {one.exhibit} “{one.words}” {one.at}: {', '.join(f'{m.kind} {m.start}' for m in marks)}")
        elif lost := next((u for u in found.unplaced if one.tells(u)), None):
            counts["apart"] += 1
            print(f"  apart {one.exhibit} “{one.words}” {one.at or 'not said'}: {lost.reason}")
        else:
            counts["missed"] += 1
            print(f"  MISSED {one.exhibit} “{one.words}” beside “{one.beside}”")
    return counts


def _others(stated: Sequence[Stated], found: Timeline) -> int:
    """Marks, footage apart, that no time of the list tells of; each is printed, to be read."""
    others = [m for m in found.marks if m.kind != "footage" and not any(s.tells(m) for s in stated)]
    for mark in others:
        print(f"  other {mark.exhibit} {mark.start} “{mark.words}” in “{mark.text[:70]}”")
    return len(others)


def _go_on(what: str, done: float, total: float) -> bool:
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
