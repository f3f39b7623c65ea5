"""What every check of support takes and gives: cited words, findings, and the place of words within a claim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from provenance.records import Notice, Support


@dataclass(frozen=True, slots=True)
class Cited:
    """What a claim cites, as the checks see it: clean words of the passage (or the facts of a frame), the source's
    record (names under which people know it, date, label), and whose words they are ("" for a document).

    A blank line in `text` parts sentences, entries and messages where the one who cut it knows that they part.
    """

    text: str
    record: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `support` is None where the check has nothing to say. `score` is 0..1."""

    check: str
    support: Support | None
    score: float
    reasons: tuple[Notice, ...] = ()


class Check(Protocol):
    """One way of testing a claim against the words it cites."""

    @property
    def name(self) -> str: ...

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding: ...


def notice(code: str, detail: str, start: int = 0, end: int = 0) -> Notice:
    """A reason with the words that it concerns: claim[start:end], in code points; none where end is 0."""
    return Notice(code, detail, f"claim={start}-{end}" if end else "")


def by_worst(check: str, faults: Iterable[tuple[Support, Notice]]) -> Finding:
    """One finding of all `faults`, as bad as the worst of them; without any the check has nothing to say."""
    found = list(faults)
    if not found:
        return Finding(check, None, 1.0)
    contradicted = any(support == "contradicted" for support, _ in found)
    reasons = tuple(reason for _, reason in found)
    return Finding(check, "contradicted" if contradicted else "partly", 0.05 if contradicted else 0.5, reasons)
