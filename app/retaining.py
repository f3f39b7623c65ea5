"""How long a case is kept: its review date, holds that forbid deletion, and sources that are removed for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.access import Act
from app.once import take
from provenance.errors import CaseError, UsageError
from provenance.ports import Progress
from provenance.removal import Plan, listed
from provenance.report_words import counted
from provenance.retention import Hold, ReviewDate, Stand, Stone
from provenance.store.codec import plain

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.records import AuditEntry

# What takes content of a case out of it, by the action in the log, in words.
LEFT_BY = {
    "draft_exported": "report or bundle",
    "still_exported": "still",
    "schedule_written": "schedule",
    "redacted_copy_written": "redacted copy",
    "searches_saved": "search record",
    "log_saved": "saved log",
    "case_backed_up": "backup",
}


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed: the stones, paths of files outside the case that Attest left alone, how often something left
    the case before, and why bytes may still be in the folder (None: they are gone)."""

    stones: tuple[Stone, ...]
    left: tuple[str, ...]
    exports: int
    unfinished: CaseError | None

    def json(self) -> dict[str, object]:
        told = plain(dict(self.unfinished.facts)) if self.unfinished else None
        return {
            "removed": [stone.json() for stone in self.stones], "files_left_outside": list(self.left),
            "exports_before": self.exports, "finished": self.unfinished is None, "why_not_finished": told,
        }  # fmt: skip


class Retaining:
    """For one open case; each use asks whether who acts may do it, see `app.access`."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def stand(self) -> Stand:
        """Review dates, holds and stones, oldest first."""
        return self._case.store.stand()

    def set_review_date(self, day: str, reason: str) -> ReviewDate:
        """Set or change the review date ("2027-01-31"), or take it back (""). Raises UsageError(not_allowed |
        bad_value)."""
        self._case.require(Act.RETAIN)
        return self._case.store.set_review_date(day, reason, self._case.by)

    def hold(self, kind: str, reason: str) -> Hold:
        """Forbid deletion. Raises UsageError(not_allowed | bad_value)."""
        self._case.require(Act.RETAIN)
        return self._case.store.set_hold(kind, reason, self._case.by)

    def lift(self, hold_id: str, reason: str) -> Hold:
        """End a hold. Raises UsageError(not_allowed | unknown_id | bad_value)."""
        self._case.require(Act.RETAIN)
        return self._case.store.lift_hold(hold_id, reason, self._case.by)

    def plan(self, source_id: str) -> Plan:
        """What goes when a source is removed, and what stays. Raises UsageError(not_allowed | unknown_id |
        removal_inside)."""
        self._case.require(Act.REMOVE)
        return self._case.store.removal_plan(source_id)

    def remove(self, plan: Plan, reason: str, progress: Progress, *, with_copies: bool = False) -> Removed:
        """Remove what a plan names. The index of vectors is made anew by its next use.

        Raises UsageError(not_allowed | bad_value | hold_stands | removal_changed | removal_with_others),
        CaseError("case_damaged") where the record is not as the log tells, TaskError("cancelled") while it waits.
        """
        case = self._case
        case.require(Act.REMOVE)
        if plan.also and not with_copies:
            others = listed([f"{one.id} ({one.why})" for one in plan.also])
            raise UsageError("removal_with_others", id=plan.source_id, others=others)
        with case.turns.indexing(progress):
            for index in take(case, "index"):
                index.close()
            take(case, "redacting")  # it keeps the latest redacted copies
            stones = case.store.remove_sources(plan.ids, reason, case.by)
            unfinished = case.store.removal_unfinished()
        case.keep_receipt(f"{counted(len(stones), 'source')} removed")
        return Removed(tuple(stones), plan.left, exports(case.store.audit_entries()), unfinished)


def exports(entries: list[AuditEntry]) -> int:
    """How often something left the case that may hold words of its sources."""
    return sum(entry.action in LEFT_BY for entry in entries)


def told(plan: Plan) -> list[str]:
    """What will go and what stays, in sentences for who decides on it."""
    goes = [f"{plan.source_id} ({plan.title})", *(f"{one.id} ({one.title}, {one.why})" for one in plan.inside)]
    goes += [f"{one.id} ({one.title}, {one.why})" for one in plan.also]
    lines = [
        f"For good: {listed(goes)}. The file, its text, pictures, frames and vectors, its words in drafts, reviews, "
        "conflicts, schedules and the log, and the marks for redaction on it."
    ]
    if plan.claims:
        lines.append(
            f"{counted(plan.claims, 'claim')} in {listed(plan.drafts)} will say that the source was removed, on which "
            "day and why, in the place of words and quotes."
        )
    if plan.signed:
        lines.append(f"Signed off: {listed(plan.signed)}. The signature stays; the log tells what was taken out since.")
    lines.append("What stays: its SHA-256, size, name and exhibit reference, and who removed it, when and why.")
    if plan.stays:
        stays = [f"{one.id} ({one.title})" for one in plan.stays]
        lines.append(f"Also stays: {listed(stays)}, as the same file came into the case by another way, too.")
    if plan.left:
        lines.append(f"Not touched, as it lies outside the case: {listed(plan.left)}.")
    lines.append("Not reached: exports, backups and copies made before, and what the disk itself keeps of old bytes.")
    return lines
