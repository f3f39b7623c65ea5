"""How a report tells of the citations re-opened: how many and of what kind, and each failure that is no citation's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from provenance import report_words as words
from provenance.records import Claim, Draft, Role
from provenance.serving import Served
from provenance.store.records import Failure, VerifyReport

NOT_REOPENED = "citations not re-opened for this report"
_OF_RECORD = {
    "record_changed": "part of the case's record is not as it was written",
    "database_changed": "the case's database was changed outside Attest",
    "audit_broken": "the chain of the case's log is broken",
    "log_shorter": "the case's log has fewer entries than a receipt of it says",
    "log_rewritten": "the case's log is not the one that a receipt of it tells of",
    "receipts_unreadable": "the receipts of the case's log could not be read",
}
_ROLES: dict[Role, tuple[str, str]] = {
    "cited": ("citation", ""),
    "against": ("place against a claim", "places against claims"),
    "similar": ("like account", ""),
}


@dataclass(frozen=True, slots=True)
class ReopenedView:
    """`state` chooses the icon; `failures` are those that stand at no place of the report, a line each."""

    state: str
    text: str
    failures: tuple[str, ...] = ()


def reopened_view(
    served: Served, shown: Draft, rejected: Collection[Claim], numbered: Collection[str], verify: VerifyReport | None
) -> ReopenedView:
    """Of a draft as it is `shown`, without what a person rejected; `numbered` are ids of the places that it shows."""
    if verify is None:
        return ReopenedView("", NOT_REOPENED)
    checked = f"({words.number(verify.checked)} checked{_made_of(shown, rejected, verify.checked)})"
    if verify.ok:
        return ReopenedView("good", f"every citation re-opened from the original files {checked}")
    text = f"{words.counted(len(verify.failed), 'failure')} when the citations were re-opened {checked}"
    return ReopenedView("bad", text, tuple(_failures(served, numbered, verify)))


def _made_of(shown: Draft, rejected: Collection[Claim], checked: int) -> str:
    """Of what kinds the places are that were checked, where they are not the citations alone: ": 2 citations, …"."""
    stand = [c for c in shown.claims if not c.held_back]
    counts = {role: sum(len(c.cited(role)) for c in stand) for role in _ROLES}
    sides = sum(len(point.cells) for point in shown.conflicts)
    others = sum(len(c.citations) for c in (*rejected, *(c for c in shown.claims if c.held_back)))
    more = checked - sum(counts.values()) - sides - others
    if more < 0 or checked == counts["cited"]:
        return ""
    told = [words.counted(count, *_ROLES[role]) for role, count in counts.items() if count]
    told += [words.counted(sides, "side of a conflict", "sides of conflicts")] if sides else []
    left = "of claims held back or rejected"
    told += [words.counted(others, f"place {left}", f"places {left}")] if others else []
    told += [f"{words.number(more)} not shown here"] if more else []
    return f": {', '.join(told)}"


def _failures(served: Served, numbered: Collection[str], verify: VerifyReport) -> Iterator[str]:
    """Where a failure is told, or what it is; the same line once, with how often."""
    at_places = sum(f.citation_id in numbered for f in verify.failed)
    lines = Counter(_line(served, f) for f in verify.failed if f.citation_id not in numbered)
    for line, count in lines.items():
        yield f"{line} ({words.number(count)} times)" if count > 1 else line
    if at_places:
        yield f"{words.counted(at_places, 'failure')} of a citation: told where it is cited"


def _line(served: Served, failure: Failure) -> str:
    """A failure in words. Its details can name what is not served, so that the case team alone has them, and of the
    record alone."""
    told = _OF_RECORD.get(failure.code) or words.reason(failure.code)
    source = served.sources.get(failure.source_id)
    if source is not None and not source.withheld:
        told = f"{source.title}: {told}"
    if failure.citation_id:
        return f"At a place that is not shown here: {words.reason(failure.code)}"
    detailed = served.audience == "working" and failure.code in _OF_RECORD and failure.detail and not failure.source_id
    if detailed:
        told = f"{told}. {failure.detail[:1].upper()}{failure.detail[1:].removesuffix('.')}"
    return told if source is not None else f"{told[:1].upper()}{told[1:]}"
