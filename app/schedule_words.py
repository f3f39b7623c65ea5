"""What the command line and the window say about schedules: what is new, what is not decided, what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.records import Notice
from provenance.report_words import counted
from provenance.schedule import Schedule
from provenance.schedule_build import Standing
from provenance.schedule_form import ranges

SHOWN = 12  # of a list for people; the rest is counted
LOOK: Mapping[str, str] = {
    "not_described": "has no description by a person",
    "reason_missing": "has no reason why it is sensitive",
    "assists_not_relevant": "is marked as not relevant, yet somebody wrote why it may undermine or assist: "
    "decide again",
    "same_as_sensitive": "is the same file as one that is marked as sensitive: decide again, on one of the two",
    "presumed_not_reported": "is presumed to meet the test, and nobody wrote why it may undermine or assist",
}
NOTES: Mapping[str, str] = {
    "pointed_not_assessed": "is shown by drafts as against a claim or in conflict; nobody wrote whether it may "
    "undermine or assist",
    "listed_singly": "stands outside its block, because what may meet the test for disclosure is listed singly",
}


def summary(schedule: Schedule) -> str:
    """ "MG6C, 12 items, a draft: numbers of new items are provisional."."""
    told = f"{schedule.form.upper()}, {counted(len(schedule.items), 'item')}"
    if schedule.draft:
        return f"{told}, a draft: numbers not submitted before are provisional."
    return f"{told}, submission {schedule.submission}: its numbers and words are fixed."


def overview(schedule: Schedule) -> str:
    """ "MG6C: 12 items; new: 3, 7 to 9"."""
    return f"{schedule.form.upper()}: {counted(len(schedule.items), 'item')}{'; '.join(['', *_moved(schedule)])}"


def since(schedule: Schedule) -> list[str]:
    """What is new, changed and gone since the schedule of this form that was submitted last, if one was."""
    if schedule.last is None:
        return []
    told = "; ".join(_moved(schedule))
    return [f"Since submission {schedule.last}: {told or 'nothing new, changed or taken off'}."]


def standing(found: Standing, ids: bool = False) -> Iterator[str]:
    """What a person has still to decide, mend or know, line by line; with `ids`, those of sources for commands."""
    if found.undecided:
        named = ", ".join(f"{s.title} ({s.id})" if ids else s.title for s in found.undecided[:SHOWN])
        sources = counted(len(found.undecided), "source")
        yield f"Not decided, and on no schedule: {sources}: {named}{_more(found.undecided)}"
    if found.perhaps:
        yield (
            f"{counted(found.perhaps, 'source')} may be legally privileged, and somebody has to decide; "
            "until then nothing of it stands on a schedule."
        )
    if found.privileged:
        yield PRIVILEGED.format(sources=counted(found.privileged, "source"))
    for words, notices in ((LOOK, found.look), (NOTES, found.notes)):
        by_code: dict[str, list[Notice]] = {}
        for notice in notices:
            by_code.setdefault(notice.code, []).append(notice)
        for code, these in by_code.items():
            for notice in these[:SHOWN]:
                yield f"{'Look: ' if words is LOOK else ''}{told(notice)}"
            if len(these) > SHOWN:
                yield f"and {len(these) - SHOWN:,} more of the same ({code.replace('_', ' ')})."


PRIVILEGED = (
    "Kept back as legally privileged, and on no schedule made here: {sources}. A lawyer who is independent of the "
    "case, and the prosecutor, say whether and how that is recorded: ask before you submit."
)


def told(notice: Notice) -> str:
    """A notice as a sentence about its item: "AB/1 has no description by a person."."""
    words = LOOK.get(notice.code) or NOTES.get(notice.code) or notice.code.replace("_", " ")
    return f"{notice.detail} {words}."


def _moved(schedule: Schedule) -> list[str]:
    if schedule.last is None:
        return []
    listed = (("new", schedule.numbers("new")), ("changed", schedule.numbers("changed")))
    gone = [item.number for item in schedule.gone]
    return [f"{word}: {ranges(numbers)}" for word, numbers in (*listed, ("no longer listed", gone)) if numbers]


def _more(these: Sequence[object]) -> str:
    return f" and {len(these) - SHOWN:,} more" if len(these) > SHOWN else ""
